"""The simulator: the same people from the same seed, a truth that lists do not know, and nothing learnt where there is nothing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import numpy as np
import pytest

from catalogue.recherche import Moteur
from matching.classement import Classement, classer
from matching.eligibilite import STATUTS, Statut
from matching.listes.apprentissage import composer_jeu
from matching.listes.domaine import Observation
from matching.score import Part, poids
from matching.simulation.epreuve import aire, eprouver, melanger, valeur_vraie
from matching.simulation.journal import LIGNES, VISITES, derouler
from matching.simulation.population import population
from matching.simulation.verite import Verite, verite
from models.classement import Jeu
from socle.horloge import PARIS

DEBUT = datetime(2026, 11, 23, 9, tzinfo=PARIS)
CODES = ("K2205", "K1304", "N1101", "F1606")


@pytest.fixture(scope="module")
def classement(moteur: Moteur) -> Classement:
    return classer(population(60, 1, moteur.referentiel, CODES), moteur, DEBUT.date())


@pytest.fixture(scope="module")
def vrai(classement: Classement) -> Verite:
    return verite(classement, 1)


@pytest.fixture(scope="module")
def journal(classement: Classement, vrai: Verite) -> list[Observation]:
    return derouler(classement, vrai, DEBUT, 1)


@pytest.fixture(scope="module")
def jeu(journal: list[Observation]) -> Jeu:
    return composer_jeu(journal, [p.value for p in Part], {p.value: v for p, v in poids().parts.items()})[0]


def test_la_meme_graine_donne_les_memes_personnes(moteur: Moteur) -> None:
    premieres = population(30, 1, moteur.referentiel, CODES)
    assert population(50, 1, moteur.referentiel, CODES)[:30] == premieres
    assert population(30, 2, moteur.referentiel, CODES) != premieres
    assert len({p.identifiant for p in premieres}) == 30


def test_les_personnes_sont_variees_et_l_inconnu_reste_inconnu(moteur: Moteur) -> None:
    gens = population(200, 1, moteur.referentiel, CODES)
    for champ in ("niveau", "francais", "permis", "rqth", "disponibilites"):
        valeurs = {asdict(p)[champ] for p in gens}
        assert None in valeurs
        assert len(valeurs) > 2
    assert {len(p.freins) for p in gens} == {0, 1, 2, 3}
    assert any(p.projet for p in gens)
    assert any(not p.projet for p in gens)
    assert {c for p in gens for c in p.metiers} == set(CODES)


def test_la_verite_n_est_pas_le_score(classement: Classement, vrai: Verite) -> None:
    assert ((vrai.utile > 0) & (vrai.utile < 1)).all()
    lien = np.corrcoef(vrai.utile.ravel(), classement.scores.total.ravel())[0, 1]
    assert 0.2 < lien < 0.8


def test_chaque_liste_est_dans_l_ordre_et_ne_montre_que_le_possible(classement: Classement, journal: list[Observation]) -> None:
    listes: dict[int, list[Observation]] = {}
    for o in journal:
        listes.setdefault(o.liste_id, []).append(o)
    possibles = {STATUTS.index(s) for s in (Statut.ELIGIBLE, Statut.A_VERIFIER)}
    assert len(listes) > 40 * VISITES
    for lignes in listes.values():
        assert [o.position for o in lignes] == list(range(1, len(lignes) + 1))
        assert len(lignes) <= LIGNES
        assert [o.score for o in lignes] == sorted((o.score for o in lignes), reverse=True)
        assert all(int(classement.eligibilite.statuts[o.allocataire_id, o.offre_id]) in possibles for o in lignes)
    assert journal == sorted(journal, key=lambda o: o.montree_le)


def test_on_accepte_ce_qu_on_a_ouvert_et_plus_en_haut(journal: list[Observation]) -> None:
    assert all(o.ouverte for o in journal if o.acceptee)
    assert all(o.entree is None for o in journal if not o.acceptee)
    assert {o.entree for o in journal if o.acceptee} == {None, True, False}
    haut, bas = ([o.ouverte for o in journal if low <= o.position <= high] for low, high in ((1, 3), (12, 20)))
    assert np.mean(haut) > 2 * np.mean(bas)


def test_melanger_garde_l_attention_et_perd_les_envies(jeu: Jeu) -> None:
    brouille = melanger(jeu, 1)
    for position in (1, 5, 15):
        ici = jeu.positions == position
        assert brouille.ouvertes[ici].sum() == jeu.ouvertes[ici].sum()
    assert (brouille.acceptees != jeu.acceptees).any()
    assert not (brouille.acceptees & ~brouille.ouvertes).any()
    assert (brouille.valeurs == jeu.valeurs).all()


def test_l_aire_compare_a_position_egale() -> None:
    positions = np.array([1, 1, 2, 2])
    vraies = np.array([True, False, True, False])
    assert aire(np.array([4.0, 3.0, 2.0, 1.0]), vraies, positions) == 1
    assert aire(np.array([3.0, 4.0, 1.0, 2.0]), vraies, positions) == 0
    assert aire(np.ones(4), vraies, positions) == 0.5
    assert np.isnan(aire(np.ones(4), np.ones(4, dtype=np.bool_), positions))


def test_connaitre_la_verite_vaut_mieux_que_le_score(classement: Classement, vrai: Verite) -> None:
    score = valeur_vraie(classement, vrai, classement.scores.total.astype(np.float64))
    assert valeur_vraie(classement, vrai, vrai.utile) > score > valeur_vraie(classement, vrai, -vrai.utile)


def test_l_epreuve_trouve_le_gain_et_rien_dans_les_faits_melanges(moteur: Moteur) -> None:
    epreuve = eprouver(moteur, DEBUT, 300, 1)
    assert 0 < epreuve.gains_vrais[0] < epreuve.plafond
    assert epreuve.aire > 0.62
    assert abs(epreuve.aire_hasard - 0.5) < 0.1
    assert not epreuve.hasard.poids.remplace
    assert epreuve.rapport.poids.classeur.eta == pytest.approx(0.9, abs=0.25)
