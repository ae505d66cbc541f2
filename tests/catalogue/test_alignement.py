"""Titles compared with a query word by word."""

from __future__ import annotations

import numpy as np
import pytest

from catalogue.alignement import BOUTS, MOTS_COMPARES, PART_DU_SECOND, IndexAlignement
from models.encodeur import Encodeur

TITRES = ("Chef / Cheffe de cuisine", "Aide de cuisine", "Conducteur / Conductrice de travaux", "Conducteur / Conductrice de car", "de la", "Cariste")
PAREILS = np.ones(len(TITRES), dtype=np.float32)


@pytest.fixture(scope="module")
def index(encodeur: Encodeur) -> IndexAlignement:
    return IndexAlignement.construire(TITRES, encodeur)


def test_le_mot_de_tete_dit_ce_qu_on_est(index: IndexAlignement) -> None:
    tete = index.comparer("chef de rang", PAREILS)["tete"]
    assert tete.argmax() == 0
    assert tete[0] == pytest.approx(1, abs=1e-5)
    # The head may come second, and says less there.
    assert index.comparer("poste de cariste", PAREILS)["tete"][5] == pytest.approx(PART_DU_SECOND, abs=1e-5)


def test_le_mot_de_la_fin_dit_de_quoi(index: IndexAlignement) -> None:
    fin = index.comparer("responsable de cuisine", PAREILS)["fin"]
    assert fin[:2] == pytest.approx([1, 1], abs=1e-5)
    assert fin[2:].max() < 0.9


def test_la_meme_tete_compte_autant_que_le_tout_est_proche(index: IndexAlignement) -> None:
    cosinus = np.array([0.5, -0.2, 1, 1, 1, 1], dtype=np.float32)
    entiers, peses = index.comparer("chef de cuisine", PAREILS), index.comparer("chef de cuisine", cosinus)
    for nom in BOUTS:
        np.testing.assert_allclose(peses[nom], entiers[nom] * np.clip(cosinus, 0, 1), atol=1e-6)
    assert peses["fin"][1] == 0


def test_la_couverture_compte_les_mots_du_titre_que_la_requete_dit(index: IndexAlignement) -> None:
    tout, moitie = index.couvrir("conducteur de travaux"), index.couvrir("travaux")
    assert tout[2] == pytest.approx(1, abs=1e-5)
    assert tout[2] > tout[3]
    assert 0.5 <= moitie[2] < 1


def test_une_faute_ou_un_feminin_ne_perd_pas_le_mot(index: IndexAlignement) -> None:
    assert index.comparer("conductrise de travot", PAREILS)["tete"].argmax() in {2, 3}
    assert index.couvrir("conductrice de travaux")[2] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("texte", ["", "de la", "!!!"])
def test_rien_a_comparer_ne_note_rien(index: IndexAlignement, texte: str) -> None:
    notes = index.comparer(texte, PAREILS)
    assert tuple(notes) == BOUTS
    assert not any(valeurs.any() for valeurs in (*notes.values(), index.couvrir(texte)))


def test_les_notes_sont_entre_zero_et_un_et_un_titre_sans_mot_a_zero(index: IndexAlignement) -> None:
    for texte in ("cuisine", "aide", " ".join(f"mot{i}" for i in range(3 * MOTS_COMPARES))):
        for valeurs in (*index.comparer(texte, PAREILS).values(), index.couvrir(texte)):
            assert valeurs.shape == (len(TITRES),)
            assert valeurs.dtype == np.float32
            assert valeurs[4] == 0
            assert valeurs.min() >= 0
            assert valeurs.max() <= 1 + 1e-5


def test_un_index_sans_titre_ne_note_rien(encodeur: Encodeur) -> None:
    vide = IndexAlignement.construire((), encodeur)
    assert all(len(v) == 0 for v in (*vide.comparer("cariste", PAREILS[:0]).values(), vide.couvrir("cariste")))
