"""Figures against values computed by hand."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.evaluation.mesures import ABSENTE, MESURES, jugees, mesurer, rangs

INFINI = np.inf


def places(*valeurs: float) -> np.ndarray:
    return np.array(valeurs, dtype=np.float64)


def grades(*valeurs: int) -> np.ndarray:
    return np.array(valeurs, dtype=np.int64)


def lignes(*valeurs: int) -> np.ndarray:
    return np.array(valeurs, dtype=np.int64)


def notes(*valeurs: float) -> np.ndarray:
    return np.array(valeurs, dtype=np.float32)


def test_les_rangs_partent_de_un_et_les_ex_aequo_suivent_l_ordre_des_cles() -> None:
    scores = notes(0.2, 0.9, 0.5, 0.5, 0.1)
    assert rangs(scores, lignes(1, 2, 3, 4)).tolist() == [1, 2, 3, 5]
    assert rangs(notes(0.5, 0.5), lignes(1)).tolist() == [2]


def test_ce_qui_n_est_pas_rendu_ou_pas_dans_le_corpus_n_a_pas_de_rang() -> None:
    scores = notes(-np.inf, 0.3)
    assert rangs(scores, lignes(0, 1, ABSENTE)).tolist() == [INFINI, 1, INFINI]


def test_une_seule_bonne_reponse_en_troisieme() -> None:
    mesures = mesurer(places(3), grades(1))
    assert mesures == pytest.approx(
        {
            **{"mrr": 1 / 3, "map": 1 / 3, "ndcg@10": 1 / log2(4), "rappel@1": 0, "rappel@5": 1, "rappel@10": 1, "rappel@100": 1},
            **{"exactitude@1": 0, "exactitude@5": 1, "exactitude@10": 1},
        }
    )


def test_trois_bonnes_reponses_dont_une_jamais_rendue() -> None:
    mesures = mesurer(places(6, 1, INFINI), grades(1, 2, 1))
    assert mesures["mrr"] == 1
    # Precisions 1/1 and 2/6, nothing for the third.
    assert mesures["map"] == pytest.approx((1 + 2 / 6) / 3)
    assert mesures["rappel@1"] == pytest.approx(1 / 3)
    assert mesures["rappel@5"] == pytest.approx(1 / 3)
    assert mesures["rappel@10"] == pytest.approx(2 / 3)
    obtenu = 3 / log2(2) + 1 / log2(7)
    ideal = 3 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert mesures["ndcg@10"] == pytest.approx(obtenu / ideal)


def test_le_gain_ne_compte_que_les_dix_premiers() -> None:
    assert mesurer(places(11), grades(2))["ndcg@10"] == 0
    douze = mesurer(places(*range(1, 13)), grades(*[1] * 12))
    assert douze["ndcg@10"] == pytest.approx(1)
    assert douze["rappel@10"] == pytest.approx(10 / 12)


def test_rien_de_juste_rendu() -> None:
    assert set(mesurer(places(INFINI, INFINI), grades(1, 1)).values()) == {0.0}


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 3)), min_size=1, max_size=20, unique_by=lambda paire: paire[0]))
def test_les_mesures_restent_entre_0_et_1_et_croissent_avec_k(reponses: list[tuple[int, int]]) -> None:
    mesures = mesurer(places(*[p for p, _ in reponses]), grades(*[g for _, g in reponses]))
    assert tuple(mesures) == MESURES
    assert all(0 <= valeur <= 1 + 1e-9 for valeur in mesures.values())
    assert mesures["rappel@1"] <= mesures["rappel@5"] <= mesures["rappel@10"] <= mesures["rappel@100"]
    assert mesures["exactitude@1"] <= mesures["exactitude@5"] <= mesures["exactitude@10"]
    assert mesures["map"] <= 1


def test_un_classement_parfait_vaut_un() -> None:
    mesures = mesurer(places(1, 2, 3), grades(3, 2, 1))
    assert mesures["map"] == mesures["ndcg@10"] == mesures["mrr"] == 1


def test_les_jugements_deviennent_des_lignes() -> None:
    trouvees, niveaux = jugees({"b": 2, "a": 1, "z": 1, "c": 0, "d": -1}, {"a": 0, "b": 1, "c": 2, "d": 3})
    assert trouvees.tolist() == [ABSENTE, 0, 1]
    assert niveaux.tolist() == [1, 1, 2]


def test_sans_bonne_reponse_rien_n_est_juge() -> None:
    trouvees, niveaux = jugees({"a": 0}, {"a": 0})
    assert len(trouvees) == len(niveaux) == 0
