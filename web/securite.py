"""The doorkeeper: in front of every route, it checks where a request comes from and who sends it.

Entering is required by default: a path is public only when it is written in ``PUBLICS``, a list that a test keeps under review.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comptes import sessions
from comptes.domaine import Etape, SessionWeb
from socle.base import ERREURS_BASE
from web.contexte import Options, chiffre, service
from web.erreurs import page_erreur

# Exact paths, and prefixes when they end with a slash. ``/repondre/`` holds the signed links of structures, checked by their own pages.
PUBLICS: Final[tuple[str, ...]] = ("/connexion", "/connexion/", "/deconnexion", "/repondre/", "/sante", "/static/")
# Where an unfinished entry may go, beside the public pages.
ETAPES: Final[dict[Etape, str]] = {Etape.SECOND_FACTEUR: "/connexion/code", Etape.ENROLEMENT: "/compte/double-authentification"}
SANS_EFFET: Final = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE: Final = "session"
# No script, style or frame but our own; forms only to ourselves.
CSP: Final = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; img-src 'self' data:"
ENTETES: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
UN_AN_S: Final = 31_536_000


def public(chemin: str) -> bool:
    """Whether a path is shown to who has not entered.

    Args:
        chemin: path of the request.

    Returns:
        True for the reviewed list only.
    """
    return any(chemin == p or (p.endswith("/") and chemin.startswith(p)) for p in PUBLICS)


def meme_origine(request: Request, options: Options) -> bool:
    """Whether a request that changes something comes from our own pages.

    Browsers say it themselves by ``Sec-Fetch-Site``; older ones by ``Origin``. Neither header: refused.

    Args:
        request: the request.
        options: settings, for the public address.

    Returns:
        False for another site, a neighbouring subdomain, or nothing said.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origine = request.headers.get("Origin", "")
    permises = {f"{request.url.scheme}://{request.headers.get('host', '')}", options.url_publique} - {""}
    return origine in permises


def adresse_sure(suite: str) -> str:
    """Where to go after entering: a path of this service, never another site.

    Args:
        suite: what the address asked for.

    Returns:
        The same path, or an empty text when it is not one of ours.
    """
    decoupee = urlsplit(suite)
    ailleurs = decoupee.scheme or decoupee.netloc or not suite.startswith("/") or suite.startswith(("//", "/\\"))
    return "" if ailleurs or any(ord(c) < 32 or c == "\\" for c in suite) else suite


def nom_cookie(request: Request) -> str:
    """Name of the cookie: with https, the prefix ``__Host-`` binds it to this very host."""
    return f"__Host-{COOKIE}" if chiffre(request) else COOKIE


def poser_cookie(request: Request, reponse: Response, jeton: str) -> None:
    """Give the browser its session: out of reach of scripts, not sent by other sites.

    Args:
        request: the request.
        reponse: answer that carries the cookie.
        jeton: token of the session.
    """
    reponse.set_cookie(nom_cookie(request), jeton, path="/", httponly=True, samesite="lax", secure=chiffre(request))


def oter_cookie(request: Request, reponse: Response) -> None:
    """Take the session back from the browser."""
    reponse.delete_cookie(nom_cookie(request), path="/", httponly=True, samesite="lax", secure=chiffre(request))


@dataclass
class Portier:
    """ASGI middleware in front of every route.

    Attributes:
        app: what it guards.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, send to the login page, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        refus = await self._refuser(request)
        if refus is not None:
            await refus(scope, receive, _avec_entetes(request, send))
            return
        await self._servir(request, receive, _avec_entetes(request, send))

    async def _servir(self, request: Request, receive: Receive, send: Send) -> None:
        """Go on; the page of an unexpected error bears the same headers as the others, and the error is then left to the server's log."""
        commencee = False

        async def envoi(message: Message) -> None:
            nonlocal commencee
            commencee = True
            await send(message)

        try:
            await self.app(request.scope, receive, envoi)
        except Exception:
            if not commencee:
                await page_erreur(request, 500)(request.scope, receive, send)
            raise

    async def _refuser(self, request: Request) -> Response | None:
        options = service(request).options
        if request.method not in SANS_EFFET and not meme_origine(request, options):
            return page_erreur(request, 403, "Cette demande vient d’une autre page que les nôtres. Ouvrez le service et recommencez.")
        if request.url.path.startswith("/static/"):
            return None
        try:
            session = await _session(request)
        except ERREURS_BASE:
            return page_erreur(request, 503)
        request.state.session = session
        return _orienter(request, session)


async def _session(request: Request) -> SessionWeb | None:
    jeton = request.cookies.get(nom_cookie(request))
    if not jeton:
        return None
    s = service(request)
    async with s.annexe.acquire() as connexion:
        return await sessions.retrouver(connexion, jeton, s.horloge.maintenant())


def _orienter(request: Request, session: SessionWeb | None) -> Response | None:
    """None for who may go on, else where to go first."""
    chemin = request.url.path
    if public(chemin):
        return None
    if session is None:
        # A form sent too late is not sent to the login page: its answer can be asked again once in, with what was typed.
        lit = request.method in SANS_EFFET
        return _vers(request, "/connexion" + _suite(request)) if lit else page_erreur(request, 401)
    etape = ETAPES.get(session.etape)
    if etape is not None and chemin != etape:
        return _vers(request, etape)
    return None


def _suite(request: Request) -> str:
    """Comes back to the page that was asked."""
    if request.url.path == "/":
        return ""
    return "?suite=" + quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""), safe="/")


def _vers(request: Request, adresse: str) -> Response:
    if request.headers.get("HX-Request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": adresse})
    return RedirectResponse(adresse, 303)


def _avec_entetes(request: Request, send: Send) -> Send:
    # An address of a static file carries a print of its content: it may be kept for ever. Pages are never kept: the next person on this
    # screen must not find them with the back button.
    statique = request.url.path.startswith("/static/")
    fige = statique and "v" in request.query_params
    cache = f"public, max-age={UN_AN_S}, immutable" if fige else "no-cache" if statique else "no-store"

    async def envoi(message: Message) -> None:
        if message["type"] == "http.response.start":
            ajouts = {**ENTETES, "Cache-Control": cache}
            if chiffre(request):
                ajouts["Strict-Transport-Security"] = f"max-age={UN_AN_S}"
            message["headers"] = [*message.get("headers", []), *((k.lower().encode(), v.encode()) for k, v in ajouts.items())]
        await send(message)

    return envoi
