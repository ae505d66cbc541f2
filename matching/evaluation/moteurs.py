"""The engines that are compared, behind one protocol."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Protocol

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray

from catalogue.fusion import Contexte, Fusion, Genre, Notes
from catalogue.mots import IndexMots
from catalogue.titres import IndexTitres
from catalogue.vues import VuesMetiers
from matching.evaluation.taches import Corpus
from models.encodeur import Encodeur
from models.jalons import IndexJalons
from models.moteurs_reference import EncodeurReserve, TfidfCaracteres
from socle.texte import racines


@dataclass(frozen=True, slots=True)
class Reponses:
    """What an engine answers to a block of queries.

    Attributes:
        notes: ``[q, n_cles] float32``, ``-inf`` for what it does not return.
        vides: ``[q]``, True where a person would be shown no result at all.
    """

    notes: Notes
    vides: NDArray[np.bool_]


class Moteur(Protocol):
    """An engine. Two calls of ``noter`` give the same answers."""

    nom: str
    empreinte: str
    """Hash of its weights, or name and version of the library with its parameters."""
    encodeur: Encodeur | None
    """What makes vectors of texts, to be timed alone; None for an engine of words."""

    def indexer(self, corpus: Corpus) -> None:
        """Read a corpus; the former one is forgotten."""

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """Score every key of the corpus for each query."""


def reponses_mots(notes: Notes) -> Reponses:
    """Answers of an engine that returns only what it found: scores of 0 become ``-inf``."""
    trouve = notes > 0
    return Reponses(np.where(trouve, notes, -np.inf).astype(np.float32), _sans(trouve))


def _sans(trouve: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Queries, ``[q]``, for which nothing is found among ``[q, n]``."""
    vides: NDArray[np.bool_] = np.logical_not(trouve.any(axis=1))
    return vides


class MoteurBM25:
    """BM25 of bm25s over our folded stems, every word of the query counted, no spelling forgiven."""

    nom = "bm25"
    encodeur: Encodeur | None = None

    def __init__(self) -> None:
        self.empreinte = f"bm25s {version('bm25s')} lucene k1=1,5 b=0,75, racines françaises"

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`Moteur`."""
        self._corpus = corpus
        self._vocabulaire: dict[str, int] = {}
        documents = [[self._vocabulaire.setdefault(r, len(self._vocabulaire)) for r in racines(t)] for t in corpus.textes]
        self._bm25 = BM25(method="lucene")
        if self._vocabulaire:
            self._bm25.index((documents, self._vocabulaire), show_progress=False)

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`Moteur`."""
        notes = np.zeros((len(requetes), len(self._corpus.textes)), dtype=np.float32)
        for ligne, requete in enumerate(requetes):
            rangs = [self._vocabulaire[r] for r in racines(requete) if r in self._vocabulaire]
            if rangs:
                notes[ligne] = self._bm25.get_scores_from_ids(rangs)
        return reponses_mots(self._corpus.par_cle(notes))


class MoteurTfidf:
    """TF-IDF of characters, no result without a common n-gram."""

    nom = "tfidf_caracteres"
    encodeur: Encodeur | None = None

    def __init__(self) -> None:
        self._tfidf = TfidfCaracteres()
        self.empreinte = self._tfidf.empreinte

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`Moteur`."""
        self._corpus = corpus
        self._tfidf.indexer(corpus.textes)

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`Moteur`."""
        return reponses_mots(self._corpus.par_cle(self._tfidf.noter(requetes)))


class MoteurEncodeur:
    """An encoder alone: cosines, every key ranked. No result is shown under its noise floor.

    Args:
        encodeur: any encoder.
        nom: name in the table.
    """

    def __init__(self, encodeur: Encodeur, nom: str = "encodeur") -> None:
        self.nom = nom
        self.empreinte = encodeur.empreinte
        self.encodeur: Encodeur | None = encodeur.source if isinstance(encodeur, EncodeurReserve) else encodeur
        self._encodeur = encodeur

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`Moteur`."""
        self._corpus = corpus
        self._vecteurs = self._encodeur.encoder(corpus.textes)

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`Moteur`."""
        notes = self._corpus.par_cle(self._encodeur.encoder(requetes) @ self._vecteurs.T)
        return Reponses(notes, _sans(notes > self._encodeur.plancher))


@dataclass(frozen=True)
class IndexTextes:
    """Long texts, searched as the product searches offers: words, meaning, métiers."""

    mots: IndexMots
    vecteurs: Notes
    par_metiers: IndexJalons | None

    @classmethod
    def construire(cls, textes: Sequence[str], encodeur: Encodeur) -> IndexTextes:
        """Index texts."""
        vecteurs = encodeur.encoder(textes)
        return cls(IndexMots.construire(textes), vecteurs, IndexJalons.de(vecteurs, encodeur.jalons))

    def noter(self, texte: str, vecteur: Notes) -> tuple[dict[str, Notes], Contexte]:
        """Raw scores of a query by scorer, ``[n]`` each, and its context."""
        lus = self.mots.chercher(texte)
        notes = {"mots": lus.scores, "sens": self.vecteurs @ vecteur}
        if self.par_metiers is not None:
            notes["metiers"] = self.par_metiers.comparer(vecteur)
        return notes, Contexte.de(texte, self.mots.vocabulaire, lus.corrections)


class MoteurHybride:
    """Ours, as the product runs it: words with spelling forgiven, and vectors, by the learnt rule of ``catalogue.fusion``.

    Args:
        encodeur: sentence encoder.
        fusion: the rule.
        nom: name in the table.
    """

    def __init__(self, encodeur: Encodeur, fusion: Fusion, nom: str = "hybride") -> None:
        self.nom = nom
        self.empreinte = hashlib.sha256(f"{encodeur.empreinte} {fusion}".encode()).hexdigest()
        self.encodeur: Encodeur | None = encodeur
        self._encodeur = encodeur
        self._fusion = fusion

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`Moteur`."""
        self._corpus = corpus
        if corpus.genre is Genre.METIERS:
            self._vues = VuesMetiers.construire(corpus.metiers, self._encodeur)
        elif corpus.genre is Genre.TITRES:
            self._titres = IndexTitres.construire(corpus.textes, self._encodeur)
        else:
            self._textes = IndexTextes.construire(corpus.textes, self._encodeur)

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`Moteur`."""
        composantes = [self.composantes(texte, vecteur) for texte, vecteur in zip(requetes, self.encoder(requetes), strict=True)]
        notes = np.stack([self._fusion.fusionner(self._corpus.genre, scores, contexte) for scores, contexte in composantes])
        return Reponses(notes, np.array([self._vide(scores) for scores, _ in composantes]))

    def encoder(self, textes: Sequence[str]) -> Notes:
        """Vectors of queries, ``[len(textes), d]``."""
        return self._encodeur.encoder(textes)

    def composantes(self, texte: str, vecteur: Notes) -> tuple[dict[str, Notes], Contexte]:
        """What is fused for one query.

        Args:
            texte: the query.
            vecteur: its vector, ``[d]``.

        Returns:
            Raw scores by scorer, ``[n_cles]`` each, and the context.
        """
        if self._corpus.genre is Genre.METIERS:
            lues = self._vues.noter(texte, vecteur)
            return lues.notes, lues.contexte
        index = self._titres if self._corpus.genre is Genre.TITRES else self._textes
        notes, contexte = index.noter(texte, vecteur)
        return {nom: self._corpus.par_cle(valeurs[None])[0] for nom, valeurs in notes.items()}, contexte

    def _vide(self, scores: dict[str, Notes]) -> bool:
        """Nothing found: words aligned one by one, métiers and crowds only order what whole texts, words or letters have found."""
        seuils = {nom: self._encodeur.plancher if nom.startswith("sens") else 0.0 for nom in scores if nom.startswith(("sens", "mots", "lettres"))}
        return not any((scores[nom] > seuil).any() for nom, seuil in seuils.items())
