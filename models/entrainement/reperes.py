"""Engines to compare with: character TF-IDF, BM25, and any sentence-transformers model."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from models import moteurs_reference
from models.entrainement.mesure import Moteur, Notes
from models.moteurs_reference import EncodeurReserve, TfidfCaracteres
from socle.texte import racines


def tfidf_caracteres() -> Moteur:
    """TF-IDF of characters (:class:`models.moteurs_reference.TfidfCaracteres`)."""
    reserve: dict[int, TfidfCaracteres] = {}

    def noter(requetes: Sequence[str], corpus: Sequence[str]) -> Notes:
        if id(corpus) not in reserve:
            reserve[id(corpus)] = TfidfCaracteres()
            reserve[id(corpus)].indexer(corpus)
        return reserve[id(corpus)].noter(requetes)

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
    """all-MiniLM-L6-v2, each text encoded once; texts to unit vectors."""
    return EncodeurReserve(moteurs_reference.minilm()).encoder
