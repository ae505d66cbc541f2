"""Importing the hours of social clauses: the facilitateur's workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
import xlsxwriter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boite.commun import SortieJson, avec_base, erreurs, proprement, rendre_rapport
from boite.francais import Commande
from employeurs.clauses.fichier.lecteur import lire_classeur
from employeurs.clauses.importation import RapportClauses, importer
from employeurs.clauses.libelles import heures_en_mots
from etl.entree.flux import verifier
from etl.rapport import MONTRES, conclusion
from socle.base import Bassin, transaction
from socle.horloge import HorlogeSysteme


def enregistrer(application: typer.Typer) -> None:
    """Add the command to the group of imports.

    Args:
        application: the group.
    """
    aide = "Les heures d’insertion des clauses sociales : le classeur du facilitateur (XLSX, voir « boite modele clauses »)."
    application.command("clauses", cls=Commande, help=aide)(clauses)


@proprement
def clauses(
    fichier: Annotated[Path, typer.Argument(help="Classeur à importer.")],
    ecrire: Annotated[bool, typer.Option("--ecrire", help="Écrire pour de bon (sinon, essai à blanc).")] = False,
    rapport: Annotated[Path | None, typer.Option(help="Où enregistrer le compte rendu (.xlsx).")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Finir en erreur si une seule case est rejetée.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Import the hours of social clauses."""
    verifier(fichier)
    with fichier.open("rb") as source:
        lecture = lire_classeur(source, fichier.name)

    async def travail(bassin: Bassin) -> RapportClauses:
        with erreurs.status("Lecture…"):
            async with transaction(bassin) as connexion:
                return await importer(connexion, lecture, HorlogeSysteme(), ecrire=ecrire)

    rendre_rapport(avec_base(travail), rapport or Path(f"rapport-{fichier.stem}.xlsx"), ecrire_rapport, afficher, strict=strict, en_json=en_json)


def afficher(rapport: RapportClauses, console: Console) -> None:
    """Show a report on a screen.

    Args:
        rapport: the report.
        console: where.
    """
    table = Table(title=f"Import de {rapport.fichier} (clauses)", title_justify="left")
    for titre in ("Marché", "Lot", "Heures avant", "Heures après"):
        table.add_column(titre, justify="right" if titre.startswith("Heures") else "left")
    for lot in rapport.lots:
        table.add_row(Text(lot.marche), Text(lot.lot + (" (nouveau)" if lot.nouveau else "")), heures_en_mots(lot.avant), heures_en_mots(lot.apres))
    console.print(table)
    console.print(f"Mois lus : {rapport.lus} – nouveaux : {rapport.crees}, changés : {rapport.modifies}, inchangés : {rapport.inchanges}.")
    for titre, remarques in (("Rejeté", rapport.rejets), ("À voir", rapport.avertissements)):
        for r in remarques[:MONTRES]:
            console.print(Text(f"  {titre} – {r.ou} : {r.message}"))
        if len(remarques) > MONTRES:
            console.print(f"  … et {len(remarques) - MONTRES} autres.")
    console.print(conclusion(ecrit=rapport.ecrit, a_change=rapport.a_change))


def ecrire_rapport(rapport: RapportClauses, chemin: Path) -> None:
    """Save a report as a workbook.

    Args:
        rapport: the report.
        chemin: file to write.
    """
    with xlsxwriter.Workbook(chemin, {"strings_to_formulas": False, "strings_to_urls": False}) as classeur:
        gras = classeur.add_format({"bold": True, "bottom": 1})
        lots = classeur.add_worksheet("Lots")
        lots.write_row(0, 0, ("Marché", "Lot", "Nouveau", "Heures avant", "Heures après"), gras)
        for rang, lot in enumerate(rapport.lots, 1):
            lots.write_row(rang, 0, (lot.marche, lot.lot, "oui" if lot.nouveau else "non", float(lot.avant), float(lot.apres)))
        remarques = classeur.add_worksheet("Remarques")
        remarques.write_row(0, 0, ("Genre", "Où", "Quoi"), gras)
        dites = [("rejeté", r) for r in rapport.rejets] + [("à voir", r) for r in rapport.avertissements]
        for rang, (genre, r) in enumerate(dites, 1):
            remarques.write_row(rang, 0, (genre, r.ou, r.message))
        for feuille in (lots, remarques):
            feuille.set_column(0, 2, 32)
