"""What an import of people reads and writes in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from etl.personnes.rapprochement import Identite
from parcours.dossier.depot import en_colonnes
from parcours.dossier.faits import Attaches, Connue, Faits, PersonneDite
from socle.base import Connexion, Ligne
from socle.sql import charger
from socle.texte import cle_tri

REQUETES = charger(Path(__file__).with_name("requetes.sql"))

_FAITS = TypeAdapter(Faits)
_CHAMPS = frozenset(c.name for c in fields(Faits))


@dataclass(frozen=True, slots=True)
class Referent:
    """A professional who may follow people."""

    id: int
    structure_id: int | None


@dataclass(frozen=True, slots=True)
class Attente:
    """A doubtful line to put to a person, with what the file says of them."""

    identifiant: str
    empreinte: bytes
    motif: str
    fichier: str
    chemin: str
    source: str
    structure_id: int | None
    personne: PersonneDite
    candidats: Sequence[int]


async def connues(connexion: Connexion) -> list[tuple[Identite, Connue]]:
    """Everybody, as the import recognises and completes them, in the order of ids."""
    return [_connue(ligne) for ligne in await REQUETES.lignes(connexion, "connues")]


def _connue(ligne: Ligne) -> tuple[Identite, Connue]:
    faits = _FAITS.validate_python({nom: valeur for nom, valeur in ligne.items() if nom in _CHAMPS})
    identite = Identite(
        ligne["id"],
        cle_tri(ligne["nom"]),
        cle_tri(ligne["prenom"]),
        (ligne["cle_tri"], *ligne["autres_noms"]),
        ligne["annee_naissance"],
        ligne["commune"],
        ligne["telephone"],
        ligne["courriel"],
        ligne["entree_rsa"],
    )
    return identite, Connue(ligne["id"], faits, Attaches(ligne["commune"], ligne["structure_id"], ligne["referent_id"]))


async def decisions(connexion: Connexion) -> dict[bytes, int]:
    """Whose file each line already decided upon became, by its print; the last decision wins."""
    return {ligne["empreinte"]: ligne["allocataire_id"] for ligne in await REQUETES.lignes(connexion, "decisions")}


async def en_attente(connexion: Connexion) -> set[bytes]:
    """Prints of the lines that wait for someone."""
    return {ligne["empreinte"] for ligne in await REQUETES.lignes(connexion, "en_attente")}


async def candidats_en_attente(connexion: Connexion) -> set[int]:
    """People that a waiting line may be."""
    return {ligne["allocataire_id"] for ligne in await REQUETES.lignes(connexion, "candidats_en_attente")}


async def structures(connexion: Connexion) -> dict[str, int]:
    """Structures by folded name."""
    return {ligne["cle_tri"]: ligne["id"] for ligne in await REQUETES.lignes(connexion, "structures")}


async def structure(connexion: Connexion, identifiant: str) -> int | None:
    """Internal id of a structure by its public id, None when there is none."""
    trouvee: int | None = await REQUETES.valeur(connexion, "structure", identifiant=identifiant)
    return trouvee


async def referents(connexion: Connexion) -> dict[str, Referent]:
    """Professionals who may follow people, by mail address."""
    return {ligne["courriel"]: Referent(ligne["id"], ligne["structure_id"]) for ligne in await REQUETES.lignes(connexion, "referents")}


async def dernier_flux(connexion: Connexion, organisme: str) -> date | None:
    """Reference day of the last monthly flow of an organisme."""
    jour: date | None = await REQUETES.valeur(connexion, "dernier_flux", organisme=organisme)
    return jour


async def marquer_vues(connexion: Connexion, ids: Sequence[int], organisme: str, jour: date) -> None:
    """Note that the monthly flow of an organisme holds these people.

    Args:
        connexion: inside a transaction.
        ids: the people.
        organisme: « CAF 941 ».
        jour: reference day of the flow.
    """
    await REQUETES.executer(connexion, "marquer_vues", ids=list(ids), organisme=organisme, jour=jour)


async def presents(connexion: Connexion, organismes: Collection[str]) -> int:
    """How many people of these organismes have not left."""
    nombre: int = await REQUETES.valeur(connexion, "presents", organismes=sorted(organismes))
    return nombre


async def sorties(connexion: Connexion, organismes: Collection[str], jour: date, sauf: Collection[int]) -> list[int]:
    """People whom the earlier flows of these organismes held and this one does not.

    Args:
        connexion: inside a transaction, people of this flow already marked.
        organismes: those of the flow.
        jour: its reference day.
        sauf: people whom a doubtful line may be.

    Returns:
        Ids.
    """
    lignes = await REQUETES.lignes(connexion, "sorties", organismes=sorted(organismes), jour=jour, sauf=sorted(sauf))
    return [ligne["id"] for ligne in lignes]


async def marquer_sorties(connexion: Connexion, ids: Sequence[int], jour: date, instant: datetime) -> None:
    """Note that people have left the RSA.

    Args:
        connexion: inside a transaction.
        ids: the people.
        jour: reference day of the flow that no longer holds them.
        instant: now.
    """
    await REQUETES.executer(connexion, "marquer_sorties", ids=list(ids), jour=jour, instant=instant)


async def mettre_en_attente(connexion: Connexion, attente: Attente, instant: datetime) -> None:
    """Put a doubtful line to a person.

    Args:
        connexion: inside a transaction.
        attente: the line.
        instant: now.
    """
    champs = {c.name: getattr(attente, c.name) for c in fields(Attente) if c.name not in {"candidats", "personne"}}
    id_ = await REQUETES.valeur(connexion, "mettre_en_attente", **champs, faits=en_colonnes(asdict(attente.personne)), instant=instant)
    await REQUETES.executer(connexion, "ajouter_candidats", id=id_, ids=list(attente.candidats))


async def colonnes_apprises(connexion: Connexion, structure_id: int | None) -> dict[str, str]:
    """Fields by folded header, as a structure (None: the Département) uses them."""
    return {ligne["entete"]: ligne["champ"] for ligne in await REQUETES.lignes(connexion, "colonnes_apprises", structure_id=structure_id)}


async def apprendre_colonnes(connexion: Connexion, structure_id: int | None, colonnes: Mapping[str, str]) -> None:
    """Remember how a structure names its columns.

    Args:
        connexion: inside a transaction.
        structure_id: the structure, None for the Département.
        colonnes: field by folded header.
    """
    for entete, champ in sorted(colonnes.items()):
        await REQUETES.executer(connexion, "apprendre_colonne", structure_id=structure_id, entete=entete, champ=champ)


async def noter(connexion: Connexion, origine: Mapping[str, Any], comptes: Mapping[str, int], instant: datetime) -> None:
    """Keep a trace of an import that writes.

    Args:
        connexion: inside its transaction.
        origine: ``format``, ``source``, ``fichier``, ``empreinte_fichier``.
        comptes: ``lus``, ``crees``, ``modifies``, ``inchanges``, ``partis``, ``rejetes``.
        instant: now.
    """
    await REQUETES.executer(connexion, "noter_import", **origine, **comptes, instant=instant)
