"""The form that opens a prescription: for whom, what, which session, and what to know before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue import depot as depot_catalogue
from catalogue.domaine import Session
from comptes.domaine import Acteur, Role
from matching.score import poids
from parcours import depot as depot_personnes
from parcours.perimetre import Perimetre
from parcours.prescriptions.mouvements import Refusee
from parcours.prescriptions.services import DejaPrescrite, Demande, apercu, prescrire
from socle.base import Connexion
from web.contexte import ActeurCourant, Ecriture, Formulaire, Lecture, Service, ServiceWeb, champ, repondre
from web.fiche import mots_places
from web.mouvements import LONGUEUR_MOT, tirer_cle
from web.pages.commun import ErreurChamp
from web.pages.prescriptions import PagePrescrire, SeanceProposee
from web.typographie import date_heure

routeur = APIRouter(prefix="/prescrire")

# A counsellor prescribes, a chargé de relation entreprise proposes to the référent; a person asks from their own space.
_ROLES = frozenset({Role.CIP, Role.CRE})


@dataclass(frozen=True, slots=True)
class _Choix:
    """What the address or the form says."""

    personne: str
    offre: str
    session: str


@routeur.get("", response_class=HTMLResponse)
async def proposer(request: Request, connexion: Lecture, acteur: ActeurCourant, service: ServiceWeb) -> HTMLResponse:
    """The form, with the places and the requests of each open session."""
    p = request.query_params
    choix = _Choix(*(p.get(nom, "")[:100] for nom in ("personne", "offre", "session")))
    return repondre(request, "prescrire", await _composer(connexion, acteur, choix, service))


@routeur.post("", response_class=HTMLResponse)
async def enregistrer(request: Request, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> Response:
    """Open the prescription; what stands in the way is said, and nothing typed is lost."""
    choix = _Choix(*(champ(champs, nom, 100) for nom in ("personne", "offre", "session")))
    demande = Demande(
        cle=champ(champs, "cle", 100) or tirer_cle(),
        allocataire=choix.personne,
        offre=choix.offre,
        session=choix.session,
        mot=champ(champs, "mot", LONGUEUR_MOT),
        accord_personne=champ(champs, "accord") == "1",
        transmettre=champ(champs, "envoyer") == "1",
        version_classement=poids().version,
    )
    page = await _composer(connexion, acteur, choix, service)
    page = replace(page, cle=demande.cle, mot=demande.mot, accord=demande.accord_personne)
    if erreur := _a_corriger(demande, page):
        return repondre(request, "prescrire", replace(page, erreurs=(erreur,)), statut=400)
    try:
        faite = await prescrire(connexion, acteur, demande, service.horloge)
    except DejaPrescrite as refus:
        deja = f"/prescriptions/{refus.identifiant}"
        return repondre(request, "prescrire", replace(page, deja=deja, erreurs=(ErreurChamp("seances", str(refus)),)), statut=409)
    except Refusee as refus:
        return repondre(request, "prescrire", replace(page, erreurs=(ErreurChamp("seances", str(refus)),)), statut=400)
    return RedirectResponse(f"/prescriptions/{faite.identifiant}?avis=ouverte", 303)


def _a_corriger(demande: Demande, page: PagePrescrire) -> ErreurChamp | None:
    if demande.session not in {s.session for s in page.seances}:
        return ErreurChamp("seances", "Choisissez une date parmi celles qui sont ouvertes.")
    if demande.transmettre and not demande.accord_personne and not page.propose_seulement:
        return ErreurChamp("accord", "Avant d’envoyer à la structure, assurez-vous que la personne est d’accord et cochez la case.")
    return None


async def _composer(connexion: Connexion, acteur: Acteur, choix: _Choix, service: Service) -> PagePrescrire:
    """The form; 404 for a person or an offer that this account does not reach."""
    jour = service.horloge.aujourdhui()
    personne = await depot_personnes.allocataire(connexion, choix.personne, Perimetre.de(acteur)) if acteur.role in _ROLES else None
    id_offre = await depot_catalogue.id_offre(connexion, choix.offre)
    if personne is None or id_offre is None:
        raise HTTPException(404)
    fiche = (await depot_catalogue.fiches(connexion, [id_offre]))[id_offre]
    ouvertes = [s for s in fiche.offre.sessions if s.ouverte(jour)]
    return PagePrescrire(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        personne=choix.personne,
        nom=f"{personne.prenom} {personne.nom}",
        offre=choix.offre,
        titre=fiche.offre.titre,
        type_offre=fiche.offre.type_offre,
        structure=fiche.structure.nom if fiche.structure else None,
        seances=tuple([await _seance(connexion, acteur, choix, s, service, seule=len(ouvertes) == 1) for s in ouvertes]),
        cle=tirer_cle(),
        propose_seulement=acteur.role is Role.CRE,
    )


async def _seance(connexion: Connexion, acteur: Acteur, choix: _Choix, session: Session, service: Service, *, seule: bool) -> SeanceProposee:
    try:
        voulue = {"allocataire": choix.personne, "offre": choix.offre, "session": session.source_id}
        _, alerte = await apercu(connexion, acteur, **voulue, horloge=service.horloge)
    except Refusee as refus:
        alerte = str(refus)
    jour = service.horloge.aujourdhui()
    quand = "Entrée à tout moment" if session.debut is None else date_heure(session.debut, session.heure_debut, jour)
    places = "nombre de places à préciser" if session.places is None else mots_places(session)
    return SeanceProposee(session.source_id, quand, places, alerte, seule or session.source_id == choix.session)
