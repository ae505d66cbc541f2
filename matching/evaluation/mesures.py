"""Figures of a ranking, query by query, as TREC defines them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from catalogue.fusion import Notes

MESURES = ("mrr", "map", "ndcg@10", "rappel@1", "rappel@5", "rappel@10", "rappel@100", "exactitude@1", "exactitude@5", "exactitude@10")
_PROFONDEUR_GAIN = 10
ABSENTE = -1


def rangs(notes: Notes, justes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Ranks of the right keys in one ranking.

    Args:
        notes: score of every key, ``[n]``; ``-inf`` for a key that the engine does not return.
        justes: rows of the right keys, ``ABSENTE`` for one that is not in the corpus.

    Returns:
        Ranks from 1, in the order of ``justes``; equal scores are ordered by row, and a key that is not returned has an infinite rank.
    """
    resultat = np.full(len(justes), np.inf)
    for i, juste in enumerate(justes.tolist()):
        note = notes[juste] if juste != ABSENTE else -np.inf
        if note != -np.inf:
            resultat[i] = 1 + np.count_nonzero(notes > note) + np.count_nonzero(notes[:juste] == note)
    return resultat


def mesurer(places: NDArray[np.float64], grades: NDArray[np.int64]) -> dict[str, float]:
    """Every figure of one query.

    Args:
        places: rank of each right key, infinite when it is not returned.
        grades: grade of each right key, 1 or more; same order.

    Returns:
        ``rappel@k``: share of the right keys among the first k. ``exactitude@k``: 1 when one of them is there. ``map``: mean over the right
        keys of the precision at their rank. ``ndcg@10``: gain ``2^grade - 1`` over ``log2(1 + rank)``.
    """
    croissants = np.sort(places)
    precisions = np.arange(1, len(places) + 1) / croissants
    mesures = {"mrr": float(1 / croissants[0]), "map": float(precisions.mean()), "ndcg@10": _ndcg(places, grades)}
    for k in (1, 5, 10, 100):
        mesures[f"rappel@{k}"] = float((places <= k).mean())
    for k in (1, 5, 10):
        mesures[f"exactitude@{k}"] = float(croissants[0] <= k)
    return mesures


def _ndcg(places: NDArray[np.float64], grades: NDArray[np.int64]) -> float:
    gains = 2.0**grades - 1
    obtenu = (gains / np.log2(1 + places))[places <= _PROFONDEUR_GAIN].sum()
    ideal = (np.sort(gains)[::-1][:_PROFONDEUR_GAIN] / np.log2(2 + np.arange(min(_PROFONDEUR_GAIN, len(gains))))).sum()
    return float(obtenu / ideal)


def jugees(jugement: Mapping[str, int], rang_cle: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Right keys of a query as rows.

    Args:
        jugement: key → grade; 0 and less is wrong.
        rang_cle: row of each key of the corpus.

    Returns:
        Rows and grades of the right keys; ``ABSENTE`` as row of a key that the corpus does not hold: it counts as missed.
    """
    bonnes = sorted((rang_cle.get(cle, ABSENTE), note) for cle, note in jugement.items() if note > 0)
    return np.array([ligne for ligne, _ in bonnes], dtype=np.int64), np.array([note for _, note in bonnes], dtype=np.int64)
