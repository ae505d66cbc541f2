"""The bench of the matching, on a handful: it measures what it says, and the floor is the search it names."""

from __future__ import annotations

from datetime import date

import numpy as np

from matching.bancs import invention
from matching.bancs.appariement import FRACTIONS, mesurer
from models.encodeur import Encodeur
from models.plancher import recherche_plate

JOUR = date(2026, 11, 23)


def test_le_banc_mesure_les_deux_sens(encodeur: Encodeur) -> None:
    mesure = mesurer(encodeur, JOUR, 60, 120)
    assert (mesure.passage.personnes, mesure.passage.offres) == (60, 120)
    assert [p.personnes for p in mesure.par_personnes] == [int(60 * f) for f in FRACTIONS]
    assert [p.offres for p in mesure.par_offres] == [int(120 * f) for f in FRACTIONS]
    for passage in (mesure.passage, *mesure.par_personnes, *mesure.par_offres):
        assert passage.rapport == passage.total_s / passage.plancher_s > 0
    assert 0 < mesure.page_ms[0] <= mesure.page_ms[1]
    assert 0 < mesure.inverse_ms[0] <= mesure.inverse_ms[1]
    assert 0 < mesure.changement_ms[0] <= mesure.changement_ms[1]
    assert mesure.memoire_mo > 10
    assert not mesurer(encodeur, JOUR, 20, 30, croissance=False).par_offres


def test_le_plancher_est_la_recherche_exacte() -> None:
    hasard = np.random.default_rng(2)
    requetes, vecteurs = (hasard.standard_normal((n, 8)).astype(np.float32) for n in (5, 70))
    assert np.array_equal(recherche_plate(requetes, vecteurs, 6), np.argsort(-(requetes @ vecteurs.T), axis=1)[:, :6])


def test_ce_qui_est_invente_est_toujours_le_meme() -> None:
    lu = invention.referentiel(3)
    assert invention.referentiel(3) == lu != invention.referentiel(4)
    assert invention.personnes(3, 5, lu, JOUR) == invention.personnes(3, 9, lu, JOUR)[:5]
    assert invention.lignes(3, 5, lu, JOUR).offres == invention.lignes(3, 9, lu, JOUR).offres[:5]
