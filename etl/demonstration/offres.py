"""The five hundred offers of the demonstration, all eight kinds together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from catalogue.domaine import Offre, TypeOffre
from etl.demonstration.appuis import appuis
from etl.demonstration.decouvertes import decouvertes
from etl.demonstration.emplois import postes_collectivite, recrutements
from etl.demonstration.fabrique import Atelier, faire_vivre
from etl.demonstration.formations import formations
from etl.demonstration.insertion import clauses, conventions, places_iae

GRAINE = 94
_ATELIERS: dict[TypeOffre, Callable[[Atelier], Iterator[Offre]]] = {
    TypeOffre.DECOUVERTE: decouvertes,
    TypeOffre.RECRUTEMENT: recrutements,
    TypeOffre.FORMATION: formations,
    TypeOffre.IAE: places_iae,
    TypeOffre.CLAUSE: clauses,
    TypeOffre.CONVENTION: conventions,
    TypeOffre.COLLECTIVITE: postes_collectivite,
    TypeOffre.APPUI: appuis,
}


def offres(aujourdhui: date, graine: int = GRAINE) -> tuple[Offre, ...]:
    """The offers, dated around a day.

    Args:
        aujourdhui: day from which every date is counted; nothing else depends on it.
        graine: seed of what is drawn.

    Returns:
        About five hundred offers by kind; their ids are the same whatever the day and the seed.
    """
    return tuple(offre for genre, faire in _ATELIERS.items() for offre in _fabriquer(Atelier(aujourdhui, graine, genre), faire))


def _fabriquer(atelier: Atelier, faire: Callable[[Atelier], Iterator[Offre]]) -> Iterator[Offre]:
    for offre in faire(atelier):
        yield faire_vivre(offre, atelier)
