"""Workbooks of facilitateurs, made by the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO

import xlsxwriter


def classeur(feuilles: Mapping[str, Sequence[Sequence[object]]]) -> BytesIO:
    """A workbook: rows by sheet; dates and durations are true ones, None leaves the cell empty."""
    tampon = BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as sortie:
        jour, duree = sortie.add_format({"num_format": "mmm yyyy"}), sortie.add_format({"num_format": "[h]:mm"})
        for nom, lignes in feuilles.items():
            feuille = sortie.add_worksheet(nom)
            for i, ligne in enumerate(lignes):
                for j, valeur in enumerate(ligne):
                    if isinstance(valeur, date):
                        feuille.write_datetime(i, j, datetime(valeur.year, valeur.month, valeur.day), jour)
                    elif isinstance(valeur, timedelta):
                        feuille.write_number(i, j, valeur.total_seconds() / 86400, duree)
                    elif valeur is not None:
                        feuille.write(i, j, valeur)
    tampon.seek(0)
    return tampon
