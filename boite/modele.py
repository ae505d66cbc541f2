"""Writing the templates that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boite.commun import SortieJson, console, ecrire_json, proprement
from boite.francais import Commande, groupe
from employeurs.clauses.fichier.modele import ecrire_modele as modele_clauses
from etl.formats.offres.modele import ecrire_modele
from socle.horloge import HorlogeSysteme

application = groupe("Écrire les modèles de fichiers à remplir.")


@application.command(
    "offres", cls=Commande, help="Écrire le modèle de saisie des offres (.xlsx, ou .csv), avec listes déroulantes et un exemple par type."
)
@proprement
def offres(
    fichier: Annotated[Path, typer.Argument(help="Fichier à écrire.")] = Path("modele-offres.xlsx"),
    en_json: SortieJson = False,
) -> None:
    """Write the template of offers."""
    ecrire_modele(fichier)
    if en_json:
        ecrire_json({"fichier": str(fichier)})
    else:
        console.print(f"Modèle écrit : {fichier}", highlight=False)


@application.command("clauses", cls=Commande, help="Écrire le classeur de suivi des heures d’insertion (.xlsx) que remplissent les facilitateurs.")
@proprement
def clauses(
    fichier: Annotated[Path, typer.Argument(help="Fichier à écrire.")] = Path("modele-clauses.xlsx"),
    en_json: SortieJson = False,
) -> None:
    """Write the workbook of hours."""
    fichier.write_bytes(modele_clauses(HorlogeSysteme().aujourdhui().year))
    if en_json:
        ecrire_json({"fichier": str(fichier)})
    else:
        console.print(f"Modèle écrit : {fichier}", highlight=False)
