"""The empty workbook that is handed to facilitateurs: one line per person and month, or one column per month, both read the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Final

import xlsxwriter
from xlsxwriter.workbook import Workbook

from catalogue.libelles import CONTRATS
from employeurs.clauses.domaine import suite_de_mois
from employeurs.clauses.libelles import MOIS, PUBLICS

LIGNES: Final = 500
# Neither today's date nor a name: the same code and year always write the same file.
_PROPRIETES: Final = {"title": "Suivi des heures d’insertion", "comments": "Boîte à parcours", "created": datetime(2026, 1, 1)}
_LOTS: Final = ("N° marché", "Objet du marché", "Acheteur", "SIRET acheteur", "Code CPV", "Lot", "Intitulé du lot", "Titulaire", "SIRET titulaire",
    "Date de notification", "Date de début", "Date de fin", "Heures prévues")  # fmt: skip
_PERSONNES: Final = ("N° marché", "Lot", "Nom", "Prénom", "Repère", "Public", "Code ROME", "Type de contrat", "Date d’entrée", "Date de sortie")
_AIDE: Final = (
    "Feuille « Lots » : une ligne par lot. Un lot déjà suivi dans la boîte à parcours n’a pas besoin d’y être.",
    "Feuille « Heures » : une ligne par personne, une colonne par mois. On peut aussi écrire une ligne par personne et par mois, avec les colonnes "
    "« Mois » et « Heures ».",
    "Une case vide ne dit rien : les heures déjà notées restent. Écrivez 0 pour dire « aucune heure ce mois-ci ».",
    "Des heures s’écrivent 35,5 ou 35h30. Importer deux fois le même fichier ne change rien : les heures sont remplacées, jamais ajoutées.",
    "De chaque nom, seuls le prénom et l’initiale sont gardés. Deux « Samira B. » sur un même lot se distinguent par la colonne « Repère ».",
    "L’ordre des colonnes est libre, d’autres mots sont compris, les lignes de total sont vérifiées puis laissées de côté.",
)  # fmt: skip


def ecrire_modele(annee: int) -> bytes:
    """Write the empty workbook.

    Args:
        annee: year whose months have a column.

    Returns:
        The file.
    """
    tampon = BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as classeur:
        classeur.set_properties(_PROPRIETES)
        _feuille(classeur, "Heures", _PERSONNES, suite_de_mois(date(annee, 1, 1), date(annee, 12, 1)))
        _feuille(classeur, "Lots", _LOTS)
        _mode_d_emploi(classeur)
    return tampon.getvalue()


def _feuille(classeur: Workbook, nom: str, entetes: Sequence[str], mois: Sequence[date] = ()) -> None:
    feuille = classeur.add_worksheet(nom)
    gras = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E9EDF2"}
    entete, en_mois = classeur.add_format(gras), classeur.add_format({**gras, "num_format": "mmm yyyy"})
    feuille.write_row(0, 0, entetes, entete)
    for rang, m in enumerate(mois, len(entetes)):
        feuille.write_datetime(0, rang, datetime(m.year, m.month, 1), en_mois)
    jour, texte = classeur.add_format({"num_format": "dd/mm/yyyy"}), classeur.add_format({"num_format": "@"})
    for rang, mot in enumerate(entetes):
        feuille.set_column(rang, rang, 30 if "bjet" in mot or "itul" in mot else 18, jour if mot.startswith("Date") else texte)
    feuille.set_column(len(entetes), len(entetes) + max(len(mois), 1) - 1, 11)
    for mot, valeurs in (("Public", PUBLICS.values()), ("Type de contrat", CONTRATS.values())):
        if mot in entetes:
            regle = {
                "validate": "list",
                "source": f"=Listes!${'A' if mot == 'Public' else 'B'}$2:${'A' if mot == 'Public' else 'B'}${len(valeurs) + 1}",
            }
            feuille.data_validation(1, entetes.index(mot), LIGNES, entetes.index(mot), {**regle, "show_error": False})
    feuille.set_row(0, 32)
    feuille.freeze_panes(1, 4 if mois else 1)


def _mode_d_emploi(classeur: Workbook) -> None:
    listes = classeur.add_worksheet("Listes")
    gras = classeur.add_format({"bold": True, "bottom": 1})
    for rang, (titre, mots) in enumerate((("Public", PUBLICS.values()), ("Type de contrat", CONTRATS.values()), ("Mois", MOIS))):
        listes.write_string(0, rang, titre, gras)
        listes.write_column(1, rang, list(mots))
        listes.set_column(rang, rang, 36)
    aide = classeur.add_worksheet("Mode d’emploi")
    aide.set_column(0, 0, 120, classeur.add_format({"text_wrap": True, "valign": "top"}))
    aide.write_column(0, 0, _AIDE)
    aide.hide_gridlines(2)
