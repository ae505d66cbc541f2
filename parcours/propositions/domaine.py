"""The words about proposals in batch and about exposure. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import Etat, Motif

# People proposed together, at most: more is no longer a choice.
PAR_LOT: Final = 50
SANS_REFERENT: Final = "Personne ne suit encore cette personne : la proposition n’arriverait à personne."


@dataclass(frozen=True, slots=True)
class Exposition:
    """How often a person was proposed something, by anybody, whatever became of it.

    Attributes:
        recentes: prescriptions opened lately (the days are those of the rule of balance).
        vivantes: those that are not finished, however old.
        derniere: when the last one was opened, None when there is none in sight.
    """

    recentes: int = 0
    vivantes: int = 0
    derniere: datetime | None = None

    @property
    def charge(self) -> int:
        """What the rule of balance counts: who waits for answers is no less proposed than who just had some."""
        return max(self.recentes, self.vivantes)

    def oubliee(self, depuis: datetime) -> bool:
        """Whether nobody proposed anything to the person.

        Args:
            depuis: since when.
        """
        return self.derniere is None or self.derniere < depuis


JAMAIS: Final = Exposition()


@dataclass(frozen=True, slots=True)
class DejaProposee:
    """What a person already had for an offer; ``session`` is the id within the offer, ``motif`` why it ended in a no."""

    session: str
    etat: Etat
    motif: Motif | None


@dataclass(frozen=True, slots=True)
class LigneLot:
    """One person of a batch: the prescription opened, or why none was."""

    prenom: str
    nom: str
    referent: str
    prescription: str | None
    refus: str | None


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch: its public id, the offer's, the id of the session within it, and what came of each line."""

    identifiant: str
    offre: str
    session: str
    lignes: tuple[LigneLot, ...]


@dataclass(frozen=True, slots=True)
class Recue:
    """A proposal that waits for the decision of a référent.

    Attributes:
        prescription, allocataire, offre: public ids.
        auteur: the CRE who proposes, and ``mot`` what they say.
        cree_le: when it was proposed; ``echeance``: when silence will end it.
    """

    prescription: str
    allocataire: str
    prenom: str
    nom: str
    offre: str
    titre: str
    type_offre: TypeOffre
    structure: str | None
    session_id: int
    debut: date | None
    heure_debut: time | None
    auteur_id: int
    auteur: str
    mot: str
    cree_le: datetime
    echeance: datetime
