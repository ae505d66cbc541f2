"""What a person may do with an offer, out of the answers to its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.conditions import TYPES, Regles
from catalogue.domaine import Condition, TypeCondition
from catalogue.image import Image
from matching.eligibilite.etapes import Jours, jours_des_etapes
from matching.eligibilite.kleene import A_VERIFIER, NON, Kleene
from matching.eligibilite.plan import Plan, Rangs, preparer
from matching.eligibilite.regles import AU_MOINS, intentions, repondre
from matching.profils import Profils


class Statut(StrEnum):
    """What a person may do with an offer."""

    ELIGIBLE = "eligible"
    A_VERIFIER = "a_verifier"
    PRESQUE = "presque"
    NON_ELIGIBLE = "non_eligible"


STATUTS: tuple[Statut, ...] = tuple(Statut)
# Counts of what is to be checked, of what can be lifted and of what cannot, in one number.
_LEVABLE, _DUR = 1 << 10, 1 << 20


@dataclass(frozen=True)
class Eligibilite:
    """Answers for ``p`` people and ``n`` steps (an offer entered on a day).

    Attributes:
        plan: what was judged.
        reponses: answer of each test, ``[u, p]``.
        publics: answer of each intention, ``[q, p]``; never « non »: an intention is not a rule.
        par_groupe: rank in ``STATUTS`` of each group of steps that ask for the same, ``[p, g]``.
    """

    plan: Plan
    reponses: Kleene
    publics: Kleene
    par_groupe: NDArray[np.int8]

    @cached_property
    def statuts(self) -> NDArray[np.int8]:
        """Rank in ``STATUTS`` of each pair, ``[p, n]``."""
        return np.take(self.par_groupe, self.plan.groupe, axis=1)

    def conditions(self, personne: int, etape: int) -> tuple[tuple[Condition, int], ...]:
        """Firm conditions of a step with their answers.

        Args:
            personne: row of the person.
            etape: row of the step; that of the offer, when all of them were judged.

        Returns:
            Each condition as its source wrote it, with −1 non, 0 à vérifier or 1 oui.
        """
        table = self.plan.table
        lignes = table.fermes_de(etape)
        return tuple((table.conditions[i], int(self.reponses[self.plan.test(etape, int(table.regle[i])), personne])) for i in lignes)

    def public(self, personne: int, etape: int) -> int:
        """Whether the person belongs to the publics the offer is meant for.

        Args:
            personne: row of the person.
            etape: row of the step.

        Returns:
            0 à vérifier or 1 oui.
        """
        return int(self.publics[self.plan.intention[self.plan.groupe[etape]], personne])


def evaluer(profils: Profils, image: Image, jour: date, au: Mapping[int, date] | None = None) -> Eligibilite:
    """Judge every person against every offer, at the day of its next step.

    Args:
        profils: people, ``p``.
        image: living catalogue, ``n`` offers.
        jour: today; a dated offer is judged on the first day of its next session.
        au: another day for some offers, by row: the first day of the session that was chosen.

    Returns:
        The answers, with one status per pair.
    """
    etapes = jours_des_etapes(image, jour)
    for rang, premier in (au or {}).items():
        etapes[rang] = premier.toordinal()
    return appliquer(profils, preparer(image, np.arange(len(image), dtype=np.int32), etapes, jour))


def evaluer_couples(profils: Profils, personnes: Rangs, image: Image, rangs: Rangs, etapes: Jours, jour: date) -> NDArray[np.int8]:
    """Judge pairs of a person and an offer, each on a day of one's choosing.

    Args:
        profils: people.
        personnes: row of the person of each pair, ``[k]``.
        image: living catalogue.
        rangs: row of the offer of each pair, ``[k]``.
        etapes: day on which each would enter, ``[k]`` ordinals.
        jour: today.

    Returns:
        Ranks in ``STATUTS``, ``[k]``.
    """
    plan = preparer(image, rangs, etapes, jour)
    return appliquer(profils, plan).par_groupe[personnes, plan.groupe]


def appliquer(profils: Profils, plan: Plan) -> Eligibilite:
    """Answer a plan for people: what a run over everybody calls block after block.

    Args:
        profils: people, ``p``.
        plan: what is to be judged.

    Returns:
        The answers.
    """
    regles = plan.table.regles
    reponses = repondre(profils, regles, plan.regles, plan.jours, plan.jour)
    publics = intentions(profils, plan.intentions, plan.jours_intentions, plan.jour)
    comptes = (publics == A_VERIFIER).astype(np.int32)[plan.intention]
    comptes += _sommes(_poids(reponses, regles, plan.regles), plan)
    return Eligibilite(plan, reponses, publics, np.ascontiguousarray(_statuts(comptes).T))


def _poids(reponses: Kleene, regles: Regles, rangs: Rangs) -> NDArray[np.int32]:
    non = np.where(levables(regles)[rangs], _LEVABLE, _DUR).astype(np.int32)[:, None]
    return np.where(reponses == NON, non, np.int32(1) - np.abs(reponses)).astype(np.int32)


def levables(regles: Regles) -> NDArray[np.bool_]:
    """Rules whose « non » an offer of the catalogue, or a step to take, can change.

    Args:
        regles: distinct rules.

    Returns:
        Mask ``[r]``. Age and place of residence are facts, and a ceiling is never lifted: one does not lose a diploma or a licence.
    """
    seuils = np.isin(regles.type, [TYPES.index(t) for t in (TypeCondition.NIVEAU, TypeCondition.FRANCAIS)]) & (regles.operateur == AU_MOINS)
    faits = np.isin(regles.type, [TYPES.index(t) for t in (TypeCondition.VEHICULE, TypeCondition.INSCRIPTION_FT)]) & (regles.valeur == 1)
    changeables: NDArray[np.bool_] = seuils | faits | (regles.type == TYPES.index(TypeCondition.PERMIS))
    return changeables


def _sommes(poids: NDArray[np.int32], plan: Plan) -> NDArray[np.int32]:
    """Sum of the tests of each group, ``[g, p]``."""
    sommes = np.zeros((len(plan.intention), poids.shape[1]), dtype=np.int32)
    longueurs = np.diff(plan.debut)
    # The first test of every group, then the second: whole rows are added, which « reduceat » does ten times slower.
    for rang in range(int(longueurs.max(initial=0))):
        groupes = np.flatnonzero(longueurs > rang)
        sommes[groupes] += poids[plan.tests[plan.debut[groupes] + rang]]
    return sommes


def _statuts(comptes: NDArray[np.int32]) -> NDArray[np.int8]:
    eligible, a_verifier, presque, non = (np.int8(i) for i in range(len(STATUTS)))
    levees = comptes & (_DUR - 1)
    refuse = np.where((comptes < _DUR) & (levees < 2 * _LEVABLE), presque, non)
    return np.where(comptes >= _LEVABLE, refuse, np.where(comptes > 0, a_verifier, eligible)).astype(np.int8)
