"""Serving the pages: the demonstration, or a real service."""

from __future__ import annotations

import signal
import sys
from typing import Annotated

import typer
import uvicorn

from boite.commun import SortieJson, avec_base, console, ecrire_json, encodeur, proprement, url_prete
from boite.francais import Commande
from etl.demonstration.chargement import charger_demonstration
from socle.base import Bassin
from socle.horloge import HorlogeSysteme
from socle.migrer import derniere_version, migrer
from socle.postgres import url_serveur
from socle.reglages import Mode, reglages
from web.application import creer


def enregistrer(application: typer.Typer) -> None:
    """Add the commands.

    Args:
        application: the command line.
    """
    application.command("demo", cls=Commande, help="Charger la démonstration (données fictives) et la servir.")(proprement(demo))
    application.command("servir", cls=Commande, help="Servir la base telle qu’elle est.")(proprement(servir))
    application.command("migrer", cls=Commande, help="Mettre la base à la dernière version.")(proprement(mettre_a_niveau))


def demo(
    preparer: Annotated[bool, typer.Option("--preparer-seulement", help="Charger sans servir.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Load the demonstration and serve it."""
    console.print("Base de données…")

    async def charger(bassin: Bassin) -> bool:
        return await charger_demonstration(bassin, HorlogeSysteme())

    charge = avec_base(charger)
    if preparer:
        if en_json:
            ecrire_json({"charge": charge})
        return
    console.print("Démonstration chargée : personnes, structures et offres sont inventées." if charge else "Démonstration du jour déjà chargée.")
    _servir(demonstration=True)


def servir() -> None:
    """Serve the database as it is."""
    _servir(demonstration=reglages().mode is Mode.DEMONSTRATION)


def mettre_a_niveau(en_json: SortieJson = False) -> None:
    """Run the missing migrations."""
    fait = migrer(url_serveur(reglages()))
    if en_json:
        ecrire_json({"version": derniere_version(), "migree": fait})
    else:
        console.print(f"Base à la version {derniere_version()}." if fait else f"La base était déjà à la version {derniere_version()}.")


def _servir(*, demonstration: bool) -> None:
    r = reglages()
    application = creer(url_prete(), encodeur(), HorlogeSysteme(), demonstration=demonstration)
    adresse = f"http://{r.hote}:{r.port}"
    console.print(f"\n  Ouvrez [bold]{adresse}[/]   (Ctrl+C pour arrêter)")
    console.print(f"  Chercher une offre         {adresse}/offres?q=ménage", highlight=False, soft_wrap=True)
    console.print(f"  Les offres d’une personne  {adresse}/personnes\n", highlight=False, soft_wrap=True)
    # Uvicorn stops in good order on a signal, then lets the signal end the process: as an exit, so that the embedded server is stopped too.
    for fin in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(fin, lambda *_: sys.exit(0))
    uvicorn.run(application, host=r.hote, port=r.port, log_level="warning", server_header=False, proxy_headers=False)
