"""Titles compared with a query word by word: the same word at the head, the same at the end, and how much of the title the query says.

A sum of words forgets where each one stands, and a French title says first what one is, then of what: « chef de cuisine » is no « aide de cuisine »,
« conducteur de travaux » no « conducteur de car ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.encodeur import Encodeur
from models.jetons import mots

Notes = NDArray[np.float32]

BOUTS = ("tete", "fin")
# What the second word of a title says of its head: in « aide maçon », « futur boulanger » or « poste de vendeur » the métier comes second.
PART_DU_SECOND = 0.7
# Words of a query that are compared; a longer text is cut there.
MOTS_COMPARES = 64


@dataclass(frozen=True)
class IndexAlignement:
    """The words of titles.

    Attributes:
        vecteurs: unit vectors of the distinct words, ``[n_mots, d]``; a title without any word holds one whose vector is zero.
        mots: rank of each word of each title, title after title.
        debuts: first word of each title, ``[n_titres]``.
    """

    encodeur: Encodeur
    vecteurs: Notes
    mots: NDArray[np.int64]
    debuts: NDArray[np.int64]

    @classmethod
    def construire(cls, titres: Sequence[str], encodeur: Encodeur) -> IndexAlignement:
        """Index titles.

        Args:
            titres: any number.
            encodeur: gives the vectors of words.

        Returns:
            The index.
        """
        decoupes = [_mots(titre) or [""] for titre in titres]
        vocabulaire = sorted({mot for decoupe in decoupes for mot in decoupe})
        rang = {mot: i for i, mot in enumerate(vocabulaire)}
        plats = np.array([rang[mot] for decoupe in decoupes for mot in decoupe], dtype=np.int64)
        debuts = np.cumsum([0, *(len(decoupe) for decoupe in decoupes)])[:-1].astype(np.int64)
        return cls(encodeur, encodeur.encoder(vocabulaire), plats, debuts)

    def comparer(self, texte: str, cosinus: Notes) -> dict[str, Notes]:
        """Words at the head and at the end of each title, against those of a query.

        Args:
            texte: the query.
            cosinus: cosine of the query with each title, ``[n_titres]``: the same head says the more as the whole is nearer.

        Returns:
            ``tete`` and ``fin``, ``[n_titres] float32`` in [0, 1] each; all zero for a query without any word.
        """
        lus = _mots(texte)
        if not lus or not len(self.debuts):
            return dict.fromkeys(BOUTS, np.zeros(len(self.debuts), dtype=np.float32))
        proches = self._proches([lus[0], lus[min(1, len(lus) - 1)], lus[-1]])
        ensemble = np.clip(cosinus, 0, 1)
        return dict(zip(BOUTS, (self._tete(proches) * ensemble, proches[2][self.mots[self._fins - 1]] * ensemble), strict=True))

    def couvrir(self, texte: str) -> Notes:
        """How much of each title a query says: mean over the words of the title of the closest word of the query.

        Args:
            texte: the query.

        Returns:
            ``[n_titres] float32`` in [0, 1]; zero for a query without any word.
        """
        lus = _mots(texte)[:MOTS_COMPARES]
        if not lus or not len(self.debuts):
            return np.zeros(len(self.debuts), dtype=np.float32)
        sommes = np.add.reduceat(self._proches(lus).max(axis=0)[self.mots], self.debuts)
        couverture: Notes = (sommes / (self._fins - self.debuts)).astype(np.float32)
        return couverture

    def _proches(self, lus: Sequence[str]) -> Notes:
        """Cosines of words with those of the titles, ``[len(lus), n_mots]``, none under 0."""
        proches: Notes = np.clip(self.encodeur.encoder(lus) @ self.vecteurs.T, 0, 1)
        return proches

    @property
    def _fins(self) -> NDArray[np.int64]:
        return np.append(self.debuts[1:], len(self.mots))

    def _tete(self, proches: Notes) -> Notes:
        """The head of the query and that of the title, either of which may come second."""
        premiers = self.mots[self.debuts]
        seconds = self.mots[np.minimum(self.debuts + 1, self._fins - 1)]
        autres = np.maximum(proches[1][premiers], proches[0][seconds])
        tete: Notes = np.maximum(proches[0][premiers], np.float32(PART_DU_SECOND) * autres)
        return tete


def _mots(texte: str) -> list[str]:
    return list(dict.fromkeys(mots(texte)))
