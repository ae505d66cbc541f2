"""What must not move a list: the gender of the words of the projet, and typing mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import numpy as np

from catalogue.recherche import Moteur
from matching.classement import classer
from matching.eligibilite import Statut
from matching.evaluation import intervalles
from matching.evaluation.appariement.cas import Cas
from matching.evaluation.appariement.methodes import PREMIERES
from matching.evaluation.intervalles import GRAINE, Intervalle
from models.entrainement.textes import fautes
from parcours.domaine import Allocataire

# What is asked of each, from the evidence page of the project.
SEUIL_GENRE, SEUIL_FAUTES = 0.98, 0.9


@dataclass(frozen=True)
class Robustesse:
    """Shared part of the first ten offers between a projet and the same written otherwise.

    Attributes:
        variantes: number of rewritings compared.
        recouvrement: mean over the people, who each count once, with its interval.
        seuil: what is asked.
        pires: ids of the people whose list moves most, with their figure, at most five.
    """

    nom: str
    variantes: int
    recouvrement: Intervalle
    seuil: float
    pires: tuple[tuple[str, float], ...]

    @property
    def tenue(self) -> bool:
        """Whether the mean reaches what is asked."""
        return self.recouvrement.valeur >= self.seuil


def mesurer_robustesse(cas: Sequence[Cas], moteur: Moteur, jour: date, graine: int = GRAINE) -> tuple[Robustesse, Robustesse]:
    """Rewrite projets and compare lists.

    Args:
        cas: judged cases.
        moteur: picture of the catalogue.
        jour: today.
        graine: seed of the mistakes and of the resamples.

    Returns:
        By gender (masculine, feminine, inclusive) and by mistakes (one in every word of five letters or more).
    """
    genres = [(c, c.projet_autres) for c in cas if c.projet_autres]
    tapes = [(c, (fautes(c.allocataire().projet, Random(f"{graine} {c.id}")),)) for c in cas if c.allocataire().projet]  # noqa: S311
    return (
        _mesurer("genre", genres, moteur, jour, SEUIL_GENRE, graine),
        _mesurer("fautes", tapes, moteur, jour, SEUIL_FAUTES, graine),
    )


def _mesurer(nom: str, reecrits: Sequence[tuple[Cas, Sequence[str]]], moteur: Moteur, jour: date, seuil: float, graine: int) -> Robustesse:
    personnes = [p for c, textes in reecrits for p in _versions(c.allocataire(), textes)]
    classement = classer(personnes, moteur, jour)
    listes = [set(classement.ordre(i, (Statut.ELIGIBLE, Statut.A_VERIFIER))[:PREMIERES].tolist()) for i in range(len(personnes))]
    parts, debut = [], 0
    for _, textes in reecrits:
        groupe = listes[debut : debut + len(textes) + 1]
        parts.append(float(np.mean([recouvrement(groupe[0], autre) for autre in groupe[1:]])))
        debut += len(groupe)
    valeurs = np.array(parts, dtype=np.float64)
    moyenne = intervalles.intervalle(valeurs, intervalles.moyennes(valeurs[:, None], graine)[:, 0])
    pires = sorted((part, c.id) for part, (c, _) in zip(parts, reecrits, strict=True) if part < 1)[:5]
    return Robustesse(nom, len(personnes) - len(reecrits), moyenne, seuil, tuple((i, part) for part, i in pires))


def _versions(personne: Allocataire, textes: Sequence[str]) -> list[Allocataire]:
    return [personne, *(replace(personne, projet=texte) for texte in textes)]


def recouvrement(a: set[int], b: set[int]) -> float:
    """Shared part of two first pages: 1 when both are empty.

    Args:
        a: offers of a page.
        b: offers of the other.
    """
    return len(a & b) / max(len(a), len(b)) if a or b else 1.0
