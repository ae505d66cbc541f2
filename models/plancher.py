"""The bare floor of a search by vectors: what the rest is measured against, in the same run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def recherche_plate(requetes: NDArray[np.float32], vecteurs: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The k nearest rows of each query by FAISS's flat index, on every core: one matrix product and one selection, nothing else.

    Args:
        requetes: ``[q, d]``.
        vecteurs: ``[n, d]``.
        k: neighbours wanted.

    Returns:
        Rows ``[q, k]``, nearest first.
    """
    import faiss

    index = faiss.IndexFlatIP(vecteurs.shape[1])
    index.add(vecteurs)
    rangs: NDArray[np.int64] = index.search(requetes, k)[1]
    return rangs
