"""Posting an offer: one short form whose draft is kept at each step, a preview, and sending it."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue.domaine import EtatOffre, Offre, TypeOffre
from comptes.domaine import Acteur, Role
from comptes.droits import peut_creer_offre
from employeurs.formulations import relire
from employeurs.offres import depot, services
from employeurs.offres.domaine import SEANCES_MAX, Brouillon, Faute, Saisie, Seance
from employeurs.offres.services import NonPubliable, Version, VersionPassee
from socle.base import Connexion
from socle.horloge import PARIS
from socle.identifiants import identifiant_public
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.pages.commun import ErreurChamp
from web.pages.saisie_offre import PageApercu, PageSaisie
from web.saisie_formulaire import lire_saisie, lue_par_une_personne, proposer
from web.typographie import heure

routeur = APIRouter(prefix="/mes-offres")

_AVIS = {"garde": "Le brouillon est enregistré.", "copie": "Voici une copie de l’offre : il reste à donner les dates."}
_ANCRES = {"ajouter": "#seances", "retirer": "#seances", "proposer": "#suggestions"}


@routeur.get("/nouvelle", response_class=HTMLResponse)
async def nouvelle(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """An empty form, or what another page already knows of the offer; nothing is kept before it is sent."""
    exiger(peut_creer_offre(acteur))
    dit = {nom: request.query_params.get(nom, "").strip()[:300] for nom in ("titre", "structure", "type", "metier")}
    metiers = (dit["metier"],) if dit["metier"] in service.vivant.moteur.referentiel.metiers else ()
    genre = next((t.value for t in TypeOffre if t.value == dit["type"]), "")
    saisie = Saisie(contact_nom=acteur.nom, titre=dit["titre"], structure=dit["structure"], type_offre=genre, metiers=metiers)
    return await _formulaire(request, connexion, service, acteur, _neuf(identifiant_public(), saisie, service))


@routeur.get("/{identifiant}", response_class=HTMLResponse)
async def modifier(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The form as it was left."""
    brouillon = await _lu(connexion, acteur, identifiant)
    avis = _AVIS.get(request.query_params.get("avis", ""), "")
    return await _formulaire(request, connexion, service, acteur, brouillon, avis=avis)


@routeur.post("/{identifiant}", response_class=HTMLResponse)
async def enregistrer(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Keep what was typed, then do what the button says: propose, add or withdraw a date, preview."""
    exiger(peut_creer_offre(acteur))
    action, _, cible = champ(champs, "action", 40).partition(":")
    saisie = _agir(lire_saisie(champs), action, cible)
    version = _version(champs, identifiant)
    if not (version.numero or saisie.titre or saisie.texte):
        vide = (Faute("titre", "Écrivez un titre : le poste ou l’action, en quelques mots."),)
        return await _formulaire(request, connexion, service, acteur, _neuf(identifiant, saisie, service), fautes=vide)
    try:
        garde = await services.enregistrer(connexion, acteur, version, saisie, service.horloge.maintenant())
    except VersionPassee as passee:
        if not await services.lire(connexion, acteur, identifiant):
            raise HTTPException(404) from passee
        return await _formulaire(request, connexion, service, acteur, replace(passee.brouillon, saisie=saisie), conflit=True)
    if garde is None:
        raise HTTPException(404)
    if action == "apercu":
        _, fautes = await _verifier(connexion, acteur, service, garde)
        if fautes:
            return await _formulaire(request, connexion, service, acteur, garde, fautes=fautes)
        return RedirectResponse(f"/mes-offres/{identifiant}/apercu", 303)
    return RedirectResponse(f"/mes-offres/{identifiant}{_ANCRES.get(action, '?avis=garde')}", 303)


@routeur.post("/{identifiant}/suggestions", response_class=HTMLResponse)
async def suggestions(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant
) -> HTMLResponse:
    """What the text suggests, while it is typed; nothing is kept."""
    exiger(peut_creer_offre(acteur))
    brouillon = replace(_neuf(identifiant, lire_saisie(champs), service), version=_version(champs, identifiant).numero)
    return await _formulaire(request, connexion, service, acteur, brouillon)


@routeur.get("/{identifiant}/apercu", response_class=HTMLResponse)
async def apercevoir(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """The offer exactly as an allocataire will read it."""
    brouillon = await _lu(connexion, acteur, identifiant)
    offre, fautes = await _verifier(connexion, acteur, service, brouillon)
    if fautes:
        return await _formulaire(request, connexion, service, acteur, brouillon, fautes=fautes)
    jour = service.horloge.aujourdhui()
    contenu = PageApercu(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=identifiant,
        version=brouillon.version,
        lue=lue_par_une_personne(offre, identifiant, brouillon.structure or "", service.vivant.moteur, jour),
        d_office=services.publiee_d_office(acteur, brouillon),
        retiree=brouillon.etat is EtatOffre.PUBLIEE,
        alertes=relire(f"{offre.titre}\n{offre.description}"),
    )
    return repondre(request, "saisie_offre_apercu", contenu)


@routeur.post("/{identifiant}/publier", response_class=HTMLResponse)
async def publier(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Send the version that was previewed."""
    brouillon = await _lu(connexion, acteur, identifiant)
    version, nommer = _version(champs, identifiant), service.vivant.moteur.referentiel.commune_nommee
    try:
        etat = await services.publier(connexion, acteur, version, nommer, service.horloge.aujourdhui(), service.horloge.maintenant())
    except VersionPassee as passee:
        return await _formulaire(request, connexion, service, acteur, passee.brouillon, conflit=True)
    except NonPubliable as refus:
        return await _formulaire(request, connexion, service, acteur, brouillon, fautes=refus.fautes)
    if etat is None:
        raise HTTPException(404)
    return RedirectResponse(f"/mes-offres?avis={'publiee' if etat is EtatOffre.PUBLIEE else 'envoyee'}", 303)


async def _lu(connexion: Connexion, acteur: Acteur, identifiant: str) -> Brouillon:
    """The draft, if the account may touch it: that another structure writes something is nobody's business."""
    brouillon = await services.lire(connexion, acteur, identifiant)
    if brouillon is None:
        raise HTTPException(404)
    return brouillon


async def _verifier(connexion: Connexion, acteur: Acteur, service: Service, brouillon: Brouillon) -> tuple[Offre, tuple[Faute, ...]]:
    offre, fautes = services.preparer(brouillon, service.vivant.moteur.referentiel.commune_nommee)
    if brouillon.structure_id is None:
        _, sans = await services.viser_structure(connexion, acteur, brouillon.saisie)
        fautes = (*sans, *fautes)
    return offre, fautes


def _version(champs: Formulaire, identifiant: str) -> Version:
    numero = champ(champs, "version", 9)
    return Version(identifiant, int(numero) if numero.isascii() and numero.isdigit() else 0)


def _agir(saisie: Saisie, action: str, cible: str) -> Saisie:
    if action == "ajouter" and len(saisie.seances) < SEANCES_MAX:
        return replace(saisie, seances=(*saisie.seances, Seance(saisie.cle_libre())))
    if action == "retirer":
        return replace(saisie, seances=tuple(s for s in saisie.seances if s.cle != cible) or (Seance("s1"),))
    return saisie


def _neuf(identifiant: str, saisie: Saisie, service: Service) -> Brouillon:
    maintenant = service.horloge.maintenant()
    return Brouillon(0, identifiant, None, None, None, False, None, None, EtatOffre.BROUILLON, saisie, 0, "", maintenant)


async def _formulaire(
    request: Request,
    connexion: Connexion,
    service: Service,
    acteur: Acteur,
    brouillon: Brouillon,
    *,
    fautes: tuple[Faute, ...] = (),
    conflit: bool = False,
    avis: str = "",
) -> HTMLResponse:
    cre, moteur = acteur.role is Role.CRE, service.vivant.moteur
    contenu = PageSaisie(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        identifiant=brouillon.identifiant,
        version=brouillon.version,
        saisie=brouillon.saisie,
        etat=brouillon.etat,
        propositions=proposer(brouillon.saisie, moteur),
        communes=tuple(sorted({c.nom for c in moteur.referentiel.communes.values() if c.territoire})),
        structures=tuple(await depot.noms_de_structures(connexion)) if cre else (),
        cre=cre,
        gardee=heure(brouillon.modifie_le.astimezone(PARIS).time()) if brouillon.version else "",
        conflit=conflit,
        mot_renvoi=brouillon.mot_renvoi,
        avis=avis,
        erreurs=tuple(ErreurChamp(f.champ, f.message) for f in fautes),
    )
    return repondre(request, "saisie_offre", contenu, bloc="suggestions", statut=409 if conflit else 400 if fautes else 200)
