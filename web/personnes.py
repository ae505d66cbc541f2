"""People found by name or by the words of their projet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue.libelles import FREINS
from catalogue.referentiel import Referentiel
from parcours import depot as depot_personnes
from parcours.domaine import Allocataire
from parcours.droits import peut_lister_personnes
from parcours.perimetre import Perimetre
from socle.texte import racines
from web.adresses import Adresse
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.erreurs import exiger
from web.pages.personnes import LignePersonne, PagePersonnes
from web.pagination import numero_page, paginer
from web.profil import situation

routeur = APIRouter()

PERSONNES_PAR_PAGE = 30


@routeur.get("/personnes", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """People whom the account may see, found by name or by the words of their projet."""
    exiger(peut_lister_personnes(acteur))
    moteur = service.vivant.moteur
    q, page = request.query_params.get("q", "")[:200], numero_page(request.query_params)
    personnes = [p for p in await depot_personnes.allocataires(connexion, Perimetre.de(acteur)) if _repond(p, q, moteur.referentiel)]
    debut = (page - 1) * PERSONNES_PAR_PAGE
    contenu = PagePersonnes(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        total=len(personnes),
        personnes=tuple(_ligne(p, moteur.referentiel) for p in personnes[debut : debut + PERSONNES_PAR_PAGE]),
        q=q,
        pagination=paginer(Adresse.lire("/personnes", request.query_params), len(personnes), PERSONNES_PAR_PAGE, page),
    )
    return repondre(request, "personnes", contenu)


def _repond(personne: Allocataire, q: str, referentiel: Referentiel) -> bool:
    metiers = " ".join(referentiel.metiers[c].libelle for c in personne.metiers if c in referentiel.metiers)
    commune = referentiel.communes.get(personne.commune or "")
    texte = " ".join((personne.prenom, personne.nom, commune.nom if commune else "", personne.projet, metiers))
    return set(racines(q)) <= set(racines(texte))


def _ligne(personne: Allocataire, referentiel: Referentiel) -> LignePersonne:
    commune = referentiel.communes.get(personne.commune or "")
    return LignePersonne(
        identifiant=personne.identifiant,
        nom=f"{personne.prenom} {personne.nom}",
        commune=commune.nom if commune else None,
        situation=situation(personne),
        projet=personne.projet,
        metiers=tuple(referentiel.metiers[c].libelle for c in personne.metiers if c in referentiel.metiers),
        freins=tuple(FREINS[f] for f in personne.freins),
    )
