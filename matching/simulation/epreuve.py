"""What learning is worth on people whose wishes are known: the gain found, the true gain, and nothing found where there is nothing.

A trial of the machinery, never a claim of quality: the wishes are ours, and made of the same parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from catalogue.recherche import Moteur
from matching.classement import Classement, classer
from matching.eligibilite import STATUTS, Statut
from matching.listes.apprentissage import Rapport, composer_jeu, decouper, entrainer
from matching.score import Part, poids
from matching.simulation.journal import derouler
from matching.simulation.population import population
from matching.simulation.verite import Verite, verite
from models.classement import Classeur, Jeu
from models.classement_position import Booleens, Entiers, Reels

PREMIERES = 10
VERSION = "simulation"


@dataclass(frozen=True)
class Epreuve:
    """Figures of a simulation.

    Attributes:
        rapport: what the training says, from what people did.
        gains_vrais: for each ranker tried, by how much the true chance that the first ten offers end well is greater than under the weights in force,
            as a share; on people who were never shown anything.
        plafond: the same for who would know the truth.
        hasard: the training over shuffled outcomes.
        aire: area under the ROC curve of « accepts » among lines of the same position, over outcomes it never saw; ``aire_hasard`` the same over
            shuffled outcomes: 0.5 is chance.
    """

    personnes: int
    rapport: Rapport
    gains_vrais: tuple[float, ...]
    plafond: float
    hasard: Rapport
    aire: float
    aire_hasard: float


def eprouver(moteur: Moteur, debut: datetime, nombre: int, graine: int) -> Epreuve:
    """Simulate, learn, and look.

    Args:
        moteur: picture of the catalogue.
        debut: first day; the catalogue is that of this day.
        nombre: people shown lists; as many others are kept for the true gain.
        graine: seed.

    Returns:
        The figures.
    """
    codes = sorted({moteur.image.codes_rome[m] for m in moteur.image.metiers.tolist()})
    gens = population(2 * nombre, graine, moteur.referentiel, codes)
    vus, autres = (classer(groupe, moteur, debut.date()) for groupe in (gens[:nombre], gens[nombre:]))
    en_vigueur = {part.value: valeur for part, valeur in poids().parts.items()}
    noms = sorted(part.value for part in Part)
    jeu, _ = composer_jeu(derouler(vus, verite(vus, graine), debut, graine), noms, en_vigueur)
    rapport = entrainer(jeu, en_vigueur, VERSION, graine)
    brouille = melanger(jeu, graine)
    hasard = entrainer(brouille, en_vigueur, VERSION, graine)
    vrai = verite(autres, graine + 1)
    ancien = valeur_vraie(autres, vrai, autres.scores.total.astype(np.float64))
    gains = tuple(valeur_vraie(autres, vrai, _noter(e.classeur, autres)) / ancien - 1 for e in rapport.essais)
    return Epreuve(
        personnes=nombre,
        rapport=rapport,
        gains_vrais=gains,
        plafond=valeur_vraie(autres, vrai, vrai.utile) / ancien - 1,
        hasard=hasard,
        aire=_aire(rapport, jeu),
        aire_hasard=_aire(hasard, brouille),
    )


def _aire(rapport: Rapport, jeu: Jeu) -> float:
    mesure = jeu.garder(decouper(jeu)[1])
    return aire(rapport.poids.classeur.noter(mesure.valeurs), mesure.acceptees, mesure.positions)


def melanger(jeu: Jeu, graine: int) -> Jeu:
    """The same lines, with what followed taken from another line of the same position: attention stays, wishes are gone.

    Args:
        jeu: lines shown.
        graine: seed.
    """
    hasard = np.random.default_rng(graine)
    source = np.arange(len(jeu))
    for position in np.unique(jeu.positions):
        lignes = np.flatnonzero(jeu.positions == position)
        source[lignes] = hasard.permutation(lignes)
    return replace(jeu, ouvertes=jeu.ouvertes[source], acceptees=jeu.acceptees[source], entrees=jeu.entrees[source])


def valeur_vraie(classement: Classement, vrai: Verite, scores: Reels) -> float:
    """Mean true chance that one of the first offers, discounted by rank, ends well.

    Args:
        classement: candidates and eligibility.
        vrai: the truth.
        scores: the order, ``[p, n]``.

    Returns:
        Mean over the people who have at least one offer.
    """
    montrables = np.isin(classement.eligibilite.statuts, [STATUTS.index(s) for s in (Statut.ELIGIBLE, Statut.A_VERIFIER)])
    remises = 1 / np.log2(2 + np.arange(PREMIERES))
    valeurs = []
    for p, permises in enumerate(classement.retenus & montrables):
        rangs = np.flatnonzero(permises)
        if len(rangs):
            premiers = rangs[np.lexsort((rangs, -scores[p, rangs]))][:PREMIERES]
            valeurs.append(float(vrai.utile[p, premiers] @ remises[: len(premiers)]))
    return float(np.mean(valeurs))


def _noter(classeur: Classeur, classement: Classement) -> Reels:
    parts = {part.value: valeurs for part, valeurs in classement.scores.parts.items()}
    empilees = np.stack([parts[nom] for nom in classeur.noms], axis=2).astype(np.float64)
    return classeur.noter(empilees.reshape(-1, len(classeur.noms))).reshape(empilees.shape[:2])


def aire(scores: Reels, vraies: Booleens, positions: Entiers) -> float:
    """Area under the ROC curve (Mann and Whitney, 1947) among lines of the same position, so that attention plays no part; ties count for half.

    Args:
        scores: ``[n]``.
        vraies: what happened.
        positions: of each line.

    Returns:
        0.5 by chance; NaN when no position has both what happened and what did not.
    """
    gagnees = couples = 0.0
    for position in np.unique(positions):
        ici = positions == position
        positifs, negatifs = scores[ici & vraies], np.sort(scores[ici & ~vraies])
        dessous = np.searchsorted(negatifs, positifs, "left") + np.searchsorted(negatifs, positifs, "right")
        gagnees, couples = gagnees + float(dessous.sum()) / 2, couples + len(positifs) * len(negatifs)
    return gagnees / couples if couples else float("nan")
