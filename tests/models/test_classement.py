"""The ranker: attention, slopes that never punish, sums that add up, what is refused, and what is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.classement import FICHIER, ClassementRefuse, Classeur, Jeu, apprendre, charger_classement, en_milliemes, verifier
from models.classement_position import ETA_A_PRIORI, POIDS_MAX, comparer_ordres, estimer_eta, examine, repartir

NOMS = ("trajet", "metier", "bruit")
POIDS = {"trajet": 0.2, "metier": 0.5, "bruit": 0.3}
PENTES = np.array([3.0, 1.5, 0.0])


def jeu(n_listes: int, graine: int, eta: float = 1.0, longueur: int = 10, *, pentes: np.ndarray = PENTES) -> Jeu:
    """Lists in the order of the weights in force, before people who want nearness first."""
    hasard = np.random.default_rng(graine)
    n = n_listes * longueur
    valeurs = hasard.random((n_listes, longueur, 3))
    actuel = valeurs @ np.array([POIDS[nom] for nom in NOMS])
    valeurs = np.take_along_axis(valeurs, np.argsort(-actuel, axis=1)[:, :, None], axis=1).reshape(n, 3)
    positions = np.tile(np.arange(1, longueur + 1), n_listes)
    chance = 1 / (1 + np.exp(-(valeurs @ pentes - 3)))
    acceptees = (hasard.random(n) < positions**-eta) & (hasard.random(n) < chance)
    entrees = np.where(acceptees & (hasard.random(n) < 0.8), (hasard.random(n) < valeurs[:, 1]).astype(float), np.nan)
    return Jeu(
        noms=NOMS,
        valeurs=valeurs,
        actuel=valeurs @ np.array([POIDS[nom] for nom in NOMS]),
        listes=np.repeat(np.arange(n_listes), longueur),
        personnes=np.repeat(np.arange(n_listes) // 2, longueur),
        instants=np.repeat(np.arange(n_listes) % 200, longueur),
        positions=positions,
        ouvertes=acceptees | ((hasard.random(n) < positions**-eta) & (hasard.random(n) < np.minimum(1, chance * 1.5))),
        acceptees=acceptees,
        entrees=entrees,
        groupes={"parité": np.where(np.repeat(np.arange(n_listes) % 2, longueur) == 0, "paire", "impaire")},
    )


@pytest.fixture(scope="module")
def grand() -> Jeu:
    return jeu(1_600, 1)


@pytest.fixture(scope="module")
def classeurs(grand: Jeu) -> dict[str, Classeur]:
    return {nom: apprendre(grand, POIDS, 1.0, "essai", nom) for nom in ("logistique", "arbres")}


@pytest.mark.parametrize("eta", [0.4, 1.2])
def test_la_courbe_d_attention_est_retrouvee(eta: float) -> None:
    lignes = jeu(2_500, 3, eta)
    assert estimer_eta(lignes.valeurs, lignes.positions, lignes.acceptees) == pytest.approx(eta, abs=0.12)


def test_sans_ouverture_l_attention_est_celle_qu_on_suppose() -> None:
    lignes = jeu(10, 1)
    assert estimer_eta(lignes.valeurs, lignes.positions, np.zeros(len(lignes), dtype=np.bool_)) == ETA_A_PRIORI
    peu = jeu(6, 1, 0.2)
    assert abs(estimer_eta(peu.valeurs, peu.positions, peu.acceptees) - ETA_A_PRIORI) < 0.8


def test_une_ligne_laissee_en_bas_dit_moins_que_la_meme_en_haut() -> None:
    convient = repartir(np.array([False, False, True]), examine(np.array([1, 20, 20]), 1.0), np.array([0.5, 0.5, 0.5]))
    assert convient[0] == pytest.approx(0.0)
    assert 0.4 < convient[1] < 0.5
    assert convient[2] == 1.0


@pytest.mark.parametrize("nom", ["logistique", "arbres"])
def test_ce_qui_compte_vraiment_est_retrouve(classeurs: dict[str, Classeur], nom: str) -> None:
    trajet, metier, bruit = classeurs[nom].acceptation.courbes[:, -1]
    assert trajet == pytest.approx(3, abs=0.8)
    assert trajet > metier > 4 * bruit
    assert classeurs[nom].poids[2] < 0.12


@pytest.mark.parametrize("nom", ["logistique", "arbres"])
def test_une_part_qui_grandit_ne_baisse_jamais_le_score(classeurs: dict[str, Classeur], nom: str) -> None:
    valeurs = np.random.default_rng(5).random((300, 3))
    for part in range(3):
        plus = valeurs.copy()
        plus[:, part] = np.minimum(1, plus[:, part] + 0.2)
        assert (classeurs[nom].noter(plus) >= classeurs[nom].noter(valeurs) - 1e-12).all()


def test_une_part_qui_nuit_dans_les_faits_n_est_pas_retournee() -> None:
    classeur = apprendre(jeu(1_500, 2, pentes=np.array([3.0, 1.0, -2.0])), POIDS, 1.0, "essai", "logistique")
    assert classeur.acceptation.courbes[2].tolist() == [0.0] * len(classeur.acceptation.courbes[2])
    assert classeur.acceptation.courbes[0, -1] > 2


@pytest.mark.parametrize("nom", ["logistique", "arbres"])
def test_les_contributions_font_le_score_entre_zero_et_un(classeurs: dict[str, Classeur], nom: str) -> None:
    valeurs = np.random.default_rng(6).random((50, 3))
    classeur = classeurs[nom]
    assert classeur.contributions(valeurs).sum(axis=1) == pytest.approx(classeur.noter(valeurs))
    assert (classeur.contributions(valeurs) >= 0).all()
    assert classeur.noter(np.zeros((1, 3)))[0] == pytest.approx(0)
    assert classeur.noter(np.ones((1, 3)))[0] == pytest.approx(1)


def test_les_poids_appris_sont_en_milliemes(classeurs: dict[str, Classeur]) -> None:
    poids = classeurs["logistique"].poids * 1_000
    assert poids == pytest.approx(np.rint(poids))
    assert poids.sum() == pytest.approx(1_000)
    assert en_milliemes(np.full(3, 1 / 3)).tolist() == [334, 333, 333]


def test_les_deux_tetes_sont_distinctes_et_etalonnees(classeurs: dict[str, Classeur], grand: Jeu) -> None:
    classeur = classeurs["logistique"]
    assert classeur.reussite is not None
    # Nearness makes people say yes, the métier makes it succeed.
    yes, then = classeur.acceptation.courbes[:, -1], classeur.reussite.courbes[:, -1]
    assert yes[0] > yes[1]
    assert then[1] > then[0]
    attendue = examine(grand.positions, 1.0) * classeur.acceptation.probabilite(grand.valeurs)
    assert attendue.mean() == pytest.approx(grand.acceptees.mean(), rel=0.02)
    hautes = attendue > np.quantile(attendue, 0.9)
    assert attendue[hautes].mean() == pytest.approx(grand.acceptees[hautes].mean(), rel=0.1)


def test_trop_peu_de_suites_une_seule_tete() -> None:
    petit = jeu(120, 4)
    inconnues = replace(petit, entrees=np.full(len(petit), np.nan))
    assert apprendre(inconnues, POIDS, 1.0, "essai").reussite is None
    assert apprendre(inconnues, POIDS, 1.0, "essai").algorithme == "logistique"


def test_peu_de_faits_laissent_pres_des_poids_en_vigueur() -> None:
    def ecart(n: int) -> float:
        return float(np.abs(apprendre(jeu(n, 7), POIDS, 1.0, "essai", "logistique").poids - np.array([0.2, 0.5, 0.3])).sum())

    assert ecart(12) < 0.25 < ecart(1_500)


@pytest.mark.parametrize("nom", ["rqth", "age", "sexe", "annee_naissance", "commune"])
def test_un_fait_protege_est_refuse(nom: str) -> None:
    with pytest.raises(ClassementRefuse, match="protégé"):
        verifier(replace(jeu(5, 1), noms=("trajet", "metier", nom)))


def test_ce_qui_ne_s_apprend_pas_est_refuse() -> None:
    petit = jeu(5, 1)
    with pytest.raises(ClassementRefuse, match="rien à apprendre"):
        verifier(replace(petit, acceptees=np.zeros(len(petit), dtype=np.bool_)))
    with pytest.raises(ClassementRefuse, match="intervalle"):
        verifier(replace(petit, valeurs=petit.valeurs * 3))
    with pytest.raises(ClassementRefuse, match="Trop de traits"):
        verifier(replace(petit, noms=tuple(f"p{i}" for i in range(30))))


def test_deux_apprentissages_donnent_le_meme_classement() -> None:
    premier, second = (apprendre(jeu(60, 9), POIDS, 1.0, "essai", "arbres") for _ in range(2))
    assert second.poids.tolist() == premier.poids.tolist()
    assert second.acceptation.probabilites.tolist() == premier.acceptation.probabilites.tolist()


@pytest.mark.parametrize("nom", ["logistique", "arbres"])
def test_ecrit_puis_relu_il_note_pareil(tmp_path: Path, classeurs: dict[str, Classeur], nom: str) -> None:
    valeurs = np.random.default_rng(8).random((40, 3))
    classeurs[nom].ecrire(tmp_path / "d")
    relu = charger_classement(tmp_path / "d")
    assert relu is not None
    assert relu.noter(valeurs) == pytest.approx(classeurs[nom].noter(valeurs), abs=1e-5)
    assert relu.acceptation.probabilite(valeurs) == pytest.approx(classeurs[nom].acceptation.probabilite(valeurs), abs=1e-4)
    assert (relu.version, relu.noms) == ("essai", NOMS)


def test_sans_fichier_rien_et_un_fichier_abime_se_dit(tmp_path: Path, classeurs: dict[str, Classeur]) -> None:
    assert charger_classement(tmp_path) is None
    for texte in ("{", "[]", json.dumps({"version": "x"})):
        (tmp_path / FICHIER).write_text(texte, encoding="utf-8")
        with pytest.raises(ClassementRefuse, match="relancez"):
            charger_classement(tmp_path)


def test_un_ordre_qui_remonte_ce_qui_plait_gagne() -> None:
    positions, listes = np.tile([1, 2, 3], 200), np.repeat(np.arange(200), 3)
    gains, ancien = np.tile([0.0, 0.0, 1.0], 200), np.tile([3.0, 2.0, 1.0], 200)
    nouveau = np.tile([1.0, 2.0, 3.0], 200)
    valeur = comparer_ordres(nouveau, ancien, gains, positions, listes, listes, 0.9, 1)
    assert valeur.ecart == pytest.approx(1 - 1 / np.log2(4))
    assert valeur.bas > 0
    assert valeur.effectif == pytest.approx(200)
    contre = comparer_ordres(ancien, nouveau, gains, positions, listes, listes, 0.9, 1)
    assert contre.ecart == pytest.approx(-valeur.ecart)
    assert comparer_ordres(ancien, ancien, gains, positions, listes, listes, 0.9, 1).ecart == 0


def test_un_gain_profond_ne_pese_pas_sans_limite() -> None:
    positions, listes = np.arange(1, 1_001), np.zeros(1_000, dtype=np.int64)
    gains = np.zeros(1_000)
    gains[[0, 999]] = 1
    valeur = comparer_ordres(-positions.astype(float), -positions.astype(float), gains, positions, listes, listes, 2.0, 1)
    assert valeur.effectif == pytest.approx((1 + POIDS_MAX) ** 2 / (1 + POIDS_MAX**2))
    assert comparer_ordres(-positions.astype(float), -positions.astype(float), 0 * gains, positions, listes, listes, 2.0, 1).effectif == 0
