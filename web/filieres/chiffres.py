"""The figures of a filière: its places today, what became of the people over twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue.filieres.domaine import Filiere
from catalogue.filieres.selection import Selection
from catalogue.recherche import Moteur
from comptes.domaine import Acteur
from parcours.prescriptions.domaine import Etat, Issue
from parcours.prescriptions.libelles import ETATS, ISSUES
from pilotage.domaine import Periode, Places, masquer, sans_petits_groupes
from pilotage.droits import peut_chiffrer_filiere
from pilotage.filieres import depot
from pilotage.filieres.domaine import PERIODE_JOURS, ChiffresFiliere
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.erreurs import exiger
from web.filieres.commun import Cle, entete, lue, selection, vers_offres
from web.pages.filieres import LignePlaces, LigneSuivi, PageChiffres
from web.pages.pilotage import Etape
from web.typographie import intervalle

routeur = APIRouter()

Cles = TypeVar("Cles", Etat, Issue)


@routeur.get("/filieres/{filiere}/chiffres", response_class=HTMLResponse)
async def montrer(request: Request, filiere: Cle, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Figures, in the territoires of the reader; a group of fewer than five people is not shown."""
    exiger(peut_chiffrer_filiere(acteur))
    definie, jour, moteur = await lue(connexion, acteur, filiere), service.horloge.aujourdhui(), service.vivant.moteur
    choisies = _restreindre(await selection(connexion, service, definie), acteur, moteur)
    periode = Periode(jour - timedelta(days=PERIODE_JOURS), jour, acteur.territoires)
    lus = await depot.chiffres(connexion, definie.id, choisies.ids_sessions, periode)
    contenu = PageChiffres(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        entete=entete(definie, acteur, "/chiffres"),
        periode=intervalle(periode.du, periode.au, jour),
        territoires=tuple(sorted(t.nom for code, t in moteur.referentiel.territoires.items() if code in acteur.territoires)),
        places=_places(definie, choisies, lus),
        sans_nombre=sum(places.sans_nombre for places in lus.places.values()),
        suivi=tuple(LigneSuivi(genre, s.prescriptions, s.venues, s.sorties_positives) for genre, s in lus.par_type().items()),
        etats=_etapes(lus.par_etat(), ETATS),
        issues=_etapes(lus.par_issue(), ISSUES),
    )
    return repondre(request, "filiere_chiffres", contenu)


def _restreindre(choisies: Selection, acteur: Acteur, moteur: Moteur) -> Selection:
    """Only what is in the territoires of an account that does not act in the whole département."""
    if not acteur.territoires:
        return choisies
    return choisies.des_communes(frozenset(code for code, c in moteur.referentiel.communes.items() if c.territoire in acteur.territoires))


def _places(filiere: Filiere, choisies: Selection, lus: ChiffresFiliere) -> tuple[LignePlaces, ...]:
    """One line per kind that has offers, then all of them."""
    offres = choisies.par_type()
    par_type = {genre: lus.places.get(genre, Places()) for genre in offres}
    total = sum(par_type.values(), Places())
    vues = sans_petits_groupes(par_type)
    lignes = [
        LignePlaces(g, vers_offres(filiere, (g,)), offres[g], p.sessions, p.offertes, vues[g].tenues, vues[g].prises) for g, p in par_type.items()
    ]
    tenues, prises = masquer({0: total.tenues})[0], masquer({0: total.prises})[0]
    return (*lignes, LignePlaces(None, vers_offres(filiere), len(choisies), total.sessions, total.offertes, tenues, prises))


def _etapes(effectifs: Mapping[Cles, int | None], mots: Mapping[Cles, str]) -> tuple[Etape, ...]:
    plus_grand = max((n for n in effectifs.values() if n), default=1)
    return tuple(Etape(mots[code], n, None if n is None else round(100 * n / plus_grand, 1)) for code, n in effectifs.items())
