"""What the tests of the import of people share: a small référentiel, and short ways to import lines and to look at the base."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest

from etl.formats import caf, listes_personnes
from etl.personnes.lecture import Elements, Numeros
from etl.personnes.moteur import Demande, importer
from etl.personnes.rapport import RapportPersonnes
from socle.base import Bassin, transaction
from socle.chiffrement import Coffre
from socle.horloge import HorlogeFixe

COFFRE = Coffre("clé des essais, assez longue pour servir")
Lire = Callable[..., Awaitable[list[tuple[Any, ...]]]]
ENTETE = ("Nom", "Prénom", "Date de naissance", "Ville", "Code postal", "Téléphone", "Email", "NIR", "N° CAF")


class ImporteFichier(Protocol):
    """Imports a file, and writes unless told otherwise."""

    async def __call__(self, fichier: Path, **demande: Any) -> RapportPersonnes: ...


class ImporteLignes(Protocol):
    """Imports the lines of a list, each a dictionary by header, and writes unless told otherwise."""

    async def __call__(self, *lignes: dict[str, str], **demande: Any) -> RapportPersonnes: ...


@pytest.fixture
async def departement(base: Bassin) -> Bassin:
    """A base with three communes, two métiers, two structures and a conseiller."""
    async with transaction(base) as connexion:
        await connexion.execute(
            "INSERT INTO commune (code_insee, nom, cle_tri, codes_postaux) VALUES ('94028', 'Créteil', 'creteil', '{94000}'),"
            " ('94081', 'Vitry-sur-Seine', 'vitry sur seine', '{94400}'), ('92044', 'Levallois-Perret', 'levallois perret', '{92300}')"
        )
        await connexion.execute(
            "INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES"
            " ('K2204', 'Agent de propreté', 'agent de proprete', 'K2204', 'essai'), ('N1104', 'Pontier', 'pontier', 'N1104', 'essai')"
        )
        await connexion.execute(
            "INSERT INTO structure (identifiant, source, source_id, nom, cle_tri, type_structure, empreinte) VALUES"
            " ('structureune', 'essai', '1', 'CCAS de Créteil', 'ccas de creteil', 'collectivite', ''),"
            " ('structuredeux', 'essai', '2', 'Tremplin', 'tremplin', 'association', '')"
        )
        await connexion.execute(
            "INSERT INTO compte (identifiant, role, nom, courriel, structure_id, cree_le)"
            " SELECT 'comptecip', 'cip', 'Claire Moreau', 'claire@tremplin.example', id, now() FROM structure WHERE nom = 'Tremplin'"
        )
    return base


@pytest.fixture
def importe_fichier(departement: Bassin, horloge: HorlogeFixe) -> ImporteFichier:
    """Import a file of people."""

    async def faire(fichier: Path, **demande: Any) -> RapportPersonnes:
        flux = fichier.suffix == ".xml"
        voulu = Demande(**({"format": "caf" if flux else "liste", "fichier": fichier.name, "empreinte_fichier": b"", "ecrire": True} | demande))
        numeros = Numeros(COFFRE)

        def lecteur(appris: Mapping[str, str]) -> Elements:
            return caf.lire(fichier, numeros) if flux else listes_personnes.lire(fichier, numeros, appris, horloge.aujourdhui())

        return await importer(departement, lecteur, voulu, horloge=horloge, coffre=COFFRE)

    return faire


@pytest.fixture
def importe(importe_fichier: ImporteFichier, tmp_path: Path) -> ImporteLignes:
    """Import the lines of a list: the first one is line 2 of its file."""

    async def faire(*lignes: dict[str, str], **demande: Any) -> RapportPersonnes:
        entete = list(dict.fromkeys((*ENTETE, *(colonne for ligne in lignes for colonne in ligne))))
        sortie = io.StringIO()
        ecrivain = csv.DictWriter(sortie, entete, restval="", delimiter=";")
        ecrivain.writeheader()
        ecrivain.writerows(lignes)
        (tmp_path / "liste.csv").write_text(sortie.getvalue(), "utf-8")
        return await importe_fichier(tmp_path / "liste.csv", **demande)

    return faire


@pytest.fixture
def lire(departement: Bassin) -> Lire:
    """Rows of a query, as tuples."""

    async def faire(sql: str, *valeurs: object) -> list[tuple[Any, ...]]:
        async with departement.acquire() as connexion:
            return [tuple(ligne) for ligne in await connexion.fetch(sql, *valeurs)]

    return faire
