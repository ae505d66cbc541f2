"""From people to ordered lists: eligibility, candidates, score, order. The same function for one person and for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.recherche import Moteur
from matching.candidats import Candidats
from matching.diversite import Familles, espacer
from matching.eligibilite import STATUTS, Eligibilite, Statut, evaluer
from matching.profils import Profils
from matching.score import Scores, poids, scorer
from parcours.domaine import Allocataire

# The noise floor of a missing encoder: nothing is close by meaning.
SANS_SENS = 1.0


@dataclass(frozen=True)
class Classement:
    """Rankings of ``p`` people over ``n`` offers, with everything they were computed from.

    Attributes:
        version: version of the weights.
        jour: day of the ranking.
        profils: the people.
        eligibilite, scores: answers and parts, ``[p, n]``.
        retenus: candidates, ``[p, n]``.
    """

    version: str
    jour: date
    profils: Profils
    moteur: Moteur
    eligibilite: Eligibilite
    scores: Scores
    retenus: NDArray[np.bool_]

    def ordre(
        self, personne: int, statuts: Sequence[Statut], *, types: frozenset[int] = frozenset(), candidats_seuls: bool = True
    ) -> NDArray[np.int32]:
        """Ranked offers of one person.

        Args:
            personne: row of the person.
            statuts: statuses wanted.
            types: ranks of the kinds wanted, empty for all.
            candidats_seuls: only the candidates; else every living offer.

        Returns:
            Rows of the picture, best first; ties by id. Eligible offers and those to check are ordered together: an unknown fact is not a fault.
        """
        image = self.moteur.image
        masque = self.retenus[personne] if candidats_seuls else image.vivantes(self.jour)
        masque = masque & np.isin(self.eligibilite.statuts[personne], [STATUTS.index(s) for s in statuts])
        if types:
            masque &= np.isin(image.types, list(types))
        rangs = np.flatnonzero(masque).astype(np.int32)
        ordre = rangs[np.lexsort((rangs, -self.scores.total[personne, rangs]))]
        return espacer(ordre, Familles.lire(image)) if candidats_seuls else ordre


def plancher(moteur: Moteur) -> float:
    """Cosine under which two texts, drawn towards their métiers, are strangers; 1 when the encoder is missing: nothing is close by meaning."""
    return SANS_SENS if moteur.encodeur is None else moteur.encodeur.plancher_rapproche


def classer(personnes: Sequence[Allocataire], moteur: Moteur, jour: date, au: Mapping[int, date] | None = None) -> Classement:
    """Rank the living catalogue for people.

    Args:
        personnes: allocataires, ``p``, one at least; one person is an array of one.
        moteur: picture of the catalogue, référentiels and encoder, all of one instant.
        jour: today.
        au: day on which some offers would be entered, by row, when it is not that of their next session.

    Returns:
        The rankings.
    """
    profils = Profils.construire(personnes, moteur.referentiel, moteur.encodeur)
    scores = scorer(profils, moteur.image, moteur.referentiel, plancher(moteur), jour)
    eligibilite = evaluer(profils, moteur.image, jour, au)
    retenus = Candidats.preparer(profils, moteur.image, jour).bloc(0, len(profils), scores.proches)
    return Classement(poids().version, jour, profils, moteur, eligibilite, scores, retenus)
