"""Following PostgreSQL by LISTEN/NOTIFY: a change written by any process is heard by all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from socle.base import ERREURS_BASE, Bassin, Connexion

# Between two attempts to listen again after the server went away.
PAUSE_S = 1.0


# What is heard when what happened is unknown: everything may have changed.
TOUT = "*"


async def notifications(bassin: Bassin, canal: str) -> AsyncGenerator[frozenset[str], None]:
    """Hear a channel for ever, over restarts of the server.

    Args:
        bassin: the pool; one of its connections is kept.
        canal: name of the channel.

    Yields:
        ``TOUT`` as soon as it listens, and each time it listens again (what happened before is unknown: read everything), then the words heard since
        the last time. To be closed (``aclosing``) by whoever stops before the end of time.
    """
    signal = asyncio.Event()
    entendus: set[str] = set()

    def entendre(*faits: object) -> None:
        # The end of the connection is told without a word, a notification with its channel and its word.
        entendus.add(str(faits[3]) if len(faits) > 1 else "")
        signal.set()

    while True:
        try:
            async with bassin.acquire() as connexion:
                await connexion.add_listener(canal, entendre)
                connexion.add_termination_listener(entendre)
                entendus.add(TOUT)
                signal.set()
                try:
                    while not connexion.is_closed():
                        await signal.wait()
                        signal.clear()
                        mots = frozenset(entendus)
                        entendus.clear()
                        yield mots
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
