"""Search by words: stems, weights and spelling."""

import numpy as np
import pytest

from catalogue.mots import IndexMots

TEXTES = ["Aide à domicile le matin", "Vendeuse en prêt-à-porter, vente en magasin", "Magasinier cariste CACES 1, 3 et 5", "", "Infirmière de nuit"]


@pytest.fixture(scope="module")
def index() -> IndexMots:
    return IndexMots.construire(TEXTES)


@pytest.mark.parametrize(
    ("requete", "premier"),
    [("vendeur", 1), ("caristes", 2), ("CACES", 2), ("infirmier", 4), ("domicile", 0)],
)
def test_le_genre_et_le_nombre_ne_comptent_pas(index: IndexMots, requete: str, premier: int) -> None:
    scores = index.chercher(requete).scores
    assert int(np.argmax(scores)) == premier
    assert scores[premier] > 0


@pytest.mark.parametrize(
    ("faute", "compris"), [("magazinier", "magasinier"), ("infirmiere", None), ("domicille", "domicile"), ("vandeuse", "vendeuse")]
)
def test_une_faute_est_pardonnee_et_dite(index: IndexMots, faute: str, compris: str | None) -> None:
    trouve = index.chercher(faute)
    assert trouve.scores.max() > 0
    assert [c.compris for c in trouve.corrections] == ([compris] if compris else [])


@pytest.mark.parametrize("mot", ["verte", "zzzzzzz", "1234567", "ab", ""])
def test_un_autre_mot_n_est_pas_une_faute(index: IndexMots, mot: str) -> None:
    trouve = index.chercher(mot)
    assert trouve.scores.max(initial=0.0) == 0
    assert trouve.corrections == ()


def test_un_texte_vide_n_est_jamais_trouve(index: IndexMots) -> None:
    assert index.chercher("aide vente cariste nuit").scores[3] == 0


def test_un_catalogue_vide_se_cherche() -> None:
    assert IndexMots.construire([]).chercher("aide").scores.shape == (0,)
    assert IndexMots.construire(["", "à la"]).chercher("aide").scores.tolist() == [0, 0]


@pytest.mark.parametrize(("sigle", "premier"), [("ASH", "Agent de service hospitalier"), ("FLE", "Français langue étrangère, tous niveaux")])
def test_un_sigle_vaut_ses_mots(sigle: str, premier: str) -> None:
    textes = ["Agent de service hospitalier", "Français langue étrangère, tous niveaux", "Magasinier"]
    trouve = IndexMots.construire(textes).chercher(sigle)
    assert textes[int(np.argmax(trouve.scores))] == premier
    assert trouve.scores.max() > 0
    assert trouve.corrections == ()
