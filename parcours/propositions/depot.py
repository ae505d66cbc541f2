"""Proposals in batch, in PostgreSQL: typed functions, one per query."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from parcours.perimetre import Perimetre
from parcours.propositions.domaine import DejaProposee, Exposition, LigneLot, Lot, Recue
from socle.base import Connexion, Ligne
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")

_RECUES = TypeAdapter(list[Recue])
_DEJA = TypeAdapter(DejaProposee)


async def ouvrir_lot(connexion: Connexion, **champs: Any) -> int | None:
    """Begin a batch; its internal id, None when its key was there already or when the offer has no such session."""
    numero: int | None = await REQUETES.valeur(connexion, "ouvrir_lot", **champs)
    return numero


async def ajouter_ligne(connexion: Connexion, **champs: Any) -> None:
    """Write what came of one line."""
    await REQUETES.executer(connexion, "ajouter_ligne", **champs)


async def lot(connexion: Connexion, perimetre: Perimetre, *, cle: str | None = None, identifiant: str | None = None) -> Lot | None:
    """A batch, for who made it.

    Args:
        connexion: any.
        perimetre: of who reads: people who left it are not named any more.
        cle, identifiant: the one or the other.

    Returns:
        The batch, None when this account has none.
    """
    valeurs = {"compte_id": perimetre.compte_id, "cle": cle, "identifiant": identifiant}
    trouve = await REQUETES.ligne(connexion, "lot", **valeurs)
    if trouve is None:
        return None
    lignes = await REQUETES.lignes(connexion, "lignes_du_lot", lot_id=trouve["id"], compte_id=perimetre.compte_id)
    return Lot(trouve["identifiant"], trouve["offre"], trouve["session"], tuple(LigneLot(**ligne) for ligne in lignes))


async def a_annoncer(connexion: Connexion, lot_id: int) -> list[Ligne]:
    """Who is to be told of a batch, about whom, référent by référent."""
    return await REQUETES.lignes(connexion, "a_annoncer", lot_id=lot_id)


async def expositions(connexion: Connexion, perimetre: Perimetre, *, recent: datetime, ancien: datetime) -> dict[str, Exposition]:
    """How often people were proposed something.

    Args:
        connexion: any.
        perimetre: of who reads.
        recent: from when a prescription counts as recent.
        ancien: before which one that is finished is forgotten.

    Returns:
        By public id; who has nothing since ``ancien`` and nothing living is absent.
    """
    lignes = await REQUETES.lignes(connexion, "expositions", compte_id=perimetre.compte_id, recent=recent, ancien=ancien)
    return {ligne["identifiant"]: Exposition(ligne["recentes"], ligne["vivantes"], ligne["derniere"]) for ligne in lignes}


async def deja_proposees(connexion: Connexion, perimetre: Perimetre, *, offre: str, session: str, apres: datetime) -> dict[str, DejaProposee]:
    """What people already had for an offer.

    Args:
        connexion: any.
        perimetre: of who reads.
        offre: public id.
        session: id of the session looked at, put before the others.
        apres: what ended and was opened before is forgotten.

    Returns:
        By public id of the person.
    """
    lignes = await REQUETES.lignes(connexion, "deja_proposees", compte_id=perimetre.compte_id, offre=offre, session=session, apres=apres)
    champs = [dict(ligne) for ligne in lignes]
    return {c.pop("identifiant"): _DEJA.validate_python(c) for c in champs}


async def recues(connexion: Connexion, perimetre: Perimetre) -> list[Recue]:
    """Proposals of CRE that wait for a référent, the latest first."""
    return _RECUES.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "recues", compte_id=perimetre.compte_id)])


async def purger(connexion: Connexion, avant: datetime) -> int:
    """Forget the batches past their retention; what they opened stays.

    Args:
        connexion: inside a writing transaction.
        avant: batches made before this instant go.

    Returns:
        How many were forgotten.
    """
    return await REQUETES.executer(connexion, "purger", avant=avant)
