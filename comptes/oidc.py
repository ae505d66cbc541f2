"""OpenID Connect, authorization code flow with PKCE: entering through ProConnect, FranceConnect or any other provider.

OpenID Connect Core 1.0, RFC 7636 (PKCE). Everything that comes back is checked: state, nonce, issuer, audience, signature, age.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from socle.erreurs import ErreurPersonne

# Asymmetric signatures only: a shared secret would let the client forge what it reads.
ALGORITHMES = ("RS256", "PS256", "ES256")
ECART_S = 60
ATTENTE_S = 10.0


class EntreeRefusee(ErreurPersonne):
    """The provider does not answer, or what it answers does not hold."""

    def __init__(self, fournisseur: str) -> None:
        super().__init__(f"L’entrée par {fournisseur} n’a pas abouti. Réessayez, ou entrez d’une autre façon.")


@dataclass(frozen=True, slots=True)
class Fournisseur:
    """A provider, as the settings describe it.

    Attributes:
        nom: shown on the login page.
        emetteur: its issuer; ``/.well-known/openid-configuration`` is read under it.
        client_id, client_secret: given by the provider.
        portees: scopes asked.
        acr: level of assurance asked (``eidas1`` for FranceConnect), empty for none.
    """

    nom: str
    emetteur: str
    client_id: str
    client_secret: str
    portees: tuple[str, ...] = ("openid", "email")
    acr: str = ""


@dataclass(frozen=True, slots=True)
class Depart:
    """What is kept, sealed in a cookie, while the person is at the provider."""

    etat: str
    nonce: str
    verificateur: str

    @classmethod
    def tirer(cls) -> Depart:
        """Three random values of 256 bits."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


@dataclass(frozen=True, slots=True)
class Identite:
    """Who the provider says it is.

    Attributes:
        sujet: constant id of the person at this provider.
        courriel: in lower case, empty when the provider does not vouch for it.
    """

    emetteur: str
    sujet: str
    courriel: str


@dataclass(frozen=True)
class Client:
    """Speaks to one provider.

    Attributes:
        fournisseur: its settings.
        transport: how requests leave; None for the network.
    """

    fournisseur: Fournisseur
    transport: httpx.AsyncBaseTransport | None = None

    def _http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self.transport, timeout=ATTENTE_S, trust_env=self.transport is None)

    async def adresse_depart(self, depart: Depart, retour: str) -> str:
        """Where to send the person.

        Args:
            depart: state, nonce and PKCE verifier.
            retour: our address the provider sends back to.

        Returns:
            An address of the provider.

        Raises:
            EntreeRefusee: the provider does not answer.
        """
        try:
            async with self._http() as http:
                points = await self._points(http)
                entree = str(points["authorization_endpoint"])
        except (httpx.HTTPError, ValueError, KeyError) as erreur:
            raise EntreeRefusee(self.fournisseur.nom) from erreur
        defi = base64.urlsafe_b64encode(hashlib.sha256(depart.verificateur.encode()).digest()).rstrip(b"=").decode()
        parametres = {
            "response_type": "code",
            "client_id": self.fournisseur.client_id,
            "redirect_uri": retour,
            "scope": " ".join(self.fournisseur.portees),
            "state": depart.etat,
            "nonce": depart.nonce,
            "code_challenge": defi,
            "code_challenge_method": "S256",
        }
        if self.fournisseur.acr:
            parametres["acr_values"] = self.fournisseur.acr
        return f"{entree}{'&' if '?' in entree else '?'}{urlencode(parametres)}"

    async def identite(self, code: str, depart: Depart, retour: str, maintenant: datetime) -> Identite:
        """Exchange the code for who it is.

        Args:
            code: what the provider sent back.
            depart: what was kept when the person left.
            retour: the same address as at the start.
            maintenant: now.

        Returns:
            Who it is.

        Raises:
            EntreeRefusee: no answer, or something in it does not hold.
        """
        try:
            async with self._http() as http:
                points = await self._points(http)
                jetons = await self._echanger(http, points, code, depart, retour)
                cles = KeySet.import_key_set((await http.get(str(points["jwks_uri"]))).raise_for_status().json())
                dit = self._verifier(str(jetons["id_token"]), cles, depart.nonce, maintenant)
                if "email" not in dit and points.get("userinfo_endpoint"):
                    dit |= await self._profil(http, str(points["userinfo_endpoint"]), str(jetons["access_token"]), cles, str(dit["sub"]))
        except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as erreur:
            raise EntreeRefusee(self.fournisseur.nom) from erreur
        sur = dit.get("email_verified", True) is True
        return Identite(self.fournisseur.emetteur, str(dit["sub"]), str(dit.get("email", "")).lower() if sur else "")

    async def _points(self, http: httpx.AsyncClient) -> dict[str, Any]:
        """What the provider publishes of itself (OpenID Connect Discovery 1.0)."""
        reponse = await http.get(f"{self.fournisseur.emetteur.rstrip('/')}/.well-known/openid-configuration")
        points: dict[str, Any] = reponse.raise_for_status().json()
        if points["issuer"] != self.fournisseur.emetteur:
            raise ValueError("issuer")
        return points

    async def _echanger(self, http: httpx.AsyncClient, points: dict[str, Any], code: str, depart: Depart, retour: str) -> dict[str, Any]:
        reponse = await http.post(
            str(points["token_endpoint"]),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": retour,
                "code_verifier": depart.verificateur,
                "client_id": self.fournisseur.client_id,
                "client_secret": self.fournisseur.client_secret,
            },
        )
        jetons: dict[str, Any] = reponse.raise_for_status().json()
        return jetons

    def _verifier(self, jeton: str, cles: KeySet, nonce: str, maintenant: datetime) -> dict[str, Any]:
        """Check an id_token (OpenID Connect Core 1.0, § 3.1.3.7)."""
        dit = jwt.decode(jeton, cles, algorithms=ALGORITHMES).claims
        jwt.JWTClaimsRegistry(
            now=int(maintenant.timestamp()),
            leeway=ECART_S,
            iss={"essential": True, "value": self.fournisseur.emetteur},
            aud={"essential": True, "value": self.fournisseur.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(dit)
        if dit.get("azp", self.fournisseur.client_id) != self.fournisseur.client_id:
            raise ValueError("azp")
        return dict(dit)

    async def _profil(self, http: httpx.AsyncClient, adresse: str, acces: str, cles: KeySet, sujet: str) -> dict[str, Any]:
        """What the provider says more; some sign it (``application/jwt``). It must speak of the same person."""
        reponse = (await http.get(adresse, headers={"Authorization": f"Bearer {acces}"})).raise_for_status()
        signe = "jwt" in reponse.headers.get("content-type", "")
        dit: dict[str, Any] = dict(jwt.decode(reponse.text, cles, algorithms=ALGORITHMES).claims) if signe else reponse.json()
        if dit.get("sub") != sujet:
            raise ValueError("sub")
        return {nom: dit[nom] for nom in ("email", "email_verified") if nom in dit}
