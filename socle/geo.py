"""Distances between points of the globe."""

import numpy as np
from numpy.typing import NDArray

RAYON_TERRE_KM = 6371.0088


def distances_km(latitudes: NDArray[np.float32], longitudes: NDArray[np.float32], latitude: float, longitude: float) -> NDArray[np.float32]:
    """Great-circle distances from one point to many (haversine formula).

    Args:
        latitudes, longitudes: points, degrees WGS 84, ``[n]``; NaN where unknown.
        latitude, longitude: the point one starts from, degrees.

    Returns:
        Distances in km, ``[n] float32``; NaN where the point is unknown.
    """
    phi, phi0 = np.radians(latitudes, dtype=np.float64), np.radians(latitude)
    ecart_lat = phi - phi0
    ecart_lon = np.radians(longitudes, dtype=np.float64) - np.radians(longitude)
    a = np.sin(ecart_lat / 2) ** 2 + np.cos(phi0) * np.cos(phi) * np.sin(ecart_lon / 2) ** 2
    km: NDArray[np.float32] = (2 * RAYON_TERRE_KM * np.arcsin(np.sqrt(np.minimum(a, 1.0)))).astype(np.float32)
    return km
