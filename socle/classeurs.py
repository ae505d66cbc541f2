"""XLSX workbooks opened with calamine, after checking that opening them cannot fill the memory.

calamine holds a sheet as a full rectangle: one stray cell at the far end of a sheet asks for gigabytes and stops the process, so the extent of
the cells is read first, by streaming the XML of the sheets.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, BinaryIO, Final

from python_calamine import CalamineError, CalamineWorkbook

from socle.erreurs import FichierIllisible

MO: Final = 1_000_000
RAPPORT_MAX: Final = 100
"""Largest ratio of uncompressed to compressed bytes: French text stays under 20, a bomb goes to 1 000."""
RAPPORT_DES: Final = 20 * MO
"""The ratio is looked at beyond this many bytes: a small file may well be very repetitive."""
DECOMPRESSE_MAX: Final = 200 * MO
SURFACE_MAX: Final = 5_000_000
"""Most cells in the rectangle of a sheet (a cell takes about 32 bytes)."""

# A cell with a value: <c r="AB12" …>, not the self-closed one that only carries a format.
_CELLULE = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*[^/]>)[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_BLOC = 1 << 20


def ouvrir_classeur(source: BinaryIO, nom: str) -> CalamineWorkbook:
    """Open a workbook under guard.

    Args:
        source: its bytes, read from the start.
        nom: name of the file, for messages.

    Returns:
        The workbook.

    Raises:
        FichierIllisible: not a workbook, or a bomb.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            _garder(archive, source.seek(0, 2), nom)
        source.seek(0)
        return CalamineWorkbook.from_filelike(source)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, CalamineError) as erreur:
        raise _pas_un_classeur(nom) from erreur


def _pas_un_classeur(nom: str) -> FichierIllisible:
    return FichierIllisible(f"« {nom} » n’est pas un classeur Excel (.xlsx) lisible. Ouvrez-le dans un tableur et enregistrez-le en .xlsx.")


def _garder(archive: zipfile.ZipFile, taille: int, nom: str) -> None:
    entrees = archive.infolist()
    total = sum(entree.file_size for entree in entrees)
    if total > DECOMPRESSE_MAX or (total > RAPPORT_DES and total > RAPPORT_MAX * taille):
        raise FichierIllisible(f"« {nom} » devient démesuré une fois ouvert : il n’est pas lu, par sécurité.")
    if not any(entree.filename == "xl/workbook.xml" for entree in entrees):
        raise _pas_un_classeur(nom)
    for entree in entrees:
        if entree.filename.startswith("xl/worksheets/") and entree.filename.endswith(".xml"):
            with archive.open(entree) as xml:
                _garder_surface(xml, nom)


def _garder_surface(xml: IO[bytes], nom: str) -> None:
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
            f"Une feuille de « {nom} » s’étend jusqu’à la ligne {max(lignes)} : une cellule isolée a sans doute été remplie très loin. Effacez-la."
        )


def _rang_colonne(lettres: bytes) -> int:
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + lettre - ord("A") + 1
    return rang
