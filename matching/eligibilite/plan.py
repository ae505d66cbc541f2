"""What is to be judged, once: each distinct rule at each distinct day, and the offers that read the same answers.

People come by blocks and offers by thousands: the work goes with the distinct rules and the distinct demands, not with the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.conditions import TYPES, TableConditions
from catalogue.domaine import TypeCondition
from catalogue.image import Image
from matching.eligibilite.etapes import Jours, annees
from matching.eligibilite.regles import JEUNES, SENIORS

Rangs = NDArray[np.int32]
_A_L_ANNEE = [TYPES.index(TypeCondition.AGE), TYPES.index(TypeCondition.PUBLIC)]
_AU_JOUR = TYPES.index(TypeCondition.CRITERE_IAE)


@dataclass(frozen=True)
class Plan:
    """Tests to be answered and groups of steps that read the same ones.

    Attributes:
        table: conditions of the picture.
        jour: today.
        etapes: day of each step, ``[n]``.
        groupe: group of each step, ``[n]``, ``g`` groups.
        regles, jours: rule and day of each test, ``[u]``; day 0 where the rule does not look at the calendar.
        intentions, jours_intentions: publics and day of each intention, ``[q]``.
        debut, tests: CSR of the tests of each group.
        intention: intention of each group, ``[g]``.
    """

    table: TableConditions
    jour: date
    etapes: Jours
    groupe: Rangs
    regles: Rangs
    jours: Jours
    intentions: NDArray[np.int64]
    jours_intentions: Jours
    debut: Rangs
    tests: Rangs
    intention: Rangs

    @cached_property
    def rang_test(self) -> dict[tuple[int, int], int]:
        """Row of the test of a rule at a day."""
        return {cle: rang for rang, cle in enumerate(zip(self.regles.tolist(), self.jours.tolist(), strict=True))}

    def test(self, etape: int, regle: int) -> int:
        """Test that judges a rule for one step.

        Args:
            etape: row of the step.
            regle: row of the rule, firm for that step.

        Returns:
            Row of the test.
        """
        jour = int(self.etapes[etape])
        if self.table.regles.type[regle] != _AU_JOUR:
            jour = date(date.fromordinal(jour).year, 1, 1).toordinal() if self._dates[regle] else 0
        return self.rang_test[regle, jour]

    @cached_property
    def _dates(self) -> NDArray[np.bool_]:
        return _dates(self.table)


def preparer(image: Image, rangs: Rangs, etapes: Jours, jour: date) -> Plan:
    """Find out what there is to judge.

    Args:
        image: living catalogue.
        rangs: rows of the offers entered, ``[n]``; the same offer may come twice, at two days.
        etapes: day of each step, ``[n]`` ordinals.
        jour: today.

    Returns:
        The plan, good for any people.
    """
    table = image.conditions
    signature = np.zeros(len(image), dtype=np.int32)
    signature[table.signatures.offres] = table.signatures.rang
    publics, public = np.unique(image.publics[rangs], return_inverse=True)
    cles = np.stack([signature[rangs], public.ravel().astype(np.int32), etapes], axis=1)
    # Steps that ask for nothing dated are one, whatever their day.
    datee = _datees(table)[signature[rangs]] | (publics & (JEUNES | SENIORS) != 0)[cles[:, 1]]
    cles[~datee, 2] = 0
    distinctes, groupe = _distinctes(cles)
    debut, regles, jours = _tests(table, distinctes)
    uniques, tests = _distinctes(np.stack([regles, jours], axis=1))
    jours_publics = np.where(publics[distinctes[:, 1]] & (JEUNES | SENIORS) != 0, _premiers_janvier(distinctes[:, 2]), 0)
    voulus, intention = _distinctes(np.stack([distinctes[:, 1], jours_publics], axis=1))
    return Plan(
        table=table,
        jour=jour,
        etapes=etapes,
        groupe=groupe,
        regles=uniques[:, 0],
        jours=uniques[:, 1],
        intentions=publics[voulus[:, 0]],
        jours_intentions=voulus[:, 1],
        debut=debut,
        tests=tests,
        intention=intention,
    )


def _tests(table: TableConditions, groupes: Rangs) -> tuple[Rangs, Rangs, Jours]:
    """Rules of each group, end to end, and the day at which each looks at the calendar."""
    signatures = table.signatures
    debuts, fins = signatures.debut[groupes[:, 0]], signatures.debut[groupes[:, 0] + 1]
    longueurs = fins - debuts
    debut = np.r_[0, np.cumsum(longueurs)].astype(np.int32)
    places = np.arange(debut[-1]) - np.repeat(debut[:-1], longueurs) + np.repeat(debuts, longueurs)
    regles = signatures.regles[places]
    return debut, regles, _jours_utiles(table, regles, np.repeat(groupes[:, 2], longueurs))


def _jours_utiles(table: TableConditions, regles: Rangs, jours: Jours) -> Jours:
    """Day that each rule looks at: the very day for the proofs of the insertion, the year for ages, none for the others."""
    types = table.regles.type[regles]
    a_l_annee = np.where(np.isin(types, _A_L_ANNEE) & _dates(table)[regles], _premiers_janvier(jours), 0)
    return np.where(types == _AU_JOUR, jours, a_l_annee).astype(np.int32)


def _dates(table: TableConditions) -> NDArray[np.bool_]:
    """Rules whose answer depends on the day of the step, ``[r]``."""
    types, publics = table.regles.type, table.regles.masque & (JEUNES | SENIORS) != 0
    datees: NDArray[np.bool_] = (
        (types == _AU_JOUR) | (types == TYPES.index(TypeCondition.AGE)) | ((types == TYPES.index(TypeCondition.PUBLIC)) & publics)
    )
    return datees


def _datees(table: TableConditions) -> NDArray[np.bool_]:
    """Signatures that hold such a rule."""
    signatures = table.signatures
    comptes = np.r_[0, np.cumsum(_dates(table)[signatures.regles])]
    datees: NDArray[np.bool_] = comptes[signatures.debut[1:]] > comptes[signatures.debut[:-1]]
    return datees


def _premiers_janvier(jours: Jours) -> Jours:
    distincts, place = np.unique(jours, return_inverse=True)
    reels = np.where(distincts > 0, distincts, 1)
    premiers = np.array([date(int(a), 1, 1).toordinal() for a in annees(reels)], dtype=np.int32)
    return np.where(distincts > 0, premiers, 0)[place.ravel()].astype(np.int32)


def _distinctes(cles: Rangs) -> tuple[Rangs, Rangs]:
    """Distinct rows of a table of small numbers, and the place of each row among them."""
    largeurs = [int(colonne.max(initial=0)) + 1 for colonne in cles.T]
    seules = np.zeros(len(cles), dtype=np.int64)
    for colonne, largeur in zip(cles.T, largeurs, strict=True):
        seules = seules * largeur + colonne
    _, premieres, place = np.unique(seules, return_index=True, return_inverse=True)
    return cles[premieres].astype(np.int32), place.ravel().astype(np.int32)
