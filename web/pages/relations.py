"""The day of a chargé de relation entreprise, and the file of a structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from employeurs.offres.domaine import LigneOffre
from employeurs.relations.depot import Collegue
from employeurs.relations.domaine import (
    Action,
    ChiffresPrescriptions,
    Contact,
    Echange,
    FicheStructure,
    Nature,
    OffreDeStructure,
    SessionLibre,
    Silencieuse,
)
from employeurs.relations.saisie import SaisieAction, SaisieContact, SaisieEchange
from employeurs.relations.suivi import OffreAConfirmer
from web.pages.commun import UNE_SEULE, ErreurChamp, Page, Pagination, Rubrique


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRelations(Page):
    """``/relations``: what is to be done, each line one click away from being done.

    Attributes:
        compte_id: who reads, to tell their reminders from those to be taken up.
        dues: reminders of today and before; ``a_venir``: those of the week.
        cle: key of the forms, completed by each of them.
        reports: days to wait offered for « plus tard ».
        rappel: day proposed to call a silent structure again.
        avis: what was just done; ``bloc`` names the list it was done from, where it is said.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.JOURNEE

    compte_id: int
    dues: tuple[Action, ...]
    a_venir: tuple[Action, ...]
    a_valider: tuple[LigneOffre, ...]
    a_confirmer: tuple[OffreAConfirmer, ...]
    silencieuses: tuple[Silencieuse, ...]
    sessions: tuple[SessionLibre, ...]
    territoires: tuple[str, ...]
    cle: str
    reports: tuple[tuple[int, str], ...]
    rappel: str
    avis: str = ""
    bloc: str = ""

    @property
    def total(self) -> int:
        """Things to do, all together; sessions with places are an occasion, not a debt."""
        return len(self.dues) + len(self.a_valider) + len(self.a_confirmer) + len(self.silencieuses)


@dataclass(frozen=True, slots=True)
class LigneEchange:
    """A line of the history; ``retirable`` when the reader may take it back."""

    echange: Echange
    nature: str
    retirable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStructure(Page):
    """``/structures/{identifiant}``: all that is known of a structure, and what to do next.

    Attributes:
        a_faire, faites: actions.
        total_echanges: all pages together.
        retour: list to go back to once the exchange is kept, empty for this page.
        reports: days to wait offered for « plus tard ».
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.STRUCTURES

    fiche: FicheStructure
    nom_type: str
    contacts: tuple[Contact, ...]
    a_faire: tuple[Action, ...]
    faites: tuple[Action, ...]
    echanges: tuple[LigneEchange, ...]
    total_echanges: int
    offres: tuple[OffreDeStructure, ...]
    chiffres: ChiffresPrescriptions
    mediane: str
    collegues: tuple[Collegue, ...]
    moi: str
    natures: tuple[tuple[Nature, str], ...]
    cle: str
    reports: tuple[tuple[int, str], ...]
    echange: SaisieEchange = field(default_factory=SaisieEchange)
    action: SaisieAction = field(default_factory=SaisieAction)
    contact: SaisieContact = field(default_factory=SaisieContact)
    retour: str = ""
    avis: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()
    pagination: Pagination = UNE_SEULE

    @property
    def actifs(self) -> tuple[Contact, ...]:
        """Contacts that one calls."""
        return tuple(c for c in self.contacts if not c.archive)

    @property
    def archives(self) -> tuple[Contact, ...]:
        """Contacts put away."""
        return tuple(c for c in self.contacts if c.archive)

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContact(Page):
    """``/structures/{identifiant}/contacts/{contact}``: correct, put away, erase."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.STRUCTURES

    fiche: FicheStructure
    contact: Contact
    saisie: SaisieContact
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)
