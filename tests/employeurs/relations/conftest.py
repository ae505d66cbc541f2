"""A small world with two CRE, over an empty base."""

from __future__ import annotations

import pytest

from comptes.domaine import Role
from employeurs.relations import depot
from employeurs.relations.domaine import FicheStructure
from employeurs.relations.services import Geste
from socle.base import Bassin, transaction
from tests.parcours.monde import Monde, creer_monde


@pytest.fixture
async def monde(base: Bassin) -> Monde:
    monde = await creer_monde(base)
    await monde.compte("voisine", Role.CRE, monde.comptes["cre"].structure_id)
    return monde


@pytest.fixture
async def structure(monde: Monde) -> FicheStructure:
    """« Atelier du Pont », which has nothing but the contact of the catalogue."""
    return await lire_fiche(monde)


async def lire_fiche(monde: Monde) -> FicheStructure:
    identifiant = await monde.valeur("SELECT identifiant FROM structure WHERE id = $1", monde.structure_id)
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        fiche = await depot.structure(connexion, identifiant, monde.horloge.aujourdhui())
    assert fiche is not None
    return fiche


def geste(monde: Monde, qui: str = "cre", cle: str = "") -> Geste:
    return Geste(monde.comptes[qui], monde.horloge.maintenant(), cle, monde.hasard.randrange)
