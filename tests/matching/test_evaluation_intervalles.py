"""The bootstrap: reproducible, paired, and right on average."""

from __future__ import annotations

import numpy as np
import pytest

from matching.evaluation.intervalles import TIRAGES, ecart, intervalle, moyennes

HASARD = np.random.default_rng(1)
VALEURS = HASARD.random((300, 2))


def test_la_meme_graine_donne_les_memes_bornes() -> None:
    premiere, seconde = moyennes(VALEURS, graine=7), moyennes(VALEURS, graine=7)
    assert np.array_equal(premiere, seconde)
    assert premiere.shape == (TIRAGES, 2)
    assert not np.array_equal(premiere, moyennes(VALEURS, graine=8))


def test_l_intervalle_encadre_la_moyenne_et_a_la_largeur_attendue() -> None:
    valeurs = VALEURS[:, :1]
    i = intervalle(valeurs[:, 0], moyennes(valeurs)[:, 0])
    assert i.valeur == pytest.approx(valeurs.mean())
    assert i.bas < i.valeur < i.haut
    # Normal theory: 2 * 1.96 standard errors, within a tenth.
    attendue = 2 * 1.96 * valeurs.std() / np.sqrt(len(valeurs))
    assert i.haut - i.bas == pytest.approx(attendue, rel=0.1)
    assert i.p is None


def test_l_ecart_est_apparie() -> None:
    """Two engines a hair apart on every query: unpaired, nothing would show."""
    a = VALEURS[:, :1]
    b = a + 0.01
    e = ecart(b[:, 0], a[:, 0], moyennes(b)[:, 0], moyennes(a)[:, 0])
    assert e.valeur == pytest.approx(0.01)
    assert e.bas == pytest.approx(0.01)
    assert e.haut == pytest.approx(0.01)
    assert e.p == 0


def test_deux_moteurs_egaux_ne_sont_pas_departages() -> None:
    a, b = VALEURS[:, :1], VALEURS[:, 1:]
    e = ecart(a[:, 0], b[:, 0], moyennes(a)[:, 0], moyennes(b)[:, 0])
    assert e.bas < 0 < e.haut
    assert e.p is not None
    assert e.p > 0.05
    pareil = ecart(a[:, 0], a[:, 0], moyennes(a)[:, 0], moyennes(a)[:, 0])
    assert (pareil.valeur, pareil.p) == (0.0, 1.0)


def test_une_mesure_absente_d_une_requete_est_laissee_de_cote() -> None:
    valeurs = np.array([[1.0], [np.nan], [0.0], [1.0]])
    i = intervalle(valeurs[:, 0], moyennes(valeurs)[:, 0])
    assert i.valeur == pytest.approx(2 / 3)
    assert 0 <= i.bas <= i.haut <= 1


def test_une_seule_requete() -> None:
    valeurs = np.array([[0.5]])
    i = intervalle(valeurs[:, 0], moyennes(valeurs)[:, 0])
    assert (i.bas, i.valeur, i.haut) == (0.5, 0.5, 0.5)
