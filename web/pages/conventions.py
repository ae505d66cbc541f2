"""Conventions métiers en tension: the list, one convention, its form, and its yearly review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from catalogue.domaine import TypeOffre
from employeurs.conventions.construction import SaisieConvention
from employeurs.conventions.depot import Carte
from employeurs.conventions.domaine import EtatConvention
from web.pages.commun import ErreurChamp, Lien, Onglet, Page, Rubrique


@dataclass(frozen=True, slots=True)
class Avancement:
    """Committed, done, expected by now, and what they mean in words.

    Attributes:
        ton: ``bien``, ``attention``, ``erreur`` or ``neutre``, always beside the words.
        faite, attendue: lengths out of 100 of the drawn bar and of its mark; None when nothing was committed to.
    """

    prevues: int
    realisees: int
    attendues: int
    ecart: str
    ton: str
    faite: float | None
    attendue: float | None


@dataclass(frozen=True, slots=True)
class LigneConvention:
    """A convention in the list.

    Attributes:
        alertes: in words, the most pressing first.
    """

    identifiant: str
    titre: str
    structure: str
    commune: str
    etat: EtatConvention
    periode: str
    avancement: Avancement
    metiers: tuple[str, ...]
    alertes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a choice."""

    code: str
    nom: str
    choisie: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageConventions(Page):
    """Conventions that the reader follows, ``/conventions``.

    Attributes:
        choix: the lists of the filter, by name of field.
        total: of those shown that engage someone.
        alertees: how many of them call for an action.
        a_suivre: cards of the catalogue that nobody follows yet.
        classeur: address of the workbook, None for an employer.
        cre: the reader may open one.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    onglets: tuple[Onglet, ...]
    choix: tuple[tuple[str, str, tuple[Option, ...]], ...]
    filtree: bool
    lignes: tuple[LigneConvention, ...]
    total: Avancement
    alertees: int
    a_suivre: tuple[Carte, ...] = ()
    classeur: Lien | None = None
    cre: bool = False
    avis: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Done out of committed, for a métier and a year; ``vide`` when nothing was committed to and nobody was hired."""

    realisees: int
    prevues: int

    @property
    def vide(self) -> bool:
        """Nothing to say."""
        return not (self.realisees or self.prevues)


@dataclass(frozen=True, slots=True)
class LigneMetier:
    """A métier of a convention, year by year; ``tension`` in words, with its date and its source."""

    code: str
    libelle: str
    tension: str
    cases: tuple[Case, ...]
    avancement: Avancement


@dataclass(frozen=True, slots=True)
class Tableau:
    """Métiers by years, with the sums of both."""

    annees: tuple[int, ...]
    lignes: tuple[LigneMetier, ...]
    sommes: tuple[Case, ...]
    total: Avancement


@dataclass(frozen=True, slots=True)
class Repere:
    """A figure with its name; ``valeur`` is in words."""

    libelle: str
    valeur: str


@dataclass(frozen=True, slots=True)
class OffreMontree:
    """An attached offer.

    Attributes:
        metier: the one it counts for, in words.
        quand, places, attente: in words.
        embauches: hires counted through it, None when that may not be told.
    """

    identifiant: str
    titre: str
    type_offre: TypeOffre
    structure: str
    ouverte: bool
    metier: str
    quand: str
    places: str
    attente: str
    embauches: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that may be attached.

    Attributes:
        code: the métier it would count for, empty when it has to be chosen.
        embauche: an entry through it would count.
    """

    identifiant: str
    titre: str
    type_offre: TypeOffre
    structure: str
    code: str
    embauche: bool


@dataclass(frozen=True, slots=True)
class LigneEmbauches:
    """Hires of a day; ``declaration`` lets those declared by hand be taken back."""

    jour: date
    metier: str
    nombre: int
    origine: str
    declaration: str | None


@dataclass(frozen=True, slots=True)
class Suivre:
    """What a CRE does on a convention: search offers, declare hires, sign and close.

    Attributes:
        q: words of the search, empty for the employer's own offers.
        metiers: ROME code and name of the métiers of the convention.
        contrats: code and name.
        saisie: hires as typed, given back when they are wrong.
        cle: drawn for the form of hires.
        gestes: state wanted and words of the button.
    """

    q: str
    candidates: tuple[Candidate, ...]
    metiers: tuple[tuple[str, str], ...]
    contrats: tuple[tuple[str, str], ...]
    saisie: dict[str, str]
    cle: str
    gestes: tuple[tuple[str, str], ...]
    modifiable: bool
    declarable: bool
    embauches: tuple[LigneEmbauches, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageConvention(Page):
    """One convention, ``/conventions/{identifiant}``.

    Attributes:
        a_faire: what calls for an action, each with where to do it.
        reperes: delays and outcomes.
        proposees: people proposed by the boîte, counts only.
        suivre: what a CRE may do, None for the others.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    identifiant: str
    titre: str
    structure: str
    etat: EtatConvention
    periode: str
    ecoule: str
    carte: Lien | None
    referent: str
    note: str
    tableau: Tableau
    a_faire: tuple[Lien, ...]
    reperes: tuple[Repere, ...]
    proposees: tuple[Repere, ...]
    offres: tuple[OffreMontree, ...]
    suivre: Suivre | None = None
    avis: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBilan(Page):
    """The review of a convention for its yearly meeting, ``/conventions/{identifiant}/bilan``: one or two sheets of paper.

    Attributes:
        retards: what is late, in words.
        reunion: whom the meeting brings together, to sign.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    identifiant: str
    titre: str
    identite: tuple[Repere, ...]
    tableau: Tableau
    reperes: tuple[Repere, ...]
    proposees: tuple[Repere, ...]
    offres: tuple[OffreMontree, ...]
    retards: tuple[str, ...]
    reunion: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSaisieConvention(Page):
    """The form of a convention, ``/conventions/nouvelle`` and ``/conventions/{identifiant}/modifier``.

    Attributes:
        identifiant: empty for a new one.
        cle: drawn when a new one is shown.
        version: of the convention shown.
        employeur: name of the employer once it is known.
        carte: title of the card it follows, empty without.
        conflit: somebody wrote it meanwhile; what is shown is what was just typed.
        metiers: names offered while typing.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    identifiant: str
    cle: str
    version: int
    saisie: SaisieConvention
    employeur: str
    carte: str
    structures: tuple[str, ...]
    metiers: tuple[str, ...]
    conflit: bool = False
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)
