"""Ways of saying, as data: words in order, each with its variants, a few words allowed in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

# Words that may slip in between two words of a pattern.
ECART_MAX = 3
_SEUL = "!"


@dataclass(frozen=True, slots=True)
class Motif:
    """One way of saying.

    Attributes:
        mots: for each word, its variants written whole, and the beginnings that may have any ending (« * »).
        seul: it counts only when it covers all that is said.
    """

    mots: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    seul: bool

    @classmethod
    def lire(cls, ligne: str) -> Motif:
        """Read a pattern.

        Args:
            ligne: « perdu|retir* permis », « sans permis ! ».

        Returns:
            The pattern.
        """
        variantes = [mot.split("|") for mot in ligne.removesuffix(_SEUL).split()]
        mots = tuple((frozenset(v for v in liste if v[-1] != "*"), tuple(v[:-1] for v in liste if v[-1] == "*")) for liste in variantes)
        return cls(mots, ligne.endswith(_SEUL))

    def etendues(self, plies: Sequence[str]) -> list[set[int]]:
        """Every stretch, from first word to last, that the pattern covers.

        Args:
            plies: folded words.

        Returns:
            Ranks of each stretch.
        """
        fins = ((debut, _suivre(plies, debut, self.mots[1:])) for debut, mot in enumerate(plies) if _va(mot, self.mots[0]))
        return [set(range(debut, fin + 1)) for debut, fin in fins if fin is not None]


def _suivre(plies: Sequence[str], rang: int, attendus: tuple[tuple[frozenset[str], tuple[str, ...]], ...]) -> int | None:
    if not attendus:
        return rang
    for suivant, mot in islice(enumerate(plies), rang + 1, rang + 2 + ECART_MAX):
        if _va(mot, attendus[0]):
            fin = _suivre(plies, suivant, attendus[1:])
            if fin is not None:
                return fin
    return None


def _va(mot: str, formes: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    return mot in formes[0] or mot.startswith(formes[1])
