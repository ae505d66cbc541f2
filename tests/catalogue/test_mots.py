"""Search by words: stems, weights and spelling."""

import numpy as np
import pytest

from catalogue.mots import IndexMots
from catalogue.phonetique import son
from socle.texte import racine

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
    ("faute", "compris"),
    [("magazinier", "magasinier"), ("infirmiere", None), ("domicille", "domicile"), ("vandeuse", "vendeuse"), ("kariste", "cariste")],
)
def test_une_faute_est_pardonnee_et_dite(index: IndexMots, faute: str, compris: str | None) -> None:
    trouve = index.chercher(faute)
    assert trouve.scores.max() > 0
    assert [c.compris for c in trouve.corrections] == ([compris] if compris else [])


def test_le_son_departage_la_frequence_et_les_metiers_aussi() -> None:
    index = IndexMots.construire(["Maçon sur un chantier", "Maison de retraite", "Maison des jeunes", "Coursier", "Coursière", "Coursive"])
    assert index.corriger("masson", "masson") == "macon"
    assert index.corriger("coursire", "coursire") == "coursier"
    assert index.corriger("coursire", "coursire", frozenset({"coursive"})) == "coursive"


def test_un_nom_propre_rare_ne_cache_pas_le_metier() -> None:
    index = IndexMots.construire(["Contact : M. Masson", *["Maçon en bâtiment"] * 40])
    trouve = index.chercher("masson", frozenset({"macon"}))
    assert [c.compris for c in trouve.corrections] == ["macon"]
    assert (trouve.scores > 0).all()
    assert index.chercher("masson").corrections == ()


def test_un_nom_de_metier_n_est_jamais_une_faute(index: IndexMots) -> None:
    assert index.chercher("magazinier", frozenset({"magazinier"})).corrections == ()


def test_un_secteur_seul_vaut_ses_metiers() -> None:
    index = IndexMots.construire(["Vendeuse en boulangerie", "Vente au détail", "Cariste"])
    assert np.flatnonzero(index.chercher("je cherche la vente").scores).tolist() == [0, 1]
    assert np.flatnonzero(index.chercher("vente au détail").scores).tolist() == [1]


def test_les_scores_sont_ceux_de_bm25s(index: IndexMots) -> None:
    assert index.bm25 is not None
    rangs = [index.vocabulaire[racine(m)] for m in ("vendeuse", "magasin", "cariste")]
    assert np.allclose(index.chercher("vendeuse magasin cariste").scores, index.bm25.get_scores_from_ids(rangs))


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


@pytest.mark.parametrize(
    ("ecrit", "entendu"),
    [
        ("masson", "maçon"),
        ("magazinier", "magasinier"),
        ("farmassie", "pharmacie"),
        ("cuisinié", "cuisinier"),
        ("boulengerie", "boulangerie"),
        ("serveuze", "serveuse"),
        ("restoration", "restauration"),
        ("kuizine", "cuisine"),
        ("secrétère", "secrétaire"),
        ("manutansion", "manutention"),
        ("plonbier", "plombier"),
        ("cantinne", "cantine"),
    ],
)
def test_deux_ecritures_d_un_meme_son(ecrit: str, entendu: str) -> None:
    assert son(ecrit) == son(entendu)


@pytest.mark.parametrize(
    ("un", "autre"), [("maison", "maçon"), ("vente", "verte"), ("soudeur", "soudure"), ("livreur", "livrer"), ("poisson", "poison")]
)
def test_deux_mots_gardent_deux_sons(un: str, autre: str) -> None:
    assert son(un) != son(autre)
