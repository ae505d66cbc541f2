"""Hours and days: the weekly periods of the offer against when the person is free, childcare included."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import PUBLICS, Frein, Jour, Periode, creneaux
from catalogue.image import INCONNU, Image
from matching.profils import Profils
from matching.score.facteur import Facteur, distinctes
from matching.score.grille import NEUTRE, poser

# Evenings, nights and week-ends: what childcare rarely covers.
DECALES = creneaux(tuple(Jour), (Periode.SOIR, Periode.NUIT)) | creneaux((Jour.SAMEDI, Jour.DIMANCHE), tuple(Periode))
_FAMILLES = PUBLICS.index("familles")


def horaires(profils: Profils, image: Image) -> Facteur:
    """Part « horaires »: share of the periods of the offer when the person is free.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.

    Returns:
        One row per availability and children. An offer without hours is neutral. A person who did not say when they are free is neutral, less
        the share of evenings, nights and week-ends when there are children to look after.
    """
    enfants = avec_enfants(profils)
    qui, lignes = distinctes(profils.disponibilites, enfants)
    offre = np.maximum(image.creneaux, 0)
    total = np.maximum(bits_a_un(offre), 1)
    a_garder = NEUTRE * (1 - bits_a_un(offre & np.int32(DECALES)) / total)
    table = np.zeros((len(qui), len(image)), dtype=np.float32)
    for ligne, i in enumerate(qui.tolist()):
        libre = profils.disponibilites[i]
        sans_reponse = a_garder if enfants[i] else np.full(len(image), NEUTRE)
        part = sans_reponse if libre == INCONNU else bits_a_un(offre & libre) / total
        table[ligne] = poser(np.where(offre == 0, NEUTRE, part))
    return Facteur(lignes, table)


def avec_enfants(profils: Profils) -> NDArray[np.bool_]:
    """Who has children to look after, as far as one knows.

    Args:
        profils: people, ``p``.

    Returns:
        ``[p] bool``: the frein « garde d'enfants », or the public « familles ».
    """
    garde = profils.freins >> list(Frein).index(Frein.GARDE_ENFANTS) & 1
    connus: NDArray[np.bool_] = (garde | (profils.publics >> _FAMILLES & 1)) == 1
    return connus


def decale(image: Image) -> NDArray[np.bool_]:
    """Offers with hours that childcare rarely covers, ``[n]``."""
    en_dehors: NDArray[np.bool_] = (image.creneaux > 0) & (image.creneaux & np.int32(DECALES) != 0)
    return en_dehors


def bits_a_un(masques: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.int32]:
    """Number of bits set.

    Args:
        masques: any shape, none negative but ``INCONNU``, which counts for none.

    Returns:
        The same shape.
    """
    return np.bitwise_count(np.maximum(masques, 0)).astype(np.int32)
