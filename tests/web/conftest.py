"""What the tests of pages share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from models.encodeur import Encodeur
from socle.base import ouvrir
from socle.chiffrement import Coffre
from socle.horloge import HorlogeFixe
from socle.reglages import CLE_DEMONSTRATION
from tests.conftest import autre_client, clone, entrer
from tests.parcours.monde import creer_monde
from tests.web.site import NAVIGATEUR, Site
from web.application import creer
from web.contexte import Options


@pytest.fixture
def site(url_base: str) -> Iterator[Site]:
    with asyncio.Runner() as boucle:
        bassin = boucle.run(ouvrir(url_base, taille=2))
        monde = boucle.run(creer_monde(bassin))
        boucle.run(monde.valeur("UPDATE compte SET demonstration = true"))
        application = creer(url_base, None, monde.horloge, demonstration=True, options=Options(Coffre(CLE_DEMONSTRATION)))
        with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as anonyme:
            yield Site(anonyme, monde, boucle)
        boucle.run(bassin.close())


@pytest.fixture(scope="module")
def url(modele_demonstration: str) -> Iterator[str]:
    """A demonstration of their own for the tests of a file, which write."""
    with clone(modele_demonstration) as a_soi:
        yield a_soi


@pytest.fixture(scope="module")
def service(url: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[TestClient]:
    """One application over that demonstration; nobody has entered."""
    application = creer(url, encodeur, jour_des_tests, demonstration=True)
    with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as ouvert:
        yield ouvert


@pytest.fixture(scope="module")
def cre(service: TestClient) -> TestClient:
    """A chargé de relation entreprise in that application."""
    return entrer(autre_client(service), "cre-departement")
