"""``boite importer clauses`` and ``boite modele clauses``: a dry run, writing, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from socle.reglages import reglages
from tests.employeurs.clauses.classeurs import classeur

ENTETES = ["N° marché", "Lot", "Nom", "Prénom", "10/2026", "11/2026", "Total"]


@pytest.fixture
def boite(
    url_demonstration_a_soi: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str]]]:
    """Run the command over a demonstration, in an empty folder; its status and all it says."""
    monkeypatch.setenv("DATABASE_URL", url_demonstration_a_soi)
    monkeypatch.setattr(console, "width", 200)
    monkeypatch.chdir(tmp_path)
    reglages.cache_clear()

    def executer(*mots: str) -> tuple[int, str]:
        statut = lancer(application, list(mots))
        sorties = capsys.readouterr()
        return statut, sorties.out + (sorties.err if statut == 2 else "")

    yield executer
    reglages.cache_clear()


def test_essai_puis_ecriture(boite: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    lignes = [["DEMO-2116", "9", "Benali", "Zita", 12, "35h30", 47.5], ["DEMO-9999", "1", "Roy", "Ana", 5, None, 5]]
    (tmp_path / "suivi.xlsx").write_bytes(classeur({"Suivi": [ENTETES, *lignes]}).read())
    code, sortie = boite("importer", "clauses", "suivi.xlsx", "--json")
    essai = json.loads(sortie)
    # The lot began on 13 November 2026: October is out of it.
    assert (code, essai["ecrit"], essai["crees"], essai["rejetes"]) == (0, False, 1, 2)
    assert [r["ou"] for r in essai["rejets"]] == ["Suivi, cellule E2", "Suivi, cellule E3"]
    code, sortie = boite("importer", "clauses", "suivi.xlsx", "--ecrire")
    assert code == 0
    assert "35,5" in sortie
    assert "Rejeté" in sortie
    code, sortie = boite("importer", "clauses", "suivi.xlsx", "--ecrire", "--strict", "--json")
    assert (code, json.loads(sortie)["inchanges"]) == (1, 1)
    assert CalamineWorkbook.from_path(tmp_path / "rapport-suivi.xlsx").sheet_names == ["Lots", "Remarques"]


def test_un_fichier_absent_et_le_modele(boite: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    code, sortie = boite("importer", "clauses", "rien.xlsx")
    assert code == 2
    assert "introuvable" in sortie
    assert boite("modele", "clauses", "modele.xlsx")[0] == 0
    assert boite("importer", "clauses", "modele.xlsx")[0] == 0
