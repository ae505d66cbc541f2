"""What an employer was asked: who is proposed, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.commun import Page, Rubrique


@dataclass(frozen=True, slots=True)
class LigneProposee:
    """A person proposed.

    Attributes:
        nom: first name and initial until the structure says yes.
        a_repondre: the structure is awaited.
    """

    nom: str
    href: str
    etat: str
    depuis: str
    a_repondre: bool


@dataclass(frozen=True, slots=True)
class GroupePropose:
    """A session and the people proposed for it; ``href`` is where one answers for all of them."""

    offre: str
    titre: str
    type_offre: TypeOffre
    quand: str
    href: str
    lignes: tuple[LigneProposee, ...]

    @property
    def a_repondre(self) -> int:
        """People of the session who wait for an answer."""
        return sum(ligne.a_repondre for ligne in self.lignes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePropositions(Page):
    """``/mes-propositions``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.PROPOSITIONS

    groupes: tuple[GroupePropose, ...]

    @property
    def total(self) -> int:
        """People proposed."""
        return sum(len(g.lignes) for g in self.groupes)

    @property
    def a_repondre(self) -> int:
        """People who wait for an answer."""
        return sum(g.a_repondre for g in self.groupes)
