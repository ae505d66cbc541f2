"""Workbooks that came from elsewhere: what is read, and what is refused with words a person understands."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from etl.entree.fichiers import (
    feuilles_xlsx,
    lignes_xlsx,
)
from socle.erreurs import FichierIllisible

Deposer = Callable[[str, bytes | str], Path]
Refus = Callable[[Callable[[], object]], str]


def classeur(chemin: Path, cellules: dict[tuple[int, int], object], feuille: str = "Offres") -> Path:
    with xlsxwriter.Workbook(str(chemin)) as sortie:
        page = sortie.add_worksheet(feuille)
        for (ligne, colonne), valeur in cellules.items():
            page.write(ligne, colonne, valeur)
    return chemin


def test_une_feuille_se_lit_avec_le_numero_que_montre_le_tableur(tmp_path: Path) -> None:
    chemin = classeur(tmp_path / "f.xlsx", {(2, 1): "id", (2, 2): "places", (4, 1): "a", (4, 2): 12, (5, 1): "b"})
    assert feuilles_xlsx(chemin) == ["Offres"]
    assert list(lignes_xlsx(chemin, "Offres")) == [(5, {"id": "a", "places": 12.0}), (6, {"id": "b", "places": ""})]


def test_une_feuille_absente_ou_vide_est_dite(tmp_path: Path, refus: Refus) -> None:
    chemin = classeur(tmp_path / "f.xlsx", {})
    assert "pas de feuille « Services ». Feuilles trouvées : « Offres »" in refus(lambda: list(lignes_xlsx(chemin, "Services")))
    assert "est vide" in refus(lambda: list(lignes_xlsx(chemin, "Offres")))


def test_une_cellule_egaree_tres_loin_n_epuise_pas_la_memoire(tmp_path: Path, refus: Refus) -> None:
    chemin = classeur(tmp_path / "f.xlsx", {(0, 0): "id", (1_048_575, 200): "x"})
    assert "ligne 1048576" in refus(lambda: list(lignes_xlsx(chemin, "Offres")))


def test_une_bombe_zip_est_arretee(tmp_path: Path, refus: Refus) -> None:
    chemin = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert "démesuré" in refus(lambda: feuilles_xlsx(chemin))


def test_ce_qui_n_est_pas_un_classeur_est_dit(tmp_path: Path, deposer: Deposer, refus: Refus) -> None:
    archive = tmp_path / "archive.xlsx"
    with zipfile.ZipFile(archive, "w") as sortie:
        sortie.writestr("lisezmoi.txt", "bonjour")
    for chemin in (archive, deposer("texte.xlsx", "id;nom\n")):
        assert "n’est pas un classeur Excel" in refus(lambda c=chemin: feuilles_xlsx(c))


def test_un_classeur_abime_ne_fait_jamais_autre_chose_qu_un_refus(tmp_path: Path, refus: Refus) -> None:
    octets = classeur(tmp_path / "f.xlsx", {(0, 0): "id", (1, 0): "a"}).read_bytes()
    refuses = []
    for rang in range(0, len(octets), 97):
        abime = tmp_path / "abime.xlsx"
        abime.write_bytes(octets[:rang] + bytes([octets[rang] ^ 0xFF]) + octets[rang + 1 :])
        try:
            list(lignes_xlsx(abime, "Offres"))
        except FichierIllisible as erreur:
            refuses.append(str(erreur))
    assert refuses
    assert all("abime.xlsx" in message for message in refuses)
