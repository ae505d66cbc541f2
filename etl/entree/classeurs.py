"""XLSX workbooks read with calamine, after checking that opening them cannot fill the memory.

calamine holds a sheet as a full rectangle: one stray cell at the far end of a sheet asks for gigabytes and stops the process, so the extent of
the cells is read first, by streaming the XML of the sheets.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from etl.entree.flux import MO, RAPPORT_DES, RAPPORT_MAX, verifier
from socle.erreurs import FichierIllisible

DECOMPRESSE_MAX = 200 * MO
SURFACE_MAX = 5_000_000
"""Most cells in the rectangle of a sheet (a cell takes about 32 bytes)."""

# A cell with a value: <c r="AB12" …>, not the self-closed one that only carries a format.
_CELLULE = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*[^/]>)[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_BLOC = 1 << 20


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
    try:
        with zipfile.ZipFile(chemin) as archive:
            _garder(archive, chemin)
        with chemin.open("rb") as source:
            return CalamineWorkbook.from_filelike(source)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, CalamineError) as erreur:
        raise _pas_un_classeur(chemin) from erreur


def _pas_un_classeur(chemin: Path) -> FichierIllisible:
    return FichierIllisible(f"« {chemin.name} » n’est pas un classeur Excel (.xlsx) lisible. Ouvrez-le dans un tableur et enregistrez-le en .xlsx.")


def _garder(archive: zipfile.ZipFile, chemin: Path) -> None:
    entrees = archive.infolist()
    total = sum(entree.file_size for entree in entrees)
    if total > DECOMPRESSE_MAX or (total > RAPPORT_DES and total > RAPPORT_MAX * chemin.stat().st_size):
        raise FichierIllisible(f"« {chemin.name} » devient démesuré une fois ouvert : il n’est pas lu, par sécurité.")
    if not any(entree.filename == "xl/workbook.xml" for entree in entrees):
        raise _pas_un_classeur(chemin)
    for entree in entrees:
        if entree.filename.startswith("xl/worksheets/") and entree.filename.endswith(".xml"):
            with archive.open(entree) as xml:
                _garder_surface(xml, chemin)


def _garder_surface(xml: IO[bytes], chemin: Path) -> None:
    colonnes: set[bytes] = set()
    lignes: set[int] = {1}
    reste = b""
    while bloc := xml.read(_BLOC):
        texte = reste + bloc
        for colonne, ligne in _CELLULE.findall(texte):
            colonnes.add(colonne)
            lignes = {min(*lignes, int(ligne)), max(*lignes, int(ligne))}
        reste = texte[texte.rfind(b"<") :][:_BLOC]
    largeur = max((_rang_colonne(colonne) for colonne in colonnes), default=0)
    if largeur * max(lignes) > SURFACE_MAX:
        raise FichierIllisible(
            f"Une feuille de « {chemin.name} » s’étend jusqu’à la ligne {max(lignes)} : "
            "une cellule isolée a sans doute été remplie très loin. Effacez-la."
        )


def _rang_colonne(lettres: bytes) -> int:
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + lettre - ord("A") + 1
    return rang
