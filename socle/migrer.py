"""Bring a database to the last migration."""

from __future__ import annotations

import asyncio
from pathlib import Path

from socle.postgres import connecter

DOSSIER = Path(__file__).parent / "migrations"


def derniere_version() -> str:
    """Number of the last migration of the code, from the names of the files (``v0001_…``)."""
    return max(f.name[1:5] for f in (DOSSIER / "versions").glob("v[0-9]*.py"))


async def version_en_base(url: str) -> str | None:
    """Number of the last migration run on a database.

    Args:
        url: ``postgresql://`` address.

    Returns:
        The number, None on a new database.
    """
    async with connecter(url) as connexion:
        if await connexion.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        version: str | None = await connexion.fetchval("SELECT version_num FROM alembic_version")
        return version


def migrer(url: str) -> bool:
    """Run the missing migrations. Alembic is imported only when there are some: starting stays quick.

    Args:
        url: ``postgresql://`` address.

    Returns:
        True when something was run.
    """
    if asyncio.run(version_en_base(url)) == derniere_version():
        return False
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(DOSSIER))
    configuration.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(configuration, "head")
    return True
