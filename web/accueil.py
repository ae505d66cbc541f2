"""The landing page: what this is, in figures, and where to click."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue import depot
from catalogue.domaine import TypeOffre
from catalogue.filieres import depot as depot_filieres
from catalogue.recherche import Requete
from comptes.domaine import Acteur, Role
from parcours import depot as depot_personnes
from parcours.droits import peut_lister_personnes
from parcours.perimetre import Perimetre
from socle.base import Connexion
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.pages.accueil import Chiffre, CompteType, LienFiliere, PageAccueil
from web.pages.commun import Lien
from web.visiteur import page_d_arrivee

routeur = APIRouter()

EXEMPLES = ("ménage le matin à Créteil", "travailler avec des enfants", "magazinier", "permis B", "garde d’enfants")


@routeur.get("/", response_class=HTMLResponse)
async def accueillir(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Landing page of professionals; an allocataire has a page of their own."""
    if acteur.role is Role.ALLOCATAIRE:
        return RedirectResponse(page_d_arrivee(acteur.role), 303)
    moteur, jour = service.vivant.moteur, service.horloge.aujourdhui()
    vivantes = moteur.chercher(Requete(), jour)
    comptes = {nom: n for facette, valeurs in vivantes.facettes.items() if facette == "type" for nom, n in valeurs}
    contenu = PageAccueil(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        chiffres=await _chiffres(connexion, vivantes.total, acteur),
        types=tuple(CompteType(genre, comptes.get(genre.value, 0), f"/offres?type={genre.value}") for genre in TypeOffre),
        exemples=tuple(Lien(mots, f"/offres?q={mots}") for mots in EXEMPLES),
        communes=tuple(c.nom for c in moteur.referentiel.communes.values() if c.territoire),
        filieres=tuple(LienFiliere(f.nom, f.accroche, f"/filieres/{f.cle}") for f in await depot_filieres.toutes(connexion)),
        personnes=bool(peut_lister_personnes(acteur)),
    )
    return repondre(request, "accueil", contenu)


async def _chiffres(connexion: Connexion, offres: int, acteur: Acteur) -> tuple[Chiffre, ...]:
    chiffres = (Chiffre(offres, "offres ouvertes", "/offres"), Chiffre(await depot.nombre_structures(connexion), "structures", "/offres"))
    if not peut_lister_personnes(acteur):
        return chiffres
    suivies = await depot_personnes.nombre(connexion, Perimetre.de(acteur))
    return (*chiffres, Chiffre(suivies, "personnes accompagnées", "/personnes"))
