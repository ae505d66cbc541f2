"""Prescribing an offer to a person, and following one prescription."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from parcours.prescriptions import liens
from parcours.prescriptions.domaine import Etat, Issue
from parcours.prescriptions.mouvements import Conflit, Refusee
from parcours.prescriptions.services import avancer, lire, marquer_lue, noter_suite
from socle import journal
from socle.base import transaction
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb, champ, repondre, url_absolue
from web.fiche_prescription import composer
from web.mouvements import action, code
from web.mouvements import lire as lire_saisie
from web.pages.commun import ErreurChamp
from web.pages.prescriptions import Saisie

routeur = APIRouter(prefix="/prescriptions/{identifiant}")

AVIS = {
    "ouverte": "La prescription est enregistrée.",
    "faite": "C’est enregistré.",
    "coupes": "Les liens de réponse n’ouvrent plus rien. Le prochain courriel à la structure en portera un nouveau.",
    "suite": "La suite est notée.",
}


@routeur.get("", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, acteur: ActeurCourant, service: ServiceWeb) -> HTMLResponse:
    """One prescription. Its reading is traced; read by the référent, its news is no longer news."""
    p, _ = await lire(connexion, acteur, identifiant)
    async with transaction(service.annexe) as ecriture:
        await marquer_lue(ecriture, acteur, identifiant, service.horloge)
        await journal.noter(ecriture, acteur, "prescription.lire", f"prescription:{identifiant}", allocataire_id=p.liens.allocataire_id)
    avis = AVIS.get(request.query_params.get("avis", ""), "")
    return repondre(request, "prescription", await composer(connexion, acteur, identifiant, service, avis=avis))


@routeur.post("", response_class=HTMLResponse)
async def agir(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb
) -> Response:
    """Move the prescription. Who comes too late is told, and shown where it is."""
    saisie = lire_saisie(champs)
    try:
        voulue = action(saisie, champs)
        if voulue is None:
            return await _refuser(request, connexion, acteur, identifiant, service, saisie, "Choisissez ce qui s’est passé.")
        await avancer(connexion, acteur, identifiant, voulue, service.horloge)
    except Conflit as erreur:
        contenu = await composer(connexion, acteur, identifiant, service)
        return repondre(request, "prescription", replace(contenu, erreurs=(ErreurChamp("etat", str(erreur)),)), statut=409)
    except Refusee as erreur:
        return await _refuser(request, connexion, acteur, identifiant, service, saisie, str(erreur))
    if champ(champs, "retour", 20) == "ma-journee":
        # Decided from one's day, where the next one waits; no address of the form is followed.
        return RedirectResponse(f"/ma-journee?avis={'non' if voulue.vers is Etat.ANNULEE else 'oui'}", 303)
    return RedirectResponse(f"/prescriptions/{identifiant}?avis=faite", 303)


async def _refuser(
    request: Request, connexion: Ecriture, acteur: ActeurCourant, identifiant: str, service: ServiceWeb, saisie: Saisie, mots: str
) -> HTMLResponse:
    contenu = await composer(connexion, acteur, identifiant, service)
    champ_fautif = f"action-{saisie.vers}" if any(a.vers is saisie.vers for a in contenu.actions) else "etat"
    return repondre(request, "prescription", replace(contenu, saisie=saisie, erreurs=(ErreurChamp(champ_fautif, mots),)), statut=400)


@routeur.post("/lien", response_class=HTMLResponse)
async def donner_lien(request: Request, identifiant: Identifiant, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> HTMLResponse:
    """Make a link for the structure: shown once, it cannot be found again."""
    chemin = await liens.ouvrir_prescription(connexion, acteur, identifiant, service.horloge)
    contenu = await composer(connexion, acteur, identifiant, service)
    return repondre(request, "prescription", replace(contenu, lien=url_absolue(request, chemin)))


@routeur.post("/liens/couper")
async def couper_liens(identifiant: Identifiant, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> Response:
    """Cut every link that leads here."""
    await liens.couper(connexion, acteur, identifiant, service.horloge)
    return RedirectResponse(f"/prescriptions/{identifiant}?avis=coupes", 303)


@routeur.post("/suite")
async def dire_la_suite(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb
) -> Response:
    """What became of the person 3 or 6 months later."""
    mois, issue = champ(champs, "mois"), code(champs, "issue", Issue)
    if issue is None or mois not in {"3", "6"}:
        return await _refuser(request, connexion, acteur, identifiant, service, Saisie(), "Choisissez ce que la personne est devenue.")
    await noter_suite(connexion, acteur, identifiant, int(mois), issue, service.horloge)
    return RedirectResponse(f"/prescriptions/{identifiant}?avis=suite", 303)
