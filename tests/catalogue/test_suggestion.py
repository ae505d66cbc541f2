"""The métiers that a text speaks of, with the words that decided."""

import pytest

from catalogue.recherche import Moteur
from catalogue.suggestion import IndexMetiers
from catalogue.vues import TextesMetier

OFFRE = """Nous recherchons une personne pour tenir la caisse de notre supermarché, remplir les rayons tôt le matin et renseigner la clientèle.
Contrat à durée indéterminée à temps partiel, débutant accepté. Vous savez rendre la monnaie et vous aimez le contact."""


def test_un_long_texte_d_offre_a_ses_metiers_et_les_mots_qui_ont_decide(moteur: Moteur) -> None:
    suggestions = moteur.metiers.suggerer(OFFRE)
    codes = [s.code_rome for s in suggestions]
    assert {"D1505", "D1507"} <= set(codes)
    assert len(codes) <= 5
    mots = dict(zip(codes, moteur.metiers.mots_decisifs(OFFRE, suggestions), strict=True))
    assert mots["D1505"][0] == "caisse"
    assert mots["D1507"][0] == "rayons"
    assert all(mot in OFFRE for liste in mots.values() for mot in liste)


@pytest.mark.parametrize(("texte", "code"), [("magazinier", "N1110"), ("aide soigniante", "J1501"), ("caiste", "N1101")])
def test_quelques_mots_mal_tapes_ont_leur_metier(moteur: Moteur, texte: str, code: str) -> None:
    suggestions = moteur.metiers.suggerer(texte)
    assert code in [s.code_rome for s in suggestions]
    assert [s.score for s in suggestions[:1]] == [max(s.score for s in suggestions)]


@pytest.mark.parametrize("texte", ["", "   ", "zzzz qqqq", "12 34"])
def test_ce_qui_ne_parle_d_aucun_metier_n_en_suggere_aucun(moteur: Moteur, texte: str) -> None:
    assert moteur.metiers.suggerer(texte) == ()
    assert moteur.metiers.mots_decisifs(texte, ()) == ()


def test_sans_encodeur_les_mots_suffisent() -> None:
    metiers = [TextesMetier("N1110", "Magasinier / Magasinière", "N1103"), TextesMetier("D1106", "Vendeur / Vendeuse en boulangerie", "D1106")]
    index = IndexMetiers.construire(metiers, None)
    suggestions = index.suggerer("vendeuse de pain en boulangerie")
    assert [s.code_rome for s in suggestions] == ["D1106"]
    assert index.mots_decisifs("vendeuse de pain en boulangerie", suggestions) == (("boulangerie", "vendeuse"),)
    assert IndexMetiers.construire([], None).suggerer("vendeuse") == ()
