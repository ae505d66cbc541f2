"""What work asks and people refuse: contact with the public, heavy loads, heights. Each names the métiers that ask it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from catalogue.motifs import Motif
from catalogue.saisie import decouper

FICHIER = Path(__file__).with_suffix(".toml")


def codes_refuses(texte: str, codes: Sequence[str]) -> frozenset[str]:
    """Métiers that ask what a person refuses.

    Args:
        texte: what is refused, « contact avec le public ».
        codes: ROME codes known.

    Returns:
        Those of the constraints that the text names; none when it names none.
    """
    plies = [m.plie for m in decouper(texte)]
    tout = set(range(len(plies)))
    debuts = tuple(d for motifs, metiers in contraintes() for m in motifs for e in m.etendues(plies) if not m.seul or e == tout for d in metiers)
    return frozenset(c for c in codes if debuts and c.startswith(debuts))


@cache
def contraintes(fichier: Path = FICHIER) -> tuple[tuple[tuple[Motif, ...], tuple[str, ...]], ...]:
    """Our list.

    Args:
        fichier: TOML, a table « mots, metiers » per constraint.

    Returns:
        For each constraint its ways of saying and its ROME codes, whole or by their beginning.
    """
    contenu = tomllib.loads(fichier.read_text(encoding="utf-8"))
    return tuple((tuple(Motif.lire(m) for m in c["mots"]), tuple(c["metiers"])) for c in contenu.values())
