"""Figures of rankings for people, on lists small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from matching.evaluation.appariement.mesures import congestion, couverture, gini, holm, mesurer_personne
from matching.evaluation.appariement.robustesse import recouvrement


def test_la_liste_parfaite_et_la_liste_vide() -> None:
    grades = {1: 3, 2: 3, 3: 2, 4: 1}
    assert mesurer_personne([1, 2, 3, 4], grades) == (pytest.approx(1), pytest.approx(0.6), 1.0)
    assert mesurer_personne([], grades) == (0, 0, 0)


def test_un_gain_compte_selon_le_rang_et_la_note() -> None:
    ndcg, precision, trois = mesurer_personne([9, 1], {1: 3})
    assert ndcg == pytest.approx(1 / np.log2(3))
    assert (precision, trois) == (0.2, 0)
    # What comes after the tenth is not seen.
    assert mesurer_personne([*range(100, 110), 1], {1: 3})[0] == 0


def test_une_offre_moyenne_n_est_pas_bonne() -> None:
    assert mesurer_personne([1, 2, 3], {1: 1, 2: 1, 3: 1})[1:] == (0, 0)
    assert mesurer_personne([1, 2, 3], {1: 2, 2: 2, 3: 3})[1:] == (pytest.approx(0.6), 1)


def test_couverture_et_gini() -> None:
    assert couverture([[1, 2], [2, 3]], [1, 2, 3, 4]) == 0.75
    assert gini([[1, 2], [3, 4]], [1, 2, 3, 4]) == 0
    assert gini([[1], [1], [1]], [1, 2, 3, 4]) == pytest.approx(0.75)
    assert gini([[], []], [1, 2]) == 0


def test_qui_arrive_apres_la_derniere_place_n_en_a_pas() -> None:
    meme = [[1, 2, 3]] * 4
    # Three places for four people: whoever comes last finds none, in every order of arrival.
    sans = congestion(meme, {1: 1, 2: 1, 3: 1}, 1)
    assert sans.sum() == pytest.approx(1)
    assert congestion(meme, {1: 0, 2: 0, 3: 0}, 1).tolist() == [1, 1, 1, 1]
    assert congestion(meme, {1: 0}, 1).tolist() == [0, 0, 0, 0]
    assert congestion([[7, 8, 9, 5]], {7: 0, 8: 0, 9: 0, 5: 9}, 1).tolist() == [1]


def test_sans_liste_on_n_est_pas_compte() -> None:
    sans = congestion([[], [1]], {1: 1}, 1)
    assert np.isnan(sans[0])
    assert sans[1] == 0


def test_holm_corrige_du_nombre_et_garde_l_ordre() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.7]) == [1, 1]
    assert holm([]) == []


def test_le_recouvrement() -> None:
    assert recouvrement({1, 2}, {2, 1}) == 1
    assert recouvrement({1, 2}, {1, 3}) == 0.5
    assert recouvrement({1}, set()) == 0
    assert recouvrement(set(), set()) == 1
