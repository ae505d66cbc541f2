"""Writing the templates that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boite.commun import SortieJson, console, ecrire_json, proprement
from boite.francais import Commande, groupe
from etl.formats.offres.modele import ecrire_modele

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
