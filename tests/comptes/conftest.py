"""A small world of our own: two structures, four accounts, no demonstration."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from comptes import services
from comptes.domaine import Acteur, NouveauCompte, Role
from socle.base import Bassin, Connexion, transaction
from socle.chiffrement import Coffre
from socle.horloge import PARIS

MAINTENANT = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)
MOT_DE_PASSE = "trois girafes dans le métro"


@dataclass
class Monde:
    """What the tests of accounts share."""

    bassin: Bassin
    connexion: Connexion
    coffre: Coffre
    structures: tuple[int, int]
    cip: Acteur
    admin: Acteur
    allocataire_id: int

    async def nouveau(self, role: Role, courriel: str, **champs: object) -> Acteur:
        structure = self.structures[0] if role in {Role.CIP, Role.CRE, Role.EMPLOYEUR} else None
        compte = NouveauCompte(role, f"Compte {courriel}", courriel, **{"structure_id": structure, **champs})  # type: ignore[arg-type]
        return await services.creer(self.connexion, None, compte, MAINTENANT)

    async def jetons(self) -> int:
        return int(await self.connexion.fetchval("SELECT count(*) FROM jeton"))

    async def courriers(self) -> list[str]:
        return [x["texte"] for x in await self.connexion.fetch("SELECT texte FROM courrier ORDER BY id")]

    async def journal(self) -> list[str]:
        return [x["action"] for x in await self.connexion.fetch("SELECT action FROM journal ORDER BY id")]


async def structure(connexion: Connexion, nom: str) -> int:
    return int(
        await connexion.fetchval(
            "INSERT INTO structure (identifiant, source, source_id, nom, cle_tri, type_structure, empreinte) "
            "VALUES ($1, 'test', $1, $1, $1, 'association', '\\x00') RETURNING id",
            nom,
        )
    )


async def allocataire(connexion: Connexion, identifiant: str, **champs: object) -> int:
    colonnes = {"identifiant": identifiant, "source": "test", "source_id": identifiant, "prenom": "Ana", "nom": "Doré", "cle_tri": "dore", **champs}
    places = ", ".join(f"${i}" for i in range(1, len(colonnes) + 1))
    return int(await connexion.fetchval(f"INSERT INTO allocataire ({', '.join(colonnes)}) VALUES ({places}) RETURNING id", *colonnes.values()))


@pytest.fixture
async def monde(base: Bassin) -> AsyncIterator[Monde]:
    async with transaction(base) as connexion:
        structures = (await structure(connexion, "structure-a"), await structure(connexion, "structure-b"))
        personne = await allocataire(connexion, "personne0001")
        comptes = [
            NouveauCompte(Role.CIP, "Camille Aubrac", "camille@exemple.fr", structures[0]),
            NouveauCompte(Role.ADMIN, "Yann Kermadec", "yann@exemple.fr"),
        ]
        cip, admin = [await services.creer(connexion, None, compte, MAINTENANT) for compte in comptes]
        await connexion.execute("UPDATE allocataire SET referent_id = $1, structure_id = $2", cip.id, structures[0])
        yield Monde(base, connexion, Coffre("cle de test " * 4), structures, cip, admin, personne)


async def avec_mot_de_passe(monde: Monde, acteur: Acteur) -> None:
    await services.choisir_mot_de_passe(monde.connexion, acteur, MOT_DE_PASSE)
