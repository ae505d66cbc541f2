"""The web application: routes, errors in French, the doorkeeper, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from catalogue.vivant import CatalogueVivant
from comptes.cadence import Cadence
from comptes.oidc import Client, Fournisseur
from models.encodeur import Encodeur
from socle.base import ouvrir
from socle.chiffrement import Coffre
from socle.horloge import Horloge
from socle.reglages import CLE_DEMONSTRATION, Reglages
from web import erreurs
from web.contexte import Options, Service
from web.rendu import STATIQUES
from web.routes import ROUTEURS
from web.securite import Portier

# Most bytes that a form may send; a route that takes files says its own ``max_body_size``.
OCTETS_MAX = 1024 * 1024
CONNEXIONS_ANNEXES = 4

# An answer that depends on an account existing never comes sooner.
PLANCHER_S = 0.4


def options_des_reglages(reglages: Reglages) -> Options:
    """Settings of the pages, from those of the process.

    Args:
        reglages: settings of the process.

    Returns:
        Keys, public address, providers.
    """
    fournisseurs = {
        cle: Client(Fournisseur(f.nom, f.emetteur, f.client_id, f.client_secret.get_secret_value(), f.portees, f.acr))
        for cle, f in reglages.oidc.items()
    }
    return Options(Coffre(reglages.cle.get_secret_value()), reglages.adresse_publique.rstrip("/"), fournisseurs, PLANCHER_S)


def creer(url: str, encodeur: Encodeur | None, horloge: Horloge, *, demonstration: bool, options: Options | None = None) -> FastAPI:
    """Build the application.

    Args:
        url: address of the database, already migrated.
        encodeur: sentence encoder, None in degraded mode.
        horloge: the clock.
        demonstration: the data are fictitious; one click enters as anybody of the demonstration.
        options: keys, public address, providers; those of the demonstration by default.

    Returns:
        The application; the database is opened when it starts and closed when it stops.
    """
    choisies = options or Options(Coffre(CLE_DEMONSTRATION))

    @asynccontextmanager
    async def vie(application: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as a_fermer:
            bassin, annexe = await ouvrir(url), await ouvrir(url, taille=CONNEXIONS_ANNEXES)
            a_fermer.push_async_callback(bassin.close)
            a_fermer.push_async_callback(annexe.close)
            vivant = await a_fermer.enter_async_context(CatalogueVivant.ouvrir(bassin, encodeur))
            cadence = Cadence(annexe, choisies.coffre)
            application.state.service = Service(bassin, annexe, vivant, horloge, demonstration, choisies, cadence)
            yield

    application = FastAPI(title="Boîte à parcours", lifespan=vie, max_body_size=OCTETS_MAX, docs_url=None, redoc_url=None, openapi_url=None)
    application.mount("/static", StaticFiles(directory=STATIQUES), name="static")
    for routeur in ROUTEURS:
        application.include_router(routeur)
    application.add_middleware(Portier)
    erreurs.installer(application)
    return application
