"""The words of a doubtful line, and who may decide. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from comptes.domaine import OUI, Acteur, Decision, Role, non
from parcours.dossier.faits import PersonneDite

MOTIFS: Final[dict[str, str]] = {
    "lieu": "Même nom et même année de naissance, mais une autre commune, et rien d’autre en commun.",
    "date": "Même nom, mais une date qui ne concorde pas.",
    "peu_d_indices": "Même nom, mais trop peu d’indices pour en être sûr.",
    "plusieurs": "Plusieurs personnes connues répondent aussi bien.",
    "orthographe": "Un nom écrit presque pareil, la même année de naissance et un point commun.",
    "deja_prise": "Une autre ligne du même fichier a déjà été reconnue comme cette personne.",
    "numero": "Deux lignes du fichier se ressemblent, mais leurs numéros se contredisent.",
}
"""Why a person has to decide, by code of ``etl.personnes.rapprochement.Motif``."""


@dataclass(frozen=True, slots=True)
class Candidat:
    """Someone known whom the line may be.

    Attributes:
        id: internal id, never shown: the reading is traced with it.
    """

    id: int
    identifiant: str
    nom: str
    prenom: str
    annee_naissance: int | None
    commune: str | None
    entree_rsa: date | None
    telephone: str | None
    courriel: str | None
    structure: str | None
    referent: str | None


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """A doubtful line.

    Attributes:
        id: internal id, never shown.
        fichier, chemin: where it comes from.
        source: ``caf`` or ``liste``.
        personne: what the file says.
        commune, structure: names of those that the file gives.
        candidats: whom it may be, the likeliest first; none when they have been deleted since.
    """

    id: int
    identifiant: str
    motif: str
    fichier: str
    chemin: str
    source: str
    cree_le: datetime
    personne: PersonneDite
    commune: str | None
    structure: str | None
    candidats: tuple[Candidat, ...]


def peut_decider(acteur: Acteur) -> Decision:
    """Decide on doubtful lines: counsellors, for people whom they may see, and administrators."""
    return OUI if acteur.role in {Role.CIP, Role.ADMIN} else non("Seuls les conseillers et l’administration décident des rapprochements.")
