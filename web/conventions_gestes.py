"""What a CRE does on a convention: attach offers, declare hires, sign, close."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from employeurs.conventions import services
from employeurs.conventions.construction import lire_declaration
from employeurs.conventions.domaine import EtatConvention
from employeurs.conventions.droits import peut_suivre
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, ServiceWeb, champ, repondre
from web.conventions_detail import assembler
from web.conventions_suivi import lu
from web.erreurs import exiger
from web.pages.commun import ErreurChamp

routeur = APIRouter(prefix="/conventions/{identifiant}")


@routeur.post("/offres")
async def rattacher(identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Make an offer count for the convention."""
    exiger(peut_suivre(acteur))
    code, instant = champ(champs, "code_rome", 5) or None, service.horloge.maintenant()
    fait = await services.rattacher(connexion, acteur, identifiant, champ(champs, "offre", 12), code, instant)
    return _retour(identifiant, fait, "rattachee", "#offres")


@routeur.post("/offres/{offre}/retirer")
async def detacher(identifiant: Identifiant, offre: Identifiant, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Make an offer no longer count."""
    exiger(peut_suivre(acteur))
    fait = await services.detacher(connexion, acteur, identifiant, offre)
    return _retour(identifiant, fait, "retiree", "#offres")


@routeur.post("/embauches", response_class=HTMLResponse)
async def declarer(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Declare hires that came by another way than a prescription."""
    exiger(peut_suivre(acteur))
    suivi = await lu(connexion, service, acteur, identifiant)
    typee = {nom: champ(champs, nom, 40) for nom in ("code_rome", "jour", "nombre", "contrat")}
    declaration, fautes = lire_declaration(suivi.convention, frozenset(suivi.metiers), typee, service.horloge.aujourdhui())
    cle = champ(champs, "cle", 100)
    if declaration is None or not cle:
        erreurs = tuple(ErreurChamp(f.champ, f.message) for f in fautes)
        return repondre(request, "convention", await assembler(connexion, service, acteur, suivi, saisie=typee, erreurs=erreurs), statut=400)
    fait = await services.declarer(connexion, acteur, identifiant, cle, declaration, service.horloge.maintenant())
    return _retour(identifiant, fait, "declaree", "#embauches")


@routeur.post("/embauches/{declaration}/retirer")
async def retirer(identifiant: Identifiant, declaration: Identifiant, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Take back a declaration."""
    exiger(peut_suivre(acteur))
    fait = await services.retirer_declaration(connexion, acteur, identifiant, declaration)
    return _retour(identifiant, fait, "embauche-retiree", "#embauches")


@routeur.post("/etat")
async def changer_etat(identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Sign, close, open again, or forget one that was never signed."""
    exiger(peut_suivre(acteur))
    voulu = champ(champs, "etat", 20)
    if voulu == "abandonnee":
        if await services.abandonner(connexion, acteur, identifiant) is None:
            raise HTTPException(404)
        return RedirectResponse("/conventions?avis=abandonnee", 303)
    vers = next((e for e in EtatConvention if e.value == voulu), None)
    if vers is None:
        raise HTTPException(400)
    fait = await services.changer_etat(connexion, acteur, identifiant, vers, service.horloge.maintenant())
    return _retour(identifiant, fait, vers.value, "#vie")


def _retour(identifiant: str, fait: bool | None, avis: str, ancre: str) -> Response:
    """Back to the convention; what was already done is said the same way."""
    if fait is None:
        raise HTTPException(404)
    return RedirectResponse(f"/conventions/{identifiant}?avis={avis}{ancre}", 303)
