"""One score for three questions: the list of a person, the lists of everybody, the people of an offer; and a naive judge for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from catalogue.image import construire
from catalogue.recherche import Moteur
from catalogue.suggestion import IndexMetiers
from matching.appariements import LONGUEUR, Appariement, candidats_pour
from matching.appariements.calcul import Listes, meilleurs
from matching.bancs import invention
from matching.classement import classer
from matching.eligibilite import STATUTS, Statut
from matching.profils import Profils
from matching.score import TOTAL, UNITE, Part
from models.encodeur import Encodeur
from parcours.domaine import Allocataire

JOUR = date(2026, 11, 23)
OUVERTS = (Statut.ELIGIBLE, Statut.A_VERIFIER)
OFFRES, PERSONNES = 600, 90


@pytest.fixture(scope="module")
def moteur_invente(encodeur: Encodeur) -> Moteur:
    """A catalogue of six hundred offers made up."""
    lu = invention.referentiel(5, metiers=60)
    image = construire(invention.lignes(5, OFFRES, lu, JOUR), lu, encodeur)
    return Moteur(image, lu, IndexMetiers.construire([], encodeur), encodeur)


@pytest.fixture(scope="module")
def gens(moteur_invente: Moteur) -> list[Allocataire]:
    return invention.personnes(5, PERSONNES, moteur_invente.referentiel, JOUR)


@pytest.fixture(scope="module")
def profils(gens: list[Allocataire], moteur_invente: Moteur) -> Profils:
    return Profils.construire(gens, moteur_invente.referentiel, moteur_invente.encodeur)


@pytest.fixture(scope="module")
def listes(profils: Profils, moteur_invente: Moteur) -> Listes:
    return Listes.joindre([lot for _, lot in Appariement.preparer(profils, moteur_invente, JOUR).lots(lot=32)])


def test_les_listes_de_tous_sont_celles_de_chacun(listes: Listes, gens: list[Allocataire], moteur_invente: Moteur) -> None:
    """To the last bit: same offers, same order, same scores, same parts, same statuses."""
    for rang, personne in enumerate(gens):
        seul = classer([personne], moteur_invente, JOUR)
        ordre = seul.ordre(0, OUVERTS)[:LONGUEUR]
        gardes = listes.rangs[rang][listes.rangs[rang] >= 0]
        assert gardes.tolist() == ordre.tolist()
        assert np.array_equal(listes.totaux[rang, : len(ordre)].astype(np.float32) / np.float32(TOTAL), seul.scores.total[0, ordre])
        assert listes.statuts[rang, : len(ordre)].tolist() == seul.eligibilite.statuts[0, ordre].tolist()
        for place, part in enumerate(Part):
            assert np.array_equal(listes.parts[rang, : len(ordre), place] / np.float32(UNITE), seul.scores.parts[part][0, ordre])


def test_le_decoupage_ne_change_rien(listes: Listes, profils: Profils, moteur_invente: Moteur) -> None:
    appariement = Appariement.preparer(profils, moteur_invente, JOUR)
    d_un_coup = appariement.listes(0, PERSONNES)
    reprise = Listes.joindre([lot for _, lot in appariement.lots(depuis=41, lot=7)])
    for champ in ("rangs", "totaux", "statuts", "parts"):
        assert np.array_equal(getattr(listes, champ), getattr(d_un_coup, champ))
        assert np.array_equal(getattr(listes, champ)[41:], getattr(reprise, champ))


def test_qui_convient_a_une_offre_est_qui_la_trouve_dans_sa_liste(profils: Profils, gens: list[Allocataire], moteur_invente: Moteur) -> None:
    ensemble = classer(gens, moteur_invente, JOUR)
    ouverts = np.isin(ensemble.eligibilite.statuts, [STATUTS.index(s) for s in OUVERTS]) & ensemble.retenus
    for rang in range(0, OFFRES, 13):
        lues = candidats_pour(profils, moteur_invente, rang, JOUR)
        attendues = sorted(np.flatnonzero(ouverts[:, rang]).tolist(), key=lambda i: (-ensemble.scores.total[i, rang], i))
        assert [c.personne for c in lues] == attendues
        assert [np.float32(c.score) for c in lues] == [ensemble.scores.total[i, rang] for i in attendues]
        assert [c.statut for c in lues] == [STATUTS[ensemble.eligibilite.statuts[i, rang]] for i in attendues]
        assert candidats_pour(profils, moteur_invente, rang, JOUR, combien=2) == lues[:2]


def test_a_plusieurs_on_a_les_scores_de_chacun(gens: list[Allocataire], moteur_invente: Moteur) -> None:
    ensemble = classer(gens[:20], moteur_invente, JOUR)
    for rang, personne in enumerate(gens[:20]):
        seul = classer([personne], moteur_invente, JOUR)
        assert np.array_equal(seul.scores.total[0], ensemble.scores.total[rang])
        assert np.array_equal(seul.retenus[0], ensemble.retenus[rang])


def test_une_session_plus_tardive_est_jugee_a_son_jour(moteur_invente: Moteur, gens: list[Allocataire]) -> None:
    """At eighteen years less a year, an offer for adults is closed this year and open in two."""
    image = moteur_invente.image
    majeurs = [
        int(o)
        for o, r in zip(image.conditions.offre, image.conditions.regle, strict=True)
        if image.conditions.regles.valeurs[r] == ("18",) and image.vivantes(JOUR)[o]
    ]
    jeune = replace(gens[0], annee_naissance=2010, freins=(), metiers=tuple(moteur_invente.referentiel.metiers), publics=(), permis=None)
    profil = Profils.construire([jeune], moteur_invente.referentiel, moteur_invente.encodeur)
    fermees = [o for o in majeurs if not candidats_pour(profil, moteur_invente, o, JOUR)]
    ouvertes = [o for o in fermees if candidats_pour(profil, moteur_invente, o, JOUR, le=date(2030, 1, 15))]
    assert fermees
    assert ouvertes


def test_sans_modele_ni_mots_ni_personne(gens: list[Allocataire], moteur_invente: Moteur) -> None:
    lu = moteur_invente.referentiel
    degrade = Moteur(construire(invention.lignes(5, 80, lu, JOUR), lu, None), lu, moteur_invente.metiers, None)
    profils = Profils.construire(gens[:10], lu, None)
    for rang, liste in enumerate(Appariement.preparer(profils, degrade, JOUR).listes(0, 10).rangs):
        assert liste[liste >= 0].tolist() == classer([gens[rang]], degrade, JOUR).ordre(0, OUVERTS)[:LONGUEUR].tolist()
    vide = Moteur(construire(invention.lignes(5, 0, lu, JOUR), lu, None), lu, moteur_invente.metiers, None)
    assert Appariement.preparer(profils, vide, JOUR).listes(0, 10).rangs.shape == (10, 0)
    assert list(Appariement.preparer(Profils.construire([], lu, None), degrade, JOUR).lots()) == []


def test_les_meilleurs_sont_ceux_d_un_tri_entier() -> None:
    hasard = np.random.default_rng(3)
    for _ in range(60):
        b, n = int(hasard.integers(1, 6)), int(hasard.integers(1, 40))
        # Few values: ties everywhere, also at the last place.
        totaux = hasard.integers(-3, 5, (b, n)).astype(np.float32)
        k = int(hasard.integers(1, n + 1))
        rangs, valeurs, tronque = meilleurs(totaux, k)
        for ligne in range(b):
            attendus = sorted((c for c in range(n) if totaux[ligne, c] >= 0), key=lambda c, notes=totaux[ligne]: (-notes[c], c))
            gardes = rangs[ligne][rangs[ligne] >= 0].tolist()
            assert gardes == attendus[:k]
            assert valeurs[ligne, : len(gardes)].tolist() == totaux[ligne, gardes].tolist()
            assert tronque[ligne] == (len(attendus) > k)
