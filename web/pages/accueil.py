"""Landing page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.commun import Lien, Page, Rubrique


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure that opens the list it counts."""

    nombre: int
    libelle: str
    href: str


@dataclass(frozen=True, slots=True)
class CompteType:
    """Offers of one kind."""

    type_offre: TypeOffre
    nombre: int
    href: str


@dataclass(frozen=True, slots=True)
class LienFiliere:
    """A filière that is shown, with its sentence."""

    nom: str
    accroche: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAccueil(Page):
    """Landing page, ``/``.

    Attributes:
        personnes: the reader may open the list of people.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ACCUEIL

    chiffres: tuple[Chiffre, ...] = ()
    types: tuple[CompteType, ...] = ()
    exemples: tuple[Lien, ...] = ()
    communes: tuple[str, ...] = ()
    filieres: tuple[LienFiliere, ...] = ()
    personnes: bool = True
