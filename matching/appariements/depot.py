"""Reading everybody and writing their lists: typed functions, one per query, rows carried by COPY."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from parcours.domaine import Allocataire
from parcours.propositions.domaine import Exposition
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")
COLONNES = ("lot_id", "allocataire_id", "offres", "totaux", "statuts", "parts")

_ALLOCATAIRE = TypeAdapter(Allocataire)

Ligne = tuple[int, int, list[int], list[int], list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Suivie:
    """A person, their inner id, and the name of who follows them (empty when nobody does)."""

    id: int
    referent: str
    personne: Allocataire


@dataclass(frozen=True, slots=True)
class NouveauLot:
    """What is written of a run when it begins."""

    version: str
    empreinte: bytes
    jour: date
    parts: list[str]
    personnes: int
    offres: int
    instant: datetime


@dataclass(frozen=True, slots=True)
class ListeGardee:
    """The list in force of one person, as it was computed.

    Attributes:
        version: of the weights.
        empreinte: of everything that entered.
        jour: day of the run.
        noms: names of the parts.
        offres: inner ids, best first.
        totaux: scores, in 4 096 000ths.
        statuts: ranks in ``STATUTS``.
        parts: offer after offer, the parts in the order of ``noms``, in 4 096ths.
    """

    version: str
    empreinte: bytes
    jour: date
    noms: list[str]
    offres: list[int]
    totaux: list[int]
    statuts: list[int]
    parts: list[int]


async def personnes(connexion: Connexion) -> list[Suivie]:
    """Everybody, by inner id."""
    return [_suivie(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "personnes")]


def _suivie(champs: dict[str, Any]) -> Suivie:
    return Suivie(champs.pop("id"), champs.pop("referent"), _ALLOCATAIRE.validate_python(champs))


async def expositions(connexion: Connexion, *, recent: datetime, ancien: datetime) -> dict[int, Exposition]:
    """How often everybody was proposed something.

    Args:
        connexion: any.
        recent: from when a prescription counts as recent.
        ancien: before which one that is finished is forgotten.

    Returns:
        By inner id; who has nothing since ``ancien`` and nothing living is absent.
    """
    lignes = await REQUETES.lignes(connexion, "expositions", recent=recent, ancien=ancien)
    return {ligne["allocataire_id"]: Exposition(ligne["recentes"], ligne["vivantes"], ligne["derniere"]) for ligne in lignes}


async def verrouiller(connexion: Connexion) -> bool:
    """Take the lock of the runs for the length of a connection; False when another run holds it."""
    return bool(await REQUETES.valeur(connexion, "verrouiller"))


async def lacher(connexion: Connexion) -> None:
    """Give the lock of the runs back."""
    await REQUETES.valeur(connexion, "lacher")


async def inacheve(connexion: Connexion, empreinte: bytes) -> tuple[int, int] | None:
    """A run to take up again.

    Args:
        connexion: any.
        empreinte: of the inputs of today.

    Returns:
        Its id and how many people it had done, None when no interrupted run had these inputs.
    """
    ligne = await REQUETES.ligne(connexion, "inacheve", empreinte=empreinte)
    return None if ligne is None else (ligne["id"], ligne["faites"])


async def oublier_inacheves(connexion: Connexion, sauf: int | None) -> None:
    """Drop the runs that were interrupted, but one."""
    await REQUETES.executer(connexion, "oublier_inacheves", sauf=sauf)


async def ouvrir_lot(connexion: Connexion, lot: NouveauLot) -> int:
    """Begin a run; its id."""
    champs = {nom: getattr(lot, nom) for nom in NouveauLot.__dataclass_fields__}
    numero: int = await REQUETES.valeur(connexion, "ouvrir_lot", **champs)
    return numero


async def ecrire(connexion: Connexion, lignes: Iterable[Ligne]) -> None:
    """Write the lists of some people.

    Args:
        connexion: inside a transaction.
        lignes: values of ``COLONNES``.
    """
    await connexion.copy_records_to_table("appariement", records=lignes, columns=COLONNES)


async def mettre_en_vigueur(connexion: Connexion, lot_id: int, instant: datetime) -> None:
    """Put a finished run in place of the one in force, which goes away.

    Args:
        connexion: inside a transaction: readers see the one or the other.
        lot_id: the run.
        instant: now.
    """
    await REQUETES.executer(connexion, "clore_lot", lot_id=lot_id, instant=instant)
    await REQUETES.executer(connexion, "retirer", lot_id=lot_id)
    await REQUETES.executer(connexion, "mettre_en_vigueur", lot_id=lot_id)


async def liste(connexion: Connexion, identifiant: str) -> ListeGardee | None:
    """The list in force of one person.

    Args:
        connexion: any.
        identifiant: public id of a person whom the reader may see.

    Returns:
        The list, None when no run has done this person.
    """
    ligne = await REQUETES.ligne(connexion, "liste", identifiant=identifiant)
    return None if ligne is None else ListeGardee(**ligne)
