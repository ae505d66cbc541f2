"""One rule to fuse what words and meaning say of a query: a convex combination whose weights are learnt and depend on the query.

Measured (see docs/evaluation.md): fixed equal weights, and reciprocal ranks, lose to the encoder alone; a small weight for the words wins, and
it grows when the query is long. Weights follow Bruch, Gai and Ingber, « An Analysis of Fusion Functions for Hybrid Retrieval », TOIS 2023.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalogue.mots import Correction
from socle.texte import mots, racine

FICHIER = Path(__file__).with_suffix(".toml")

# Words that a diploma begins with: its title names what was studied, and says a family of métiers better than one of them.
DIPLOMES: Final = frozenset(
    {"bac", "baccalaureat", "bachelor", "bep", "bepa", "bp", "bpjeps", "brevet", "bts", "btsa", "bm", "bma", "but", "cap", "capa", "certificat"}
    | {"cqp", "cqpi", "dcg", "dejeps", "desjeps", "deug", "deust", "diplome", "dma", "dnmade", "dscg", "dut", "licence", "master", "mastere", "mba"}
)

# A query of up to four words is a label, one of twenty or more is a paragraph; between the two, weights go from one to the other in a line.
COURTE, LONGUE = 4, 20

Notes = NDArray[np.float32]


class Genre(StrEnum):
    """What is searched: short labels, long texts (offers), or métiers seen from several sides."""

    TITRES = "titres"
    TEXTES = "textes"
    METIERS = "metiers"


class Coin(StrEnum):
    """The extreme queries between which every query stands: short or long, of words known, misspelt or unknown; titles of diplomas stand apart."""

    COURTE_CONNUE = "courte_connue"
    COURTE_CORRIGEE = "courte_corrigee"
    COURTE_INCONNUE = "courte_inconnue"
    LONGUE_CONNUE = "longue_connue"
    LONGUE_CORRIGEE = "longue_corrigee"
    LONGUE_INCONNUE = "longue_inconnue"
    DIPLOME = "diplome"


@dataclass(frozen=True, slots=True)
class Contexte:
    """What the weights depend on: the words of a query against those of the corpus.

    Attributes:
        corriges: share of the words that are not in the corpus and for which another was understood, in [0, 1].
        inconnus: share of the words that say nothing to the corpus, in [0, 1]; 1 for a query without any word.
        longueur: number of words, stop words left out.
        diplome: whether it is the title of a diploma.
    """

    corriges: float
    inconnus: float
    longueur: int
    diplome: bool = False

    @classmethod
    def de(cls, texte: str, vocabulaire: Collection[str], corrections: Sequence[Correction]) -> Contexte:
        """Context of a query.

        Args:
            texte: the query.
            vocabulaire: stems of the corpus.
            corrections: spelling forgiven in that query.

        Returns:
            The context.
        """
        lus = mots(texte)
        absents = [m for m in lus if racine(m) not in vocabulaire]
        tapes = {c.tape for c in corrections}
        corriges = sum(m in tapes for m in absents)
        return cls(corriges / len(lus), (len(absents) - corriges) / len(lus), len(lus), _diplome(lus)) if lus else cls(0.0, 1.0, 0)

    def parts(self) -> tuple[float, ...]:
        """Share of each :class:`Coin`, in its order; they sum to 1."""
        if self.diplome:
            return tuple(float(coin is Coin.DIPLOME) for coin in Coin)
        longue = min(1.0, max(0.0, (self.longueur - COURTE) / (LONGUE - COURTE)))
        etats = (1 - self.corriges - self.inconnus, self.corriges, self.inconnus)
        return (*((1 - longue) * etat for etat in etats), *(longue * etat for etat in etats), 0.0)


def _diplome(lus: Sequence[str]) -> bool:
    return lus[0] in DIPLOMES or tuple(lus[:2]) in {("titre", "professionnel"), ("ingenieur", "diplome")}


@dataclass(frozen=True)
class Fusion:
    """The learnt rule.

    Attributes:
        version: to be stored beside what was ranked with it.
        poids: for each kind of corpus, scorer → weight at each corner, none negative.
    """

    version: str
    poids: Mapping[Genre, Mapping[str, tuple[float, ...]]]

    def poids_pour(self, genre: Genre, contexte: Contexte, presents: Collection[str]) -> dict[str, float]:
        """Weights of the scorers for one query.

        Args:
            genre: kind of corpus.
            contexte: the query.
            presents: scorers at hand; without the encoder, the words alone.

        Returns:
            Weights that sum to 1 over the scorers at hand, equal when the rule gives them nothing.

        Raises:
            KeyError: a scorer that the rule does not know.
        """
        parts = contexte.parts()
        bruts = {nom: sum(p * w for p, w in zip(parts, self.poids[genre][nom], strict=True)) for nom in presents}
        total = sum(bruts.values())
        return {nom: poids / total if total > 0 else 1 / len(bruts) for nom, poids in bruts.items()}

    def fusionner(self, genre: Genre, notes: Mapping[str, Notes], contexte: Contexte) -> Notes:
        """Fused scores of one query.

        Args:
            genre: kind of corpus.
            notes: raw scores by scorer, ``[n]`` each: BM25 under names in « mots », cosines and similarities under
                the others.
            contexte: the query.

        Returns:
            ``[n] float32`` in [0, 1]; they serve to order, and are not shown.
        """
        poids = self.poids_pour(genre, contexte, notes.keys())
        total: Notes = np.sum([poids[nom] * ramener(nom, valeurs) for nom, valeurs in notes.items()], axis=0, dtype=np.float32)
        return total


def ramener(nom: str, notes: Notes) -> Notes:
    """Bring raw scores to [0, 1].

    Args:
        nom: scorer.
        notes: raw scores, ``[n]``.

    Returns:
        Scores by words over the best of the query; cosines and similarities of letters without what is negative. The noise floor is no
        threshold here: cut at it, cosines order worse (it says what may be shown, not what comes first).
    """
    if not nom.startswith("mots"):
        return np.clip(notes, 0, 1)
    sommet = float(notes.max(initial=0.0))
    return notes / np.float32(sommet) if sommet > 0 else notes


@lru_cache(maxsize=4)
def charger(fichier: Path = FICHIER) -> Fusion:
    """Read the rule.

    Args:
        fichier: TOML written by the learning (``boite evaluer regler``).

    Returns:
        The rule.

    Raises:
        ValueError: a weight is missing or negative.
    """
    return lire(tomllib.loads(fichier.read_text(encoding="utf-8")))


def lire(contenu: Mapping[str, Any]) -> Fusion:
    """Check and build the rule out of decoded TOML.

    Args:
        contenu: ``version``, then a table per :class:`Genre` of tables per :class:`Coin` of weights by scorer.

    Returns:
        The rule.

    Raises:
        ValueError: a weight is missing or negative.
    """
    poids: dict[Genre, dict[str, tuple[float, ...]]] = {}
    for genre in Genre:
        coins = contenu[genre.value]
        noms = sorted({nom for coin in Coin for nom in coins[coin.value]})
        poids[genre] = {nom: tuple(float(coins[coin.value].get(nom, -1)) for coin in Coin) for nom in noms}
        if any(w < 0 for liste in poids[genre].values() for w in liste):
            raise ValueError(f"{genre.value} : un poids manque ou est négatif")
    return Fusion(str(contenu["version"]), poids)
