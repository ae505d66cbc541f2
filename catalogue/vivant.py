"""The living catalogue: the picture in memory that follows PostgreSQL, replaced whole and at once while pages are served.

A change says which offers it touches: their rows alone are read again, their texts alone are encoded, and a new picture is made of them and of what
was known of the others. Pages under way keep the picture they started with.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, fields

from catalogue import depot, referentiel
from catalogue.depot import LignesImage
from catalogue.image import construire
from catalogue.memoire import MemoireTextes
from catalogue.recherche import Moteur
from catalogue.referentiel import Referentiel
from catalogue.suggestion import IndexMetiers
from catalogue.vues import TextesMetier
from models.encodeur import Encodeur
from socle.base import ERREURS_BASE, Bassin, Ligne, transaction
from socle.ecoute import TOUT, notifications

CANAL = "catalogue"
# Everything is read again from time to time, lest something had been said to nobody.
RELECTURE_S = 900.0


async def charger(bassin: Bassin, encodeur: Encodeur | None) -> Moteur:
    """Read the catalogue and build what a search needs.

    Args:
        bassin: the pool.
        encodeur: sentence encoder, None in degraded mode.

    Returns:
        The engine, of one instant of the database. The building runs in a thread: pages go on being served.
    """
    return (await Etat.lire(bassin, MemoireTextes(encodeur))).moteur


@dataclass(frozen=True)
class Etat:
    """The engine with the rows it was built from and the memory of the texts."""

    moteur: Moteur
    lignes: LignesImage
    memoire: MemoireTextes

    @classmethod
    async def lire(cls, bassin: Bassin, memoire: MemoireTextes) -> Etat:
        """Read everything.

        Args:
            bassin: the pool.
            memoire: what is known of the texts; only what changed is encoded again.

        Returns:
            The state of one instant of the database.
        """
        async with transaction(bassin, lecture_seule=True) as connexion:
            lu = await referentiel.charger(connexion)
            textes = await depot.metiers_en_mots(connexion)
            lignes = await depot.lignes_image(connexion)
        return cls(await asyncio.to_thread(_construire, lignes, lu, textes, memoire), lignes, memoire)

    async def changer(self, bassin: Bassin, ids: Collection[int]) -> Etat:
        """Read some offers again, the référentiels being the same.

        Args:
            bassin: the pool.
            ids: inner ids of the offers that changed, appeared or went away.

        Returns:
            The state that :meth:`lire` would give.
        """
        async with transaction(bassin, lecture_seule=True) as connexion:
            nouvelles = await depot.lignes_image(connexion, sorted(ids))
        return await asyncio.to_thread(self._remplacer, nouvelles, frozenset(ids))

    def _remplacer(self, nouvelles: LignesImage, ids: frozenset[int]) -> Etat:
        lignes = remplacer(self.lignes, nouvelles, ids)
        ancien = self.moteur
        image = construire(lignes, ancien.referentiel, ancien.encodeur, self.memoire)
        return Etat(Moteur(image, ancien.referentiel, ancien.metiers, ancien.encodeur).chauffer(), lignes, self.memoire)


def remplacer(lignes: LignesImage, nouvelles: LignesImage, ids: Collection[int]) -> LignesImage:
    """Put the rows of some offers in place of the old ones.

    Args:
        lignes: every row, ordered by offer.
        nouvelles: every row of the offers named, ordered by offer; none for an offer that is gone.
        ids: the offers named.

    Returns:
        Every row, ordered by offer.
    """
    return LignesImage(**{champ.name: _fondre(getattr(lignes, champ.name), getattr(nouvelles, champ.name), ids) for champ in fields(LignesImage)})


def _fondre(anciennes: list[Ligne], nouvelles: list[Ligne], ids: Collection[int]) -> list[Ligne]:
    if not anciennes and not nouvelles:
        return []
    cle = "offre_id" if "offre_id" in (anciennes or nouvelles)[0].keys() else "id"  # noqa: SIM118 (a row of asyncpg tests values with « in »)
    # The sort is stable: within an offer the rows keep the order in which they were read.
    return sorted((*(ligne for ligne in anciennes if ligne[cle] not in ids), *nouvelles), key=lambda ligne: int(ligne[cle]))


def _construire(lignes: LignesImage, lu: Referentiel, textes: list[TextesMetier], memoire: MemoireTextes) -> Moteur:
    encodeur = memoire.encodeur
    return Moteur(construire(lignes, lu, encodeur, memoire), lu, IndexMetiers.construire(textes, encodeur), encodeur).chauffer()


class CatalogueVivant:
    """Holder of the engine in force; each engine is immutable, the holder only points to the last one."""

    def __init__(self, bassin: Bassin, etat: Etat) -> None:
        self._bassin = bassin
        self._etat = etat
        self._tour = asyncio.Lock()
        self.change = asyncio.Event()

    @property
    def moteur(self) -> Moteur:
        """The engine in force."""
        return self._etat.moteur

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
        vivant = cls(bassin, await Etat.lire(bassin, MemoireTextes(encodeur)))
        taches = [asyncio.create_task(vivant._suivre()), asyncio.create_task(vivant._relire())]
        try:
            yield vivant
        finally:
            for tache in taches:
                tache.cancel()
            await asyncio.gather(*taches, return_exceptions=True)

    async def _suivre(self) -> None:
        async with aclosing(notifications(self._bassin, CANAL)) as changements:
            async for mots in changements:
                await self._appliquer(offres_dites(mots))

    async def _relire(self) -> None:
        while True:
            await asyncio.sleep(RELECTURE_S)
            await self._appliquer(None)

    async def _appliquer(self, ids: frozenset[int] | None) -> None:
        if ids == frozenset():
            return
        async with self._tour:
            try:
                etat = self._etat
                self._etat = await Etat.lire(self._bassin, etat.memoire) if ids is None else await etat.changer(self._bassin, ids)
            except ERREURS_BASE:
                # The engine in force goes on serving; listening starts again by itself and reads everything anew.
                return
        self.change.set()


def offres_dites(mots: Collection[str]) -> frozenset[int] | None:
    """The offers that notifications name.

    Args:
        mots: words heard: ids separated by commas, ``TOUT``, or nothing at all from whoever lets the database name what changed.

    Returns:
        The ids; None for everything, also when a word is not understood.
    """
    numeros = [numero for mot in mots for numero in mot.split(",") if numero]
    if TOUT in mots or not all(numero.isdecimal() for numero in numeros):
        return None
    return frozenset(int(numero) for numero in numeros)
