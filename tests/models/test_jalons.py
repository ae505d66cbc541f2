"""Texts read through the métiers that the encoder has learnt."""

from __future__ import annotations

import numpy as np
import pytest

from models.encodeur import PAS_VECTEUR, Encodeur, charger
from models.jalons import GARDES, IndexJalons, lire


@pytest.fixture(scope="module")
def encodeur() -> Encodeur:
    return charger()


def test_un_vecteur_par_metier_du_rome(encodeur: Encodeur) -> None:
    assert encodeur.jalons.shape == (1584, encodeur.dimension)
    assert np.linalg.norm(encodeur.jalons, axis=1) == pytest.approx(1, abs=0.01)
    assert np.array_equal(encodeur.jalons * PAS_VECTEUR, np.rint(encodeur.jalons * PAS_VECTEUR))


def test_une_lecture_est_de_norme_un_ou_nulle(encodeur: Encodeur) -> None:
    lectures = lire(encodeur.encoder(["Cariste", "", "Aide à domicile de nuit"]), encodeur.jalons)
    assert lectures.rangs.shape == lectures.parts.shape == (3, GARDES)
    assert np.linalg.norm(lectures.parts, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)
    assert all(len(set(ligne)) == GARDES for ligne in lectures.rangs.tolist())


def test_l_index_dit_le_produit_des_lectures(encodeur: Encodeur) -> None:
    vecteurs = encodeur.encoder(["Cariste", "Préparateur de commandes", "Infirmier", "", "Conducteur de chariot élévateur"])
    lectures = lire(vecteurs, encodeur.jalons)
    pleines = np.zeros((len(vecteurs), len(encodeur.jalons)), dtype=np.float32)
    np.put_along_axis(pleines, lectures.rangs.astype(np.int64), lectures.parts, axis=1)
    notes = IndexJalons.construire(lectures, encodeur.jalons).comparer(vecteurs[4])
    assert notes == pytest.approx(pleines @ pleines[4], abs=1e-5)
    assert notes[4] == pytest.approx(1)
    assert notes[0] > 5 * notes[2]
    assert notes[3] == 0


def test_deux_metiers_que_rien_ne_rapproche_n_ont_rien_en_commun() -> None:
    jalons = np.eye(50, dtype=np.float32)
    index = IndexJalons.construire(lire(np.eye(50, dtype=np.float32)[:2], jalons), jalons)
    assert index.comparer(jalons[0])[0] == pytest.approx(1)
    assert index.comparer(jalons[0])[1] < 0.001


def test_moins_de_jalons_que_ce_qu_on_garde() -> None:
    jalons = np.eye(3, dtype=np.float32)
    assert lire(jalons, jalons).rangs.shape == (3, 3)
    assert lire(jalons, np.zeros((0, 3), dtype=np.float32)).rangs.shape == (3, 0)
