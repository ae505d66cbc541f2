"""The contract that a structure says when someone is taken on. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from catalogue.domaine import TypeContrat
from comptes.domaine import OUI, Decision, non
from parcours.prescriptions.domaine import Etat, Issue

MOIS_MAX: Final = 120
SANS_FIN: Final = frozenset({TypeContrat.CDI, TypeContrat.TITULAIRE, TypeContrat.LIBERAL})
# « Emploi durable »: CDI, or CDD of six months and more (the Département's report of 14/02/2022).
MOIS_DURABLES: Final = 6
_COURTS: Final = frozenset({TypeContrat.CDD, TypeContrat.CTT, TypeContrat.SAISONNIER})


@dataclass(frozen=True, slots=True)
class Contrat:
    """A contract signed.

    Attributes:
        mois: length in months, None when it is not known, or when ``fin`` says it.
        fin: last day, None when it is not known, or when ``mois`` says it.
    """

    genre: TypeContrat
    mois: int | None = None
    fin: date | None = None


def contrat_de(genre: TypeContrat | None, mois: int | None, fin: date | None) -> Contrat | None:
    """The contract that three columns say, None without a kind."""
    return None if genre is None else Contrat(genre, mois, fin)


def peut_dire(contrat: Contrat | None, vers: Etat, jour: date) -> Decision:
    """Whether a contract may be said with a move.

    Args:
        contrat: what is said, None for nothing: it is never required.
        vers: state wanted.
        jour: today.

    Returns:
        The decision; its reason is a sentence for the person who asked.
    """
    if contrat is None:
        return OUI
    if vers is not Etat.ENTREE:
        return non("Le contrat se dit quand la personne est entrée dans l’action.")
    if contrat.genre in SANS_FIN and (contrat.mois is not None or contrat.fin is not None):
        return non("Ce contrat n’a pas de fin : laissez vides la durée et la date.")
    if contrat.mois is not None and contrat.fin is not None:
        return non("Dites la durée ou la date de fin du contrat, pas les deux.")
    if contrat.mois is not None and not 1 <= contrat.mois <= MOIS_MAX:
        return non(f"La durée du contrat s’écrit en mois, de 1 à {MOIS_MAX}.")
    if contrat.fin is not None and contrat.fin < jour:
        return non("La fin du contrat est déjà passée : vérifiez la date.")
    return OUI


def issue_suggeree(contrat: Contrat | None, entree_le: date) -> Issue | None:
    """The outcome that a contract speaks for; only suggested, whoever closes the prescription chooses.

    Args:
        contrat: what was said at the entry.
        entree_le: day of the entry, from which a last day is counted.

    Returns:
        The outcome, None when the contract does not say enough.
    """
    if contrat is None:
        return None
    if contrat.genre is TypeContrat.CDI:
        return Issue.EMPLOI_DURABLE
    if contrat.genre is TypeContrat.CDDI:
        return Issue.IAE
    dure = _dure(contrat, entree_le)
    if contrat.genre not in _COURTS or dure is None:
        return None
    if not dure:
        return Issue.EMPLOI_COURT
    return Issue.EMPLOI_DURABLE if contrat.genre is TypeContrat.CDD else None


def _dure(contrat: Contrat, entree_le: date) -> bool | None:
    """Whether it lasts six months and more, None when nobody knows."""
    if contrat.mois is not None:
        return contrat.mois >= MOIS_DURABLES
    if contrat.fin is None:
        return None
    # From 1 March to 31 August is six months: the last day is worked.
    lendemain = contrat.fin + timedelta(days=1)
    mois = (lendemain.year - entree_le.year) * 12 + lendemain.month - entree_le.month - (lendemain.day < entree_le.day)
    return mois >= MOIS_DURABLES
