"""The space of a person: what is for me, one offer, my parcours. Big text, few words, one thing per page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.commun import UNE_SEULE, Conseil, ErreurChamp, Onglet, Page, Pagination, Rubrique


@dataclass(frozen=True, slots=True)
class OffreSimple:
    """An offer in plain words.

    Attributes:
        quand: « mardi 8 décembre, 9 h 30 », « quand vous voulez ».
        places: « Il reste 3 places. », empty when nobody knows.
        pourquoi: one reason, in plain words.
        demandee: the person has already asked for it.
    """

    identifiant: str
    type_offre: TypeOffre
    titre: str
    ou: str
    quand: str
    places: str
    reservee: bool
    pourquoi: str = ""
    demandee: bool = False


@dataclass(frozen=True, slots=True)
class SeanceSimple:
    """A session to choose; ``cle`` is its id within the offer."""

    cle: str
    quand: str
    places: str


@dataclass(frozen=True, slots=True)
class EtapeSimple:
    """One step of a request: done or to come."""

    mots: str
    quand: str
    faite: bool


@dataclass(frozen=True, slots=True)
class DemandeSimple:
    """What became of something asked for or proposed.

    Attributes:
        mots: where it stands, in one plain sentence.
        vivante: something may still happen.
        a_repondre: the person is asked to say yes or no.
        agenda: address of the appointment to add to a calendar, None without one.
    """

    identifiant: str
    offre: str
    titre: str
    type_offre: TypeOffre
    mots: str
    rendez_vous: str
    ou: str
    etapes: tuple[EtapeSimple, ...]
    vivante: bool
    a_repondre: bool
    annulable: bool
    agenda: str | None = None
    debut: date | None = None
    heure: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEspace(Page):
    """First page, ``/mon-espace``: hello, the next appointment, three doors."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ESPACE

    prenom: str
    prochain: DemandeSimple | None
    a_repondre: int
    offres: int
    demandes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEspaceOffres(Page):
    """Offers for me, ``/mon-espace/offres``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ESPACE

    onglets: tuple[Onglet, ...]
    total: int
    offres: tuple[OffreSimple, ...]
    pagination: Pagination = UNE_SEULE
    conseils: tuple[Conseil, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEspaceOffre(Page):
    """One offer, ``/mon-espace/offres/{identifiant}``.

    Attributes:
        texte: description, plain text.
        a_savoir: what to know before asking.
        cle: drawn for this form; sent twice, it is one request.
        demande: the request already made for it, None without one.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ESPACE

    offre: OffreSimple
    structure: str
    adresse: str
    texte: str
    horaires: str
    a_savoir: tuple[str, ...]
    seances: tuple[SeanceSimple, ...]
    cle: str
    demande: DemandeSimple | None = None
    erreurs: tuple[ErreurChamp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEspaceParcours(Page):
    """My parcours, ``/mon-espace/parcours``: what I asked for and what became of it, as lines with dates."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ESPACE

    en_cours: tuple[DemandeSimple, ...]
    finies: tuple[DemandeSimple, ...]
