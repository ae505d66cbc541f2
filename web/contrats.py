"""The contract that comes with an entry: read from a form, said in words, and the outcome it speaks for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from catalogue.libelles import CONTRATS
from parcours.prescriptions.contrats import MOIS_MAX, Contrat, issue_suggeree
from parcours.prescriptions.domaine import Etat
from parcours.prescriptions.libelles import ISSUES
from parcours.prescriptions.mouvements import Refusee
from socle.horloge import PARIS
from web.pages.prescriptions import Saisie
from web.typographie import date_courte, duree_mois, typo

CONTRATS_EN_MOTS: Final = tuple((c, typo(mots)) for c, mots in CONTRATS.items())


def lire_contrat(saisie: Saisie) -> Contrat | None:
    """The contract that was typed.

    Args:
        saisie: what was typed.

    Returns:
        The contract, None when nothing was said of it.

    Raises:
        Refusee: an end without a kind, or an end that cannot be read.
    """
    if saisie.contrat is None:
        if saisie.mois or saisie.fin:
            raise Refusee("Choisissez le contrat, ou effacez sa durée et sa fin.")
        return None
    if saisie.mois and not saisie.mois.isdecimal():
        raise Refusee(f"La durée du contrat s’écrit en mois, de 1 à {MOIS_MAX}.")
    try:
        fin = date.fromisoformat(saisie.fin) if saisie.fin else None
    except ValueError:
        raise Refusee("La date de fin du contrat n’existe pas : choisissez un jour du calendrier.") from None
    return Contrat(saisie.contrat, int(saisie.mois) if saisie.mois else None, fin)


def contrat_en_mots(contrat: Contrat | None, jour: date) -> str | None:
    """Say a contract.

    Args:
        contrat: what the structure said, None for nothing.
        jour: today.

    Returns:
        « CDI », « CDD, 8 mois », « CDD jusqu’au 30 juin 2027 ».
    """
    if contrat is None:
        return None
    duree = f", {duree_mois(contrat.mois)}" if contrat.mois else f" jusqu’au {date_courte(contrat.fin, jour)}" if contrat.fin else ""
    return typo(CONTRATS[contrat.genre] + duree)


def suggestion(contrat: Contrat | None, depuis: datetime, etat: Etat) -> str | None:
    """What the contract speaks for when one says how it ended; only a help, whoever answers chooses.

    Args:
        contrat: said at the entry.
        depuis: when the present state began.
        etat: the present state.

    Returns:
        The words of the outcome, None when there is nothing to suggest.
    """
    issue = issue_suggeree(contrat, depuis.astimezone(PARIS).date()) if etat is Etat.ENTREE else None
    return typo(ISSUES[issue]) if issue else None
