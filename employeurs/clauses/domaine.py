"""The words of a social clause and the sums of its hours. Pure: nothing technical is imported.

Hours are ``Decimal`` everywhere: they are added up and checked against a contract, and a float would not fall right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final, TypeVar

from catalogue.domaine import TypeContrat

CENTIEME: Final = Decimal("0.01")
# 48 hours a week (article L3121-20 of the Code du travail) over 31 days, rounded up; the table holds the same limit.
HEURES_MAX_PAR_MOIS: Final = Decimal(213)
# Hours are told late: those of a lot are taken up to so many months after its end; the table holds the same limit.
MARGE_MOIS: Final = 3
ZERO: Final = Decimal(0)

Cle = TypeVar("Cle")


class EtatLot(StrEnum):
    """Where a lot stands; hours are written while it runs, and may still be corrected after."""

    EN_COURS = "en_cours"
    TERMINE = "termine"
    RESILIE = "resilie"


class EtatPoste(StrEnum):
    """Where a post stands; what it commits counts unless it is cancelled."""

    OUVERT = "ouvert"
    POURVU = "pourvu"
    ANNULE = "annule"


class Source(StrEnum):
    """Where the hours of a month come from."""

    SAISIE = "saisie"
    IMPORT = "import"


class PublicClause(StrEnum):
    """Who may be hired on hours of insertion (guide « Commande publique et accès à l'emploi », Direction des affaires juridiques)."""

    RSA = "rsa"
    DELD = "deld"
    MINIMA = "minima"
    TH = "th"
    JEUNE = "jeune"
    SENIOR = "senior"
    QPV = "qpv"
    IAE = "iae"
    REFUGIE = "refugie"
    JUSTICE = "justice"
    AUTRE = "autre"


@dataclass(frozen=True, slots=True)
class Bilan:
    """What a lot, a marché or all of them stand at, in hours; two of them add up."""

    prevues: Decimal = ZERO
    engagees: Decimal = ZERO
    realisees: Decimal = ZERO

    @property
    def restantes(self) -> Decimal:
        """Hours still to be done, never less than 0."""
        return max(ZERO, self.prevues - self.realisees)

    @property
    def depassement(self) -> Decimal:
        """Hours done beyond what was planned, never less than 0."""
        return max(ZERO, self.realisees - self.prevues)

    @property
    def a_engager(self) -> Decimal:
        """Hours planned that no post commits yet, never less than 0."""
        return max(ZERO, self.prevues - self.engagees)

    def __add__(self, autre: Bilan) -> Bilan:
        return Bilan(self.prevues + autre.prevues, self.engagees + autre.engagees, self.realisees + autre.realisees)


@dataclass(frozen=True, slots=True)
class Marche:
    """A public contract; ``numero`` is the buyer's own, unique for that buyer. Field names follow the DECP (arrêté du 22 décembre 2022)."""

    id: int
    identifiant: str
    numero: str
    objet: str
    acheteur: str
    acheteur_siret: str | None
    cpv: str | None
    notification: date | None
    fin: date | None


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot and what it stands at.

    Attributes:
        marche, marche_numero, objet, acheteur: of its marché (public id, number, words).
        titulaire_id: structure of the catalogue, None when it is only named.
        offre: public id of the card of the catalogue, None without one.
        version: only who saw the last one writes the next.
        personnes: how many people have worked on it.
        par_mois: hours done by first day of month.
    """

    id: int
    identifiant: str
    marche: str
    marche_numero: str
    objet: str
    acheteur: str
    numero: str
    intitule: str
    titulaire: str
    titulaire_id: int | None
    debut: date
    fin: date
    etat: EtatLot
    offre: str | None
    version: int
    bilan: Bilan
    postes_ouverts: int
    personnes: int
    par_mois: Mapping[date, Decimal] = field(default_factory=dict)

    @property
    def nom(self) -> str:
        """« Lot 4 – peinture », « Lot unique »."""
        return f"Lot {self.numero} – {self.intitule}" if self.intitule else f"Lot {self.numero}"


@dataclass(frozen=True, slots=True)
class Poste:
    """A post of a lot; ``engagees`` are the hours its contract commits, ``metier`` the label of its ROME code."""

    id: int
    identifiant: str
    code_rome: str | None
    metier: str | None
    contrat: TypeContrat | None
    engagees: Decimal
    etat: EtatPoste
    debut: date | None


@dataclass(frozen=True, slots=True)
class Participation:
    """Someone at work on a post.

    Attributes:
        poste: internal id of the post.
        initiale, repere: empty when unknown, or when nobody needs telling apart.
        entree, sortie: first and last day; ``sortie`` is None while the person is there.
        dates_deduites: the dates come from the months of a file.
        liee: a prescription of this service says who it is.
        heures: by first day of month.
    """

    id: int
    identifiant: str
    poste: int
    prenom: str
    initiale: str
    repere: str
    public: PublicClause | None
    entree: date
    sortie: date | None
    dates_deduites: bool
    liee: bool
    heures: Mapping[date, Decimal] = field(default_factory=dict)

    @property
    def nom(self) -> str:
        """« Samira B. », « Samira B. (2) »: all that is ever shown of a name here."""
        nom = f"{self.prenom} {self.initiale}." if self.initiale else self.prenom
        return f"{nom} ({self.repere})" if self.repere else nom

    @property
    def total(self) -> Decimal:
        """Hours done since the entry."""
        return sum(self.heures.values(), ZERO)


def premier_du_mois(jour: date) -> date:
    """First day of the month of a day."""
    return jour.replace(day=1)


def mois_suivant(mois: date, pas: int = 1) -> date:
    """First day of a month that comes ``pas`` months after (before, when negative)."""
    rang = mois.year * 12 + mois.month - 1 + pas
    return date(rang // 12, rang % 12 + 1, 1)


def suite_de_mois(de: date, a: date) -> tuple[date, ...]:
    """First days of the months from one to another, both included; none when ``a`` comes first."""
    premier = premier_du_mois(de)
    nombre = (a.year - de.year) * 12 + a.month - de.month + 1
    return tuple(mois_suivant(premier, pas) for pas in range(nombre))


def arrondir(heures: Decimal) -> Decimal:
    """Hours to the hundredth, as they are kept."""
    return heures.quantize(CENTIEME, ROUND_HALF_UP)


def sommes_par_mois(lignes: Iterable[Mapping[date, Decimal]]) -> dict[date, Decimal]:
    """Hours of several people or lots by month, months in order."""
    sommes: dict[date, Decimal] = {}
    for ligne in lignes:
        for mois, heures in ligne.items():
            sommes[mois] = sommes.get(mois, ZERO) + heures
    return dict(sorted(sommes.items()))


def repartir(paires: Iterable[tuple[Cle, Decimal]]) -> dict[Cle, Decimal]:
    """Hours by key, keys in the order they come."""
    sommes: dict[Cle, Decimal] = {}
    for cle, heures in paires:
        sommes[cle] = sommes.get(cle, ZERO) + heures
    return sommes


@dataclass(frozen=True, slots=True)
class Bornes:
    """First and last day in whose months hours may be written, and what each comes from."""

    debut: date
    fin: date

    def accepte(self, mois: date) -> bool:
        """Whether hours may be written for a month."""
        return premier_du_mois(self.debut) <= mois <= self.fin


def bornes_du_lot(debut: date, fin: date) -> Bornes:
    """When hours may be written for a lot: from its start to ``MARGE_MOIS`` months after its end."""
    mois = mois_suivant(premier_du_mois(fin), MARGE_MOIS)
    dernier = mois_suivant(mois) - timedelta(days=1)
    return Bornes(debut, dernier if dernier.day <= fin.day else mois.replace(day=fin.day))


def bornes_de(lot: Bornes, entree: date, sortie: date | None) -> Bornes:
    """When hours may be written for someone: while they are there, within the dates of the lot."""
    return Bornes(max(lot.debut, entree), min(lot.fin, sortie) if sortie else lot.fin)
