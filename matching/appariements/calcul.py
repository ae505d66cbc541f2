"""Everybody against every offer: the score of one person, block after block, and the first fifty of each.

The same objects answer the three questions: what suits a person, who suits an offer, and the lists of everybody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import date
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from catalogue.recherche import Moteur
from matching.candidats import Candidats
from matching.classement import plancher
from matching.diversite import Familles, espacer, varier
from matching.eligibilite import STATUTS, Statut
from matching.eligibilite.etapes import jours_des_etapes
from matching.eligibilite.plan import Plan, preparer
from matching.eligibilite.statuts import appliquer
from matching.profils import Profils
from matching.score import TOTAL, Bloc, Calcul

# Offers kept for each person.
LONGUEUR = 50
# People whose matrix fits the cache, and people whose lists are arranged together.
BLOC, LOT = 64, 1024
# Candidates brought to the arranging of a list: the first are enough for nearly everybody; else more, else all of them.
PEU, PREMIERS = 80, 192
_OUVERTS = len([s for s in STATUTS if s in (Statut.ELIGIBLE, Statut.A_VERIFIER)])
_RANG_BITS, _TOTAL_BITS = 20, 22


@dataclass(frozen=True)
class Listes:
    """Lists of ``p`` people, ``[p, k]``.

    Attributes:
        rangs: rows of the picture, best first, −1 past the end.
        totaux: scores in whole numbers (see ``TOTAL``), 0 past the end.
        statuts: ranks in ``STATUTS``, −1 past the end.
        parts: parts in the order of ``Part``, on the grid, ``[p, k, parts]``, 0 past the end.
    """

    rangs: NDArray[np.int32]
    totaux: NDArray[np.int32]
    statuts: NDArray[np.int8]
    parts: NDArray[np.int16]

    @classmethod
    def joindre(cls, listes: Sequence[Listes]) -> Listes:
        """One after the other."""
        return cls(**{champ.name: np.concatenate([getattr(liste, champ.name) for liste in listes]) for champ in fields(cls)})


@dataclass(frozen=True)
class _Premiers:
    """The best candidates of some people, ``[b, k]``, best first; ``tronque`` where there were more."""

    rangs: NDArray[np.int32]
    totaux: NDArray[np.float32]
    proches: NDArray[np.float32]
    competences: NDArray[np.float32]
    tronque: NDArray[np.bool_]

    @classmethod
    def joindre(cls, blocs: Sequence[_Premiers]) -> _Premiers:
        return cls(**{champ.name: np.concatenate([getattr(bloc, champ.name) for bloc in blocs]) for champ in fields(cls)})

    def prendre(self, choix: NDArray[np.intp]) -> _Premiers:
        def choisies(colonne: NDArray[Any]) -> NDArray[Any]:
            return np.take_along_axis(colonne, choix, axis=1)

        return _Premiers(choisies(self.rangs), choisies(self.totaux), choisies(self.proches), choisies(self.competences), self.tronque)

    def remplacer(self, ligne: int, autre: _Premiers) -> None:
        for champ in fields(self):
            getattr(self, champ.name)[ligne] = getattr(autre, champ.name)[0]


@dataclass(frozen=True)
class Appariement:
    """People, offers, and all that is computed once for them."""

    profils: Profils
    moteur: Moteur
    jour: date
    calcul: Calcul
    candidats: Candidats
    plan: Plan
    familles: Familles

    @classmethod
    def preparer(cls, profils: Profils, moteur: Moteur, jour: date) -> Appariement:
        """Prepare the matching.

        Args:
            profils: people, ``p``.
            moteur: picture of the catalogue (``n`` offers), référentiels and encoder, all of one instant.
            jour: today.

        Returns:
            The matching, ready for any block of people.
        """
        image = moteur.image
        return cls(
            profils=profils,
            moteur=moteur,
            jour=jour,
            calcul=Calcul.preparer(profils, image, moteur.referentiel, plancher(moteur), jour),
            candidats=Candidats.preparer(profils, image, jour),
            plan=preparer(image, np.arange(len(image), dtype=np.int32), jours_des_etapes(image, jour), jour),
            familles=Familles.lire(image),
        )

    def lots(self, depuis: int = 0, lot: int = LOT) -> Iterator[tuple[int, Listes]]:
        """Lists of everybody, lot after lot, on every core.

        Args:
            depuis: first person.
            lot: people per lot.

        Yields:
            The first person of the lot, and the lists; in order.
        """
        coeurs = cpu_count() or 1
        debuts = range(depuis, len(self.profils), lot)
        # Each thread multiplies its own matrices: the threads of BLAS would fight over the same cores.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(coeurs) as fils:
            en_route: deque[tuple[int, Future[Listes]]] = deque()
            for debut in debuts:
                en_route.append((debut, fils.submit(self.listes, debut, min(debut + lot, len(self.profils)))))
                if len(en_route) > 2 * coeurs:
                    premier, tache = en_route.popleft()
                    yield premier, tache.result()
            for premier, tache in en_route:
                yield premier, tache.result()

    def listes(self, debut: int, fin: int) -> Listes:
        """Lists of some people.

        Args:
            debut, fin: rows of the people, first in and last out.

        Returns:
            For each the offers that ``classer`` would put first, eligible or to check, varied.
        """
        statuts = appliquer(self.profils.tranche(debut, fin), self.plan).par_groupe
        blocs = [self._premiers(d, min(d + BLOC, fin), statuts[d - debut : d - debut + BLOC]) for d in range(debut, fin, BLOC)]
        tous = _Premiers.joindre(blocs)
        choix, courts = self._varier(tous.rangs)
        retenus = tous.prendre(choix)
        for ligne in np.flatnonzero(tous.tronque & courts).tolist():
            retenus.remplacer(ligne, self._entiere(debut + ligne, statuts[ligne : ligne + 1], choix.shape[1]))
        return self._composer(retenus, debut, statuts)

    def _varier(self, rangs: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Columns of the varied lists, and those for which there were not enough candidates to keep every rule."""
        places = min(LONGUEUR, rangs.shape[1])
        debuts = rangs[:, :PEU]
        choix, tenu = varier(debuts, self.familles.de(debuts), places)
        courts = np.flatnonzero(~tenu)
        if len(courts) and rangs.shape[1] > PEU:
            choix[courts], tenu[courts] = varier(rangs[courts], self.familles.de(rangs[courts]), places)
        return choix, ~tenu

    def _bloc(self, debut: int, fin: int, statuts: NDArray[np.int8]) -> Bloc:
        """Scores of some people, negative for what is not proposed to them."""
        bloc = self.calcul.bloc(debut, fin)
        retenus = self.candidats.bloc(debut, fin, bloc.proches)
        retenus &= np.take(statuts < _OUVERTS, self.plan.groupe, axis=1)
        # Out, and still all different: equal values are what a partition is slowest at.
        np.subtract(bloc.total, np.float32(TOTAL + 1), out=bloc.total, where=~retenus)
        return bloc

    def _premiers(self, debut: int, fin: int, statuts: NDArray[np.int8]) -> _Premiers:
        bloc = self._bloc(debut, fin, statuts)
        rangs, totaux, tronque = meilleurs(bloc.total, min(PREMIERS, len(self.plan.groupe)))
        return _premiers_de(bloc, rangs, totaux, tronque)

    def _entiere(self, personne: int, statuts: NDArray[np.int8], places: int) -> _Premiers:
        """The list of one person, arranged out of all their candidates."""
        bloc = self._bloc(personne, personne + 1, statuts)
        rangs, _, tronque = meilleurs(bloc.total, len(self.plan.groupe))
        ordre = espacer(rangs[0][rangs[0] >= 0], self.familles)[:places]
        return _premiers_de(bloc, ordre[None, :], bloc.total[:, ordre], tronque)

    def _composer(self, retenus: _Premiers, debut: int, statuts: NDArray[np.int8]) -> Listes:
        rangs, vides = np.maximum(retenus.rangs, 0), retenus.rangs < 0
        personnes = np.arange(len(rangs))[:, None]
        parts = self.calcul.parts_couples(personnes + debut, rangs, retenus.proches, retenus.competences).astype(np.int16)
        parts[vides] = 0
        return Listes(
            rangs=retenus.rangs,
            totaux=np.where(vides, 0, retenus.totaux).astype(np.int32),
            statuts=np.where(vides, -1, statuts[personnes, self.plan.groupe[rangs]]).astype(np.int8),
            parts=parts,
        )


def _premiers_de(bloc: Bloc, rangs: NDArray[np.int32], totaux: NDArray[np.float32], tronque: NDArray[np.bool_]) -> _Premiers:
    pris = np.maximum(rangs, 0)
    return _Premiers(rangs, totaux, np.take_along_axis(bloc.proches, pris, axis=1), np.take_along_axis(bloc.competences, pris, axis=1), tronque)


def meilleurs(totaux: NDArray[np.float32], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.bool_]]:
    """The best columns of each row.

    Args:
        totaux: whole numbers up to ``TOTAL``, ``[b, n]``, negative for what is out.
        k: how many columns, at most ``n``.

    Returns:
        Columns ``[b, k]``, best first, ties by column, −1 past the end; their values, −1 past the end; and whether more columns were in, ``[b]``.
    """
    b, n = totaux.shape
    rangs, valeurs = np.full((b, k), -1, dtype=np.int32), np.full((b, k), -1, dtype=np.float32)
    if not k:
        return rangs, valeurs, np.zeros(b, dtype=np.bool_)
    seuils = np.maximum(np.partition(totaux, n - k, axis=1)[:, n - k], 0)
    lignes, colonnes = np.divmod(np.flatnonzero(totaux >= seuils[:, None]), n)
    # One number per entry, that sorts by row, then by falling score, then by column.
    notes = totaux[lignes, colonnes].astype(np.int64)
    cles = np.sort((lignes << (_TOTAL_BITS + _RANG_BITS)) | ((TOTAL - notes) << _RANG_BITS) | colonnes)
    lignes, colonnes, notes = (
        cles >> (_TOTAL_BITS + _RANG_BITS),
        cles & ((1 << _RANG_BITS) - 1),
        TOTAL - (cles >> _RANG_BITS & ((1 << _TOTAL_BITS) - 1)),
    )
    places = np.arange(len(cles)) - np.searchsorted(lignes, np.arange(b))[lignes]
    gardes = places < k
    rangs[lignes[gardes], places[gardes]] = colonnes[gardes]
    valeurs[lignes[gardes], places[gardes]] = notes[gardes]
    return rangs, valeurs, (totaux >= 0).sum(axis=1) > k
