"""A text as a file writes it, and the error that a value which cannot be understood raises: the ground of ``etl.entree.valeurs``."""

from __future__ import annotations

import math
import re
from datetime import date, time
from decimal import Decimal

from socle.texte import texte_brut

_RIEN = frozenset({"", "nan", "null", "none", "-", "–", "—"})
# Control characters and lone surrogates: no database, no XML and no reader of a screen wants them.
_INTERDITS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class ValeurInvalide(ValueError):
    """A value that is there but cannot be understood.

    Attributes:
        motif: why, in French, for the person who sent the file.
    """

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


def texte(v: object) -> str | None:
    """A text, out of HTML, without control characters, without blanks at its ends.

    Args:
        v: text, number, date or None.

    Returns:
        The text; None for an absent value, ``""``, « NaN », « null », « None » or a lone dash.

    Raises:
        ValeurInvalide: a list or an object where a text is expected.
    """
    if v is None or (isinstance(v, float) and math.isnan(v)):
        return None
    if isinstance(v, str):
        propre = texte_brut(_INTERDITS.sub("", v))
        return None if propre.lower() in _RIEN else propre
    if isinstance(v, bool):
        return "oui" if v else "non"
    if isinstance(v, float) and v.is_integer():
        return str(int(v))
    if isinstance(v, int | float | Decimal | date | time):
        return str(v)
    raise ValeurInvalide("Un texte est attendu ici, pas une liste ni un objet.")
