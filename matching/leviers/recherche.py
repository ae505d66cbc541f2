"""Offers of the catalogue that act on a missing condition, open to the person, in time first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import Condition, Frein
from catalogue.image import Image
from catalogue.seances import INCONNU, JAMAIS, PERMANENTE
from matching.classement import Classement
from matching.eligibilite import NON, STATUTS, Statut
from matching.leviers.domaine import OffreLevier
from matching.leviers.levees import LEVEES

LEVIERS_MAX = 3
OUVERTS = (STATUTS.index(Statut.ELIGIBLE), STATUTS.index(Statut.A_VERIFIER))

Rangs = NDArray[np.intp]


@dataclass(frozen=True)
class Porte:
    """An offer that one condition keeps closed.

    Attributes:
        rang: row of the picture.
        condition: the one that does not hold.
        jour: today.
        entrees: last day to be ready and first day of each session that one can still enter, soonest first; ``JAMAIS`` for no limit.
    """

    rang: int
    condition: Condition
    jour: date
    entrees: tuple[tuple[int, int], ...]

    @property
    def avant(self) -> int:
        """Last day to be ready, ``JAMAIS`` when one may enter at any time."""
        return max((limite for limite, _ in self.entrees), default=int(JAMAIS))

    def entree(self, option: OffreLevier | None) -> int:
        """Day on which one would enter once the condition is lifted.

        Args:
            option: the offer that lifts it, None for a step outside the catalogue, taken today.

        Returns:
            Ordinal: the first session still open then, else the very day it is lifted.
        """
        pret = (self.jour if option is None else option.fin or option.debut or self.jour).toordinal()
        premier = next((debut for limite, debut in self.entrees if limite >= pret), pret)
        return pret if premier == JAMAIS else max(premier, pret)


@dataclass(frozen=True)
class Ouvertes:
    """Living offers with a place that the person may enter, and the session of each that is over soonest.

    Attributes:
        seance_seule: a closed offer is opened for the session at whose day it is judged, not for a later one.
    """

    classement: Classement
    personne: int
    seance_seule: bool = False
    _qui_levent: dict[Condition, tuple[Rangs, NDArray[np.bool_]]] = field(default_factory=dict)

    @property
    def image(self) -> Image:
        """The picture of the catalogue."""
        return self.classement.moteur.image

    @cached_property
    def sessions(self) -> Rangs:
        """Rows of the sessions that one can still enter, a place left, by offer, the soonest over first, those of unknown end last."""
        sessions = self.image.sessions
        rangs = np.flatnonzero(sessions.ouvertes(self.classement.jour) & (sessions.libres != 0))
        fins = np.where(sessions.fin[rangs] == 0, JAMAIS, sessions.fin[rangs])
        return rangs[np.lexsort((rangs, fins, sessions.offre[rangs]))]

    @cached_property
    def premieres(self) -> Rangs:
        """The first of them, by offer, ``[n]``; −1 for an offer without any."""
        seules, places = np.unique(self.image.sessions.offre[self.sessions], return_index=True)
        premieres = np.full(len(self.image), -1, dtype=np.intp)
        premieres[seules] = self.sessions[places]
        return premieres

    @cached_property
    def masque(self) -> NDArray[np.bool_]:
        """Offers that the person may enter now, ``[n]``."""
        permises = np.isin(self.classement.eligibilite.statuts[self.personne], OUVERTS)
        masque: NDArray[np.bool_] = permises & self.image.vivantes(self.classement.jour) & (self.premieres >= 0)
        return masque

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """Places left, ``[n]``."""
        return self.image.places_libres(self.classement.jour)

    @cached_property
    def distances(self) -> NDArray[np.float32]:
        """km, ``[n]``, far away when unknown."""
        connues: NDArray[np.float32] = np.nan_to_num(self.classement.scores.distances[self.personne], nan=1e6)
        return connues

    def qui_levent(self, condition: Condition) -> tuple[Rangs, NDArray[np.bool_]]:
        """Open offers that act on a condition.

        Args:
            condition: the one that is missing.

        Returns:
            Their rows, increasing, and whether each gives the very thing.
        """
        if condition not in self._qui_levent:
            levee = LEVEES[condition.type]
            donnent = self.image.apports.donnent(frozenset(levee.valeurs(condition)))
            frein = 0 if levee.frein is None else 1 << list(Frein).index(levee.frein)
            rangs = np.union1d(donnent, np.flatnonzero(self.image.freins & frein)).astype(np.intp)
            rangs = rangs[self.masque[rangs]]
            self._qui_levent[condition] = rangs, np.isin(rangs, donnent)
        return self._qui_levent[condition]

    def porte(self, rang: int) -> Porte | None:
        """The condition that keeps an offer closed to the person.

        Args:
            rang: row of the picture.

        Returns:
            None when the offer is not « presque éligible ».
        """
        if STATUTS[int(self.classement.eligibilite.statuts[self.personne, rang])] is not Statut.PRESQUE:
            return None
        condition = next(c for c, r in self.classement.eligibilite.conditions(self.personne, rang) if r == NON)
        sessions, entrees = self.image.sessions, []
        debut, fin = np.searchsorted(sessions.offre[self.sessions], [rang, rang + 1])
        for session in self.sessions[debut:fin]:
            # One applies before the deadline, and one is there on the first day.
            premier = int(sessions.debut[session]) if sessions.debut[session] != PERMANENTE else int(JAMAIS)
            if self.seance_seule and premier not in {int(self.classement.eligibilite.plan.etapes[rang]), int(JAMAIS)}:
                continue
            entrees.append((min(int(sessions.limite[session]), premier, int(self.image.limite[rang])), premier))
        return Porte(rang, condition, self.classement.jour, tuple(sorted(entrees)))

    def offres(self, porte: Porte) -> list[OffreLevier]:
        """Levers of one offer: in time first, then those that give the very thing, the nearest, the smallest id.

        Args:
            porte: the closed offer.

        Returns:
            At most three.
        """
        rangs, donnent = self.qui_levent(porte.condition)
        sessions = self.premieres[rangs]
        debuts, fins = self.image.sessions.debut[sessions], self.image.sessions.fin[sessions]
        tard = np.maximum(debuts, fins) > porte.avant
        inconnu = (fins == 0) & (porte.avant != JAMAIS) & ~tard
        ordre = [i for i in np.lexsort((rangs, self.distances[rangs], inconnu, ~donnent, tard)) if rangs[i] != porte.rang]
        return [self._option(int(rangs[i]), bool(donnent[i]), None if inconnu[i] else not tard[i]) for i in ordre[:LEVIERS_MAX]]

    def _option(self, rang: int, donne: bool, a_temps: bool | None) -> OffreLevier:
        sessions, session, libres = self.image.sessions, int(self.premieres[rang]), int(self.places[rang])
        debut, fin = (_jour(int(jours[session])) for jours in (sessions.debut, sessions.fin))
        return OffreLevier(rang, donne, debut, fin, None if libres == INCONNU else libres, None if a_temps is None else bool(a_temps))


def _jour(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
