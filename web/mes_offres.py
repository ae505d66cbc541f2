"""One's offers: where each stands, and in one click copy it, say that it still holds, close it."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from comptes.domaine import Role
from comptes.droits import peut_creer_offre
from employeurs.conventions import depot as depot_conventions
from employeurs.conventions.droits import vue
from employeurs.offres import depot, services
from employeurs.offres.domaine import FRAICHEUR_JOURS
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.pages.saisie_offre import PageMesOffres

routeur = APIRouter(prefix="/mes-offres")

AVIS = {
    "publiee": "L’offre est publiée : elle est dans le catalogue.",
    "envoyee": "L’offre est envoyée. Un chargé de relation entreprise la relit avant de la publier.",
    "confirmee": "C’est noté : l’offre est toujours d’actualité.",
    "non-publiee": "Cette offre n’est pas publiée : il n’y a rien à confirmer.",
    "fermee": "L’offre est fermée. Un import ne la rouvrira pas.",
    "deja-fermee": "Cette offre était déjà fermée.",
}
# Lists from which an offer is confirmed or closed, and the block of the page.
_RETOURS = {"a-valider": ("/a-valider", ""), "relations": ("/relations", "fraicheur")}


@routeur.get("", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Offers and drafts of the structure of the account; those that a CRE wrote."""
    exiger(peut_creer_offre(acteur))
    jour, cre = service.horloge.aujourdhui(), acteur.role is Role.CRE
    structure_id = None if cre else acteur.structure_id
    contenu = PageMesOffres(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        lignes=tuple(await depot.liste(connexion, structure_id=structure_id, auteur_id=acteur.id, jour=jour)),
        fraiche=jour - timedelta(days=FRAICHEUR_JOURS),
        cre=cre,
        conventions=0 if cre else len(await depot_conventions.suivis(connexion, vue(acteur), jour)),
        avis=AVIS.get(request.query_params.get("avis", ""), ""),
    )
    return repondre(request, "saisie_offre_liste", contenu)


@routeur.post("/{identifiant}/dupliquer")
async def dupliquer(identifiant: Identifiant, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """A new draft like this offer, its dates blank."""
    nouveau = await services.dupliquer(connexion, acteur, identifiant, service.horloge.maintenant())
    if nouveau is None:
        raise HTTPException(404)
    return RedirectResponse(f"/mes-offres/{nouveau}?avis=copie", 303)


@routeur.post("/{identifiant}/confirmer")
async def confirmer(identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """« Toujours d’actualité »."""
    fait = await services.confirmer(connexion, acteur, identifiant, service.horloge.aujourdhui(), service.horloge.maintenant())
    return _retour(champs, fait, "confirmee", "non-publiee")


@routeur.post("/{identifiant}/fermer")
async def fermer(identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Close for good; a draft never sent is forgotten."""
    fait = await services.fermer(connexion, acteur, identifiant, service.horloge.maintenant())
    return _retour(champs, fait, "fermee", "deja-fermee")


def _retour(champs: Formulaire, fait: bool | None, oui: str, non: str) -> Response:
    if fait is None:
        raise HTTPException(404)
    # Back to the list one comes from; no address of the form is followed.
    page, bloc = _RETOURS.get(champ(champs, "retour", 20), ("/mes-offres", ""))
    suite = f"&bloc={bloc}#{bloc}" if bloc else ""
    return RedirectResponse(f"{page}?avis={oui if fait else non}{suite}", 303)
