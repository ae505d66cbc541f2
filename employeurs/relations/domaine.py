"""What is kept of a structure between two calls: contacts, exchanges, actions; and what awaits an answer. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from catalogue.domaine import EtatOffre, TypeOffre, TypeStructure

# Days without an answer after which a structure is called: the last reminder that the service sends by itself leaves on the seventh day.
SILENCE_JOURS: Final = 7
# Days after the first day of a session without a word on who came.
CONSTAT_JOURS: Final = 3
# Without an exchange for this long, a structure is to be seen again.
SANS_ECHANGE_JOURS: Final = 90
# Sessions and actions shown ahead of time.
SESSIONS_JOURS: Final = 14
A_VENIR_JOURS: Final = 7
# « Plus tard », in days; a structure called without success is called again after the second delay.
REPORTS: Final = (1, 3, 7)
RAPPEL_JOURS: Final = 3
TEXTE_MAX: Final = 4000
QUOI_MAX: Final = 200
RESULTAT_MAX: Final = 1000
# An action is not planned further than this.
HORIZON_JOURS: Final = 731


class Nature(StrEnum):
    """How one talked with a structure."""

    APPEL = "appel"
    COURRIEL = "courriel"
    VISITE = "visite"
    RENCONTRE = "rencontre"
    FORUM = "forum"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to call in a structure.

    Attributes:
        prefere: the one to call first, one at most per structure.
        archive_le: put away on that day; still named in the history.
    """

    id: int
    identifiant: str
    structure_id: int
    nom: str
    fonction: str
    telephone: str | None
    courriel: str | None
    prefere: bool
    archive_le: datetime | None

    @property
    def archive(self) -> bool:
        """Whether one no longer calls them."""
        return self.archive_le is not None


@dataclass(frozen=True, slots=True)
class Echange:
    """One exchange with a structure.

    Attributes:
        contact: with whom, empty when nobody was noted or when they were erased.
        compte_id, auteur: who wrote it.
        texte: what was said; empty once erased with the contact it was about.
    """

    identifiant: str
    nature: Nature
    jour: date
    contact: str
    compte_id: int
    auteur: str
    texte: str
    efface_le: datetime | None
    cree_le: datetime

    def retirable(self, compte_id: int, maintenant: datetime) -> bool:
        """Whether an account may still take it back.

        Args:
            compte_id: who asks.
            maintenant: now, with the time zone of Paris.

        Returns:
            True for its author, on the day it was written.
        """
        return self.compte_id == compte_id and self.cree_le.astimezone(maintenant.tzinfo).date() == maintenant.date()


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about a structure, or that was done.

    Attributes:
        identifiant_structure, structure: of whom.
        contact, telephone, courriel: whom to call: the contact preferred, else the one of the catalogue, who has no id.
        compte_id, pour: who is to do it.
        reports: how many times it was put off.
    """

    identifiant: str
    identifiant_structure: str
    structure: str
    quoi: str
    echeance: date
    compte_id: int
    pour: str
    reports: int
    faite_le: datetime | None
    faite_par: str
    resultat: str
    contact: str
    identifiant_contact: str
    telephone: str | None
    courriel: str | None

    def en_retard(self, jour: date) -> bool:
        """Whether its day has passed.

        Args:
            jour: today.
        """
        return self.faite_le is None and self.echeance < jour


@dataclass(frozen=True, slots=True)
class Silencieuse:
    """A structure that was asked and does not answer. Counts only: who waits is not the business of this list.

    Attributes:
        attendent: people whose request has no answer.
        constats: people of past sessions of whom nobody said whether they came.
        depuis: since when the oldest of them waits.
        rappels: most reminders that the service sent for one of them.
        dernier_echange: last time someone talked with the structure.
    """

    identifiant: str
    nom: str
    commune: str | None
    attendent: int
    constats: int
    depuis: date
    rappels: int
    dernier_echange: date | None
    contact: str
    identifiant_contact: str
    telephone: str | None
    courriel: str | None


@dataclass(frozen=True, slots=True)
class SessionLibre:
    """A session that begins soon and still has places."""

    offre: str
    session: str
    titre: str
    type_offre: TypeOffre
    structure: str
    debut: date
    limite: date | None
    libres: int


@dataclass(frozen=True, slots=True)
class LigneStructure:
    """A structure in the list.

    Attributes:
        dernier_echange: None when there was none.
        prochaine_action: next day on which someone is to do something.
        offres: published.
        libres: places left in their sessions to come, those that say how many.
        silence: people who wait for an answer, or of whom nobody said whether they came.
    """

    identifiant: str
    nom: str
    cle_tri: str
    siret: str | None
    type_structure: TypeStructure
    code_insee: str | None
    commune: str | None
    territoire: str | None
    dernier_echange: date | None
    prochaine_action: date | None
    offres: int
    libres: int
    silence: int


@dataclass(frozen=True, slots=True)
class FicheStructure:
    """Who a structure is, as its source says.

    Attributes:
        contact_nom, telephone, courriel: « contact du catalogue », that an import brings.
        silence: as in the list.
    """

    id: int
    identifiant: str
    nom: str
    siret: str | None
    type_structure: TypeStructure
    description: str
    adresse: str | None
    code_postal: str | None
    commune: str | None
    contact_nom: str | None
    telephone: str | None
    courriel: str | None
    lien: str | None
    source: str
    fermee: bool
    confiance: bool
    silence: int


@dataclass(frozen=True, slots=True)
class OffreDeStructure:
    """An offer of a structure, with the places of its sessions to come.

    Attributes:
        offertes: places, None when no session says how many.
    """

    identifiant: str
    titre: str
    type_offre: TypeOffre
    etat: EtatOffre
    verifie_le: date | None
    prochaine: date | None
    offertes: int | None
    tenues: int
    prises: int


@dataclass(frozen=True, slots=True)
class ChiffresPrescriptions:
    """What became of the prescriptions that a structure received.

    Attributes:
        transmises: ever sent to it; the others are among them.
        mediane: days between the sending and the answer, half answered sooner; None before a first answer.
    """

    transmises: int
    en_attente: int
    acceptees: int
    venues: int
    entrees: int
    mediane: float | None


def plus_tard(jour: date, jours: int) -> date:
    """The working day on which to take something up again.

    Args:
        jour: today.
        jours: days to wait, 1 or more.

    Returns:
        That day, or the Monday after when it falls on a weekend.
    """
    voulu = jour + timedelta(days=jours)
    return voulu + timedelta(days=7 - voulu.weekday() if voulu.weekday() >= 5 else 0)
