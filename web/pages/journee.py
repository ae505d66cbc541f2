"""A conseiller's day: what came back, what is silent, what closes, what is to sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import Motif
from web.pages.commun import Lien, Page, Rubrique


@dataclass(frozen=True, slots=True)
class Tache:
    """One thing to do.

    Attributes:
        titre: who or what it is about; ``href`` opens it.
        etat: what happened, in words.
        details: what it is about, when, where.
        urgent: late, or about to close.
        suite: one click to the next step, None when opening it is the step.
    """

    titre: str
    href: str
    etat: str
    details: str
    urgent: bool = False
    type_offre: TypeOffre | None = None
    suite: Lien | None = None


@dataclass(frozen=True, slots=True)
class BlocTaches:
    """Things to do of one nature; ``vide`` says that there is nothing to do."""

    cle: str
    titre: str
    icone: str
    taches: tuple[Tache, ...]
    vide: str


@dataclass(frozen=True, slots=True)
class PersonneProposee:
    """A person proposed by a CRE, to whom the référent says yes or no in one click.

    Attributes:
        prescription: public id; ``cle`` is drawn for its forms.
        depuis: « proposée hier ».
    """

    prescription: str
    nom: str
    dossier: str
    depuis: str
    cle: str


@dataclass(frozen=True, slots=True)
class GroupePropose:
    """People proposed by one CRE for one session.

    Attributes:
        titre: « 3 personnes proposées par Hugo Sarrazin ».
        session: when, auprès de whom, and how long there is to answer.
        mot: what the CRE says, empty when nothing.
    """

    titre: str
    offre: str
    href: str
    type_offre: TypeOffre
    session: str
    mot: str
    personnes: tuple[PersonneProposee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJournee(Page):
    """``/ma-journee``.

    Attributes:
        proposees: what CRE propose, session by session, with the shared reasons of a no.
        avis: what was just done, empty otherwise.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.JOURNEE

    prenom: str
    personnes: int
    blocs: tuple[BlocTaches, ...]
    proposees: tuple[GroupePropose, ...] = ()
    motifs: tuple[tuple[Motif, str], ...] = ()
    avis: str = ""

    @property
    def nombre_proposees(self) -> int:
        """People proposed, all together."""
        return sum(len(g.personnes) for g in self.proposees)

    @property
    def total(self) -> int:
        """Things to do, all together."""
        return sum(len(b.taches) for b in self.blocs) + self.nombre_proposees
