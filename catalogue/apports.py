"""What the offers of the live catalogue give that a condition may ask for: a certificate, a licence, a level of French, a level of diploma."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socle.base import Ligne
from socle.texte import plier

NIVEAU = "niveau:"


@dataclass(frozen=True)
class TableApports:
    """Apports with a value, ``[k]`` rows ordered by offer.

    Attributes:
        offre: row of the offer in the picture.
        valeur: rank in ``valeurs``.
        valeurs: distinct values, folded: a licence (``b``), a CECRL level (``b1``), the word that a ``prealable`` asks for (``caces r489``), or
            ``niveau:4`` for the EU level that a training leads to.
    """

    offre: NDArray[np.int32]
    valeur: NDArray[np.int32]
    valeurs: tuple[str, ...]

    @classmethod
    def construire(cls, lignes: list[Ligne], rang_offre: dict[int, int]) -> TableApports:
        """Columns out of rows ordered by offer.

        Args:
            lignes: ``offre_id, valeur``.
            rang_offre: row of each offer id.

        Returns:
            The table.
        """
        valeurs: dict[str, int] = {}
        rangs = [valeurs.setdefault(plier(ligne["valeur"]), len(valeurs)) for ligne in lignes]
        offres = [rang_offre[ligne["offre_id"]] for ligne in lignes]
        return cls(np.array(offres, dtype=np.int32), np.array(rangs, dtype=np.int32), tuple(valeurs))

    def donnent(self, voulues: Collection[str]) -> NDArray[np.int32]:
        """Offers that give one of several values.

        Args:
            voulues: folded values.

        Returns:
            Rows of the picture, increasing, each once.
        """
        rangs = [rang for rang, valeur in enumerate(self.valeurs) if valeur in voulues]
        return np.unique(self.offre[np.isin(self.valeur, rangs)])
