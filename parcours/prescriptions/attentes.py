"""What a structure is awaited for, request by request. Pure: nothing technical is imported."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from parcours.prescriptions.domaine import Etat


class Attente(StrEnum):
    """What is awaited of the structure, in the order of a life."""

    REPONSE = "reponse"
    VENUE = "venue"
    SUITE = "suite"
    ISSUE = "issue"


def attente(etat: Etat, debut: date | None, fin: date | None, jour: date) -> Attente | None:
    """What the structure is awaited for.

    Args:
        etat: state of the request.
        debut, fin: first and last day of the session; without a first day, it is a permanent entry.
        jour: today.

    Returns:
        None when it may do something but nobody waits for it, or when nothing more can be done.
    """
    if etat in {Etat.TRANSMISE, Etat.LISTE_ATTENTE}:
        return Attente.REPONSE
    if etat is Etat.ACCEPTEE_STRUCTURE and (debut is None or debut <= jour):
        return Attente.VENUE
    if etat is Etat.PRESENTE:
        return Attente.SUITE
    return Attente.ISSUE if etat is Etat.ENTREE and fin is not None and fin <= jour else None
