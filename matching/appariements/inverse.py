"""Who suits an offer: the same score, read the other way."""

from __future__ import annotations

from collections.abc import Sequence
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

# What an offer is proposed for: an unknown fact is a question to ask, not a fault.
OUVERTS = (Statut.ELIGIBLE, Statut.A_VERIFIER)


@dataclass(frozen=True, slots=True)
class Candidature:
    """A person whom an offer suits, or nearly.

    Attributes:
        personne: row of the person.
        total: the very score of the offer in the list of the person, in whole numbers (see ``TOTAL``).
        statut: eligible, to check, or nearly eligible where that was asked for.
    """

    personne: int
    total: int
    statut: Statut

    @property
    def score(self) -> float:
        """The score in [0, 1]."""
        return self.total / TOTAL


def candidats_pour(
    profils: Profils,
    moteur: Moteur,
    rang: int,
    jour: date,
    *,
    le: date | None = None,
    combien: int | None = None,
    statuts: Sequence[Statut] = OUVERTS,
) -> list[Candidature]:
    """People whom an offer suits.

    Args:
        profils: people, ``p``: those whom the reader may see.
        moteur: picture of the catalogue, référentiels and encoder.
        rang: row of the offer.
        jour: today.
        le: first day of the session wanted, that of the next one with a place when not given: eligibility is judged at that day.
        combien: how many people at most.
        statuts: statuses wanted.

    Returns:
        People for whom the offer is a candidate, of these statuses: the best first, ties in the order of the people.
    """
    image = moteur.image
    colonne = np.array([rang], dtype=np.int32)
    bloc = Calcul.preparer(profils, image, moteur.referentiel, plancher(moteur), jour).pour(colonne).bloc(0, len(profils))
    retenus = Candidats.preparer(profils, image, jour).pour(rang, bloc.proches[:, 0])
    etapes = jours_des_etapes(image, jour)[colonne] if le is None else np.array([le.toordinal()], dtype=np.int32)
    plan = preparer(image, colonne, etapes, jour)
    juges = appliquer(profils, plan).par_groupe[:, plan.groupe[0]]
    qui = np.flatnonzero(retenus & np.isin(juges, [STATUTS.index(s) for s in statuts]))
    ordre = qui[np.lexsort((qui, -bloc.total[qui, 0]))][:combien]
    return [Candidature(int(i), int(bloc.total[i, 0]), STATUTS[juges[i]]) for i in ordre]
