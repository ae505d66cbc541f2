"""What the offer is worth for anybody: reserved to the RSA, places left, métier in tension, date, freshness."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import TypeOffre
from catalogue.image import INCONNU, JAMAIS, PERMANENTE, Image
from catalogue.referentiel import Referentiel
from matching.score.grille import NEUTRE, Matrice, poser

# A small structure with six places is as open as a large one with sixty.
PLACES_LARGES = 6
# Degrees of tension go from 1 (easy to recruit) to 5; a measure says less as it ages (years).
TENSION_MAX = 5
_TENSION_ANS, _TENSION_DIT = (3.0, 10.0), (1.0, 0.0)
_JOURS_PAR_AN = 365.25


def priorite(image: Image) -> Matrice:
    """Part « priorité »: what is reserved to allocataires of the RSA first, then what keeps places for them, then what is made for them.

    Args:
        image: offers, ``n``.

    Returns:
        ``[n]`` on the grid.
    """
    avec_places_reservees = np.zeros(len(image), dtype=np.bool_)
    avec_places_reservees[image.sessions.offre[image.sessions.reservees > 0]] = True
    insertion = np.isin(image.types, [list(TypeOffre).index(t) for t in (TypeOffre.IAE, TypeOffre.CLAUSE)])
    return poser(np.select([image.reserve_rsa, avec_places_reservees, insertion], [1.0, 0.8, 0.6], 0.3))


def places(image: Image, jour: date) -> Matrice:
    """Part « places »: places left against the demand already there.

    Args:
        image: offers, ``n``.
        jour: today.

    Returns:
        ``[n]`` on the grid: 1 from six places left and nobody waiting, the chance of having one when more people ask than there are places
        (« 12 personnes déjà orientées pour 6 places »), neutral when nobody says how many.
    """
    libres, demandes = image.places_libres(jour), image.demandes(jour)
    chance = np.minimum(1.0, libres / (demandes + 1.0))
    return poser(np.where(libres == INCONNU, NEUTRE, np.minimum(libres, PLACES_LARGES) / PLACES_LARGES * chance))


def tension(image: Image, referentiel: Referentiel, jour: date) -> Matrice:
    """Part « tension »: how hard it is to recruit for the métiers of the offer, the hardest counting.

    Args:
        image: offers, ``n``.
        referentiel: measures by ROME code, with their day.
        jour: today; an old measure comes back to the neutral value.

    Returns:
        ``[n]`` on the grid; neutral without métier or without measure.
    """
    par_code = np.array([_tension(code, referentiel, jour) for code in image.codes_rome], dtype=np.float64)
    par_offre = np.full(len(image), np.nan)
    np.fmax.at(par_offre, image.metiers_offre, par_code[image.metiers])
    return poser(par_offre)


def _tension(code: str, referentiel: Referentiel, jour: date) -> float:
    mesure = referentiel.tensions.get(code)
    if mesure is None:
        return float("nan")
    dit = float(np.interp((jour - mesure.jour).days / _JOURS_PAR_AN, _TENSION_ANS, _TENSION_DIT))
    return NEUTRE + dit * ((mesure.degre - 1) / (TENSION_MAX - 1) - NEUTRE)


def echeance(image: Image, jour: date) -> Matrice:
    """Part « échéance »: one to four weeks ahead is the time one needs; far away is for later.

    Args:
        image: offers, ``n``.
        jour: today.

    Returns:
        ``[n]`` on the grid; neutral without session.
    """
    prochaines = image.prochaines(jour)
    attente = np.where(prochaines == PERMANENTE, 0, prochaines.astype(np.int64) - jour.toordinal())
    part: NDArray[np.float64] = np.interp(attente, [0, 7, 30, 120], [0.8, 1.0, 0.8, 0.2])
    return poser(np.where(prochaines == JAMAIS, NEUTRE, part))


def fraicheur(image: Image, jour: date) -> Matrice:
    """Part « fraîcheur »: 1 when someone confirmed the offer within a month, 0 after six.

    Args:
        image: offers, ``n``.
        jour: today.

    Returns:
        ``[n]`` on the grid; neutral when nobody knows when.
    """
    age = jour.toordinal() - image.verifie
    return poser(np.where(image.verifie == 0, NEUTRE, np.interp(age, [30, 180], [1.0, 0.0])))
