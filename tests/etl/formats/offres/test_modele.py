"""The empty template: what it shows, and that the reader understands its eight examples."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from catalogue.domaine import CRITERES_IAE, PUBLICS, Offre, TypeOffre
from catalogue.regles import anomalies_offre
from etl.entree.fichiers import feuilles_xlsx, lignes_xlsx
from etl.formats.offres import lire
from etl.formats.offres.colonnes import COLONNES, PAR_CLE
from etl.formats.offres.libelles import LISTES
from etl.formats.offres.modele import EXEMPLES, ecrire_modele
from etl.lecture import Avertissement, Contexte, Element, Lu

CONTEXTE = Contexte(aujourdhui=date(2026, 9, 10), source="cre")
EXTENSIONS = ["xlsx", "csv"]


def modele(tmp_path: Path, extension: str) -> Path:
    chemin = tmp_path / f"modele.{extension}"
    ecrire_modele(chemin)
    return chemin


def lire_les_exemples(tmp_path: Path, extension: str) -> list[Element]:
    """The template read once its examples are no longer called so."""
    chemin, essai = modele(tmp_path, extension), tmp_path / f"essai.{extension}"
    if extension == "csv":
        essai.write_bytes(chemin.read_bytes().replace(b"EXEMPLE-", b"ESSAI-"))
    else:
        with zipfile.ZipFile(chemin) as source, zipfile.ZipFile(essai, "w") as cible:
            for nom in source.namelist():
                cible.writestr(nom, source.read(nom).replace(b"EXEMPLE-", b"ESSAI-"))
    return list(lire(essai, CONTEXTE))


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_les_exemples_sont_laisses_de_cote(tmp_path: Path, extension: str) -> None:
    elements = list(lire(modele(tmp_path, extension), CONTEXTE))
    assert [e.anomalie.valeur for e in elements if isinstance(e, Avertissement)] == [f"EXEMPLE-{rang}" for rang in range(1, 9)]
    assert len(elements) == 8


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_aller_et_retour_huit_exemples_compris(tmp_path: Path, extension: str) -> None:
    elements = lire_les_exemples(tmp_path, extension)
    # No rejection, no doubt: eight structures and eight offers.
    assert {type(e) for e in elements} == {Lu}
    offres = [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]
    assert [o.type_offre for o in offres] == list(TypeOffre)
    assert len(elements) == 16
    assert [anomalies_offre(offre) for offre in offres] == [()] * 8


def test_le_classeur_et_le_csv_disent_la_meme_chose(tmp_path: Path) -> None:
    assert lire_les_exemples(tmp_path, "xlsx") == lire_les_exemples(tmp_path, "csv")


def test_les_exemples_montrent_presque_toutes_les_colonnes() -> None:
    montrees = {cle for exemple in EXEMPLES for cle in exemple}
    assert montrees <= PAR_CLE.keys()
    assert {c.cle for c in COLONNES} - montrees == {"etat_session", "precisions_session", "rncp", "rs"}


def test_feuilles_du_classeur(tmp_path: Path) -> None:
    chemin = modele(tmp_path, "xlsx")
    assert feuilles_xlsx(chemin) == ["Offres", "Mode d’emploi", "Listes"]
    listes = [ligne for _, ligne in lignes_xlsx(chemin, "Listes")]
    assert list(listes[0]) == [liste.titre for liste in LISTES]
    assert [ligne["Types d’offre"] for ligne in listes][:8] == list(PAR_CLE["type_offre"].liste.libelles.values())  # type: ignore[union-attr]


def test_dates_en_dates_et_codes_en_texte(tmp_path: Path) -> None:
    lignes = [ligne for _, ligne in lignes_xlsx(modele(tmp_path, "xlsx"), "Offres")]
    assert lignes[0]["Début"] == date(2026, 10, 13)
    assert lignes[0]["Code postal"] == "94000"
    assert lignes[1]["SIRET de la structure"] == "00000000000018"
    assert lignes[4]["Lot"] == "02"


def test_listes_deroulantes_commentaires_et_volets(tmp_path: Path) -> None:
    with zipfile.ZipFile(modele(tmp_path, "xlsx")) as archive:
        feuille = archive.read("xl/worksheets/sheet1.xml").decode()
        commentaires = archive.read("xl/comments1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    source = r'<dataValidation type="list"[^>]*sqref="[A-Z]+2:[A-Z]+2001"[^>]*><formula1>Listes!\$([A-Z]+)\$2:\$\1\$(\d+)</formula1>'
    validations = re.findall(source, feuille)
    fermees = [c for c in COLONNES if c.liste is not None]
    assert [int(fin) - 1 for _, fin in validations] == [len(c.liste.libelles) for c in fermees if c.liste]
    # A column where several values may be chosen must not refuse two of them.
    assert len(re.findall(r'<dataValidation type="list"[^>]*showErrorMessage="1"', feuille)) == len([c for c in fermees if c.format == "choix"])
    assert 'state="frozen"' in feuille
    assert 'xSplit="3" ySplit="1"' in feuille
    assert commentaires.count("<comment ") == len(COLONNES)
    assert "Votre référence, toujours la même pour la même offre" in commentaires
    # Text format, so that a code typed by hand keeps its zeros.
    assert re.search(r'formatCode="@"', styles)


def test_csv_s_ouvre_dans_un_tableur_francais(tmp_path: Path) -> None:
    octets = modele(tmp_path, "csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    lignes = list(csv.reader(octets.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert lignes[0] == [c.libelle for c in COLONNES]
    assert len(lignes) == 9
    premiere = dict(zip(lignes[0], lignes[1], strict=True))
    assert (premiere["Début"], premiere["Heure de début"], premiere["Places"]) == ("13/10/2026", "09h30", "12")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_le_modele_ecrit_deux_fois_est_le_meme(tmp_path: Path, extension: str) -> None:
    assert modele(tmp_path, extension).read_bytes() == modele(tmp_path, extension).read_bytes()


def test_les_listes_suivent_le_domaine() -> None:
    valeurs = {liste.titre: tuple(liste.libelles) for liste in LISTES}
    assert valeurs["Publics"] == PUBLICS
    assert valeurs["Critères IAE"] == CRITERES_IAE
    for colonne in COLONNES:
        assert (colonne.liste is not None) == (colonne.format in {"choix", "plusieurs"})
        assert colonne.aide
