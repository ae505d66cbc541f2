"""What a service in production refuses to start with."""

from __future__ import annotations

import pytest

from comptes import depot
from comptes.depot import Restes
from comptes.production import obstacles
from socle.base import Bassin, ouvrir, transaction
from socle.reglages import CLE_DEMONSTRATION, Reglages

RIEN = Restes(0, 0, 0)
BONS = {"cle": "x" * 32, "adresse_publique": "https://parcours.exemple.fr"}
OIDC = {"pc": {"nom": "PC", "emetteur": "http://pc.exemple.fr", "client_id": "a", "client_secret": "b"}}


def reglages(**champs: object) -> Reglages:
    return Reglages(_env_file=None, **{**BONS, **champs})  # type: ignore[arg-type, call-arg]


def test_rien_n_empeche_de_servir_une_base_neuve_avec_sa_cle() -> None:
    assert obstacles(reglages(), RIEN) == ()


@pytest.mark.parametrize(
    ("champs", "restes", "mot"),
    [
        ({"cle": CLE_DEMONSTRATION}, RIEN, "BOITE_CLE"),
        ({"cle": "trop courte"}, RIEN, "BOITE_CLE"),
        ({"adresse_publique": ""}, RIEN, "BOITE_ADRESSE_PUBLIQUE"),
        ({"adresse_publique": "http://parcours.exemple.fr"}, RIEN, "BOITE_ADRESSE_PUBLIQUE"),
        ({"oidc": OIDC}, RIEN, "BOITE_OIDC"),
        ({}, Restes(1, 0, 0), "démonstration"),
        ({}, Restes(0, 1, 0), "démonstration"),
        ({}, Restes(0, 0, 1), "démonstration"),
    ],
)
def test_chaque_obstacle_se_dit(champs: dict[str, object], restes: Restes, mot: str) -> None:
    raisons = obstacles(reglages(**champs), restes)
    assert len(raisons) == 1
    assert mot in raisons[0]


async def test_la_demonstration_se_voit_dans_la_base(base: Bassin, url_demonstration: str) -> None:
    async with transaction(base, lecture_seule=True) as connexion:
        assert await depot.restes_de_demonstration(connexion) == RIEN
    demonstration = await ouvrir(url_demonstration, taille=1)
    try:
        async with transaction(demonstration, lecture_seule=True) as connexion:
            restes = await depot.restes_de_demonstration(connexion)
    finally:
        await demonstration.close()
    assert restes.comptes > 10
    assert restes.personnes == 300
    assert restes.offres > 100
