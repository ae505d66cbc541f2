"""The search and its bench on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from socle.reglages import reglages

Lancer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sur(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, url_demonstration: str) -> Iterator[Lancer]:
    """Run a command over the demonstration, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "width", 200)
    monkeypatch.setenv("DATABASE_URL", url_demonstration)

    def executer(*arguments: str) -> tuple[int, str, str]:
        reglages.cache_clear()
        statut = lancer(application, arguments)
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def test_chercher_dit_ce_qui_est_compris(sur: Lancer) -> None:
    statut, sortie, _ = sur("chercher", "magazinier mais pas de plonge")
    assert statut == 0
    assert "Métiers compris : " in sortie
    assert "Magasinier" in sortie
    assert "« magazinier » compris comme « magasinier »" in sortie
    assert "Mis de côté : plonge" in sortie
    statut, sortie, _ = sur("chercher", "je n'ai personne pour garder mon fils", "--json")
    lu = json.loads(sortie)
    assert (lu["freins"], lu["refus"]) == (["garde_enfants"], [])
    assert lu["total"] > 0


def test_le_banc_compare_et_se_lit(sur: Lancer) -> None:
    statut, sortie, erreurs = sur("banc", "recherche", "--offres", "60,80")
    assert (statut, erreurs.count("Erreur")) == (0, 0)
    assert "Recherche dans 60 offres inventées" in sortie
    assert "Recherche dans 80 offres inventées" in sortie
    assert "Notre recherche, entière" in sortie
    assert "FAISS nu (plancher)" in sortie


@pytest.mark.parametrize("tailles", ["", "beaucoup", "0", "6000,-3", "2000000"])
def test_le_banc_refuse_une_taille_impossible(sur: Lancer, tailles: str) -> None:
    statut, sortie, erreurs = sur("banc", "recherche", "--offres", tailles)
    assert (statut, sortie) == (2, "")
    assert "donnez des nombres d’offres" in " ".join(erreurs.split())
