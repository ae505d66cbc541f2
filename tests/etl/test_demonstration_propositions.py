"""The invented proposals of the CRE: by the real service, to several référents, dated before today, and never over what people did."""

from __future__ import annotations

import asyncio

from etl.demonstration.propositions import charger_propositions
from etl.demonstration.tables import fiches
from socle.base import Connexion, Ligne, ouvrir, transaction
from socle.horloge import HorlogeFixe


def test_chaque_lot_est_propose_a_plusieurs_referents(url_demonstration: str, jour_des_tests: HorlogeFixe) -> None:
    async def lire(connexion: Connexion) -> tuple[list[Ligne], list[Ligne], int]:
        lots = await connexion.fetch(
            "SELECT t.id, t.cree_le, count(*) AS lignes, count(l.prescription_id) AS proposees, count(DISTINCT p.referent_id) AS referents "
            "FROM proposition_lot t JOIN proposition_ligne l ON l.lot_id = t.id LEFT JOIN prescription p ON p.id = l.prescription_id GROUP BY t.id"
        )
        courriers = await connexion.fetch(
            "SELECT c.role FROM courrier m JOIN compte c ON c.courriel = m.destinataire WHERE m.cle LIKE 'propositions:%'"
        )
        # Told already: nothing is added the second time.
        return lots, courriers, await charger_propositions(connexion, jour_des_tests)

    async def faire() -> tuple[list[Ligne], list[Ligne], int]:
        bassin = await ouvrir(url_demonstration, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return await lire(connexion)
        finally:
            await bassin.close()

    lots, courriers, encore = asyncio.run(faire())
    assert len(lots) == len(fiches("propositions", "lot"))
    assert all(lot["proposees"] == lot["lignes"] >= 3 for lot in lots)
    assert max(lot["referents"] for lot in lots) >= 2
    assert all(lot["cree_le"] < jour_des_tests.instant for lot in lots)
    assert len(courriers) == sum(lot["referents"] for lot in lots)
    assert {c["role"] for c in courriers} == {"cip"}
    assert encore == 0
