"""People, and offers for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from web.pages.cartes import GroupeCartes
from web.pages.commun import UNE_SEULE, Conseil, Lien, Onglet, Page, Pagination, Rubrique
from web.pages.offres import FacetteOffres, FiltreActif
from web.profil import Fait


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePersonne(Page):
    """Offers for one person, ``/personnes/{identifiant}``.

    Attributes:
        nom: as shown to the référent.
        situation: one line: orientation.
        projet: in the person's own words.
        dossier: address of the file, None for a reader who may not open it.
        faits: what is known, unknown facts included.
        onglets: *pour cette personne*, *presque éligibles*, *toutes*; the active one gives its name to the list.
        facettes, filtres: what the active tab can be narrowed by, and what it is.
        caches: parameters of the address that no field shows and that the form must keep.
        href_effacer: the same tab without any filter.
        total: offers of the active tab, all pages together.
        groupes: one group for a ranked list, one per kind when grouped.
        bascule: link to group by kind or to go back to one list.
        conseils: shown when the list is empty.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PORTEFEUILLE

    identifiant: str
    nom: str
    situation: str
    projet: str
    faits: tuple[Fait, ...]
    onglets: tuple[Onglet, ...]
    total: int
    groupes: tuple[GroupeCartes, ...] = ()
    facettes: tuple[FacetteOffres, ...] = ()
    filtres: tuple[FiltreActif, ...] = ()
    caches: tuple[tuple[str, str], ...] = ()
    href_effacer: str = ""
    dossier: str | None = None
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

    rubrique: ClassVar[Rubrique | None] = Rubrique.PORTEFEUILLE

    total: int
    personnes: tuple[LignePersonne, ...] = ()
    q: str = ""
    pagination: Pagination = UNE_SEULE
