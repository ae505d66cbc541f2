"""A small OpenID Connect provider of our own, in memory: it checks what a real one checks, and can be told to lie."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from comptes.oidc import Fournisseur

EMETTEUR = "https://fournisseur.test"
REGLAGE = Fournisseur("Fournisseur d’essai", EMETTEUR, "boite", "secret-du-client", ("openid", "email"), "eidas1")


@dataclass
class FournisseurEssai:
    """The provider.

    Attributes:
        instant: its clock, seconds since 1970.
        sujet, courriel: who is at the keyboard.
        mensonges: claims of the id_token put in place of the true ones; None takes one out.
        profil_signe: the userinfo comes signed, as some providers do; the address is then only there.
        ailleurs: what it publishes of itself, changed.
    """

    instant: int
    sujet: str = "sujet-1"
    courriel: str = "camille@exemple.fr"
    mensonges: dict[str, Any] = field(default_factory=dict)
    mensonges_profil: dict[str, Any] = field(default_factory=dict)
    profil_signe: bool = False
    autre_cle: bool = False
    ailleurs: dict[str, str] = field(default_factory=dict)
    demandes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cle, self.intruse = ECKey.generate_key("P-256", {"kid": "1"}), ECKey.generate_key("P-256", {"kid": "1"})
        chemins = {"/.well-known/openid-configuration": self._points, "/jwks": self._cles, "/profil": self._profil}
        routes = [Route(chemin, reponse) for chemin, reponse in chemins.items()]
        self.application = Starlette(routes=[*routes, Route("/jeton", self._jeton, methods=["POST"])])

    def consentir(self, adresse: str) -> str:
        """The person says yes: where the provider sends them back."""
        lue = urlsplit(adresse)
        assert f"{lue.scheme}://{lue.netloc}{lue.path}" == f"{EMETTEUR}/entrer"
        demande = {nom: valeurs[0] for nom, valeurs in parse_qs(lue.query).items()}
        assert demande["response_type"] == "code"
        assert demande["code_challenge_method"] == "S256"
        code = f"code-{len(self.demandes)}"
        self.demandes[code] = demande
        return f"{demande['redirect_uri']}?{urlencode({'code': code, 'state': demande['state'], 'iss': EMETTEUR})}"

    async def _points(self, _request: Request) -> Response:
        chemins = {"authorization": "entrer", "token": "jeton", "userinfo": "profil"}
        points = {f"{nom}_endpoint": f"{EMETTEUR}/{chemin}" for nom, chemin in chemins.items()}
        return JSONResponse({"issuer": EMETTEUR, "jwks_uri": f"{EMETTEUR}/jwks", **points, **self.ailleurs})

    async def _cles(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.cle.as_dict(private=False)]})

    async def _jeton(self, request: Request) -> Response:
        recu = await request.form()
        demande = self.demandes.pop(str(recu["code"]), None)
        defi = base64.urlsafe_b64encode(hashlib.sha256(str(recu["code_verifier"]).encode()).digest()).rstrip(b"=").decode()
        if (
            demande is None
            or defi != demande["code_challenge"]
            or recu["redirect_uri"] != demande["redirect_uri"]
            or (recu["client_id"], recu["client_secret"]) != (REGLAGE.client_id, REGLAGE.client_secret)
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        dit = {
            "iss": EMETTEUR,
            "aud": REGLAGE.client_id,
            "sub": self.sujet,
            "iat": self.instant,
            "exp": self.instant + 300,
            "nonce": demande["nonce"],
        }
        if not self.profil_signe:
            dit["email"] = self.courriel
        return JSONResponse({"access_token": "acces", "token_type": "Bearer", "id_token": self._signer({**dit, **self.mensonges})})

    async def _profil(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer acces"
        dit = {"sub": self.sujet, "email": self.courriel, **self.mensonges_profil}
        return Response(self._signer(dit), media_type="application/jwt") if self.profil_signe else JSONResponse(dit)

    def _signer(self, dit: dict[str, Any]) -> str:
        gardes = {nom: valeur for nom, valeur in dit.items() if valeur is not None}
        return jwt.encode({"alg": "ES256", "kid": "1"}, gardes, self.intruse if self.autre_cle else self.cle)
