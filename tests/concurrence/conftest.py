"""Many real connections over one base."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from socle.base import Bassin, ouvrir
from tests.parcours.monde import Monde, creer_monde

CONNEXIONS = 40


@pytest.fixture
async def foule(url_base: str) -> AsyncIterator[Bassin]:
    """A pool of forty connections."""
    bassin = await ouvrir(url_base, taille=CONNEXIONS)
    yield bassin
    await bassin.close()


@pytest.fixture
async def monde(foule: Bassin) -> Monde:
    """A small world over the forty connections."""
    return await creer_monde(foule)
