"""The figures of a convention: committed, done, what should be done by now. Pure: nothing technical is imported.

Every figure is made of lines (one métier, one civil year); totals are sums of those same lines, so that they add up in every direction.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

Cle = TypeVar("Cle", bound=Hashable)

# Under this share of what should be done by now, and with one hire missing at least, a convention is late.
PART_DU_RETARD: Final = (3, 4)


@dataclass(frozen=True, slots=True)
class Periode:
    """First and last day of a convention."""

    debut: date
    fin: date

    @property
    def annees(self) -> tuple[int, ...]:
        """Civil years that it touches."""
        return tuple(range(self.debut.year, self.fin.year + 1))

    def part(self, annee: int) -> tuple[date, date] | None:
        """The part of a civil year that it covers: first and last day, None when it covers none."""
        debut, fin = max(self.debut, date(annee, 1, 1)), min(self.fin, date(annee, 12, 31))
        return (debut, fin) if debut <= fin else None

    def ecoule(self, annee: int, jour: date) -> tuple[int, int]:
        """Days elapsed, today included, and days in all, of the part of a year that it covers.

        Args:
            annee: civil year.
            jour: today.

        Returns:
            ``(elapsed, total)``, both 0 for a year it does not touch.
        """
        part = self.part(annee)
        if part is None:
            return 0, 0
        total = (part[1] - part[0]).days + 1
        return min(max((jour - part[0]).days + 1, 0), total), total


def attendues(prevues: int, ecoule: tuple[int, int]) -> int:
    """Hires that should be done by now: the share of the time elapsed, to the nearest whole hire.

    Args:
        prevues: hires committed for the year.
        ecoule: days elapsed and days in all.

    Returns:
        From 0 to ``prevues``, never less on a later day, ``prevues`` on the last day.
    """
    fait, total = ecoule
    return (2 * prevues * fait + total) // (2 * total) if total else 0


@dataclass(frozen=True, slots=True)
class Engagement:
    """Hires committed for one métier and one civil year."""

    code_rome: str
    annee: int
    prevues: int


@dataclass(frozen=True, slots=True)
class Realisees:
    """Hires done for one métier in one civil year, and the day of the last one; ``par_prescription`` of them came by a prescription."""

    code_rome: str
    annee: int
    nombre: int
    par_prescription: int
    derniere: date


@dataclass(frozen=True, slots=True)
class Chiffres:
    """Committed, done, and what should be done by now."""

    prevues: int = 0
    realisees: int = 0
    attendues: int = 0

    def __add__(self, autres: Chiffres) -> Chiffres:
        return Chiffres(self.prevues + autres.prevues, self.realisees + autres.realisees, self.attendues + autres.attendues)

    @property
    def ecart(self) -> int:
        """Hires ahead (positive) or missing (negative) today."""
        return self.realisees - self.attendues

    @property
    def atteint(self) -> bool:
        """Everything committed is done."""
        return self.realisees >= self.prevues

    @property
    def en_retard(self) -> bool:
        """Under three quarters of what should be done by now, and one hire missing at least."""
        sur, parts = PART_DU_RETARD
        return self.ecart <= -1 and parts * self.realisees < sur * self.attendues

    @property
    def en_retard_net(self) -> bool:
        """Late, and two hires missing at least: for one métier alone, a single hire is soon made up for."""
        return self.en_retard and self.ecart <= -2


@dataclass(frozen=True, slots=True)
class Ligne:
    """The figures of one métier and one civil year."""

    code_rome: str
    annee: int
    chiffres: Chiffres


def lignes(periode: Periode, engagements: Iterable[Engagement], faites: Iterable[Realisees], jour: date) -> tuple[Ligne, ...]:
    """One line per métier and year that was committed to, or in which someone was hired.

    Args:
        periode: of the convention.
        engagements: what was committed to.
        faites: what was done.
        jour: today.

    Returns:
        The lines, by métier then year.
    """
    prevues = {(e.code_rome, e.annee): e.prevues for e in engagements}
    realisees: dict[tuple[str, int], int] = {}
    for r in faites:
        realisees[r.code_rome, r.annee] = realisees.get((r.code_rome, r.annee), 0) + r.nombre
    return tuple(
        Ligne(
            code,
            annee,
            Chiffres(n := prevues.get((code, annee), 0), realisees.get((code, annee), 0), attendues(n, periode.ecoule(annee, jour))),
        )
        for code, annee in sorted(prevues.keys() | realisees.keys())
    )


def par_metier(tableau: Iterable[Ligne]) -> dict[str, Chiffres]:
    """The sums of each métier, by code."""
    return _sommes((ligne.code_rome, ligne.chiffres) for ligne in tableau)


def par_annee(tableau: Iterable[Ligne]) -> dict[int, Chiffres]:
    """The sums of each year, in order."""
    return dict(sorted(_sommes((ligne.annee, ligne.chiffres) for ligne in tableau).items()))


def total(tableau: Iterable[Ligne]) -> Chiffres:
    """The sum of every line."""
    return sum((ligne.chiffres for ligne in tableau), Chiffres())


def _sommes(paires: Iterable[tuple[Cle, Chiffres]]) -> dict[Cle, Chiffres]:
    sommes: dict[Cle, Chiffres] = {}
    for cle, chiffres in paires:
        sommes[cle] = sommes.get(cle, Chiffres()) + chiffres
    return sommes
