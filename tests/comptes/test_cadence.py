"""Attempts are counted by all processes together, forgotten with time, and never lock the service out."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from comptes.cadence import PAR_ADRESSE, PAR_COMPTE, Cadence
from socle.base import Bassin
from socle.chiffrement import Coffre
from tests.comptes.conftest import MAINTENANT


async def test_trop_d_essais_sont_refuses_puis_le_temps_pardonne(base: Bassin) -> None:
    cadence = Cadence(base, Coffre("a" * 40))
    reponses = [await cadence.permet(PAR_COMPTE, "camille@exemple.fr", MAINTENANT) for _ in range(PAR_COMPTE.nombre + 2)]
    assert reponses == [True] * PAR_COMPTE.nombre + [False] * 2
    assert await cadence.permet(PAR_COMPTE, "autre@exemple.fr", MAINTENANT)
    assert await cadence.permet(PAR_ADRESSE, "camille@exemple.fr", MAINTENANT)
    assert await cadence.permet(PAR_COMPTE, "camille@exemple.fr", MAINTENANT + timedelta(minutes=15))


async def test_ensemble_les_essais_simultanes_ne_passent_pas_le_seuil(base: Bassin) -> None:
    deux_processus = [Cadence(base, Coffre("a" * 40)) for _ in range(2)]
    essais = [deux_processus[n % 2].permet(PAR_COMPTE, "camille@exemple.fr", MAINTENANT) for n in range(30)]
    assert sum(await asyncio.gather(*essais)) == PAR_COMPTE.nombre


async def test_qui_reussit_ne_consomme_rien(base: Bassin) -> None:
    cadence = Cadence(base, Coffre("a" * 40))
    for _ in range(3 * PAR_COMPTE.nombre):
        assert await cadence.permet(PAR_COMPTE, "10.0.0.1", MAINTENANT)
        await cadence.rendre(PAR_COMPTE, "10.0.0.1", MAINTENANT)
    for _ in range(PAR_COMPTE.nombre - 1):
        await cadence.permet(PAR_COMPTE, "10.0.0.1", MAINTENANT)
    await cadence.rendre(PAR_COMPTE, "10.0.0.1", MAINTENANT, tout=True)
    assert await cadence.permet(PAR_COMPTE, "10.0.0.1", MAINTENANT)


async def test_personne_n_est_nomme_dans_la_table(base: Bassin) -> None:
    await Cadence(base, Coffre("a" * 40)).permet(PAR_COMPTE, "camille@exemple.fr", MAINTENANT)
    async with base.acquire() as connexion:
        lignes = [str(dict(x)) for x in await connexion.fetch("SELECT * FROM tentative")]
    assert len(lignes) == 1
    assert "camille" not in lignes[0]


async def test_une_panne_laisse_passer_et_se_compte(base: Bassin) -> None:
    cadence = Cadence(base, Coffre("a" * 40))
    async with base.acquire() as connexion:
        await connexion.execute("DROP TABLE tentative")
    assert [await cadence.permet(PAR_COMPTE, "x", MAINTENANT) for _ in range(20)] == [True] * 20
    await cadence.rendre(PAR_COMPTE, "x", MAINTENANT)
    assert cadence.pannes == 21
