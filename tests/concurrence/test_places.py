"""Ten places and forty connections that ask at once: our counter gives ten, and the two faulty methods are caught giving more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from catalogue import places
from socle.base import Bassin, Connexion, transaction
from tests.parcours.monde import Monde

PLACES, DEMANDES = 10, 80
# A faulty method is not wrong every time: it must be caught within these rounds.
RONDES = 20
Methode = Callable[[Connexion, int], Awaitable[None]]
AJOUTER = "INSERT INTO essai_place (session_id) VALUES ($1)"
COMPTER = "SELECT count(*) FROM essai_place WHERE session_id = $1"


async def notre_compteur(connexion: Connexion, session_id: int) -> None:
    if await places.tenir(connexion, session_id, beneficiaire=True):
        await connexion.execute(AJOUTER, session_id)


async def mutant_compter_puis_ajouter(connexion: Connexion, session_id: int) -> None:
    """Faulty: two transactions count the same nine rows, and both add the tenth."""
    if await connexion.fetchval(COMPTER, session_id) < PLACES:
        await connexion.execute(AJOUTER, session_id)


async def mutant_verrou_et_compte_en_un_ordre(connexion: Connexion, session_id: int) -> None:
    """Faulty: the row is locked, but the count reads the snapshot taken before the wait for the lock."""
    await connexion.execute(
        f"WITH verrou AS (SELECT id FROM session WHERE id = $1 FOR UPDATE)"
        f" INSERT INTO essai_place (session_id) SELECT id FROM verrou WHERE ({COMPTER}) < {PLACES}",
        session_id,
    )


async def ruee(foule: Bassin, monde: Monde, methode: Methode) -> int:
    """Places given by a method when everybody asks at once."""
    session = await monde.session(places=PLACES)

    async def demander() -> None:
        async with transaction(foule) as connexion:
            await methode(connexion, session.id)

    await asyncio.gather(*(demander() for _ in range(DEMANDES)))
    donnees: int = await monde.valeur(COMPTER, session.id)
    return donnees


@pytest.fixture
async def foule_reveillee(foule: Bassin, monde: Monde) -> Bassin:
    """The forty connections are open before the rush, else they would come one after the other."""
    await monde.valeur("CREATE TABLE essai_place (session_id bigint NOT NULL)")
    ouvertes = [await foule.acquire() for _ in range(foule.get_max_size())]
    for connexion in ouvertes:
        await foule.release(connexion)
    return foule


async def test_notre_compteur_donne_dix_places(foule_reveillee: Bassin, monde: Monde) -> None:
    for _ in range(4):
        assert await ruee(foule_reveillee, monde, notre_compteur) == PLACES
    assert await monde.valeur("SELECT array_agg(DISTINCT places_tenues) FROM session") == [PLACES]


@pytest.mark.parametrize("mutant", [mutant_compter_puis_ajouter, mutant_verrou_et_compte_en_un_ordre])
async def test_une_methode_fautive_est_prise(foule_reveillee: Bassin, monde: Monde, mutant: Methode) -> None:
    donnees = PLACES
    for _ in range(RONDES):
        donnees = await ruee(foule_reveillee, monde, mutant)
        if donnees > PLACES:
            break
    assert donnees > PLACES
