"""Following PostgreSQL by LISTEN/NOTIFY: a change written by any process is heard by all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from socle.base import ERREURS_BASE, Bassin, Connexion

# Between two attempts to listen again after the server went away.
PAUSE_S = 1.0


async def notifications(bassin: Bassin, canal: str) -> AsyncGenerator[None, None]:
    """Hear a channel for ever, over restarts of the server.

    Args:
        bassin: the pool; one of its connections is kept.
        canal: name of the channel.

    Yields:
        Once as soon as it listens (what happened before is unknown: read everything), then after each run of notifications; several close
        together count for one. To be closed (``aclosing``) by whoever stops before the end of time.
    """
    signal = asyncio.Event()

    def entendre(*_: object) -> None:
        signal.set()

    while True:
        try:
            async with bassin.acquire() as connexion:
                await connexion.add_listener(canal, entendre)
                connexion.add_termination_listener(entendre)
                signal.set()
                try:
                    while not connexion.is_closed():
                        await signal.wait()
                        signal.clear()
                        yield
                finally:
                    connexion.remove_termination_listener(entendre)
                    if not connexion.is_closed():
                        await connexion.remove_listener(canal, entendre)
        except ERREURS_BASE:
            pass
        await asyncio.sleep(PAUSE_S)


async def notifier(connexion: Connexion, canal: str) -> None:
    """Tell the other processes, when the transaction commits and not before.

    Args:
        connexion: inside a transaction.
        canal: name of the channel.
    """
    await connexion.execute("SELECT pg_notify($1, '')", canal)
