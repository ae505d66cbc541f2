"""What is wrong with one element of a file, gathered field by field, and what becomes of the element."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from catalogue.domaine import Anomalie, Offre, Structure
from etl.entree.valeurs import ValeurInvalide
from etl.lecture import Avertissement, Element, Lu, Rejet

T = TypeVar("T")
VALEUR_MAX = 120


class Releve:
    """Faults (the element is rejected) and doubts (it is kept, without the doubtful value)."""

    def __init__(self) -> None:
        self.fautes: list[Anomalie] = []
        self.doutes: list[Anomalie] = []

    def faute(self, champ: str, valeur: object, motif: str) -> None:
        """Note something that forbids keeping the element.

        Args:
            champ: field, as the sender of the file names it.
            valeur: value received.
            motif: reason in plain French.
        """
        self.fautes.append(_anomalie(champ, valeur, motif))

    def doute(self, champ: str, valeur: object, motif: str) -> None:
        """Note something doubtful in an element that is kept.

        Args:
            champ: field, as the sender of the file names it.
            valeur: value received.
            motif: reason in plain French.
        """
        self.doutes.append(_anomalie(champ, valeur, motif))

    def lire(self, champ: str, valeur: object, lecteur: Callable[[object], T | None], *, faute: bool = False) -> T | None:
        """Read a value, and note why when it cannot be read.

        Args:
            champ: field, as the sender of the file names it.
            valeur: value received.
            lecteur: a function of ``etl.entree.valeurs``, or one that raises like them.
            faute: whether a bad value rejects the element; it is only dropped otherwise.

        Returns:
            The value, None when it is absent or bad.
        """
        try:
            return lecteur(valeur)
        except ValeurInvalide as erreur:
            (self.faute if faute else self.doute)(champ, valeur, str(erreur))
            return None

    def conclure(
        self, chemin: str, objet: Structure | Offre | None, *, cle: tuple[str, str] | None = None, structure: bool = False
    ) -> Iterator[Element]:
        """What the engine is told of the element.

        Args:
            chemin: where the element is in the file.
            objet: what was built, None when nothing could be.
            cle: ``(source, source_id)`` of the element, where it is known: a full feed must not close what is only faulty.
            structure: the element is a structure.

        Yields:
            One ``Rejet`` with every fault and doubt, or else the object and its doubts.
        """
        if objet is None or self.fautes:
            # A value that serves twice is read twice, and told once.
            yield Rejet(chemin, tuple(dict.fromkeys([*self.fautes, *self.doutes])), cle, structure)
            return
        yield Lu(chemin, objet)
        yield from self.avertissements(chemin)

    def avertissements(self, chemin: str) -> Iterator[Element]:
        """The doubts alone.

        Args:
            chemin: where the element is in the file.

        Yields:
            One warning per doubt.
        """
        for doute in dict.fromkeys(self.doutes):
            yield Avertissement(chemin, doute)


def _anomalie(champ: str, valeur: object, motif: str) -> Anomalie:
    if isinstance(valeur, float) and valeur.is_integer():
        # A spreadsheet shows 94028 where the file holds 94028.0.
        valeur = int(valeur)
    mots = "" if valeur is None or valeur == [] else str(valeur)
    return Anomalie(champ, mots if len(mots) <= VALEUR_MAX else mots[:VALEUR_MAX] + "…", motif)
