"""Workbooks (XLSX) written one way: text stays text, so that a name which begins with « = » is never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

Cellule = str | int | float | date
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Classeur:
    """A workbook being written."""

    def __init__(self, fichier: Workbook) -> None:
        self._fichier = fichier
        self._entete: Format = fichier.add_format({"bold": True, "bottom": 1})
        self._jour: Format = fichier.add_format({"num_format": "dd/mm/yyyy", "align": "left"})

    def feuille(
        self, nom: str, entetes: Sequence[str], lignes: Iterable[Sequence[Cellule]], *, figees: int = 0, filtres: bool = False, pied: str = ""
    ) -> None:
        """Add a sheet.

        Args:
            nom: name of the sheet, at most 31 characters.
            entetes: words of the columns.
            lignes: cells, row by row; days are days, figures are figures, all the rest is text.
            figees: columns that stay in sight.
            filtres: each column may be filtered and sorted.
            pied: a line under the rows, empty for none.
        """
        feuille = self._fichier.add_worksheet(nom)
        feuille.write_row(0, 0, entetes, self._entete)
        rang = 0
        for rang, ligne in enumerate(lignes, start=1):
            for colonne, valeur in enumerate(ligne):
                if isinstance(valeur, date):
                    feuille.write_datetime(rang, colonne, valeur, self._jour)
                elif isinstance(valeur, str):
                    feuille.write_string(rang, colonne, valeur)
                else:
                    feuille.write_number(rang, colonne, valeur)
        feuille.freeze_panes(1, figees)
        feuille.autofit()
        if filtres:
            feuille.autofilter(0, 0, max(rang, 1), len(entetes) - 1)
        if pied:
            feuille.write_string(rang + 2, 0, pied)


@contextmanager
def ouvrir(tampon: BytesIO) -> Iterator[Classeur]:
    """Write a workbook into memory; it is whole once the block ends.

    Args:
        tampon: where its bytes go.

    Yields:
        The workbook.
    """
    with xlsxwriter.Workbook(tampon, _OPTIONS) as fichier:
        yield Classeur(fichier)
