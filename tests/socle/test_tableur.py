"""Workbooks: text stays text, days are days, figures are figures."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from socle.tableur import ouvrir

PIEGES = ("=1+1", '=HYPERLINK("http://exemple.invalid")', "+33", "-2", "@SOMME(A1)", "https://exemple.invalid", "0042")


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte() -> None:
    tampon = BytesIO()
    with ouvrir(tampon) as classeur:
        classeur.feuille("Essai", ("Nom", "Jour", "Nombre"), ((p, date(2026, 11, 23), 3) for p in PIEGES), filtres=True, pied="=fin")
    assert b"<f>" not in b"".join(_morceaux(tampon))
    lignes = CalamineWorkbook.from_filelike(BytesIO(tampon.getvalue())).get_sheet_by_name("Essai").to_python()
    assert [ligne[0] for ligne in lignes[1 : 1 + len(PIEGES)]] == list(PIEGES)
    assert lignes[1][1:] == [date(2026, 11, 23), 3]
    assert lignes[-1][0] == "=fin"


def _morceaux(tampon: BytesIO) -> list[bytes]:
    with ZipFile(BytesIO(tampon.getvalue())) as archive:
        return [archive.read(nom) for nom in archive.namelist()]
