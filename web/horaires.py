"""Weekly masks of 28 bits in words."""

from __future__ import annotations

from itertools import groupby

from catalogue.domaine import Jour, Periode, creneau
from catalogue.libelles import PERIODES
from catalogue.phrases import enumerer

_TOUTES = tuple(Periode)
_JOURNEE = (Periode.MATIN, Periode.APRES_MIDI)
_JOURS = list(Jour)


def mots_creneaux(masque: int) -> str:
    """Say when, out of a weekly mask (see ``catalogue.domaine.creneau``).

    Args:
        masque: 28 bits, one per period of each day.

    Returns:
        « du lundi au vendredi en journée, samedi matin », « tous les jours à toute heure », empty for an empty mask.
    """
    par_jour = [(jour, tuple(p for p in Periode if masque & creneau(jour, p))) for jour in Jour]
    suites = [(periodes, [jour for jour, _ in jours]) for periodes, jours in groupby(par_jour, key=lambda paire: paire[1])]
    return ", ".join(f"{_mots_jours(jours)} {_mots_periodes(periodes)}" for periodes, jours in suites if periodes)


def _mots_jours(jours: list[Jour]) -> str:
    if len(jours) == len(_JOURS):
        return "tous les jours"
    if len(jours) <= 2:
        return enumerer(jours)
    return f"du {jours[0]} au {jours[-1]}"


def _mots_periodes(periodes: tuple[Periode, ...]) -> str:
    if periodes == _TOUTES:
        return "à toute heure"
    if periodes == _JOURNEE:
        return "en journée"
    return enumerer([PERIODES[p] for p in periodes])
