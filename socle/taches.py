"""Jobs: rounds that look in the base for what is due. The base is the queue: nothing to lose, nothing to run twice.

Each job has one row, locked while it runs: two workers never run the same one together, and the lock of a killed worker goes with its connection.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from socle.base import ERREURS_BASE, Bassin, Connexion, transaction
from socle.ecoute import notifications
from socle.horloge import Horloge
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("taches.sql"))
JOURNAL = structlog.get_logger(__name__)

# A worker looks at least this often; what is announced on its channel wakes it at once.
RONDE_S = 30.0
# Between two attempts when the server has gone away.
PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class Tache:
    """A round.

    Attributes:
        nom: stable name.
        periode: time between two rounds.
        travail: does the round, each of its items in a transaction of its own; says what was done in a few French words, without any name.
    """

    nom: str
    periode: timedelta
    travail: Callable[[Bassin, Horloge], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class EtatTache:
    """Where a job stands: its next round, its last one and what it said, failures in a row."""

    nom: str
    prochaine_le: datetime | None
    finie_le: datetime | None
    bilan: str
    echecs: int


async def ronde(bassin: Bassin, taches: Sequence[Tache], horloge: Horloge, *, toutes: bool = False) -> dict[str, str]:
    """Run each job that is due, once, in the order given.

    Args:
        bassin: the pool; one connection holds the row of the running job.
        taches: the jobs.
        horloge: the clock.
        toutes: run them all, due or not.

    Returns:
        What each one said, by name; a job not due, or that another worker runs, is absent. A job that fails is noted and the others go on.
    """
    bilans = {}
    for tache in taches:
        bilan = await _lancer(bassin, tache, horloge, forcer=toutes)
        if bilan is not None:
            bilans[tache.nom] = bilan
    return bilans


async def _lancer(bassin: Bassin, tache: Tache, horloge: Horloge, *, forcer: bool) -> str | None:
    async with transaction(bassin) as connexion:
        await REQUETES.executer(connexion, "inscrire", nom=tache.nom)
    async with transaction(bassin) as connexion:
        maintenant = datetime.max.replace(tzinfo=horloge.maintenant().tzinfo) if forcer else horloge.maintenant()
        if await REQUETES.valeur(connexion, "prendre", nom=tache.nom, maintenant=maintenant) is None:
            return None
        echec = False
        try:
            bilan = await tache.travail(bassin, horloge)
        except ERREURS_BASE:
            raise
        except Exception as erreur:
            # Where it happened and its name only: the words of an error may hold what belongs to people.
            bilan, echec = f"échec : {type(erreur).__name__}", True
            JOURNAL.error("tache_echouee", tache=tache.nom, erreur=type(erreur).__name__, lieu=traceback.format_tb(erreur.__traceback__))
        fin = horloge.maintenant()
        await REQUETES.executer(connexion, "noter", nom=tache.nom, maintenant=fin, prochaine_le=fin + tache.periode, bilan=bilan, echec=echec)
        return bilan


async def servir(bassin: Bassin, taches: Sequence[Tache], horloge: Horloge, canal: str) -> None:
    """Run the jobs for ever, over restarts of the server.

    Args:
        bassin: the pool, of three connections at least: one listens, one holds the row of the running job, one works.
        taches: the jobs.
        horloge: the clock.
        canal: channel whose notifications wake the worker.
    """
    reveil = asyncio.Event()
    veille = asyncio.create_task(_veiller(bassin, canal, reveil))
    try:
        while True:
            reveil.clear()
            try:
                await ronde(bassin, taches, horloge)
            except ERREURS_BASE as erreur:
                JOURNAL.warning("base_injoignable", erreur=type(erreur).__name__)
                await asyncio.sleep(PAUSE_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(reveil.wait(), RONDE_S)
    finally:
        veille.cancel()
        await asyncio.gather(veille, return_exceptions=True)


async def _veiller(bassin: Bassin, canal: str, reveil: asyncio.Event) -> None:
    async with aclosing(notifications(bassin, canal)) as annonces:
        async for _ in annonces:
            reveil.set()


async def etats(connexion: Connexion) -> list[EtatTache]:
    """Where every job stands, by name."""
    return [EtatTache(**ligne) for ligne in await REQUETES.lignes(connexion, "taches")]
