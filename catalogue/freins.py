"""Freins said in people's own words: « je n'ai personne pour garder mon fils », « j'ai perdu mon permis »."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.domaine import Frein
from catalogue.motifs import Motif
from catalogue.mots import MOTS_DE_DEMANDE
from catalogue.saisie import Mot, assembler
from socle.texte import MOTS_VIDES

FICHIER = Path(__file__).with_suffix(".toml")
_LEGERS = frozenset("ai as avez avons bien est faut importe ni ont peut peux plus plutot quand quoi rien sais sans savoir tout tres va".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class FreinCompris:
    """A frein heard in a query.

    Attributes:
        frein: which one.
        dits: the words that said so, as typed.
        part: share of what the query says that speaks of it, in (0, 1]: one sentence of a life story weighs less than the whole query.
    """

    frein: Frein
    dits: str
    part: float


def entendre(mots: Sequence[Mot], ailleurs: Collection[int] = ()) -> tuple[tuple[FreinCompris, ...], frozenset[int]]:
    """Freins of a query.

    Args:
        mots: the words typed.
        ailleurs: ranks of the words that say a place or hours: they leave a frein its whole part.

    Returns:
        The freins in the order of the domain, and the ranks of the words that said them: « pas d'ordinateur » refuses nothing.
    """
    plies, pleins = [m.plie for m in mots], charges(mots) - set(ailleurs)
    entendus: dict[Frein, set[int]] = {}
    for frein, motif in motifs():
        for etendue in motif.etendues(plies):
            if not motif.seul or pleins <= etendue:
                entendus.setdefault(frein, set()).update(etendue)
    compris = tuple(
        FreinCompris(f, assembler([mots[i] for i in sorted(rangs)]), len(rangs & pleins) / len(pleins))
        for f in Frein
        if (rangs := entendus.get(f, set())) & pleins
    )
    return compris, frozenset(r for rangs in entendus.values() for r in rangs)


def charges(mots: Sequence[Mot]) -> set[int]:
    """Ranks of the words that say something: neither a grammatical word nor what anybody says who asks (« je cherche un travail »)."""
    return {i for i, m in enumerate(mots) if m.plie not in MOTS_VIDES | MOTS_DE_DEMANDE | _LEGERS and not m.plie.endswith("'")}


@cache
def motifs(fichier: Path = FICHIER) -> tuple[tuple[Frein, Motif], ...]:
    """Patterns of the list.

    Args:
        fichier: TOML, a list of patterns per frein.

    Returns:
        Each pattern with its frein, in the order of the file.

    Raises:
        ValueError: a key that is not a frein.
    """
    contenu: dict[str, list[str]] = tomllib.loads(fichier.read_text(encoding="utf-8"))
    return tuple((Frein(nom), Motif.lire(ligne)) for nom, lignes in contenu.items() for ligne in lignes)
