"""Entering with a password, entering the demonstration in one click, and leaving."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from comptes import depot, sessions
from comptes.cadence import PAR_ADRESSE, PAR_COMPTE
from comptes.domaine import Acteur, Etape, Role
from comptes.services import courriel_normal, reconnaitre
from socle.base import Connexion
from web.contexte import Ecriture, Formulaire, Lecture, ServiceWeb, SessionCourante, adresse_client, champ, repondre, service
from web.pages.commun import ErreurChamp, Lien
from web.pages.connexion import GroupeComptes, PageConnexion
from web.securite import ETAPES, adresse_sure, nom_cookie, oter_cookie, poser_cookie
from web.visiteur import ROLES, page_d_arrivee

routeur = APIRouter()

INCONNU = "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un nouveau mot de passe."
TROP = "Trop d’essais en peu de temps. Attendez un quart d’heure, ou demandez un nouveau mot de passe."
AVIS = {"sortie": "Vous êtes déconnecté.", "mot-de-passe": "Votre mot de passe est enregistré. Entrez avec lui."}


@routeur.get("/connexion", response_class=HTMLResponse)
async def demander(request: Request, connexion: Lecture, session: SessionCourante) -> Response:
    """Login page."""
    suite = adresse_sure(request.query_params.get("suite", ""))
    if session is not None and session.ouverte:
        return RedirectResponse(suite or page_d_arrivee(session.acteur.role), 303)
    return await _page(request, connexion, suite, avis=AVIS.get(request.query_params.get("avis", ""), ""))


@routeur.post("/connexion", response_class=HTMLResponse)
async def entrer_avec_mot_de_passe(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb) -> Response:
    """Check an address and a password; what is wrong is never said more precisely than « one or the other »."""
    courriel, suite, maintenant = courriel_normal(champ(champs, "courriel")), adresse_sure(champ(champs, "suite")), service.horloge.maintenant()
    par_adresse = await service.cadence.permet(PAR_ADRESSE, adresse_client(request), maintenant)
    if not par_adresse or not await service.cadence.permet(PAR_COMPTE, courriel, maintenant):
        return await _page(request, connexion, suite, courriel=champ(champs, "courriel"), erreur=TROP, statut=429)
    # A password is taken as it was typed, its blanks included.
    tape = champs.get("mot_de_passe")
    reconnu = await reconnaitre(connexion, courriel, tape if isinstance(tape, str) else "")
    if reconnu is None:
        return await _page(request, connexion, suite, courriel=champ(champs, "courriel"), erreur=INCONNU, statut=400)
    await service.cadence.rendre(PAR_COMPTE, courriel, maintenant, tout=True)
    await service.cadence.rendre(PAR_ADRESSE, adresse_client(request), maintenant)
    return await entrer(request, connexion, reconnu.acteur, reconnu.etape, suite)


@routeur.post("/connexion/demonstration")
async def entrer_en_demonstration(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb) -> Response:
    """Enter in one click, in demonstration mode only."""
    choisi = next((c for c in await depot.comptes_demonstration(connexion) if c.identifiant == champ(champs, "compte")), None)
    acteur = await depot.acteur(connexion, choisi.identifiant) if choisi and service.demonstration else None
    if acteur is None:
        raise HTTPException(404)
    return await entrer(request, connexion, acteur, Etape.OUVERTE, champ(champs, "suite"))


@routeur.post("/deconnexion")
async def sortir(request: Request, connexion: Ecriture, session: SessionCourante) -> Response:
    """End this session."""
    if session is not None:
        await sessions.fermer(connexion, session)
    reponse = RedirectResponse("/connexion?avis=sortie", 303)
    oter_cookie(request, reponse)
    return reponse


async def entrer(request: Request, connexion: Connexion, acteur: Acteur, etape: Etape, suite: str) -> Response:
    """Open a session under a new token and go on: to what is still asked, else where the person wanted to go.

    Args:
        request: the request.
        connexion: writing transaction.
        acteur: the account.
        etape: how far it has gone.
        suite: page asked before entering.

    Returns:
        A redirection that carries the cookie.
    """
    maintenant = service(request).horloge.maintenant()
    jeton = await sessions.ouvrir(connexion, acteur, etape, maintenant, ancien=request.cookies.get(nom_cookie(request)))
    sure = adresse_sure(suite)
    avant = ETAPES.get(etape)
    reponse = RedirectResponse(avec_suite(avant, sure) if avant else sure or page_d_arrivee(acteur.role), 303)
    poser_cookie(request, reponse, jeton)
    return reponse


def avec_suite(chemin: str, suite: str) -> str:
    """A path that remembers the page asked before entering."""
    return f"{chemin}?suite={quote(suite, safe='/')}" if suite else chemin


async def _page(
    request: Request, connexion: Connexion, suite: str, *, courriel: str = "", erreur: str = "", avis: str = "", statut: int = 200
) -> HTMLResponse:
    s = service(request)
    contenu = PageConnexion(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        suite=suite,
        courriel=courriel,
        erreurs=(ErreurChamp("courriel", erreur),) if erreur else (),
        fournisseurs=tuple(Lien(f"Entrer avec {c.fournisseur.nom}", f"/connexion/avec/{cle}") for cle, c in s.options.fournisseurs.items()),
        demonstration=await _comptes_fictifs(connexion) if s.demonstration else (),
        avis=avis,
    )
    return repondre(request, "connexion", contenu, statut=statut)


async def _comptes_fictifs(connexion: Connexion) -> tuple[GroupeComptes, ...]:
    comptes = await depot.comptes_demonstration(connexion)
    groupes = (GroupeComptes(ROLES[role], tuple(c for c in comptes if c.role is role)) for role in Role)
    return tuple(g for g in groupes if g.comptes)
