"""Calendars to download (iCalendar, RFC 5545): what, when and where, never who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event
from starlette.responses import Response

from socle.horloge import PARIS

# How long something lasts when nobody says when it ends.
DUREE: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Evenement:
    """One event.

    Attributes:
        uid: what makes it the same event in the next file, before the « @ ».
        debut: first day; the next ones of a long session would fill a whole calendar.
        heure_debut, heure_fin: in Paris; without the first the event lasts the whole day.
        lieu: in words, empty when unknown.
        adresse: page that says more, empty without one.
        texte: a few words, empty without any.
    """

    uid: str
    titre: str
    debut: date
    heure_debut: time | None = None
    heure_fin: time | None = None
    lieu: str = ""
    adresse: str = ""
    texte: str = ""


def fichier(evenements: Iterable[Evenement], maintenant: datetime, nom: str) -> Response:
    """A calendar as a file.

    Args:
        evenements: in order.
        maintenant: when the file is made.
        nom: name of the file, without its extension.

    Returns:
        The answer.
    """
    calendrier = Calendar()
    calendrier.add("prodid", "-//Boite a parcours//FR")
    calendrier.add("version", "2.0")
    for evenement in evenements:
        calendrier.add_component(_composer(evenement, maintenant))
    entetes = {"Content-Disposition": f'attachment; filename="{nom}.ics"'}
    return Response(bytes(calendrier.to_ical()), media_type="text/calendar", headers=entetes)


def _composer(evenement: Evenement, maintenant: datetime) -> Event:
    ligne = Event()
    ligne.add("uid", f"{evenement.uid}@boite-a-parcours")
    ligne.add("dtstamp", maintenant)
    ligne.add("summary", evenement.titre)
    for bout, quand in zip(("dtstart", "dtend"), _bornes(evenement), strict=True):
        if quand is not None:
            ligne.add(bout, quand)
    for nom, valeur in (("location", evenement.lieu), ("url", evenement.adresse), ("description", evenement.texte)):
        if valeur:
            ligne.add(nom, valeur)
    return ligne


def _bornes(evenement: Evenement) -> tuple[date, date | None]:
    if evenement.heure_debut is None:
        return evenement.debut, None
    debut = datetime.combine(evenement.debut, evenement.heure_debut, PARIS)
    if evenement.heure_fin is None or evenement.heure_fin <= evenement.heure_debut:
        return debut, debut + DUREE
    return debut, datetime.combine(evenement.debut, evenement.heure_fin, PARIS)
