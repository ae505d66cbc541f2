"""When the step would be taken: everything about a person is judged at that day, not today."""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.image import Image
from catalogue.seances import JAMAIS, PERMANENTE

Jours = NDArray[np.int32]


def jours_des_etapes(image: Image, jour: date) -> Jours:
    """Day on which each offer would be entered.

    Args:
        image: living catalogue.
        jour: today.

    Returns:
        Ordinals ``[n]``: the first day of the next session with a place left, of the next one when all are full; today for a permanent entry and
        for what has no session (a convention, a clause).
    """
    sessions = image.sessions
    ouvertes = sessions.ouvertes(jour)
    premiers = _premiers(image, ouvertes & (sessions.libres != 0))
    premiers = np.where(premiers == JAMAIS, _premiers(image, ouvertes), premiers)
    return np.where((premiers == JAMAIS) | (premiers == PERMANENTE), jour.toordinal(), premiers).astype(np.int32)


def _premiers(image: Image, retenues: NDArray[np.bool_]) -> Jours:
    premiers = np.full(len(image), JAMAIS, dtype=np.int32)
    np.minimum.at(premiers, image.sessions.offre[retenues], image.sessions.debut[retenues])
    return premiers


def annees(jours: Jours) -> Jours:
    """Calendar year of each day.

    Args:
        jours: ordinals.

    Returns:
        Years, same shape.
    """
    # NumPy counts its days from 1970, the ordinal from the year 1.
    depuis_1970 = (jours - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return (depuis_1970.astype("datetime64[Y]").astype(np.int32) + 1970).astype(np.int32)


def plus_mois(jour: date, mois: int) -> date:
    """The same day some months later, or the last of that month when it is shorter.

    Args:
        jour: a day.
        mois: months to add; earlier when negative.

    Returns:
        The day.
    """
    annee, rang = divmod(jour.month - 1 + mois, 12)
    annee += jour.year
    return date(annee, rang + 1, min(jour.day, calendar.monthrange(annee, rang + 1)[1]))
