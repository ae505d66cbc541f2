"""The file of a structure: noting an exchange, planning what comes next, doing it or putting it off."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue.libelles import STRUCTURES
from comptes.domaine import Acteur
from employeurs.offres.domaine import Faute
from employeurs.relations import depot, services
from employeurs.relations.domaine import REPORTS, RESULTAT_MAX, TEXTE_MAX, FicheStructure, plus_tard
from employeurs.relations.droits import peut_tenir_relations
from employeurs.relations.libelles import NATURES, RELANCE
from employeurs.relations.saisie import SaisieAction, SaisieEchange
from employeurs.relations.services import Geste, Invalide
from parcours.sensible import CONSEILS, Genre, contient_nir
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from web.adresses import Adresse
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.mouvements import tirer_cle
from web.pages.commun import ErreurChamp
from web.pages.relations import LigneEchange, PageStructure
from web.pagination import numero_page, paginer
from web.relations import AVIS_RELATIONS, REPORTS_EN_MOTS, retour_a_la_liste
from web.typographie import nombre
from web.validation import AVIS_CONFIANCE

routeur = APIRouter(prefix="/structures/{identifiant}")

ECHANGES_PAR_PAGE = 20
_AVIS = {
    **AVIS_RELATIONS,
    **AVIS_CONFIANCE,
    "contact": "Le contact est enregistré.",
    "archive": "Le contact est rangé : l’historique garde son nom.",
    "repris": "Le contact est de nouveau dans la liste.",
    "efface": "Le contact est effacé.",
    "retiree": "L’échange est retiré.",
    "trop-tard": "Un échange se retire par son auteur, le jour où il l’a noté. Ensuite, ajoutez une note.",
    "prevue": "C’est prévu.",
}


@routeur.get("", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The file."""
    fiche = await trouver(connexion, service, acteur, identifiant)
    contenu = await composer(request, connexion, service, acteur, fiche, avis=_AVIS.get(request.query_params.get("avis", ""), ""))
    return repondre(request, "structure", contenu)


@routeur.post("/echanges", response_class=HTMLResponse)
async def noter_echange(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Add an exchange to the history, and perhaps what comes next."""
    fiche = await trouver(connexion, service, acteur, identifiant)
    noms = ("nature", "jour", "contact", "rappel", "quoi", "action")
    saisie = SaisieEchange(texte=champ(champs, "texte", 2 * TEXTE_MAX).replace("\r\n", "\n"), **{nom: champ(champs, nom) for nom in noms})
    retour = champ(champs, "retour", 20)
    try:
        _refuser_nir(texte=saisie.texte, quoi=saisie.quoi)
        fait = await services.noter_echange(connexion, geste(champs, acteur, service), fiche, saisie)
    except Invalide as erreur:
        contenu = await composer(
            request, connexion, service, acteur, fiche, echange=saisie, retour=retour, erreurs=en_erreurs(erreur.fautes, "echange")
        )
        return repondre(request, "structure", contenu, statut=400)
    return suite(fiche, retour, "notee" if fait else "rien", "historique")


@routeur.post("/echanges/{echange}/retirer")
async def retirer_echange(
    identifiant: Identifiant, echange: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Take back what one has just written."""
    fiche = await trouver(connexion, service, acteur, identifiant)
    fait = await services.retirer_echange(connexion, geste(champs, acteur, service), fiche, echange)
    if fait is None:
        raise HTTPException(404)
    return suite(fiche, "", "retiree" if fait else "trop-tard", "historique")


@routeur.post("/actions", response_class=HTMLResponse)
async def prevoir(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Plan something to do; « relancer plus tard » gives days instead of words."""
    fiche = await trouver(connexion, service, acteur, identifiant)
    saisie = SaisieAction(*(champ(champs, nom) for nom in ("quoi", "echeance", "pour")))
    if attente := _jours(champs):
        saisie = SaisieAction(RELANCE, plus_tard(service.horloge.aujourdhui(), attente).isoformat())
    retour = champ(champs, "retour", 20)
    try:
        _refuser_nir(quoi=saisie.quoi)
        fait = await services.prevoir(connexion, geste(champs, acteur, service), fiche, saisie)
    except Invalide as erreur:
        contenu = await composer(request, connexion, service, acteur, fiche, action=saisie, erreurs=en_erreurs(erreur.fautes, "action"))
        return repondre(request, "structure", contenu, statut=400)
    return suite(fiche, retour, "prevue" if fait else "rien", "a-faire")


@routeur.post("/actions/{action}")
async def agir(
    identifiant: Identifiant, action: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """An action is done, or put off."""
    fiche = await trouver(connexion, service, acteur, identifiant)
    qui, attente = geste(champs, acteur, service), _jours(champs)
    if attente:
        fait, avis = await services.reporter(connexion, qui, fiche, action, attente), "reportee"
    else:
        resultat = champ(champs, "resultat", RESULTAT_MAX)
        if contient_nir(resultat):
            raise ErreurPersonne(CONSEILS[Genre.NIR])
        fait, avis = await services.faire(connexion, qui, fiche, action, resultat), "faite"
    if fait is None:
        raise HTTPException(404)
    return suite(fiche, champ(champs, "retour", 20), avis if fait else "rien", "a-faire")


def _refuser_nir(**textes: str) -> None:
    """This service never keeps a NIR, in whatever text."""
    fautes = tuple(Faute(nom, CONSEILS[Genre.NIR]) for nom, texte in textes.items() if contient_nir(texte))
    if fautes:
        raise Invalide(fautes)


def _jours(champs: Formulaire) -> int:
    """Days to wait chosen in a form, 0 when none was."""
    return next((jours for jours in REPORTS if champ(champs, "jours", 3) == str(jours)), 0)


async def trouver(connexion: Connexion, service: Service, acteur: Acteur, identifiant: str) -> FicheStructure:
    """The structure of the address, for a CRE.

    Args:
        connexion: any.
        service: for the clock.
        acteur: who asks.
        identifiant: public id.

    Returns:
        The structure.

    Raises:
        Refus: the account is not a CRE's.
        HTTPException: 404, there is no such structure.
    """
    exiger(peut_tenir_relations(acteur))
    fiche = await depot.structure(connexion, identifiant, service.horloge.aujourdhui())
    if fiche is None:
        raise HTTPException(404)
    return fiche


def geste(champs: Formulaire, acteur: Acteur, service: Service) -> Geste:
    """Who acts, when, with the key of the form.

    Args:
        champs: what was sent.
        acteur: who acts.
        service: for the clock.

    Returns:
        The act.
    """
    return Geste(acteur, service.horloge.maintenant(), champ(champs, "cle", 80))


def en_erreurs(fautes: tuple[Faute, ...], formulaire: str) -> tuple[ErreurChamp, ...]:
    """Faults as a page shows them.

    Args:
        fautes: in the order of the form.
        formulaire: name of the form: the page holds several, whose fields bear it.

    Returns:
        The mistakes.
    """
    return tuple(ErreurChamp(f"{formulaire}-{f.champ}", f.message) for f in fautes)


def suite(fiche: FicheStructure, retour: str, avis: str, ancre: str) -> RedirectResponse:
    """Where to go once it is done: the list one comes from, else the file.

    Args:
        fiche: the structure.
        retour: list that the form names, perhaps empty.
        avis: key of what was done.
        ancre: part of the file to go back to.

    Returns:
        The redirection.
    """
    return RedirectResponse(retour_a_la_liste(retour, avis) or f"/structures/{fiche.identifiant}?avis={avis}#{ancre}", 303)


async def composer(request: Request, connexion: Connexion, service: Service, acteur: Acteur, fiche: FicheStructure, **saisies: Any) -> PageStructure:
    """The whole file.

    Args:
        request: for the page of the history.
        connexion: any.
        service: for the clock.
        acteur: who reads.
        fiche: the structure.
        saisies: what was typed and its mistakes, what was just done.

    Returns:
        The page.
    """
    instant, page = service.horloge.maintenant(), numero_page(request.query_params)
    contacts, actions = await depot.contacts(connexion, fiche.id), await depot.actions(connexion, fiche.id)
    total, echanges = await depot.echanges(connexion, fiche.id, limite=ECHANGES_PAR_PAGE, debut=(page - 1) * ECHANGES_PAR_PAGE)
    chiffres = await depot.chiffres(connexion, fiche.id)
    return PageStructure(
        aujourdhui=instant.date(),
        donnees_fictives=service.demonstration,
        fiche=fiche,
        nom_type=STRUCTURES[fiche.type_structure],
        contacts=tuple(contacts),
        a_faire=tuple(a for a in actions if a.faite_le is None),
        faites=tuple(a for a in actions if a.faite_le is not None),
        echanges=tuple(LigneEchange(e, NATURES[e.nature], e.retirable(acteur.id, instant)) for e in echanges),
        total_echanges=total,
        offres=tuple(await depot.offres(connexion, fiche.id, instant.date())),
        chiffres=chiffres,
        mediane=_en_jours(chiffres.mediane),
        collegues=tuple(await depot.collegues(connexion)),
        moi=acteur.identifiant,
        natures=tuple(NATURES.items()),
        cle=tirer_cle(),
        reports=REPORTS_EN_MOTS,
        pagination=paginer(Adresse(f"/structures/{fiche.identifiant}"), total, ECHANGES_PAR_PAGE, page),
        **{"echange": SaisieEchange(contact=next((c.identifiant for c in contacts if c.prefere), "")), **saisies},
    )


def _en_jours(mediane: float | None) -> str:
    if mediane is None:
        return "pas encore de réponse"
    return "moins d’un jour" if mediane < 1 else f"{nombre(round(mediane, 1))} {'jour' if mediane < 2 else 'jours'}"
