"""Position bias: people look less at what is shown lower, so what they leave there says less.

One-parameter curve (looked at with probability ``position ** -eta``), with a prior, found together with a model of relevance by maximum likelihood
(the position model of Craswell, Zoeter, Taylor and Ramsey, WSDM 2008). Value of another order by clipped self-normalised inverse propensity
(Swaminathan and Joachims, NeurIPS 2015; Agarwal et al., SIGIR 2019, for the discount of ranks).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]

# Prior of the curve, held loosely: what studies of result lists find, and its standard deviation.
ETA_A_PRIORI, ECART_TYPE_ETA, ETA_MAX = 0.8, 0.5, 2.0
# How strongly a slope is held to its prior: being off by one costs this much log-likelihood.
FREIN = 2.0
# No line counts more than this many times another.
POIDS_MAX = 10.0


def examine(positions: Entiers, eta: float) -> Reels:
    """Probability that a line is looked at.

    Args:
        positions: from 1, ``[n]``.
        eta: slope of the curve, 0 when every line is looked at.

    Returns:
        ``[n]`` in ]0, 1].
    """
    return np.asarray(np.maximum(positions, 1), dtype=np.float64) ** -eta


def repartir(observe: Booleens, examinees: Reels, pertinence: Reels) -> Reels:
    """What a line says, when it may not have been looked at (the E step).

    Args:
        observe: whether something followed, ``[n]``.
        examinees: probability of being looked at.
        pertinence: probability of following once looked at.

    Returns:
        Probability that the line suits, given what was observed.
    """
    rien = np.maximum(1 - examinees * pertinence, 1e-9)
    return np.where(observe, 1.0, (1 - examinees) * pertinence / rien)


def ajuster(valeurs: Reels, positions: Entiers, observe: Booleens, prior: Reels, eta: float | None = None) -> tuple[Reels, float, float]:
    """Logistic model seen through attention: ``P(observed) = position ** -eta × sigmoid(constant + values · slopes)``.

    Args:
        valeurs: what the lines are made of, ``[n, k]``.
        positions: from 1, ``[n]``.
        observe: whether something followed.
        prior: direction towards which the slopes are drawn, ``[k]``; its length is free.
        eta: slope of the curve of attention, sought when it is not given.

    Returns:
        Slopes, none negative, ``[k]``; constant; slope of the curve.
    """
    from scipy.optimize import minimize

    k, logs = valeurs.shape[1], np.log(np.maximum(positions, 1))

    def cout(x: Reels) -> tuple[float, Reels]:
        pentes, echelle, courbe = x[:k], x[k + 1], x[k + 2]
        theta, sigma = np.exp(-courbe * logs), 1 / (1 + np.exp(-(valeurs @ pentes + x[k])))
        rien = np.maximum(1 - theta * sigma, 1e-9)
        tire = np.where(observe, 1 - sigma, -theta * sigma * (1 - sigma) / rien)
        ecart = pentes - echelle * prior
        vraisemblance = np.where(observe, np.log(np.maximum(theta * sigma, 1e-12)), np.log(rien)).sum()
        retenue = (courbe - ETA_A_PRIORI) / ECART_TYPE_ETA
        pente_eta = np.where(observe, -logs, theta * sigma * logs / rien).sum() - retenue / ECART_TYPE_ETA
        gradient = [*(tire @ valeurs - FREIN * ecart), tire.sum(), FREIN * float(ecart @ prior), pente_eta]
        return -(vraisemblance - FREIN / 2 * float(ecart @ ecart) - retenue**2 / 2), -np.array(gradient)

    depart = np.zeros(k + 3)
    depart[k], depart[k + 2] = -1.0, ETA_A_PRIORI if eta is None else eta
    bornes = [(0, None)] * k + [(None, None), (0, None), (0, ETA_MAX) if eta is None else (eta, eta)]
    trouve = minimize(cout, depart, jac=True, method="L-BFGS-B", bounds=bornes, options={"maxiter": 300}).x
    return np.asarray(trouve[:k], dtype=np.float64), float(trouve[k]), float(trouve[k + 2])


def estimer_eta(valeurs: Reels, positions: Entiers, ouvertes: Booleens) -> float:
    """Slope of the curve of attention.

    Args:
        valeurs: what the lines are made of, ``[n, k]``.
        positions: from 1, ``[n]``.
        ouvertes: whether the line was opened.

    Returns:
        The slope; the prior alone when nothing, or everything, was opened.
    """
    if ouvertes.all() or not ouvertes.any():
        return ETA_A_PRIORI
    return ajuster(valeurs, positions, ouvertes, np.zeros(valeurs.shape[1]))[2]


@dataclass(frozen=True)
class Valeur:
    """What an order is worth beside another.

    Attributes:
        ecart: mean difference of discounted rank of what was wanted, in ]-1, 1[; positive when the new order puts it higher.
        bas, haut: 95 % interval, by resampling people.
        effectif: effective sample, ``(Σw)² / Σw²`` over the lines that were wanted.
    """

    ecart: float
    bas: float
    haut: float
    effectif: float


def comparer_ordres(
    nouveau: Reels,
    ancien: Reels,
    gains: Reels,
    positions: Entiers,
    listes: Entiers,
    personnes: Entiers,
    eta: float,
    graine: int,
    tirages: int = 1_000,
) -> Valeur:
    """Compare two orders of the same shown lines by what was wanted among them.

    Args:
        nouveau, ancien: scores, ``[n]``; ties by the position shown.
        gains: what each line brought, ``[n]`` in [0, 1].
        positions, listes, personnes: of each line.
        eta: slope of the curve of attention.
        graine: seed of the resamples.
        tirages: number of resamples.

    Returns:
        The difference; NaN with an effective sample of 0 when nothing was wanted.
    """
    poids = np.where(gains > 0, np.minimum(1 / examine(positions, eta), POIDS_MAX), 0.0) * gains
    remise = _remise(nouveau, listes, positions) - _remise(ancien, listes, positions)
    _, rangs = np.unique(personnes, return_inverse=True)
    haut, bas = np.bincount(rangs, weights=poids * remise), np.bincount(rangs, weights=poids)
    if not bas.any():
        return Valeur(float("nan"), float("nan"), float("nan"), 0.0)
    hasard = np.random.default_rng(graine)
    tires = hasard.integers(len(bas), size=(tirages, len(bas)))
    ecarts = haut[tires].sum(axis=1) / np.maximum(bas[tires].sum(axis=1), 1e-9)
    bornes = np.percentile(ecarts, (2.5, 97.5))
    return Valeur(float(haut.sum() / bas.sum()), float(bornes[0]), float(bornes[1]), float(poids.sum() ** 2 / (poids**2).sum()))


def _remise(scores: Reels, listes: Entiers, positions: Entiers) -> Reels:
    """Discount of the rank of each line within its list, by decreasing score: ``1 / log2(1 + rank)``."""
    ordre = np.lexsort((positions, -scores, listes))
    triees = listes[ordre]
    debut = np.r_[True, triees[1:] != triees[:-1]]
    premiers = np.flatnonzero(debut)
    rangs = np.empty(len(scores), dtype=np.int64)
    rangs[ordre] = np.arange(len(scores)) - np.repeat(premiers, np.diff(np.r_[premiers, len(scores)])) + 1
    return np.asarray(1 / np.log2(1 + rangs), dtype=np.float64)
