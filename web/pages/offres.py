"""Search of the catalogue, and one offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from catalogue.domaine import Offre, Session, Structure, TypeOffre
from web.carte import CarteCommunes
from web.pages.cartes import CarteOffre
from web.pages.commun import UNE_SEULE, Conseil, ErreurChamp, Lien, Page, Pagination, Rubrique


@dataclass(frozen=True, slots=True)
class FiltreActif:
    """A filter in force and the address of the same search without it."""

    libelle: str
    href: str


@dataclass(frozen=True, slots=True)
class ValeurFacette:
    """One value of a facet.

    Attributes:
        nombre: offers it would leave, counted under every other filter.
        type_offre: set for the kinds of offer, which are shown with their icon and colour.
    """

    valeur: str
    libelle: str
    nombre: int
    active: bool = False
    type_offre: TypeOffre | None = None


@dataclass(frozen=True, slots=True)
class FacetteOffres:
    """A facet: boxes that narrow the results. ``nom`` is the parameter of the address and is unique on the page."""

    nom: str
    titre: str
    valeurs: tuple[ValeurFacette, ...]


@dataclass(frozen=True, slots=True)
class MetierCompris:
    """A métier understood in the words, and the address of the same search without it."""

    libelle: str
    href_retirer: str


@dataclass(frozen=True, slots=True)
class MotCorrige:
    """A word forgiven: what was typed and what was understood."""

    tape: str
    compris: str


@dataclass(frozen=True, slots=True)
class SaisieRecherche:
    """What the person typed, given back as it was even when it is wrong."""

    q: str = ""
    commune: str = ""
    rayon: str = "5"
    du: str = ""
    au: str = ""
    places: bool = False
    reserve: bool = False


RAYONS_KM: tuple[int, ...] = (2, 5, 8, 10, 15, 20, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOffres(Page):
    """Search of the catalogue, ``/offres``. Its block ``resultats`` is what htmx swaps.

    Attributes:
        saisie: fields of the form; its parameters are ``q, commune, rayon, du, au, places, reserve``.
        communes: names offered while typing a place.
        total: offers found, all pages together.
        filtres: filters in force, understood ones (place, hours, « sans permis ») included.
        metiers: métiers understood in the words.
        mots_corriges: spelling forgiven.
        facettes: only those that have values.
        conseils: shown when nothing was found: why, and what to change.
        href_effacer: the same page without any filter.
        degrade: the search goes by words alone.
        caches: parameters of the address that no field shows and that the form must keep (métiers removed, filters refused, filière).
        filieres: those that are shown.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.OFFRES

    saisie: SaisieRecherche = SaisieRecherche()
    communes: tuple[str, ...] = ()
    erreurs: tuple[ErreurChamp, ...] = ()
    total: int = 0
    cartes: tuple[CarteOffre, ...] = ()
    filtres: tuple[FiltreActif, ...] = ()
    metiers: tuple[MetierCompris, ...] = ()
    mots_corriges: tuple[MotCorrige, ...] = ()
    facettes: tuple[FacetteOffres, ...] = ()
    conseils: tuple[Conseil, ...] = ()
    pagination: Pagination = UNE_SEULE
    href_effacer: str = "/offres"
    degrade: bool = False
    caches: tuple[tuple[str, str], ...] = ()
    filieres: tuple[Lien, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True)
class PourPersonne:
    """The person for whom an offer is read.

    Attributes:
        carte: the offer with its reasons for that person.
        prescrire: address of the form that prescribes it.
        pas_plus_haut: what keeps it under the first offers of the person's list.
    """

    identifiant: str
    nom: str
    carte: CarteOffre
    prescrire: str
    pas_plus_haut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOffre(Page):
    """One offer, ``/offres/{identifiant}``.

    Attributes:
        offre: the offer of the domain, whole.
        structure: who proposes it, None when the source does not say.
        source: name of the source for people (« data·inclusion », « saisie dans la Boîte à parcours »).
        metiers: names by ROME code, at least those of the offer and of its engagements.
        communes: names by INSEE code, at least those its conditions speak of.
        distance_km: from the person's commune, where the page is seen for somebody.
        carte: map of the territory, None outside it.
        similaires: other offers that resemble it.
        retour: where one came from (the search, the person's page).
        pour: the person for whom it is read, None outside a person's list.
        inverse: whom it suits, for who may look.
        suivie: where its commitments are followed (convention, clause), or begin to be, for who may.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.OFFRES

    identifiant: str
    offre: Offre
    structure: Structure | None
    source: str
    metiers: dict[str, str]
    communes: dict[str, str]
    distance_km: float | None = None
    carte: CarteCommunes | None = None
    similaires: tuple[CarteOffre, ...] = ()
    retour: Lien | None = None
    pour: PourPersonne | None = None
    inverse: Lien | None = None
    suivie: Lien | None = None

    @property
    def commune(self) -> str | None:
        """Name of the commune: the référentiel's, otherwise the one its source wrote."""
        return self.communes.get(self.offre.lieu.code_insee or "") or self.offre.lieu.commune

    @property
    def prochaines(self) -> tuple[Session, ...]:
        """Sessions one can still enter, the soonest first, permanent entries last."""
        return self.offre.sessions_ouvertes(self.aujourdhui)

    @property
    def date_limite(self) -> date | None:
        """Last day to apply: that of the next session that has one, else that of the offer."""
        return min((s.date_limite for s in self.prochaines if s.date_limite), default=self.offre.date_limite)

    @property
    def places_libres(self) -> int | None:
        """Places left over the sessions one can still enter and that say how many, None when none does."""
        connues = [s.places_libres for s in self.prochaines if s.places_libres is not None]
        return sum(connues) if connues else None

    @property
    def places_reservees(self) -> int:
        """Places of those sessions kept for allocataires of the RSA."""
        return sum(s.places_reservees for s in self.prochaines)
