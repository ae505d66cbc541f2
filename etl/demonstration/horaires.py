"""Weeks: from the words of the files (« lun-ven matin+soir ») to the mask of 28 bits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from random import Random

from catalogue.domaine import Jour, Periode, creneaux
from etl.demonstration.tables import document

PLAGE = re.compile(r"(\d{1,2}) h(?: (\d{2}))? – (\d{1,2}) h(?: (\d{2}))?")
JOURS = {jour.value[:3]: jour for jour in Jour}
ORDRE = tuple(Jour)


@dataclass(frozen=True, slots=True)
class Rythme:
    """When one works or comes: mask of 28 bits, words, hours per week."""

    creneaux: int
    horaires: str
    heures: Decimal


def masque(mots: str) -> int:
    """Weekly mask of a few words.

    Args:
        mots: days (« lun-ven », « lun,jeu », « sam ») then periods joined by « + ».

    Returns:
        A mask of 28 bits.
    """
    jours, periodes = mots.split()
    return creneaux(_jours(jours), tuple(Periode(p) for p in periodes.split("+")))


def _jours(mots: str) -> tuple[Jour, ...]:
    if "-" in mots:
        premier, dernier = (ORDRE.index(JOURS[mot]) for mot in mots.split("-"))
        return ORDRE[premier : dernier + 1]
    return tuple(JOURS[mot] for mot in mots.split(","))


def heures_dites(horaires: str) -> tuple[time, time | None] | None:
    """First and last hour of a sentence about hours.

    Args:
        horaires: such as « le mardi, 9 h 30 – 12 h » or « 9 h – 12 h 30 et 13 h 30 – 17 h ».

    Returns:
        The two hours, the last None when it falls on the next day; None when the sentence names no hours.
    """
    plages = [tuple(int(nombre or 0) for nombre in plage) for plage in PLAGE.findall(horaires)]
    if not plages:
        return None
    debut, fin = time(plages[0][0], plages[0][1]), time(plages[-1][2], plages[-1][3])
    return debut, fin if fin > debut else None


def rythme(cle: str, tirage: Random) -> Rythme:
    """One way of living a rhythm of the file ``rythmes.toml``.

    Args:
        cle: name of the rhythm.
        tirage: draws the words and the hours.

    Returns:
        The mask, the words and the hours per week.
    """
    fiche = document("rythmes")[cle]
    bits = 0
    for mots in fiche["creneaux"]:
        bits |= masque(mots)
    return Rythme(bits, tirage.choice(fiche["horaires"]), Decimal(str(tirage.choice(fiche["heures"]))))
