"""The audit trail only grows."""

from __future__ import annotations

import asyncpg
import pytest

from comptes.domaine import Acteur, Role
from socle.base import Bassin, transaction
from socle.journal import consultations, noter

CIP = Acteur(7, "0123456789ab", Role.CIP, "Camille Aubrac", 1)


async def test_qui_quoi_pour_qui_et_quand(base: Bassin) -> None:
    async with transaction(base) as connexion:
        await noter(connexion, CIP, "personne.lire", allocataire_id=3)
        await noter(connexion, "Les Jardins", "prescription.refuser", "prescription:7h2k", allocataire_id=3)
        await noter(connexion, None, "prescription.expirer", "prescription:9x4d", allocataire_id=3)
        await noter(connexion, CIP, "personne.lire", allocataire_id=4)
        traces = await consultations(connexion, 3)
    assert [(t.acteur, t.role, t.compte_id, t.action, t.objet) for t in traces] == [
        ("Service", None, None, "prescription.expirer", "prescription:9x4d"),
        ("Les Jardins", None, None, "prescription.refuser", "prescription:7h2k"),
        ("Camille Aubrac", "cip", 7, "personne.lire", ""),
    ]
    assert traces[0].quand >= traces[1].quand >= traces[2].quand


@pytest.mark.parametrize("ordre", ["UPDATE journal SET acteur = 'autre'", "DELETE FROM journal", "TRUNCATE journal"])
async def test_rien_ne_se_change_ni_ne_s_efface(base: Bassin, ordre: str) -> None:
    async with transaction(base) as connexion:
        await noter(connexion, CIP, "personne.lire", allocataire_id=3)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="ne fait que s'allonger"):
        async with transaction(base) as connexion:
            await connexion.execute(ordre)
    async with transaction(base, lecture_seule=True) as connexion:
        assert len(await consultations(connexion, 3)) == 1


async def test_une_action_mal_nommee_est_refusee(base: Bassin) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(base) as connexion:
            await noter(connexion, CIP, "Camille a lu le dossier")


async def test_ce_qui_echoue_ne_laisse_pas_de_trace(base: Bassin) -> None:
    with pytest.raises(RuntimeError):
        async with transaction(base) as connexion:
            await noter(connexion, CIP, "personne.lire", allocataire_id=3)
            raise RuntimeError
    async with transaction(base, lecture_seule=True) as connexion:
        assert await consultations(connexion, 3) == []
