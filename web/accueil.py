"""The landing page: what this is, in figures, and where to click."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue import depot
from catalogue.domaine import TypeOffre
from catalogue.recherche import Requete
from parcours import depot as depot_personnes
from web.contexte import Lecture, ServiceWeb, repondre
from web.pages.accueil import Chiffre, CompteType, PageAccueil
from web.pages.commun import Lien

routeur = APIRouter()

EXEMPLES = ("ménage le matin à Créteil", "travailler avec des enfants", "magazinier", "permis B", "garde d’enfants")


@routeur.get("/", response_class=HTMLResponse)
async def accueillir(request: Request, connexion: Lecture, service: ServiceWeb) -> HTMLResponse:
    """Landing page."""
    moteur, jour = service.vivant.moteur, service.horloge.aujourdhui()
    vivantes = moteur.chercher(Requete(), jour)
    comptes = {nom: n for facette, valeurs in vivantes.facettes.items() if facette == "type" for nom, n in valeurs}
    contenu = PageAccueil(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        chiffres=(
            Chiffre(vivantes.total, "offres ouvertes", "/offres"),
            Chiffre(await depot.nombre_structures(connexion), "structures", "/offres"),
            Chiffre(await depot_personnes.nombre(connexion), "personnes accompagnées", "/personnes"),
        ),
        types=tuple(CompteType(genre, comptes.get(genre.value, 0), f"/offres?type={genre.value}") for genre in TypeOffre),
        exemples=tuple(Lien(mots, f"/offres?q={mots}") for mots in EXEMPLES),
        communes=tuple(c.nom for c in moteur.referentiel.communes.values() if c.territoire),
    )
    return repondre(request, "accueil", contenu)
