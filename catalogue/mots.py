"""Search by words: folded French stems weighted by BM25, with spelling forgiven word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from models.lexique import entrees
from socle.texte import mots, plier, racine

# A short word has too many neighbours: « vente » must not become « verte ».
LONGUEUR_MIN_FAUTE = 6
LONGUEUR_DEUX_FAUTES = 9
# A word put in place of a misspelt one counts a little less than a word found as it was typed.
POIDS_CORRIGE = 0.8


# The words of an acronym, beside the acronym itself.
POIDS_SIGLE = 0.5
# What people say when they ask, whatever they ask for: kept, for a query may hold nothing else, but light.
POIDS_DEMANDE = 0.2
MOTS_DE_DEMANDE = frozenset(
    """
    aimerai aimerais apprendre avoir besoin boulot cherche chercher comme deja devenir emploi etre fait faire job metier offre poste pouvoir recherche
    rechercher souhaite souhaiterais suis trouver travail travaille travailler veut veux voudrai voudrais vouloir
    """.split()  # noqa: SIM905 (a list of forty quoted words reads worse)
)


@cache
def sigles() -> dict[str, tuple[str, ...]]:
    """Meanings of the acronyms of one word, by their folded form."""
    return {plier(sigle): tuple(sens) for sigle, *sens in entrees("sigles") if len(mots(sigle)) == 1}


@dataclass(frozen=True)
class Correction:
    """A word of the query and the word of the catalogue understood in its place."""

    tape: str
    compris: str


@dataclass(frozen=True)
class ScoresMots:
    """Scores of a query by words, ``[n] float32``, and the spelling forgiven."""

    scores: NDArray[np.float32]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class IndexMots:
    """BM25 over the stems of each text; ``formes`` are the whole words known, for the spelling."""

    bm25: BM25 | None
    vocabulaire: dict[str, int]
    formes: tuple[str, ...]
    taille: int

    @classmethod
    def construire(cls, textes: Sequence[str]) -> IndexMots:
        """Index texts.

        Args:
            textes: one per offer.

        Returns:
            The index; empty texts are never found.
        """
        vocabulaire: dict[str, int] = {}
        formes: set[str] = set()
        documents: list[list[int]] = []
        for texte in textes:
            lus = mots(texte)
            formes.update(lus)
            documents.append([vocabulaire.setdefault(racine(m), len(vocabulaire)) for m in lus])
        bm25 = None
        if vocabulaire:
            bm25 = BM25(method="lucene")
            bm25.index((documents, vocabulaire), show_progress=False)
        return cls(bm25, vocabulaire, tuple(sorted(formes)), len(textes))

    def chercher(self, texte: str) -> ScoresMots:
        """Score every text of the index.

        Args:
            texte: words of the query, in any form.

        Returns:
            Scores, 0 where no word is found.
        """
        scores = np.zeros(self.taille, dtype=np.float32)
        corrections: list[Correction] = []
        if self.bm25 is None:
            return ScoresMots(scores, ())
        for mot in dict.fromkeys(mots(texte)):
            rang, poids = self.vocabulaire.get(racine(mot)), POIDS_DEMANDE if mot in MOTS_DE_DEMANDE else 1.0
            if rang is None:
                compris = None if mot in sigles() else self.corriger(mot)
                if compris is None:
                    continue
                corrections.append(Correction(mot, compris))
                rang, poids = self.vocabulaire[racine(compris)], poids * POIDS_CORRIGE
            scores += poids * self.bm25.get_scores_from_ids([rang])
        for rang in self._rangs_des_sigles(texte):
            scores += POIDS_SIGLE * self.bm25.get_scores_from_ids([rang])
        return ScoresMots(scores, tuple(corrections))

    def _rangs_des_sigles(self, texte: str) -> list[int]:
        """Stems of what the acronyms of a query stand for (« FLE », « ASH »), those that the query does not hold already."""
        lus = mots(texte)
        developpes = {racine(m) for lu in lus for sens in sigles().get(lu, ()) for m in mots(sens)} - {racine(m) for m in lus}
        return sorted(self.vocabulaire[r] for r in developpes if r in self.vocabulaire)

    def corriger(self, mot: str) -> str | None:
        """The word of the index that a misspelt word stands for.

        Args:
            mot: folded word that the index does not hold.

        Returns:
            The nearest word with the same first letter, at one edit (two from 9 letters on), None when there is none; ties by alphabet.
        """
        if len(mot) < LONGUEUR_MIN_FAUTE or mot.isdigit():
            return None
        permis = 2 if len(mot) >= LONGUEUR_DEUX_FAUTES else 1
        voisins = process.extract(mot, self.formes, scorer=DamerauLevenshtein.distance, score_cutoff=permis, limit=None)
        memes = sorted((distance, forme) for forme, distance, _ in voisins if forme[0] == mot[0])
        return memes[0][1] if memes else None
