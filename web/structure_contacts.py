"""The contacts of a structure: adding, correcting, putting away, erasing."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from comptes.domaine import Acteur
from employeurs.relations import depot, services
from employeurs.relations.domaine import Contact, FicheStructure
from employeurs.relations.saisie import SaisieContact
from employeurs.relations.services import Invalide
from socle.base import Connexion
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre
from web.pages.commun import ErreurChamp
from web.pages.relations import PageContact
from web.structure import composer, en_erreurs, geste, suite, trouver

routeur = APIRouter(prefix="/structures/{identifiant}/contacts")


@routeur.post("", response_class=HTMLResponse)
async def ajouter(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """A new contact."""
    fiche, saisie = await trouver(connexion, service, acteur, identifiant), _lire(champs)
    try:
        await services.ajouter_contact(connexion, geste(champs, acteur, service), fiche, saisie)
    except Invalide as erreur:
        contenu = await composer(request, connexion, service, acteur, fiche, contact=saisie, erreurs=en_erreurs(erreur.fautes, "contact"))
        return repondre(request, "structure", contenu, statut=400)
    return suite(fiche, "", "contact", "contacts")


@routeur.get("/{contact}", response_class=HTMLResponse)
async def montrer(
    request: Request, identifiant: Identifiant, contact: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant
) -> HTMLResponse:
    """One contact, to correct, put away or erase."""
    fiche, vise = await _viser(connexion, service, acteur, identifiant, contact)
    saisie = SaisieContact(vise.nom, vise.fonction, vise.telephone or "", vise.courriel or "", vise.prefere)
    return repondre(request, "structure_contact", _page(service, fiche, vise, saisie))


@routeur.post("/{contact}", response_class=HTMLResponse)
async def changer(
    request: Request,
    identifiant: Identifiant,
    contact: Identifiant,
    champs: Formulaire,
    connexion: Ecriture,
    service: ServiceWeb,
    acteur: ActeurCourant,
) -> Response:
    """Correct, put away, take up again, or erase for good."""
    fiche, vise = await _viser(connexion, service, acteur, identifiant, contact)
    qui, action, saisie = geste(champs, acteur, service), champ(champs, "geste", 20), _lire(champs)
    if action == "effacer":
        await services.effacer_contact(connexion, qui, vise, champ(champs, "textes") == "oui")
        return suite(fiche, "", "efface", "contacts")
    if action in {"archiver", "reprendre"}:
        await services.archiver_contact(connexion, qui, vise, action == "archiver")
        return suite(fiche, "", "archive" if action == "archiver" else "repris", "contacts")
    try:
        await services.modifier_contact(connexion, qui, vise, saisie)
    except Invalide as erreur:
        contenu = _page(service, fiche, vise, saisie, en_erreurs(erreur.fautes, "contact"))
        return repondre(request, "structure_contact", contenu, statut=400)
    return suite(fiche, "", "contact", "contacts")


def _lire(champs: FormData) -> SaisieContact:
    return SaisieContact(
        nom=champ(champs, "nom"),
        fonction=champ(champs, "fonction"),
        telephone=champ(champs, "telephone"),
        courriel=champ(champs, "courriel"),
        prefere=champ(champs, "prefere") == "oui",
    )


async def _viser(connexion: Connexion, service: Service, acteur: Acteur, identifiant: str, contact: str) -> tuple[FicheStructure, Contact]:
    fiche = await trouver(connexion, service, acteur, identifiant)
    vise = await depot.contact(connexion, fiche.id, contact)
    if vise is None:
        raise HTTPException(404)
    return fiche, vise


def _page(service: Service, fiche: FicheStructure, vise: Contact, saisie: SaisieContact, erreurs: tuple[ErreurChamp, ...] = ()) -> PageContact:
    return PageContact(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        fiche=fiche,
        contact=vise,
        saisie=saisie,
        erreurs=erreurs,
    )
