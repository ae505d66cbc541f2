"""A part of the score as a small table: people who share the same facts share one row of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.score.grille import Matrice

Rangs = NDArray[np.int32]


@dataclass(frozen=True)
class Facteur:
    """Values ``table[lignes[i]]`` of person ``i`` over the ``n`` offers.

    Attributes:
        lignes: row of the table of each person, ``[p] int32``.
        table: ``[c, n] float32`` on the grid (see :mod:`matching.score.grille`).
    """

    lignes: Rangs
    table: Matrice

    def valeurs(self, debut: int, fin: int) -> Matrice:
        """Values of the people from ``debut`` to ``fin``, ``[fin - debut, n]`` on the grid."""
        return self.table[self.lignes[debut:fin]]

    def pour(self, rangs: Rangs) -> Facteur:
        """The same factor over some offers only."""
        return Facteur(self.lignes, self.table[:, rangs])


def pour_tous(ligne: Matrice, personnes: int) -> Facteur:
    """A part that is the same for everybody.

    Args:
        ligne: ``[n]`` on the grid.
        personnes: how many people.

    Returns:
        The factor, of one row.
    """
    return Facteur(np.zeros(personnes, dtype=np.int32), ligne[None, :])


def distinctes(*colonnes: NDArray[np.generic]) -> tuple[NDArray[np.intp], Rangs]:
    """Distinct combinations of facts.

    Args:
        colonnes: facts, ``[p]`` each; NaN equals NaN.

    Returns:
        First person of each combination ``[c]``, and the combination of each person ``[p]``.
    """
    rangs = [np.unique(colonne, return_inverse=True)[1].astype(np.int64) for colonne in colonnes]
    melange = rangs[0]
    for suivant in rangs[1:]:
        # Renumbered at each step, so that no product overflows.
        melange = np.unique(melange * (int(suivant.max(initial=0)) + 1) + suivant, return_inverse=True)[1]
    _, premiers, lignes = np.unique(melange, return_index=True, return_inverse=True)
    return premiers, lignes.astype(np.int32)
