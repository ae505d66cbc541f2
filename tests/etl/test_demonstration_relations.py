"""The invented relation with structures: alive on the day, never over what people noted."""

from __future__ import annotations

from datetime import date
from typing import Any

from etl.demonstration.relations import charger_relations
from etl.demonstration.tables import fiches
from socle.base import Connexion, ouvrir, transaction
from socle.horloge import HorlogeFixe
from tests.conftest import a_part

JOUR = date(2026, 11, 23)


def lire(url: str, sql: str) -> Any:
    async def travail() -> Any:
        bassin = await ouvrir(url, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return await connexion.fetch(sql)
        finally:
            await bassin.close()

    return a_part(travail())


def test_des_rappels_en_retard_d_aujourd_hui_a_venir_et_faits(url_demonstration: str) -> None:
    actions = lire(url_demonstration, "SELECT a.*, c.nom FROM action a JOIN compte c ON c.id = a.compte_id ORDER BY a.id")
    for cre in ("Hugo Sarrazin", "Leïla Bonnard"):
        siennes = [a for a in actions if a["nom"] == cre]
        assert {(a["echeance"] > JOUR) - (a["echeance"] < JOUR) for a in siennes if a["faite_le"] is None} >= {-1, 0}
        assert any(a["faite_le"] for a in siennes)
    assert any(a["echeance"] > JOUR for a in actions)


def test_rien_n_est_dans_l_avenir_et_tout_est_fictif(url_demonstration: str) -> None:
    echanges = lire(url_demonstration, "SELECT jour, cree_le, texte FROM echange ORDER BY id")
    assert len(echanges) == sum(len(f["echanges"]) for f in fiches("relations", "structure"))
    assert max(e["jour"] for e in echanges) < JOUR
    assert min(e["jour"] for e in echanges) < date(2026, 9, 1)
    contacts = lire(url_demonstration, "SELECT telephone, courriel FROM contact ORDER BY id")
    assert all(c["telephone"] is None or c["telephone"].startswith("01 99 00 ") for c in contacts)
    assert all(c["courriel"] is None or c["courriel"].endswith(".invalid") for c in contacts)


def test_ce_qui_a_ete_note_n_est_jamais_recouvert(url_demonstration_a_soi: str, jour_des_tests: HorlogeFixe) -> None:
    async def recharger() -> int:
        bassin = await ouvrir(url_demonstration_a_soi, taille=1)
        try:
            async with transaction(bassin) as connexion:
                return await _sans_contact(connexion, jour_des_tests)
        finally:
            await bassin.close()

    assert a_part(recharger()) == 0


async def _sans_contact(connexion: Connexion, horloge: HorlogeFixe) -> int:
    await connexion.execute("DELETE FROM echange")
    return await charger_relations(connexion, horloge)
