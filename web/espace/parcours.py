"""My parcours: what was asked or proposed, what became of it, and what I answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from icalendar import Calendar, Event

from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.mouvements import Action
from parcours.prescriptions.services import avancer
from parcours.prescriptions.suivi import EnClair
from socle.horloge import PARIS
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb, champ, repondre
from web.espace.demandes import demande
from web.espace.moi import moi
from web.pages.espace import PageEspaceParcours

routeur = APIRouter()

DUREE_RENDEZ_VOUS = timedelta(hours=2)


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
    entetes = {"Content-Disposition": 'attachment; filename="rendez-vous.ics"'}
    return Response(_calendrier(ligne, service.horloge.maintenant()), media_type="text/calendar", headers=entetes)


def _calendrier(ligne: EnClair, maintenant: datetime) -> bytes:
    calendrier, rendez_vous = Calendar(), Event()
    calendrier.add("prodid", "-//Boite a parcours//FR")
    calendrier.add("version", "2.0")
    rendez_vous.add("uid", f"{ligne.identifiant}@boite-a-parcours")
    rendez_vous.add("dtstamp", maintenant)
    rendez_vous.add("summary", ligne.titre)
    assert ligne.debut is not None
    if ligne.heure_debut is None:
        rendez_vous.add("dtstart", ligne.debut)
    else:
        debut = datetime.combine(ligne.debut, ligne.heure_debut, PARIS)
        rendez_vous.add("dtstart", debut)
        rendez_vous.add("dtend", debut + DUREE_RENDEZ_VOUS)
    if ligne.commune:
        rendez_vous.add("location", ligne.commune)
    calendrier.add_component(rendez_vous)
    return bytes(calendrier.to_ical())
