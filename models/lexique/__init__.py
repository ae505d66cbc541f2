"""Our own lists of words: acronyms of employment and insertion, and métiers in everyday words. Written by us, learnt by the encoder."""

from functools import cache
from pathlib import Path

_DOSSIER = Path(__file__).parent


@cache
def entrees(nom: str) -> tuple[tuple[str, ...], ...]:
    """Entries of one list.

    Args:
        nom: ``sigles`` or ``oral``.

    Returns:
        One tuple per line: what is said or written, then its meanings.
    """
    lignes = (_DOSSIER / f"{nom}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(champ.strip() for champ in ligne.split("|")) for ligne in lignes if ligne.strip() and not ligne.startswith("#"))
