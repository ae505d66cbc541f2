"""What an import reads and writes in PostgreSQL: typed functions over ``requetes.sql``, rows carried by COPY."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from etl.lignes import COLONNES_APPORT, COLONNES_CONDITION, COLONNES_METIER, Ligne
from etl.rapport import Compte
from etl.resolution import Referentiels
from socle.base import ERREURS_BASE, Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("requetes.sql"))
TRAVAIL = Path(__file__).with_name("travail.sql").read_text(encoding="utf-8")
BANC = Path(__file__).with_name("banc.sql").read_text(encoding="utf-8")

# Classes of SQLSTATE that speak of the values and not of the server: cardinality violation (a key twice), data exception, integrity constraint.
_CLASSES_VALEURS = frozenset({"21", "22", "23"})


class LigneRefusee(Exception):
    """The database refuses a value of the batch; nothing of the batch was written.

    Attributes:
        table: table concerned, ``""`` when unknown.
        regle: name of the constraint, ``""`` when unknown.
    """

    def __init__(self, table: str, regle: str) -> None:
        super().__init__(f"{table} {regle}")
        self.table = table
        self.regle = regle


@dataclass(frozen=True, slots=True)
class Tri:
    """What is to be done with one row of a batch: ``nouvelle``, ``modifiee``, ``inchangee``, ``doublon`` or ``rejetee``."""

    rang: int
    id: int | None
    statut: str
    verifie_le: date | None = None


@dataclass(frozen=True, slots=True)
class CleOffre:
    """What the sorting of a batch needs of one offer; ``empreinte`` None for a rejected one."""

    cle: tuple[str, str]
    empreinte: bytes | None
    etat: str
    structure: str | None
    chemin: str


@dataclass(frozen=True, slots=True)
class BilanFermetures:
    """For one source, before the import: living offers, those read again, those absent from the file."""

    source: str
    vivantes: int
    lues: int
    absentes: int


@dataclass(frozen=True, slots=True)
class LotOffres:
    """New and changed offers of a batch, as rows; ``changees`` are the ids of those that were there before."""

    offres: Sequence[Ligne]
    metiers: Sequence[Ligne]
    conditions: Sequence[Ligne]
    apports: Sequence[Ligne]
    sessions: Sequence[Ligne]
    changees: Sequence[int]


async def prendre_son_tour(connexion: Connexion) -> None:
    """Wait for the end of any other import.

    Args:
        connexion: inside the transaction of the import, which holds the turn.
    """
    await REQUETES.valeur(connexion, "un_seul_import")


async def preparer(connexion: Connexion) -> None:
    """Wait for one's turn and create the working tables.

    Args:
        connexion: inside the transaction of the import.
    """
    await prendre_son_tour(connexion)
    await connexion.execute(TRAVAIL)


async def referentiels(connexion: Connexion) -> Referentiels:
    """Codes that the database knows."""
    metiers = await REQUETES.lignes(connexion, "codes_rome")
    communes = await REQUETES.lignes(connexion, "communes_connues")
    return Referentiels.construire((m["code_rome"] for m in metiers), ((c["code_insee"], c["cle_tri"], c["codes_postaux"]) for c in communes))


@asynccontextmanager
async def essai_de_lot(connexion: Connexion, table: str = "") -> AsyncIterator[None]:
    """A part of the transaction that can be undone alone.

    Args:
        connexion: inside the transaction of the import.
        table: table to name in a refusal when the server names none.

    Raises:
        LigneRefusee: a value does not fit; what the block wrote is undone.
    """
    try:
        async with connexion.transaction():
            yield
    except ERREURS_BASE as erreur:
        if str(getattr(erreur, "sqlstate", ""))[:2] not in _CLASSES_VALEURS:
            raise
        raise LigneRefusee(str(getattr(erreur, "table_name", None) or table), str(getattr(erreur, "constraint_name", None) or "")) from erreur
    except (ValueError, OverflowError) as erreur:
        # The driver refuses, before sending it, a number too large for its column or a text that is not Unicode.
        raise LigneRefusee(table, "") from erreur


async def trier_structures(connexion: Connexion, cles: Sequence[tuple[tuple[str, str], bytes | None]]) -> list[Tri]:
    """Sort the structures of a batch.

    Args:
        connexion: inside the transaction of the import.
        cles: ``(source, source_id)`` and print of each; no key twice.

    Returns:
        One answer each, in the same order.
    """
    lignes = await REQUETES.lignes(
        connexion,
        "trier_structures",
        rangs=list(range(len(cles))),
        sources=[cle[0] for cle, _ in cles],
        source_ids=[cle[1] for cle, _ in cles],
        empreintes=[empreinte for _, empreinte in cles],
    )
    return [Tri(**ligne) for ligne in lignes]


async def trier_offres(connexion: Connexion, offres: Sequence[CleOffre]) -> list[Tri]:
    """Sort the offers of a batch.

    Args:
        connexion: inside the transaction of the import.
        offres: no key twice.

    Returns:
        One answer each, in the same order.
    """
    lignes = await REQUETES.lignes(
        connexion,
        "trier_offres",
        rangs=list(range(len(offres))),
        sources=[o.cle[0] for o in offres],
        source_ids=[o.cle[1] for o in offres],
        empreintes=[o.empreinte for o in offres],
        etats=[o.etat for o in offres],
        structures=[o.structure for o in offres],
        chemins=[o.chemin for o in offres],
    )
    return [Tri(**ligne) for ligne in lignes]


async def ecrire_structures(connexion: Connexion, lignes: Sequence[Ligne], instant: datetime) -> None:
    """Write new and changed structures.

    Args:
        connexion: inside the transaction of the import.
        lignes: rows of ``lu_structure``.
        instant: now.
    """
    await connexion.execute("TRUNCATE lu_structure")
    await connexion.copy_records_to_table("lu_structure", records=lignes)
    await REQUETES.executer(connexion, "ecrire_structures", instant=instant)


async def occupation(connexion: Connexion, ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """Places held and taken, by offer and session; those sessions are locked until the end of the transaction.

    Args:
        connexion: inside the transaction of the import.
        ids: offers about to change.

    Returns:
        Number of places that cannot be withdrawn, by ``(offre_id, source_id)``.
    """
    lignes = await REQUETES.lignes(connexion, "occupation", ids=list(ids))
    return {(ligne["offre_id"], ligne["source_id"]): ligne["occupees"] for ligne in lignes}


async def ecrire_offres(connexion: Connexion, lot: LotOffres, instant: datetime) -> None:
    """Write new and changed offers with their children.

    Args:
        connexion: inside the transaction of the import.
        lot: rows.
        instant: now.
    """
    await connexion.execute("TRUNCATE lu_offre, lu_session")
    await connexion.copy_records_to_table("lu_offre", records=lot.offres)
    await REQUETES.executer(connexion, "ecrire_offres", instant=instant)
    if lot.changees:
        for requete in ("vider_metiers", "vider_conditions", "vider_apports"):
            await REQUETES.executer(connexion, requete, ids=list(lot.changees))
    await _copier(connexion, "offre_metier", COLONNES_METIER, lot.metiers)
    await _copier(connexion, "condition", COLONNES_CONDITION, lot.conditions)
    await _copier(connexion, "apport", COLONNES_APPORT, lot.apports)
    await _ecrire_sessions(connexion, lot)


async def _ecrire_sessions(connexion: Connexion, lot: LotOffres) -> None:
    if lot.sessions:
        await connexion.copy_records_to_table("lu_session", records=lot.sessions)
    if lot.changees:
        await REQUETES.executer(connexion, "annuler_sessions", ids=list(lot.changees))
        await REQUETES.executer(connexion, "supprimer_sessions", ids=list(lot.changees))
    if lot.sessions:
        await REQUETES.executer(connexion, "ecrire_sessions")


async def _copier(connexion: Connexion, table: str, colonnes: Sequence[str], lignes: Sequence[Ligne]) -> None:
    if lignes:
        await connexion.copy_records_to_table(table, records=lignes, columns=list(colonnes))


async def confirmer_offres(connexion: Connexion, jours: Sequence[tuple[int, date]]) -> None:
    """Note that unchanged offers were seen again.

    Args:
        connexion: inside the transaction of the import.
        jours: id of the offer and day of the confirmation.
    """
    if jours:
        await REQUETES.executer(connexion, "confirmer_offres", ids=[i for i, _ in jours], jours=[j for _, j in jours])


async def marquer_rejetees(connexion: Connexion, cles: Sequence[tuple[str, str]]) -> None:
    """Note offers refused after the sorting.

    Args:
        connexion: inside the transaction of the import.
        cles: ``(source, source_id)``.
    """
    await REQUETES.executer(connexion, "marquer_rejetees", sources=[s for s, _ in cles], source_ids=[i for _, i in cles])


async def relier_structures(connexion: Connexion, instant: datetime) -> int:
    """Tie offers to structures that came after them.

    Args:
        connexion: inside the transaction of the import.
        instant: now.

    Returns:
        How many offers, unchanged until then, this has changed.
    """
    await connexion.execute("ANALYZE vu_offre")
    return int(await REQUETES.valeur(connexion, "relier_structures", instant=instant))


async def sans_structure(connexion: Connexion) -> AsyncIterator[tuple[str, str]]:
    """Offers whose structure is nowhere, one by one: path in the file and id that it gave.

    Args:
        connexion: inside the transaction of the import.
    """
    async for ligne in connexion.cursor(REQUETES.par_nom["sans_structure"].sql, prefetch=1000):
        yield ligne["chemin"], ligne["structure"]


async def bilan_fermetures(connexion: Connexion, source: str) -> list[BilanFermetures]:
    """What a full feed would close, source by source.

    Args:
        connexion: inside the transaction of the import.
        source: source of the feed; those met in the file are added.

    Returns:
        One answer for each source that has living offers.
    """
    vues = [ligne["source"] for ligne in await REQUETES.lignes(connexion, "sources_vues")]
    lignes = await REQUETES.lignes(connexion, "bilan_fermetures", sources=sorted({source, *vues}))
    return [BilanFermetures(**ligne) for ligne in lignes]


async def fermer_absentes(connexion: Connexion, sources: Iterable[str], instant: datetime) -> int:
    """Close the living offers of some sources that the file does not hold.

    Args:
        connexion: inside the transaction of the import.
        sources: names of the sources.
        instant: now.

    Returns:
        Number of offers closed.
    """
    return await REQUETES.executer(connexion, "fermer_absentes", sources=sorted(sources), instant=instant)


async def noter(connexion: Connexion, origine: dict[str, Any], comptes: Sequence[Compte], instant: datetime) -> None:
    """Keep a trace of an import that writes; the triggers of the catalogue tell what changed.

    Args:
        connexion: inside the transaction of the import.
        origine: ``format``, ``source``, ``fichier`` and ``empreinte_fichier``.
        comptes: counts to add up.
        instant: now.
    """
    noms = ("lus", "crees", "modifies", "inchanges", "fermes", "rejetes")
    totaux = {nom: sum(getattr(compte, nom) for compte in comptes) for nom in noms}
    await REQUETES.executer(connexion, "noter_import", **origine, instant=instant, **totaux)


async def copier_nu(connexion: Connexion, lot: LotOffres) -> None:
    """COPY rows into bare tables, to know what the server can do at best.

    Args:
        connexion: inside a transaction that will be undone, working tables in place.
        lot: rows.
    """
    await connexion.execute(BANC)
    await connexion.copy_records_to_table("banc_offre", records=lot.offres)
    await _copier(connexion, "banc_metier", COLONNES_METIER, lot.metiers)
    await _copier(connexion, "banc_condition", COLONNES_CONDITION, lot.conditions)
    await _copier(connexion, "banc_apport", COLONNES_APPORT, lot.apports)
    await connexion.copy_records_to_table("banc_session", records=lot.sessions)
