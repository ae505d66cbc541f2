"""Who read a person's file, for the person and for who follows them; and the personal code that opens a person's space."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from comptes import services
from comptes.domaine import Acteur, Role
from parcours import depot as depot_personnes
from parcours.droits import peut_donner_code, peut_lire_consultations
from parcours.perimetre import Perimetre, Suivi
from socle.base import Connexion
from socle.horloge import PARIS
from socle.journal import Trace, consultations
from web.contexte import ActeurCourant, Ecriture, Lecture, PersonneLue, ServiceWeb, repondre, service, url_absolue
from web.erreurs import exiger
from web.pages.compte import LigneConsultation, PageCode, PageConsultations
from web.visiteur import ROLES

routeur = APIRouter()

# What was done about a person, in words they read; an action without words here is shown by the last line.
ACTIONS: dict[str, str] = {
    "personne.lire": "a ouvert le dossier",
    "personne.modifier": "a complété le dossier",
    "personne.affecter": "a confié le suivi à quelqu’un de sa structure",
    "personne.donner_code": "a remis un code personnel",
    "note.ecrire": "a écrit une note",
    "note.supprimer": "a supprimé une note",
    "rapprochement.lire": "a comparé le dossier à une ligne d’un fichier reçu",
    "rapprochement.decider": "a reconnu le dossier dans un fichier reçu",
    "compte.creer": "a créé l’espace personnel",
    "compte.changer_courriel": "a changé son adresse de messagerie",
    "session.ouvrir": "a ouvert l’espace personnel",
    "prescription.creer": "a proposé une offre",
    "prescription.lire": "a lu une prescription",
    "prescription.acceptee_personne": "a noté l’accord pour une offre",
    "prescription.transmise": "a envoyé une demande à une structure",
    "prescription.liste_attente": "a inscrit sur une liste d’attente",
    "prescription.acceptee_structure": "a confirmé une place",
    "prescription.presente": "a noté une venue",
    "prescription.absente": "a noté une absence",
    "prescription.entree": "a noté une entrée dans une action",
    "prescription.terminee": "a noté la fin d’une action",
    "prescription.annulee": "a annulé une demande",
    "prescription.refusee": "a répondu non à une demande",
    "prescription.expiree": "a clos une demande restée sans réponse",
    "prescription.emarger": "a pris la feuille de présence d’une session",
    "prescription.exporter": "a pris la liste des personnes d’une session",
    "lien.ouvrir": "a donné un lien de réponse à une structure",
    "lien.couper": "a coupé les liens de réponse",
}
_AUTRE = "a agi sur le dossier"


@routeur.get("/mon-espace/consultations", response_class=HTMLResponse)
async def lire_les_miennes(request: Request, connexion: Lecture, acteur: ActeurCourant) -> HTMLResponse:
    """The person sees who opened their file."""
    if acteur.allocataire_id is None:
        raise HTTPException(404)
    return await _page(request, connexion, acteur.allocataire_id)


@routeur.get("/personnes/{identifiant}/consultations", response_class=HTMLResponse)
async def lire(request: Request, suivi: PersonneLue, connexion: Lecture, acteur: ActeurCourant) -> HTMLResponse:
    """Who follows the person sees it too."""
    exiger(peut_lire_consultations(acteur, suivi))
    return await _page(request, connexion, suivi.id, await _nom(connexion, acteur, suivi), f"/personnes/{suivi.identifiant}")


@routeur.get("/personnes/{identifiant}/code", response_class=HTMLResponse)
async def proposer_code(request: Request, suivi: PersonneLue, connexion: Lecture, acteur: ActeurCourant) -> HTMLResponse:
    """Before drawing a code: the one given before will no longer hold."""
    exiger(peut_donner_code(acteur, suivi))
    return _page_code(request, await _nom(connexion, acteur, suivi), suivi, "")


@routeur.post("/personnes/{identifiant}/code", response_class=HTMLResponse)
async def donner_code(request: Request, suivi: PersonneLue, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> HTMLResponse:
    """Draw a code, shown once, to be printed and handed over."""
    exiger(peut_donner_code(acteur, suivi))
    nom, coffre = await _nom(connexion, acteur, suivi), service.options.coffre
    code = await services.donner_code_personnel(connexion, acteur, suivi.id, nom, coffre, service.horloge.maintenant())
    return _page_code(request, nom, suivi, code)


async def _nom(connexion: Connexion, acteur: Acteur, suivi: Suivi) -> str:
    personne = await depot_personnes.allocataire(connexion, suivi.identifiant, Perimetre.de(acteur))
    if personne is None:
        raise HTTPException(404)
    return f"{personne.prenom} {personne.nom}"


async def _page(request: Request, connexion: Connexion, allocataire_id: int, nom: str = "", retour: str = "/") -> HTMLResponse:
    s = service(request)
    lignes = tuple(regrouper(await consultations(connexion, allocataire_id)))
    contenu = PageConsultations(aujourdhui=s.horloge.aujourdhui(), donnees_fictives=s.demonstration, lignes=lignes, nom=nom, retour=retour)
    return repondre(request, "consultations", contenu)


def regrouper(traces: list[Trace]) -> list[LigneConsultation]:
    """One line for what somebody did several times the same day.

    Args:
        traces: rows of the trail, the latest first.

    Returns:
        Lines in words, the latest first.
    """
    lignes = []
    for (_, acteur, role, action), suite in groupby(traces, key=lambda t: (t.quand.astimezone(PARIS).date(), t.acteur, t.role, t.action)):
        groupe = list(suite)
        role_dit = ROLES[Role(role)] if role else ""
        lignes.append(LigneConsultation(groupe[0].quand.astimezone(PARIS), acteur, role_dit, ACTIONS.get(action, _AUTRE), len(groupe)))
    return lignes


def _page_code(request: Request, nom: str, suivi: Suivi, code: str) -> HTMLResponse:
    s = service(request)
    contenu = PageCode(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        nom=nom,
        identifiant=suivi.identifiant,
        code=code,
        adresse=url_absolue(request, "/connexion/code-personnel"),
    )
    return repondre(request, "compte_code", contenu)
