"""How fast and how exact the search is, over invented offers, beside other engines: same machine, same run, same queries, one core each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.recherche import Requete
from catalogue.referentiel import Referentiel
from catalogue.vues import TextesMetier
from matching.bancs import depot
from matching.bancs.corpus import MILLE, SELECTIVITES, Corpus, inventer_corpus
from matching.bancs.moteurs import FAISS, HNSW_ITERATIF, PRODUIT, BasePg, MoteurBanc, base_du_banc, moteurs_en_memoire
from models.encodeur import Encodeur
from models.moteurs_reference import un_seul_coeur

GRAINE = 20261123
K = 20
TOURS_A_VIDE = 3
# An engine that spends this (seconds) on a task is asked no more queries; they come in an order drawn once, the same for all.
BUDGET_S = 20.0
MINIMUM = 8
# Two vectors that only rounding tells apart are as near as one another.
ECART_NUL = 1e-5
Metiers = tuple[Referentiel, Sequence[TextesMetier]]
SANS_VECTEURS = frozenset({"produit_mots", "bm25s", "postgres"})


@dataclass(frozen=True, slots=True)
class Vitesse:
    """Durations of one engine over the whole catalogue.

    Attributes:
        posees: queries asked: all of them, unless the engine spent its budget before.
        p50_ms, p95_ms, p99_ms: quantiles over the queries asked, each once.
        cpu_ms: processor time of a query, mean: what a busy machine does not blur.
        requetes_par_s: one after the other.
        rapport: median over that of bare FAISS in the same run.
        octets: what its index holds.
        indexation_s: time to fill and index, None when the index is that of the product.
    """

    moteur: str
    posees: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms: float
    requetes_par_s: float
    rapport: float
    octets: int
    indexation_s: float | None


@dataclass(frozen=True, slots=True)
class Filtre:
    """One engine under a filter that lets a share of the catalogue through.

    Attributes:
        part: share let through, in (0, 1].
        rappel: share of the true best eligible offers that it gives, mean over the queries.
        rendus: results given, mean over the queries, of :data:`K` wanted.
    """

    moteur: str
    part: float
    p50_ms: float
    p95_ms: float
    rappel: float
    rendus: float


@dataclass
class MesureRecherche:
    """One size of catalogue: see :class:`Vitesse` and :class:`Filtre`; ``absents`` says why an engine is missing."""

    offres: int
    dimension: int
    requetes: int
    k: int
    graine: int
    empreinte: str
    modele: str
    invention_s: float
    construction_s: float
    encodage_ms: float
    memoire_processus: int
    vitesses: list[Vitesse] = field(default_factory=list)
    filtres: list[Filtre] = field(default_factory=list)
    absents: dict[str, str] = field(default_factory=dict)
    duree_s: float = 0.0


def mesurer(offres: int, url: str, metiers: Metiers, encodeur: Encodeur, jour: date, dire: Callable[[str], None]) -> MesureRecherche:
    """Measure every engine over a catalogue made up for it.

    Args:
        offres: size of the catalogue.
        url: any database of the server; the bench makes its own beside it and drops it.
        metiers: référentiels, and what is said of the métiers.
        encodeur: sentence encoder.
        jour: today.
        dire: told what is going on.

    Returns:
        The measures.

    Raises:
        ErreurPersonne: no métier, or no database.
    """
    debut = time.perf_counter()
    dire("invention des offres")
    with un_seul_coeur():
        corpus = inventer_corpus(offres, *metiers, encodeur, jour, GRAINE)
        mesure = MesureRecherche(
            offres=offres,
            dimension=encodeur.dimension,
            requetes=len(corpus.requetes),
            k=K,
            graine=GRAINE,
            empreinte=corpus.empreinte,
            modele=encodeur.empreinte,
            invention_s=corpus.invention_s,
            construction_s=corpus.construction_s,
            encodage_ms=float(np.median(_durees(lambda q, _: encodeur.encoder([corpus.requetes[q]]), len(corpus.requetes)))),
            memoire_processus=_memoire(),
        )
        with base_du_banc(url, corpus, K) as base:
            _comparer(mesure, corpus, base, jour, dire)
    plancher = next(v.p50_ms for v in mesure.vitesses if v.moteur == FAISS)
    mesure.vitesses = [replace(v, rapport=v.p50_ms / plancher) for v in mesure.vitesses]
    mesure.duree_s = time.perf_counter() - debut
    return mesure


def _comparer(mesure: MesureRecherche, corpus: Corpus, base: BasePg, jour: date, dire: Callable[[str], None]) -> None:
    """Every engine in turn; those of vectors under every filter too."""
    juge = _Juge(corpus, jour)
    for moteur, indexation_s in _ouvrir(corpus, base, jour, mesure.absents):
        dire(moteur.nom)
        if moteur.nom != HNSW_ITERATIF:
            mesure.vitesses.append(_vitesse(moteur, len(corpus.requetes), indexation_s))
        if moteur.nom not in SANS_VECTEURS:
            mesure.filtres += [_filtrer(moteur, millieme, juge, len(corpus.requetes)) for millieme in SELECTIVITES]


def _ouvrir(corpus: Corpus, base: BasePg, jour: date, absents: dict[str, str]) -> Iterator[tuple[MoteurBanc, float | None]]:
    for moteur in moteurs_en_memoire(corpus, jour, K):
        yield moteur, None
    yield _chronometrer(base.mots)
    version = base.coureur.run(depot.version_vector(base.connexion))
    if version is None:
        absents["pgvector"] = "l’extension « vector » n’est pas installée sur ce serveur"
        return
    yield _chronometrer(base.sens)
    yield _chronometrer(base.indexer_sens)
    if tuple(int(n) for n in version.split(".")[:2]) >= (0, 8):
        yield _chronometrer(base.iteratif)
    else:
        absents[HNSW_ITERATIF] = f"pgvector {version} ne sait pas reprendre la recherche (il faut 0.8)"


def _chronometrer(ouvrir: Callable[[], MoteurBanc]) -> tuple[MoteurBanc, float]:
    debut = time.perf_counter()
    moteur = ouvrir()
    return moteur, time.perf_counter() - debut


@dataclass(frozen=True)
class _Juge:
    """What the right answers are: by numpy alone for vectors, by the list of the product without filter for the product."""

    corpus: Corpus
    jour: date

    def rappel(self, moteur: str, requete: int, millieme: int, rendus: Sequence[int]) -> float:
        """Share of the right answers that were given, 1 when there was nothing to give."""
        eligibles = self.corpus.parts < millieme
        if moteur == PRODUIT:
            justes = self._liste(requete, eligibles)
            return len(set(justes) & set(rendus)) / len(justes) if justes else 1.0
        notes = self.corpus.moteur.image.vecteurs @ self.corpus.vecteurs[requete]
        voulus = min(K, int(eligibles.sum()))
        if not voulus:
            return 1.0
        seuil = np.partition(notes[eligibles], -voulus)[-voulus] - ECART_NUL
        return min(voulus, sum(1 for r in set(rendus) if eligibles[r] and notes[r] >= seuil)) / voulus

    def _liste(self, requete: int, eligibles: NDArray[np.bool_]) -> list[int]:
        entiere = self.corpus.moteur.chercher(Requete(self.corpus.requetes[requete], par_page=len(eligibles)), self.jour).rangs
        return list(entiere[eligibles[entiere]][:K].tolist())


def _vitesse(moteur: MoteurBanc, requetes: int, indexation_s: float | None) -> Vitesse:
    _echauffer(moteur.chercher, requetes)
    cpu = moteur.cpu()
    durees = _durees(moteur.chercher, requetes)
    cpu_ms = 1000 * (moteur.cpu() - cpu) / len(durees)
    p50, p95, p99 = (float(p) for p in np.percentile(durees, [50, 95, 99]))
    return Vitesse(moteur.nom, len(durees), p50, p95, p99, cpu_ms, 1000 / float(durees.mean()), 0.0, moteur.octets, indexation_s)


def _filtrer(moteur: MoteurBanc, millieme: int, juge: _Juge, requetes: int) -> Filtre:
    durees, rappels, rendus = [], [], []
    for q in range(requetes):
        debut = time.perf_counter()
        trouves = moteur.chercher(q, millieme)
        durees.append(1000 * (time.perf_counter() - debut))
        rappels.append(juge.rappel(moteur.nom, q, millieme, trouves))
        rendus.append(len(trouves))
        if _assez(durees, BUDGET_S / len(SELECTIVITES)):
            break
    p50, p95 = (float(p) for p in np.percentile(durees, [50, 95]))
    return Filtre(moteur.nom, millieme / MILLE, p50, p95, float(np.mean(rappels)), float(np.mean(rendus)))


def _echauffer(chercher: Callable[[int, int], object], requetes: int) -> None:
    """A few queries for nothing: what is read or computed once is no part of the measure."""
    durees: list[float] = []
    for q in range(min(TOURS_A_VIDE, requetes)):
        durees.append(_duree(chercher, q))
        if sum(durees) > 1000:
            break


def _durees(chercher: Callable[[int, int], object], requetes: int) -> NDArray[np.float64]:
    """Milliseconds of each query asked once."""
    durees: list[float] = []
    for q in range(requetes):
        durees.append(_duree(chercher, q))
        if _assez(durees, BUDGET_S):
            break
    return np.array(durees)


def _duree(chercher: Callable[[int, int], object], requete: int) -> float:
    debut = time.perf_counter()
    chercher(requete, MILLE)
    return 1000 * (time.perf_counter() - debut)


def _assez(durees: Sequence[float], budget_s: float) -> bool:
    """Whether an engine has spent its budget over enough queries."""
    return len(durees) >= MINIMUM and sum(durees) > 1000 * budget_s


def _memoire() -> int:
    """Resident memory of this process, bytes; 0 where the system does not say it."""
    etat = Path("/proc/self/status")
    if not etat.is_file():
        return 0
    return next((1024 * int(ligne.split()[1]) for ligne in etat.read_text(encoding="ascii").splitlines() if ligne.startswith("VmRSS:")), 0)
