"""What the tests of pages share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from socle.base import ouvrir
from socle.chiffrement import Coffre
from socle.reglages import CLE_DEMONSTRATION
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
