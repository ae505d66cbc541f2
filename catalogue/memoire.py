"""What is kept of the texts of the offers from one picture to the next: the vector and the words of each, so that only what changed is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.mots import IndexMots
from catalogue.sacs import Lexique, Sac
from models.encodeur import Encodeur, arrondir, normer
from models.jalons import Lectures
from models.jalons import lire as lire_par_jalons

# The title says what the offer is; the description says it again with many other words.
POIDS_TITRE, POIDS_METIER, POIDS_DESCRIPTION = 0.5, 0.2, 0.3


@dataclass(frozen=True, slots=True)
class TexteOffre:
    """What an offer says: title, labels of its métiers, description, and the name of its structure."""

    titre: str
    libelles: str
    description: str
    structure: str

    @property
    def mots(self) -> str:
        """The text searched by words; BM25 knows no fields: the title is counted twice."""
        return " ".join((self.titre, self.titre, self.libelles, self.structure, self.description))


@dataclass(frozen=True, slots=True)
class _Lu:
    texte: TexteOffre
    vecteur: NDArray[np.float32]
    rangs: NDArray[np.int16]
    parts: NDArray[np.float32]
    sac: Sac


class MemoireTextes:
    """Vectors and words by offer, for one encoder. One picture is built at a time.

    Args:
        encodeur: sentence encoder, None in degraded mode.
    """

    def __init__(self, encodeur: Encodeur | None) -> None:
        self.encodeur = encodeur
        self._lexique = Lexique()
        self._lus: dict[int, _Lu] = {}

    def lire(self, ids: Sequence[int], textes: Sequence[TexteOffre]) -> tuple[NDArray[np.float32], Lectures, IndexMots]:
        """Vectors, readings through the métiers and index by words of offers.

        Args:
            ids: inner ids.
            textes: what they say, in the same order; those that have not changed since the last time are not read again.

        Returns:
            ``[n, d] float32``, the readings, and the index.
        """
        nouveaux = [rang for rang, (i, texte) in enumerate(zip(ids, textes, strict=True)) if i not in self._lus or self._lus[i].texte != texte]
        vecteurs = vecteurs_offres([textes[rang] for rang in nouveaux], self.encodeur)
        lues = self._par_metiers(vecteurs)
        lus = {
            ids[rang]: _Lu(textes[rang], vecteur, rangs, parts, self._lexique.compter(textes[rang].mots))
            for rang, vecteur, rangs, parts in zip(nouveaux, vecteurs, lues.rangs, lues.parts, strict=True)
        }
        # What is gone is forgotten; the lexicon alone remembers its words.
        self._lus = {i: lus[i] if i in lus else self._lus[i] for i in ids}
        gardes = list(self._lus.values())
        if gardes:
            vecteurs = np.stack([lu.vecteur for lu in gardes])
            lues = Lectures(np.stack([lu.rangs for lu in gardes]), np.stack([lu.parts for lu in gardes]))
        return vecteurs, lues, self._lexique.indexer([lu.sac for lu in gardes])

    def _par_metiers(self, vecteurs: NDArray[np.float32]) -> Lectures:
        """Readings of offers; rounded vectors, so that an offer reads the same alone and among others."""
        return lire_par_jalons(arrondir(vecteurs), np.zeros((0, 0), dtype=np.float32) if self.encodeur is None else self.encodeur.jalons)


def vecteurs_offres(textes: Sequence[TexteOffre], encodeur: Encodeur | None) -> NDArray[np.float32]:
    """One vector per offer out of its title, the labels of its métiers and its description.

    Args:
        textes: what the offers say.
        encodeur: sentence encoder, None in degraded mode.

    Returns:
        ``[n, d] float32``, rows normalised; ``d = 0`` without encoder.
    """
    if encodeur is None:
        return np.zeros((len(textes), 0), dtype=np.float32)
    titres = encodeur.encoder([t.titre for t in textes])
    libelles, descriptions = encodeur.encoder([t.libelles for t in textes]), encodeur.encoder([t.description for t in textes])
    somme = POIDS_TITRE * titres + POIDS_METIER * libelles + POIDS_DESCRIPTION * descriptions
    return normer(somme)
