"""The follow-up of a convention: its life, the offers that count for it, alerts, delays and outcomes. Pure: nothing technical is imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from catalogue.domaine import TypeContrat, TypeOffre
from employeurs.conventions.chiffres import Chiffres, Engagement, Ligne, Periode, par_metier, total

SANS_EMBAUCHE: Final = timedelta(days=182)
FIN_PROCHE: Final = timedelta(days=60)
# An entry elsewhere (a visit, a training, a support) is not a hire; the view ``convention_realisee`` says the same, and a test compares them.
TYPES_QUI_EMBAUCHENT: Final = frozenset({TypeOffre.RECRUTEMENT, TypeOffre.IAE, TypeOffre.CONVENTION, TypeOffre.COLLECTIVITE})


class EtatConvention(StrEnum):
    """Life of a convention: it engages nobody before it is signed."""

    PREPAREE = "preparee"
    SIGNEE = "signee"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Convention:
    """A convention as it is kept.

    Attributes:
        structure, structure_id: the employer.
        territoire: code of the employer's, None when it is not known.
        carte: public id of its card in the catalogue.
        referent: name of the chargé de relation entreprise who follows it.
        note: words between professionals, never shown to the employer.
    """

    id: int
    identifiant: str
    titre: str
    structure_id: int
    structure: str
    commune: str | None
    territoire: str | None
    debut: date
    fin: date
    etat: EtatConvention
    carte: str | None
    referent: str | None
    note: str
    version: int

    @property
    def periode(self) -> Periode:
        """First and last day."""
        return Periode(self.debut, self.fin)


@dataclass(frozen=True, slots=True)
class Suivi:
    """A convention and its figures of a day.

    Attributes:
        tableau: one line per métier and year.
        derniere: day of the last hire, None before the first.
        offres, offres_ouvertes: offers attached, and those of them that are published.
    """

    convention: Convention
    engagements: tuple[Engagement, ...]
    tableau: tuple[Ligne, ...]
    derniere: date | None
    offres: int
    offres_ouvertes: int

    @property
    def total(self) -> Chiffres:
        """Everything together."""
        return total(self.tableau)

    @property
    def metiers(self) -> tuple[str, ...]:
        """ROME codes committed to."""
        return tuple(sorted({e.code_rome for e in self.engagements}))


class NatureAlerte(StrEnum):
    """What calls for an action, the most pressing first."""

    FINIE = "finie"
    RETARD = "retard"
    FIN_PROCHE = "fin_proche"
    RETARD_METIER = "retard_metier"
    SANS_OFFRE = "sans_offre"
    SANS_EMBAUCHE = "sans_embauche"
    A_SIGNER = "a_signer"


@dataclass(frozen=True, slots=True)
class Alerte:
    """What calls for an action; ``code_rome`` when it is about one métier, ``chiffres`` what it speaks of."""

    nature: NatureAlerte
    chiffres: Chiffres
    code_rome: str | None = None


def alertes(suivi: Suivi, jour: date) -> tuple[Alerte, ...]:
    """What calls for an action on a day.

    Args:
        suivi: the convention and its figures of that day.
        jour: today.

    Returns:
        The alerts, the most pressing first; none for a convention that is closed. The rules are told in ``docs/conventions.md``.
    """
    c, somme = suivi.convention, suivi.total
    if c.etat is EtatConvention.PREPAREE:
        return (Alerte(NatureAlerte.A_SIGNER, somme),) if c.debut <= jour else ()
    if c.etat is EtatConvention.CLOSE:
        return ()
    if jour > c.fin:
        return (Alerte(NatureAlerte.FINIE, somme),)
    regles = (
        (NatureAlerte.RETARD, somme.en_retard),
        (NatureAlerte.FIN_PROCHE, c.fin - jour <= FIN_PROCHE and not somme.atteint),
    )
    suites = (
        (NatureAlerte.SANS_OFFRE, not suivi.offres_ouvertes and not somme.atteint),
        (NatureAlerte.SANS_EMBAUCHE, jour - max(suivi.derniere or c.debut, c.debut) > SANS_EMBAUCHE and not somme.atteint),
    )
    metiers = par_metier(suivi.tableau)
    # With a single métier the convention's own alert already says it.
    en_retard = [Alerte(NatureAlerte.RETARD_METIER, m, code) for code, m in metiers.items() if m.en_retard_net and len(metiers) > 1]
    return (*_leves(regles, somme), *en_retard, *_leves(suites, somme))


def _leves(regles: Iterable[tuple[NatureAlerte, bool]], somme: Chiffres) -> list[Alerte]:
    return [Alerte(nature, somme) for nature, leve in regles if leve]


def rang(alerte: Alerte | None) -> int:
    """Place of a convention in the list by its most pressing alert; those without any come last."""
    return len(NatureAlerte) if alerte is None else list(NatureAlerte).index(alerte.nature)


@dataclass(frozen=True, slots=True)
class Suite:
    """A hire through a prescription: when it was proposed, when the person was hired, what became of it.

    Attributes:
        proposee, entree: days.
        issue: code of the outcome, None while it is not ended.
    """

    proposee: date
    entree: date
    issue: str | None


@dataclass(frozen=True, slots=True)
class Bonus:
    """What the bonus of a convention looks at: delays and positive outcomes of the hires that came by a prescription.

    Attributes:
        embauches: hires through a prescription.
        mediane: days from the proposal to the hire, for one in two; None without any.
        durables: of them, those that became a lasting job.
        finies: of them, those whose outcome is known.
    """

    embauches: int
    mediane: float | None
    durables: int
    finies: int


def bonus(suites: Iterable[Suite]) -> Bonus:
    """Delays and outcomes, from the rows.

    Args:
        suites: one per hire.

    Returns:
        The figures.
    """
    lues = tuple(suites)
    jours = [max(0, (s.entree - s.proposee).days) for s in lues]
    durables = sum(s.issue == "emploi_durable" for s in lues)
    return Bonus(len(lues), float(median(jours)) if jours else None, durables, sum(s.issue is not None for s in lues))


@dataclass(frozen=True, slots=True)
class Proposees:
    """People proposed on the attached offers since the convention began: counts only."""

    proposees: int
    transmises: int
    en_attente: int
    acceptees: int
    embauchees: int


@dataclass(frozen=True, slots=True)
class OffreRattachee:
    """An offer that counts for a convention.

    Attributes:
        code_rome: métier for which it counts, None when it has none.
        choisi: that métier was chosen by hand.
        prochaine: first day of the next session, None when there is none or one may enter at any time.
        places: left in the open sessions, None when nobody said how many.
        en_attente: people who wait for an answer or for a place.
        embauches: hires counted through it.
    """

    identifiant: str
    titre: str
    type_offre: TypeOffre
    etat: str
    structure: str | None
    code_rome: str | None
    choisi: bool
    prochaine: date | None
    places: int | None
    en_attente: int
    embauches: int

    @property
    def embauche(self) -> bool:
        """An entry through it is a hire."""
        return self.type_offre in TYPES_QUI_EMBAUCHENT


@dataclass(frozen=True, slots=True)
class OffreCandidate:
    """An offer that could be attached; ``meme_structure`` when it is the employer's own."""

    identifiant: str
    titre: str
    type_offre: TypeOffre
    structure: str | None
    code_rome: str | None
    meme_structure: bool


@dataclass(frozen=True, slots=True)
class LigneEmbauche:
    """Hires of a day, without any name; ``declaration`` is the public id of those declared by hand, None through a prescription."""

    code_rome: str
    jour: date
    nombre: int
    contrat: TypeContrat | None
    declaration: str | None


@dataclass(frozen=True, slots=True)
class NouvelleConvention:
    """A convention as the form describes it, checked."""

    titre: str
    debut: date
    fin: date
    note: str
    engagements: tuple[Engagement, ...]

    @property
    def periode(self) -> Periode:
        """First and last day."""
        return Periode(self.debut, self.fin)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Hires declared by hand: a count, never a name."""

    code_rome: str
    jour: date
    nombre: int
    contrat: TypeContrat | None


@dataclass(frozen=True, slots=True)
class Tension:
    """The last measure of tension of a métier.

    Attributes:
        degre: from 1 (easy to recruit) to 5 (very hard).
        jour: day it speaks of.
        source: who measured.
    """

    code_rome: str
    degre: int
    jour: date
    source: str


def ensemble(suivis: Iterable[Suivi]) -> Chiffres:
    """Figures of the conventions that engage someone: signed, or closed since.

    Args:
        suivis: conventions and their figures.

    Returns:
        Their sum.
    """
    return sum((s.total for s in suivis if s.convention.etat is not EtatConvention.PREPAREE), Chiffres())
