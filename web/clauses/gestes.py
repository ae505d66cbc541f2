"""What one does on the page of a lot: open a post, change it, add someone, change their dates."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from employeurs.clauses import depot, services
from employeurs.clauses.domaine import ZERO, EtatPoste, PublicClause
from employeurs.clauses.saisie import Champs, lire_personne, lire_poste, lire_presence
from employeurs.clauses.services import ClauseRefusee
from employeurs.clauses.valeurs import heures_de
from web.clauses.commun import CHEMIN, lot_suivi, tapes
from web.clauses.lot import Montrer, adresse_avec, repondre_lot
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, ServiceWeb

routeur = APIRouter(prefix=CHEMIN)


@routeur.post("/{identifiant}/{lot}/postes", response_class=HTMLResponse)
async def ouvrir_poste(
    request: Request, identifiant: Identifiant, lot: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Open a post."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    lecture = Champs(tapes(champs))
    fiche = lire_poste(lecture)
    try:
        if lecture.fautes:
            raise ClauseRefusee(*lecture.fautes)
        await services.ouvrir_poste(connexion, acteur, lu, fiche, _cle(lecture), service.horloge)
    except ClauseRefusee as refus:
        quoi = Montrer(refus.fautes, lecture.tapes, statut=400)
        return await repondre_lot(request, connexion, service, acteur, lu, quoi)
    return RedirectResponse(adresse_avec(lu, "poste", ancre="#postes"), 303)


@routeur.post("/{identifiant}/{lot}/postes/{poste}", response_class=HTMLResponse)
async def regler_poste(
    request: Request,
    identifiant: Identifiant,
    lot: Identifiant,
    poste: Identifiant,
    champs: Formulaire,
    connexion: Ecriture,
    service: ServiceWeb,
    acteur: ActeurCourant,
) -> Response:
    """Change the hours that a post commits, and its state."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    lecture = Champs(tapes(champs))
    engagees = lecture.lire(f"engagees-{poste}", heures_de, "Écrivez les heures que ce poste engage.")
    if lecture.fautes:
        return await repondre_lot(request, connexion, service, acteur, lu, Montrer(tuple(lecture.fautes), lecture.tapes, statut=400))
    etat = lecture.choix("etat", EtatPoste) or EtatPoste.OUVERT
    if not await services.regler_poste(connexion, acteur, lu, poste, engagees or ZERO, etat):
        raise HTTPException(404)
    return RedirectResponse(adresse_avec(lu, "regle", ancre="#postes"), 303)


@routeur.post("/{identifiant}/{lot}/personnes", response_class=HTMLResponse)
async def ajouter_personne(
    request: Request, identifiant: Identifiant, lot: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Put someone on a post: one who came through this service, or a first name and an initial."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    lecture = Champs(tapes(champs))
    venue = lecture.texte("personne") or None
    if venue:
        lecture = Champs({**lecture.tapes, "prenom": "Personne"})
    postes = {p.identifiant: p.id for p in await depot.postes(connexion, lu.id)}
    poste = postes.get(lecture.texte("poste"))
    fiche = lire_personne(lecture, poste or 0)
    if poste is None:
        lecture.refuser("poste", "Choisissez le poste que cette personne occupe.")
    try:
        if lecture.fautes:
            raise ClauseRefusee(*lecture.fautes)
        await services.ajouter_personne(connexion, acteur, lu, fiche, _cle(lecture), service.horloge, entree=venue)
    except ClauseRefusee as refus:
        return await repondre_lot(request, connexion, service, acteur, lu, Montrer(refus.fautes, tapes(champs), statut=400))
    return RedirectResponse(adresse_avec(lu, "personne", ancre="#personnes"), 303)


@routeur.post("/{identifiant}/{lot}/personnes/{personne}", response_class=HTMLResponse)
async def regler_personne(
    request: Request,
    identifiant: Identifiant,
    lot: Identifiant,
    personne: Identifiant,
    champs: Formulaire,
    connexion: Ecriture,
    service: ServiceWeb,
    acteur: ActeurCourant,
) -> Response:
    """Change the dates and the public of someone, say who they are in this service."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    qui = next((p for p in await depot.participations(connexion, lu.id) if p.identifiant == personne), None)
    if qui is None:
        raise HTTPException(404)
    tape = tapes(champs)
    lecture = Champs({nom.removesuffix(f"-{personne}"): valeur for nom, valeur in tape.items()})
    entree, sortie = lire_presence(lecture)
    try:
        if lecture.fautes or entree is None:
            raise ClauseRefusee(*lecture.fautes)
        public = lecture.choix("public", PublicClause)
        await services.regler_personne(connexion, acteur, lu, qui, (entree, sortie), public, lecture.texte("personne") or None)
    except ClauseRefusee as refus:
        fautes = tuple(type(f)(f"{f.champ}-{personne}", f.message) for f in refus.fautes)
        return await repondre_lot(request, connexion, service, acteur, lu, Montrer(fautes, tape, statut=400))
    return RedirectResponse(adresse_avec(lu, "presence", ancre="#personnes"), 303)


def _cle(lecture: Champs) -> str:
    cle = lecture.texte("cle")[:100]
    if not cle:
        raise HTTPException(400)
    return cle
