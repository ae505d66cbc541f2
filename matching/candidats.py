"""Candidates: the union of what is near by meaning, by words, by the ROME, and of what lifts a frein. Exact, filter first."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import TypeOffre
from catalogue.image import Image
from catalogue.referentiel import Referentiel
from matching.profils import Profils, texte_projet
from matching.score import ETAPES, Part, Scores, etapes

# Share of the best BM25 score from which words alone make a candidate.
PART_MOTS = 0.4
# Share of the part « métier » from which meaning or the ROME make a candidate.
SEUIL_METIER = 0.12


def candidats(profils: Profils, image: Image, referentiel: Referentiel, scores: Scores, jour: date) -> NDArray[np.bool_]:
    """Offers worth ranking for each person.

    Args:
        profils: people, ``p``.
        image: living catalogue, ``n`` offers.
        referentiel: labels of the métiers.
        scores: parts already computed.
        jour: today; what one can no longer enter is out.

    Returns:
        Mask ``[p, n]``.
    """
    par_metier = scores.parts[Part.METIER] >= SEUIL_METIER
    par_frein = profils.freins[:, None] & image.freins[None, :] != 0
    retenus: NDArray[np.bool_] = par_metier | par_frein | _par_mots(profils, image, referentiel) | _pour_un_projet(profils, image)
    return retenus & image.vivantes(jour)[None, :]


def _par_mots(profils: Profils, image: Image, referentiel: Referentiel) -> NDArray[np.bool_]:
    masque = np.zeros((len(profils), len(image)), dtype=np.bool_)
    for i, personne in enumerate(profils.personnes):
        scores = image.mots.chercher(texte_projet(personne, referentiel)).scores
        masque[i] = (scores > 0) & (scores >= PART_MOTS * scores.max(initial=0.0))
    return masque


def _pour_un_projet(profils: Profils, image: Image) -> NDArray[np.bool_]:
    """Who has no projet yet is shown what helps to find one."""
    sans_projet = etapes(profils) != ETAPES.index("emploi")
    decouvertes = image.types == list(TypeOffre).index(TypeOffre.DECOUVERTE)
    ensemble: NDArray[np.bool_] = np.logical_and.outer(sans_projet & ~profils.projet_connu, decouvertes)
    return ensemble
