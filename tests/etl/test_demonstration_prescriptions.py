"""The invented prescriptions: enough of every kind, by the real services, and never over what people did."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from etl.demonstration.prescriptions import HISTOIRES, HISTOIRES_PERMANENTES, charger_prescriptions
from parcours.prescriptions.domaine import TRANSITIONS, Etat
from socle.base import Ligne, ouvrir, transaction
from socle.horloge import HorlogeFixe


def a_part(travail: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(asyncio.run, travail).result()


@pytest.fixture(scope="module")
def prescriptions(url_demonstration: str) -> list[Ligne]:
    async def lire() -> list[Ligne]:
        bassin = await ouvrir(url_demonstration, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return await connexion.fetch("SELECT * FROM prescription ORDER BY id")
        finally:
            await bassin.close()

    return a_part(lire())


def test_la_demonstration_montre_des_prescriptions_de_chaque_sorte(prescriptions: list[Ligne]) -> None:
    assert {p["etat"] for p in prescriptions} >= {e.value for e in Etat} - {"acceptee_personne", "presente", "expiree"}
    assert {p["origine"] for p in prescriptions} == {"cip", "allocataire", "cre"}
    assert len(prescriptions) >= 50


def test_rien_n_est_echu_ni_dans_l_avenir(prescriptions: list[Ligne], jour_des_tests: HorlogeFixe) -> None:
    assert all(p["depuis"] <= jour_des_tests.instant for p in prescriptions if p["etat"] != "proposee" or p["origine"] == "cip")
    assert sum(p["echeance"] is not None and p["echeance"] <= jour_des_tests.instant for p in prescriptions) == 0


def test_les_compteurs_de_places_egalent_les_prescriptions(url_demonstration: str) -> None:
    async def ecarts() -> int:
        bassin = await ouvrir(url_demonstration, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return await connexion.fetchval(
                    "SELECT count(*) FROM session s WHERE (s.places_tenues, s.places_prises) <> ("
                    " (SELECT count(*) FROM prescription p WHERE p.session_id = s.id AND p.place = 'tenue'),"
                    " (SELECT count(*) FROM prescription p WHERE p.session_id = s.id AND p.place = 'prise'))"
                )
        finally:
            await bassin.close()

    assert a_part(ecarts()) == 0


def test_les_histoires_sont_de_vraies_vies() -> None:
    couples = {(t.de, t.vers) for t in TRANSITIONS}
    for histoire in HISTOIRES + HISTOIRES_PERMANENTES:
        etat, jours = Etat.TRANSMISE if histoire.envoyee else Etat.PROPOSEE, histoire.jours
        for pas in histoire.suite:
            assert (etat, pas.vers) in couples
            assert pas.jours < jours
            etat, jours = pas.vers, pas.jours


def test_ce_qui_a_ete_prescrit_n_est_jamais_recouvert(url_demonstration: str, jour_des_tests: HorlogeFixe) -> None:
    async def recharger() -> int:
        bassin = await ouvrir(url_demonstration, taille=1)
        try:
            async with transaction(bassin) as connexion:
                return await charger_prescriptions(connexion, HorlogeFixe(datetime(2026, 11, 24, 9, tzinfo=jour_des_tests.instant.tzinfo)))
        finally:
            await bassin.close()

    assert a_part(recharger()) == 0
