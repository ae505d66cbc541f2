"""Open sessions of the living catalogue as columns, and the words for what is missing in a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from socle.base import Ligne

PERMANENTE = 0
JAMAIS = np.int32(2**31 - 1)
INCONNU = -1

Entiers = NDArray[np.int32]
Booleens = NDArray[np.bool_]


@dataclass(frozen=True)
class Sessions:
    """Open sessions, one row each, ordered by offer.

    Attributes:
        offre: row of the offer, ``[m] int32``.
        debut: first day, ``PERMANENTE`` for a permanent entry.
        fin: last day, 0 when unknown.
        limite: last day to apply, ``JAMAIS`` when there is none.
        libres: places neither held nor taken, ``INCONNU`` when the number offered is unknown.
        places: places offered, ``INCONNU`` when unknown.
        reservees: places reserved to allocataires of the RSA.
        demandes: people already on their way to the session who hold no place yet.
        ids: inner ids.
    """

    offre: Entiers
    debut: Entiers
    fin: Entiers
    limite: Entiers
    libres: Entiers
    places: Entiers
    reservees: Entiers
    demandes: Entiers
    ids: NDArray[np.int64]

    @classmethod
    def construire(cls, lignes: list[Ligne], rang: dict[int, int]) -> Sessions:
        """Columns out of rows ordered by offer.

        Args:
            lignes: open sessions.
            rang: row of each offer id.

        Returns:
            The sessions.
        """
        places = entiers([s["places"] for s in lignes], INCONNU)
        prises = entiers([s["places_tenues"] + s["places_prises"] for s in lignes], 0)
        return cls(
            offre=entiers([rang[s["offre_id"]] for s in lignes], 0),
            debut=jours([s["debut"] for s in lignes], PERMANENTE),
            fin=jours([s["fin"] for s in lignes], 0),
            limite=jours([s["date_limite"] for s in lignes], int(JAMAIS)),
            libres=np.where(places == INCONNU, INCONNU, places - prises).astype(np.int32),
            places=places,
            reservees=entiers([s["places_reservees"] for s in lignes], 0),
            demandes=entiers([s["demandes"] for s in lignes], 0),
            ids=np.array([s["id"] for s in lignes], dtype=np.int64),
        )

    def ouvertes(self, jour: date, *, au: date | None = None) -> Booleens:
        """Sessions that one can still enter.

        Args:
            jour: first day wanted; sessions begun or closed to applications before it are out.
            au: last day wanted for the beginning.

        Returns:
            Mask ``[m]``; a permanent entry is always in, a full session never.
        """
        n = jour.toordinal()
        a_temps: Booleens = (self.debut == PERMANENTE) | (self.debut >= n)
        if au is not None:
            a_temps &= self.debut <= au.toordinal()
        return a_temps & (self.limite >= n)


def entiers(valeurs: Sequence[int | None], defaut: int) -> Entiers:
    """A column of numbers.

    Args:
        valeurs: numbers, None where unknown.
        defaut: what stands for unknown.

    Returns:
        The column.
    """
    return np.array([defaut if v is None else v for v in valeurs], dtype=np.int32)


def jours(valeurs: Sequence[date | None], defaut: int) -> Entiers:
    """A column of days.

    Args:
        valeurs: days, None where there is none.
        defaut: what stands for none.

    Returns:
        Proleptic ordinals.
    """
    return np.array([defaut if v is None else v.toordinal() for v in valeurs], dtype=np.int32)
