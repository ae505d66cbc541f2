"""Variety: never ten times the same kind, structure or series in a row, so that the list opens and small structures keep their exposure.

One greedy rule, for one list (``espacer``) or for many at once (``varier``, which gives the same): at each place, the first offer that breaks no
rule; when every one does, the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from catalogue.image import INCONNU, Image

Rangs = NDArray[np.int32]
Groupes = NDArray[np.int32]

# In any ten places that follow one another: at most two of a structure, seven of a kind, one of a series (the same title from the same structure).
FENETRE = 10
PAR_STRUCTURE, PAR_TYPE, PAR_SERIE = 2, 7, 1
# Only the first pages are rearranged; after them the score alone decides.
PROFONDEUR = 50
_JAMAIS = np.int16(2**15 - 1)


@dataclass(frozen=True)
class Familles:
    """What makes two offers alike, ``[n] int32`` each; a negative number is like nothing else."""

    series: Groupes
    structures: Groupes
    types: Groupes

    @classmethod
    def lire(cls, image: Image) -> Familles:
        """Families of the offers of a picture."""
        seules = image.structures == INCONNU
        return cls(np.where(seules, -1, image.series), np.where(seules, -1, image.rangs_structures), image.types.astype(np.int32))

    def de(self, rangs: Rangs) -> tuple[tuple[Groupes, int], ...]:
        """Families of some offers, with how many of each a window holds; an offer that is none (−1) is like nothing."""
        trios = ((self.series, PAR_SERIE), (self.structures, PAR_STRUCTURE), (self.types, PAR_TYPE))
        return tuple((np.where(rangs < 0, -1, groupes[rangs]).astype(np.int32), combien) for groupes, combien in trios)


def espacer(ordre: Rangs, familles: Familles) -> Rangs:
    """Rearrange the first places of one list.

    Args:
        ordre: rows of the picture, best first.
        familles: families of the offers.

    Returns:
        The same rows: the first ``PROFONDEUR`` places varied, the rest in their order.
    """
    if not len(ordre):
        return ordre
    series, structures, types = ([int(g) for g in groupes[0]] for groupes, _ in familles.de(ordre[None, :]))
    groupes = ((series, PAR_SERIE), (structures, PAR_STRUCTURE), (types, PAR_TYPE))
    recents: list[Counter[int]] = [Counter() for _ in groupes]
    # One queue per kind: when a kind has had its share, its thousands of offers are passed over at once.
    files = [[place for place, genre in enumerate(types) if genre == voulu] for voulu in sorted(set(types))]
    sortie: list[int] = []

    def tient(place: int) -> bool:
        return all(groupe[place] < 0 or comptes[groupe[place]] < combien for (groupe, combien), comptes in zip(groupes, recents, strict=True))

    def premier(file: list[int]) -> Iterator[int]:
        if types[file[0]] < 0 or recents[-1][types[file[0]]] < PAR_TYPE:
            yield from islice(filter(tient, file), 1)

    while len(sortie) < min(PROFONDEUR, len(types)):
        if len(sortie) >= FENETRE:
            _compter(groupes, recents, sortie[-FENETRE], -1)
        restantes = [file for file in files if file]
        pris = min((place for file in restantes for place in premier(file)), default=min(file[0] for file in restantes))
        next(file for file in restantes if types[file[0]] == types[pris]).remove(pris)
        _compter(groupes, recents, pris, 1)
        sortie.append(pris)
    return np.concatenate([ordre[sortie], np.delete(ordre, sortie)])


def _compter(groupes: Sequence[tuple[list[int], int]], recents: list[Counter[int]], place: int, combien: int) -> None:
    for (groupe, _), comptes in zip(groupes, recents, strict=True):
        comptes[groupe[place]] += combien


def varier(listes: Rangs, familles: Sequence[tuple[Groupes, int]], places: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Fill the first places of many lists.

    Args:
        listes: rows of the picture, best first, ``[p, k]``; −1 past the end of a list.
        familles: for each rule, the group of each row ``[p, k]`` (negative: like nothing else) and how many of a group ten places hold.
        places: how many places to fill, at most ``k``.

    Returns:
        For each place the column chosen, ``[p, places]`` (past the end of a list, columns of −1), and for each list whether every place was filled
        without breaking a rule, ``[p]``: only then would a longer list of candidates give the same.
    """
    attente = _Attente(listes, familles)
    choix = np.zeros((len(listes), places), dtype=np.intp)
    tenu = np.ones(len(listes), dtype=np.bool_)
    for place in range(places):
        choix[:, place], libre = attente.suivant(place)
        tenu &= libre
    return choix, tenu


class _Attente:
    """From which place on each candidate may be taken; a candidate taken may never be again."""

    def __init__(self, listes: Rangs, familles: Sequence[tuple[Groupes, int]]) -> None:
        self._lignes = np.arange(len(listes))
        self._fin = listes < 0
        self._des = np.where(self._fin, _JAMAIS, np.int16(0))
        self._regles = [_Regle(groupes, combien) for groupes, combien in familles]

    def suivant(self, place: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Take one candidate per list; says whether it broke no rule."""
        libres = self._des <= place
        choix = libres.argmax(axis=1)
        libre = libres[self._lignes, choix]
        if not libre.all():
            # Those put off come back in their order, those past the end come last.
            restants = self._des < _JAMAIS
            choix = np.where(libre, choix, np.where(restants.any(axis=1), restants.argmax(axis=1), self._fin.argmax(axis=1)))
        for regle in self._regles:
            regle.retenir(self._des, choix, place)
        self._des[self._lignes, choix] = _JAMAIS
        return choix, libre


class _Regle:
    """No more than ``combien`` of a group in any ten places; only the lists that hold more of one are looked at."""

    def __init__(self, groupes: Groupes, combien: int) -> None:
        tries = np.sort(groupes, axis=1)
        trop = (tries[:, combien:] == tries[:, :-combien]) & (tries[:, combien:] >= 0)
        self._lignes = np.flatnonzero(trop.any(axis=1))
        self._groupes = groupes[self._lignes]
        self._combien = combien
        # The groups of the last ten places, the newest last; −1 is nobody's.
        self._dernieres = np.full((len(self._lignes), FENETRE), -1, dtype=np.int32)

    def retenir(self, des: NDArray[np.int16], choix: NDArray[np.intp], place: int) -> None:
        """Put off the candidates of a group that has had its share of ten places, until the oldest of them leaves the window."""
        if not len(self._lignes):
            return
        pris = self._groupes[np.arange(len(self._lignes)), choix[self._lignes]]
        self._dernieres[:, :-1] = self._dernieres[:, 1:]
        self._dernieres[:, -1] = pris
        rang = np.cumsum(self._dernieres[:, ::-1] == pris[:, None], axis=1, dtype=np.int8) >= self._combien
        plein = np.flatnonzero(rang[:, -1] & (pris >= 0))
        if len(plein):
            jusque = (place - rang[plein].argmax(axis=1) + FENETRE).astype(np.int16)
            lignes = self._lignes[plein]
            memes = self._groupes[plein] == pris[plein, None]
            attente = des[lignes]
            np.maximum(attente, jusque[:, None], out=attente, where=memes)
            des[lignes] = attente
