"""The calendar of a filière: a month of dated sessions as a table, and a file for one's own calendar."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta
from hashlib import blake2b
from typing import Final

from babel.dates import format_date
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from catalogue.filieres import depot
from catalogue.filieres.domaine import Filiere, Seance
from catalogue.libelles import TYPES
from web.agenda import Evenement, fichier
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre, url_absolue
from web.filieres.commun import Cle, en_mots, entete, lue, selection
from web.pages.commun import Lien
from web.pages.filieres import JourCalendrier, PageCalendrier, SeanceFiliere
from web.typographie import date_courte

routeur = APIRouter()

# How far ahead a month may be asked.
MOIS_MAX: Final = 24


@routeur.get("/filieres/{filiere}/calendrier", response_class=HTMLResponse)
async def montrer(request: Request, filiere: Cle, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """A month: ``?mois=2026-12``; that of the next date when no month to come is asked."""
    jour, definie = service.horloge.aujourdhui(), await lue(connexion, acteur, filiere)
    choisies = await selection(connexion, service, definie)
    prochaine = choisies.premier_jour
    premier = _lire(request.query_params.get("mois", ""), jour, prochaine or jour)
    seances = await depot.seances(connexion, choisies.datees(du=premier, au=_decaler(premier, 1) - timedelta(days=1)))
    contenu = PageCalendrier(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        entete=entete(definie, acteur, "/calendrier"),
        mois=_en_mots(premier),
        total=len(seances),
        semaines=_semaines(premier, jour, [en_mots(seance, acteur) for seance in seances]),
        precedent=_vers(definie, _decaler(premier, -1)) if premier > jour.replace(day=1) else None,
        suivant=_vers(definie, _decaler(premier, 1)) if premier < _decaler(jour.replace(day=1), MOIS_MAX) else None,
        prochain=_vers(definie, prochaine.replace(day=1)) if prochaine and not seances else None,
        fichier=f"/filieres/{definie.cle}/calendrier.ics",
    )
    return repondre(request, "filiere_calendrier", contenu)


@routeur.get("/filieres/{filiere}/calendrier.ics")
async def telecharger(request: Request, filiere: Cle, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Every dated session to come, for a calendar: what, when, where, never who."""
    definie = await lue(connexion, acteur, filiere)
    choisies = await selection(connexion, service, definie)
    seances = await depot.seances(connexion, choisies.datees())
    evenements = (_evenement(seance, url_absolue(request, en_mots(seance, acteur).href), service.horloge.aujourdhui()) for seance in seances)
    return fichier(evenements, service.horloge.maintenant(), definie.cle)


def _evenement(seance: Seance, adresse: str, jour: date) -> Evenement:
    # The id of a session inside its offer may be any text of a file: its print is always a good uid.
    empreinte = blake2b(seance.cle.encode(), digest_size=6).hexdigest()
    suite = f" Jusqu’au {date_courte(seance.fin, jour)}." if seance.fin and seance.fin > seance.debut else ""
    return Evenement(
        uid=f"{seance.offre}-{empreinte}",
        titre=seance.titre,
        debut=seance.debut,
        heure_debut=seance.heure_debut,
        heure_fin=seance.heure_fin,
        lieu=", ".join(mot for mot in (seance.structure, seance.commune) if mot),
        adresse=adresse,
        texte=f"{TYPES[seance.type_offre].singulier}.{suite}",
    )


def _lire(texte: str, jour: date, defaut: date) -> date:
    """First day of the month asked, kept between this month and :data:`MOIS_MAX` months ahead."""
    present = jour.replace(day=1)
    try:
        demande = date.fromisoformat(f"{texte}-01")
    except ValueError:
        demande = defaut.replace(day=1)
    return min(max(demande, present), _decaler(present, MOIS_MAX))


def _decaler(premier: date, mois: int) -> date:
    rang = premier.year * 12 + premier.month - 1 + mois
    return date(rang // 12, rang % 12 + 1, 1)


def _en_mots(premier: date) -> str:
    return format_date(premier, "LLLL yyyy", locale="fr")


def _vers(filiere: Filiere, premier: date) -> Lien:
    return Lien(_en_mots(premier), f"/filieres/{filiere.cle}/calendrier?mois={premier:%Y-%m}")


def _semaines(premier: date, jour: date, seances: list[SeanceFiliere]) -> tuple[tuple[JourCalendrier, ...], ...]:
    """Weeks from Monday to Sunday; days of other months only fill them."""
    par_jour: defaultdict[date, list[SeanceFiliere]] = defaultdict(list)
    for seance in seances:
        par_jour[seance.debut].append(seance)
    semaines = Calendar().monthdatescalendar(premier.year, premier.month)
    return tuple(tuple(JourCalendrier(j, j.month == premier.month, j < jour, tuple(par_jour.get(j, ()))) for j in semaine) for semaine in semaines)
