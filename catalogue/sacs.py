"""The words of each offer counted once, so that the index by words is made anew in one pass of arrays whenever an offer changes.

A change of one text moves the frequency of its words and the mean length, hence every BM25 score: nothing is patched, everything is computed again
from the counts, which is where the time is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray

from catalogue.mots import IndexMots
from socle.texte import mots, racine

Rangs = NDArray[np.int32]


@dataclass(frozen=True)
class Sac:
    """Words of one text.

    Attributes:
        racines, comptes: distinct stems (ranks in the lexicon) and how many times each.
        formes: distinct whole words (ranks in the lexicon).
    """

    racines: Rangs
    comptes: Rangs
    formes: Rangs


class Lexique:
    """Numbers for stems and words. It only grows: the numbers of sacs already made stay right."""

    def __init__(self) -> None:
        self.racines: dict[str, int] = {}
        self.formes: dict[str, int] = {}

    def compter(self, texte: str) -> Sac:
        """Count the words of a text.

        Args:
            texte: any text.

        Returns:
            Its sac.
        """
        lus = mots(texte)
        comptes = Counter(self.racines.setdefault(racine(mot), len(self.racines)) for mot in lus)
        formes = {self.formes.setdefault(mot, len(self.formes)) for mot in lus}
        return Sac(_rangs(comptes.keys()), _rangs(comptes.values()), _rangs(formes))

    def indexer(self, sacs: Sequence[Sac]) -> IndexMots:
        """Index texts.

        Args:
            sacs: one per text, made by this lexicon.

        Returns:
            The index that ``IndexMots.construire`` makes of the same texts, stems numbered otherwise.
        """
        termes = _enchainer([sac.racines for sac in sacs])
        frequences = np.bincount(termes, minlength=len(self.racines))
        presents = frequences > 0
        vocabulaire = _numeroter(self.racines, presents)
        bm25 = _bm25(sacs, termes, frequences, vocabulaire) if vocabulaire else None
        lues = np.bincount(_enchainer([sac.formes for sac in sacs]), minlength=len(self.formes)) > 0
        return IndexMots(bm25, vocabulaire, tuple(sorted(_numeroter(self.formes, lues))), len(sacs))


def _bm25(sacs: Sequence[Sac], termes: Rangs, frequences: NDArray[np.int64], vocabulaire: dict[str, int]) -> BM25:
    """The scores of Lucene's BM25, as bm25s computes them, in one pass: one column per stem, texts in order."""
    comptes = _enchainer([sac.comptes for sac in sacs])
    textes = np.repeat(np.arange(len(sacs), dtype=np.int32), [len(sac.racines) for sac in sacs])
    longueurs = np.bincount(textes, weights=comptes, minlength=len(sacs))
    bm25 = BM25(method="lucene")
    rarete = np.log(1 + (len(sacs) - frequences + 0.5) / (frequences + 0.5))
    attendus = bm25.k1 * (1 - bm25.b + bm25.b * longueurs / longueurs.mean())
    scores = rarete[termes] * (comptes / (attendus[textes] + comptes))
    ordre = np.argsort(termes, kind="stable")
    presentes = frequences[frequences > 0]
    bm25.scores = {
        "data": scores[ordre].astype(np.float32),
        "indices": textes[ordre],
        "indptr": np.concatenate([[0], np.cumsum(presentes)]).astype(np.int32),
        "num_docs": len(sacs),
    }
    bm25.vocab_dict = vocabulaire
    bm25.unique_token_ids_set = set(vocabulaire.values())
    bm25.nonoccurrence_array = None
    return bm25


def _numeroter(connus: dict[str, int], presents: NDArray[np.bool_]) -> dict[str, int]:
    """New numbers, from 0, for what is still there."""
    gardes = presents.tolist()
    restants = [mot for mot, rang in connus.items() if rang < len(gardes) and gardes[rang]]
    return {mot: rang for rang, mot in enumerate(restants)}


def _enchainer(listes: Sequence[Rangs]) -> Rangs:
    return np.concatenate(listes) if listes else np.zeros(0, dtype=np.int32)


def _rangs(valeurs: Iterable[int]) -> Rangs:
    return np.fromiter(valeurs, dtype=np.int32)
