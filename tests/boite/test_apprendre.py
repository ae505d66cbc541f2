"""``boite apprendre classement`` and ``boite evaluer appariement`` as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from matching.score import Part, poids
from matching.score.poids import FICHIER
from models.classement import GRILLE, Classeur, Tete, en_milliemes
from socle.reglages import reglages

Lancer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def boite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Lancer]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "width", 240)

    def executer(*arguments: str, url: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("BOITE_DONNEES", str(tmp_path))
        reglages.cache_clear()
        statut = lancer(application, list(arguments))
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def test_sans_liste_montree_les_poids_restent_et_c_est_dit(boite: Lancer, url_base: str, tmp_path: Path) -> None:
    statut, _, erreur = boite("apprendre", "classement", url=url_base)
    assert statut == 2
    assert "il n’y a rien à apprendre" in " ".join(erreur.split())
    assert "restent en vigueur" in " ".join(erreur.split())
    assert not (tmp_path / "classement" / "classement.json").exists()


def test_des_poids_appris_et_acceptes_servent_des_le_redemarrage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    noms = tuple(sorted(Part))
    parts = en_milliemes(np.full(len(noms), 1 / len(noms))) / 1_000
    courbes = np.tile(np.linspace(0, 1, GRILLE), (len(noms), 1))
    tete = Tete(courbes, 0.0, np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.5, 200)
    Classeur("appris-essai", "logistique", noms, parts, courbes, 0.8, tete, None).ecrire(tmp_path / "classement")
    monkeypatch.setenv("BOITE_DONNEES", str(tmp_path))
    for cache in (reglages, poids):
        cache.cache_clear()
    try:
        assert poids().version == "appris-essai"
        assert sum(poids().milliemes(part) for part in Part) == 1_000
        assert poids(FICHIER).version != "appris-essai"
    finally:
        monkeypatch.undo()
        for cache in (reglages, poids):
            cache.cache_clear()


def test_une_part_inconnue_se_dit(boite: Lancer, url_base: str) -> None:
    statut, _, erreur = boite("evaluer", "appariement", "--partie", "toutes", url=url_base)
    assert statut == 2
    assert "mesure, reglage ou tout" in erreur


def test_sans_catalogue_il_n_y_a_rien_a_mesurer(boite: Lancer, url_base: str) -> None:
    statut, _, erreur = boite("evaluer", "appariement", url=url_base)
    assert statut == 2
    assert "aucune offre" in erreur


def test_la_simulation_dit_ce_qu_elle_ne_prouve_pas(boite: Lancer, url_demonstration: str) -> None:
    statut, sortie, _ = boite("evaluer", "appariement", "--simulation", "60", url=url_demonstration)
    assert statut == 0
    assert "ne dit rien de la qualité" in sortie
    statut, sortie, _ = boite("evaluer", "appariement", "--simulation", "60", "--json", url=url_demonstration)
    figures = json.loads(sortie)
    assert figures["personnes"] == 60
    assert figures["melange"]["remplace"] is False
    assert "il en faut 100" in figures["rapport"]["essais"][0]["motifs"][0]
