"""The list of structures, and the same by commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from employeurs.relations.annuaire import ParCommune
from web.carte import CarteChiffres
from web.pages.commun import UNE_SEULE, Conseil, Lien, Onglet, Page, Pagination, Rubrique
from web.pages.portefeuille import Filtre


@dataclass(frozen=True, slots=True)
class LigneListe:
    """A structure in the list; None is unknown, or never."""

    identifiant: str
    nom: str
    nom_type: str
    commune: str | None
    dernier_echange: date | None
    prochaine_action: date | None
    offres: int
    libres: int
    silence: int


@dataclass(frozen=True, slots=True)
class LigneCommune:
    """A commune with its figures; ``href`` lists its structures, None when the commune is not known."""

    commune: ParCommune
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStructures(Page):
    """``/structures``.

    Attributes:
        caches: other parameters of the address that the form keeps.
        carte: None in the list, and when no commune of the territory has anything to show.
        mesures: what the map may show.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.STRUCTURES

    total: int
    q: str
    filtres: tuple[Filtre, ...]
    actifs: tuple[Lien, ...]
    onglets: tuple[Onglet, ...]
    caches: tuple[tuple[str, str], ...]
    en_carte: bool
    lignes: tuple[LigneListe, ...] = ()
    carte: CarteChiffres | None = None
    mesures: tuple[Onglet, ...] = ()
    communes: tuple[LigneCommune, ...] = ()
    conseils: tuple[Conseil, ...] = ()
    pagination: Pagination = UNE_SEULE
