"""The rule that fuses words and meaning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.alignement import BOUTS
from catalogue.fusion import COURTE, LONGUE, Coin, Contexte, Fusion, Genre, charger, lire, ramener
from catalogue.mots import Correction, IndexMots

CONNUE = Contexte(0.0, 0.0, 2)


def regle(mots: tuple[float, ...], sens: tuple[float, ...]) -> Fusion:
    return Fusion("essai", {genre: {"mots": mots, "sens": sens} for genre in Genre})


EGALE = regle((0.5,) * len(Coin), (0.5,) * len(Coin))


def notes(*valeurs: float) -> np.ndarray:
    return np.array(valeurs, dtype=np.float32)


def test_les_mots_sont_ramenes_au_meilleur_et_les_cosinus_gardes() -> None:
    assert ramener("mots", notes(2, 8, 0)).tolist() == [0.25, 1.0, 0.0]
    assert ramener("mots_fiche", notes(0, 0)).tolist() == [0.0, 0.0]
    assert ramener("sens", notes(-0.5, 0.25)).tolist() == [0.0, 0.25]
    assert ramener("lettres", notes(0.5, 1)).tolist() == [0.5, 1.0]


def test_une_fusion_se_calcule_a_la_main() -> None:
    fusionnees = EGALE.fusionner(Genre.TEXTES, {"mots": notes(4, 2, 0), "sens": notes(0, 0.5, -1)}, CONNUE)
    assert fusionnees.tolist() == [0.5, 0.5, 0.0]
    assert fusionnees.dtype == np.float32


def test_sans_encodeur_les_mots_seuls_decident() -> None:
    fusionnees = EGALE.fusionner(Genre.TITRES, {"mots": notes(4, 2, 0)}, CONNUE)
    assert fusionnees.tolist() == [1.0, 0.5, 0.0]


def test_un_poids_nul_partout_laisse_les_moteurs_presents_a_egalite() -> None:
    sans_mots = regle((0.0,) * len(Coin), (1.0,) * len(Coin))
    assert sans_mots.fusionner(Genre.TITRES, {"mots": notes(1, 3)}, CONNUE).tolist() == pytest.approx([1 / 3, 1.0])


def test_un_moteur_inconnu_de_la_regle_est_refuse() -> None:
    with pytest.raises(KeyError):
        EGALE.fusionner(Genre.TITRES, {"magie": notes(1)}, CONNUE)


@pytest.mark.parametrize(
    ("contexte", "attendus"),
    [
        (Contexte(0.0, 0.0, COURTE), {Coin.COURTE_CONNUE: 1.0}),
        (Contexte(0.0, 0.0, LONGUE + 50), {Coin.LONGUE_CONNUE: 1.0}),
        (Contexte(1.0, 0.0, 1), {Coin.COURTE_CORRIGEE: 1.0}),
        (Contexte(0.0, 1.0, 0), {Coin.COURTE_INCONNUE: 1.0}),
        (Contexte(0.5, 0.5, LONGUE, diplome=True), {Coin.DIPLOME: 1.0}),
        (Contexte(0.25, 0.5, (COURTE + LONGUE) // 2), {Coin.COURTE_CONNUE: 0.125, Coin.LONGUE_CORRIGEE: 0.125, Coin.LONGUE_INCONNUE: 0.25}),
    ],
)
def test_une_requete_se_place_entre_les_coins(contexte: Contexte, attendus: dict[Coin, float]) -> None:
    parts = dict(zip(Coin, contexte.parts(), strict=True))
    assert sum(parts.values()) == pytest.approx(1)
    for coin, part in attendus.items():
        assert parts[coin] == pytest.approx(part)


@given(
    corriges=st.floats(0, 1),
    reste=st.floats(0, 1),
    longueur=st.integers(0, 500),
    mots=st.lists(st.floats(0, 50, width=32), min_size=3, max_size=3),
    sens=st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3),
)
def test_une_note_fusionnee_reste_entre_0_et_1(corriges: float, reste: float, longueur: int, mots: list[float], sens: list[float]) -> None:
    contexte = Contexte(corriges, (1 - corriges) * reste, longueur)
    for genre in (Genre.TITRES, Genre.TEXTES):
        fusionnees = charger().fusionner(genre, {"mots": notes(*mots), "sens": notes(*sens)}, contexte)
        assert fusionnees.min() >= 0
        assert fusionnees.max() <= 1 + 1e-6
        # More words and more meaning never lower a rank.
        domine = int(np.argmax(np.array(mots) + np.array(sens)))
        if mots[domine] == max(mots) and sens[domine] == max(sens):
            assert fusionnees[domine] >= fusionnees.max() - 1e-6


def test_le_contexte_compte_les_mots_connus_corriges_et_inconnus() -> None:
    index = IndexMots.construire(["Magasinier cariste", "Aide à domicile"])
    texte = "magazinier cariste zzzz"
    corrections = index.chercher(texte).corrections
    assert corrections == (Correction("magazinier", "magasinier"),)
    contexte = Contexte.de(texte, index.vocabulaire, corrections)
    assert (contexte.corriges, contexte.inconnus, contexte.longueur) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 3)


@pytest.mark.parametrize(
    ("texte", "oui"),
    [
        ("CAP petite enfance", True),
        ("BTS management commercial opérationnel", True),
        ("Titre professionnel menuisier", True),
        ("le diplôme d’État d’infirmier", True),
        ("infirmier diplômé d’État", False),
        ("assistante de direction", False),
        ("titre de transport", False),
    ],
)
def test_un_diplome_se_reconnait_a_ses_premiers_mots(texte: str, oui: bool) -> None:
    assert Contexte.de(texte, {}, ()).diplome is oui


def test_une_requete_sans_mot_ne_dit_rien() -> None:
    assert Contexte.de("le la les", {}, ()) == Contexte(0.0, 1.0, 0)


def test_la_regle_livree_connait_les_trois_corpus() -> None:
    livree = charger()
    assert livree.version
    assert set(livree.poids) == set(Genre)
    assert set(livree.poids[Genre.TEXTES]) == {"mots", "sens", "metiers"}
    assert set(livree.poids[Genre.TITRES]) == {"mots", "sens", "sens_corrige", "isolement", "metiers", "couverture", *BOUTS}
    assert set(livree.poids[Genre.METIERS]) > {"mots_titres", "sens_titres", "lettres", *BOUTS}
    for genre in Genre:
        for coin in range(len(Coin)):
            assert sum(w[coin] for w in livree.poids[genre].values()) == pytest.approx(1, abs=0.01)
    # What was measured: meaning weighs far more than words, words the more as the query is misspelt.
    for genre in (Genre.TITRES, Genre.TEXTES):
        connue, corrigee, *_ = livree.poids[genre]["mots"]
        assert connue <= corrigee < 0.5


def test_charger_ne_lit_qu_une_fois() -> None:
    assert charger() is charger()


@pytest.mark.parametrize("defaut", [{}, {"mots": -0.1}])
def test_un_poids_absent_ou_negatif_est_refuse(defaut: dict[str, float]) -> None:
    coins = {coin.value: {"mots": 0.5, "sens": 0.5} for coin in Coin}
    contenu = {"version": "x", **{genre.value: dict(coins) for genre in Genre}}
    contenu["textes"] = {**coins, Coin.LONGUE_CONNUE.value: {"sens": 0.5, **defaut}}
    with pytest.raises(ValueError, match="textes"):
        lire(contenu)
