"""Serving the pages: the demonstration, or a real service."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
import uvicorn

from boite.commun import SortieJson, avec_base, console, ecrire_json, encodeur, proprement, url_prete
from boite.francais import Commande
from boite.taches import CONNEXIONS, liste
from comptes.depot import Restes, restes_de_demonstration
from comptes.production import obstacles
from etl.demonstration.chargement import charger_demonstration
from socle import courrier
from socle.base import Bassin, ouvrir, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme
from socle.migrer import derniere_version, migrer
from socle.postgres import url_serveur
from socle.reglages import Mode, reglages
from socle.taches import Tache
from socle.taches import servir as faire_tourner
from web.application import creer, options_des_reglages


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
    if reglages().mode is Mode.PRODUCTION:
        raise ErreurPersonne("La démonstration ne se charge pas en mode production (BOITE_MODE). Ses personnes et ses comptes sont inventés.")
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
    if reglages().mode is Mode.PRODUCTION:
        exiger_production()
    _servir(demonstration=reglages().mode is Mode.DEMONSTRATION)


def exiger_production() -> None:
    """Refuse to start in production with what only a demonstration may have.

    Raises:
        ErreurPersonne: what is in the way, and what to do about each point.
    """

    async def lire(bassin: Bassin) -> Restes:
        async with transaction(bassin, lecture_seule=True) as connexion:
            return await restes_de_demonstration(connexion)

    raisons = obstacles(reglages(), avec_base(lire))
    if raisons:
        raise ErreurPersonne("Le service ne démarre pas en mode production :\n" + "\n".join(f"– {raison}" for raison in raisons))


def mettre_a_niveau(en_json: SortieJson = False) -> None:
    """Run the missing migrations."""
    fait = migrer(url_serveur(reglages()))
    if en_json:
        ecrire_json({"version": derniere_version(), "migree": fait})
    else:
        console.print(f"Base à la version {derniere_version()}." if fait else f"La base était déjà à la version {derniere_version()}.")


def _servir(*, demonstration: bool) -> None:
    r = reglages()
    url = url_prete()
    application = creer(url, encodeur(), HorlogeSysteme(), demonstration=demonstration, options=options_des_reglages(r))
    adresse = f"http://{r.hote}:{r.port}"
    console.print(f"\n  Ouvrez [bold]{adresse}[/]   (Ctrl+C pour arrêter)")
    console.print(f"  Chercher une offre         {adresse}/offres?q=ménage", highlight=False, soft_wrap=True)
    console.print(f"  Entrer dans un rôle        {adresse}/connexion\n", highlight=False, soft_wrap=True)
    # Uvicorn stops in good order on a signal, then lets the signal end the process: as an exit, so that the embedded server is stopped too.
    for fin in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(fin, lambda *_: sys.exit(0))
    serveur = uvicorn.Server(
        uvicorn.Config(
            application,
            host=r.hote,
            port=r.port,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(r.mandataires),
            forwarded_allow_ips=r.mandataires,
        )
    )
    # A real service runs its jobs in a process of their own (boite taches); the demonstration must be whole with one command.
    asyncio.run(_avec_taches(serveur, url, liste(r)) if demonstration else serveur.serve())


async def _avec_taches(serveur: uvicorn.Server, url: str, taches: Sequence[Tache]) -> None:
    bassin = await ouvrir(url, taille=CONNEXIONS)
    travail = asyncio.create_task(faire_tourner(bassin, taches, HorlogeSysteme(), courrier.CANAL))
    try:
        await serveur.serve()
    finally:
        travail.cancel()
        await asyncio.gather(travail, return_exceptions=True)
        await bassin.close()
