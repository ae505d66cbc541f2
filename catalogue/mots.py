"""Search by words: folded French stems weighted by BM25, with spelling forgiven word by word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from pathlib import Path

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray

from catalogue.orthographe import Orthographe, tapes
from models.lexique import entrees
from socle.texte import cle_tri, mots, plier, racine

# A word put in place of a misspelt one counts a little less than a word found as it was typed.
POIDS_CORRIGE = 0.8
# A word known, but that many times rarer than a word of métiers which sounds the same, is that word misspelt (« M. Masson », « maçon »).
BIEN_PLUS_RARE = 20

FAMILLES = Path(__file__).with_name("familles.txt")
# The words of an acronym or of a sector, beside the acronym or the name of the sector itself.
POIDS_SIGLE = 0.5
# What people say when they ask, whatever they ask for: kept, for a query may hold nothing else, but light.
POIDS_DEMANDE = 0.2
MOTS_DE_DEMANDE = frozenset(
    """
    aimerai aimerais apprendre avoir besoin boulot cherche chercher comme deja devenir emploi etre fait faire habite habiter interesse job leve metier
    motive motivee offre poste pouvoir probleme recherche rechercher souhaite souhaiterais suis tot trouver travail travaille travailler veut veux
    voudrai voudrais vouloir
    """.split()  # noqa: SIM905 (a list of forty quoted words reads worse)
)


@cache
def sigles() -> dict[str, tuple[str, ...]]:
    """Meanings of the acronyms of one word, by their folded form."""
    return {plier(sigle): tuple(sens) for sigle, *sens in entrees("sigles") if len(mots(sigle)) == 1}


@cache
def familles(fichier: Path = FAMILLES) -> dict[str, tuple[str, ...]]:
    """Words of the métiers of a sector, by its folded name.

    Args:
        fichier: our list, « sector | words ».

    Returns:
        Folded words by folded name.
    """
    lignes = (ligne.split("|") for ligne in fichier.read_text(encoding="utf-8").splitlines() if "|" in ligne and not ligne.startswith("#"))
    return {cle_tri(nom): tuple(mots(suite)) for nom, suite in lignes}


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
        rangs: dict[str, int] = {}  # of the stem of each whole word
        vocabulaire: dict[str, int] = {}
        documents: list[list[int]] = []
        for texte in textes:
            lus = mots(texte)
            for mot in lus:
                if mot not in rangs:
                    rangs[mot] = vocabulaire.setdefault(racine(mot), len(vocabulaire))
            documents.append([rangs[mot] for mot in lus])
        bm25 = None
        if vocabulaire:
            bm25 = BM25(method="lucene")
            bm25.index((documents, vocabulaire), show_progress=False)
        return cls(bm25, vocabulaire, tuple(sorted(rangs)), len(textes))

    def chercher(self, texte: str, metiers: Collection[str] = ()) -> ScoresMots:
        """Score every text of the index.

        Args:
            texte: words of the query, in any form.
            metiers: folded words of the names of métiers: never taken for a mistake, and preferred in place of one.

        Returns:
            Scores, 0 where no word is found.
        """
        scores = np.zeros(self.taille, dtype=np.float32)
        if self.bm25 is None:
            return ScoresMots(scores, ())
        corrections = self.corrections(texte, metiers)
        for mot in dict.fromkeys(mots(texte)):
            rang = self.vocabulaire.get(racine(mot))
            if rang is not None:
                self._ajouter(scores, rang, POIDS_DEMANDE if mot in MOTS_DE_DEMANDE else 1.0)
        for correction in corrections:
            self._ajouter(scores, self.vocabulaire[racine(correction.compris)], POIDS_CORRIGE)
        for rang in self._rangs_voisins(texte):
            self._ajouter(scores, rang, POIDS_SIGLE)
        return ScoresMots(scores, corrections)

    def corrections(self, texte: str, metiers: Collection[str] = ()) -> tuple[Correction, ...]:
        """Words understood in place of others.

        Args:
            texte: words of the query.
            metiers: see :meth:`chercher`.

        Returns:
            The corrections, in the order of the query.
        """
        tels_quels = tapes(texte)
        lus = dict.fromkeys(m for m in mots(texte) if m not in metiers and m not in sigles() and m not in MOTS_DE_DEMANDE)
        compris = ((mot, self._compris(mot, tels_quels.get(mot, mot), metiers)) for mot in lus)
        return tuple(Correction(mot, forme) for mot, forme in compris if forme is not None)

    def portent(self, racines: Collection[str]) -> NDArray[np.int64]:
        """Rows of the texts that hold every one of some stems, increasing."""
        if self.bm25 is None or any(r not in self.vocabulaire for r in racines):
            return np.zeros(0, dtype=np.int64)
        colonnes = self.bm25.scores
        listes = [colonnes["indices"][colonnes["indptr"][r] : colonnes["indptr"][r + 1]] for r in (self.vocabulaire[x] for x in sorted(racines))]
        rangs: NDArray[np.int64] = reduce(np.intersect1d, listes).astype(np.int64)
        return rangs

    def _ajouter(self, scores: NDArray[np.float32], rang: int, poids: float) -> None:
        """Add the weights of one stem: the column that bm25s keeps for it, where each text comes once."""
        assert self.bm25 is not None
        colonnes = self.bm25.scores
        debut, fin = int(colonnes["indptr"][rang]), int(colonnes["indptr"][rang + 1])
        scores[colonnes["indices"][debut:fin]] += np.float32(poids) * colonnes["data"][debut:fin]

    def _compris(self, mot: str, tape: str, metiers: Collection[str]) -> str | None:
        """The word understood in place of one that is unknown, or that only a name bears."""
        if racine(mot) not in self.vocabulaire:
            return self.corriger(mot, tape, metiers)
        rare = self.frequence(mot) * BIEN_PLUS_RARE
        jumeaux = [f for f, _ in self.orthographe.meme_son(mot, tape) if f in metiers and racine(f) != racine(mot) and self.frequence(f) >= rare]
        return min(jumeaux, key=lambda f: (-self.frequence(f), f), default=None)

    def frequence(self, mot: str) -> int:
        """Number of texts that hold a word, in any form of it."""
        rang = self.vocabulaire.get(racine(mot))
        if rang is None or self.bm25 is None:
            return 0
        return int(self.bm25.scores["indptr"][rang + 1] - self.bm25.scores["indptr"][rang])

    @cached_property
    def orthographe(self) -> Orthographe:
        """The words known, filed for the spelling."""
        return Orthographe.construire(self.formes)

    def _rangs_voisins(self, texte: str) -> list[int]:
        """Stems of what the acronyms of a query stand for (« ASH »), and of the words of the sector that is all it names (« vente »).

        Those that the query holds already are left out.
        """
        lus = mots(texte)
        sens = {m for lu in lus for dit in sigles().get(lu, ()) for m in mots(dit)}
        sens.update(familles().get(" ".join(m for m in lus if m not in MOTS_DE_DEMANDE), ()))
        developpes = {racine(m) for m in sens} - {racine(m) for m in lus}
        return sorted(self.vocabulaire[r] for r in developpes if r in self.vocabulaire)

    def corriger(self, mot: str, tape: str = "", metiers: Collection[str] = ()) -> str | None:
        """The word of the index that a misspelt word stands for.

        Args:
            mot: folded word that the index does not hold.
            tape: the same with its accents.
            metiers: words preferred among equals.

        Returns:
            See :meth:`catalogue.orthographe.Orthographe.corriger`.
        """
        return self.orthographe.corriger(mot, tape or mot, self.frequence, metiers)
