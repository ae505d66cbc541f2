"""The worker: mails, reminders, ends by silence, freed places. ``boite taches`` runs for ever, ``boite taches --une-fois`` makes one round."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from boite.commun import SortieJson, console, ecrire_json, proprement, url_prete
from boite.francais import Commande
from employeurs.clauses import depot as depot_clauses
from employeurs.relations import rappels
from matching.listes import depot as depot_listes
from matching.listes.domaine import CONSERVATION_MOIS
from parcours.prescriptions import echeances
from parcours.propositions import depot as depot_propositions
from socle import courrier
from socle.base import Bassin, Connexion, ouvrir, transaction
from socle.horloge import Horloge, HorlogeSysteme
from socle.reglages import Reglages, reglages
from socle.taches import Tache, ronde, servir
from socle.transports import transports

CONNEXIONS: Final = 4
CINQ_MINUTES: Final = timedelta(minutes=5)
UN_MOIS: Final = timedelta(days=30)


def enregistrer(application: typer.Typer) -> None:
    """Add the command.

    Args:
        application: the command line.
    """
    aide = "Faire tourner les tâches : courriels, rappels, échéances, places libérées."
    application.command("taches", cls=Commande, help=aide)(proprement(taches))


def liste(reglages: Reglages) -> tuple[Tache, ...]:
    """Every job, in the order of a round: what ends, then what is offered on, then what is told, then what is sent.

    Args:
        reglages: settings of the process.

    Returns:
        The jobs.
    """
    voies = transports(reglages)

    async def relancer(bassin: Bassin, horloge: Horloge) -> int:
        return await echeances.relancer(bassin, horloge, reglages.adresse_liens)

    async def rappeler(bassin: Bassin, horloge: Horloge) -> int:
        return await rappels.rappeler(bassin, horloge, reglages.adresse_liens)

    async def envoyer(bassin: Bassin, horloge: Horloge) -> str:
        t = await courrier.envoyer(bassin, voies, horloge)
        return f"{t.envoyes} envoyés, {t.reportes} reportés, {t.abandonnes} abandonnés"

    return (
        _compter("echeances", CINQ_MINUTES, echeances.expirer, "prescriptions closes sans réponse"),
        _compter("fermetures", CINQ_MINUTES, echeances.fermer, "prescriptions annulées avec leur session"),
        _compter("listes_attente", CINQ_MINUTES, echeances.proposer_places, "personnes sorties d’une liste d’attente"),
        _compter("relances", CINQ_MINUTES, relancer, "structures à qui l’on a écrit"),
        _compter("rappels", CINQ_MINUTES, rappeler, "chargés de relation entreprise à qui l’on a écrit"),
        _compter("rendez_vous", timedelta(hours=1), echeances.rappeler_rendez_vous, "personnes attendues demain"),
        _compter("suites", timedelta(hours=1), _en_une_fois(_suivre), "faits de prescriptions portés aux listes montrées"),
        Tache("courrier", timedelta(0), envoyer),
        _compter("oubli_courrier", timedelta(days=1), _en_une_fois(courrier.purger), "vieux messages oubliés"),
        _compter("oubli_listes", timedelta(days=1), _en_une_fois(_oublier_listes), "vieilles listes montrées oubliées"),
        _compter("oubli_envois", timedelta(days=1), _en_une_fois(depot_clauses.oublier_envois), "classeurs de clauses jamais confirmés, oubliés"),
    )


async def _suivre(connexion: Connexion, instant: datetime) -> int:
    return await depot_listes.suivre_prescriptions(connexion)


async def _oublier_listes(connexion: Connexion, instant: datetime) -> int:
    limite = instant - CONSERVATION_MOIS * UN_MOIS
    return await depot_listes.purger(connexion, limite) + await depot_propositions.purger(connexion, limite)


def _en_une_fois(travail: Callable[[Connexion, datetime], Awaitable[int]]) -> Callable[[Bassin, Horloge], Awaitable[int]]:
    """A work that one transaction holds, at the instant of the clock."""

    async def faire(bassin: Bassin, horloge: Horloge) -> int:
        async with transaction(bassin) as connexion:
            return await travail(connexion, horloge.maintenant())

    return faire


def _compter(nom: str, periode: timedelta, travail: Callable[[Bassin, Horloge], Awaitable[int]], mots: str) -> Tache:
    async def dire(bassin: Bassin, horloge: Horloge) -> str:
        return f"{mots}\u00a0: {await travail(bassin, horloge)}"

    return Tache(nom, periode, dire)


def taches(
    une_fois: Annotated[bool, typer.Option("--une-fois", help="Tout faire une fois, à l’heure ou non, puis finir.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Run the jobs."""
    url, r = url_prete(), reglages()
    if une_fois:
        bilans = asyncio.run(_une_fois(url, liste(r)))
        if en_json:
            ecrire_json(bilans)
            return
        for nom, bilan in bilans.items():
            console.print(f"{nom} : {bilan}", highlight=False)
        return
    console.print("Les tâches tournent (Ctrl+C pour arrêter).")
    asyncio.run(_sans_fin(url, liste(r)))


async def _une_fois(url: str, a_faire: Sequence[Tache]) -> dict[str, str]:
    bassin = await ouvrir(url, taille=CONNEXIONS)
    try:
        return await ronde(bassin, a_faire, HorlogeSysteme(), toutes=True)
    finally:
        await bassin.close()


async def _sans_fin(url: str, a_faire: Sequence[Tache]) -> None:
    """Until a signal: the job under way is undone by its transactions, and taken up again next time."""
    bassin = await ouvrir(url, taille=CONNEXIONS)
    travail = asyncio.ensure_future(servir(bassin, a_faire, HorlogeSysteme(), courrier.CANAL))
    for fin in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(fin, travail.cancel)
    try:
        await travail
    except asyncio.CancelledError:
        console.print("Arrêt demandé.")
    finally:
        await bassin.close()
