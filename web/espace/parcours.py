"""My parcours: what was asked or proposed, what became of it, and what I answer."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.mouvements import Action
from parcours.prescriptions.services import avancer
from web.agenda import Evenement, fichier
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb, champ, repondre
from web.espace.demandes import demande
from web.espace.moi import moi
from web.pages.espace import PageEspaceParcours

routeur = APIRouter()


@routeur.get("/mon-espace/parcours", response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """What was asked or proposed, living first."""
    personne, jour = await moi(connexion, acteur), service.horloge.aujourdhui()
    lignes = await suivi.de_la_personne(connexion, Perimetre.de(acteur), personne.identifiant)
    demandes = [demande(ligne, await suivi.etapes(connexion, ligne.id), jour) for ligne in lignes]
    contenu = PageEspaceParcours(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        en_cours=tuple(d for d in demandes if d.vivante),
        finies=tuple(d for d in demandes if not d.vivante),
    )
    return repondre(request, "espace_parcours", contenu)


@routeur.post("/mon-espace/parcours/{identifiant}/reponse")
async def repondre_a_une_proposition(
    identifiant: Identifiant, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire
) -> Response:
    """Yes, or no longer."""
    oui = champ(champs, "reponse") == "oui"
    action = Action(vers=Etat.ACCEPTEE_PERSONNE) if oui else Action(vers=Etat.ANNULEE, motif=Motif.NON_INTERESSE)
    await avancer(connexion, acteur, identifiant, action, service.horloge)
    return RedirectResponse("/mon-espace/parcours", 303)


@routeur.get("/mon-espace/parcours/{identifiant}/rendez-vous.ics")
async def agenda(identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """The appointment, for a calendar."""
    personne = await moi(connexion, acteur)
    lignes = await suivi.de_la_personne(connexion, Perimetre.de(acteur), personne.identifiant)
    ligne = next((x for x in lignes if x.identifiant == identifiant and x.debut is not None), None)
    if ligne is None:
        raise HTTPException(404)
    assert ligne.debut is not None
    rendez_vous = Evenement(ligne.identifiant, ligne.titre, ligne.debut, heure_debut=ligne.heure_debut, lieu=ligne.commune or "")
    return fichier((rendez_vous,), service.horloge.maintenant(), "rendez-vous")
