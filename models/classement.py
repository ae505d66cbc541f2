"""The ranker: weights and curves of the parts learnt from what followed the lists shown.

Whatever is learnt stays a sum: ``score = Σ weight × curve(part)``, curves rising from 0 to 1, weights positive and summing to 1. A part that grows
never lowers the score, and what is explained is what is served. Under 1 000 outcomes, a logistic regression with slopes that are never negative,
drawn towards the weights in force; from there on, beside it, boosted trees without interactions and monotone (scikit-learn's ``interaction_cst`` and
``monotonic_cst``), which are such a sum too.

Two heads are kept apart, after Bied et al. (arXiv 2603.21699): the person accepts; it succeeds once accepted. They are joined by the slope of
``log(P(accepts) × P(success | accepted))``, which is a sum of the parts again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.classement_position import Booleens, Entiers, Reels, ajuster, examine, repartir

ISSUES_POUR_ARBRES = 1_000
# Known endings under which success is not learnt: accepting alone leads.
ISSUES_POUR_REUSSITE = 100
TRAITS_MAX = 20
GRILLE = 21
MILLIEMES = 1_000
FICHIER = "classement.json"
# Never learnt from, under whatever name: only parts of the score are taken, and these words are refused in their names.
PROTEGES = ("sexe", "genre_personne", "age", "naissance", "nationalite", "origine", "rqth", "handicap", "sante", "famille", "territoire", "commune")

_TOURS = 2
_GRAINE = 20_261_123


class ClassementRefuse(ValueError):
    """What is given cannot be learnt from, with the reason in French."""


@dataclass(frozen=True)
class Jeu:
    """Lines shown and what followed, ``[n]`` unless said otherwise, in the order of time.

    Attributes:
        noms: names of the parts, ``k``.
        valeurs: parts, ``[n, k]`` in [0, 1].
        actuel: score of the weights in force.
        listes, personnes: which list, which person.
        instants: day of the list (proleptic ordinal).
        positions: from 1.
        ouvertes, acceptees: what followed.
        entrees: 1 entered, 0 did not, NaN while nobody knows.
        groupes: for the audit alone: name of the group of each line, by kind of group.
    """

    noms: tuple[str, ...]
    valeurs: Reels
    actuel: Reels
    listes: Entiers
    personnes: Entiers
    instants: Entiers
    positions: Entiers
    ouvertes: Booleens
    acceptees: Booleens
    entrees: Reels
    groupes: Mapping[str, NDArray[np.str_]]

    def __len__(self) -> int:
        return len(self.valeurs)

    def garder(self, lignes: Booleens) -> Jeu:
        """Some of the lines.

        Args:
            lignes: mask ``[n]``.
        """
        tableaux = {nom: v[lignes] for nom, v in vars(self).items() if isinstance(v, np.ndarray)}
        return Jeu(**{**vars(self), **tableaux, "groupes": {nom: v[lignes] for nom, v in self.groupes.items()}})


@dataclass(frozen=True)
class Tete:
    """One head: an additive, rising model of a probability.

    Attributes:
        courbes: value added to the log-odds by each part, ``[k, GRILLE]`` over a regular grid of [0, 1], not decreasing.
        constante: log-odds when every part is 0.
        seuils, probabilites: calibration: from log-odds to the probability observed, both increasing.
        moyenne: mean probability, ``issues`` known endings.
    """

    courbes: Reels
    constante: float
    seuils: Reels
    probabilites: Reels
    moyenne: float
    issues: int

    def cotes(self, valeurs: Reels) -> Reels:
        """Log-odds of lines, ``[n]``.

        Args:
            valeurs: parts, ``[n, k]``.
        """
        return cotes(valeurs, self.courbes, self.constante)

    def probabilite(self, valeurs: Reels) -> Reels:
        """Calibrated probabilities of lines, ``[n]``.

        Args:
            valeurs: parts, ``[n, k]``.
        """
        return np.asarray(np.interp(self.cotes(valeurs), self.seuils, self.probabilites), dtype=np.float64)


@dataclass(frozen=True)
class Classeur:
    """What is served.

    Attributes:
        noms: parts, ``k``.
        poids: weight of each part, positive, summing to 1.
        courbes: ``[k, GRILLE]``, each rising from 0 to 1; the straight line for a logistic one.
        acceptation, reussite: the heads; ``reussite`` is None while too few endings are known.
    """

    version: str
    algorithme: str
    noms: tuple[str, ...]
    poids: Reels
    courbes: Reels
    eta: float
    acceptation: Tete
    reussite: Tete | None

    def noter(self, valeurs: Reels) -> Reels:
        """Score of lines, ``[n]`` in [0, 1]: the sum of :meth:`contributions`.

        Args:
            valeurs: parts, ``[n, k]``, in the order of ``noms``.
        """
        return np.asarray(self.contributions(valeurs).sum(axis=1), dtype=np.float64)

    def contributions(self, valeurs: Reels) -> Reels:
        """What each part brings to the score.

        Args:
            valeurs: parts, ``[n, k]``.

        Returns:
            ``[n, k]``, never negative.
        """
        return np.stack([p * _interpoler(valeurs[:, i], c) for i, (p, c) in enumerate(zip(self.poids, self.courbes, strict=True))], axis=1)

    def ecrire(self, dossier: Path) -> None:
        """Write to ``classement.json``.

        Args:
            dossier: created when absent.
        """
        dossier.mkdir(parents=True, exist_ok=True)
        texte = json.dumps(asdict(self), default=lambda v: np.round(v, 6).tolist(), ensure_ascii=False)
        (dossier / FICHIER).write_text(texte, encoding="utf-8")


def charger_classement(dossier: Path) -> Classeur | None:
    """The ranker accepted last.

    Args:
        dossier: where the training wrote it.

    Returns:
        The ranker, None when none was ever accepted.

    Raises:
        ClassementRefuse: the file is not a ranker.
    """
    fichier = dossier / FICHIER
    if not fichier.is_file():
        return None
    try:
        lu: dict[str, Any] = json.loads(fichier.read_text(encoding="utf-8"))
        tetes = {nom: _tete(lu.pop(nom)) for nom in ("acceptation", "reussite")}
        lu |= {"noms": tuple(lu["noms"]), "poids": np.array(lu["poids"]), "courbes": np.array(lu["courbes"])}
        assert tetes["acceptation"] is not None
        return Classeur(**lu, acceptation=tetes["acceptation"], reussite=tetes["reussite"])
    except (ValueError, KeyError, TypeError, AssertionError) as erreur:
        raise ClassementRefuse(f"« {fichier.name} » n’est pas un classement appris : relancez l’apprentissage.") from erreur


def _tete(lue: dict[str, Any] | None) -> Tete | None:
    if lue is None:
        return None
    tableaux = {nom: np.array(lue.pop(nom), dtype=np.float64) for nom in ("courbes", "seuils", "probabilites")}
    return Tete(**tableaux, constante=float(lue["constante"]), moyenne=float(lue["moyenne"]), issues=int(lue["issues"]))


def apprendre(jeu: Jeu, poids_actuels: Mapping[str, float], eta: float, version: str, algorithme: str | None = None) -> Classeur:
    """Learn.

    Args:
        jeu: lines shown.
        poids_actuels: weights in force, by part.
        eta: slope of the curve of attention.
        version: name of the ranker.
        algorithme: ``logistique`` or ``arbres``; by the number of outcomes when it is not said.

    Returns:
        The ranker.

    Raises:
        ClassementRefuse: too many traits, a protected fact among them, or nothing was ever accepted.
    """
    verifier(jeu)
    choisi = algorithme or ("logistique" if int(jeu.acceptees.sum()) < ISSUES_POUR_ARBRES else "arbres")
    lest = np.array([poids_actuels.get(nom, 0.0) for nom in jeu.noms], dtype=np.float64)
    acceptation = _apprendre_tete(jeu.valeurs, jeu.acceptees, jeu.positions, eta, lest, choisi)
    connues = jeu.acceptees & ~np.isnan(jeu.entrees)
    reussite = None
    entrees = jeu.entrees[connues] == 1
    if len(entrees) >= ISSUES_POUR_REUSSITE and entrees.any() and not entrees.all():
        # Once accepted, the line was looked at: no position to correct.
        reussite = _apprendre_tete(jeu.valeurs[connues], entrees, np.ones(len(entrees), dtype=np.int64), eta, lest, "logistique")
    poids, courbes = _joindre(acceptation, reussite, lest)
    if choisi == "logistique":
        poids = en_milliemes(poids) / MILLIEMES
    return Classeur(version, choisi, jeu.noms, poids, courbes, eta, acceptation, reussite)


def en_milliemes(poids: Reels) -> Entiers:
    """Weights as the score counts them.

    Args:
        poids: positive, summing to 1.

    Returns:
        Whole numbers summing to 1 000 (largest remainders, ties to the first).
    """
    exacts = poids * MILLIEMES
    entiers = np.floor(exacts).astype(np.int64)
    manque = MILLIEMES - int(entiers.sum())
    entiers[np.argsort(entiers - exacts, kind="stable")[:manque]] += 1
    return entiers


def verifier(jeu: Jeu) -> None:
    """Refuse what must not be learnt from.

    Args:
        jeu: lines shown.

    Raises:
        ClassementRefuse: too many traits, a protected fact among them, a value outside [0, 1], or nothing was ever accepted.
    """
    if len(jeu.noms) > TRAITS_MAX:
        raise ClassementRefuse(f"Trop de traits ({len(jeu.noms)}) : {TRAITS_MAX} au plus.")
    interdits = [nom for nom in jeu.noms if any(mot in nom.lower().split("_") or mot == nom.lower() for mot in PROTEGES)]
    if interdits:
        raise ClassementRefuse(f"« {interdits[0]} » est un fait protégé : rien ne s’apprend de lui.")
    if len(jeu) and not (np.nanmin(jeu.valeurs) >= 0 and np.nanmax(jeu.valeurs) <= 1 + 1e-3):
        raise ClassementRefuse("Une part du score sort de l’intervalle de 0 à 1.")
    if not jeu.acceptees.any():
        raise ClassementRefuse("Aucune proposition n’a encore été acceptée : il n’y a rien à apprendre.")


def _apprendre_tete(valeurs: Reels, observe: Booleens, positions: Entiers, eta: float, lest: Reels, algorithme: str) -> Tete:
    pentes, constante, _ = ajuster(valeurs, positions, observe, lest, eta)
    courbes, examinees = pentes[:, None] * np.linspace(0, 1, GRILLE), examine(positions, eta)
    if algorithme == "arbres":
        courbes, constante = _arbres(valeurs, observe, examinees, 1 / (1 + np.exp(-(valeurs @ pentes + constante))))
    seuils, probabilites = _calibrer(cotes(valeurs, courbes, constante), observe, examinees)
    return Tete(courbes, constante, seuils, probabilites, min(float(observe.sum() / examinees.sum()), 0.99), int(observe.sum()))


def _arbres(valeurs: Reels, observe: Booleens, examinees: Reels, pertinence: Reels) -> tuple[Reels, float]:
    """Boosted trees that never join two parts: each one's curve is read off by moving it alone.

    Regression-EM (Wang et al., WSDM 2018): a line left aside counts partly as one that suits and was not seen.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    k, reste = valeurs.shape[1], ~observe
    doubles = np.concatenate([valeurs, valeurs[reste]])
    etiquettes = np.repeat([1, 0], [len(valeurs), int(reste.sum())])
    modele = HistGradientBoostingClassifier(
        max_iter=80, learning_rate=0.1, max_leaf_nodes=8, min_samples_leaf=60, l2_regularization=5.0, early_stopping=False,
        monotonic_cst=[1] * k, interaction_cst="no_interactions", random_state=_GRAINE,
    )  # fmt: skip
    for _ in range(_TOURS):
        convient = repartir(observe, examinees, pertinence)
        # One thread: on a machine that does something else, those of the trees wait for one another.
        with threadpool_limits(1):
            modele.fit(doubles, etiquettes, sample_weight=np.concatenate([convient, 1 - convient[reste]]))
        pertinence = np.asarray(modele.predict_proba(valeurs)[:, 1], dtype=np.float64)
    zero = float(modele.decision_function(np.zeros((1, k)))[0])
    sondes = np.zeros((k, GRILLE, k))
    for i in range(k):
        sondes[i, :, i] = np.linspace(0, 1, GRILLE)
    return np.asarray(modele.decision_function(sondes.reshape(-1, k)).reshape(k, GRILLE) - zero, dtype=np.float64), zero


def _calibrer(cotes: Reels, observe: Booleens, examinees: Reels) -> tuple[Reels, Reels]:
    """Isotonic: in each band of log-odds, what was observed over what was looked at (self-normalised inverse propensity)."""
    from sklearn.isotonic import IsotonicRegression

    isotone = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    isotone.fit(cotes, observe / examinees, sample_weight=examinees)
    return np.asarray(isotone.X_thresholds_, dtype=np.float64), np.asarray(isotone.y_thresholds_, dtype=np.float64)


def _joindre(acceptation: Tete, reussite: Tete | None, lest: Reels) -> tuple[Reels, Reels]:
    """Weights and curves of the slope of the log of the product of both probabilities."""
    somme = (1 - acceptation.moyenne) * acceptation.courbes
    if reussite is not None:
        somme = somme + (1 - reussite.moyenne) * reussite.courbes
    etendues = somme[:, -1] - somme[:, 0]
    if etendues.sum() <= 0:
        return lest / lest.sum(), np.tile(np.linspace(0, 1, GRILLE), (len(lest), 1))
    droite = np.linspace(0, 1, GRILLE)
    courbes = np.array([(s - s[0]) / e if e > 0 else droite for s, e in zip(somme, etendues, strict=True)])
    return etendues / etendues.sum(), courbes


def cotes(valeurs: Reels, courbes: Reels, constante: float) -> Reels:
    """Log-odds of lines under an additive model.

    Args:
        valeurs: parts, ``[n, k]``.
        courbes: ``[k, GRILLE]``.
        constante: log-odds when every part is 0.

    Returns:
        ``[n]``.
    """
    return np.asarray(constante + sum(_interpoler(valeurs[:, i], courbe) for i, courbe in enumerate(courbes)), dtype=np.float64)


def _interpoler(valeurs: Reels, courbe: Reels) -> Reels:
    return np.asarray(np.interp(valeurs, np.linspace(0, 1, len(courbe)), courbe), dtype=np.float64)
