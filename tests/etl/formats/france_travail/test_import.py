"""Files of France Travail all the way into a real base: what the database accepts, and a second run that changes nothing."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from etl.formats.france_travail import lire
from etl.lecture import Contexte
from etl.moteur import Demande, importer
from etl.rapport import Rapport
from socle.base import Bassin
from socle.horloge import PARIS, HorlogeFixe

FIXTURES = Path(__file__).parent / "fixtures"
DONNEES = Path(__file__).parents[4].parent / "shared" / "data" / "france-travail"
HORLOGE = HorlogeFixe(datetime(2026, 3, 10, 9, 0, tzinfo=PARIS))


async def entrer(base: Bassin, chemin: Path) -> Rapport:
    elements = lire(chemin, Contexte(date(2026, 3, 10), "france-travail"))
    return await importer(base, elements, Demande("france-travail", ecrire=True), horloge=HORLOGE)


@pytest.mark.parametrize(("nom", "offres", "rejets"), [("offres.json", 2, 0), ("offres.csv", 2, 0), ("evenements.json", 2, 1)])
async def test_dans_la_base_puis_rien_ne_change(base: Bassin, nom: str, offres: int, rejets: int) -> None:
    premier = await entrer(base, FIXTURES / nom)
    assert (premier.crees, premier.rejetes) == (offres, rejets)
    second = await entrer(base, FIXTURES / nom)
    assert (second.crees, second.modifies, second.inchanges) == (0, 0, offres)


@pytest.mark.parametrize(
    ("nom", "offres"),
    [("offres-ft-dep07-cdi-mai2025.csv", 116), ("offres-v2-reponse-recherche-2019.json", 8), ("evenements-v1-exemple-reconstruit.json", 4)],
)
async def test_chaque_exemple_reel(base: Bassin, nom: str, offres: int) -> None:
    if not DONNEES.is_dir():
        pytest.skip("Les exemples réels ne sont pas à côté du dépôt (../shared/data/france-travail).")
    assert (await entrer(base, DONNEES / nom)).crees == offres
    assert (await entrer(base, DONNEES / nom)).inchanges == offres
