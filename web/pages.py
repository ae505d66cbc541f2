"""One frozen dataclass per page: the whole context of its template, under the name ``page``.

Whoever writes a route fills one of these and hands it to ``web.rendu.page``. Words, spacing and colours are the templates' business; addresses
(``href``) are ready to use and hold the whole search. Unknown is None everywhere, and is shown as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from catalogue.domaine import EtatOffre, Offre, Session, Structure, TypeOffre
from web.carte import CarteCommunes
from web.profil import Fait


class Rubrique(StrEnum):
    """Entries of the main menu."""

    ACCUEIL = "accueil"
    OFFRES = "offres"
    PERSONNES = "personnes"


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
class CarteOffre:
    """An offer in a list.

    Attributes:
        identifiant: public id; the link is ``/offres/{identifiant}``.
        distance_km: from the place searched or the person's commune, None when either is unknown.
        prochaine_session: first day of the next session; None with ``permanente`` means that one may enter at any time.
        nb_sessions: sessions still to come.
        places_libres: over the sessions to come, None when nobody said how many.
        places_reservees: of them, for allocataires of the RSA.
        cout: euros, 0 when free, None when unknown.
        extrait: first words of the description, plain text.
        raisons: why it is proposed to the person, 2 or 3 short sentences.
        a_verifier: what nobody knows yet and that decides.
        manque: for an offer almost open to the person, the one condition missing.
        leviers: offers that lift it.
        hors_de_portee: every reason why it is not open to the person.
        href: address of the offer when it must carry more than its id (the person it is seen for).
    """

    identifiant: str
    type_offre: TypeOffre
    titre: str
    structure: str | None = None
    commune: str | None = None
    distance_km: float | None = None
    prochaine_session: date | None = None
    permanente: bool = False
    nb_sessions: int = 0
    places_libres: int | None = None
    places_reservees: int = 0
    date_limite: date | None = None
    reserve_rsa: bool = False
    horaires: str | None = None
    heures_hebdo: Decimal | None = None
    cout: Decimal | None = None
    metier_principal: str | None = None
    verifie_le: date | None = None
    etat: EtatOffre = EtatOffre.PUBLIEE
    extrait: str = ""
    raisons: tuple[str, ...] = ()
    a_verifier: tuple[str, ...] = ()
    manque: str | None = None
    leviers: tuple[Lien, ...] = ()
    hors_de_portee: tuple[str, ...] = ()
    href: str | None = None

    @property
    def adresse(self) -> str:
        """Address of the offer's page."""
        return self.href or f"/offres/{self.identifiant}"


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
class ErreurChamp:
    """A mistake in a form: the field and what to do, the same words at the top and beside the field."""

    champ: str
    message: str


@dataclass(frozen=True, slots=True)
class Conseil:
    """What to change when nothing was found; ``href`` does it at once."""

    texte: str
    href: str | None = None


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
        caches: parameters of the address that no field shows and that the form must keep (métiers removed, filters refused).
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
    pagination: Pagination = Pagination()
    href_effacer: str = "/offres"
    degrade: bool = False
    caches: tuple[tuple[str, str], ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


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

    @property
    def commune(self) -> str | None:
        """Name of the commune: the référentiel's, otherwise the one its source wrote."""
        return self.communes.get(self.offre.lieu.code_insee or "") or self.offre.lieu.commune

    @property
    def prochaines(self) -> tuple[Session, ...]:
        """Sessions one can still enter, the soonest first, permanent entries last."""
        ouvertes = (s for s in self.offre.sessions if s.ouverte(self.aujourdhui))
        return tuple(sorted(ouvertes, key=lambda s: (s.debut or date.max, s.source_id)))

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


@dataclass(frozen=True, slots=True)
class Onglet:
    """A tab: a list that has its own address."""

    libelle: str
    href: str
    nombre: int | None
    actif: bool = False


@dataclass(frozen=True, slots=True)
class FiltreType:
    """A kind of offer to narrow a person's list by; ``type_offre`` is None for all of them."""

    type_offre: TypeOffre | None
    nombre: int
    href: str
    actif: bool = False


@dataclass(frozen=True, slots=True)
class GroupeCartes:
    """Cards of one kind, or the whole ranked list when ``type_offre`` is None."""

    type_offre: TypeOffre | None
    cartes: tuple[CarteOffre, ...]


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
    pagination: Pagination = Pagination()
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
    pagination: Pagination = Pagination()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAccueil(Page):
    """Landing page, ``/``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ACCUEIL

    chiffres: tuple[Chiffre, ...] = ()
    types: tuple[CompteType, ...] = ()
    exemples: tuple[Lien, ...] = ()
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageErreur(Page):
    """An error page: what happened and what to do.

    Attributes:
        statut: HTTP status.
        titre: in words, without « Erreur » (the template puts it in the title).
        message: what happened.
        conseils: what to do now.
    """

    statut: int
    titre: str
    message: str
    conseils: tuple[Conseil, ...] = ()
