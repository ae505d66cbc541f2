"""People, and offers for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.cartes import GroupeCartes
from web.pages.commun import UNE_SEULE, Conseil, Lien, Onglet, Page, Pagination, Rubrique
from web.profil import Fait


@dataclass(frozen=True, slots=True)
class FiltreType:
    """A kind of offer to narrow a person's list by; ``type_offre`` is None for all of them."""

    type_offre: TypeOffre | None
    nombre: int
    href: str
    actif: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePersonne(Page):
    """Offers for one person, ``/personnes/{identifiant}``.

    Attributes:
        nom: as shown to the référent.
        situation: one line: orientation.
        projet: in the person's own words.
        faits: what is known, unknown facts included.
        onglets: *pour cette personne*, *presque éligibles*, *toutes*; the active one gives its name to the list.
        types: kinds to narrow by, with counts.
        total: offers of the active tab, all pages together.
        groupes: one group for a ranked list, one per kind when grouped.
        bascule: link to group by kind or to go back to one list.
        conseils: shown when the list is empty.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PERSONNES

    identifiant: str
    nom: str
    situation: str
    projet: str
    faits: tuple[Fait, ...]
    onglets: tuple[Onglet, ...]
    total: int
    groupes: tuple[GroupeCartes, ...] = ()
    types: tuple[FiltreType, ...] = ()
    bascule: Lien | None = None
    pagination: Pagination = UNE_SEULE
    conseils: tuple[Conseil, ...] = ()
    degrade: bool = False

    @property
    def onglet(self) -> Onglet:
        """The tab shown."""
        return next(o for o in self.onglets if o.actif)


@dataclass(frozen=True, slots=True)
class LignePersonne:
    """A person in the list."""

    identifiant: str
    nom: str
    commune: str | None
    situation: str
    projet: str
    metiers: tuple[str, ...] = ()
    freins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePersonnes(Page):
    """People of the demonstration, ``/personnes``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.PERSONNES

    total: int
    personnes: tuple[LignePersonne, ...] = ()
    q: str = ""
    pagination: Pagination = UNE_SEULE
