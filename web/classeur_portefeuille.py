"""The portefeuille as a workbook, with what is needed to plan and nothing sensitive: no frein, no contact, no note, no year of birth."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter

from parcours.dossier.libelles import DROITS, ETATS_CER
from parcours.dossier.portefeuille import LignePortefeuille
from parcours.libelles import ORIENTATIONS

COLONNES = (
    "Nom",
    "Prénom",
    "Commune",
    "Orientation",
    "Référent",
    "Entrée dans le RSA",
    "RSA",
    "Contrat",
    "À signer avant le",
    "Signé le",
    "Projet écrit",
)
A_PRECISER = "à préciser"


def classeur(lignes: Iterable[LignePortefeuille], aujourdhui: date, *, fictif: bool) -> bytes:
    """Write the workbook.

    Args:
        lignes: the people, in the order of the list.
        aujourdhui: today, for the clock of the contract.
        fictif: the people are invented, said in the sheet.

    Returns:
        The bytes of the ``.xlsx`` file.
    """
    sortie = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(sortie, options) as fichier:
        feuille = fichier.add_worksheet("Portefeuille")
        jour = fichier.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        feuille.write_row(0, 0, COLONNES, fichier.add_format({"bold": True}))
        feuille.freeze_panes(1, 2)
        feuille.set_column(0, len(COLONNES) - 1, 20)
        rang = 0
        for rang, ligne in enumerate(lignes, start=1):
            for colonne, valeur in enumerate(_valeurs(ligne, aujourdhui)):
                if isinstance(valeur, date):
                    feuille.write_datetime(rang, colonne, valeur, jour)
                else:
                    feuille.write_string(rang, colonne, valeur)
        feuille.autofilter(0, 0, max(rang, 1), len(COLONNES) - 1)
        if fictif:
            feuille.write_string(rang + 2, 0, "Données fictives : ces personnes sont inventées.")
    return sortie.getvalue()


def _valeurs(ligne: LignePortefeuille, aujourdhui: date) -> tuple[Any, ...]:
    cer = ligne.cer(aujourdhui)
    return (
        ligne.nom,
        ligne.prenom,
        ligne.commune or A_PRECISER,
        ORIENTATIONS[ligne.orientation] if ligne.orientation else A_PRECISER,
        ligne.referent or A_PRECISER,
        ligne.entree_rsa or A_PRECISER,
        DROITS[ligne.droit_rsa] if ligne.droit_rsa else A_PRECISER,
        ETATS_CER[cer.etat],
        cer.limite or "",
        cer.signe_le or "",
        "oui" if ligne.projet else "non",
    )
