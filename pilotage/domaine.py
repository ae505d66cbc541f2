"""The words of steering: places, funnel, delays, losses, and small groups hidden. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final, TypeVar

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import Etat, Motif

Cle = TypeVar("Cle", bound=Hashable)

# A group of fewer people is not shown: one could recognise somebody.
GROUPE_MINIMAL: Final = 5


@dataclass(frozen=True, slots=True)
class Periode:
    """What the figures speak of.

    Attributes:
        du, au: first and last day.
        territoires: codes; empty for the whole département.
    """

    du: date
    au: date
    territoires: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Places:
    """Places of a set of sessions.

    Attributes:
        sessions, sans_nombre: sessions, and those that do not say how many places they have (they count nowhere else).
        offertes, tenues, prises: as the sessions hold them.
        presentes: people who came.
        perdues: places that nobody had taken when the session began.
    """

    sessions: int = 0
    sans_nombre: int = 0
    offertes: int = 0
    tenues: int = 0
    prises: int = 0
    presentes: int = 0
    perdues: int = 0

    def __add__(self, autres: Places) -> Places:
        return Places(*(getattr(self, champ.name) + getattr(autres, champ.name) for champ in fields(self)))

    @property
    def libres(self) -> int:
        """Places that nobody holds or has taken."""
        return max(0, self.offertes - self.tenues - self.prises)


@dataclass(frozen=True, slots=True)
class PlacesMontrees:
    """What may be shown of places, None for a count that would tell of a small group."""

    tenues: int | None
    prises: int | None
    presentes: int | None
    perdues: int | None


@dataclass(frozen=True, slots=True)
class LignePlaces:
    """Places of one kind in one territoire (None: outside the territoires known)."""

    type_offre: TypeOffre
    territoire: str | None
    places: Places


@dataclass(frozen=True, slots=True)
class Entonnoir:
    """How many prescriptions reached each step, in the order of a life."""

    proposees: int
    acceptees_personne: int
    transmises: int
    acceptees_structure: int
    presentes: int
    entrees: int
    sorties_positives: int


@dataclass(frozen=True, slots=True)
class Perte:
    """How many ended before an entry, and why; silence (``expiree``) has no reason."""

    etat: Etat
    motif: Motif | None
    nombre: int


@dataclass(frozen=True, slots=True)
class Delai:
    """Days between two steps: half of them are under the median, nine in ten under the other."""

    delai: str
    nombre: int
    mediane: float
    neuf_dixiemes: float


@dataclass(frozen=True, slots=True)
class Tableau:
    """Every figure of a period, from one instant of the database."""

    periode: Periode
    places: tuple[LignePlaces, ...]
    entonnoir: Entonnoir
    pertes: tuple[Perte, ...]
    delais: tuple[Delai, ...]


def reunir(lignes: Iterable[tuple[Cle, Places]]) -> dict[Cle, Places]:
    """Add up the places that share a key.

    Args:
        lignes: keys and places.

    Returns:
        The sums, in the order in which the keys appear.
    """
    sommes: dict[Cle, Places] = {}
    for cle, places in lignes:
        sommes[cle] = sommes.get(cle, Places()) + places
    return sommes


def masquer(effectifs: Mapping[Cle, int]) -> dict[Cle, int | None]:
    """Hide the small groups of a breakdown whose total is shown.

    Args:
        effectifs: people by group.

    Returns:
        The same, None for a group of 1 to 4 people; when it would be the only one hidden, the next smallest group is hidden with it, for the total
        would give it away. Nobody (0) is no group.
    """
    caches = {cle for cle, n in effectifs.items() if 0 < n < GROUPE_MINIMAL}
    if len(caches) == 1:
        autres = [cle for cle, n in effectifs.items() if n >= GROUPE_MINIMAL]
        caches |= {min(autres, key=lambda cle: effectifs[cle])} if autres else set()
    return {cle: None if cle in caches else n for cle, n in effectifs.items()}


def masquer_par_groupes(groupes: Sequence[Mapping[Cle, int]]) -> dict[Cle, int | None]:
    """Hide the small groups of a breakdown of which subtotals are shown too, hidden by :func:`masquer`.

    Args:
        groupes: people by group, one mapping for each subtotal.

    Returns:
        All of them, in their order: hidden inside each subtotal, and one more where a subtotal that is hidden could be added up again.
    """
    sommes = masquer({rang: sum(groupe.values()) for rang, groupe in enumerate(groupes)})
    montres: dict[Cle, int | None] = {}
    for rang, groupe in enumerate(groupes):
        vus = masquer(groupe)
        restants = [cle for cle, n in groupe.items() if n]
        if sommes[rang] is None and restants and all(vus[cle] is not None for cle in restants):
            vus[min(restants, key=groupe.__getitem__)] = None
        montres |= vus
    return montres


def sans_petits_groupes(lignes: Mapping[Cle, Places]) -> dict[Cle, PlacesMontrees]:
    """Hide the small groups of a table of places whose totals are shown.

    Args:
        lignes: places by line of the table.

    Returns:
        What may be shown of each line. Places lost and places offered together tell the places taken: both are hidden or neither.
    """
    tenues, prises, presentes = (masquer({cle: getattr(p, champ) for cle, p in lignes.items()}) for champ in ("tenues", "prises", "presentes"))
    return {
        cle: PlacesMontrees(tenues[cle], prises[cle], presentes[cle], None if prises[cle] is None else places.perdues)
        for cle, places in lignes.items()
    }
