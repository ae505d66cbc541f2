"""What a request holds: the clock, the living catalogue, who acts, and a connection inside one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Path, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from catalogue.vivant import CatalogueVivant
from comptes.cadence import Cadence
from comptes.domaine import Acteur, Role, SessionWeb
from comptes.oidc import Client
from parcours import depot as depot_personnes
from parcours.perimetre import Perimetre, Suivi
from socle.base import Bassin, Connexion, transaction
from socle.chiffrement import Coffre
from socle.horloge import Horloge
from socle.identifiants import ALPHABET, LONGUEUR
from socle.journal import noter
from web.pages.commun import Page
from web.rendu import page as rendre
from web.visiteur import Visiteur


@dataclass(frozen=True)
class Options:
    """Settings of the pages.

    Attributes:
        coffre: keys of the service.
        url_publique: address under which people reach the service, without a final slash; empty: that of each request.
        fournisseurs: OpenID Connect providers offered on the login page, by the name their address bears.
        plancher_s: seconds under which an answer that depends on an account existing is never given.
    """

    coffre: Coffre
    url_publique: str = ""
    fournisseurs: dict[str, Client] = field(default_factory=dict)
    plancher_s: float = 0.0


@dataclass(frozen=True)
class Service:
    """Everything the pages share.

    Attributes:
        bassin: connections of the pages.
        annexe: a few more, for what is written beside the transaction of a page (session, attempts, trace of a reading): nobody who holds one
            waits for another, whereas two of the same pool could wait for each other for ever.
        demonstration: the data are fictitious, and every page says so.
        cadence: attempts counted by account and by address.
    """

    bassin: Bassin
    annexe: Bassin
    vivant: CatalogueVivant
    horloge: Horloge
    demonstration: bool
    options: Options
    cadence: Cadence


def service(request: Request) -> Service:
    """The service of the application."""
    return cast("Service", request.app.state.service)


def session_web(request: Request) -> SessionWeb | None:
    """The session that the doorkeeper found for this request, whatever its stage."""
    return cast("SessionWeb | None", getattr(request.state, "session", None))


def acteur(request: Request) -> Acteur:
    """Who acts. The doorkeeper (``web.securite``) has already turned away who has not entered, but from public pages."""
    session = session_web(request)
    if session is None or not session.ouverte:
        raise HTTPException(403)
    return session.acteur


# What cannot be a public id is answered 404 before the database hears of it.
Identifiant = Annotated[str, Path(pattern=rf"^[{ALPHABET}]{{{LONGUEUR}}}$")]
ActeurCourant = Annotated[Acteur, Depends(acteur)]


async def lecture(request: Request) -> AsyncIterator[Connexion]:
    """One READ ONLY transaction for the length of the request."""
    async with transaction(service(request).bassin, lecture_seule=True) as connexion:
        yield connexion


async def ecriture(request: Request) -> AsyncIterator[Connexion]:
    """One READ WRITE transaction for the length of the request; any exception undoes it whole."""
    async with transaction(service(request).bassin) as connexion:
        yield connexion


async def personne_lue(request: Request, identifiant: Identifiant, qui: ActeurCourant) -> Suivi:
    """The person of the address, if the reader may see them; the reading is traced, whatever the page then does.

    These are pages of professionals: a person reads about themself in ``/mon-espace``.

    Raises:
        HTTPException: 404, for the existence of a person is itself information.
    """
    if qui.role is Role.ALLOCATAIRE:
        raise HTTPException(404)
    async with transaction(service(request).annexe) as connexion:
        suivi = await depot_personnes.suivi(connexion, identifiant, Perimetre.de(qui))
        if suivi is None:
            raise HTTPException(404)
        if request.method == "GET":
            await noter(
                connexion, qui, "personne.lire", request.url.path.removeprefix(f"/personnes/{identifiant}").strip("/"), allocataire_id=suivi.id
            )
    return suivi


async def formulaire(request: Request) -> AsyncIterator[FormData]:
    """What a form sent, its files closed at the end."""
    async with request.form() as champs:
        yield champs


# The transaction ends before the answer leaves: with the default scope, what fails at its end would come after a 200.
Lecture = Annotated[Connexion, Depends(lecture, scope="function")]
Ecriture = Annotated[Connexion, Depends(ecriture, scope="function")]
Formulaire = Annotated[FormData, Depends(formulaire, scope="function")]
ServiceWeb = Annotated[Service, Depends(service)]
SessionCourante = Annotated[SessionWeb | None, Depends(session_web)]
PersonneLue = Annotated[Suivi, Depends(personne_lue, scope="function")]


def champ(champs: FormData, nom: str, longueur: int = 500) -> str:
    """A text of a form, blanks around it removed.

    Args:
        champs: what was sent.
        nom: name of the field.
        longueur: most characters kept.

    Returns:
        The text, empty when the field is absent or holds a file.
    """
    valeur = champs.get(nom)
    return valeur.strip()[:longueur] if isinstance(valeur, str) else ""


def adresse_client(request: Request) -> str:
    """Network address of who asks, for throttling only; never stored as it is."""
    return request.client.host if request.client else ""


def chiffre(request: Request) -> bool:
    """Whether people reach the service through https, directly or through a proxy."""
    return request.url.scheme == "https" or service(request).options.url_publique.startswith("https://")


def url_absolue(request: Request, chemin: str) -> str:
    """Address that works from outside, in a mail.

    Args:
        request: the request.
        chemin: path, starting with a slash.

    Returns:
        ``https://…`` of the settings, or of the request when they say nothing.
    """
    racine = service(request).options.url_publique or str(request.base_url)
    return racine.rstrip("/") + chemin


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
    session = session_web(request)
    visiteur = Visiteur.de(session.acteur if session and session.ouverte else None)
    return HTMLResponse(rendre(nom, contenu, bloc=partiel, visiteur=visiteur), statut, {"Vary": "HX-Request"})
