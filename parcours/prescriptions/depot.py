"""Prescriptions in PostgreSQL: typed functions, one per query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from catalogue.domaine import EtatOffre, EtatSession, TypeContrat, TypeOffre
from parcours.prescriptions.contrats import Contrat, contrat_de
from parcours.prescriptions.delais import Seance
from parcours.prescriptions.domaine import Etat, Issue, Liens, Motif, Origine, Place
from parcours.prescriptions.lignes import ARecapituler, Auteur, Cible, Contact, DemandeRecue, Lien, Prescription
from socle.base import Connexion, Ligne
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")


def _seance(champs: dict[str, Any]) -> Seance:
    return Seance(champs.pop("debut"), champs.pop("fin"), champs.pop("date_limite", None))


def _prescription(ligne: Ligne) -> Prescription:
    champs = dict(ligne)
    liens = Liens(*(champs.pop(nom) for nom in ("allocataire_id", "referent_id", "cree_par", "structure_id")))
    codes = _codes(champs, type_offre=TypeOffre, origine=Origine, etat=Etat, place=Place, motif=Motif, issue=Issue)
    return Prescription(liens=liens, seance=_seance(champs), contrat=_contrat(champs), genre=codes.pop("type_offre"), **codes, **champs)


def _contrat(champs: dict[str, Any]) -> Contrat | None:
    genre = champs.pop("contrat")
    return contrat_de(TypeContrat(genre) if genre else None, champs.pop("contrat_mois"), champs.pop("contrat_fin"))


def _du_contrat(contrat: Contrat | None) -> dict[str, Any]:
    """The columns of a contract."""
    genre, mois, fin = (None, None, None) if contrat is None else (contrat.genre, contrat.mois, contrat.fin)
    return {"contrat": genre, "contrat_mois": mois, "contrat_fin": fin}


def _codes(champs: dict[str, Any], **enumerations: type[StrEnum]) -> dict[str, Any]:
    """Take the codes out of a row, as the words of the domain."""
    valeurs = {nom: champs.pop(nom) for nom in enumerations}
    return {nom: None if valeur is None else enumerations[nom](valeur) for nom, valeur in valeurs.items()}


async def cible(connexion: Connexion, *, allocataire: str, offre: str, session: str) -> Cible | None:
    """Whom and what one wants to bring together.

    Args:
        connexion: any.
        allocataire, offre: public ids.
        session: id of the session within its offer.

    Returns:
        Both, None when one of them does not exist.
    """
    ligne = await REQUETES.ligne(connexion, "cible", allocataire=allocataire, offre=offre, session=session)
    if ligne is None:
        return None
    champs = dict(ligne)
    codes = _codes(champs, type_offre=TypeOffre, etat_offre=EtatOffre, etat_session=EtatSession)
    return Cible(seance=_seance(champs), genre=codes.pop("type_offre"), **codes, **champs)


async def inserer(connexion: Connexion, **champs: Any) -> int | None:
    """Add a prescription; its internal id, None when its key or a living one was there already."""
    trouve: int | None = await REQUETES.valeur(connexion, "inserer", **champs)
    return trouve


async def deja(connexion: Connexion, *, cle: str, allocataire_id: int, session_id: int) -> Ligne | None:
    """The prescription in the way of a new one: same key first, else the living one of this person and session."""
    return await REQUETES.ligne(connexion, "deja", cle=cle, allocataire_id=allocataire_id, session_id=session_id)


async def lire(connexion: Connexion, identifiant: str, compte_id: int | None) -> Prescription | None:
    """One prescription by public id.

    Args:
        connexion: any.
        identifiant: public id.
        compte_id: account that asks, None for nobody.

    Returns:
        The prescription, None when there is none.
    """
    ligne = await REQUETES.ligne(connexion, "lire", identifiant=identifiant, compte_id=compte_id)
    return None if ligne is None else _prescription(ligne)


async def verrouiller(connexion: Connexion, ids: Sequence[int]) -> dict[int, Prescription]:
    """Lock prescriptions, in the order of their ids so that two people who take several never wait for each other."""
    return {ligne["id"]: _prescription(ligne) for ligne in await REQUETES.lignes(connexion, "verrouiller", ids=sorted(ids))}


async def changer_etat(connexion: Connexion, *, contrat: Contrat | None, **champs: Any) -> None:
    """Write a new state."""
    await REQUETES.executer(connexion, "changer_etat", **_du_contrat(contrat), **champs)


async def ajouter_etape(connexion: Connexion, auteur: Auteur, *, contrat: Contrat | None, **champs: Any) -> None:
    """Write one line of a life: who, when, why."""
    qui = {"qui": auteur.qui, "compte_id": auteur.compte_id, "lien_id": auteur.lien_id}
    await REQUETES.executer(connexion, "ajouter_etape", **qui, **_du_contrat(contrat), **champs)


async def etape_faite(connexion: Connexion, prescription_id: int, cle: str) -> bool:
    """Whether an action, known by its key, was already done."""
    faite: bool = await REQUETES.valeur(connexion, "etape_faite", prescription_id=prescription_id, cle=cle)
    return faite


async def premier_en_attente(connexion: Connexion, session_id: int, *, ordinaires: bool) -> int | None:
    """The first of a waiting list who may have the place; ``ordinaires``: places that are not reserved are left."""
    trouve: int | None = await REQUETES.valeur(connexion, "premier_en_attente", session_id=session_id, ordinaires=ordinaires)
    return trouve


async def demandes_sans_place(connexion: Connexion, session_id: int) -> int:
    """How many requests for a session hold no place yet."""
    nombre: int = await REQUETES.valeur(connexion, "demandes_sans_place", session_id=session_id)
    return nombre


async def sessions_en_attente(connexion: Connexion) -> list[tuple[int, Seance]]:
    """Sessions that have a waiting list: internal id and dates."""
    return [(ligne["id"], _seance(dict(ligne))) for ligne in await REQUETES.lignes(connexion, "sessions_en_attente")]


async def a_expirer(connexion: Connexion, maintenant: datetime) -> int | None:
    """The next prescription whose time is over, locked."""
    trouve: int | None = await REQUETES.valeur(connexion, "a_expirer", maintenant=maintenant)
    return trouve


async def a_fermer(connexion: Connexion) -> tuple[int, bool] | None:
    """The next prescription left without an object, locked, and whether its session was cancelled."""
    ligne = await REQUETES.ligne(connexion, "a_fermer")
    return None if ligne is None else (ligne["id"], ligne["session_annulee"])


async def marquer_lue(connexion: Connexion, prescription_id: int, maintenant: datetime) -> None:
    """The référent has read the last answer."""
    await REQUETES.executer(connexion, "marquer_lue", id=prescription_id, maintenant=maintenant)


async def noter_suite(connexion: Connexion, **champs: Any) -> None:
    """Write what became of the person a few months later."""
    await REQUETES.executer(connexion, "noter_suite", **champs)


async def structures_a_relancer(connexion: Connexion, maintenant: datetime) -> list[tuple[int, str]]:
    """Structures to be told something, with the address to write to; those without any are for the référent to call."""
    lignes = await REQUETES.lignes(connexion, "structures_a_relancer", maintenant=maintenant)
    return [(ligne["structure_id"], ligne["courriel"]) for ligne in lignes if ligne["courriel"]]


async def ouvrir_recapitulatif(connexion: Connexion, structure_id: int, jour: date) -> bool:
    """Take the right to write to a structure today; False when it was taken."""
    return await REQUETES.valeur(connexion, "ouvrir_recapitulatif", structure_id=structure_id, jour=jour) is not None


async def a_recapituler(connexion: Connexion, structure_id: int, maintenant: datetime) -> list[ARecapituler]:
    """All that awaits a structure, session by session, locked."""
    jour = maintenant.date()
    lignes = await REQUETES.lignes(connexion, "a_recapituler", structure_id=structure_id, maintenant=maintenant, jour=jour)
    return [_a_recapituler(dict(ligne)) for ligne in lignes]


def _a_recapituler(champs: dict[str, Any]) -> ARecapituler:
    seance, etat = _seance(champs), Etat(champs.pop("etat"))
    return ARecapituler(etat=etat, seance=seance, **champs)


async def noter_relance(connexion: Connexion, prescription_id: int, relances: int, relance_le: datetime | None) -> None:
    """The structure was told ``relances`` times; the next one is due at ``relance_le``."""
    await REQUETES.executer(connexion, "noter_relance", id=prescription_id, relances=relances, relance_le=relance_le)


async def nom_referent(connexion: Connexion, prescription_id: int) -> str:
    """Name of who follows the person, empty when nobody does."""
    nom: str = await REQUETES.valeur(connexion, "nom_referent", id=prescription_id)
    return nom


async def contact_personne(connexion: Connexion, prescription_id: int) -> Contact:
    """How to tell a person of their place."""
    ligne = await REQUETES.ligne(connexion, "contact_personne", id=prescription_id)
    assert ligne is not None
    return Contact(**ligne)


async def attendus_le(connexion: Connexion, jour: date) -> list[int]:
    """Internal ids of the prescriptions accepted for sessions that begin on a day."""
    return [ligne["id"] for ligne in await REQUETES.lignes(connexion, "attendus_le", jour=jour)]


async def creer_lien(connexion: Connexion, **champs: Any) -> int:
    """Add a link; its internal id."""
    trouve: int = await REQUETES.valeur(connexion, "creer_lien", **champs)
    return trouve


async def lien(connexion: Connexion, empreinte: bytes, maintenant: datetime) -> Lien | None:
    """A link by the hash of its token, None when it opens nothing (any more)."""
    ligne = await REQUETES.ligne(connexion, "lien", empreinte=empreinte, maintenant=maintenant)
    return None if ligne is None else Lien(**ligne)


async def noter_usage(connexion: Connexion, lien_id: int, maintenant: datetime) -> None:
    """The link served to answer."""
    await REQUETES.executer(connexion, "noter_usage", id=lien_id, maintenant=maintenant)


async def revoquer_liens(connexion: Connexion, prescription_id: int, compte_id: int, maintenant: datetime) -> int:
    """Close the links that lead to a prescription; how many."""
    return await REQUETES.executer(connexion, "revoquer_liens", prescription_id=prescription_id, compte_id=compte_id, maintenant=maintenant)


async def demandes_recues(
    connexion: Connexion, structure_id: int, *, session_id: int | None = None, prescription_id: int | None = None
) -> list[DemandeRecue]:
    """What a structure received: the requests of a session, or one request."""
    valeurs = {"structure_id": structure_id, "session_id": session_id, "prescription_id": prescription_id}
    return [_demande(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "demandes_recues", **valeurs)]


def _demande(champs: dict[str, Any]) -> DemandeRecue:
    codes, conditions = _codes(champs, type_offre=TypeOffre, etat=Etat, motif=Motif, issue=Issue), tuple(champs.pop("conditions"))
    return DemandeRecue(genre=codes.pop("type_offre"), conditions=conditions, contrat=_contrat(champs), **codes, **champs)


async def session_de(connexion: Connexion, *, offre: str, session: str) -> tuple[int, int | None] | None:
    """A session by the public id of its offer and its own: internal id, and structure that answers for it."""
    ligne = await REQUETES.ligne(connexion, "session_de", offre=offre, session=session)
    return None if ligne is None else (ligne["id"], ligne["structure_id"])


async def nombre_en_attente(connexion: Connexion, session_id: int) -> int:
    """How many people are on the waiting list of a session."""
    nombre: int = await REQUETES.valeur(connexion, "nombre_en_attente", session_id=session_id)
    return nombre
