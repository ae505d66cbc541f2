"""A chargé de relation entreprise's first page: what is to be done, each line one click away from being done."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from comptes.domaine import Acteur
from employeurs.offres import depot as depot_offres
from employeurs.relations import suivi
from employeurs.relations.domaine import RAPPEL_JOURS, REPORTS, plus_tard
from employeurs.relations.droits import peut_tenir_relations
from web.contexte import ActeurCourant, Lecture, Service, ServiceWeb, repondre
from web.erreurs import exiger
from web.mes_offres import AVIS as AVIS_OFFRES
from web.mouvements import tirer_cle
from web.pages.relations import PageRelations

routeur = APIRouter()

CHEMIN = "/relations"
# Lists of the page: who acts from one of them comes back to it.
BLOCS = ("rappels", "fraicheur", "silences")
REPORTS_EN_MOTS = tuple((jours, {1: "Demain", 7: "Dans une semaine"}.get(jours, f"Dans {jours} jours")) for jours in REPORTS)
AVIS_RELATIONS = {
    "notee": "L’échange est noté.",
    "faite": "C’est fait, et noté.",
    "reportee": "C’est reporté.",
    "prevue": "C’est prévu : vous le retrouverez ici le jour dit.",
    "rien": "Rien n’a changé : c’était déjà fait.",
}
_AVIS = {**AVIS_OFFRES, **AVIS_RELATIONS}


@routeur.get(CHEMIN, response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Reminders, offers to check and to confirm, structures that do not answer, sessions with places."""
    exiger(peut_tenir_relations(acteur))
    jour = service.horloge.aujourdhui()
    actions = await suivi.a_faire(connexion, acteur.id, jour)
    bloc = request.query_params.get("bloc", "")
    contenu = PageRelations(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        compte_id=acteur.id,
        dues=tuple(a for a in actions if a.echeance <= jour),
        a_venir=tuple(a for a in actions if a.echeance > jour),
        a_valider=tuple(await depot_offres.a_valider(connexion)),
        a_confirmer=tuple(await suivi.a_confirmer(connexion, acteur, jour)),
        silencieuses=tuple(await suivi.silencieuses(connexion, acteur, jour)),
        sessions=tuple(await suivi.sessions_libres(connexion, acteur, jour)),
        territoires=_territoires(acteur, service),
        cle=tirer_cle(),
        reports=REPORTS_EN_MOTS,
        rappel=plus_tard(jour, RAPPEL_JOURS).isoformat(),
        avis=_AVIS.get(request.query_params.get("avis", ""), ""),
        bloc=bloc if bloc in BLOCS else "",
    )
    return repondre(request, "relations", contenu)


def _territoires(acteur: Acteur, service: Service) -> tuple[str, ...]:
    connus = service.vivant.moteur.referentiel.territoires
    return tuple(sorted(connus[code].nom for code in acteur.territoires if code in connus))


def retour_a_la_liste(bloc: str, avis: str) -> str | None:
    """Where to go back to once something is done from a list of the day.

    Args:
        bloc: name of the list, as the form brings it back.
        avis: key of what was done.

    Returns:
        The address, None when the form was not sent from a list: no address of a form is followed.
    """
    return f"{CHEMIN}?avis={avis}&bloc={bloc}#{bloc}" if bloc in BLOCS else None
