"""LHÉO files all the way into a real base: what the database accepts, and a second run that changes nothing."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from etl.formats.lheo import lire
from etl.lecture import Contexte
from etl.moteur import Demande, importer
from etl.rapport import Rapport
from socle.base import Bassin
from socle.horloge import PARIS, HorlogeFixe

FIXTURES = Path(__file__).parent / "fixtures"
DONNEES = Path(__file__).parents[4].parent / "shared" / "data" / "lheo"
HORLOGE = HorlogeFixe(datetime(2026, 3, 10, 9, 0, tzinfo=PARIS))


async def entrer(base: Bassin, chemin: Path) -> Rapport:
    elements = lire(chemin, Contexte(date(2026, 3, 10), "carif"))
    return await importer(base, elements, Demande("carif", ecrire=True), horloge=HORLOGE)


@pytest.mark.parametrize(("nom", "offres"), [("formations-2.3.xml", 3), ("rendu.json", 2)])
async def test_dans_la_base_puis_rien_ne_change(base: Bassin, nom: str, offres: int) -> None:
    premier = await entrer(base, FIXTURES / nom)
    assert (premier.crees, premier.rejetes) == (offres, 0)
    second = await entrer(base, FIXTURES / nom)
    assert (second.crees, second.modifies, second.inchanges) == (0, 0, offres)


async def test_chaque_exemple_reel(base: Bassin) -> None:
    if not DONNEES.is_dir():
        pytest.skip("Les exemples réels ne sont pas à côté du dépôt (../shared/data/lheo).")
    chemins = sorted([*DONNEES.glob("exemples/lheo-2*.xml"), *DONNEES.glob("exemples-intercarif*/*")])
    for chemin in chemins:
        rapport = await entrer(base, chemin)
        assert rapport.rejetes == 0, (chemin.name, rapport.rejets)
        assert (await entrer(base, chemin)).inchanges == rapport.lus
