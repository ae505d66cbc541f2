"""Learning from lists: what is kept, what is measured on a later period, and whether the weights in force are replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.listes.domaine import Observation
from models.classement import ISSUES_POUR_ARBRES, ClassementRefuse, Classeur, Jeu, apprendre
from models.classement_position import Booleens, Reels, Valeur, comparer_ordres, estimer_eta, examine

# The last part of the time is measured, on people of whom nothing was learnt.
PART_TARDIVE: Final = 0.35
PART_PERSONNES: Final = 0.4
EFFECTIF_MINIMAL: Final = 100.0
# Under this effective sample, nothing is said of a group; over it, a loss of more than the tolerance counts even unproven.
EFFECTIF_GROUPE: Final = 30.0
TOLERANCE_GROUPE: Final = 0.01
ECE_MAX: Final = 0.03
INCONNU: Final = "inconnu"


@dataclass(frozen=True)
class GroupeMesure:
    """What the new order changes for one group; ``nom`` is « genre : valeur »."""

    nom: str
    valeur: Valeur

    @property
    def assez(self) -> bool:
        """Whether something can be said of this group."""
        return self.valeur.effectif >= EFFECTIF_GROUPE

    @property
    def perd(self) -> bool:
        """Whether the group loses: for sure, or by more than the tolerance."""
        return self.assez and (self.valeur.haut < 0 or self.valeur.ecart < -TOLERANCE_GROUPE)


@dataclass(frozen=True)
class Essai:
    """A ranker, and what it is worth beside the weights in force on a later period.

    Attributes:
        valeur: over everybody.
        ece, brier: calibration of « accepts ».
        motifs: why it does not replace the weights; empty when it may.
    """

    classeur: Classeur
    valeur: Valeur
    groupes: tuple[GroupeMesure, ...]
    ece: float
    brier: float
    motifs: tuple[str, ...]

    @property
    def remplace(self) -> bool:
        """Whether it may replace the weights in force."""
        return not self.motifs


@dataclass(frozen=True)
class Rapport:
    """What a training found.

    Attributes:
        essais: straight weights, then the curves of the trees where there are enough outcomes.
        lignes, personnes, acceptees, entrees: learnt from: lines, people, accepted, with a known ending.
        mesurees: lines of the later period.
        ecartees: lines shown with other parts than those of today, left out.
    """

    essais: tuple[Essai, ...]
    lignes: int
    personnes: int
    acceptees: int
    entrees: int
    mesurees: int
    ecartees: int

    @property
    def poids(self) -> Essai:
        """The straight weights: what is served as it stands."""
        return self.essais[0]


def composer_jeu(observations: Sequence[Observation], noms: Sequence[str], poids: Mapping[str, float]) -> tuple[Jeu, int]:
    """Arrays out of lists.

    Args:
        observations: lines shown, in the order of time.
        noms: parts of today's score.
        poids: weights in force, by part.

    Returns:
        The lines whose list had every part, and how many were left out.

    Raises:
        ClassementRefuse: no line is left.
    """
    gardees = [o for o in observations if set(noms) <= set(o.parts)]
    if not gardees:
        raise ClassementRefuse("Aucune liste n’a encore été montrée avec les parts d’aujourd’hui : il n’y a rien à apprendre.")
    valeurs = np.array([[o.valeurs[o.parts.index(nom)] for nom in noms] for o in gardees], dtype=np.float64)
    jeu = Jeu(
        noms=tuple(noms),
        valeurs=valeurs,
        actuel=valeurs @ np.array([poids.get(nom, 0.0) for nom in noms]),
        listes=np.array([o.liste_id for o in gardees], dtype=np.int64),
        personnes=np.array([o.allocataire_id for o in gardees], dtype=np.int64),
        instants=np.array([o.montree_le.toordinal() for o in gardees], dtype=np.int64),
        positions=np.array([o.position for o in gardees], dtype=np.int64),
        ouvertes=np.array([o.ouverte for o in gardees], dtype=np.bool_),
        acceptees=np.array([o.acceptee for o in gardees], dtype=np.bool_),
        entrees=np.array([np.nan if o.entree is None else float(o.entree) for o in gardees], dtype=np.float64),
        groupes={
            "âge": np.array([_tranche(o) for o in gardees]),
            "territoire": np.array([o.territoire or INCONNU for o in gardees]),
            "niveau": np.array([INCONNU if o.niveau is None else str(o.niveau) for o in gardees]),
            "RQTH": np.array([INCONNU if o.rqth is None else ("oui" if o.rqth else "non") for o in gardees]),
        },
    )
    return jeu, len(observations) - len(gardees)


def _tranche(o: Observation) -> str:
    if o.annee_naissance is None:
        return INCONNU
    age = o.montree_le.year - o.annee_naissance
    return "moins de 26 ans" if age < 26 else "26 à 49 ans" if age < 50 else "50 ans et plus"


def decouper(jeu: Jeu) -> tuple[Booleens, Booleens]:
    """What is learnt from, and what is measured: never the same person, never the same time.

    Args:
        jeu: every line.

    Returns:
        Two masks ``[n]``. The later lines of the people learnt from, and the earlier ones of the people measured, are in neither.
    """
    coupure = np.quantile(jeu.instants, 1 - PART_TARDIVE)
    connues = {int(p): _a_mesurer(int(p)) for p in np.unique(jeu.personnes)}
    mesurees = np.array([connues[int(p)] for p in jeu.personnes], dtype=np.bool_)
    tardives = jeu.instants > coupure
    return ~mesurees & ~tardives, mesurees & tardives


def _a_mesurer(personne: int) -> bool:
    return int.from_bytes(hashlib.sha256(str(personne).encode()).digest()[:4], "big") / 2**32 < PART_PERSONNES


def entrainer(jeu: Jeu, poids: Mapping[str, float], version: str, graine: int, ecartees: int = 0) -> Rapport:
    """Learn on what came first, measure on what came later.

    Args:
        jeu: every line.
        poids: weights in force, by part.
        version: name of the ranker.
        graine: seed of the resamples.
        ecartees: lines already left out, for the report.

    Returns:
        The report, with the ranker.

    Raises:
        ClassementRefuse: there is nothing to learn from, or something that must not be.
    """
    tot, tard = decouper(jeu)
    appris, mesure = jeu.garder(tot), jeu.garder(tard)
    if not len(appris):
        raise ClassementRefuse("Trop peu de personnes ou de jours : rien ne peut être appris puis mesuré à part.")
    eta = estimer_eta(appris.valeurs, appris.positions, appris.ouvertes)
    algorithmes = ("logistique",) if int(appris.acceptees.sum()) < ISSUES_POUR_ARBRES else ("logistique", "arbres")
    return Rapport(
        essais=tuple(_essayer(apprendre(appris, poids, eta, version, algorithme), mesure, graine) for algorithme in algorithmes),
        lignes=len(appris),
        personnes=len(np.unique(appris.personnes)),
        acceptees=int(appris.acceptees.sum()),
        entrees=int((appris.acceptees & ~np.isnan(appris.entrees)).sum()),
        mesurees=len(mesure),
        ecartees=ecartees,
    )


def _essayer(classeur: Classeur, mesure: Jeu, graine: int) -> Essai:
    valeur, groupes = evaluer(classeur, mesure, graine), _par_groupe(classeur, mesure, graine)
    attendue = examine(mesure.positions, classeur.eta) * classeur.acceptation.probabilite(mesure.valeurs)
    brier = float(np.mean((attendue - mesure.acceptees) ** 2)) if len(mesure) else float("nan")
    return Essai(classeur, valeur, groupes, ece(attendue, mesure.acceptees), brier, tuple(_motifs(valeur, groupes)))


def evaluer(classeur: Classeur, mesure: Jeu, graine: int) -> Valeur:
    """What a ranker is worth beside the weights in force.

    Args:
        classeur: the ranker.
        mesure: lines it never saw.
        graine: seed of the resamples.

    Returns:
        The difference.
    """
    # An ending that nobody knows yet is no failure: it counts as much as endings do on average.
    moyenne = classeur.reussite.moyenne if classeur.reussite else 1.0
    gains = np.where(mesure.acceptees, np.where(np.isnan(mesure.entrees), moyenne, mesure.entrees), 0.0)
    return comparer_ordres(
        classeur.noter(mesure.valeurs), mesure.actuel, gains, mesure.positions, mesure.listes, mesure.personnes, classeur.eta, graine
    )


def _par_groupe(classeur: Classeur, mesure: Jeu, graine: int) -> tuple[GroupeMesure, ...]:
    groupes = []
    for genre, noms in mesure.groupes.items():
        for nom in sorted(set(noms.tolist())):
            groupes.append(GroupeMesure(f"{genre} : {nom}", evaluer(classeur, mesure.garder(noms == nom), graine)))
    return tuple(groupes)


def _motifs(valeur: Valeur, groupes: Sequence[GroupeMesure]) -> list[str]:
    if valeur.effectif < EFFECTIF_MINIMAL:
        return [f"L’effectif utile de la période mesurée est de {valeur.effectif:.0f} : il en faut {EFFECTIF_MINIMAL:.0f} pour conclure."]
    motifs = []
    if valeur.bas <= 0:
        motifs.append(f"Le gain n’est pas établi sur la période suivante : {valeur.ecart:+.4f} [{valeur.bas:+.4f} ; {valeur.haut:+.4f}].")
    perdants = [g for g in groupes if g.perd]
    motifs += [f"Un groupe y perd, « {g.nom} » : {g.valeur.ecart:+.4f} [{g.valeur.bas:+.4f} ; {g.valeur.haut:+.4f}]." for g in perdants]
    return motifs


def ece(attendue: Reels, observee: Booleens, bandes: int = 10) -> float:
    """Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015), over bands of as many lines.

    Args:
        attendue: probabilities, ``[n]``.
        observee: what happened.
        bandes: number of bands.

    Returns:
        Mean distance between what was expected and what happened; NaN without line.
    """
    if not len(attendue):
        return float("nan")
    groupes = np.array_split(np.argsort(attendue, kind="stable"), bandes)
    ecarts = [abs(float(attendue[g].mean() - observee[g].mean())) * len(g) for g in groupes if len(g)]
    return float(sum(ecarts) / len(attendue))
