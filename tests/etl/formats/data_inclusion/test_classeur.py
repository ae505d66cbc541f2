"""data·inclusion in a workbook, as its import template has it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from catalogue.domaine import (
    DetailsAppui,
    Frein,
    Offre,
    Structure,
    TypeStructure,
)
from etl.formats.data_inclusion import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

CONTEXTE = Contexte(aujourdhui=date(2026, 3, 15), source="di")
ENTETE_STRUCTURES = ["__ignore__", "id", "date_maj", "nom", "siret", "commune", "code_postal", "telephone", "reseaux_porteurs", "notes internes"]
ENTETE_SERVICES = ["__ignore__", "structure_id", "id", "date_maj", "nom", "description", "lien_source", "thematiques", "lien_source", "publics"]
ENTETE_SERVICES.append("zone_eligibilite")
LIEN = "https://lutins.example"
GARDE = "famille--garde-denfants"


def doutes(elements: Iterable[Element]) -> list[tuple[str, str]]:
    return [(e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


def classeur(tmp_path: Path, feuilles: dict[str, list[list[Any]]]) -> Path:
    chemin = tmp_path / "import.xlsx"
    with xlsxwriter.Workbook(chemin, {"default_date_format": "dd/mm/yyyy"}) as livre:
        for nom, lignes in feuilles.items():
            feuille = livre.add_worksheet(nom)
            for rang, ligne in enumerate(lignes):
                feuille.write_row(rang, 0, ligne)
    return chemin


def test_classeur(tmp_path: Path) -> None:
    chemin = classeur(
        tmp_path,
        {
            "Structures": [
                ENTETE_STRUCTURES,
                [True, "Un identifiant unique.", "", "Le nom.", "", "", "", "", "", ""],
                ["", "s1", datetime(2026, 2, 3), "Les Lutins", 73282932000074, "Ambérieu", 1500, 145000000, "ai, coorace", "à revoir"],
                [False, "", "", "", "", "", "", "", "", ""],
            ],
            "Services": [
                ENTETE_SERVICES,
                [
                    "",
                    "s1",
                    "v1",
                    datetime(2026, 2, 4),
                    "Garde",
                    "Une garde.",
                    LIEN,
                    f"{GARDE},mobilite--preparer-un-permis",
                    "",
                    "femmes, familles",
                    1,
                ],
                ["", "s1", "", datetime(2026, 2, 4), "Sans identifiant", "Une garde.", "", GARDE, "", "", ""],
            ],
            "Publics": [["value"], ["femmes"]],
        },
    )
    elements = list(lire(chemin, CONTEXTE))
    structure, garde = (e.objet for e in elements if isinstance(e, Lu))
    assert isinstance(structure, Structure)
    assert isinstance(garde, Offre)
    assert (structure.siret, structure.lieu.code_postal, structure.contact.telephone) == ("73282932000074", "01500", "0145000000")
    assert (structure.source_id, structure.type_structure, structure.maj_le) == ("s1", TypeStructure.AI, date(2026, 2, 3))
    assert garde.details == DetailsAppui(freins=(Frein.GARDE_ENFANTS, Frein.MOBILITE), thematiques=(GARDE, "mobilite--preparer-un-permis"))
    # The column « lien_source » is there twice: the empty one does not erase the other.
    assert garde.contact.lien == LIEN
    assert garde.publics == ("femmes", "familles")
    assert garde.conditions[0].valeurs == ("01",)
    assert doutes(elements) == [("colonnes", "notes internes")]
    assert [(e.chemin, e.anomalies[0].champ) for e in elements if isinstance(e, Rejet)] == [("feuille Services, ligne 3", "id")]


def test_classeur_ou_une_date_remplace_le_nom_de_la_colonne(tmp_path: Path) -> None:
    entete = [datetime(2026, 2, 23) if c == "date_maj" else c for c in ENTETE_STRUCTURES]
    chemin = classeur(tmp_path, {"Structures": [entete, ["", "s1", datetime(2026, 2, 3), "Les Lutins", "", "", "", "", "", ""]]})
    elements = list(lire(chemin, CONTEXTE))
    (structure,) = (e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Structure))
    assert structure.maj_le == date(2026, 2, 3)
    assert doutes(elements) == [("date_maj", "2026-02-23"), ("colonnes", "notes internes")]


def test_classeur_sans_les_bonnes_feuilles(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="Feuilles trouvées\u00a0: «\u00a0Feuil1\u00a0», «\u00a0Feuil2\u00a0»"):
        list(lire(classeur(tmp_path, {"Feuil1": [["a"], ["b"]], "Feuil2": [["a"]]}), CONTEXTE))
