"""Conventions of the demonstration: told by the services, within their dates, on métiers that exist, and never over what people did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etl.demonstration.conventions import HISTOIRES, charger_conventions
from etl.demonstration.tables import fiches
from parcours.prescriptions.domaine import Etat, Qui, peut_passer
from socle.base import ouvrir, transaction
from socle.horloge import HorlogeFixe
from tests.conftest import a_part

SUIVIES = fiches("conventions_suivies", "suivie")


def lire(url: str, *sql: str) -> list[Any]:
    async def faire() -> list[Any]:
        bassin = await ouvrir(url, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return [await connexion.fetchval(requete) for requete in sql]
        finally:
            await bassin.close()

    return a_part(faire())


def test_toutes_les_fiches_du_catalogue_sont_suivies_et_signees(url_demonstration: str) -> None:
    cartes, suivies, signees = lire(
        url_demonstration,
        "SELECT count(*) FROM offre WHERE type_offre = 'convention'",
        "SELECT count(*) FROM convention WHERE offre_id IS NOT NULL",
        "SELECT count(*) FROM convention WHERE offre_id IS NOT NULL AND etat = 'signee'",
    )
    assert cartes == suivies == signees == 15


def test_chaque_embauche_declaree_compte(url_demonstration: str) -> None:
    declarees, comptees, futures = lire(
        url_demonstration,
        "SELECT sum(nombre) FROM convention_embauche",
        "SELECT sum(nombre) FROM convention_realisee WHERE declaration_id IS NOT NULL",
        "SELECT count(*) FROM convention_embauche WHERE jour > date '2026-11-23'",
    )
    assert declarees == comptees == sum(int(mots.split(":")[2]) for fiche in SUIVIES for mots in fiche["embauches"])
    assert futures == 0


def test_des_embauches_viennent_de_prescriptions_et_aucune_place_n_est_perdue(url_demonstration: str) -> None:
    par_prescription, ecarts, offres_doubles = lire(
        url_demonstration,
        "SELECT count(*) FROM convention_realisee WHERE prescription_id IS NOT NULL",
        "SELECT count(*) FROM session s"
        " WHERE s.places_prises <> (SELECT count(*) FROM prescription p WHERE p.session_id = s.id AND p.place = 'prise')",
        "SELECT count(*) FROM (SELECT prescription_id FROM convention_realisee WHERE prescription_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1) d",
    )
    assert par_prescription >= 10
    assert (ecarts, offres_doubles) == (0, 0)


def test_les_histoires_ne_sautent_aucune_etape() -> None:
    for histoire in HISTOIRES:
        etat, jours = Etat.TRANSMISE, histoire.jours
        for pas in histoire.suite:
            assert peut_passer(Qui.STRUCTURE, etat, pas.vers, pas.motif, pas.issue)
            assert pas.jours < jours
            etat, jours = pas.vers, pas.jours


@pytest.mark.parametrize("fiche", SUIVIES, ids=[f["employeur"] for f in SUIVIES])
def test_une_fiche_se_lit(fiche: dict[str, Any]) -> None:
    for mots in fiche["embauches"]:
        _, jours, nombre, _ = mots.split(":")
        assert int(jours) >= 0
        assert int(nombre) > 0
    if "titre" in fiche:
        assert date(2026, 1, 1) + timedelta(days=fiche["debut"]) < date(2026, 1, 1) + timedelta(days=fiche["fin"])


def test_recharger_n_ecrase_rien(url_demonstration_a_soi: str, jour_des_tests: HorlogeFixe) -> None:
    async def recharger() -> tuple[int, str]:
        bassin = await ouvrir(url_demonstration_a_soi, taille=1)
        try:
            async with transaction(bassin) as connexion:
                await connexion.execute("UPDATE convention SET note = 'écrite par quelqu’un' WHERE id = (SELECT min(id) FROM convention)")
                return await charger_conventions(connexion, jour_des_tests), await connexion.fetchval(
                    "SELECT note FROM convention ORDER BY id LIMIT 1"
                )
        finally:
            await bassin.close()

    assert a_part(recharger()) == (0, "écrite par quelqu’un")
