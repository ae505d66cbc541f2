"""Alembic's entry: runs the migrations over asyncpg, each in its own transaction."""

import asyncio

from alembic import context
from sqlalchemy import pool
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine


def _migrer(connexion: Connection) -> None:
    context.configure(connection=connexion, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def _principal() -> None:
    url = context.config.get_main_option("sqlalchemy.url")
    assert url is not None
    moteur = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=pool.NullPool)
    async with moteur.connect() as connexion:
        await connexion.run_sync(_migrer)
    await moteur.dispose()


asyncio.run(_principal())
