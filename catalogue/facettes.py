"""What a search is narrowed by: exact masks over the picture, and what each value of a facet would leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.conditions import TYPES
from catalogue.domaine import Frein, Presence, TypeCondition, TypeOffre
from catalogue.image import Image
from catalogue.referentiel import Referentiel
from catalogue.seances import INCONNU, JAMAIS, Booleens
from socle.geo import distances_km

RAYON_PAR_DEFAUT_KM = 5.0
FACETTE_MAX = 12


class Facette(StrEnum):
    """What the results can be narrowed by."""

    TYPE = "type"
    METIER = "metier"
    FREIN = "frein"
    PRESENCE = "presence"
    TERRITOIRE = "territoire"


@dataclass(frozen=True)
class Filtres:
    """What the person asked for, besides words. Everything empty: the whole living catalogue.

    Attributes:
        parmi: inner ids of the only offers looked at (those of a filière), None for all.
    """

    types: frozenset[TypeOffre] = frozenset()
    metiers: frozenset[str] = frozenset()
    freins: frozenset[Frein] = frozenset()
    presences: frozenset[Presence] = frozenset()
    territoires: frozenset[str] = frozenset()
    commune: str | None = None
    rayon_km: float = RAYON_PAR_DEFAUT_KM
    du: date | None = None
    au: date | None = None
    avec_places: bool = False
    reserve_rsa: bool = False
    creneaux: int | None = None
    sans_permis: bool = False
    parmi: frozenset[int] | None = None


@dataclass(frozen=True)
class Jour:
    """What depends on the day alone, kept for every search of that day.

    Attributes:
        vivantes: offers one can still enter, ``[n] bool``.
        places: place of each offer among all in the order of dates, ``[n] int64``: dated sessions first, soonest first, then permanent entries, then
            what has no session; ties by row.
    """

    vivantes: Booleens
    places: NDArray[np.int64]

    @classmethod
    def calculer(cls, image: Image, jour: date) -> Jour:
        """Compute it.

        Args:
            image: the picture.
            jour: the day.

        Returns:
            The columns of that day.
        """
        prochaines = image.prochaines(jour)
        places = np.empty(len(image), dtype=np.int64)
        places[np.argsort(np.where(prochaines == 0, JAMAIS - 1, prochaines), kind="stable")] = np.arange(len(image))
        return cls(image.vivantes(jour), places)


@dataclass(frozen=True)
class Filtrage:
    """Masks and counts over one picture; what serves every search is computed once."""

    image: Image
    referentiel: Referentiel

    def chauffer(self) -> None:
        """Compute now what serves every search."""
        self.compter(np.zeros(len(self.image), dtype=np.bool_), {})
        self.porte_un_metier(())

    def fixes(self, filtres: Filtres, jour: date, vivantes: Booleens) -> Booleens:
        """Offers that pass every filter without facet.

        Args:
            filtres: the filters.
            jour: today.
            vivantes: offers one can still enter.

        Returns:
            Mask ``[n]``, to be kept as it is.
        """
        for actif, masque in self._simples(filtres, jour):
            if actif:
                vivantes = vivantes & masque()
        return vivantes

    def masques(self, filtres: Filtres) -> dict[Facette, Booleens]:
        """One mask per facet that narrows the search; a facet where nothing is chosen has none."""
        image, masques = self.image, {}
        if filtres.types:
            masques[Facette.TYPE] = np.isin(image.types, [i for i, t in enumerate(TypeOffre) if t in filtres.types])
        if filtres.metiers:
            masques[Facette.METIER] = self.porte_un_metier(sorted(filtres.metiers))
        if filtres.freins:
            masques[Facette.FREIN] = self.leve_un_frein(filtres.freins)
        if filtres.presences:
            masques[Facette.PRESENCE] = np.isin(image.presences, [i for i, p in enumerate(Presence) if p in filtres.presences])
        if filtres.territoires:
            codes, rangs = self._territoires
            masques[Facette.TERRITOIRE] = np.isin(codes, sorted(filtres.territoires))[rangs]
        return masques

    def compter(self, base: Booleens, masques: dict[Facette, Booleens]) -> dict[Facette, tuple[tuple[str, int], ...]]:
        """Counts of every facet, each under every other filter.

        Args:
            base: offers found, facets aside.
            masques: from :meth:`masques`.

        Returns:
            For each facet ``(value, count)`` by decreasing count, then value; :data:`FACETTE_MAX` at most.
        """
        tous = _et(base, masques)
        comptes = {}
        for facette in Facette:
            retenus = _et(base, {f: m for f, m in masques.items() if f is not facette}) if facette in masques else tous
            valeurs, nombres = self._denombrer(facette, retenus)
            lignes = [(valeurs[i], int(nombres[i])) for i in np.flatnonzero(nombres).tolist() if valeurs[i]]
            comptes[facette] = tuple(sorted(lignes, key=lambda c: (-c[1], c[0]))[:FACETTE_MAX])
        return comptes

    def distances(self, commune: str | None) -> NDArray[np.float32]:
        """Distances from a commune to every offer.

        Args:
            commune: INSEE code, None for no place.

        Returns:
            ``[n] float32`` km, 0 for what is done at a distance, NaN when unknown.
        """
        point = self.referentiel.communes.get(commune or "")
        if point is None or point.latitude is None or point.longitude is None:
            return np.full(len(self.image), np.nan, dtype=np.float32)
        km = distances_km(self.image.latitudes, self.image.longitudes, point.latitude, point.longitude)
        km[self.image.presences == list(Presence).index(Presence.A_DISTANCE)] = 0
        return km

    def porte_un_metier(self, codes: Sequence[str]) -> Booleens:
        """Offers that bear one of the given métiers, ``[n]``; unknown codes match nothing."""
        debuts, offres = self._offres_par_metier
        masque = np.zeros(len(self.image), dtype=np.bool_)
        for code in codes:
            rang = self.image.rang_code.get(code)
            if rang is not None:
                masque[offres[debuts[rang] : debuts[rang + 1]]] = True
        return masque

    def leve_un_frein(self, freins: frozenset[Frein]) -> Booleens:
        """Offers that lift one of the given freins, ``[n]``."""
        voulus = sum(1 << i for i, f in enumerate(Frein) if f in freins)
        leve: Booleens = (self.image.freins & voulus) != 0
        return leve

    @cached_property
    def _offres_par_metier(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """CSR: offers of each métier, by rank of its code."""
        image = self.image
        ordre = np.argsort(image.metiers, kind="stable")
        debuts = np.searchsorted(image.metiers[ordre], np.arange(len(image.codes_rome) + 1))
        return debuts.astype(np.int64), image.metiers_offre[ordre]

    @cached_property
    def _territoires(self) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
        """Codes of the territoires, and the rank of that of each offer, ``[n]``."""
        communes, rangs = np.unique(self.image.communes, return_inverse=True)
        connues = self.referentiel.communes
        codes = np.array([(connues[c].territoire or "") if c in connues else "" for c in communes.tolist()], dtype=np.str_)
        uniques, rang_code = np.unique(codes, return_inverse=True)
        return uniques, rang_code[rangs].astype(np.int64)

    @cached_property
    def _demande_le_permis(self) -> Booleens:
        conditions = self.image.conditions
        masque = np.zeros(len(self.image), dtype=np.bool_)
        masque[conditions.offre[(conditions.type == TYPES.index(TypeCondition.PERMIS)) & conditions.ferme]] = True
        return masque

    def _simples(self, filtres: Filtres, jour: date) -> tuple[tuple[bool, Callable[[], Booleens]], ...]:
        image = self.image
        return (
            (filtres.commune is not None, lambda: self.distances(filtres.commune) <= filtres.rayon_km),
            (filtres.du is not None or filtres.au is not None, lambda: self._entre(max(filtres.du or jour, jour), filtres.au)),
            (filtres.avec_places, lambda: image.places_libres(jour) > 0),
            (filtres.reserve_rsa, lambda: image.reserve_rsa),
            (filtres.creneaux is not None, lambda: (image.creneaux == INCONNU) | (image.creneaux & ~np.int32(filtres.creneaux or 0) == 0)),
            (filtres.sans_permis, lambda: ~self._demande_le_permis),
            (filtres.parmi is not None, lambda: np.isin(image.ids, np.array(sorted(filtres.parmi or ()), dtype=np.int64))),
        )

    def _entre(self, du: date, au: date | None) -> Booleens:
        masque = np.zeros(len(self.image), dtype=np.bool_)
        masque[self.image.sessions.offre[self.image.sessions.ouvertes(du, au=au)]] = True
        return masque

    def _denombrer(self, facette: Facette, retenus: Booleens) -> tuple[Sequence[str], NDArray[np.int64]]:
        """Values of a facet and how many of the offers kept have each."""
        image = self.image
        if facette is Facette.TYPE:
            return [t.value for t in TypeOffre], np.bincount(image.types[retenus], minlength=len(TypeOffre))
        if facette is Facette.PRESENCE:
            return [p.value for p in Presence], np.bincount(image.presences[retenus], minlength=len(Presence))
        if facette is Facette.METIER:
            return image.codes_rome, np.bincount(image.metiers[retenus[image.metiers_offre]], minlength=len(image.codes_rome))
        if facette is Facette.FREIN:
            leves = image.freins[self._avec_frein][retenus[self._avec_frein]]
            return [f.value for f in Frein], np.array([np.count_nonzero(leves >> i & 1) for i in range(len(Frein))], dtype=np.int64)
        codes, rangs = self._territoires
        return codes.tolist(), np.bincount(rangs[retenus], minlength=len(codes))

    @cached_property
    def _avec_frein(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.image.freins)


def _et(base: Booleens, masques: dict[Facette, Booleens]) -> Booleens:
    total = base
    for masque in masques.values():
        total = total & masque
    return total


def retenir(base: Booleens, masques: dict[Facette, Booleens]) -> NDArray[np.int32]:
    """Rows that pass every mask, increasing."""
    return np.flatnonzero(_et(base, masques)).astype(np.int32)
