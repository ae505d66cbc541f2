"""« boite importer allocataires » as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from boite.importer_personnes import coffre_des_reglages, lire_colonnes
from socle.erreurs import ErreurPersonne
from socle.reglages import Mode, Reglages, reglages
from tests.etl.formats.caf.conftest import flux, foyer, personne

Lancer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def importer(url_base: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Lancer]:
    """Run the command over an empty base, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "width", 200)
    monkeypatch.setenv("DATABASE_URL", url_base)
    reglages.cache_clear()

    def executer(*arguments: str) -> tuple[int, str, str]:
        statut = lancer(application, ["importer", "allocataires", *arguments])
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def test_essai_puis_ecriture_puis_rien_de_nouveau(importer: Lancer) -> None:
    Path("flux.xml").write_text(flux(foyer(), foyer(personne(nom="DIALLO", nir=""), matricule="7", etat="5")), "windows-1252")
    statut, dit, _ = importer("flux.xml")
    assert statut == 0
    assert "rien n’a été écrit" in dit
    _, ecrit, _ = importer("flux.xml", "--ecrire", "--json")
    rapport = json.loads(ecrit)
    assert (rapport["comptes"]["crees"], rapport["comptes"]["ecartes"], rapport["a_change"]) == (1, 1, True)
    assert "Rien n’a changé" in importer("flux.xml", "--ecrire")[1]
    assert not any(mot in dit + ecrit for mot in ("Sanchez", "SANCHEZ", "Diallo", "2840594028017", "1234567"))


def test_liste_colonnes_et_compte_rendu(importer: Lancer) -> None:
    Path("liste.csv").write_text("Patronyme;Prénom;Date de naissance;RQTH;Couleur\nSanchez;Lucie;12/05/1984;Oui;bleu\nBa;;1/1/1990;;\n", "utf-8")
    statut, dit, _ = importer("liste.csv", "--colonne", "Patronyme=nom", "--strict", "--rapport", "rapport.xlsx")
    assert statut == 1
    assert all(mots in dit for mots in ("Patronyme → nom", "laissées de côté exprès : RQTH", "inconnues, non lues : Couleur", "ligne 3, Prénom"))
    feuilles = CalamineWorkbook.from_path("rapport.xlsx")
    assert feuilles.sheet_names == ["Résumé", "Colonnes", "Rejets", "Avertissements"]
    assert feuilles.get_sheet_by_name("Rejets").to_python()[1][:2] == ["ligne 3", "Prénom"]


def test_un_fichier_refuse_est_explique(importer: Lancer) -> None:
    Path("flux.xml").write_text(flux(foyer()).replace("<SITFAM>CEL</SITFAM>", ""), "windows-1252")
    statut, _, erreur = importer("flux.xml", "--ecrire")
    assert statut == 2
    assert "ligne 9, il manque <SITFAM>" in " ".join(erreur.split())
    assert "Traceback" not in erreur


@pytest.mark.parametrize("dite", ["Patronyme", "=nom", "Patronyme=age"])
def test_colonne_mal_dite(dite: str) -> None:
    with pytest.raises(ErreurPersonne, match="En-tête=champ"):
        lire_colonnes([dite])


def test_colonnes_dites() -> None:
    assert lire_colonnes(["Patronyme=nom", "N° Dossier = demande", "Notes="]) == {"patronym": "nom", "dossi": "demande", "not": ""}


def test_en_production_la_cle_est_propre_a_l_installation() -> None:
    with pytest.raises(ErreurPersonne, match="BOITE_CLE"):
        coffre_des_reglages(Reglages(mode=Mode.PRODUCTION))
    coffre_des_reglages(Reglages(mode=Mode.DEMONSTRATION))
