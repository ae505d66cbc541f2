"""Exact arithmetic: parts are whole numbers of 1/4096 and weights of 1/1000, so that the sum is the same in any order, on any machine.

A float32 holds every integer up to 2²⁴: nothing below is ever rounded twice. One person computed alone, among forty-four thousand, or seen from an
offer gets the same bits; ties are true ties, and a list can be replayed. See ``docs/decisions/0007-des-scores-exacts.md``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrice = NDArray[np.float32]

UNITE = 4096
# Weights are counted in thousandths: the greatest total, 4 096 000, fits in the 24 bits of a float32.
MILLIEMES = 1000
TOTAL = UNITE * MILLIEMES
# What an unknown fact is worth, on the grid.
NEUTRE = 0.5


def poser(valeurs: NDArray[np.floating]) -> Matrice:
    """Values of [0, 1] as whole numbers of 1/4096.

    Args:
        valeurs: any shape, NaN where a fact is unknown.

    Returns:
        The same shape, ``float32`` holding integers from 0 to 4096; unknown facts become the neutral value.
    """
    posees = np.clip(valeurs, 0, 1).astype(np.float64)
    posees *= UNITE
    np.rint(posees, out=posees)
    inconnues = np.isnan(posees)
    if inconnues.any():
        posees[inconnues] = NEUTRE * UNITE
    sur_grille: Matrice = posees.astype(np.float32)
    return sur_grille
