"""Signed links: a structure answers without an account.

A link has one purpose (one prescription, or one session's list), an end, and may be cut. The base keeps the hash of its token and nothing else: who
reads the base cannot answer. Opening a link changes nothing, so that software which visits the links of mails does no harm: only a form answers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from comptes.domaine import Acteur
from parcours.prescriptions import depot
from parcours.prescriptions.domaine import Etat, Qui
from parcours.prescriptions.lignes import Auteur, DemandeRecue, Lien
from parcours.prescriptions.mouvements import Introuvable, Refusee
from parcours.prescriptions.reponses import Reponse, Voulues, ecrire
from parcours.prescriptions.services import lire
from socle import journal
from socle.base import Connexion
from socle.chiffrement import empreinte_jeton, jeton_aleatoire
from socle.horloge import Horloge

DUREE: Final = timedelta(days=90)
CHEMIN: Final = "/repondre/"


async def ouvrir_session(connexion: Connexion, session_id: int, structure_id: int, maintenant: datetime) -> str:
    """Make a link to the list of a session.

    Args:
        connexion: inside a transaction.
        session_id, structure_id: internal ids.
        maintenant: now.

    Returns:
        The path to put after the address of the service; it is known to nobody else, and cannot be found again.
    """
    return await _creer(connexion, maintenant, prescription_id=None, session_id=session_id, structure_id=structure_id)


async def ouvrir_prescription(connexion: Connexion, acteur: Acteur, identifiant: str, horloge: Horloge) -> str:
    """Make a link to one prescription, for a conseiller to hand over.

    Args:
        connexion: inside a transaction.
        acteur: the account.
        identifiant: public id of the prescription.
        horloge: the clock.

    Returns:
        The path to put after the address of the service.

    Raises:
        Introuvable: no such prescription for this account.
        Refusee: not a conseiller's account, or nothing to answer.
    """
    p, qui = await lire(connexion, acteur, identifiant)
    if qui is not Qui.PRESCRIPTEUR or p.liens.structure_id is None or p.etat.final or p.etat in {Etat.PROPOSEE, Etat.ACCEPTEE_PERSONNE}:
        raise Refusee("Un lien de réponse se donne pour une prescription envoyée, dont la structure est connue.")
    await journal.noter(connexion, acteur, "lien.ouvrir", f"prescription:{identifiant}", allocataire_id=p.liens.allocataire_id)
    return await _creer(connexion, horloge.maintenant(), prescription_id=p.id, session_id=None, structure_id=p.liens.structure_id)


async def _creer(connexion: Connexion, maintenant: datetime, *, prescription_id: int | None, session_id: int | None, structure_id: int) -> str:
    jeton = jeton_aleatoire()
    await depot.creer_lien(
        connexion,
        empreinte=empreinte_jeton(jeton),
        prescription_id=prescription_id,
        session_id=session_id,
        structure_id=structure_id,
        maintenant=maintenant,
        expire_le=maintenant + DUREE,
    )
    return CHEMIN + jeton


async def couper(connexion: Connexion, acteur: Acteur, identifiant: str, horloge: Horloge) -> int:
    """Cut every link that leads to a prescription, alone or through its session; the next mail to the structure carries a new one.

    Args:
        connexion: inside a transaction.
        acteur: the account.
        identifiant: public id of the prescription.
        horloge: the clock.

    Returns:
        How many links were cut.

    Raises:
        Introuvable: no such prescription for this account.
        Refusee: not a conseiller's account.
    """
    p, qui = await lire(connexion, acteur, identifiant)
    if qui is not Qui.PRESCRIPTEUR:
        raise Refusee("Seul un conseiller peut couper les liens de réponse.")
    await journal.noter(connexion, acteur, "lien.couper", f"prescription:{identifiant}", allocataire_id=p.liens.allocataire_id)
    return await depot.revoquer_liens(connexion, p.id, acteur.id, horloge.maintenant())


async def suivre(connexion: Connexion, jeton: str, horloge: Horloge) -> tuple[Lien, list[DemandeRecue]]:
    """What a link shows. Changes nothing.

    Args:
        connexion: any.
        jeton: what the address holds.
        horloge: the clock.

    Returns:
        The link and its requests, those already answered included.

    Raises:
        Introuvable: unknown, ended or cut, all answered alike.
    """
    trouve = await depot.lien(connexion, empreinte_jeton(jeton), horloge.maintenant())
    if trouve is None:
        raise Introuvable("Ce lien n’ouvre plus rien.")
    demandes = await depot.demandes_recues(connexion, trouve.structure_id, session_id=trouve.session_id, prescription_id=trouve.prescription_id)
    return trouve, demandes


async def repondre(connexion: Connexion, jeton: str, voulues: Voulues, horloge: Horloge) -> list[Reponse]:
    """Write down the answers of a structure by its link (``reponses.ecrire``).

    Args:
        connexion: inside a transaction.
        jeton: what the address holds.
        voulues: public id of a prescription, and the move asked for it.
        horloge: the clock.

    Returns:
        What became of each, in the order given.

    Raises:
        Introuvable: the link opens nothing, or not these prescriptions.
    """
    lien, demandes = await suivre(connexion, jeton, horloge)
    faites = await ecrire(connexion, Auteur(Qui.STRUCTURE, lien=lien), demandes, voulues, horloge)
    await depot.noter_usage(connexion, lien.id, horloge.maintenant())
    return faites
