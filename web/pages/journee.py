"""A conseiller's day: what came back, what is silent, what closes, what is to sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.commun import Lien, Page, Rubrique


@dataclass(frozen=True, slots=True)
class Tache:
    """One thing to do.

    Attributes:
        titre: who or what it is about; ``href`` opens it.
        etat: what happened, in words.
        details: what it is about, when, where.
        urgent: late, or about to close.
        suite: one click to the next step, None when opening it is the step.
    """

    titre: str
    href: str
    etat: str
    details: str
    urgent: bool = False
    type_offre: TypeOffre | None = None
    suite: Lien | None = None


@dataclass(frozen=True, slots=True)
class BlocTaches:
    """Things to do of one nature; ``vide`` says that there is nothing to do."""

    cle: str
    titre: str
    icone: str
    taches: tuple[Tache, ...]
    vide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJournee(Page):
    """``/ma-journee``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.JOURNEE

    prenom: str
    personnes: int
    blocs: tuple[BlocTaches, ...]

    @property
    def total(self) -> int:
        """Things to do, all together."""
        return sum(len(b.taches) for b in self.blocs)
