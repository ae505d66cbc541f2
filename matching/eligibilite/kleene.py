"""The three values (Kleene): unknown is never read as « no »."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NON, A_VERIFIER, OUI = np.int8(-1), np.int8(0), np.int8(1)
Kleene = NDArray[np.int8]
Booleens = NDArray[np.bool_]


def trancher(tient: Booleens, connu: Booleens | np.bool_) -> Kleene:
    """Answer of a fact that holds or not, where it is known.

    Args:
        tient: whether the condition holds, read where the fact is known.
        connu: whether the fact is known; shapes are broadcast.

    Returns:
        −1 non, 0 à vérifier, 1 oui.
    """
    return np.where(connu, np.where(tient, OUI, NON), A_VERIFIER).astype(np.int8)


def accorder(une: Booleens, autre: Booleens, connu: Booleens | np.bool_) -> Kleene:
    """Answer of a fact known to be one of two: it is sure only where both say the same.

    Args:
        une, autre: whether the condition holds in each case.
        connu: whether anything is known.

    Returns:
        −1 non, 0 à vérifier, 1 oui.
    """
    return trancher(une, connu & (une == autre))
