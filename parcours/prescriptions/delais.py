"""The clocks of a prescription, as data: when silence ends a state, when a structure is told again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import Etat


@dataclass(frozen=True, slots=True)
class Delais:
    """Days after which silence ends each state.

    Attributes:
        proposition: the person, or the référent, says nothing.
        tenue: a place is held while the structure says nothing.
        attente: on the waiting list of a permanent entry.
        constat: nobody says whether the person came, after the first day.
        suivi: nobody says what followed, after the last day.
    """

    proposition: int = 30
    tenue: int = 14
    attente: int = 90
    constat: int = 21
    suivi: int = 60


DELAIS: Final[dict[TypeOffre, Delais]] = {
    TypeOffre.DECOUVERTE: Delais(proposition=21, tenue=10, constat=14, suivi=30),
    TypeOffre.RECRUTEMENT: Delais(proposition=14, tenue=10, attente=30, constat=14),
    TypeOffre.FORMATION: Delais(tenue=21, suivi=90),
    TypeOffre.IAE: Delais(tenue=21, suivi=90),
    TypeOffre.CLAUSE: Delais(),
    TypeOffre.CONVENTION: Delais(),
    TypeOffre.COLLECTIVITE: Delais(tenue=21),
    TypeOffre.APPUI: Delais(),
}
# A contract or a support without a last day is looked at again after a year.
DUREE_SANS_FIN: Final = timedelta(days=365)
# Days of silence after which the structure is told again; the first time is the day itself.
RAPPELS: Final = (0, 3, 7)
# Days after the first day of a session: who came?
RAPPELS_CONSTAT: Final = (1, 7)
# What is due at once still leaves the time to read the page.
AU_MOINS: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seance:
    """The dates of a session; without a first day, it is a permanent entry."""

    debut: date | None = None
    fin: date | None = None
    date_limite: date | None = None

    def commencee(self, jour: date) -> bool:
        """Whether its first day has come; a permanent entry never begins.

        Args:
            jour: today.
        """
        return self.debut is not None and self.debut <= jour


def _soir(jour: date, reference: datetime) -> datetime:
    """The end of a day, in the time zone of the reference."""
    return datetime.combine(jour + timedelta(days=1), time(), reference.tzinfo)


def echeance(etat: Etat, genre: TypeOffre, seance: Seance, maintenant: datetime) -> datetime | None:
    """When silence will end a state that begins now.

    Args:
        etat: the state entered.
        genre: kind of the offer; each has its delays.
        seance: dates of the session. A deadline that passes ends what was not sent; a first day that passes ends what was not answered.
        maintenant: the instant it is entered, with the time zone of Paris.

    Returns:
        An instant after now, None for a final state.
    """
    delais = DELAIS[genre]
    if etat.final:
        return None
    if etat in {Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE}:
        return _apres_la_seance(etat, delais, seance, maintenant)
    if etat is Etat.LISTE_ATTENTE:
        butoir, jours = seance.debut, delais.attente if seance.debut is None else DUREE_SANS_FIN.days
    elif etat is Etat.TRANSMISE:
        butoir, jours = seance.debut, delais.tenue
    else:
        butoir, jours = min((d for d in (seance.date_limite, seance.debut) if d), default=None), delais.proposition
    au_plus_tard = maintenant + timedelta(days=jours)
    return au_plus_tard if butoir is None else max(min(au_plus_tard, _soir(butoir, maintenant)), maintenant + AU_MOINS)


def _apres_la_seance(etat: Etat, delais: Delais, seance: Seance, maintenant: datetime) -> datetime:
    """Came or not: counted from the first day. What followed: from the last day, or from now when there is none."""
    if etat is Etat.ACCEPTEE_STRUCTURE:
        jour, jours = seance.debut, delais.constat
    else:
        jour, jours = seance.fin, delais.suivi
    if jour is None and etat is Etat.ENTREE:
        jour = (maintenant + DUREE_SANS_FIN).date()
    aujourdhui = maintenant.date()
    return _soir(max(jour or aujourdhui, aujourdhui) + timedelta(days=jours), maintenant)


def relance(etat: Etat, deja: int, seance: Seance, depuis: datetime) -> datetime | None:
    """When the structure is to be told of a state, again or for the first time.

    Args:
        etat: the state.
        deja: how many times it was told of it.
        seance: dates of the session.
        depuis: when the state began.

    Returns:
        An instant, None when there is nothing more to say.
    """
    if etat is Etat.ANNULEE and deja == 0:
        return depuis
    if etat is Etat.TRANSMISE and deja < len(RAPPELS):
        return depuis + timedelta(days=RAPPELS[deja])
    if etat is Etat.ACCEPTEE_STRUCTURE and seance.debut is not None and deja < len(RAPPELS_CONSTAT):
        return max(_soir(seance.debut + timedelta(days=RAPPELS_CONSTAT[deja] - 1), depuis), depuis)
    return None
