"""What in the catalogue lifts the one condition that keeps a person from an offer."""

from __future__ import annotations

import numpy as np

from catalogue.domaine import Frein
from catalogue.image import JAMAIS
from matching.classement import Classement
from matching.eligibilite import STATUTS, Statut
from matching.explication import Explication

LEVIERS_MAX = 3


def offres_qui_levent(explication: Explication, classement: Classement, personne: int) -> list[int]:
    """Living offers open to the person that act on the missing condition, nearest first.

    Args:
        explication: explanation of the offer that is almost open.
        classement: the ranking it comes from.
        personne: row of the person.

    Returns:
        Rows of the picture, at most three; none when the condition is lifted by a step outside the catalogue.
    """
    if explication.levier is None or explication.levier.frein is None:
        return []
    image = classement.moteur.image
    leve = image.freins >> list(Frein).index(explication.levier.frein) & 1 == 1
    ouverte = np.isin(classement.eligibilite.statuts[personne], [STATUTS.index(Statut.ELIGIBLE), STATUTS.index(Statut.A_VERIFIER)])
    a_le_temps = image.prochaines(classement.jour) != JAMAIS
    complete = image.places_libres(classement.jour) == 0
    rangs = np.flatnonzero(leve & ouverte & a_le_temps & ~complete & image.vivantes(classement.jour))
    distances = np.nan_to_num(classement.scores.distances[personne, rangs], nan=1e6)
    return [int(r) for r in rangs[np.lexsort((rangs, distances))][:LEVIERS_MAX]]
