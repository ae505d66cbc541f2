"""The database pool and transactions: one request is one transaction, a reading one is READ ONLY."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

import asyncpg

from socle.postgres import INJOIGNABLE, VERSION_MINIMALE, BaseInaccessible

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connexion: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    Bassin: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Connexion = asyncpg.Connection
    Bassin = asyncpg.Pool
Ligne: TypeAlias = asyncpg.Record

# What any use of the database may raise when the server goes away.
ERREURS_BASE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


async def _preparer(connexion: Connexion) -> None:
    await connexion.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


async def ouvrir(url: str, *, taille: int = 8) -> Bassin:
    """Open the pool of connections.

    Args:
        url: ``postgresql://`` address.
        taille: most connections held at once.

    Returns:
        The pool, to be closed by the caller.

    Raises:
        BaseInaccessible: no server answers there, or it is older than PostgreSQL 16.
    """
    try:
        bassin = await asyncpg.create_pool(url, min_size=1, max_size=taille, init=_preparer, server_settings={"timezone": "Europe/Paris"})
    except (OSError, asyncpg.PostgresError, ValueError) as erreur:
        raise BaseInaccessible(INJOIGNABLE) from erreur
    async with bassin.acquire() as connexion:
        version = await connexion.fetchval("SELECT current_setting('server_version_num')::int")
    if version < VERSION_MINIMALE:
        await bassin.close()
        raise BaseInaccessible("Le serveur PostgreSQL est trop ancien : il faut la version 16 ou une plus récente.")
    return bassin


@asynccontextmanager
async def transaction(bassin: Bassin, *, lecture_seule: bool = False) -> AsyncIterator[Connexion]:
    """One connection inside one transaction.

    Args:
        bassin: the pool.
        lecture_seule: READ ONLY and REPEATABLE READ: every query sees the same instant.

    Yields:
        The connection; the transaction commits at the end of the block and rolls back on any exception.
    """
    async with bassin.acquire() as connexion, connexion.transaction(isolation="repeatable_read" if lecture_seule else None, readonly=lecture_seule):
        yield connexion
