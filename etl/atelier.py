"""What the steps of an import share: the connection, the référentiels, the journal, and the words of refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from catalogue.domaine import Anomalie
from etl.depot import LigneRefusee
from etl.rapport import Journal
from etl.resolution import Referentiels
from socle.base import Connexion
from socle.identifiants import Tirage

T = TypeVar("T")
Cle = tuple[str, str]
"""``(source, source_id)``."""

_CHAMPS = {"offre_metier": "metiers", "condition": "conditions", "apport": "apports", "session": "sessions", "structure": "structure"}


@dataclass(frozen=True, slots=True)
class Atelier:
    """One import under way."""

    connexion: Connexion
    connus: Referentiels
    instant: datetime
    tirage: Tirage
    journal: Journal = field(default_factory=Journal)


def anomalie_cle(cle: Cle) -> Anomalie | None:
    """Why a key cannot even be looked for in the database.

    Args:
        cle: key of an element.

    Returns:
        The anomaly, None when the key is good.
    """
    if all(partie.strip() and "\x00" not in partie and not any("\ud800" <= c <= "\udfff" for c in partie) for partie in cle):
        return None
    return Anomalie("id", cle[1], "L’identifiant est vide ou contient un caractère interdit.")


def anomalie_doublon(cle: Cle) -> Anomalie:
    """Why the second element of the same key is left out."""
    return Anomalie("id", cle[1], "Cet identifiant est déjà venu plus haut dans le fichier : seul le premier est repris.")


def anomalie_base(refus: LigneRefusee) -> Anomalie:
    """Why the database refused an element that the rules had let through."""
    regle = f" (règle {refus.regle})" if refus.regle else ""
    return Anomalie(_CHAMPS.get(refus.table, "offre"), "", f"Une valeur sort de ce que le catalogue accepte{regle}.")


def moities(lignes: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Two halves: one bad value must not take a whole batch with it, so it is halved until the value stands alone."""
    milieu = len(lignes) // 2
    return lignes[:milieu], lignes[milieu:]
