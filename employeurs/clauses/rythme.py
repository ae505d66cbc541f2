"""At what pace the hours of a lot are done, what it would take, and what deserves to be looked at. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from typing import Final

from employeurs.clauses.domaine import ZERO, EtatLot, Lot, arrondir, mois_suivant, premier_du_mois

# The pace is that of so many whole months.
MOIS_DU_RYTHME: Final = 3
JOURS_PAR_MOIS: Final = Decimal("30.4375")
# What would be missing is told from this share of the hours planned: less is within the noise of a month.
PART_SIGNALEE: Final = Decimal("0.05")
FIN_PROCHE: Final = timedelta(days=60)
# Beyond, there is still time to open posts for the hours that none commits.
ENGAGER_AVANT: Final = timedelta(days=183)


class Alerte(StrEnum):
    """What deserves to be looked at in a lot, the most pressing first."""

    ECHUE = "echue"
    RETARD = "retard"
    FIN_PROCHE = "fin_proche"
    SANS_SAISIE = "sans_saisie"
    A_ENGAGER = "a_engager"
    DEPASSEMENT = "depassement"


GRAVITES: Final = {alerte: rang for rang, alerte in enumerate(Alerte)}


@dataclass(frozen=True, slots=True)
class Rythme:
    """Pace of a lot, in hours by month.

    Attributes:
        constate: mean of the last whole months, None before the lot has had one.
        necessaire: what each month left must bring, to the hour above, None once the end has passed.
        projete: hours done at the end if the pace stays, to the hour; None without a pace.
        manque: hours that would then be missing, never less than 0.
    """

    constate: Decimal | None
    necessaire: Decimal | None
    projete: Decimal | None
    manque: Decimal


def rythme(lot: Lot, jour: date) -> Rythme:
    """The pace of a lot.

    The mean is that of the last ``MOIS_DU_RYTHME`` whole months since the start, a month without hours counting for zero; the current month,
    still being told, is left out of it and of what is projected, save when it already brings more.

    Args:
        lot: the lot with its hours by month.
        jour: the day it is read.

    Returns:
        The pace.
    """
    ce_mois = premier_du_mois(jour)
    constate = _moyenne(lot.par_mois, max(premier_du_mois(lot.debut), mois_suivant(ce_mois, -MOIS_DU_RYTHME)), min(ce_mois, _apres(lot.fin)))
    restants = _mois_entre(jour, lot.fin)
    necessaire = (lot.bilan.restantes / max(restants, Decimal(1))).to_integral_value(ROUND_UP) if jour <= lot.fin else None
    if constate is None:
        return Rythme(None, necessaire, None, ZERO)
    faites = sum((h for mois, h in lot.par_mois.items() if mois < ce_mois), ZERO)
    projete = max(lot.bilan.realisees, (faites + constate * _mois_entre(ce_mois, lot.fin)).to_integral_value())
    return Rythme(constate, necessaire, projete, max(ZERO, lot.bilan.prevues - projete))


def _apres(fin: date) -> date:
    return mois_suivant(premier_du_mois(fin))


def _moyenne(par_mois: Mapping[date, Decimal], de: date, avant: date) -> Decimal | None:
    nombre = (avant.year - de.year) * 12 + avant.month - de.month
    if nombre < 1:
        return None
    return arrondir(sum((h for mois, h in par_mois.items() if de <= mois < avant), ZERO) / nombre)


def _mois_entre(de: date, a: date) -> Decimal:
    """Months from the morning of a day to the evening of another, 0 when it has passed."""
    return max(ZERO, Decimal((a - de).days + 1) / JOURS_PAR_MOIS)


@dataclass(frozen=True, slots=True)
class Signal:
    """Something to look at: ``heures`` for what is short or over, ``mois`` for the month nobody has told."""

    alerte: Alerte
    heures: Decimal = ZERO
    mois: date | None = None


def signaux(lot: Lot, jour: date) -> tuple[Signal, ...]:
    """What deserves to be looked at in a lot that runs, the most pressing first.

    Args:
        lot: the lot with its hours by month.
        jour: the day it is read.

    Returns:
        None for a lot that is over or cancelled, save hours beyond what was planned.
    """
    bilan = lot.bilan
    trouves = [Signal(Alerte.DEPASSEMENT, bilan.depassement)] if bilan.depassement else []
    if lot.etat is not EtatLot.EN_COURS:
        return tuple(trouves)
    if bilan.restantes:
        trouves += _a_temps(lot, jour)
    if bilan.a_engager and bilan.restantes and lot.fin - jour <= ENGAGER_AVANT:
        trouves.append(Signal(Alerte.A_ENGAGER, bilan.a_engager))
    return tuple(sorted(trouves, key=lambda s: GRAVITES[s.alerte]))


def _a_temps(lot: Lot, jour: date) -> list[Signal]:
    if jour > lot.fin:
        return [Signal(Alerte.ECHUE, lot.bilan.restantes)]
    trouves = []
    manque = rythme(lot, jour).manque
    if manque > lot.bilan.prevues * PART_SIGNALEE:
        trouves.append(Signal(Alerte.RETARD, manque))
    if lot.fin - jour <= FIN_PROCHE:
        trouves.append(Signal(Alerte.FIN_PROCHE, lot.bilan.restantes))
    dernier = mois_suivant(premier_du_mois(jour), -1)
    if lot.personnes and dernier >= premier_du_mois(lot.debut) and dernier not in lot.par_mois:
        trouves.append(Signal(Alerte.SANS_SAISIE, mois=dernier))
    return trouves
