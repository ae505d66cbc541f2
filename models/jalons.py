"""Texts read through the métiers that the encoder has learnt: each text is a mixture of the nearest of them, and mixtures are compared.

A cosine says that two texts are near; it does not say near to what. « Cariste » and the text of an offer for a warehouse share few words, and both
are read as the same few métiers. Measured in docs/evaluation.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.encodeur import normer

Vecteurs = NDArray[np.float32]

# A text is read as its nearest métiers, each the heavier the nearer; chosen on the tasks that tune the fusion.
GARDES = 20
TEMPERATURE = np.float32(0.07)
_PAR_BLOC = 1_024
# How much of what a text is read as is added to its own vector: as much as the vector itself.
RAPPROCHEMENT = np.float32(1.0)


@dataclass(frozen=True, slots=True)
class Lectures:
    """Texts as mixtures of jalons.

    Attributes:
        rangs: ``[n, k] int16``, rows of the jalons.
        parts: ``[n, k] float32``, weights; each row is of norm 1, or all zero for a text without any word.
    """

    rangs: NDArray[np.int16]
    parts: Vecteurs


def lire(vecteurs: Vecteurs, jalons: Vecteurs) -> Lectures:
    """Read texts.

    Args:
        vecteurs: ``[n, d]``, rows of norm 1 or 0.
        jalons: ``[m, d]``, one row per métier.

    Returns:
        The readings, ``k`` being :data:`GARDES`, or ``m`` when there are fewer jalons.
    """
    k = min(GARDES, len(jalons))
    rangs, parts = np.zeros((len(vecteurs), k), dtype=np.int16), np.zeros((len(vecteurs), k), dtype=np.float32)
    if k:
        for debut in range(0, len(vecteurs), _PAR_BLOC):
            bloc = slice(debut, debut + _PAR_BLOC)
            rangs[bloc], parts[bloc] = _lire_bloc(vecteurs[bloc], jalons, k)
    return Lectures(rangs, parts)


def rapprocher(vecteurs: Vecteurs, lectures: Lectures, jalons: Vecteurs) -> Vecteurs:
    """Texts drawn towards the métiers they are read as: « je couds depuis toujours » comes nearer to an offer of couture than its words are.

    Args:
        vecteurs: ``[n, d]``, rows of norm 1 or 0.
        lectures: the same texts, read.
        jalons: ``[m, d]``.

    Returns:
        ``[n, d] float32``, rows of norm 1 or 0; the vectors themselves when there is no jalon.
    """
    n, k = lectures.rangs.shape
    if not k:
        return vecteurs
    debuts = np.arange(0, n * k + 1, k)
    lus: Vecteurs = csr_array((lectures.parts.ravel(), lectures.rangs.ravel().astype(np.int32), debuts), shape=(n, len(jalons))) @ jalons
    return normer(vecteurs + RAPPROCHEMENT * normer(lus))


def _lire_bloc(vecteurs: Vecteurs, jalons: Vecteurs, k: int) -> tuple[NDArray[np.int16], Vecteurs]:
    cosinus = vecteurs @ jalons.T
    choisis = np.argpartition(-cosinus, k - 1, axis=1)[:, :k]
    proches = np.take_along_axis(cosinus, choisis, axis=1)
    parts = np.exp((proches - proches.max(axis=1, keepdims=True)) / TEMPERATURE)
    parts /= np.linalg.norm(parts, axis=1, keepdims=True)
    parts[~vecteurs.any(axis=1)] = 0
    return choisis.astype(np.int16), parts


@dataclass(frozen=True)
class IndexJalons:
    """Readings by jalon, so that comparing a text touches only what shares a métier with it.

    Attributes:
        jalons: ``[m, d]``.
        debuts: first entry of each jalon, ``[m + 1]``.
        lignes: rows of the texts read as each jalon.
        parts: their weights.
        nombre: how many texts.
    """

    jalons: Vecteurs
    debuts: NDArray[np.int64]
    lignes: NDArray[np.int32]
    parts: Vecteurs
    nombre: int

    @classmethod
    def construire(cls, lectures: Lectures, jalons: Vecteurs) -> IndexJalons:
        """Index readings.

        Args:
            lectures: ``n`` texts, read with the same jalons.
            jalons: ``[m, d]``.

        Returns:
            The index.
        """
        plats = lectures.rangs.ravel()
        ordre = np.argsort(plats, kind="stable")
        debuts = np.searchsorted(plats[ordre], np.arange(len(jalons) + 1)).astype(np.int64)
        lignes = np.repeat(np.arange(len(lectures.rangs), dtype=np.int32), lectures.rangs.shape[1])
        return cls(jalons, debuts, lignes[ordre], lectures.parts.ravel()[ordre], len(lectures.rangs))

    @classmethod
    def de(cls, vecteurs: Vecteurs, jalons: Vecteurs) -> IndexJalons | None:
        """Read texts and index them.

        Args:
            vecteurs: ``[n, d]``, rows of norm 1 or 0.
            jalons: ``[m, d]``.

        Returns:
            The index; None when there is no jalon.
        """
        return cls.construire(lire(vecteurs, jalons), jalons) if len(jalons) else None

    def comparer(self, vecteur: Vecteurs) -> Vecteurs:
        """How far each text speaks of the métiers of another.

        Args:
            vecteur: the other, ``[d]``.

        Returns:
            ``[n] float32`` in [0, 1].
        """
        notes = np.zeros(self.nombre, dtype=np.float32)
        lue = lire(vecteur[None], self.jalons)
        for jalon, part in zip(lue.rangs[0].tolist(), lue.parts[0], strict=True):
            texte = slice(self.debuts[jalon], self.debuts[jalon + 1])
            notes[self.lignes[texte]] += part * self.parts[texte]
        return notes
