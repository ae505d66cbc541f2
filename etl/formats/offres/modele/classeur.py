"""The workbook of the template: offers with drop-down lists, instructions, lists."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format as Mise
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from etl.formats.offres.colonnes import COLONNES, Colonne, Format, Groupe
from etl.formats.offres.lecteur import FEUILLE
from etl.formats.offres.libelles import LISTES
from etl.formats.offres.modele.exemples import EXEMPLES, Cellule
from etl.formats.offres.modele.mode_emploi import MODE_EMPLOI

LIGNES = 2000
"""Lines that carry the formats and the lists."""
# Neither today's date nor a name: the same code always writes the same file.
_PROPRIETES = {"title": "Modèle d’offres", "comments": "Boîte à parcours", "created": datetime(2026, 1, 1)}
# Soft fills with black text: readable, printable, and distinct in grey.
_COULEURS = dict(zip(Groupe, ("#D9E8F5", "#E4DFF0", "#FCE8C8", "#DDEFDD", "#E8EEF1", "#F7DDE4", "#F3E9D2", "#D8F0EC", "#E6E6E6"), strict=True))
_NOMBRES = {Format.DATE: "dd/mm/yyyy", Format.HEURE: "hh:mm", Format.CODE: "@", Format.ENTIER: "0", Format.NOMBRE: "General"}
_LARGEURS = {Format.DATE: 13, Format.HEURE: 11, Format.ENTIER: 12, Format.NOMBRE: 12, Format.CODE: 18, Format.CHOIX: 24, Format.PLUSIEURS: 30}


def ecrire_classeur(chemin: Path) -> None:
    """Write the workbook of the template.

    Args:
        chemin: file to write, replaced if it is there.
    """
    with xlsxwriter.Workbook(chemin, {"default_date_format": "dd/mm/yyyy"}) as classeur:
        classeur.set_properties(_PROPRIETES)
        offres = classeur.add_worksheet(FEUILLE)
        aide = classeur.add_worksheet("Mode d’emploi")
        listes = classeur.add_worksheet("Listes")
        _ecrire_offres(classeur, offres)
        _ecrire_mode_emploi(classeur, aide)
        _ecrire_listes(classeur, listes)


def _ecrire_offres(classeur: Workbook, feuille: Worksheet) -> None:
    for rang, colonne in enumerate(COLONNES):
        _ecrire_entete(classeur, feuille, rang, colonne)
        _valider(feuille, rang, colonne)
        exemple = classeur.add_format({"italic": True, "font_color": "#5F6368", "num_format": _NOMBRES.get(colonne.format, "General")})
        for ligne, cellules in enumerate(EXEMPLES, start=1):
            if (valeur := cellules.get(colonne.cle)) is not None:
                _ecrire_cellule(feuille, ligne, rang, valeur, exemple)
    feuille.set_row(0, 45)
    feuille.freeze_panes(1, 3)
    feuille.autofilter(0, 0, LIGNES, len(COLONNES) - 1)


def _ecrire_entete(classeur: Workbook, feuille: Worksheet, rang: int, colonne: Colonne) -> None:
    apparence = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": _COULEURS[colonne.groupe]}
    feuille.write_string(0, rang, colonne.libelle, classeur.add_format(apparence))
    feuille.write_comment(0, rang, f"{colonne.groupe}\n{colonne.aide}", {"author": "Boîte à parcours", "x_scale": 2, "y_scale": 1.4})
    cellules = classeur.add_format({"num_format": _NOMBRES.get(colonne.format, "General")})
    feuille.set_column(rang, rang, _LARGEURS.get(colonne.format, 28), cellules)


def _ecrire_cellule(feuille: Worksheet, ligne: int, rang: int, valeur: Cellule, apparence: Mise) -> None:
    if isinstance(valeur, date | time):
        feuille.write_datetime(ligne, rang, valeur, apparence)
    elif isinstance(valeur, str):
        feuille.write_string(ligne, rang, valeur, apparence)
    else:
        feuille.write_number(ligne, rang, valeur, apparence)


def _valider(feuille: Worksheet, rang: int, colonne: Colonne) -> None:
    if colonne.liste is not None:
        source = f"=Listes!{xl_range_abs(1, LISTES.index(colonne.liste), len(colonne.liste.libelles), LISTES.index(colonne.liste))}"
        # A list where several values may be chosen only helps: a cell with two of them must not be refused.
        stricte = colonne.format is Format.CHOIX
        regle = {"validate": "list", "source": source, "show_error": stricte, "error_title": "Valeur hors de la liste"}
        feuille.data_validation(1, rang, LIGNES, rang, {**regle, "error_message": "Choisissez une valeur de la liste déroulante."})
    elif colonne.format is Format.DATE:
        regle = {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "error_title": "Date attendue"}
        feuille.data_validation(1, rang, LIGNES, rang, {**regle, "error_message": "Écrivez une date\u00a0: jj/mm/aaaa."})
    elif colonne.format is Format.ENTIER:
        regle = {"validate": "integer", "criteria": ">=", "value": 0, "error_title": "Nombre attendu"}
        feuille.data_validation(1, rang, LIGNES, rang, {**regle, "error_message": "Écrivez un nombre entier."})


def _ecrire_mode_emploi(classeur: Workbook, feuille: Worksheet) -> None:
    titre = classeur.add_format({"bold": True, "font_size": 13})
    phrase = classeur.add_format({"text_wrap": True, "valign": "top"})
    entete = classeur.add_format({"bold": True, "bottom": 1})
    feuille.set_column(0, 0, 34, phrase)
    feuille.set_column(1, 1, 110, phrase)
    ligne = 0
    for chapitre, phrases in MODE_EMPLOI:
        feuille.write_string(ligne, 0, chapitre, titre)
        for rang, mots in enumerate(phrases, start=1):
            feuille.write_string(ligne + rang, 1, mots, phrase)
        ligne += len(phrases) + 2
    feuille.write_string(ligne, 0, "Colonne", entete)
    feuille.write_string(ligne, 1, "Ce qu’on y écrit", entete)
    for rang, colonne in enumerate(COLONNES, start=1):
        feuille.write_string(ligne + rang, 0, colonne.libelle, phrase)
        feuille.write_string(ligne + rang, 1, colonne.aide, phrase)
    feuille.hide_gridlines(2)


def _ecrire_listes(classeur: Workbook, feuille: Worksheet) -> None:
    entete = classeur.add_format({"bold": True, "bottom": 1})
    for rang, liste in enumerate(LISTES):
        feuille.write_string(0, rang, liste.titre, entete)
        feuille.write_column(1, rang, list(liste.libelles.values()))
        feuille.set_column(f"{xl_col_to_name(rang)}:{xl_col_to_name(rang)}", max(map(len, [liste.titre, *liste.libelles.values()])) + 2)
    feuille.freeze_panes(1, 0)
