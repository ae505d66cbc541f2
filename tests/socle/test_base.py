"""The ground: transactions, migrations and public ids, on the real database."""

import random

import asyncpg
import pytest

from socle.base import Bassin, transaction
from socle.identifiants import ALPHABET, LONGUEUR, identifiant_public
from socle.migrer import derniere_version, migrer, version_en_base


async def test_une_lecture_ne_peut_pas_ecrire(base: Bassin) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with transaction(base, lecture_seule=True) as connexion:
            await connexion.execute("INSERT INTO territoire (code, nom, nature) VALUES ('x', 'X', 'eds')")


async def test_une_erreur_annule_tout(base: Bassin) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction(base) as connexion:
            await connexion.execute("INSERT INTO territoire (code, nom, nature) VALUES ('x', 'X', 'eds')")
            raise ZeroDivisionError
    async with transaction(base, lecture_seule=True) as connexion:
        assert await connexion.fetchval("SELECT count(*) FROM territoire") == 0


async def test_jsonb_va_et_vient(base: Bassin) -> None:
    async with transaction(base) as connexion:
        assert await connexion.fetchval("SELECT $1::jsonb", {"a": [1, None, "é"]}) == {"a": [1, None, "é"]}


def test_migrer_deux_fois_ne_change_rien(url_base: str) -> None:
    assert migrer(url_base) is False


async def test_la_base_est_a_la_derniere_version(base: Bassin, url_base: str) -> None:
    assert await version_en_base(url_base) == derniere_version()


def test_identifiant_public_se_lit_au_telephone() -> None:
    hasard = random.Random(94)
    identifiants = {identifiant_public(hasard.randrange) for _ in range(1000)}
    assert len(identifiants) == 1000
    assert all(len(i) == LONGUEUR and set(i) <= set(ALPHABET) for i in identifiants)
    assert not set("ilou") & set(ALPHABET)


@pytest.mark.parametrize(
    ("table", "valeurs"),
    [
        ("commune (code_insee, nom, cle_tri)", "('9402', 'Créteil', 'creteil')"),
        ("commune (code_insee, nom, cle_tri, latitude)", "('94028', 'Créteil', 'creteil', 48.7)"),
        ("metier (code_rome, libelle, cle_tri, code_rome_parent, source)", "('Z1101', 'x', 'x', 'A1101', 's')"),
    ],
)
async def test_la_base_refuse_les_codes_faux(base: Bassin, table: str, valeurs: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(base) as connexion:
            await connexion.execute(f"INSERT INTO {table} VALUES {valeurs}")


@pytest.mark.parametrize(
    ("type_offre", "details", "accepte"),
    [
        ("formation", '{"niveau_sortie": 3}', True),
        ("formation", '{"niveau_sortie": 9}', False),
        ("formation", '{"postes": 3}', False),
        ("recrutement", '{"postes": 3}', True),
        ("recrutement", '{"postes": 0}', False),
        ("iae", '{"niveau_criteres": 3}', False),
        ("appui", '["mobilite"]', False),
    ],
)
async def test_la_base_connait_les_champs_de_chaque_type(base: Bassin, type_offre: str, details: str, accepte: bool) -> None:
    async with transaction(base, lecture_seule=True) as connexion:
        assert await connexion.fetchval(f"SELECT details_valides($1, '{details}'::jsonb)", type_offre) is accepte
