"""Doubtful lines in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from comptes.domaine import Acteur, Role
from parcours.dossier.faits import Attaches, Connue, Faits, PersonneDite
from parcours.rapprochements.domaine import Candidat, Rapprochement
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("requetes.sql"))

_PERSONNE = TypeAdapter(PersonneDite)
_FAITS = TypeAdapter(Faits)
_CHAMPS_FAITS = frozenset(c.name for c in fields(Faits))


@dataclass(frozen=True, slots=True)
class Prise:
    """A doubtful line held by who decides; ``personne`` is None once it is decided."""

    id: int
    source: str
    personne: PersonneDite | None


def _tout(acteur: Acteur) -> bool:
    return acteur.role is Role.ADMIN


async def nombre(connexion: Connexion, acteur: Acteur) -> int:
    """How many doubtful lines wait for an account."""
    total: int = await REQUETES.valeur(connexion, "nombre", compte_id=acteur.id, tout=_tout(acteur))
    return total


async def en_attente(connexion: Connexion, acteur: Acteur, *, debut: int = 0, limite: int = 20) -> list[Rapprochement]:
    """Doubtful lines that wait for an account, the oldest first.

    Args:
        connexion: any.
        acteur: who reads.
        debut: how many to skip.
        limite: how many to give.

    Returns:
        The lines with whom they may be.
    """
    lignes = await REQUETES.lignes(connexion, "en_attente", compte_id=acteur.id, tout=_tout(acteur), debut=debut, limite=limite)
    candidats: dict[int, list[Candidat]] = defaultdict(list)
    for ligne in await REQUETES.lignes(connexion, "candidats", ids=[ligne["id"] for ligne in lignes]):
        candidats[ligne["rapprochement_id"]].append(Candidat(**{nom: v for nom, v in ligne.items() if nom != "rapprochement_id"}))
    return [
        Rapprochement(**{**ligne, "personne": _PERSONNE.validate_python(ligne["personne"])}, candidats=tuple(candidats[ligne["id"]]))
        for ligne in lignes
    ]


async def prendre(connexion: Connexion, acteur: Acteur, identifiant: str) -> Prise | None:
    """Hold a doubtful line until the transaction ends.

    Args:
        connexion: inside a writing transaction.
        acteur: who decides.
        identifiant: public id of the line.

    Returns:
        The line, None when it is not for this account.
    """
    ligne = await REQUETES.ligne(connexion, "prendre", identifiant=identifiant, compte_id=acteur.id, tout=_tout(acteur))
    if ligne is None:
        return None
    return Prise(ligne["id"], ligne["source"], None if ligne["decide"] else _PERSONNE.validate_python(ligne["personne"]))


async def connue(connexion: Connexion, rapprochement_id: int, identifiant: str) -> Connue | None:
    """A candidate of a doubtful line, by public id; None when it is not one."""
    ligne = await REQUETES.ligne(connexion, "connue", rapprochement_id=rapprochement_id, identifiant=identifiant)
    if ligne is None:
        return None
    faits = _FAITS.validate_python({nom: valeur for nom, valeur in ligne.items() if nom in _CHAMPS_FAITS})
    return Connue(ligne["id"], faits, Attaches(ligne["commune"], ligne["structure_id"], ligne["referent_id"]))


async def decider(connexion: Connexion, id_: int, decision: str, allocataire_id: int, compte_id: int, instant: datetime) -> None:
    """Keep a decision and erase what the file said.

    Args:
        connexion: inside a writing transaction.
        id_: the line.
        decision: ``meme`` or ``distinctes``.
        allocataire_id: whose file the line became.
        compte_id: who decided.
        instant: now.
    """
    await REQUETES.executer(connexion, "decider", id=id_, decision=decision, allocataire_id=allocataire_id, compte_id=compte_id, instant=instant)
