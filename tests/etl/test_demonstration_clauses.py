"""The clauses of the demonstration are followed: what is counted is what their cards declare, and every case can be seen."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from employeurs.clauses import depot
from employeurs.clauses.domaine import Lot
from employeurs.clauses.rythme import Alerte, signaux
from etl.demonstration.tables import document, fiches
from socle.base import ouvrir
from tests.conftest import a_part

JOUR = date(2026, 11, 23)


@pytest.fixture(scope="module")
def lots(url_demonstration: str) -> dict[str, Lot]:
    async def lire() -> dict[str, Lot]:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            lus = await depot.lots(connexion)
        await bassin.close()
        return {lot.marche_numero: lot for lot in lus}

    return a_part(lire())


def test_chaque_clause_est_suivie_comme_sa_fiche_le_dit(lots: dict[str, Lot]) -> None:
    ecarts = {e["marche"]: e for e in document("suivi_clauses")["ecart"]}
    dites = {f["marche"]: {**f, **ecarts.get(f["marche"], {})} for f in fiches("clauses", "clause")}
    assert set(lots) == set(dites)
    for numero, fiche in dites.items():
        bilan = lots[numero].bilan
        assert (bilan.prevues, bilan.engagees, bilan.realisees) == (fiche["heures"], fiche["engage"], fiche["realise"])
        assert lots[numero].offre is not None


def test_il_y_en_a_en_retard_depassee_et_bientot_finie(lots: dict[str, Lot]) -> None:
    alertes = Counter(s.alerte for lot in lots.values() for s in signaux(lot, JOUR))
    assert alertes[Alerte.RETARD] >= 3
    assert (alertes[Alerte.DEPASSEMENT], alertes[Alerte.FIN_PROCHE]) == (1, 1)
    assert sum(not signaux(lot, JOUR) for lot in lots.values()) >= 15


def test_quelques_personnes_sont_venues_par_la_boite(url_demonstration: str) -> None:
    async def compter() -> tuple[int, int]:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            liees = await connexion.fetchval("SELECT count(*) FROM participation WHERE prescription_id IS NOT NULL")
            aujourd_hui = await connexion.fetchval("SELECT count(*) FROM heures WHERE mois >= date_trunc('month', $1::date)", JOUR)
        await bassin.close()
        return liees, aujourd_hui

    liees, du_mois = a_part(compter())
    assert liees >= 3
    assert du_mois == 0
