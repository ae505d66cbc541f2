"""Reading people in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from parcours.domaine import Allocataire
from parcours.perimetre import Perimetre, Suivi
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")

_ALLOCATAIRE = TypeAdapter(Allocataire)


async def allocataires(connexion: Connexion, perimetre: Perimetre) -> list[Allocataire]:
    """Everybody within a perimeter, in the order of the dictionary."""
    lignes = await REQUETES.lignes(connexion, "allocataires", compte_id=perimetre.compte_id)
    return [_ALLOCATAIRE.validate_python(dict(ligne)) for ligne in lignes]


async def allocataire(connexion: Connexion, identifiant: str, perimetre: Perimetre) -> Allocataire | None:
    """One person.

    Args:
        connexion: any.
        identifiant: public id.
        perimetre: whom the reader may see.

    Returns:
        The person, None when nobody whom the reader may see bears this id.
    """
    ligne = await REQUETES.ligne(connexion, "allocataire", identifiant=identifiant, compte_id=perimetre.compte_id)
    return None if ligne is None else _ALLOCATAIRE.validate_python(dict(ligne))


async def nombre(connexion: Connexion, perimetre: Perimetre) -> int:
    """How many people are within a perimeter."""
    total: int = await REQUETES.valeur(connexion, "nombre", compte_id=perimetre.compte_id)
    return total


async def suivi(connexion: Connexion, identifiant: str, perimetre: Perimetre) -> Suivi | None:
    """Who follows a person: what every permission about them is decided on.

    Args:
        connexion: any.
        identifiant: public id of the person.
        perimetre: whom the reader may see.

    Returns:
        Their following, None when nobody whom the reader may see bears this id.
    """
    ligne = await REQUETES.ligne(connexion, "suivi", identifiant=identifiant, compte_id=perimetre.compte_id)
    return Suivi(**{**ligne, "impliquees": frozenset(ligne["impliquees"])}) if ligne else None


async def referents(connexion: Connexion, perimetre: Perimetre, identifiants: Sequence[str]) -> dict[str, str]:
    """Who follows each of several people.

    Args:
        connexion: any.
        perimetre: whom the reader may see.
        identifiants: public ids.

    Returns:
        Name of the référent by public id; nobody follows those who are absent.
    """
    lignes = await REQUETES.lignes(connexion, "referents", compte_id=perimetre.compte_id, identifiants=list(identifiants))
    return {ligne["identifiant"]: ligne["nom"] for ligne in lignes}
