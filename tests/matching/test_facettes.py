"""Facets of a ranked list: exact counts, one's own choice left out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import TypeOffre
from catalogue.recherche import Moteur
from matching.classement import Classement, classer
from matching.facettes import Facette, affiner, compter, facettes_offres
from parcours.domaine import Allocataire

JOUR = date(2026, 11, 23)
PERSONNE = Allocataire("p", "Aïcha", "Morel", "test", "1", commune="94028", projet="travailler en cuisine")


@pytest.fixture(scope="module")
def classement(moteur: Moteur) -> Classement:
    return classer([PERSONNE], moteur, JOUR)


@given(st.integers(0, 2**31), st.integers(1, 40))
def test_compter_c_est_ce_qui_resterait_si_l_on_choisissait_cette_valeur_seule(graine: int, taille: int) -> None:
    tirage = np.random.default_rng(graine)
    facettes = tuple(Facette(nom, tuple((f"{nom}{i}", tirage.random(taille) < 0.4) for i in range(3))) for nom in "abc")
    base = tirage.random(taille) < 0.7
    choix = {"a": frozenset({"a0", "a2"}), "b": frozenset({"b1"})}
    comptes = compter(facettes, choix, base)
    for facette in facettes:
        for valeur, nombre in comptes[facette.nom]:
            seule = {**choix, facette.nom: frozenset({valeur})}
            assert nombre == affiner(facettes, seule, base).sum()


def test_une_valeur_choisie_reste_montree_meme_vide() -> None:
    rien, tout = np.zeros(3, dtype=np.bool_), np.ones(3, dtype=np.bool_)
    facettes = (Facette("a", (("vide", rien), ("plein", tout))),)
    assert compter(facettes, {}, tout) == {"a": (("plein", 3),)}
    assert compter(facettes, {"a": frozenset({"vide"})}, tout)["a"] == (("vide", 0), ("plein", 3))


def test_une_valeur_inconnue_ne_filtre_rien() -> None:
    tout = np.ones(3, dtype=np.bool_)
    assert affiner((Facette("a", (("x", tout),)),), {"a": frozenset({"n’existe pas"})}, tout).all()


def test_les_facettes_d_une_personne_disent_vrai(classement: Classement) -> None:
    image = classement.moteur.image
    facettes = {f.nom: dict(f.valeurs) for f in facettes_offres(classement, 0)}
    assert sum(m.sum() for m in facettes["type"].values()) == len(image)
    formations = facettes["type"]["formation"]
    assert {int(t) for t in image.types[formations]} == {list(TypeOffre).index(TypeOffre.FORMATION)}
    proches = classement.scores.distances[0][facettes["trajet"]["5"]]
    assert len(proches)
    assert proches.max() <= 5
    assert not (facettes["quand"]["semaine"] & ~facettes["quand"]["mois"]).any()
    assert not (facettes["quand"]["mois"] & facettes["quand"]["plus_tard"]).any()
    assert (image.places_libres(JOUR)[facettes["acces"]["places"]] > 0).all()
