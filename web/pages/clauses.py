"""Pages of social clauses: the list, a marché, the forms, the import, the attestation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from employeurs.clauses.domaine import Bilan, EtatLot, Marche
from employeurs.clauses.importation import RapportClauses
from web.pages.commun import Conseil, ErreurChamp, Lien, Onglet, Page, Rubrique


@dataclass(frozen=True, slots=True)
class SignalDit:
    """Something to look at, in words, with its tone."""

    mots: str
    ton: str


@dataclass(frozen=True, slots=True)
class Barre:
    """Widths of a bar, in per cent of what is planned: done, committed, and the time that has passed."""

    realisees: float
    engagees: float
    temps: float


@dataclass(frozen=True, slots=True)
class CarteLot:
    """A lot in a list.

    Attributes:
        reste: « reste 340 h », « dépassé de 42 h ».
    """

    href: str
    nom: str
    marche: str
    objet: str
    acheteur: str
    titulaire: str
    debut: date
    fin: date
    etat: EtatLot
    bilan: Bilan
    reste: str
    barre: Barre
    signaux: tuple[SignalDit, ...] = ()


@dataclass(frozen=True, slots=True)
class ChiffresClauses:
    """Sums over some lots, in words: what is left is that of each lot, those that went beyond take nothing from the others."""

    bilan: Bilan
    restantes: str
    depassement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageClauses(Page):
    """Lots followed, ``/clauses``; ``a_suivre`` are cards of the catalogue that nobody follows, for who may follow them."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    onglets: tuple[Onglet, ...]
    chiffres: ChiffresClauses
    cartes: tuple[CarteLot, ...]
    total: int
    q: str = ""
    etat: str = ""
    etats: tuple[tuple[str, str], ...] = ()
    alerte: bool = False
    alertes: int = 0
    conseils: tuple[Conseil, ...] = ()
    ecrit: bool = False
    a_suivre: tuple[Lien, ...] = ()
    avis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMarche(Page):
    """A marché with its lots, ``/clauses/{identifiant}``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    marche: Marche
    chiffres: ChiffresClauses
    cartes: tuple[CarteLot, ...]
    ecrit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSaisieClause(Page):
    """The form of a marché and its lot, of one more lot, or of a lot that changes.

    Attributes:
        titre: heading.
        action: address the form is sent to.
        saisie: what was typed, by field.
        marche: the form asks for the marché too.
        numero_fixe: the number of the lot does not change.
        retour: where one comes from.
        structures: names offered while typing.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    titre: str
    action: str
    saisie: Mapping[str, str]
    marche: bool
    numero_fixe: bool = False
    retour: Lien
    structures: tuple[str, ...] = ()
    etats: tuple[tuple[str, str], ...] = ()
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImportClauses(Page):
    """Sending a workbook, ``/clauses/importer``; ``rapport`` is that of the dry run, ``envoi`` what confirming names."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    rapport: RapportClauses | None = None
    envoi: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True)
class LignePart:
    """A share of the hours or of the people: « Interim », hours in words, people in words (hidden under five for a manager)."""

    libelle: str
    heures: str
    personnes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAttestation(Page):
    """What was done on a lot over a period, to print.

    Attributes:
        du, au: as typed, given back even when wrong.
        periode: in words.
        mois: hours by month.
        contrats, publics: the same hours, cut in two ways.
        personnes: how many, in words.
        annexe: hours by person, only for who may read names.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    carte: CarteLot
    du: str
    au: str
    periode: str
    total: str
    personnes: str
    mois: tuple[tuple[str, str], ...] = ()
    contrats: tuple[LignePart, ...] = ()
    publics: tuple[LignePart, ...] = ()
    annexe: tuple[tuple[str, str], ...] = ()
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)
