"""Intervals and paired differences by bootstrap over queries (Efron, 1979; Sakai, SIGIR 2006, for paired tests of retrieval)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TIRAGES = 2_000
GRAINE = 20_261_123
_BORNES = (2.5, 97.5)
_VALEURS_PAR_BLOC = 4_000_000

Reels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Intervalle:
    """A mean and its 95 % interval; ``p`` is two-sided, None for what is no difference."""

    valeur: float
    bas: float
    haut: float
    p: float | None = None


def moyennes(valeurs: Reels, graine: int = GRAINE, tirages: int = TIRAGES) -> Reels:
    """Means over resamples of the queries.

    The same seed and number of queries give the same resamples: those of two engines are paired.

    Args:
        valeurs: figures by query, ``[n, m]``; NaN where a query has no such figure, left out of the mean.
        graine: seed.
        tirages: number of resamples.

    Returns:
        ``[tirages, m]``.
    """
    hasard = np.random.default_rng(graine)
    n, m = valeurs.shape
    presentes = ~np.isnan(valeurs)
    remplies = np.where(presentes, valeurs, 0.0)
    resultat = np.empty((tirages, m))
    pas = max(1, _VALEURS_PAR_BLOC // (n * m))
    for debut in range(0, tirages, pas):
        nombre = min(pas, tirages - debut)
        tires = hasard.integers(n, size=(nombre, n))
        comptes = n if presentes.all() else np.maximum(presentes[tires].sum(axis=1), 1)
        resultat[debut : debut + nombre] = remplies[tires].sum(axis=1) / comptes
    return resultat


def intervalle(valeurs: Reels, reechantillons: Reels) -> Intervalle:
    """Mean of one figure over the queries.

    Args:
        valeurs: ``[n]``.
        reechantillons: its means over resamples, ``[tirages]``.

    Returns:
        The mean and its interval.
    """
    bas, haut = np.percentile(reechantillons, _BORNES)
    return Intervalle(float(np.nanmean(valeurs)), float(bas), float(haut))


def ecart(valeurs: Reels, reference: Reels, reechantillons: Reels, reechantillons_reference: Reels) -> Intervalle:
    """Paired difference of one figure between two engines.

    Args:
        valeurs: of an engine, ``[n]``.
        reference: of the engine compared with, the same queries in the same order.
        reechantillons, reechantillons_reference: their means over the same resamples, ``[tirages]``.

    Returns:
        The mean of ``valeurs - reference``, its interval, and the two-sided bootstrap probability that it has not the sign it shows.
    """
    differences = reechantillons - reechantillons_reference
    bas, haut = np.percentile(differences, _BORNES)
    queue = min(float((differences <= 0).mean()), float((differences >= 0).mean()))
    return Intervalle(float(np.nanmean(valeurs - reference)), float(bas), float(haut), p=min(1.0, 2 * queue))
