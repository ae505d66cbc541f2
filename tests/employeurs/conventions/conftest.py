"""What the tests of conventions share."""

from __future__ import annotations

import pytest

from socle.base import Bassin
from tests.employeurs.conventions.scene import Scene
from tests.parcours.monde import creer_monde


@pytest.fixture
async def scene(base: Bassin) -> Scene:
    monde = await creer_monde(base)
    await monde.valeur("INSERT INTO grand_domaine (code, libelle) VALUES ('K', 'Services')")
    for code in ("K1304", "K2204", "K1302"):
        await monde.valeur(
            "INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES ($1, $1, $1, $1, 'essai')",
            code,
        )
    return Scene(monde)
