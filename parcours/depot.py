"""Reading people in PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from parcours.domaine import Allocataire
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")

_ALLOCATAIRE = TypeAdapter(Allocataire)


async def allocataires(connexion: Connexion) -> list[Allocataire]:
    """Everybody, in the order of the dictionary."""
    return [_ALLOCATAIRE.validate_python(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "allocataires")]


async def allocataire(connexion: Connexion, identifiant: str) -> Allocataire | None:
    """One person.

    Args:
        connexion: any.
        identifiant: public id.

    Returns:
        The person, None when nobody bears this id.
    """
    ligne = await REQUETES.ligne(connexion, "allocataire", identifiant=identifiant)
    return None if ligne is None else _ALLOCATAIRE.validate_python(dict(ligne))


async def nombre(connexion: Connexion) -> int:
    """How many people are known."""
    total: int = await REQUETES.valeur(connexion, "nombre")
    return total
