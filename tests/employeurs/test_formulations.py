"""Wording the law forbids: pointed out where it stands, with a neutral way of saying; what is allowed is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employeurs.formulations import relire
from employeurs.mesure import mesurer


def test_le_passage_montre_est_celui_qui_a_ete_tape() -> None:
    texte = "Poste à pourvoir : nous cherchons une vendeuse, Âge maximum 35 ans. Œuvre variée."
    alertes = relire(texte)
    assert [(a.critere, a.extrait) for a in alertes] == [("sexe", "une vendeuse"), ("age", "Âge maximum")]
    assert all(texte[a.debut : a.fin] == a.extrait for a in alertes)
    assert all("article" in a.pourquoi for a in alertes)
    assert all(a.proposition for a in alertes)


@pytest.mark.parametrize(
    "texte",
    [
        "Vendeur ou vendeuse (F/H), débutants acceptés, 18 ans minimum.",
        "Éducateur de jeunes enfants, dix ans d’expérience, auprès d’enfants de 3 à 6 ans.",
        "",
    ],
)
def test_ce_qui_est_permis_ne_leve_rien(texte: str) -> None:
    assert relire(texte) == ()


def test_une_exception_ne_vaut_que_pour_sa_phrase() -> None:
    assert relire("Auprès d’enfants. Candidat de 25 à 30 ans.")[0].critere == "age"


def test_les_propositions_ne_levent_elles_memes_aucune_alerte() -> None:
    for jugement in mesurer("jugees").jugements:
        for alerte in relire(jugement.phrase):
            assert relire(alerte.proposition) == ()


def test_les_phrases_jugees() -> None:
    mesure = mesurer("jugees")
    assert len(mesure.jugements) == 150
    assert mesure.precision >= 0.95
    assert mesure.rappel >= 0.95


def test_les_phrases_temoins_disent_ce_qui_manque() -> None:
    mesure = mesurer("temoin")
    assert mesure.precision >= 0.9
    assert mesure.rappel >= 0.6
    assert all(j.phrase for j in mesure.ecarts)


@given(st.text(max_size=300))
def test_n_importe_quel_texte_se_relit(texte: str) -> None:
    assert all(texte[a.debut : a.fin] == a.extrait for a in relire(texte))
