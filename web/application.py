"""The web application: routes, headers, errors in French, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from catalogue.vivant import CatalogueVivant
from models.encodeur import Encodeur
from socle.base import ERREURS_BASE, ouvrir
from socle.horloge import Horloge
from web import accueil, offres, personnes, pour_personne
from web.contexte import Service, repondre
from web.pages.commun import Conseil, PageErreur
from web.rendu import STATIQUES

# No script, style or frame but our own; forms only to ourselves.
CSP = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; img-src 'self' data:"
ENTETES = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
UN_AN_S = 31_536_000

_MESSAGES: dict[int, tuple[str, str]] = {
    404: ("Page introuvable", "Cette page n’existe pas, ou l’offre a été retirée du catalogue."),
    405: ("Action impossible", "Cette page ne se demande pas de cette façon."),
    500: ("Un problème de notre côté", "La page n’a pas pu être préparée. Rien n’a été perdu ; vous pouvez réessayer."),
    503: ("Service momentanément indisponible", "La base de données ne répond pas. Réessayez dans quelques instants."),
}
_CONSEILS = (Conseil("Chercher dans le catalogue", "/offres"), Conseil("Revenir à l’accueil", "/"))


def creer(url: str, encodeur: Encodeur | None, horloge: Horloge, *, demonstration: bool) -> FastAPI:
    """Build the application.

    Args:
        url: address of the database, already migrated.
        encodeur: sentence encoder, None in degraded mode.
        horloge: the clock.
        demonstration: the data are fictitious.

    Returns:
        The application; the database is opened when it starts and closed when it stops.
    """

    @asynccontextmanager
    async def vie(application: FastAPI) -> AsyncIterator[None]:
        bassin = await ouvrir(url)
        try:
            async with CatalogueVivant.ouvrir(bassin, encodeur) as vivant:
                application.state.service = Service(bassin, vivant, horloge, demonstration)
                yield
        finally:
            await bassin.close()

    application = FastAPI(title="Boîte à parcours", lifespan=vie, docs_url=None, redoc_url=None, openapi_url=None)
    application.mount("/static", StaticFiles(directory=STATIQUES), name="static")
    for module in (accueil, offres, personnes, pour_personne):
        application.include_router(module.routeur)
    application.middleware("http")(_ajouter_entetes)
    application.add_exception_handler(HTTPException, _repondre_erreur_http)
    application.add_exception_handler(RequestValidationError, _repondre_introuvable)
    for erreur in ERREURS_BASE:
        application.add_exception_handler(erreur, _repondre_base_absente)
    application.add_exception_handler(Exception, _repondre_erreur_interne)
    return application


async def _ajouter_entetes(request: Request, suite: Callable[[Request], Awaitable[Response]]) -> Response:
    reponse = await suite(request)
    reponse.headers.update(ENTETES)
    # An address of a static file carries a print of its content: it may be kept for ever. Pages are always asked again.
    fige = request.url.path.startswith("/static/") and "v" in request.query_params
    reponse.headers["Cache-Control"] = f"public, max-age={UN_AN_S}, immutable" if fige else "no-cache"
    return reponse


async def _repondre_erreur_http(request: Request, erreur: Exception) -> HTMLResponse:
    assert isinstance(erreur, HTTPException)
    return _page_erreur(request, erreur.status_code)


async def _repondre_introuvable(request: Request, _erreur: Exception) -> HTMLResponse:
    return _page_erreur(request, 404)


async def _repondre_base_absente(request: Request, _erreur: Exception) -> HTMLResponse:
    return _page_erreur(request, 503)


async def _repondre_erreur_interne(request: Request, _erreur: Exception) -> HTMLResponse:
    return _page_erreur(request, 500)


def _page_erreur(request: Request, statut: int) -> HTMLResponse:
    titre, message = _MESSAGES.get(statut, _MESSAGES[404 if statut < 500 else 500])
    service: Service = request.app.state.service
    contenu = PageErreur(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        statut=statut,
        titre=titre,
        message=message,
        conseils=_CONSEILS,
    )
    return repondre(request, "erreur", contenu, statut=statut)
