"""What the tests about people share."""

from __future__ import annotations

import pytest

from socle.base import Bassin
from tests.parcours.monde import Monde, creer_monde


@pytest.fixture
async def monde(base: Bassin) -> Monde:
    """A small world over a base of its own."""
    return await creer_monde(base)
