"""One convention, and its review to print for the yearly meeting. Its module is read after that of the form: « nouvelle » is no public id."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from comptes.domaine import Acteur
from employeurs.conventions import depot
from employeurs.conventions.domaine import Suivi, alertes
from employeurs.conventions.droits import peut_lire, vue
from employeurs.conventions.libelles import ETATS, mots_alerte
from socle.base import Connexion
from web.contexte import ActeurCourant, Identifiant, Lecture, Service, ServiceWeb, repondre
from web.conventions_detail import assembler, noms_des_metiers
from web.conventions_vues import ecoule, mots_periode, mots_proposees, offre, reperes, tableau
from web.erreurs import exiger
from web.pages.conventions import PageBilan, Repere
from web.typographie import date_longue, typo

routeur = APIRouter(prefix="/conventions")


@routeur.get("/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """One convention."""
    suivi = await lu(connexion, service, acteur, identifiant)
    q, avis = request.query_params.get("q", "").strip()[:200], request.query_params.get("avis", "")
    return repondre(request, "convention", await assembler(connexion, service, acteur, suivi, q=q, avis=avis))


@routeur.get("/{identifiant}/bilan", response_class=HTMLResponse)
async def bilan(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The review to print for the yearly meeting."""
    suivi = await lu(connexion, service, acteur, identifiant)
    jour, noms, c = service.horloge.aujourdhui(), noms_des_metiers(service.vivant.moteur), suivi.convention
    # The sheet goes round the table: small groups are hidden whoever prints it.
    petits = False
    contenu = PageBilan(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=c.identifiant,
        titre=c.titre,
        identite=_identite(suivi, jour),
        tableau=tableau(suivi.tableau, c.periode, noms, await depot.tensions(connexion, suivi.metiers)),
        reperes=reperes(await depot.mesurer_bonus(connexion, c.id), petits=petits),
        proposees=mots_proposees(await depot.proposees(connexion, c.id), petits=petits),
        offres=tuple(offre(o, noms, suivi.metiers, jour, petits=petits) for o in await depot.offres(connexion, c.id, jour)),
        retards=tuple(typo(mots_alerte(a, noms)) for a in alertes(suivi, jour)),
        reunion=(c.structure, c.referent or "Chargé de relation entreprise", "Direction de l’insertion"),
    )
    return repondre(request, "convention_bilan", contenu)


async def lu(connexion: Connexion, service: Service, acteur: Acteur, identifiant: str) -> Suivi:
    """A convention that the account may read, with its figures of today.

    Args:
        connexion: of the request.
        service: the service.
        acteur: who reads.
        identifiant: public id.

    Returns:
        The convention.

    Raises:
        HTTPException: 404, the same for one that does not exist and for one of somebody else.
    """
    exiger(peut_lire(acteur))
    suivi = await depot.suivi(connexion, identifiant, vue(acteur), service.horloge.aujourdhui())
    if suivi is None:
        raise HTTPException(404)
    return suivi


def _identite(suivi: Suivi, jour: date) -> tuple[Repere, ...]:
    c = suivi.convention
    lignes = (
        ("Employeur", c.structure),
        ("Commune", c.commune or ""),
        ("Période", mots_periode(c.periode)),
        ("Avancement", ecoule(c.periode, jour)),
        ("État", ETATS[c.etat]),
        ("Suivie par", c.referent or ""),
        ("Bilan fait le", date_longue(jour)),
    )
    return tuple(Repere(nom, typo(valeur)) for nom, valeur in lignes if valeur)
