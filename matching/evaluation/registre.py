"""Engines by name, opened for the length of a run: what is optional is looked for only when asked, and said when absent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from catalogue import fusion
from matching.evaluation.moteur_postgres import moteur_postgres
from matching.evaluation.moteurs import Moteur, MoteurBM25, MoteurEncodeur, MoteurHybride, MoteurTfidf
from matching.evaluation.suggestion import MoteurDepot
from models.encodeur import Encodeur, ModeleIllisible
from models.moteurs_reference import EncodeurReserve, PaquetAbsent, encodeur_compare, minilm
from socle.erreurs import ErreurPersonne
from socle.postgres import BaseInaccessible

MOTEURS = ("hybride", "encodeur", "minilm", "tfidf_caracteres", "bm25", "postgres")
# Only métiers can be suggested: an engine more where they are what is ranked.
MOTEURS_METIERS = (*MOTEURS, MoteurDepot.nom)


@dataclass
class Banc:
    """The engines of a run.

    Attributes:
        encodeur: gives ours, or the one put in its place, when an engine needs it.
        url_base: opens the database when PostgreSQL is asked for, and gives its address.
        modeles: further models to compare, by name or folder.
        possibles: names of the engines that can do the tasks of the run.
        absents: engines that could not be opened, with the reason; filled by :meth:`ouvrir`.
    """

    encodeur: Callable[[], Encodeur]
    url_base: Callable[[], str]
    modeles: Sequence[str] = ()
    possibles: Sequence[str] = MOTEURS
    absents: dict[str, str] = field(default_factory=dict)

    def ouvrir(self, noms: Sequence[str], pile: ExitStack) -> list[Moteur]:
        """Open engines.

        Args:
            noms: names among ``possibles``; the models of ``modeles`` are added.
            pile: closes what must be at the end of the run.

        Returns:
            The engines that can run here, in the order asked.

        Raises:
            ErreurPersonne: a name that is not an engine.
            ModeleIllisible: a model asked for by name cannot be loaded.
        """
        inconnus = [nom for nom in noms if nom not in self.possibles]
        if inconnus:
            raise ErreurPersonne(f"Le moteur « {inconnus[0]} » n’existe pas. Moteurs : {', '.join(self.possibles)}.")
        moteurs = [m for nom in dict.fromkeys(noms) if (m := self._ouvrir(nom, pile)) is not None]
        return [*moteurs, *(MoteurEncodeur(_compare(source), f"modele:{source}") for source in self.modeles)]

    def _ouvrir(self, nom: str, pile: ExitStack) -> Moteur | None:
        fabriques: dict[str, Callable[[], Moteur]] = {
            "hybride": lambda: MoteurHybride(self.encodeur(), fusion.charger()),
            "encodeur": lambda: MoteurEncodeur(self.encodeur()),
            "minilm": lambda: MoteurEncodeur(EncodeurReserve(minilm()), "minilm"),
            "tfidf_caracteres": MoteurTfidf,
            "bm25": MoteurBM25,
            MoteurDepot.nom: lambda: MoteurDepot(self.encodeur()),
            "postgres": lambda: pile.enter_context(moteur_postgres(self.url_base())),
        }
        try:
            return fabriques[nom]()
        except (PaquetAbsent, ModeleIllisible, BaseInaccessible) as absence:
            self.absents[nom] = str(absence).rstrip(".")
            return None


def _compare(source: str) -> Encodeur:
    # What is written as a path is one: a library would look for it on the network, for a minute.
    if source.startswith((".", "/", "~")) and not Path(source).expanduser().is_dir():
        raise ErreurPersonne(f"Le dossier du modèle « {source} » n’existe pas.")
    return encodeur_compare(str(Path(source).expanduser()) if source.startswith("~") else source)
