"""The workbook of a lot: people in lines, months in columns, totals; names shortened as everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from catalogue.libelles import CONTRATS
from employeurs.clauses.domaine import Lot, Participation, Poste, sommes_par_mois, suite_de_mois
from employeurs.clauses.libelles import A_PRECISER, PUBLICS

_COLONNES = ("N° marché", "Lot", "Titulaire", "Prénom", "Nom", "Repère", "Public", "Code ROME", "Type de contrat", "Date d’entrée", "Date de sortie")


def mois_des(lot: Lot) -> tuple[date, ...]:
    """Months that have hours, with those between them; none without hours."""
    return suite_de_mois(min(lot.par_mois), max(lot.par_mois)) if lot.par_mois else ()


def ecrire_lot(lot: Lot, postes: Sequence[Poste], personnes: Sequence[Participation], instant: datetime, *, fictif: bool) -> bytes:
    """Write the workbook of a lot; the import reads it back without changing anything.

    Args:
        lot: the lot.
        postes: its posts.
        personnes: its people with their hours.
        instant: when it is written.
        fictif: the data are those of the demonstration, said on the second sheet.

    Returns:
        The file.
    """
    tampon, mois = BytesIO(), mois_des(lot)
    # Formulas and addresses are never made out of text: a name that begins with « = » stays a name.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(tampon, options) as classeur:
        gras = classeur.add_format({"bold": True, "bottom": 1})
        en_mois = classeur.add_format({"bold": True, "bottom": 1, "num_format": "mmm yyyy"})
        feuille = classeur.add_worksheet("Heures")
        feuille.write_row(0, 0, _COLONNES, gras)
        for rang, m in enumerate(mois, len(_COLONNES)):
            feuille.write_datetime(0, rang, datetime(m.year, m.month, 1), en_mois)
        feuille.write_string(0, len(_COLONNES) + len(mois), "Total", gras)
        par_id = {p.id: p for p in postes}
        for ligne, p in enumerate(personnes, 1):
            for rang, valeur in enumerate(_fixes(lot, par_id[p.poste], p)):
                if isinstance(valeur, date):
                    feuille.write_datetime(ligne, rang, datetime(valeur.year, valeur.month, valeur.day))
                elif valeur:
                    feuille.write_string(ligne, rang, valeur)
            _heures(feuille, ligne, p.heures, mois)
        feuille.write_string(len(personnes) + 1, 0, "Total", gras)
        _heures(feuille, len(personnes) + 1, sommes_par_mois(p.heures for p in personnes), mois)
        feuille.set_column(0, len(_COLONNES) - 1, 16)
        feuille.freeze_panes(1, 5)
        _bilan(classeur.add_worksheet("Bilan"), lot, instant, fictif)
    return tampon.getvalue()


def _fixes(lot: Lot, poste: Poste, p: Participation) -> tuple[str | date | None, ...]:
    public, contrat = PUBLICS[p.public] if p.public else "", CONTRATS[poste.contrat] if poste.contrat else ""
    return (lot.marche_numero, lot.numero, lot.titulaire, p.prenom, p.initiale, p.repere, public, poste.code_rome, contrat, p.entree, p.sortie)


def _heures(feuille: xlsxwriter.worksheet.Worksheet, ligne: int, heures: Mapping[date, Decimal], mois: Sequence[date]) -> None:
    for rang, m in enumerate(mois, len(_COLONNES)):
        if m in heures:
            feuille.write_number(ligne, rang, float(heures[m]))
    feuille.write_number(ligne, len(_COLONNES) + len(mois), float(sum(heures.values(), Decimal(0))))


def _bilan(feuille: xlsxwriter.worksheet.Worksheet, lot: Lot, instant: datetime, fictif: bool) -> None:
    b = lot.bilan
    chiffres = (("Heures prévues", b.prevues), ("Heures engagées", b.engagees), ("Heures réalisées", b.realisees), ("Heures restantes", b.restantes))
    textes = (("Objet", lot.objet), ("Acheteur", lot.acheteur), ("Titulaire", lot.titulaire or A_PRECISER), ("Écrit le", f"{instant:%d/%m/%Y %H:%M}"))
    for rang, (mot, valeur) in enumerate((*textes, *((("Données", "fictives"),) if fictif else ()))):
        feuille.write_row(rang, 0, (mot, valeur))
    for rang, (mot, heures) in enumerate((*chiffres, ("Dépassement", b.depassement)), len(textes) + 1):
        feuille.write_string(rang, 0, mot)
        feuille.write_number(rang, 1, float(heures))
    feuille.set_column(0, 1, 40)
