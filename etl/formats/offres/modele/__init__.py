"""The empty template of offers that the CRE fill in: a workbook with its lists and its instructions, or a plain CSV."""

from __future__ import annotations

import csv
from datetime import date, time
from pathlib import Path

from etl.formats.offres.colonnes import COLONNES
from etl.formats.offres.modele.classeur import ecrire_classeur
from etl.formats.offres.modele.exemples import EXEMPLES

__all__ = ["EXEMPLES", "ecrire_modele"]


def ecrire_modele(chemin: Path) -> None:
    """Write the template: one example line per kind of offer, which the reader leaves aside.

    The bytes depend on nothing but the code: no date of the day, no name of machine.

    Args:
        chemin: file to write, replaced if it is there. ``.csv`` gives a plain CSV (UTF-8 with BOM and semicolons, as a French spreadsheet opens
            it); anything else gives a workbook.
    """
    if chemin.suffix.lower() == ".csv":
        _ecrire_csv(chemin)
    else:
        ecrire_classeur(chemin)


def _ecrire_csv(chemin: Path) -> None:
    with chemin.open("w", encoding="utf-8-sig", newline="") as fichier:
        plume = csv.writer(fichier, delimiter=";", lineterminator="\r\n")
        plume.writerow([colonne.libelle for colonne in COLONNES])
        plume.writerows([_en_texte(exemple.get(colonne.cle)) for colonne in COLONNES] for exemple in EXEMPLES)


def _en_texte(valeur: object) -> str:
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, time):
        return f"{valeur:%Hh%M}"
    if isinstance(valeur, float):
        return str(valeur).replace(".", ",")
    return "" if valeur is None else str(valeur)
