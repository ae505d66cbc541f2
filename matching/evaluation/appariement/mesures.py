"""Figures of rankings of offers for people: by person, and over everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.appariement.jugement import BONNE
from matching.evaluation.mesures import mesurer

PAR_PERSONNE = ("ndcg@10", "precision@5", "trois_bonnes")
ASSEZ, _PRECISION = 3, 5
# Among how many of the first offers a person looks for a place, and how many orders of arrival are tried.
MEILLEURES, ARRIVEES = 3, 20

Reels = NDArray[np.float64]


def mesurer_personne(ordre: Sequence[int], grades: Mapping[int, int]) -> tuple[float, float, float]:
    """Figures of one list.

    Args:
        ordre: offers shown, best first.
        grades: grade of each offer worth something, 1 to 3; one at least.

    Returns:
        In the order of :data:`PAR_PERSONNE`: nDCG@10 (gain ``2^grade - 1``), share of good offers (grade 2 or 3) among the first five, and 1 when at
        least three of the first ten are good. A list too short loses what it does not show.
    """
    place = {offre: rang for rang, offre in enumerate(ordre[:10], 1)}
    jugees = sorted(grades)
    places = np.array([place.get(o, np.inf) for o in jugees], dtype=np.float64)
    bonnes = [grades.get(o, 0) >= BONNE for o in ordre[:10]]
    ndcg = mesurer(places, np.array([grades[o] for o in jugees], dtype=np.int64))["ndcg@10"]
    return ndcg, sum(bonnes[:_PRECISION]) / _PRECISION, float(sum(bonnes) >= ASSEZ)


def couverture(ordres: Sequence[Sequence[int]], offres: Sequence[int]) -> float:
    """Share of the offers that someone is shown.

    Args:
        ordres: offers shown to each person.
        offres: offers that could be.
    """
    montrees = {o for ordre in ordres for o in ordre}
    return len(montrees & set(offres)) / len(offres)


def gini(ordres: Sequence[Sequence[int]], offres: Sequence[int]) -> float:
    """How unequally offers are shown (Gini, 1912): 0 when all are shown as often, near 1 when a few take everything.

    Args:
        ordres: offers shown to each person.
        offres: offers that could be.
    """
    fois = dict.fromkeys(offres, 0)
    for ordre in ordres:
        for offre in ordre:
            fois[offre] += 1
    croissants = np.sort(np.array(list(fois.values()), dtype=np.float64))
    n, total = len(croissants), croissants.sum()
    return float((2 * np.arange(1, n + 1) - n - 1) @ croissants / (n * total)) if total else 0.0


def congestion(ordres: Sequence[Sequence[int]], places: Mapping[int, int], graine: int) -> Reels:
    """Who finds no place left in their best offers when everybody follows their list.

    People come in a random order; each takes a place in the first of their :data:`MEILLEURES` first offers that has one left. A person without any
    list is left out: nothing was promised to them.

    Args:
        ordres: offers shown to each person.
        places: places left in each offer; an offer that is not there has no limit.
        graine: seed of the orders of arrival.

    Returns:
        Share of the orders of arrival in which each person finds none, ``[p]``; NaN without list.
    """
    hasard = np.random.default_rng(graine)
    sans = np.zeros(len(ordres), dtype=np.float64)
    for _ in range(ARRIVEES):
        libres = dict(places)
        for personne in hasard.permutation(len(ordres)).tolist():
            choisie = next((o for o in ordres[personne][:MEILLEURES] if libres.get(o, 1) > 0), None)
            if choisie is None:
                sans[personne] += 1
            elif choisie in libres:
                libres[choisie] -= 1
    sans /= ARRIVEES
    sans[[not len(ordre) for ordre in ordres]] = np.nan
    return sans


def holm(probabilites: Sequence[float]) -> list[float]:
    """Probabilities corrected for their number (Holm, 1979).

    Args:
        probabilites: one per comparison.

    Returns:
        Corrected ones, in the same order, never over 1.
    """
    ordre = sorted(range(len(probabilites)), key=lambda i: probabilites[i])
    corrigees, haut = [0.0] * len(probabilites), 0.0
    for rang, i in enumerate(ordre):
        haut = max(haut, min(1.0, (len(probabilites) - rang) * probabilites[i]))
        corrigees[i] = haut
    return corrigees
