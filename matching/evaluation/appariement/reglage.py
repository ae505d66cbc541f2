"""Weights of the score set on the tuning part of the judged cases: small steps from those in force, kept only when they help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.evaluation.appariement.cas import Cas
from matching.evaluation.appariement.comparaison import grades_par_rang
from matching.evaluation.appariement.mesures import mesurer_personne
from matching.evaluation.appariement.methodes import Boite, Terrain
from matching.score import Part, poids

PAS, PLANCHER, TOURS = (0.06, 0.03, 0.015), 0.01, 6
# A gain smaller than this on a few tens of people is noise: the weights in force stay.
GAIN_UTILE = 0.002


@dataclass(frozen=True)
class Reglage:
    """Weights found, with the mean nDCG@10 before and after on the cases they were set on."""

    parts: dict[Part, float]
    avant: float
    apres: float


def regler(t: Terrain, cas: Sequence[Cas]) -> Reglage:
    """Move weight from one part to another as long as the lists get better.

    Args:
        t: the ground over the people of the tuning part, and them alone.
        cas: the same people, judged.

    Returns:
        The weights, summing to 1, none under :data:`PLANCHER`.
    """
    grades = grades_par_rang(t, cas)
    actuels = dict(poids().parts)
    avant = note = _qualite(t, grades, actuels)
    for pas in PAS:
        for _ in range(TOURS):
            essais = [(_qualite(t, grades, p), p) for p in _voisins(actuels, pas)]
            meilleure, choisis = max(essais, key=lambda essai: essai[0], default=(note, actuels))
            if meilleure < note + GAIN_UTILE:
                break
            note, actuels = meilleure, choisis
    return Reglage(actuels, avant, note)


def qualite(t: Terrain, cas: Sequence[Cas], parts: Mapping[Part, float]) -> float:
    """Mean nDCG@10 of our lists under some weights.

    Args:
        t: the ground; its first people are those of ``cas``.
        cas: judged cases.
        parts: weights, one per part.
    """
    return _qualite(t, grades_par_rang(t, cas), parts)


def _qualite(t: Terrain, grades: Sequence[Mapping[int, int]], parts: Mapping[Part, float]) -> float:
    total = np.zeros_like(t.classement.scores.total)
    for part, valeurs in t.classement.scores.parts.items():
        total += np.float32(parts[part]) * valeurs
    essai = replace(t, classement=replace(t.classement, scores=replace(t.classement.scores, total=total)))
    ordres = Boite().ordres(essai, filtre=True)
    return float(np.mean([mesurer_personne(ordre.tolist(), notes)[0] for ordre, notes in zip(ordres, grades, strict=False) if notes]))


def _voisins(parts: Mapping[Part, float], pas: float) -> list[dict[Part, float]]:
    voisins = []
    for donneuse in Part:
        for receveuse in Part:
            if donneuse is not receveuse and parts[donneuse] - pas >= PLANCHER:
                voisins.append({**parts, donneuse: parts[donneuse] - pas, receveuse: parts[receveuse] + pas})
    return voisins
