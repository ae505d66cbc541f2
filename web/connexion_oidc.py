"""Entering through an OpenID Connect provider: leaving for it, coming back."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from comptes import depot
from comptes.domaine import Acteur, Etape, Role, etape_apres_mot_de_passe
from comptes.oidc import Client, Depart, Identite
from socle.base import Connexion
from socle.chiffrement import SceauInvalide
from socle.erreurs import ErreurPersonne
from socle.journal import noter
from web.connexion import entrer
from web.contexte import Ecriture, ServiceWeb, SessionCourante, chiffre, service, url_absolue
from web.securite import adresse_sure

routeur = APIRouter(prefix="/connexion/avec")

_DUREE_S = 600
_SCEAU = "oidc"


class CompteInconnu(ErreurPersonne):
    """The provider knows the person, this service does not."""

    def __init__(self, fournisseur: str) -> None:
        super().__init__(
            f"Vous êtes bien reconnu par {fournisseur}, mais aucun compte ne vous attend ici. Demandez une invitation à l’administration du service, "
            "à l’adresse que vous utilisez chez ce fournisseur."
        )


@routeur.get("/{fournisseur}")
async def partir(request: Request, fournisseur: str, service: ServiceWeb) -> Response:
    """Send the person to the provider; what must be found again at the return travels sealed in a cookie."""
    client = _client(request, fournisseur)
    depart, suite = Depart.tirer(), adresse_sure(request.query_params.get("suite", ""))
    reponse = RedirectResponse(await client.adresse_depart(depart, _retour(request, fournisseur)), 303)
    scelle = service.options.coffre.sceller(_SCEAU, json.dumps({"fournisseur": fournisseur, "suite": suite, **asdict(depart)}))
    sur = chiffre(request)
    reponse.set_cookie(_nom_cookie(request), scelle.decode(), max_age=_DUREE_S, path="/", httponly=True, samesite="lax", secure=sur)
    return reponse


@routeur.get("/{fournisseur}/retour")
async def revenir(request: Request, fournisseur: str, session: SessionCourante, connexion: Ecriture) -> Response:
    """Check what the provider says, then open the account it is linked to."""
    client = _client(request, fournisseur)
    depart, suite = _lire_depart(request, client, fournisseur)
    code = request.query_params.get("code")
    if not code:
        raise ErreurPersonne(f"L’entrée par {client.fournisseur.nom} a été interrompue. Vous pouvez recommencer, ou entrer d’une autre façon.")
    identite = await client.identite(code, depart, _retour(request, fournisseur), service(request).horloge.maintenant())
    acteur = await _compte(connexion, identite, session.acteur if session and session.ouverte else None)
    if acteur is None:
        raise CompteInconnu(client.fournisseur.nom)
    connus = await depot.identifiants_du_compte(connexion, acteur.id)
    etape = etape_apres_mot_de_passe(acteur.role, double_facteur=bool(connus and connus.totp_actif))
    reponse = await entrer(request, connexion, acteur, Etape.OUVERTE if acteur.role is Role.ALLOCATAIRE else etape, suite)
    reponse.delete_cookie(_nom_cookie(request), path="/", httponly=True, samesite="lax", secure=chiffre(request))
    return reponse


async def _compte(connexion: Connexion, identite: Identite, deja: Acteur | None) -> Acteur | None:
    """The account of somebody: already linked, else the one they are in, else the one that was invited at their address."""
    acteur = await depot.acteur_du_sujet(connexion, identite.emetteur, identite.sujet)
    if acteur is not None:
        return acteur
    acteur = deja or (await depot.acteur_invite(connexion, identite.courriel) if identite.courriel else None)
    if acteur is None or not await depot.lier_sujet(connexion, acteur.id, identite.emetteur, identite.sujet):
        return None
    await noter(connexion, acteur, "compte.lier_fournisseur", f"compte:{acteur.identifiant}")
    return acteur


def _client(request: Request, fournisseur: str) -> Client:
    client = service(request).options.fournisseurs.get(fournisseur)
    if client is None:
        raise HTTPException(404)
    return client


def _retour(request: Request, fournisseur: str) -> str:
    return url_absolue(request, f"/connexion/avec/{fournisseur}/retour")


def _nom_cookie(request: Request) -> str:
    return "__Host-depart" if chiffre(request) else "depart"


def _lire_depart(request: Request, client: Client, fournisseur: str) -> tuple[Depart, str]:
    """What was kept when the person left; it must be theirs, recent, and of this provider."""
    try:
        garde = json.loads(service(request).options.coffre.ouvrir(_SCEAU, request.cookies.get(_nom_cookie(request), "").encode(), secondes=_DUREE_S))
    except SceauInvalide as erreur:
        raise ErreurPersonne("L’entrée a pris trop de temps, ou a été commencée dans un autre navigateur. Recommencez.") from erreur
    depart = Depart(garde["etat"], garde["nonce"], garde["verificateur"])
    meme = secrets.compare_digest(request.query_params.get("state", "").encode(), depart.etat.encode())
    # RFC 9207: a provider that names itself must be the one the person left for.
    emetteur = request.query_params.get("iss", client.fournisseur.emetteur)
    if not meme or garde["fournisseur"] != fournisseur or emetteur != client.fournisseur.emetteur:
        raise ErreurPersonne("Cette entrée n’a pas été commencée ici. Recommencez depuis la page d’entrée.")
    return depart, str(garde["suite"])
