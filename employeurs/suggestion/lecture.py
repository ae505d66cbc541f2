"""Reading the text of an offer: what it seems to be, to ask and to give, each with its words. The person ticks; nothing is ticked for them."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.domaine import TypeOffre
from employeurs.formulations import entourage, plier_en_place
from employeurs.offres import codes


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the text suggests, by its code, and the words of the text that led there, as typed."""

    code: str
    mots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a text suggests: ``genre`` is None when it says nothing of the kind of offer."""

    genre: Suggestion | None
    conditions: tuple[Suggestion, ...]
    apports: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class _Regle:
    code: str
    motifs: tuple[re.Pattern[str], ...]
    sauf: re.Pattern[str] | None
    facteur: int
    majuscules: bool

    @classmethod
    def de(cls, lue: dict[str, Any]) -> _Regle:
        sauf = re.compile(lue["sauf"]) if "sauf" in lue else None
        return cls(lue["code"], tuple(map(re.compile, lue["motifs"])), sauf, lue.get("facteur", 1), lue.get("majuscules", False))

    def trouver(self, plie: str) -> Iterator[tuple[str, int, re.Match[str]]]:
        """Code, rank of the pattern and place of each match that no exception contradicts."""
        for rang, motif in enumerate(self.motifs):
            for trouve in motif.finditer(plie):
                if self.sauf is None or not self.sauf.search(entourage(plie, trouve.start(), trouve.end())):
                    yield self._code(trouve), rang, trouve

    def _code(self, trouve: re.Match[str]) -> str:
        valeur = trouve.groupdict().get("valeur")
        if valeur is None:
            return self.code
        lue = str(int(valeur) * self.facteur) if valeur.isdigit() else valeur
        return self.code.format(valeur=lue.upper() if self.majuscules else lue)


@cache
def _regles() -> dict[str, tuple[_Regle, ...]]:
    lu = tomllib.loads(Path(__file__).with_name("regles.toml").read_text(encoding="utf-8"))
    return {famille: tuple(map(_Regle.de, lues)) for famille, lues in lu.items()}


def suggerer(texte: str) -> Suggestions:
    """What the text of an offer suggests.

    Args:
        texte: its title and its text, as typed.

    Returns:
        The kind of offer that most of its words speak of, then the conditions and the apports in the order of the rules.
    """
    plie, origines = plier_en_place(texte)
    genres = _trouver("type", texte, plie, origines)
    poids = {regle.code: len({rang for _, rang, _ in regle.trouver(plie)}) for regle in _regles()["type"]}
    return Suggestions(
        max(genres, key=lambda s: poids[s.code], default=None),
        tuple(s for s in _trouver("condition", texte, plie, origines) if codes.condition(s.code)),
        tuple(s for s in _trouver("apport", texte, plie, origines) if codes.apport(s.code)),
    )


def _trouver(famille: str, texte: str, plie: str, origines: list[int]) -> list[Suggestion]:
    mots: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for regle in _regles()[famille]:
        for code, _, trouve in regle.trouver(plie):
            extrait = texte[origines[trouve.start()] : origines[trouve.end() - 1] + 1]
            mots[code].setdefault(" ".join(extrait.split()))
    return [Suggestion(code, tuple(extraits)) for code, extraits in mots.items()]


def nature(suggestions: Suggestions) -> TypeOffre | None:
    """The kind of offer suggested.

    Args:
        suggestions: from :func:`suggerer`.

    Returns:
        The kind, None when the text says nothing of it.
    """
    return TypeOffre(suggestions.genre.code) if suggestions.genre else None
