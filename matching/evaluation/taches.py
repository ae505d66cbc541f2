"""An evaluation task as data: queries, a corpus, and what is right for each query."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.fusion import Genre, Notes
from catalogue.vues import TextesMetier

# A document of more words than that on average is a text, not a label.
MOTS_D_UN_TITRE = 15


@dataclass(frozen=True)
class Corpus:
    """Documents; each belongs to a key, and keys are what is ranked.

    Attributes:
        textes: one per document.
        cles: key of each document: its own id, or the métier it is a title of.
        metiers: the métiers behind the documents, in the order of ``cles_uniques``, for the engines that can make more of them than texts.
    """

    textes: tuple[str, ...]
    cles: tuple[str, ...]
    metiers: tuple[TextesMetier, ...] = ()

    @cached_property
    def cles_uniques(self) -> tuple[str, ...]:
        """The keys, sorted: equal scores are ordered by key."""
        return tuple(sorted(set(self.cles)))

    @cached_property
    def genre(self) -> Genre:
        """Kind of corpus, for the fusion."""
        if self.metiers:
            return Genre.METIERS
        mots = sum(len(texte.split()) for texte in self.textes)
        return Genre.TITRES if mots <= MOTS_D_UN_TITRE * len(self.textes) else Genre.TEXTES

    @cached_property
    def _regroupement(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        _, inverse = np.unique(np.array(self.cles), return_inverse=True)
        ordre = np.argsort(inverse, kind="stable")
        return ordre, np.searchsorted(inverse[ordre], np.arange(len(self.cles_uniques)))

    def par_cle(self, notes: Notes) -> Notes:
        """Best score of the documents of each key.

        Args:
            notes: ``[q, n_documents]``.

        Returns:
            ``[q, n_cles]``, in the order of ``cles_uniques``.
        """
        ordre, debuts = self._regroupement
        if len(debuts) == len(ordre):
            return notes[:, ordre]
        return np.maximum.reduceat(notes[:, ordre], debuts, axis=1)


@dataclass(frozen=True, slots=True)
class Requete:
    """A query and its id."""

    identifiant: str
    texte: str


@dataclass(frozen=True)
class Tache:
    """What an engine is asked.

    Attributes:
        nom: short name, stable.
        libelle: what is asked, in French.
        jugements: query id → key → grade (1 and more: right). A query without any right key is left out of the ranking figures.
        souples: the same with what is also accepted (the family of the métier), None where it has no meaning.
        recouvrement: share of the queries whose words are, folded and in order, those of a text the witness encoder learnt from; None when
            nothing is known of that.
    """

    nom: str
    libelle: str
    requetes: tuple[Requete, ...]
    corpus: Corpus
    jugements: Mapping[str, Mapping[str, int]]
    souples: Mapping[str, Mapping[str, int]] | None = None
    recouvrement: float | None = None

    @cached_property
    def empreinte(self) -> str:
        """SHA-256 of queries, documents and judgements: the same data give the same hash on any machine."""
        somme = hashlib.sha256()
        for bloc in (
            (f"{r.identifiant}\t{r.texte}" for r in self.requetes),
            (f"{cle}\t{texte}" for cle, texte in zip(self.corpus.cles, self.corpus.textes, strict=True)),
            _lignes(self.jugements),
            _lignes(self.souples or {}),
        ):
            somme.update("\n".join(bloc).encode() + b"\x00")
        return somme.hexdigest()

    @property
    def textes(self) -> list[str]:
        """Texts of the queries."""
        return [r.texte for r in self.requetes]


def _lignes(jugements: Mapping[str, Mapping[str, int]]) -> Iterable[str]:
    return (f"{q} {d} {note}" for q, notes in sorted(jugements.items()) for d, note in sorted(notes.items()))


def corpus_metiers(metiers: Sequence[TextesMetier]) -> Corpus:
    """The ROME as a corpus: every title, and one document of definition and skills per métier, so that every engine reads the same words.

    Args:
        metiers: any order.

    Returns:
        The corpus, keyed by ROME code.
    """
    tries = tuple(sorted(metiers, key=lambda m: m.code_rome))
    paires = [(nom, m.code_rome) for m in tries for nom in m.noms]
    paires += [(texte, m.code_rome) for m in tries if (texte := "\n".join(p for p in (m.definition, ". ".join(m.competences)) if p))]
    return Corpus(tuple(t for t, _ in paires), tuple(c for _, c in paires), tries)
