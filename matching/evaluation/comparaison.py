"""Engines compared on tasks in the same run: figures, intervals, paired differences, times, hashes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.fusion import Notes
from matching.evaluation import intervalles
from matching.evaluation.intervalles import GRAINE, TIRAGES, Intervalle, Reels
from matching.evaluation.mesures import MESURES, jugees, mesurer, rangs
from matching.evaluation.moteurs import Moteur
from matching.evaluation.taches import Tache

REFERENCE = "hybride"
_REQUETES_PAR_BLOC = 64
# As many queries are enough to time the encoding alone.
_REQUETES_ENCODEES = 256
# Figures shown with their interval and their difference; the lenient ones are there when the task has lenient judgements.
SOUPLE = "_souple"

Chronometre = Callable[[], float]


@dataclass(frozen=True)
class Mesures:
    """Raw figures of one engine on one task.

    Attributes:
        valeurs: ``[n_jugees, n_mesures]``, one row per query that has a right answer.
        colonnes: names of the columns.
        vides: share of the queries, judged or not, without any result shown.
        indexation_s: seconds to read the corpus.
        durees_ms: milliseconds by query, ``[n_blocs]`` means over blocks.
        encodage_ms: milliseconds to make the vector of one query, None for an engine of words.
    """

    moteur: str
    empreinte: str
    valeurs: Reels
    colonnes: tuple[str, ...]
    vides: float
    indexation_s: float
    durees_ms: Reels
    encodage_ms: float | None


@dataclass(frozen=True)
class LigneMoteur:
    """What is said of one engine on one task; ``ecarts`` are its figures minus those of the reference, empty for the reference."""

    moteur: str
    empreinte: str
    mesures: Mapping[str, Intervalle]
    ecarts: Mapping[str, Intervalle]
    sans_resultat: float
    indexation_s: float
    requete_ms: float
    encodage_ms: float | None


@dataclass(frozen=True)
class Comparaison:
    """One task, every engine, best first by MRR (ties by name)."""

    tache: str
    libelle: str
    empreinte: str
    recouvrement: float | None
    requetes: int
    jugees: int
    documents: int
    cles: int
    reference: str | None
    graine: int
    tirages: int
    moteurs: tuple[LigneMoteur, ...]


def comparer(tache: Tache, moteurs: Iterable[Moteur], chronometre: Chronometre = time.perf_counter, graine: int = GRAINE) -> Comparaison:
    """Run engines on a task.

    Args:
        tache: the task.
        moteurs: engines; each is given the corpus, then the queries.
        chronometre: clock in seconds.
        graine: seed of the resamples.

    Returns:
        The comparison, against :data:`REFERENCE` when it is there.
    """
    brutes = [passer(tache, moteur, chronometre) for moteur in moteurs]
    tires = {b.moteur: intervalles.moyennes(b.valeurs, graine) for b in brutes if len(b.valeurs)}
    reference = next((b for b in brutes if b.moteur == REFERENCE), None)
    lignes = [_ligne(b, tires, reference) for b in brutes]
    return Comparaison(
        tache=tache.nom,
        libelle=tache.libelle,
        empreinte=tache.empreinte,
        recouvrement=tache.recouvrement,
        requetes=len(tache.requetes),
        jugees=len(brutes[0].valeurs) if brutes else 0,
        documents=len(tache.corpus.textes),
        cles=len(tache.corpus.cles_uniques),
        reference=reference.moteur if reference else None,
        graine=graine,
        tirages=TIRAGES,
        moteurs=tuple(sorted(lignes, key=lambda ligne: (-ligne.mesures["mrr"].valeur if ligne.mesures else 0.0, ligne.moteur))),
    )


def passer(tache: Tache, moteur: Moteur, chronometre: Chronometre = time.perf_counter) -> Mesures:
    """Raw figures of one engine.

    Args:
        tache: the task.
        moteur: the engine.
        chronometre: clock in seconds.

    Returns:
        Figures by query, in the order of the task.
    """
    debut = chronometre()
    moteur.indexer(tache.corpus)
    indexation = chronometre() - debut
    suivi = _Suivi(tache)
    for rang in range(0, len(tache.requetes), _REQUETES_PAR_BLOC):
        bloc = tache.requetes[rang : rang + _REQUETES_PAR_BLOC]
        debut = chronometre()
        reponses = moteur.noter([r.texte for r in bloc])
        suivi.durees.append(1_000 * (chronometre() - debut) / len(bloc))
        suivi.vides.extend(reponses.vides.tolist())
        for requete, notes in zip(bloc, reponses.notes, strict=True):
            suivi.juger(requete.identifiant, notes)
    valeurs = np.array(suivi.lignes, dtype=np.float64).reshape(len(suivi.lignes), len(suivi.colonnes))
    encodage = _encodage(moteur, tache.textes[:_REQUETES_ENCODEES], chronometre)
    return Mesures(moteur.nom, moteur.empreinte, valeurs, suivi.colonnes, float(np.mean(suivi.vides)), indexation, np.array(suivi.durees), encodage)


def _encodage(moteur: Moteur, textes: Sequence[str], chronometre: Chronometre) -> float | None:
    """Milliseconds to make the vector of one text."""
    if moteur.encodeur is None or not textes:
        return None
    debut = chronometre()
    moteur.encodeur.encoder(textes)
    return 1_000 * (chronometre() - debut) / len(textes)


class _Suivi:
    """Gathers the figures of one engine, query after query."""

    def __init__(self, tache: Tache) -> None:
        self._rang_cle = {cle: rang for rang, cle in enumerate(tache.corpus.cles_uniques)}
        self._cles_de_reponse = [("", tache.jugements)] + ([(SOUPLE, tache.souples)] if tache.souples is not None else [])
        self.colonnes = tuple(nom + suffixe for suffixe, _ in self._cles_de_reponse for nom in MESURES)
        self.lignes: list[list[float]] = []
        self.vides: list[bool] = []
        self.durees: list[float] = []

    def juger(self, identifiant: str, notes: Notes) -> None:
        """Figures of one query: NaN where it has no right answer; a query that has none of either kind gives no line."""
        ligne: list[float] = []
        for _, jugements in self._cles_de_reponse:
            lignes, grades = jugees(jugements.get(identifiant, {}), self._rang_cle)
            mesures = mesurer(rangs(notes, lignes), grades) if len(lignes) else dict.fromkeys(MESURES, np.nan)
            ligne += [mesures[nom] for nom in MESURES]
        if not all(np.isnan(ligne)):
            self.lignes.append(ligne)


def _ligne(brute: Mesures, tires: Mapping[str, Reels], reference: Mesures | None) -> LigneMoteur:
    mesures, ecarts = {}, {}
    for colonne, nom in enumerate(brute.colonnes):
        valeurs = brute.valeurs[:, colonne]
        if np.isnan(valeurs).all():
            continue
        mesures[nom] = intervalles.intervalle(valeurs, tires[brute.moteur][:, colonne])
        if reference is not None and brute is not reference:
            face = tires[reference.moteur][:, colonne]
            ecarts[nom] = intervalles.ecart(valeurs, reference.valeurs[:, colonne], tires[brute.moteur][:, colonne], face)
    return LigneMoteur(
        brute.moteur,
        brute.empreinte,
        mesures,
        ecarts,
        brute.vides,
        brute.indexation_s,
        float(brute.durees_ms.mean()) if len(brute.durees_ms) else 0.0,
        brute.encodage_ms,
    )


def souple(nom: str) -> str:
    """Name of the lenient form of a figure."""
    return nom + SOUPLE


def moteurs_de(comparaisons: Sequence[Comparaison]) -> list[str]:
    """Names of the engines met, in the order of their mean rank over the tasks (ties by name)."""
    rangs_moteurs: dict[str, list[int]] = {}
    for comparaison in comparaisons:
        for rang, ligne in enumerate(comparaison.moteurs):
            rangs_moteurs.setdefault(ligne.moteur, []).append(rang)
    return sorted(rangs_moteurs, key=lambda nom: (sum(rangs_moteurs[nom]) / len(rangs_moteurs[nom]), nom))
