"""Learning from lists: what is kept, what is measured apart, and when the weights in force stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from matching.listes.apprentissage import EFFECTIF_MINIMAL, INCONNU, Rapport, composer_jeu, decouper, ece, entrainer
from matching.listes.carte import en_json, en_markdown
from matching.listes.domaine import Observation
from models.classement import ClassementRefuse
from socle.horloge import PARIS

NOMS = ("metier", "trajet")
POIDS = {"metier": 0.8, "trajet": 0.2}
DEBUT = datetime(2026, 1, 5, 9, tzinfo=PARIS)


def observations(
    personnes: int, graine: int, *, gout: float = 4.0, visites: int = 4, longueur: int = 8, sauf_rqth: bool = False, froideur: float = 3.0
) -> list[Observation]:
    """Lists by the weights in force, before people who want nearness; those with an RQTH want the métier instead where it is asked."""
    hasard = np.random.default_rng(graine)
    lignes = []
    for visite in range(visites):
        for p in range(personnes):
            valeurs = hasard.random((longueur, 2))
            valeurs = valeurs[np.argsort(-(valeurs @ [0.8, 0.2]))]
            rqth = [None, True, False][p % 3]
            envie = np.array([gout, 0.0]) if sauf_rqth and rqth else np.array([0.0, gout])
            for position, v in enumerate(valeurs, 1):
                acceptee = bool(hasard.random() < position**-0.8 and hasard.random() < 1 / (1 + np.exp(froideur - v @ envie)))
                lignes.append(
                    Observation(
                        liste_id=visite * personnes + p,
                        montree_le=DEBUT + timedelta(days=40 * visite + p % 30),
                        version="v",
                        parts=("metier", "trajet"),
                        position=position,
                        allocataire_id=p,
                        offre_id=position,
                        score=float(v @ [0.8, 0.2]),
                        valeurs=tuple(v.tolist()),
                        ouverte=acceptee or bool(hasard.random() < 0.3 * position**-0.8),
                        acceptee=acceptee,
                        entree=bool(hasard.random() < 0.6) if acceptee and p % 2 else None,
                        annee_naissance=None if p % 7 == 0 else 1960 + p % 45,
                        niveau=p % 5 or None,
                        rqth=rqth,
                        territoire=f"eds-{p % 2}",
                    )
                )
    return sorted(lignes, key=lambda o: (o.montree_le, o.liste_id, o.position))


def essayer(lignes: list[Observation]) -> Rapport:
    jeu, ecartees = composer_jeu(lignes, NOMS, POIDS)
    return entrainer(jeu, POIDS, "essai", 1, ecartees)


@pytest.fixture(scope="module")
def gagnant() -> Rapport:
    return essayer(observations(300, 1))


def test_le_jeu_suit_les_noms_et_non_l_ordre_des_parts() -> None:
    ligne = observations(1, 1, visites=1)[0]
    autre = replace(ligne, parts=("urgence", "trajet", "metier"), valeurs=(0.9, 0.1, 0.7))
    ancienne = replace(ligne, parts=("metier",), valeurs=(0.5,))
    jeu, ecartees = composer_jeu([ligne, autre, ancienne], NOMS, POIDS)
    assert jeu.valeurs[1].tolist() == [0.7, 0.1]
    assert jeu.actuel[1] == pytest.approx(0.8 * 0.7 + 0.2 * 0.1)
    assert ecartees == 1
    with pytest.raises(ClassementRefuse, match="rien à apprendre"):
        composer_jeu([ancienne], NOMS, POIDS)


def test_les_groupes_ne_sont_pas_des_traits() -> None:
    jeu, _ = composer_jeu(observations(9, 1), NOMS, POIDS)
    assert set(jeu.groupes) == {"âge", "territoire", "niveau", "RQTH"}
    assert jeu.noms == NOMS
    assert set(jeu.groupes["RQTH"].tolist()) == {"oui", "non", INCONNU}
    assert set(jeu.groupes["âge"].tolist()) <= {"moins de 26 ans", "26 à 49 ans", "50 ans et plus", INCONNU}


def test_ni_la_meme_personne_ni_le_meme_temps() -> None:
    jeu, _ = composer_jeu(observations(200, 2), NOMS, POIDS)
    appris, mesure = decouper(jeu)
    assert not set(jeu.personnes[appris]) & set(jeu.personnes[mesure])
    assert jeu.instants[appris].max() < jeu.instants[mesure].min()
    assert appris.sum() > mesure.sum() > 0


def test_un_gain_etabli_remplace_les_poids(gagnant: Rapport) -> None:
    essai = gagnant.poids
    assert essai.remplace
    assert essai.valeur.bas > 0
    assert essai.valeur.effectif >= EFFECTIF_MINIMAL
    assert dict(zip(NOMS, essai.classeur.poids, strict=True))["trajet"] > 0.5
    assert essai.ece < 0.03


def test_trop_peu_de_faits_on_ne_conclut_pas() -> None:
    essai = essayer(observations(40, 3)).poids
    assert not essai.remplace
    assert len(essai.motifs) == 1
    assert "il en faut 100" in essai.motifs[0]


def test_sans_gain_les_poids_restent() -> None:
    essai = essayer(observations(500, 4, gout=0.0, froideur=0.5)).poids
    assert not essai.remplace
    assert any("n’est pas établi" in motif for motif in essai.motifs)


def test_un_groupe_qui_perd_suffit_a_refuser() -> None:
    essai = essayer(observations(500, 5, gout=5.0, sauf_rqth=True, froideur=2.0)).poids
    assert essai.valeur.bas > 0
    assert not essai.remplace
    assert any("RQTH : oui" in motif for motif in essai.motifs)
    assert {g.nom for g in essai.groupes if g.perd} >= {"RQTH : oui"}


def test_une_suite_inconnue_n_est_pas_un_echec() -> None:
    lignes = observations(300, 6)
    inconnues = [replace(o, entree=None) for o in lignes]
    assert essayer(inconnues).poids.valeur.effectif > essayer([replace(o, entree=False) for o in lignes]).poids.valeur.effectif


def test_sans_periode_suivante_rien_ne_s_apprend() -> None:
    with pytest.raises(ClassementRefuse, match="Trop peu"):
        essayer([replace(o, montree_le=DEBUT, acceptee=True) for o in observations(1, 1, visites=1)])


def test_la_carte_dit_la_decision_et_ce_qui_n_entre_pas(gagnant: Rapport) -> None:
    carte = en_markdown(gagnant, "Essai")
    assert "remplace les poids en vigueur" in carte
    assert "le sexe n’est pas connu" in carte.lower()
    assert "| RQTH : oui |" in carte
    refuse = en_markdown(essayer(observations(40, 3)), "Essai")
    assert "ne remplace pas les poids. L’effectif utile" in refuse
    figures = en_json(gagnant)
    assert figures["remplace"] is True
    assert sum(figures["essais"][0]["poids"].values()) == pytest.approx(1)


def test_l_erreur_d_etalonnage() -> None:
    attendue = np.repeat([0.1, 0.9], 500)
    juste = np.r_[np.arange(500) % 10 == 0, np.arange(500) % 10 != 0]
    assert ece(attendue, juste) == pytest.approx(0, abs=0.01)
    assert ece(attendue, ~juste) == pytest.approx(0.8, abs=0.01)
    assert np.isnan(ece(np.zeros(0), np.zeros(0, dtype=np.bool_)))
