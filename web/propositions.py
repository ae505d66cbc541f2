"""An employer's first page: who is proposed, and who waits for an answer."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from comptes.domaine import Role
from parcours.prescriptions import suivi
from parcours.prescriptions.domaine import Etat, nom_montre
from parcours.prescriptions.libelles import ETATS
from parcours.prescriptions.suivi import EnClair
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.pages.propositions import GroupePropose, LigneProposee, PagePropositions
from web.typographie import anciennete, date_heure

routeur = APIRouter()

_ATTENDUE = frozenset({Etat.TRANSMISE, Etat.LISTE_ATTENTE})


@routeur.get("/mes-propositions", response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """People proposed to the structure of the account, session by session."""
    if acteur.role is not Role.EMPLOYEUR or acteur.structure_id is None:
        raise HTTPException(404)
    jour = service.horloge.aujourdhui()
    par_session: dict[int, list[EnClair]] = {}
    for ligne in await suivi.de_la_structure(connexion, acteur.structure_id):
        par_session.setdefault(ligne.session_id, []).append(ligne)
    contenu = PagePropositions(
        aujourdhui=jour, donnees_fictives=service.demonstration, groupes=tuple(_groupe(lignes, jour) for lignes in par_session.values())
    )
    return repondre(request, "propositions", contenu)


def _groupe(lignes: list[EnClair], jour: date) -> GroupePropose:
    premiere = lignes[0]
    quand = "Entrée à tout moment" if premiere.debut is None else date_heure(premiere.debut, premiere.heure_debut, jour)
    return GroupePropose(premiere.offre, premiere.titre, premiere.type_offre, quand, tuple(_ligne(ligne, jour) for ligne in lignes))


def _ligne(ligne: EnClair, jour: date) -> LigneProposee:
    # A session whose first day has passed waits to know who came.
    constat = ligne.etat is Etat.ACCEPTEE_STRUCTURE and ligne.debut is not None and ligne.debut <= jour
    return LigneProposee(
        nom=nom_montre(ligne.prenom, ligne.nom, ligne.etat),
        href=f"/prescriptions/{ligne.identifiant}",
        etat="Venue ou pas ?" if constat else "Attend votre réponse" if ligne.etat in _ATTENDUE else ETATS[ligne.etat],
        depuis=anciennete(ligne.depuis.date(), jour),
        a_repondre=constat or ligne.etat in _ATTENDUE,
    )
