"""What a filière offers today: the offers that belong to it (``offres_de_filiere``) and that one can still enter, as rows of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import TypeOffre
from catalogue.image import Image
from catalogue.seances import INCONNU, PERMANENTE

_TYPES = tuple(TypeOffre)


@dataclass(frozen=True)
class Selection:
    """Living offers of a filière on a day.

    Attributes:
        image: the picture they are rows of.
        offres: rows of offers, increasing.
        sessions: rows of their sessions that one can still enter, increasing.
    """

    image: Image
    offres: NDArray[np.int64]
    sessions: NDArray[np.int64]

    @classmethod
    def faire(cls, image: Image, ids: Sequence[int], jour: date) -> Selection:
        """Choose the living ones among the offers of a filière.

        Args:
            image: the picture of the day.
            ids: inner ids of the offers that belong to the filière, in whatever state.
            jour: the day.

        Returns:
            The selection.
        """
        retenues = image.vivantes(jour) & np.isin(image.ids, np.asarray(ids, dtype=np.int64))
        seances = image.sessions.ouvertes(jour) & retenues[image.sessions.offre]
        return cls(image, np.flatnonzero(retenues), np.flatnonzero(seances))

    def __len__(self) -> int:
        return len(self.offres)

    def des_communes(self, codes: frozenset[str]) -> Selection:
        """The same, only in some communes.

        Args:
            codes: INSEE codes.

        Returns:
            The smaller selection.
        """
        dedans = np.isin(self.image.communes, sorted(codes))
        return Selection(self.image, self.offres[dedans[self.offres]], self.sessions[dedans[self.image.sessions.offre[self.sessions]]])

    def par_type(self) -> dict[TypeOffre, int]:
        """Number of offers of each kind that has some."""
        nombres = np.bincount(self.image.types[self.offres], minlength=len(_TYPES)).tolist()
        return {genre: n for genre, n in zip(_TYPES, nombres, strict=True) if n}

    def par_metier(self) -> dict[str, int]:
        """Number of offers that bear each métier, by ROME code; an offer of two métiers counts under both."""
        image, gardees = self.image, np.zeros(len(self.image), dtype=np.bool_)
        gardees[self.offres] = True
        rangs, nombres = np.unique(image.metiers[gardees[image.metiers_offre]], return_counts=True)
        return {image.codes_rome[rang]: n for rang, n in zip(rangs.tolist(), nombres.tolist(), strict=True)}

    def par_commune(self) -> dict[str, int]:
        """Number of offers by INSEE code; those without a known commune are left out."""
        codes, nombres = np.unique(self.image.communes[self.offres], return_counts=True)
        return {code: n for code, n in zip(codes.tolist(), nombres.tolist(), strict=True) if code}

    def par_structure(self) -> dict[int, int]:
        """Number of offers by inner id of the structure."""
        ids, nombres = np.unique(self.image.structures[self.offres], return_counts=True)
        return {i: n for i, n in zip(ids.tolist(), nombres.tolist(), strict=True) if i != INCONNU}

    @property
    def places_libres(self) -> int:
        """Places left over the sessions that say how many they have."""
        libres = self.image.sessions.libres[self.sessions]
        return int(libres[libres > 0].sum())

    @property
    def ids_sessions(self) -> list[int]:
        """Inner ids of the sessions that one can still enter."""
        ids: list[int] = self.image.sessions.ids[self.sessions].tolist()
        return ids

    @property
    def premier_jour(self) -> date | None:
        """First day of the next dated session, None without any."""
        debuts = self.image.sessions.debut[self.sessions]
        debuts = debuts[debuts != PERMANENTE]
        return date.fromordinal(int(debuts.min())) if len(debuts) else None

    def permanentes(self, genres: Iterable[TypeOffre]) -> int:
        """Number of offers of some kinds that one can enter at any time."""
        rangs = self._des_types(genres)
        return len(np.unique(self.image.sessions.offre[rangs[self.image.sessions.debut[rangs] == PERMANENTE]]))

    def datees(self, *, genres: Iterable[TypeOffre] = _TYPES, du: date = date.min, au: date = date.max, nombre: int | None = None) -> list[int]:
        """Dated sessions, soonest first.

        Args:
            genres: kinds of offer.
            du, au: first and last day wanted for the beginning.
            nombre: most sessions given, one only of each offer; None for all.

        Returns:
            Inner ids.
        """
        seances, rangs = self.image.sessions, self._des_types(genres)
        debuts = seances.debut[rangs]
        rangs = rangs[(debuts != PERMANENTE) & (debuts >= du.toordinal()) & (debuts <= au.toordinal())]
        rangs = rangs[np.argsort(seances.debut[rangs], kind="stable")]
        if nombre is not None:
            premiers = np.unique(seances.offre[rangs], return_index=True)[1]
            rangs = rangs[np.sort(premiers)][:nombre]
        ids: list[int] = seances.ids[rangs].tolist()
        return ids

    def _des_types(self, genres: Iterable[TypeOffre]) -> NDArray[np.int64]:
        voulus = [_TYPES.index(genre) for genre in genres]
        return self.sessions[np.isin(self.image.types[self.image.sessions.offre[self.sessions]], voulus)]
