"""What the tests of the import engine share: a small catalogue, and short ways to import into it and to look at it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

import pytest

from etl.lecture import Element, Lu
from etl.moteur import Demande, importer
from etl.rapport import Rapport
from socle.base import Bassin, transaction
from socle.horloge import HorlogeFixe

SOURCE = "flux"
Lire = Callable[..., Awaitable[list[tuple[Any, ...]]]]


class Importe(Protocol):
    """Imports objects, or whole elements, and writes unless told otherwise."""

    async def __call__(self, *objets: Any, elements: Iterable[Element] = (), **demande: Any) -> Rapport: ...


@pytest.fixture
async def catalogue(base: Bassin) -> Bassin:
    """A base that knows two métiers and two communes."""
    async with transaction(base) as connexion:
        await connexion.execute(
            "INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES"
            " ('K1302', 'Auxiliaire de vie', 'auxiliaire de vie', 'K1302', 'essai'), ('J1501', 'Aide-soignant', 'aide soignant', 'J1501', 'essai')"
        )
        await connexion.execute(
            "INSERT INTO commune (code_insee, nom, cle_tri, codes_postaux) VALUES ('94028', 'Créteil', 'creteil', '{94000}'),"
            " ('94068', 'Saint-Maur-des-Fossés', 'saint maur des fosses', '{94100,94210}')"
        )
    return base


@pytest.fixture
def importe(catalogue: Bassin, horloge: HorlogeFixe) -> Importe:
    """Import objects as lines 2, 3… of a file, then other elements."""

    async def faire(*objets: Any, elements: Iterable[Element] = (), **demande: Any) -> Rapport:
        def tous() -> Iterable[Element]:
            yield from (Lu(f"ligne {rang}", objet) for rang, objet in enumerate(objets, start=2))
            yield from elements

        return await importer(catalogue, tous(), Demande(**({"source": SOURCE, "ecrire": True} | demande)), horloge=horloge)

    return faire


@pytest.fixture
def lire(base: Bassin) -> Lire:
    """Rows of a query, as tuples."""

    async def faire(sql: str, *valeurs: object) -> list[tuple[Any, ...]]:
        async with base.acquire() as connexion:
            return [tuple(ligne) for ligne in await connexion.fetch(sql, *valeurs)]

    return faire
