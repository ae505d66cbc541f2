"""The spelling forgiven: among the words of the catalogue, the one that a misspelt word stands for, by its letters and by its sound."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from catalogue.phonetique import son
from socle.texte import plier

# A short word has too many neighbours: « vente » must not become « verte ».
LONGUEUR_MIN_FAUTE = 6
LONGUEUR_DEUX_FAUTES = 9
# By its sound a word is recognised sooner, but few letters may differ.
LONGUEUR_MIN_SON = 5
# A word that sounds the same comes before a word one letter away: people write what they hear.
COUT_DU_SON, COUT_PAR_LETTRE = 0.5, 0.1

_CEDILLE = re.compile(r"(?<=.)c(?=[aou])")
_FINALE = re.compile(r"(?<=..)e$")
_MOT = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Orthographe:
    """Words known, filed by first letter and length, and by sound."""

    par_lettre: Mapping[tuple[str, int], tuple[str, ...]]
    par_son: Mapping[str, tuple[str, ...]]

    @classmethod
    def construire(cls, formes: Iterable[str]) -> Orthographe:
        """File words.

        Args:
            formes: folded words; the sounds that folding hides are filed too (« macon » is a maçon, « qualifie » is qualifié).

        Returns:
            The spelling.
        """
        lettres: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        sons: defaultdict[str, list[str]] = defaultdict(list)
        for forme in sorted(formes):
            if len(forme) >= LONGUEUR_MIN_SON - 1 and not forme.isdigit():
                lettres[forme[0], len(forme)].append(forme)
                for entendu in {son(f) for f in (forme, _CEDILLE.sub("ç", forme), _FINALE.sub("é", forme))}:
                    sons[entendu].append(forme)
        return cls({c: tuple(f) for c, f in lettres.items()}, {c: tuple(f) for c, f in sons.items()})

    def corriger(self, mot: str, tape: str, frequence: Callable[[str], int], metiers: Collection[str] = ()) -> str | None:
        """The word that a misspelt one stands for.

        Args:
            mot: folded word that is not known.
            tape: the same as typed, accents kept, in lower case.
            frequence: number of texts that hold a word.
            metiers: words of the names of métiers, which come first of equals.

        Returns:
            Same sound, or same first letter and one edit (two from 9 letters on); the nearest, then a word of métiers, then the most frequent, then
            by alphabet. None when there is none.
        """
        if len(mot) < LONGUEUR_MIN_SON or mot.isdigit():
            return None
        couts = {forme: float(distance) for forme, distance in self._par_lettres(mot)}
        couts |= {forme: COUT_DU_SON + COUT_PAR_LETTRE * distance for forme, distance in self.meme_son(mot, tape)}
        return min(couts, key=lambda f: (couts[f], f not in metiers, -frequence(f), f), default=None)

    def meme_son(self, mot: str, tape: str) -> list[tuple[str, int]]:
        """Words that sound like one, with the number of edits between them: one in five letters, two in six to eight, three beyond."""
        permis = 1 if len(mot) <= LONGUEUR_MIN_SON else 2 if len(mot) < LONGUEUR_DEUX_FAUTES else 3
        sons = sorted({son(tape), son(mot)})
        formes = dict.fromkeys(f for s in sons for f in self.par_son.get(s, ()) if f != mot)
        ecarts = ((f, DamerauLevenshtein.distance(mot, f)) for f in formes)
        return [(f, ecart) for f, ecart in ecarts if ecart <= permis]

    def _par_lettres(self, mot: str) -> list[tuple[str, int]]:
        if len(mot) < LONGUEUR_MIN_FAUTE:
            return []
        permis = 2 if len(mot) >= LONGUEUR_DEUX_FAUTES else 1
        proches = [f for longueur in range(len(mot) - permis, len(mot) + permis + 1) for f in self.par_lettre.get((mot[0], longueur), ())]
        voisins = process.extract(mot, proches, scorer=DamerauLevenshtein.distance, score_cutoff=permis, limit=None)
        return [(forme, int(distance)) for forme, distance, _ in voisins]


def tapes(texte: str) -> dict[str, str]:
    """Words of a query as typed, in lower case, by their folded form."""
    return {plier(m): m.lower() for m in _MOT.findall(texte)}
