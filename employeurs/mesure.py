"""How well the wording is read: phrases of ours, judged one by one.

Two sets: ``jugees`` served to correct the rules, ``temoin`` was written afterwards and never did; only the second says how they generalise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from employeurs.formulations import relire

JEUX = ("jugees", "temoin")


@dataclass(frozen=True, slots=True)
class Jugement:
    """A phrase, the criteria it was judged to touch, and those that were pointed out."""

    phrase: str
    attendus: frozenset[str]
    trouves: frozenset[str]


@dataclass(frozen=True, slots=True)
class MesureFormulations:
    """Counts over pairs (phrase, criterion)."""

    jugements: tuple[Jugement, ...]

    @property
    def justes(self) -> int:
        """Criteria pointed out that were to be."""
        return sum(len(j.attendus & j.trouves) for j in self.jugements)

    @property
    def precision(self) -> float:
        """Share of what is pointed out that was to be, in [0, 1]."""
        return self.justes / max(1, sum(len(j.trouves) for j in self.jugements))

    @property
    def rappel(self) -> float:
        """Share of what was to be pointed out that is, in [0, 1]."""
        return self.justes / max(1, sum(len(j.attendus) for j in self.jugements))

    @property
    def ecarts(self) -> tuple[Jugement, ...]:
        """Phrases read otherwise than judged."""
        return tuple(j for j in self.jugements if j.attendus != j.trouves)


def mesurer(jeu: str) -> MesureFormulations:
    """Read every phrase of a set.

    Args:
        jeu: one of ``JEUX``.

    Returns:
        The counts.
    """
    return MesureFormulations(tuple(Jugement(phrase, attendus, frozenset(a.critere for a in relire(phrase))) for attendus, phrase in _phrases(jeu)))


def _phrases(jeu: str) -> Iterator[tuple[frozenset[str], str]]:
    for ligne in (Path(__file__).parent / f"phrases_{jeu}.txt").read_text(encoding="utf-8").splitlines():
        if not ligne.startswith("#"):
            criteres, phrase = ligne.split(" | ", 1)
            yield frozenset(criteres.split(",")) - {"-"}, phrase
