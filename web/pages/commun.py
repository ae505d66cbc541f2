"""What every page shares: menu, links, tabs, pages of a list, mistakes, advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class Rubrique(StrEnum):
    """Entries of the main menu."""

    ACCUEIL = "accueil"
    OFFRES = "offres"
    PORTEFEUILLE = "portefeuille"
    JOURNEE = "journee"
    ESPACE = "espace"
    PILOTAGE = "pilotage"
    PROPOSITIONS = "propositions"
    MES_OFFRES = "mes-offres"
    A_VALIDER = "a-valider"
    ENGAGEMENTS = "engagements"
    COMPTES = "comptes"
    STRUCTURES = "structures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page needs.

    Attributes:
        aujourdhui: the day the page is read, from the clock.
        donnees_fictives: the data are those of the demonstration, said on every page.
        rubrique: entry of the menu marked as current, None outside the menu.
    """

    aujourdhui: date
    donnees_fictives: bool = False
    rubrique: ClassVar[Rubrique | None] = None


@dataclass(frozen=True, slots=True)
class Lien:
    """A link in words."""

    libelle: str
    href: str


@dataclass(frozen=True, slots=True)
class Onglet:
    """A tab: a list that has its own address."""

    libelle: str
    href: str
    nombre: int | None
    actif: bool = False


@dataclass(frozen=True, slots=True)
class LienPage:
    """A numbered page; ``href`` is None for a gap (« … »)."""

    numero: int | None
    href: str | None
    courante: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """Pages of a list; ``liens`` in order, gaps included."""

    liens: tuple[LienPage, ...] = ()
    precedente: str | None = None
    suivante: str | None = None


# A list that fits on one page.
UNE_SEULE = Pagination()


@dataclass(frozen=True, slots=True)
class ErreurChamp:
    """A mistake in a form: the field and what to do, the same words at the top and beside the field."""

    champ: str
    message: str


@dataclass(frozen=True, slots=True)
class Conseil:
    """What to change when nothing was found; ``href`` does it at once."""

    texte: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageErreur(Page):
    """An error page: what happened.

    Attributes:
        statut: HTTP status.
        titre: in words, without « Erreur » (the template puts it in the title).
        message: what happened.
    """

    statut: int
    titre: str
    message: str
