"""Following prescriptions: a référent's day, a person's parcours, a structure's requests, the life of one prescription. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from catalogue.domaine import TypeContrat, TypeOffre
from parcours.domaine import Orientation
from parcours.dossier.domaine import Cer, EtatCer, horloge_cer
from parcours.perimetre import Perimetre
from parcours.prescriptions.contrats import Contrat, contrat_de
from parcours.prescriptions.domaine import Etat, Issue, Motif, Origine, Place, Qui
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "suivi.sql")

SILENCE_JOURS: Final = 7
BIENTOT_JOURS: Final = 7
CER_JOURS: Final = 30
# An offer that ended in a no is suggested again after half a year: people and offers change.
OUBLI: Final = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class EnClair:
    """A prescription as a list shows it.

    Attributes:
        allocataire, offre: public ids of the person and of the offer.
        session: id of the session within its offer.
        lue_le: when the référent read the last answer, None while it waits.
        echeance: when silence will end it, None once it is over.
    """

    id: int
    identifiant: str
    etat: Etat
    place: Place
    motif: Motif | None
    issue: Issue | None
    origine: Origine
    precisions: str
    depuis: datetime
    echeance: datetime | None
    lue_le: datetime | None
    cree_le: datetime
    allocataire_id: int
    session_id: int
    referent_id: int | None
    allocataire: str
    prenom: str
    nom: str
    offre_id: int
    offre: str
    titre: str
    type_offre: TypeOffre
    structure_id: int | None
    structure: str | None
    session: str
    debut: date | None
    fin: date | None
    heure_debut: time | None
    commune: str | None
    contrat: TypeContrat | None
    contrat_mois: int | None
    contrat_fin: date | None

    @property
    def contrat_dit(self) -> Contrat | None:
        """What the structure said of the contract, with the entry."""
        return contrat_de(self.contrat, self.contrat_mois, self.contrat_fin)


@dataclass(frozen=True, slots=True)
class SessionBientot:
    """A session that closes or fills up, and for how many people of the référent it was proposed."""

    offre: str
    titre: str
    type_offre: TypeOffre
    session: str
    debut: date | None
    date_limite: date | None
    libres: int | None
    personnes: int


@dataclass(frozen=True, slots=True)
class CerASigner:
    """A person whose contract is due, and its clock."""

    identifiant: str
    prenom: str
    nom: str
    cer: Cer


@dataclass(frozen=True, slots=True)
class Etape:
    """One line of a life: from, to, when, who (``nom`` empty for a clock), why."""

    de: Etat | None
    vers: Etat
    quand: datetime
    qui: Qui
    nom: str
    par_lien: bool
    motif: Motif | None
    issue: Issue | None
    precisions: str
    contrat: TypeContrat | None
    contrat_mois: int | None
    contrat_fin: date | None

    @property
    def contrat_dit(self) -> Contrat | None:
        """What the structure said of the contract, with the entry."""
        return contrat_de(self.contrat, self.contrat_mois, self.contrat_fin)


_EN_CLAIR = TypeAdapter(list[EnClair])
_SESSIONS = TypeAdapter(list[SessionBientot])
_ETAPES = TypeAdapter(list[Etape])


async def _lister(connexion: Connexion, requete: str, **valeurs: object) -> list[EnClair]:
    return _EN_CLAIR.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, requete, **valeurs)])


async def reponses_recues(connexion: Connexion, perimetre: Perimetre, limite: int = 50) -> list[EnClair]:
    """What a référent has not read yet: answers, ends by a clock, and requests opened by the person.

    What a CRE proposes waits in a list of its own (``parcours.propositions``), until the référent decides.

    Args:
        connexion: any.
        perimetre: of the référent.
        limite: most rows given.

    Returns:
        The latest first.
    """
    return await _lister(connexion, "reponses_recues", compte_id=perimetre.compte_id, limite=limite)


async def silencieuses(connexion: Connexion, perimetre: Perimetre, maintenant: datetime, jours: int = SILENCE_JOURS) -> list[EnClair]:
    """Prescriptions of a référent that nobody has moved, proposals of a CRE left to their own list.

    Args:
        connexion: any.
        perimetre: of the référent.
        maintenant: now.
        jours: days of silence; after a session, days since its first one.

    Returns:
        The longest silence first.
    """
    return await _lister(connexion, "silencieuses", compte_id=perimetre.compte_id, avant=maintenant - timedelta(days=jours))


async def sessions_bientot(connexion: Connexion, perimetre: Perimetre, jour: date) -> list[SessionBientot]:
    """Sessions proposed to the people of a référent, not sent yet, with two places left or seven days to go.

    Args:
        connexion: any.
        perimetre: of the référent.
        jour: today.

    Returns:
        The first to close first.
    """
    valeurs = {"compte_id": perimetre.compte_id, "jusqu_au": jour + timedelta(days=BIENTOT_JOURS)}
    return _SESSIONS.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "sessions_bientot", **valeurs)])


async def cer_a_signer(connexion: Connexion, perimetre: Perimetre, jour: date) -> list[CerASigner]:
    """People of a référent whose contract is late, or due within thirty days.

    Args:
        connexion: any.
        perimetre: of the référent.
        jour: today.

    Returns:
        The latest first. The clock is the one of the file (``parcours.dossier``).
    """
    trouves = []
    for ligne in await REQUETES.lignes(connexion, "sans_contrat", compte_id=perimetre.compte_id):
        orientation = Orientation(ligne["orientation"]) if ligne["orientation"] else None
        cer = horloge_cer(ligne["entree_rsa"], ligne["date_cer"], orientation, jour)
        if cer.etat in {EtatCer.A_SIGNER, EtatCer.EN_RETARD} and cer.jours is not None and cer.jours <= CER_JOURS:
            trouves.append(CerASigner(ligne["identifiant"], ligne["prenom"], ligne["nom"], cer))
    return trouves


async def de_la_personne(connexion: Connexion, perimetre: Perimetre, allocataire: str) -> list[EnClair]:
    """Every prescription of a person.

    Args:
        connexion: any.
        perimetre: of who reads; the person's own account sees theirs.
        allocataire: public id of the person.

    Returns:
        The living ones first, then the latest; nothing for who may not see the person.
    """
    return await _lister(connexion, "de_la_personne", allocataire=allocataire, compte_id=perimetre.compte_id)


async def du_referent(connexion: Connexion, perimetre: Perimetre) -> list[EnClair]:
    """Living prescriptions of a référent, the next to end first."""
    return await _lister(connexion, "du_referent", compte_id=perimetre.compte_id)


async def de_la_structure(connexion: Connexion, structure_id: int) -> list[EnClair]:
    """What a structure received, open requests first. Names are for ``nom_montre`` to withhold until it says yes.

    Args:
        connexion: any.
        structure_id: internal id of the structure of the account that reads.

    Returns:
        The requests sent to it, whatever became of them.
    """
    return await _lister(connexion, "de_la_structure", structure_id=structure_id)


async def en_clair(connexion: Connexion, prescription_id: int) -> EnClair:
    """One prescription that the caller has already found its right to see (``services.lire``).

    Args:
        connexion: any.
        prescription_id: internal id.

    Returns:
        The prescription.
    """
    return (await _lister(connexion, "en_clair", id=prescription_id))[0]


async def etapes(connexion: Connexion, prescription_id: int) -> list[Etape]:
    """Life of a prescription that the caller has already found its right to see.

    Args:
        connexion: any.
        prescription_id: internal id.

    Returns:
        Its steps, from the first.
    """
    return _ETAPES.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "etapes", prescription_id=prescription_id)])


async def rang_attente(connexion: Connexion, prescription_id: int) -> int:
    """Rank of a prescription in the waiting list of its session, the first is 1."""
    rang: int = await REQUETES.valeur(connexion, "rang_attente", prescription_id=prescription_id)
    return rang


async def a_ecarter(connexion: Connexion, allocataire_id: int, maintenant: datetime) -> frozenset[int]:
    """Offers that the next suggestion leaves out: under way, or that ended in a no less than half a year ago.

    Args:
        connexion: any.
        allocataire_id: internal id of the person.
        maintenant: now.

    Returns:
        Internal ids of offers.
    """
    lignes = await REQUETES.lignes(connexion, "a_ecarter", allocataire_id=allocataire_id, apres=maintenant - OUBLI)
    return frozenset(ligne["offre_id"] for ligne in lignes)


async def en_cours(connexion: Connexion, perimetre: Perimetre, allocataires: Sequence[str]) -> dict[str, int]:
    """How many living prescriptions several people have: nobody should be proposed everywhere while others never are.

    Args:
        connexion: any.
        perimetre: of who reads.
        allocataires: public ids.

    Returns:
        The number by public id; those who have none are absent.
    """
    lignes = await REQUETES.lignes(connexion, "en_cours", compte_id=perimetre.compte_id, identifiants=list(allocataires))
    return {ligne["identifiant"]: ligne["nombre"] for ligne in lignes}
