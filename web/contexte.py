"""What a request holds: the clock, the living catalogue, and a connection inside one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Path, Request
from fastapi.responses import HTMLResponse

from catalogue.vivant import CatalogueVivant
from socle.base import Bassin, Connexion, transaction
from socle.horloge import Horloge
from socle.identifiants import ALPHABET, LONGUEUR
from web.pages.commun import Page
from web.rendu import page as rendre


@dataclass(frozen=True)
class Service:
    """Everything the pages share.

    Attributes:
        demonstration: the data are fictitious, and every page says so.
    """

    bassin: Bassin
    vivant: CatalogueVivant
    horloge: Horloge
    demonstration: bool


def service(request: Request) -> Service:
    """The service of the application."""
    return cast("Service", request.app.state.service)


async def lecture(request: Request) -> AsyncIterator[Connexion]:
    """One READ ONLY transaction for the length of the request."""
    async with transaction(service(request).bassin, lecture_seule=True) as connexion:
        yield connexion


# The transaction ends before the answer leaves: with the default scope, what fails at its end would come after a 200.
Lecture = Annotated[Connexion, Depends(lecture, scope="function")]
ServiceWeb = Annotated[Service, Depends(service)]
# What cannot be a public id is answered 404 before the database hears of it.
Identifiant = Annotated[str, Path(pattern=rf"^[{ALPHABET}]{{{LONGUEUR}}}$")]


def repondre(request: Request, nom: str, contenu: Page, *, bloc: str | None = None, statut: int = 200) -> HTMLResponse:
    """Render a page, or one block of it when htmx asks for a part.

    Args:
        request: the request.
        nom: name of the template.
        contenu: dataclass of the page.
        bloc: block that htmx swaps on this page, None when there is none.
        statut: HTTP status.

    Returns:
        The answer; caches keep the page and its block apart (``Vary``).
    """
    partiel = bloc if request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true" else None
    return HTMLResponse(rendre(nom, contenu, bloc=partiel), statut, {"Vary": "HX-Request"})
