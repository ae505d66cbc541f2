"""The living catalogue: the picture in memory that follows PostgreSQL, replaced whole and at once while pages are served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from catalogue import depot, referentiel
from catalogue.depot import LignesImage
from catalogue.image import construire
from catalogue.recherche import Moteur
from catalogue.referentiel import Referentiel
from catalogue.suggestion import IndexMetiers
from catalogue.vues import TextesMetier
from models.encodeur import Encodeur
from socle.base import ERREURS_BASE, Bassin, transaction
from socle.ecoute import notifications

CANAL = "catalogue"


async def charger(bassin: Bassin, encodeur: Encodeur | None) -> Moteur:
    """Read the catalogue and build what a search needs.

    Args:
        bassin: the pool.
        encodeur: sentence encoder, None in degraded mode.

    Returns:
        The engine, of one instant of the database. The building runs in a thread: pages go on being served.
    """
    async with transaction(bassin, lecture_seule=True) as connexion:
        lu = await referentiel.charger(connexion)
        textes = await depot.metiers_en_mots(connexion)
        lignes = await depot.lignes_image(connexion)
    return await asyncio.to_thread(_construire, lignes, lu, textes, encodeur)


def _construire(lignes: LignesImage, lu: Referentiel, textes: list[TextesMetier], encodeur: Encodeur | None) -> Moteur:
    return Moteur(construire(lignes, lu, encodeur), lu, IndexMetiers.construire(textes, encodeur), encodeur)


class CatalogueVivant:
    """Holder of the engine in force; each engine is immutable, the holder only points to the last one."""

    def __init__(self, bassin: Bassin, encodeur: Encodeur | None) -> None:
        self._bassin = bassin
        self._encodeur = encodeur
        self._moteur: Moteur | None = None
        self.change = asyncio.Event()

    @property
    def moteur(self) -> Moteur:
        """The engine in force."""
        assert self._moteur is not None
        return self._moteur

    @classmethod
    @asynccontextmanager
    async def ouvrir(cls, bassin: Bassin, encodeur: Encodeur | None) -> AsyncIterator[CatalogueVivant]:
        """Load the catalogue and follow it for the length of a block.

        Args:
            bassin: the pool; one connection is kept to listen.
            encodeur: sentence encoder, None in degraded mode.

        Yields:
            The holder, already loaded; its event ``change`` is set each time the engine is replaced.
        """
        vivant = cls(bassin, encodeur)
        vivant._moteur = await charger(bassin, encodeur)
        tache = asyncio.create_task(vivant._suivre())
        try:
            yield vivant
        finally:
            tache.cancel()
            await asyncio.gather(tache, return_exceptions=True)

    async def _suivre(self) -> None:
        async with aclosing(notifications(self._bassin, CANAL)) as changements:
            async for _ in changements:
                try:
                    self._moteur = await charger(self._bassin, self._encodeur)
                except ERREURS_BASE:
                    # The engine in force goes on serving; listening starts again by itself and reads everything anew.
                    continue
                self.change.set()
