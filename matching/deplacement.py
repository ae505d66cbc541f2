"""Getting about: from kilometres as the crow flies to minutes, by means of travel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parcours.domaine import MoyenTransport

# A street or a line is longer than the crow's flight: measured detours in towns run from 1.2 to 1.4.
DETOUR = 1.3
# What one accepts when nobody asked, minutes one way.
MINUTES_ADMISES = 45.0


@dataclass(frozen=True, slots=True)
class Allure:
    """A means of travel: minutes lost before and after (waiting, parking), then km/h door to door."""

    perdues: float
    vitesse: float


# Orders of magnitude for the inner suburbs of Paris, ours; nobody's position is followed, the starting point is the commune.
_ALLURES: dict[MoyenTransport, Allure] = {
    MoyenTransport.A_PIED: Allure(0, 4.5),
    MoyenTransport.VELO: Allure(3, 13),
    MoyenTransport.TRANSPORTS: Allure(10, 24),
    MoyenTransport.DEUX_ROUES: Allure(5, 28),
    MoyenTransport.VOITURE: Allure(8, 30),
}
MODES: tuple[MoyenTransport, ...] = tuple(MoyenTransport)


def mode(moyen: MoyenTransport | None, vehicule: bool | None) -> MoyenTransport:
    """How a person travels, as far as one knows.

    Args:
        moyen: what they said.
        vehicule: whether they have a vehicle.

    Returns:
        What they said; else by car when they have one, and by public transport.
    """
    return moyen or (MoyenTransport.VOITURE if vehicule else MoyenTransport.TRANSPORTS)


def minutes(km: NDArray[np.floating], moyen: MoyenTransport) -> NDArray[np.float64]:
    """Length of journeys.

    Args:
        km: distances as the crow flies, any shape, NaN when unknown.
        moyen: means of travel.

    Returns:
        Minutes, the same shape, NaN when unknown.
    """
    allure = _ALLURES[moyen]
    durees: NDArray[np.float64] = allure.perdues + km.astype(np.float64) * DETOUR / allure.vitesse * 60
    return durees


def rayon(moyen: MoyenTransport, admises: float = MINUTES_ADMISES) -> float:
    """How far one goes in a given time.

    Args:
        moyen: means of travel.
        admises: minutes one way.

    Returns:
        km as the crow flies.
    """
    allure = _ALLURES[moyen]
    return max(admises - allure.perdues, 0) / 60 * allure.vitesse / DETOUR
