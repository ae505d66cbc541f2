"""Who suits an offer: the same score, read the other way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from catalogue.recherche import Moteur
from matching.candidats import Candidats
from matching.classement import plancher
from matching.eligibilite import STATUTS, Statut, jours_des_etapes
from matching.eligibilite.plan import preparer
from matching.eligibilite.statuts import appliquer
from matching.profils import Profils
from matching.score import TOTAL, Calcul


@dataclass(frozen=True, slots=True)
class Candidature:
    """A person whom an offer suits.

    Attributes:
        personne: row of the person.
        score: the very score of the offer in the list of the person.
        statut: eligible, or to check.
    """

    personne: int
    score: float
    statut: Statut


def candidats_pour(
    profils: Profils, moteur: Moteur, rang: int, jour: date, *, le: date | None = None, combien: int | None = None
) -> list[Candidature]:
    """People whom an offer suits.

    Args:
        profils: people, ``p``: those whom the reader may see.
        moteur: picture of the catalogue, référentiels and encoder.
        rang: row of the offer.
        jour: today.
        le: first day of the session wanted, that of the next one with a place when not given: eligibility is judged at that day.
        combien: how many people at most.

    Returns:
        People for whom the offer is a candidate, eligible or to check: the best first, ties in the order of the people.
    """
    image = moteur.image
    colonne = np.array([rang], dtype=np.int32)
    bloc = Calcul.preparer(profils, image, moteur.referentiel, plancher(moteur), jour).pour(colonne).bloc(0, len(profils))
    retenus = Candidats.preparer(profils, image, jour).pour(rang, bloc.proches[:, 0])
    etapes = jours_des_etapes(image, jour)[colonne] if le is None else np.array([le.toordinal()], dtype=np.int32)
    plan = preparer(image, colonne, etapes, jour)
    statuts = appliquer(profils, plan).par_groupe[:, plan.groupe[0]]
    ouverts = retenus & np.isin(statuts, [STATUTS.index(Statut.ELIGIBLE), STATUTS.index(Statut.A_VERIFIER)])
    qui = np.flatnonzero(ouverts)
    ordre = qui[np.lexsort((qui, -bloc.total[qui, 0]))][:combien]
    return [Candidature(int(i), float(bloc.total[i, 0]) / TOTAL, STATUTS[statuts[i]]) for i in ordre]
