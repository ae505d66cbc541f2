"""What a CRE checks: offers sent by structures, offers nobody has confirmed lately, structures trusted to publish by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue.depot import fiches
from catalogue.domaine import EtatOffre
from comptes.domaine import Acteur
from comptes.droits import peut_publier_offre
from employeurs.formulations import relire
from employeurs.offres import depot, services
from employeurs.offres.domaine import FRAICHEUR_JOURS
from socle.base import Connexion
from socle.horloge import PARIS
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.mes_offres import AVIS as AVIS_OFFRES
from web.pages.commun import ErreurChamp
from web.pages.saisie_offre import PageValidation, PageValidationOffre
from web.saisie_formulaire import lue_par_une_personne

routeur = APIRouter(prefix="/a-valider")

# Offers to confirm shown at once: the oldest come first.
A_CONFIRMER = 20
AVIS_CONFIANCE = {
    "confiance": "C’est noté : les offres de cette structure paraîtront sans relecture.",
    "sans-confiance": "C’est noté : les offres de cette structure seront relues.",
}
_AVIS = {
    **AVIS_OFFRES,
    **AVIS_CONFIANCE,
    "validee": "L’offre est publiée.",
    "renvoyee": "L’offre est renvoyée à la structure, avec votre mot.",
}


@routeur.get("", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """What waits."""
    exiger(peut_publier_offre(acteur))
    jour = service.horloge.aujourdhui()
    total, a_confirmer = await depot.a_confirmer(connexion, jour - timedelta(days=FRAICHEUR_JOURS), A_CONFIRMER)
    contenu = PageValidation(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        a_valider=tuple(await depot.a_valider(connexion)),
        a_confirmer=tuple(a_confirmer),
        total_a_confirmer=total,
        confiance=tuple(await depot.structures_de_confiance(connexion)),
        avis=_AVIS.get(request.query_params.get("avis", ""), ""),
    )
    return repondre(request, "validation", contenu)


@routeur.get("/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """One offer as an allocataire would read it, and what to look at twice."""
    contenu = await _page(connexion, service, acteur, identifiant)
    return repondre(request, "validation_offre", contenu)


@routeur.post("/{identifiant}", response_class=HTMLResponse)
async def trancher(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Publish it, or send it back with a word."""
    renvoyer, mot = champ(champs, "action", 20) != "publier", champ(champs, "mot", 1000)
    page = await _page(connexion, service, acteur, identifiant)
    if renvoyer and not mot:
        erreurs = (ErreurChamp("mot", "Écrivez ce qu’il faut changer : la structure ne lira que cela."),)
        return repondre(request, "validation_offre", await _page(connexion, service, acteur, identifiant, erreurs), statut=400)
    if renvoyer and not page.saisie:
        raise HTTPException(404)
    jour, maintenant = service.horloge.aujourdhui(), service.horloge.maintenant()
    await services.trancher(connexion, acteur, identifiant, mot=mot if renvoyer else None, lue=_lue(champs), jour=jour, instant=maintenant)
    if not renvoyer and champ(champs, "confiance") == "oui" and page.structure:
        await services.accorder_confiance(connexion, acteur, page.structure.identifiant, True)
    return RedirectResponse(f"/a-valider?avis={'renvoyee' if renvoyer else 'validee'}", 303)


@routeur.post("/structures/{identifiant}")
async def regler_confiance(identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Trust a structure with publishing by itself, or no longer."""
    exiger(peut_publier_offre(acteur))
    confiance = champ(champs, "confiance") == "oui"
    if not await services.accorder_confiance(connexion, acteur, identifiant, confiance):
        raise HTTPException(404)
    page = f"/structures/{identifiant}" if champ(champs, "retour", 20) == "structure" else "/a-valider"
    return RedirectResponse(f"{page}?avis={'confiance' if confiance else 'sans-confiance'}", 303)


def _lue(champs: Formulaire) -> datetime:
    """When the offer that the CRE read had been written."""
    try:
        lue = datetime.fromisoformat(champ(champs, "lue", 40))
    except ValueError as erreur:
        raise HTTPException(400) from erreur
    return lue if lue.tzinfo else lue.replace(tzinfo=PARIS)


async def _page(
    connexion: Connexion, service: Service, acteur: Acteur, identifiant: str, erreurs: tuple[ErreurChamp, ...] = ()
) -> PageValidationOffre:
    exiger(peut_publier_offre(acteur))
    visee = await depot.visee(connexion, identifiant)
    if visee is None or visee.etat is not EtatOffre.A_VALIDER:
        raise HTTPException(404)
    fiche, moteur, jour = (await fiches(connexion, [visee.id]))[visee.id], service.vivant.moteur, service.horloge.aujourdhui()
    metiers = moteur.referentiel.metiers
    return PageValidationOffre(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=identifiant,
        ecrite_le=visee.modifie_le.isoformat(),
        lue=lue_par_une_personne(fiche.offre, identifiant, fiche.structure.nom if fiche.structure else "", moteur, jour),
        metiers=tuple(metiers[code].libelle for code in fiche.offre.metiers if code in metiers),
        apports=tuple(a.libelle for a in fiche.offre.apports),
        structure=await depot.structure(connexion, visee.structure_id) if visee.structure_id else None,
        saisie=await depot.brouillon(connexion, identifiant) is not None,
        alertes=relire(f"{fiche.offre.titre}\n{fiche.offre.description}"),
        erreurs=erreurs,
    )
