"""First page of the space: hello, the next appointment, and where to go."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from matching.classement import classer
from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.espace.demandes import demande
from web.espace.moi import moi
from web.espace.offres import ouvertes
from web.pages.espace import PageEspace

routeur = APIRouter()


@routeur.get("/mon-espace", response_class=HTMLResponse)
async def accueillir(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Hello."""
    personne, jour = await moi(connexion, acteur), service.horloge.aujourdhui()
    lignes = await suivi.de_la_personne(connexion, Perimetre.de(acteur), personne.identifiant)
    demandes = [demande(ligne, (), jour) for ligne in lignes if not ligne.etat.final]
    rendez_vous = sorted((d for d in demandes if d.agenda and d.debut), key=lambda d: (d.debut, d.identifiant))
    contenu = PageEspace(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        prenom=personne.prenom,
        prochain=rendez_vous[0] if rendez_vous else None,
        a_repondre=sum(d.a_repondre for d in demandes),
        offres=len(ouvertes(classer([personne], service.vivant.moteur, jour))),
        demandes=len(demandes),
    )
    return repondre(request, "espace", contenu)
