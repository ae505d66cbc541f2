"""Accounts of the demonstration, and who follows each of the invented people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comptes.domaine import Role
from etl.demonstration.tables import SOURCE, Fiche, fiches, hasard
from parcours.domaine import Allocataire
from socle.base import Connexion
from socle.horloge import Horloge
from socle.identifiants import identifiant_public
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("comptes.sql"))
GRAINE = 94
# Of ten people, how many each structure follows; the rest of the accounts act elsewhere.
PARTS = ("collectivite-insertion",) * 6 + ("budget-toit",) * 3 + ("quai-numerique",)


@dataclass(frozen=True, slots=True)
class CompteFictif:
    """An invented account.

    Attributes:
        cle: name in the file.
        structure: ``source_id`` of its structure, empty for an allocataire.
        personne: ``source_id`` of the person, only for an allocataire.
    """

    cle: str
    role: Role
    nom: str
    structure: str
    personne: str
    territoires: tuple[str, ...]

    @property
    def identifiant(self) -> str:
        """Its public id: the same at every load."""
        return identifiant_public(hasard(GRAINE, "compte", self.cle).randrange)

    @property
    def courriel(self) -> str:
        """An address that leads nowhere (RFC 2606)."""
        return f"{self.cle}@demonstration.invalid"


def comptes() -> tuple[CompteFictif, ...]:
    """The accounts, in the order of the file."""
    return tuple(_compte(f) for f in fiches("comptes", "compte"))


def _compte(fiche: Fiche) -> CompteFictif:
    return CompteFictif(
        cle=fiche["cle"],
        role=Role(fiche["role"]),
        nom=fiche.get("nom", ""),
        structure=fiche.get("structure", ""),
        personne=fiche.get("personne", ""),
        territoires=tuple(fiche.get("territoires", ())),
    )


def affectations(personnes: tuple[Allocataire, ...], territoires: dict[str, str | None]) -> Iterator[tuple[str, CompteFictif]]:
    """Who follows whom: a structure is drawn, then one of its counsellors who acts where the person lives.

    Args:
        personnes: the people.
        territoires: territoire of each commune.

    Yields:
        ``source_id`` of the person and the account of their référent.
    """
    conseillers = [c for c in comptes() if c.role is Role.CIP]
    for personne in personnes:
        tirage = hasard(GRAINE, "referent", personne.source_id)
        structure = tirage.choice(PARTS)
        lieu = territoires.get(personne.commune or "")
        proches = [c for c in conseillers if c.structure == structure and (not c.territoires or lieu in c.territoires)]
        yield personne.source_id, tirage.choice(proches)


async def charger_comptes(connexion: Connexion, personnes: tuple[Allocataire, ...], territoires: dict[str, str | None], horloge: Horloge) -> None:
    """Write the accounts and who follows whom; structures and people are already there.

    Args:
        connexion: writing transaction.
        personnes: the people of the demonstration.
        territoires: territoire of each commune.
        horloge: the clock.
    """
    noms = {p.source_id: f"{p.prenom} {p.nom}" for p in personnes}
    for compte in comptes():
        await REQUETES.executer(
            connexion,
            "ajouter_compte",
            identifiant=compte.identifiant,
            role=compte.role,
            nom=compte.nom or noms[compte.personne],
            courriel=compte.courriel,
            source=SOURCE,
            structure=compte.structure,
            personne=compte.personne,
            territoires=list(compte.territoires),
            maintenant=horloge.maintenant(),
        )
    paires = list(affectations(personnes, territoires))
    await REQUETES.executer(
        connexion, "affecter", source=SOURCE, personnes=[p for p, _ in paires], referents=[compte.identifiant for _, compte in paires]
    )
