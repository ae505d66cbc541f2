"""What lifts the one condition that keeps a person out, and the offers of the catalogue that do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalogue.domaine import Condition
from matching.champs import Champ


@dataclass(frozen=True, slots=True)
class OffreLevier:
    """A living offer that acts on the missing condition, open to the person.

    Attributes:
        rang: row of the picture.
        donne: it gives the very thing that is missing; else it helps to get it.
        debut: first day, None when one may enter at any time.
        fin: last day, None when unknown.
        places: places left over the sessions one can enter, None when unknown.
        a_temps: it ends before the deadline of the offer it opens; None when its end is unknown.
    """

    rang: int
    donne: bool
    debut: date | None
    fin: date | None
    places: int | None
    a_temps: bool | None


@dataclass(frozen=True, slots=True)
class Levier:
    """What lifts the one condition that is missing.

    Attributes:
        condition: the condition that does not hold.
        champ: field of the person that would change.
        texte: what lifts it and by when, in a few French sentences.
        avant: last day to have lifted it, None when one may enter at any time.
        offres: at most three, those that are in time first.
    """

    condition: Condition
    champ: Champ
    texte: str
    avant: date | None
    offres: tuple[OffreLevier, ...]
