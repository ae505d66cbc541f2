"""The rule that balances proposals: of near-equal people, who was proposed much lately gives way to who was not.

It moves the order of people for an offer, never the score, and never puts anybody before someone clearly better.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from matching.appariements.inverse import Candidature
from matching.score.grille import UNITE
from matching.score.poids import FICHIER, poids

# The rule, as one more value of each line of a stored list: what was taken off, 1 being the most it may take.
PART: Final = "exposition"


@dataclass(frozen=True, slots=True)
class Regle:
    """The rule in force (``poids.toml``, table ``exposition``).

    Attributes:
        version: its own, beside that of the weights.
        jours: days during which a prescription counts as a proposal.
        pas: thousandths of the score taken off by each proposal.
        plafond: thousandths taken off at most.
        oubli: days without any proposal after which a person is « never proposed lately ».
        prudence: living proposals from which the page asks to be careful.
    """

    version: str
    jours: int
    pas: int
    plafond: int
    oubli: int
    prudence: int

    def recul(self, charge: int) -> int:
        """What proposals take off.

        Args:
            charge: proposals of a person, recent or living.

        Returns:
            Thousandths of the score, at most ``plafond``.
        """
        return min(charge * self.pas, self.plafond)

    def fenetre(self, instant: datetime) -> tuple[datetime, datetime]:
        """From when proposals count, and from when one is « lately ».

        Args:
            instant: now.

        Returns:
            Both instants, the more recent first.
        """
        return instant - timedelta(days=self.jours), instant - timedelta(days=self.oubli)


@lru_cache(maxsize=1)
def regle() -> Regle:
    """The rule in force.

    Raises:
        ValueError: a proposal takes nothing off, or more than all of them may.
    """
    lue = Regle(**tomllib.loads(FICHIER.read_text(encoding="utf-8"))[PART])
    if not 0 < lue.pas <= lue.plafond or not 0 < lue.jours <= lue.oubli:
        raise ValueError("exposition : 0 < pas ≤ plafond, et 0 < jours ≤ oubli")
    return lue


def version() -> str:
    """Versions of the weights and of the rule, as a stored list of people bears them."""
    return f"{poids().version} exposition {regle().version}"


def equilibrer(candidatures: Sequence[Candidature], charges: Sequence[int], choisie: Regle | None = None) -> list[Candidature]:
    """Order people for an offer.

    Args:
        candidatures: people whom the offer suits.
        charges: proposals of each of them, in the same order.
        choisie: the rule, that in force by default.

    Returns:
        The same people, by score less what their proposals take off, all in whole numbers; of equals the least proposed first, then in the order of
        the people. Nobody goes before someone whose score is greater by more than ``plafond``.
    """
    en_vigueur = choisie or regle()
    places = zip(candidatures, charges, strict=True)
    ranges = sorted(places, key=lambda place: (en_vigueur.recul(place[1]) * UNITE - place[0].total, place[1], place[0].personne))
    return [candidature for candidature, _ in ranges]
