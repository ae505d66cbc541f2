"""Errors that people see: in French, saying what to do, never a traceback."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from comptes.domaine import Decision
from parcours.prescriptions.mouvements import Conflit, Introuvable, Refusee
from parcours.prescriptions.services import DejaPrescrite
from socle.base import ERREURS_BASE
from socle.erreurs import ErreurPersonne
from web.contexte import repondre, service
from web.pages.commun import PageErreur

_MESSAGES: dict[int, tuple[str, str]] = {
    400: ("Demande incomprise", "Cette demande n’a pas pu être lue. Revenez à la page précédente et recommencez."),
    401: (
        "Votre session est fermée",
        "Rien n’a été enregistré, et rien n’est perdu : entrez de nouveau dans un autre onglet, puis revenez ici et actualisez la page. "
        "Ce que vous avez saisi sera envoyé.",
    ),
    403: ("Action non autorisée", "Votre compte ne permet pas cette action."),
    404: ("Page introuvable", "Cette page n’existe pas, ou l’offre a été retirée du catalogue."),
    405: ("Action impossible", "Cette page ne se demande pas de cette façon."),
    409: ("Quelqu’un a été plus rapide", "Rien n’a été changé. Revenez à la page précédente et rechargez-la."),
    413: ("Envoi trop volumineux", "Ce qui a été envoyé est trop gros. Réduisez le fichier ou le texte, puis recommencez."),
    429: ("Trop d’essais", "Trop d’essais en peu de temps. Attendez un quart d’heure, puis recommencez."),
    500: ("Un problème de notre côté", "La page n’a pas pu être préparée. Rien n’a été perdu ; vous pouvez réessayer."),
    503: ("Service momentanément indisponible", "La base de données ne répond pas. Réessayez dans quelques instants."),
}


class Refus(ErreurPersonne):
    """An action that the account may not do; its text says why."""


def exiger(decision: Decision) -> None:
    """Go on only when an action is allowed.

    Args:
        decision: answer of a rule ``peut_…``.

    Raises:
        Refus: it is not; the page answers 403 with the reason.
    """
    if not decision:
        raise Refus(decision.motif)


def page_erreur(request: Request, statut: int, message: str = "") -> HTMLResponse:
    """The page of an error.

    Args:
        request: the request.
        statut: HTTP status.
        message: what happened, the usual words of this status when empty.

    Returns:
        The answer.
    """
    titre, usuel = _MESSAGES.get(statut, _MESSAGES[404 if statut < 500 else 500])
    s = service(request)
    contenu = PageErreur(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        statut=statut,
        titre=titre,
        message=message or usuel,
    )
    return repondre(request, "erreur", contenu, statut=statut)


async def _http(request: Request, erreur: Exception) -> HTMLResponse:
    assert isinstance(erreur, HTTPException)
    return page_erreur(request, erreur.status_code)


async def _parametre(request: Request, _erreur: Exception) -> HTMLResponse:
    return page_erreur(request, 404)


async def _refus(request: Request, erreur: Exception) -> HTMLResponse:
    return page_erreur(request, 403, str(erreur))


async def _personne(request: Request, erreur: Exception) -> HTMLResponse:
    return page_erreur(request, 400, str(erreur))


async def _conflit(request: Request, erreur: Exception) -> HTMLResponse:
    return page_erreur(request, 409, str(erreur))


async def _base_absente(request: Request, _erreur: Exception) -> HTMLResponse:
    return page_erreur(request, 503)


async def _interne(request: Request, _erreur: Exception) -> HTMLResponse:
    return page_erreur(request, 500)


def installer(application: FastAPI) -> None:
    """Answer every error with a page.

    Args:
        application: the application.
    """
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _parametre)
    application.add_exception_handler(Refus, _refus)
    application.add_exception_handler(Introuvable, _parametre)
    application.add_exception_handler(Refusee, _refus)
    for conflit in (Conflit, DejaPrescrite):
        application.add_exception_handler(conflit, _conflit)
    application.add_exception_handler(ErreurPersonne, _personne)
    for erreur in ERREURS_BASE:
        application.add_exception_handler(erreur, _base_absente)
    application.add_exception_handler(Exception, _interne)
