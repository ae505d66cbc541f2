"""Learning the weights of the fusion, on examples whose answer is known."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import check_grad

from catalogue.alignement import BOUTS
from catalogue.fusion import FICHIER, Coin, Fusion, Genre, charger, lire
from catalogue.vues import TextesMetier
from matching.evaluation.moteurs import MoteurHybride
from matching.evaluation.reglage import Exemples, _perte, apprendre, en_toml, rassembler, taches_de_reglage
from matching.evaluation.taches import Corpus, Requete, Tache, corpus_metiers
from models.encodeur import Encodeur
from models.entrainement.donnees import lire as lire_donnees

N_COINS = len(Coin)


def exemples(bons: float, mauvais: float, requetes: int = 60) -> Exemples:
    """Five candidates a query; the first scorer finds the right one with certainty ``bons``, the second with ``mauvais``."""
    hasard = np.random.default_rng(3)
    traits, justes = [], []
    for _ in range(requetes):
        notes = hasard.random((5, 2)) * 0.5
        for colonne, surete in enumerate((bons, mauvais)):
            if hasard.random() < surete:
                notes[0, colonne] = 1.0
        parts = hasard.dirichlet(np.ones(N_COINS))
        traits.append((notes[:, None, :] * parts[None, :, None]).reshape(5, -1))
        justes.append(np.array([True, False, False, False, False]))
    return Exemples(np.concatenate(traits), np.concatenate(justes), np.arange(requetes) * 5, np.full(requetes, 1 / requetes), ("sens", "mots"))


def test_le_moteur_le_plus_sur_pese_le_plus() -> None:
    poids = apprendre(exemples(0.95, 0.3))
    assert poids.shape == (N_COINS, 2)
    assert (poids >= 0).all()
    assert (poids[:, 0] > poids[:, 1]).all()
    inverses = apprendre(exemples(0.3, 0.95))
    assert (inverses[:, 1] > inverses[:, 0]).all()


def test_un_moteur_qui_ne_sait_rien_ne_pese_rien() -> None:
    poids = apprendre(exemples(0.9, 0.0))
    assert poids[:, 1].max() < 0.1 * poids[:, 0].min()


def test_l_apprentissage_se_rejoue() -> None:
    assert np.array_equal(apprendre(exemples(0.8, 0.5)), apprendre(exemples(0.8, 0.5)))


def test_la_pente_est_celle_de_la_perte() -> None:
    ex = exemples(0.7, 0.5, 12)
    poids = np.random.default_rng(5).random(2 * N_COINS) * 3
    assert check_grad(lambda w: _perte(w, ex)[0], lambda w: _perte(w, ex)[1], poids) < 1e-5


def test_des_etiquettes_fausses_apprennent_moins(encodeur: Encodeur) -> None:
    """Hostile test: the loss with shuffled answers stays near the loss of ignorance."""
    ex = exemples(0.95, 0.5)
    ordre = np.random.default_rng(1).permuted(np.arange(5).repeat(len(ex.debuts)).reshape(5, -1).T, axis=1)
    melangees = Exemples(ex.traits, (ordre == 0).ravel(), ex.debuts, ex.poids, ex.noms)
    vraie = _perte(apprendre(ex).ravel(), ex)[0]
    fausse = _perte(apprendre(melangees).ravel(), melangees)[0]
    assert vraie < 0.5 * np.log(5)
    assert fausse > 0.9 * np.log(5)


def test_les_candidats_sont_rassembles_tache_par_tache(encodeur: Encodeur) -> None:
    corpus = Corpus(("Cariste", "Aide à domicile", "Infirmière"), ("a", "b", "c"))
    requetes = (Requete("1", "cariste"), Requete("2", "infirmier"), Requete("3", "rien"), Requete("4", "ailleurs"))
    une = Tache("une", "", requetes, corpus, {"1": {"a": 1}, "2": {"c": 1}, "3": {}, "4": {"zzz": 1}})
    autre = Tache("autre", "", requetes[:1], corpus, {"1": {"a": 1}})
    ex = rassembler(MoteurHybride(encodeur, charger()), [une, autre])
    assert set(ex.noms) == {"mots", "sens", "sens_corrige", "isolement", "metiers", "couverture", *BOUTS}
    assert len(ex.debuts) == 3
    assert ex.poids.tolist() == [0.25, 0.25, 0.5]
    assert ex.justes.sum() == 3
    assert ex.traits.shape == (len(ex.justes), 8 * N_COINS)


def test_les_metiers_ont_leurs_neuf_notes(encodeur: Encodeur) -> None:
    corpus = corpus_metiers((TextesMetier("N1101", "Cariste", "N1101"), TextesMetier("J1506", "Infirmier / Infirmière", "J1506")))
    tache = Tache("m", "", (Requete("1", "caristte"),), corpus, {"1": {"N1101": 1}})
    assert len(rassembler(MoteurHybride(encodeur, charger()), [tache]).noms) == 9


def test_la_regle_ecrite_se_relit() -> None:
    regle = charger()
    texte = en_toml(regle, ["première ligne", "seconde"])
    assert texte.startswith("# première ligne\n# seconde\nversion = ")
    assert lire(tomllib.loads(texte)) == regle
    assert isinstance(lire(tomllib.loads(texte)), Fusion)


def test_la_regle_livree_a_ete_ecrite_par_l_apprentissage() -> None:
    assert en_toml(charger(), [ligne[2:] for ligne in FICHIER.read_text("utf-8").splitlines() if ligne.startswith("#")]) == FICHIER.read_text("utf-8")


def test_les_taches_de_reglage_couvrent_les_trois_corpus(donnees_reelles: Path) -> None:
    taches = taches_de_reglage(lire_donnees(donnees_reelles))
    assert set(taches) == set(Genre)
    for genre, liste in taches.items():
        assert {t.corpus.genre for t in liste} == {genre}
        assert any(t.nom.endswith("_fautes") for t in liste)


@pytest.mark.parametrize("genre", list(Genre))
def test_la_regle_livree_donne_la_part_du_sens(genre: Genre) -> None:
    """What the measures say, so that a learning gone wrong is seen: meaning and letters together outweigh words in every kind of query."""
    poids = charger().poids[genre]
    for coin in range(N_COINS):
        assert sum(w[coin] for nom, w in poids.items() if nom.startswith("mots")) < 0.45
