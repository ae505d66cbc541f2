"""The files of people in PostgreSQL: reading one, changing what is asked and nothing else, notes, and the portefeuille."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from parcours.domaine import Allocataire
from parcours.dossier.domaine import Dossier, Note
from parcours.dossier.portefeuille import LignePortefeuille
from parcours.perimetre import Perimetre
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("requetes.sql"))

_ALLOCATAIRE = TypeAdapter(Allocataire)
_DOSSIER = TypeAdapter(Dossier)
_NOTE = TypeAdapter(Note)
_LIGNE = TypeAdapter(LignePortefeuille)
_CHAMPS_PERSONNE = frozenset(c.name for c in fields(Allocataire))


@dataclass(frozen=True, slots=True)
class Collegue:
    """A counsellor of a structure."""

    id: int
    identifiant: str
    nom: str


async def dossier(connexion: Connexion, identifiant: str, perimetre: Perimetre) -> Dossier | None:
    """The file of a person.

    Args:
        connexion: any.
        identifiant: public id.
        perimetre: whom the reader may see.

    Returns:
        The file, None when nobody whom the reader may see bears this id.
    """
    ligne = await REQUETES.ligne(connexion, "dossier", identifiant=identifiant, compte_id=perimetre.compte_id)
    if ligne is None:
        return None
    personne = _ALLOCATAIRE.validate_python({nom: valeur for nom, valeur in ligne.items() if nom in _CHAMPS_PERSONNE})
    reste = {nom: valeur for nom, valeur in ligne.items() if nom not in _CHAMPS_PERSONNE}
    return _DOSSIER.validate_python({**reste, "personne": personne})


async def modifier(
    connexion: Connexion, id_: int, valeurs: Mapping[str, Any], instant: datetime, *, compte_id: int | None = None, version: int | None = None
) -> int | None:
    """Change columns of a person.

    Args:
        connexion: inside a writing transaction.
        id_: internal id.
        valeurs: new values by column; the others stay as they are.
        instant: now.
        compte_id: who changes, None for an import.
        version: version of the file that was read, None to change it whatever its version.

    Returns:
        The new version; None when the file is no longer at the version that was read, and nothing is written.
    """
    nouvelle: int | None = await REQUETES.valeur(
        connexion, "modifier", id=id_, valeurs=en_colonnes(valeurs), instant=instant, compte_id=compte_id, version=version
    )
    return nouvelle


def en_colonnes(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON carries them to the columns: dates in ISO, codes as text."""
    lisibles: dict[str, Any] = json.loads(json.dumps(dict(valeurs), default=str))
    return lisibles


async def creer(connexion: Connexion, identifiant: str, source: str, noms: tuple[str, str], cles: Sequence[str], instant: datetime) -> int:
    """Add a person, who has nothing but names yet.

    Args:
        connexion: inside a writing transaction.
        identifiant: new public id, also the id within the source: no number of a file is kept.
        source: where the person comes from.
        noms: name and first name.
        cles: folded names, the main one first.
        instant: now.

    Returns:
        Internal id.
    """
    nom, prenom = noms
    id_: int = await REQUETES.valeur(
        connexion, "creer", identifiant=identifiant, source=source, nom=nom, prenom=prenom, cle_tri=cles[0], instant=instant
    )
    await ajouter_autres_noms(connexion, id_, cles[1:])
    return id_


async def ajouter_autres_noms(connexion: Connexion, id_: int, cles: Sequence[str]) -> None:
    """Know a person under other names.

    Args:
        connexion: inside a writing transaction.
        id_: the person.
        cles: folded names.
    """
    for cle in cles:
        await REQUETES.executer(connexion, "ajouter_autre_nom", id=id_, cle_tri=cle)


async def notes(connexion: Connexion, allocataire_id: int) -> list[Note]:
    """Notes about a person, the latest first."""
    return [_NOTE.validate_python(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "notes", allocataire_id=allocataire_id)]


async def note(connexion: Connexion, allocataire_id: int, identifiant: str) -> Note | None:
    """One note about a person, None when there is none."""
    ligne = await REQUETES.ligne(connexion, "note", allocataire_id=allocataire_id, identifiant=identifiant)
    return None if ligne is None else _NOTE.validate_python(dict(ligne))


async def ajouter_note(
    connexion: Connexion, identifiant: str, allocataire_id: int, auteur_id: int, texte: str, alertes: Sequence[str], instant: datetime
) -> None:
    """Add a note.

    Args:
        connexion: inside a writing transaction.
        identifiant: its new public id.
        allocataire_id: the person.
        auteur_id: account of its author.
        texte: 1 to 4 000 characters.
        alertes: kinds the author was warned of.
        instant: now.
    """
    await REQUETES.executer(
        connexion,
        "ajouter_note",
        identifiant=identifiant,
        allocataire_id=allocataire_id,
        auteur_id=auteur_id,
        texte=texte,
        alertes=list(alertes),
        instant=instant,
    )


async def supprimer_note(connexion: Connexion, allocataire_id: int, identifiant: str) -> None:
    """Delete a note for good."""
    await REQUETES.executer(connexion, "supprimer_note", allocataire_id=allocataire_id, identifiant=identifiant)


async def portefeuille(connexion: Connexion, perimetre: Perimetre) -> list[LignePortefeuille]:
    """Everybody whom an account follows, alone or with its structure, by name."""
    lignes = await REQUETES.lignes(connexion, "portefeuille", compte_id=perimetre.compte_id)
    return [_LIGNE.validate_python(dict(ligne)) for ligne in lignes]


async def collegues(connexion: Connexion, structure_id: int) -> list[Collegue]:
    """Counsellors of a structure, by name."""
    return [Collegue(**ligne) for ligne in await REQUETES.lignes(connexion, "collegues", structure_id=structure_id)]


async def affecter(
    connexion: Connexion, identifiants: Sequence[str], referent_id: int, structure_id: int, perimetre: Perimetre, instant: datetime
) -> list[int]:
    """Give people to a counsellor.

    Args:
        connexion: inside a writing transaction.
        identifiants: public ids; those whom the account does not follow are left alone.
        referent_id: account of the counsellor.
        structure_id: structure of both accounts.
        perimetre: of who acts.
        instant: now.

    Returns:
        Internal ids of those who change référent.
    """
    lignes = await REQUETES.lignes(
        connexion,
        "affecter",
        identifiants=list(identifiants),
        referent_id=referent_id,
        structure_id=structure_id,
        compte_id=perimetre.compte_id,
        instant=instant,
    )
    return sorted(ligne["id"] for ligne in lignes)
