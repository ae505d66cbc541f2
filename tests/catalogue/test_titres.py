"""Short labels searched by a query."""

from __future__ import annotations

import numpy as np
import pytest

from catalogue.titres import IndexTitres
from models.encodeur import Encodeur, charger

TITRES = ("Vendeur en prêt-à-porter", "Vendeuse de prêt-à-porter", "Vendeur de vêtements", "Peintre verrier", "Boulanger", "Chef de cuisine")


@pytest.fixture(scope="module")
def encodeur() -> Encodeur:
    return charger()


@pytest.fixture(scope="module")
def index(encodeur: Encodeur) -> IndexTitres:
    return IndexTitres.construire(TITRES, encodeur)


def noter(index: IndexTitres, encodeur: Encodeur, texte: str) -> dict[str, np.ndarray]:
    return index.noter(texte, encodeur.encoder([texte])[0])[0]


def test_un_titre_parmi_ses_semblables_est_moins_isole(index: IndexTitres) -> None:
    foule, seul = index.isolement[0], index.isolement[3]
    assert foule < seul
    assert ((index.isolement >= 0) & (index.isolement <= 1)).all()


def test_une_faute_est_remise_droite_dans_le_sens(index: IndexTitres, encodeur: Encodeur) -> None:
    notes = noter(index, encodeur, "boulanjer")
    assert notes["sens_corrige"][4] == pytest.approx(1, abs=1e-5)
    assert notes["sens"][4] < 0.99


def test_un_autre_mot_n_est_pas_une_faute(index: IndexTitres, encodeur: Encodeur) -> None:
    # « chat » is a letter away from « chef », and nothing else.
    notes = noter(index, encodeur, "chat")
    assert np.array_equal(notes["sens"], notes["sens_corrige"])


def test_chaque_note_va_a_chaque_titre(index: IndexTitres, encodeur: Encodeur) -> None:
    for texte in ("cuisinier", "zzzz", ""):
        assert {len(valeurs) for valeurs in noter(index, encodeur, texte).values()} == {len(TITRES)}


def test_un_seul_titre_est_isole(encodeur: Encodeur) -> None:
    assert IndexTitres.construire(["Boulanger"], encodeur).isolement.tolist() == [1.0]


def test_sans_jalons_il_n_y_a_pas_de_lecture_par_metiers(encodeur: Encodeur) -> None:
    assert "metiers" not in noter(IndexTitres.construire(TITRES, _SansJalons(encodeur)), encodeur, "boulanger")


class _SansJalons:
    def __init__(self, encodeur: Encodeur) -> None:
        self.nom, self.dimension, self.empreinte, self.plancher = encodeur.nom, encodeur.dimension, encodeur.empreinte, encodeur.plancher
        self.jalons, self.encoder, self.plancher_rapproche = encodeur.jalons[:0], encodeur.encoder, encodeur.plancher
