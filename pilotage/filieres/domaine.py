"""The words of the figures of a filière, and what may be shown of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import SORTIES_POSITIVES, Etat, Issue
from pilotage.domaine import Places, masquer, masquer_par_groupes

VENUES: Final = frozenset({Etat.PRESENTE, Etat.ENTREE, Etat.TERMINEE})
# How far back the prescriptions are counted.
PERIODE_JOURS: Final = 365


@dataclass(frozen=True, slots=True)
class LigneSuivi:
    """How many prescriptions of one kind of offer stand in one state, with one outcome."""

    type_offre: TypeOffre
    etat: Etat
    issue: Issue | None
    nombre: int


@dataclass(frozen=True, slots=True)
class Suivi:
    """Prescriptions of a set: how many, people who came, good outcomes; None for a count that would tell of a small group."""

    prescriptions: int | None
    venues: int | None
    sorties_positives: int | None


@dataclass(frozen=True, slots=True)
class ChiffresFiliere:
    """Figures of a filière, from one instant of the database.

    Attributes:
        places: open places of each kind that has some.
        suivi: prescriptions over :data:`PERIODE_JOURS` days.
    """

    places: Mapping[TypeOffre, Places]
    suivi: tuple[LigneSuivi, ...]

    def par_type(self) -> dict[TypeOffre | None, Suivi]:
        """Prescriptions of each kind in the order of kinds, then of all of them (None); small groups hidden."""
        genres = [genre for genre in TypeOffre if any(ligne.type_offre is genre for ligne in self.suivi)]
        colonnes = [
            _avec_total({genre: sum(ligne.nombre for ligne in lignes if ligne.type_offre is genre) for genre in genres}, lignes)
            for lignes in (self.suivi, self._venues, self._positives)
        ]
        return {genre: Suivi(*(colonne[genre] for colonne in colonnes)) for genre in (*genres, None)}

    def par_etat(self) -> dict[Etat, int | None]:
        """Prescriptions in each state that has some, those of people who came first; small groups hidden."""
        nombres = {etat: sum(ligne.nombre for ligne in self.suivi if ligne.etat is etat) for etat in Etat}
        venues, autres = ({etat: n for etat, n in nombres.items() if n and (etat in VENUES) is dedans} for dedans in (True, False))
        return masquer_par_groupes((venues, autres))

    def par_issue(self) -> dict[Issue, int | None]:
        """Ended prescriptions by outcome, good outcomes first; small groups hidden, and all of them where the ended ones are."""
        nombres = {issue: sum(ligne.nombre for ligne in self.suivi if ligne.issue is issue) for issue in Issue}
        positives, autres = ({issue: n for issue, n in nombres.items() if n and (issue in SORTIES_POSITIVES) is dedans} for dedans in (True, False))
        if self.par_etat().get(Etat.TERMINEE) is None:
            return dict.fromkeys((*positives, *autres))
        return masquer_par_groupes((positives, autres))

    @property
    def _venues(self) -> tuple[LigneSuivi, ...]:
        return tuple(ligne for ligne in self.suivi if ligne.etat in VENUES)

    @property
    def _positives(self) -> tuple[LigneSuivi, ...]:
        return tuple(ligne for ligne in self.suivi if ligne.issue in SORTIES_POSITIVES)


def _avec_total(effectifs: Mapping[TypeOffre, int], lignes: Iterable[LigneSuivi]) -> dict[TypeOffre | None, int | None]:
    """A column with its total, the total of a small group hidden like any other."""
    total = sum(ligne.nombre for ligne in lignes)
    montres: dict[TypeOffre | None, int | None] = dict(masquer(effectifs).items())
    montres[None] = masquer({None: total})[None]
    return montres
