"""XLSX workbooks as rows under headers; they are opened under guard by ``socle.classeurs``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from etl.entree.flux import verifier
from socle.classeurs import ouvrir_classeur
from socle.erreurs import FichierIllisible


def feuilles_xlsx(chemin: Path) -> list[str]:
    """Names of the sheets of a workbook.

    Args:
        chemin: path of the ``.xlsx`` file.

    Returns:
        Names, in the order of the tabs.

    Raises:
        FichierIllisible: not a workbook, or a bomb.
    """
    return list(_ouvrir(chemin).sheet_names)


def lignes_xlsx(chemin: Path, feuille: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Rows of a sheet; its first row that is not empty gives the names of the columns.

    Args:
        chemin: path of the ``.xlsx`` file.
        feuille: name of the sheet.

    Yields:
        Row number as the spreadsheet shows it (1 for the first), and the cells by column: text, float (every number), bool, date, datetime,
        time or timedelta, ``""`` for an empty cell. Empty rows are left out.

    Raises:
        FichierIllisible: not a workbook, a bomb, no such sheet, or a sheet without any cell.
    """
    classeur = _ouvrir(chemin)
    if feuille not in classeur.sheet_names:
        presentes = ", ".join(f"« {nom} »" for nom in classeur.sheet_names)
        raise FichierIllisible(f"« {chemin.name} » n’a pas de feuille « {feuille} ». Feuilles trouvées : {presentes}.")
    try:
        lignes = enumerate(classeur.get_sheet_by_name(feuille).iter_rows(), start=1)
    except CalamineError as erreur:
        raise FichierIllisible(f"La feuille « {feuille} » de « {chemin.name} » est abîmée. Enregistrez de nouveau le classeur.") from erreur
    entete: list[str] | None = None
    for numero, cellules in lignes:
        if all(cellule == "" for cellule in cellules):
            continue
        if entete is None:
            entete = [str(cellule).strip() for cellule in cellules]
        else:
            yield numero, _ligne(entete, cellules)
    if entete is None:
        raise FichierIllisible(f"La feuille « {feuille} » de « {chemin.name} » est vide.")


def _ligne(entete: Sequence[str], cellules: Sequence[object]) -> dict[str, object]:
    # The first of two columns of the same name wins; a column without a name is not read.
    ligne: dict[str, object] = {}
    for colonne, cellule in zip(entete, cellules, strict=False):
        if colonne:
            ligne.setdefault(colonne, cellule)
    return ligne


def _ouvrir(chemin: Path) -> CalamineWorkbook:
    verifier(chemin)
    with chemin.open("rb") as source:
        return ouvrir_classeur(source, chemin.name)
