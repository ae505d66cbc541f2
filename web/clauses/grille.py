"""The monthly grid of a lot: people in lines, months in columns, sums that add up; typed back as typed when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalogue.libelles import CONTRATS
from employeurs.clauses.domaine import ZERO, Lot, Participation, Poste, bornes_du_lot, mois_suivant, sommes_par_mois
from employeurs.clauses.libelles import MOIS, heures_en_mots, mois_en_mots
from employeurs.clauses.services import cellules_de, nom_de_cellule
from web.clauses.commun import adresse_du_lot, mois_court
from web.pages.clauses_lot import Cellule, Grille, LigneGrille
from web.pages.commun import Lien

_PERIODE = re.compile(r"(20\d{2})(?:-T([1-4]))?")


@dataclass(frozen=True, slots=True)
class PeriodeGrille:
    """A quarter or a year."""

    annee: int
    trimestre: int | None

    @classmethod
    def lire(cls, texte: str, lot: Lot, jour: date) -> PeriodeGrille:
        """The period that an address names; else the quarter of today, brought within the dates of the lot."""
        if lu := _PERIODE.fullmatch(texte):
            return cls(int(lu[1]), int(lu[2]) if lu[2] else None)
        bornes = bornes_du_lot(lot.debut, lot.fin)
        repere = min(max(jour, bornes.debut), bornes.fin)
        return cls(repere.year, (repere.month - 1) // 3 + 1)

    @property
    def code(self) -> str:
        """« 2026-T4 », « 2026 »."""
        return f"{self.annee}-T{self.trimestre}" if self.trimestre else str(self.annee)

    @property
    def mots(self) -> str:
        """« octobre à décembre 2026 », « année 2026 »."""
        mois = self.mois
        return f"{MOIS[mois[0].month - 1]} à {mois_en_mots(mois[-1])}" if self.trimestre else f"année {self.annee}"

    @property
    def mois(self) -> tuple[date, ...]:
        """First days of its months."""
        premier = date(self.annee, 3 * (self.trimestre or 1) - 2, 1)
        return tuple(mois_suivant(premier, pas) for pas in range(3 if self.trimestre else 12))

    def voisine(self, pas: int) -> PeriodeGrille:
        """The one before or after."""
        if self.trimestre is None:
            return PeriodeGrille(self.annee + pas, None)
        repere = mois_suivant(self.mois[0], 3 * pas)
        return PeriodeGrille(repere.year, (repere.month - 1) // 3 + 1)

    def autre(self, jour: date) -> PeriodeGrille:
        """The year of a quarter, or a quarter of a year: that of today when it is in it."""
        if self.trimestre:
            return PeriodeGrille(self.annee, None)
        return PeriodeGrille(self.annee, (jour.month - 1) // 3 + 1 if jour.year == self.annee else 1)


@dataclass(frozen=True, slots=True)
class Tape:
    """What was typed in a grid that is shown again, what is wrong in it, and what others wrote meanwhile."""

    valeurs: Mapping[str, str] = field(default_factory=dict)
    erreurs: Mapping[str, str] = field(default_factory=dict)
    conflit: bool = False


RIEN_DE_TAPE = Tape()


def grille_de(
    lot: Lot, postes: Sequence[Poste], personnes: Sequence[Participation], periode: PeriodeGrille, jour: date, tape: Tape = RIEN_DE_TAPE
) -> Grille:
    """The grid of a period.

    Args:
        lot: the lot.
        postes: its posts.
        personnes: its people with their hours.
        periode: what is shown.
        jour: today.
        tape: what was typed, when the grid is shown again.

    Returns:
        The grid; sums are those of what is kept.
    """
    mois, contrats = periode.mois, {p.id: CONTRATS[p.contrat] if p.contrat else "" for p in postes}
    ecrites = set(cellules_de(personnes, mois, lot))
    lignes = tuple(
        LigneGrille(
            p,
            contrats[p.poste],
            tuple(
                _cellule(p, m, tape) if (p.identifiant, m) in ecrites else Cellule(None, f"{p.nom}, {mois_en_mots(m)} : hors contrat") for m in mois
            ),
            heures_en_mots(_somme(p.heures, mois)),
            heures_en_mots(p.total),
        )
        for p in personnes
    )
    sommes = sommes_par_mois(p.heures for p in personnes)
    return Grille(
        periode=periode.code,
        mots=periode.mots,
        mois=tuple(mois_court(m) for m in mois),
        lignes=lignes,
        totaux=tuple(heures_en_mots(sommes.get(m, ZERO)) for m in mois),
        total=heures_en_mots(_somme(sommes, mois)),
        depuis=heures_en_mots(sum(sommes.values(), ZERO)),
        precedente=_lien(lot, periode.voisine(-1)),
        suivante=_lien(lot, periode.voisine(1)),
        autre_vue=Lien("Voir toute l’année" if periode.trimestre else "Voir un trimestre", _adresse(lot, periode.autre(jour))),
    )


def _somme(heures: Mapping[date, Decimal], mois: Sequence[date]) -> Decimal:
    return sum((heures.get(m, ZERO) for m in mois), ZERO)


def _adresse(lot: Lot, periode: PeriodeGrille) -> str:
    return f"{adresse_du_lot(lot)}?periode={periode.code}#heures"


def _lien(lot: Lot, periode: PeriodeGrille) -> Lien | None:
    """Another period, None when the lot has no month in it."""
    bornes = bornes_du_lot(lot.debut, lot.fin)
    return Lien(periode.mots, _adresse(lot, periode)) if any(bornes.accepte(m) for m in periode.mois) else None


def _cellule(p: Participation, mois: date, tape: Tape) -> Cellule:
    champ = nom_de_cellule(p.identifiant, mois)
    gardee = en_champ(p.heures.get(mois))
    valeur = tape.valeurs.get(champ, gardee)
    return Cellule(
        champ,
        f"{p.nom}, {mois_en_mots(mois)}",
        valeur,
        tape.erreurs.get(champ, ""),
        (gardee or "vide") if tape.conflit and valeur != gardee else "",
    )


def en_champ(heures: Decimal | None) -> str:
    """Hours as a field holds them: « 35,5 », empty for nothing."""
    return "" if heures is None else f"{heures:f}".rstrip("0").rstrip(".").replace(".", ",") if heures else "0"
