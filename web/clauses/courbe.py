"""The drawing of a lot: hours added up month after month, against the even pace that the contract asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from employeurs.clauses.domaine import ZERO, Lot, mois_suivant, premier_du_mois, suite_de_mois
from employeurs.clauses.libelles import heures_en_mots
from web.clauses.commun import mois_court
from web.pages.clauses_lot import Courbe

GAUCHE, DROITE, HAUT, BAS = 84.0, 624.0, 12.0, 188.0
REPERES: Final = 4


def dessiner(lot: Lot, jour: date) -> Courbe:
    """Draw a lot.

    Args:
        lot: the lot with its hours by month.
        jour: today.

    Returns:
        Points of a drawing of 640 by 220.
    """
    debut, fin = premier_du_mois(lot.debut), mois_suivant(premier_du_mois(max(lot.fin, *lot.par_mois, lot.debut)))
    plafond = _rond(max(lot.bilan.prevues, lot.bilan.realisees))

    def x(quand: date) -> float:
        return round(GAUCHE + (DROITE - GAUCHE) * (quand - debut).days / (fin - debut).days, 1)

    def y(heures: Decimal) -> float:
        return round(BAS - (BAS - HAUT) * float(heures / plafond), 1)

    points, cumul = [(x(debut), y(ZERO))], ZERO
    # Not beyond the last month that was told: a flat end would read as a halt.
    for mois in suite_de_mois(debut, max(lot.par_mois)) if lot.par_mois else ():
        cumul += lot.par_mois.get(mois, ZERO)
        points.append((x(mois_suivant(mois)), y(cumul)))
    return Courbe(
        faites=" ".join(f"{a},{b}" for a, b in points) if lot.par_mois else "",
        prevues=f"{x(lot.debut)},{y(ZERO)} {x(lot.fin)},{y(lot.bilan.prevues)}",
        aujourdhui=x(jour) if debut <= jour < fin else None,
        graduations=tuple((y(plafond * n / 4), heures_en_mots((plafond * n / 4).quantize(Decimal(1)))) for n in range(0, 5, 2)),
        reperes=_reperes(debut, fin, x),
    )


def _rond(heures: Decimal) -> Decimal:
    """The next round number: the drawing never ends on its top edge."""
    pas = Decimal(10) ** (len(str(int(heures))) - 1) / 2
    return (heures // pas + 1) * pas


def _reperes(debut: date, fin: date, x: Callable[[date], float]) -> tuple[tuple[float, str], ...]:
    mois = suite_de_mois(debut, mois_suivant(fin, -1))
    return tuple((x(m), mois_court(m)) for m in mois[:: max(1, -(-len(mois) // REPERES))] if x(m) < DROITE - 80)
