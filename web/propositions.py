"""An employer's first page: who is proposed, and who waits for an answer."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from comptes.domaine import Role
from parcours.prescriptions import suivi
from parcours.prescriptions.attentes import attente
from parcours.prescriptions.domaine import nom_montre
from parcours.prescriptions.libelles import ATTENTES, ETATS
from parcours.prescriptions.suivi import EnClair
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.mouvements import adresse_session
from web.pages.propositions import GroupePropose, LigneProposee, PagePropositions
from web.typographie import anciennete, date_heure

routeur = APIRouter()


@routeur.get("/mes-propositions", response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """People proposed to the structure of the account, session by session."""
    if acteur.role is not Role.EMPLOYEUR or acteur.structure_id is None:
        raise HTTPException(404)
    jour = service.horloge.aujourdhui()
    par_session: dict[int, list[EnClair]] = {}
    for ligne in await suivi.de_la_structure(connexion, acteur.structure_id):
        par_session.setdefault(ligne.session_id, []).append(ligne)
    groupes = sorted((_groupe(lignes, jour) for lignes in par_session.values()), key=lambda g: not g.a_repondre)
    contenu = PagePropositions(aujourdhui=jour, donnees_fictives=service.demonstration, groupes=tuple(groupes))
    return repondre(request, "propositions", contenu)


def _groupe(lignes: list[EnClair], jour: date) -> GroupePropose:
    premiere = lignes[0]
    quand = "Entrée à tout moment" if premiere.debut is None else date_heure(premiere.debut, premiere.heure_debut, jour)
    adresse = adresse_session(premiere.offre, premiere.session)
    return GroupePropose(premiere.offre, premiere.titre, premiere.type_offre, quand, adresse, tuple(_ligne(ligne, jour) for ligne in lignes))


def _ligne(ligne: EnClair, jour: date) -> LigneProposee:
    attendu = attente(ligne.etat, ligne.debut, ligne.fin, jour)
    return LigneProposee(
        nom=nom_montre(ligne.prenom, ligne.nom, ligne.etat),
        href=f"/prescriptions/{ligne.identifiant}",
        etat=ATTENTES[attendu] if attendu else ETATS[ligne.etat],
        depuis=anciennete(ligne.depuis.date(), jour),
        a_repondre=attendu is not None,
    )
