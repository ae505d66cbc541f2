"""What the rule of balance changes when every offer proposes to its first people: who is never proposed, who always is, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.recherche import Moteur
from matching.appariements.inverse import OUVERTS, Candidature
from matching.classement import classer
from matching.eligibilite import STATUTS
from matching.exposition import Regle, equilibrer, regle
from matching.score import TOTAL
from parcours.domaine import Allocataire

PREMIERES = 5


@dataclass(frozen=True)
class MesureExposition:
    """How proposals are shared.

    Attributes:
        jamais: share of the people whom some offer suits and who are never proposed.
        gini: inequality of the number of proposals among them, 0 when all have as many.
        maximum: most proposals one person received.
        moyenne: mean score of who was proposed.
    """

    jamais: float
    gini: float
    maximum: int
    moyenne: float


@dataclass(frozen=True)
class ComparaisonExposition:
    """The same proposals by score alone, and in the balanced order.

    Attributes:
        personnes: people whom some offer suits. offres: offers that suit somebody. propositions: made each time.
        passes: pairs of people of one offer put the other way by the rule although one was better by more than it allows; always 0.
    """

    personnes: int
    offres: int
    propositions: int
    sans: MesureExposition
    avec: MesureExposition
    passes: int


def comparer_exposition(gens: Sequence[Allocataire], moteur: Moteur, jour: date, premieres: int = PREMIERES) -> ComparaisonExposition:
    """Let every living offer, one after the other, propose to its first people, all of it within the days that the rule counts.

    Args:
        gens: people.
        moteur: picture of the catalogue.
        jour: today.
        premieres: people proposed by each offer.

    Returns:
        The figures without the rule and with it.
    """
    classement = classer(gens, moteur, jour)
    totaux = np.rint(classement.scores.total * np.float32(TOTAL)).astype(np.int64)
    ouverts = classement.retenus & np.isin(classement.eligibilite.statuts, [STATUTS.index(s) for s in OUVERTS])
    offres = [
        [Candidature(int(p), int(totaux[p, rang]), STATUTS[classement.eligibilite.statuts[p, rang]]) for p in np.flatnonzero(ouverts[:, rang])]
        for rang in range(totaux.shape[1])
    ]
    offres = [candidatures for candidatures in offres if candidatures]
    concernees = np.flatnonzero(ouverts.any(axis=1))
    neutre = Regle("sans", jours=1, pas=0, plafond=0, oubli=1, prudence=1)
    sans, avec = (_proposer(offres, len(gens), choisie, premieres) for choisie in (neutre, regle()))
    mesures = [_mesurer(nombres[concernees], notes) for nombres, notes, _ in (sans, avec)]
    return ComparaisonExposition(len(concernees), len(offres), int(avec[0].sum()), mesures[0], mesures[1], avec[2])


def _proposer(offres: Sequence[Sequence[Candidature]], personnes: int, choisie: Regle, premieres: int) -> tuple[NDArray[np.int64], list[int], int]:
    nombres, notes, passes = np.zeros(personnes, dtype=np.int64), [], 0
    for candidatures in offres:
        ordre = equilibrer(candidatures, [int(nombres[c.personne]) for c in candidatures], choisie)
        passes += _passes(ordre, choisie)
        for retenue in ordre[:premieres]:
            nombres[retenue.personne] += 1
            notes.append(retenue.total)
    return nombres, notes, passes


def _passes(ordre: Sequence[Candidature], choisie: Regle) -> int:
    """People put after someone whose score is lower by more than the rule allows."""
    totaux = np.array([c.total for c in ordre], dtype=np.int64)
    plus_bas_avant = np.minimum.accumulate(totaux)
    return int((totaux - plus_bas_avant > choisie.plafond * TOTAL // 1000).sum())


def _mesurer(nombres: NDArray[np.int64], notes: Sequence[int]) -> MesureExposition:
    return MesureExposition(
        jamais=float((nombres == 0).mean()) if len(nombres) else 0.0,
        gini=gini(nombres),
        maximum=int(nombres.max(initial=0)),
        moyenne=float(np.mean(notes)) / TOTAL if notes else 0.0,
    )


def gini(nombres: NDArray[np.int64]) -> float:
    """Gini index: half the mean absolute difference between two, over the mean (Gini, 1912).

    Args:
        nombres: what each has, none negative.

    Returns:
        From 0, all have as much, to nearly 1, one has everything; 0 when nobody has anything.
    """
    total = int(nombres.sum())
    if not total:
        return 0.0
    triees, n = np.sort(nombres), len(nombres)
    return float((2 * np.arange(1, n + 1) - n - 1) @ triees / (n * total))
