"""The journey: from the person's commune to the offer, by their means of travel, against the time they accept."""

from __future__ import annotations

import numpy as np

from catalogue.domaine import Frein, Presence
from catalogue.image import Image
from matching.deplacement import MINUTES_ADMISES, MODES, minutes
from matching.profils import Profils
from matching.score.facteur import Facteur, distinctes
from matching.score.grille import Matrice, poser
from socle.geo import distances_km

# Who has trouble getting about tires of a journey sooner.
PART_MOBILITE_DIFFICILE = 0.6


def distances_personnes(profils: Profils, image: Image) -> Facteur:
    """Distances from each person's commune to each offer.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.

    Returns:
        One row per commune: km as the crow flies, NaN when either point is unknown, 0 for what is done at a distance.
    """
    qui, lignes = distinctes(profils.latitudes, profils.longitudes)
    km: Matrice = np.zeros((len(qui), len(image)), dtype=np.float32)
    for ligne, i in enumerate(qui.tolist()):
        km[ligne] = distances_km(image.latitudes, image.longitudes, float(profils.latitudes[i]), float(profils.longitudes[i]))
    km[:, image.presences == list(Presence).index(Presence.A_DISTANCE)] = 0
    return Facteur(lignes, km)


def trajet(profils: Profils, image: Image, distances: Facteur) -> Facteur:
    """Part « trajet »: 1 next door, 0.37 at the longest journey accepted, neutral when unknown.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.
        distances: from :func:`distances_personnes`.

    Returns:
        One row per commune, means of travel, distance accepted and trouble getting about.
    """
    difficile = profils.freins >> list(Frein).index(Frein.MOBILITE) & 1
    qui, lignes = distinctes(distances.lignes, profils.modes, profils.rayons, difficile)
    table: Matrice = np.zeros((len(qui), len(image)), dtype=np.float32)
    for ligne, i in enumerate(qui.tolist()):
        durees = minutes(distances.table[distances.lignes[i]], MODES[profils.modes[i]])
        table[ligne] = poser(np.exp(-((durees / _budget(profils, i, bool(difficile[i]))) ** 2)))
    table[:, image.presences == list(Presence).index(Presence.A_DISTANCE)] = poser(np.ones(1))[0]
    return Facteur(lignes, table)


def _budget(profils: Profils, i: int, difficile: bool) -> float:
    """Minutes: those of the distance the person accepts, else the usual ones."""
    voulu = profils.personnes[i].rayon_km
    admises = MINUTES_ADMISES if voulu is None else float(minutes(np.array(voulu), MODES[profils.modes[i]]))
    return admises * (PART_MOBILITE_DIFFICILE if difficile else 1.0)
