"""The card of an offer just put out of a person's list, or put back."""

from __future__ import annotations

from dataclasses import dataclass

from web.pages.commun import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAvis(Page):
    """What replaces the card.

    Attributes:
        avis: address of the actions on this offer for this person.
        liste: public id of the list that showed it.
        dit: what was said of it, in words.
        remise: it is back in the list: there is nothing to undo.
    """

    avis: str
    liste: str
    dit: str
    remise: bool
