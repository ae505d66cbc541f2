"""Days of the demonstration, counted from today and moved to working days.

Nothing here draws at random from the date: draws are made first, in days, and only then laid on the calendar. The same offer keeps its sessions from
one day to the next, their dates alone move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from catalogue.domaine import EtatSession, Session

# Public holidays with a fixed date (Code du travail, article L3133-1): (month, day).
FERIES = frozenset({(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)})
PASSE = 20
HORIZON = 112
ECART = 7
# The first session to come is one of these two: it is held, so that one may always apply.
JAMAIS_ANNULEES = frozenset({"s1", "s2"})

JourAccepte = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class ModeleSessions:
    """How the dated sessions of an offer look.

    Attributes:
        nombre: fewest and most sessions.
        duree: length in working days.
        delai: fewest and most days between the deadline and the first day.
        places: fewest and most places.
        reservees: share of places reserved to allocataires, 0 to 1.
        heures: first and last hour, the last None when it falls on the next day.
        jours: days of the week accepted (Monday is 0).
    """

    nombre: tuple[int, int]
    duree: int
    delai: tuple[int, int]
    places: tuple[int, int]
    reservees: float
    heures: tuple[time, time | None]
    jours: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Remplissage:
    """Places of one session: offered, reserved, held, taken."""

    places: int
    reservees: int
    tenues: int
    prises: int


def est_ouvre(jour: date) -> bool:
    """Whether people work on that day.

    Args:
        jour: a day.

    Returns:
        False on Saturday, Sunday and the public holidays of fixed date.
    """
    return jour.weekday() < 5 and (jour.month, jour.day) not in FERIES


def jour_ouvre(jour: date) -> date:
    """The day itself when people work on it, else the next one.

    Args:
        jour: a day.

    Returns:
        A working day.
    """
    return _premier(jour, est_ouvre, 1)


def veille_ouvree(jour: date) -> date:
    """The day itself when people work on it, else the one before.

    Args:
        jour: a day.

    Returns:
        A working day.
    """
    return _premier(jour, est_ouvre, -1)


def dernier_jour(debut: date, duree: int) -> date:
    """Last day of what lasts a number of working days.

    Args:
        debut: first day, counted.
        duree: working days, at least 1.

    Returns:
        The last day.
    """
    semaines, reste = divmod(duree - 1, 5)
    fin = debut + timedelta(weeks=semaines)
    for _ in range(reste):
        fin = jour_ouvre(fin + timedelta(days=1))
    return fin if semaines == 0 else veille_ouvree(fin)


def remplir(tirage: Random, places: int, reservees: float, *, passee: bool = False) -> Remplissage:
    """Places of a session, some of them held or taken as in a catalogue that lives.

    Args:
        tirage: draws.
        places: places offered.
        reservees: share reserved to allocataires.
        passee: the session is over.

    Returns:
        The counts; held and taken never exceed the places offered. About one session to come in seven is full.
    """
    complete, taux = tirage.random() < 0.14, tirage.uniform(0.0, 0.75)
    occupees = places if complete else int(places * taux)
    tenues = 0 if passee else min(occupees, tirage.choice((0, 0, 1, 1, 2)))
    return Remplissage(places, round(places * reservees), tenues, occupees - tenues)


def sessions_datees(aujourdhui: date, modele: ModeleSessions, tirage: Random) -> tuple[Session, ...]:
    """Dated sessions: sometimes one that is over, at least one to which one may still apply.

    Args:
        aujourdhui: the day of reference.
        modele: how the sessions look.
        tirage: draws.

    Returns:
        Sessions in the order of their dates, at least a week apart.
    """
    sessions: list[Session] = []
    plus_tot = date.min
    for rang, ecart in enumerate(_ecarts(modele, tirage), start=1):
        session = _session(f"s{rang}", max(aujourdhui + timedelta(days=ecart), plus_tot), aujourdhui, modele, tirage)
        sessions.append(session)
        plus_tot = (session.debut or plus_tot) + timedelta(days=1)
    return tuple(sessions)


def _ecarts(modele: ModeleSessions, tirage: Random) -> list[int]:
    """Days between today and each session; those to come leave time to apply after every move to a working day."""
    nombre = tirage.randint(*modele.nombre)
    passee = [-tirage.randint(6, PASSE)] if nombre > 1 and tirage.random() < 0.3 else []
    au_plus_tot = modele.delai[1] + 5
    ecarts, dernier = [*passee], au_plus_tot - ECART
    for _ in range(nombre - len(passee)):
        marge = max(1, (HORIZON - au_plus_tot) // nombre)
        dernier = min(dernier + ECART + tirage.randrange(marge), HORIZON)
        ecarts.append(dernier)
    return ecarts


def _session(source_id: str, au_plus_tot: date, aujourdhui: date, modele: ModeleSessions, tirage: Random) -> Session:
    places = tirage.randint(*modele.places)
    delai = tirage.randint(*modele.delai)
    annulee = tirage.random() < 0.03
    passee = au_plus_tot < aujourdhui
    plein = remplir(tirage, places, modele.reservees, passee=passee)
    debut = _premier(au_plus_tot, lambda jour: _tombe_bien(jour, modele.jours), 1)
    fin = dernier_jour(debut, modele.duree)
    etat = EtatSession.TERMINEE if fin < aujourdhui else EtatSession.OUVERTE
    return Session(
        source_id=source_id,
        debut=debut,
        fin=fin,
        heure_debut=modele.heures[0],
        heure_fin=modele.heures[1],
        date_limite=veille_ouvree(debut - timedelta(days=delai)),
        places=plein.places,
        places_reservees=plein.reservees,
        places_tenues=plein.tenues,
        places_prises=plein.prises,
        etat=EtatSession.ANNULEE if annulee and source_id not in JAMAIS_ANNULEES else etat,
    )


def _tombe_bien(jour: date, jours: tuple[int, ...]) -> bool:
    return jour.weekday() in jours and (jour.month, jour.day) not in FERIES


def _premier(jour: date, accepte: JourAccepte, pas: int) -> date:
    while not accepte(jour):
        jour += timedelta(days=pas)
    return jour


def permanente(places: int | None, tirage: Random, reservees: float = 0.0, date_limite: date | None = None) -> Session:
    """A permanent entry: one may come at any time.

    Args:
        places: places offered, None when unknown.
        tirage: draws.
        reservees: share reserved to allocataires.
        date_limite: last day to apply, if any.

    Returns:
        A session without a first day.
    """
    if places is None:
        return Session("permanente", date_limite=date_limite)
    plein = remplir(tirage, places, reservees)
    return Session(
        "permanente",
        date_limite=date_limite,
        places=plein.places,
        places_reservees=plein.reservees,
        places_tenues=plein.tenues,
        places_prises=plein.prises,
    )
