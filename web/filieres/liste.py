"""Every filière with what it offers today: third tab of « Engagements »."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue.filieres import depot
from catalogue.filieres.domaine import Filiere
from comptes.domaine import Role
from comptes.droits import peut_ecrire_filiere, peut_lister_filieres
from pilotage.droits import peut_chiffrer_filiere
from socle.base import Connexion
from web.contexte import ActeurCourant, Lecture, Service, ServiceWeb, repondre
from web.engagements import onglets_engagements
from web.erreurs import exiger
from web.filieres.commun import selection
from web.pages.filieres import LigneFiliere, PageFilieres

routeur = APIRouter()


@routeur.get("/filieres", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Every filière."""
    exiger(peut_lister_filieres(acteur))
    filieres = await depot.toutes(connexion, aussi_cachees=True)
    contenu = PageFilieres(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        onglets=() if acteur.role is Role.ADMIN else onglets_engagements("filieres"),
        lignes=tuple([await _ligne(connexion, service, filiere) for filiere in filieres]),
        ecrire=bool(peut_ecrire_filiere(acteur)),
        chiffrer=bool(peut_chiffrer_filiere(acteur)),
    )
    return repondre(request, "filieres", contenu)


async def _ligne(connexion: Connexion, service: Service, filiere: Filiere) -> LigneFiliere:
    choisies = await selection(connexion, service, filiere)
    return LigneFiliere(
        cle=filiere.cle,
        nom=filiere.nom,
        accroche=filiere.accroche,
        publiee=filiere.publiee,
        offres=len(choisies),
        places=choisies.places_libres,
        prochaine=choisies.premier_jour,
    )
