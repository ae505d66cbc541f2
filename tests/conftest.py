"""What the tests share: one PostgreSQL server for the run, a fresh migrated clone for each test that asks for one."""

from __future__ import annotations

import asyncio
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import pytest
from fastapi.testclient import TestClient

from catalogue.recherche import Moteur
from catalogue.vivant import charger as charger_catalogue
from etl.demonstration.chargement import charger_demonstration
from etl.demonstration.comptes import comptes as comptes_fictifs
from models.encodeur import Encodeur
from models.encodeur import charger as charger_encodeur
from socle.base import Bassin, ouvrir
from socle.horloge import PARIS, HorlogeFixe
from socle.migrer import migrer
from socle.postgres import creer_base, supprimer_base, url_embarquee
from web.application import creer

T = TypeVar("T")
# What a browser says of itself when one of our own forms is sent.
NAVIGATEUR = {"Sec-Fetch-Site": "same-origin"}
DONNEES_REELLES = Path(__file__).parents[1].parent / "shared" / "data"


def a_part(travail: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: the browser tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(asyncio.run, travail).result()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, in the process that hands out the tests; the workers are told its address."""
    if hasattr(config, "workerinput") or os.environ.get("BOITE_TEST_SERVEUR"):
        return
    url = os.environ.get("DATABASE_URL")
    if not url:
        dossier = tempfile.mkdtemp(prefix="boite-tests-")
        url = url_embarquee(Path(dossier) / "postgres", "boite_tests")
    os.environ["BOITE_TEST_SERVEUR"] = url
    modele = f"modele_{uuid.uuid4().hex[:12]}"
    a_part(creer_base(url, modele))
    migrer(vers_base(url, modele))
    os.environ["BOITE_TEST_MODELE"] = modele


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the template on a real server (the embedded one goes with its folder)."""
    if not hasattr(config, "workerinput") and os.environ.get("DATABASE_URL") and "BOITE_TEST_MODELE" in os.environ:
        a_part(supprimer_base(os.environ["BOITE_TEST_SERVEUR"], os.environ["BOITE_TEST_MODELE"]))


def vers_base(url: str, base: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{base}"))


@pytest.fixture
def url_base() -> Iterator[str]:
    """Address of a migrated, empty database of its own."""
    serveur, nom = os.environ["BOITE_TEST_SERVEUR"], f"t_{uuid.uuid4().hex[:16]}"
    a_part(creer_base(serveur, nom, os.environ["BOITE_TEST_MODELE"]))
    yield vers_base(serveur, nom)
    a_part(supprimer_base(serveur, nom))


@pytest.fixture
async def base(url_base: str) -> AsyncIterator[Bassin]:
    """Pool over a migrated, empty database of its own."""
    bassin = await ouvrir(url_base)
    yield bassin
    try:
        await asyncio.wait_for(bassin.close(), 10)
    except TimeoutError:
        bassin.terminate()
        raise AssertionError("le test a gardé une connexion ouverte") from None


@pytest.fixture
def horloge() -> HorlogeFixe:
    """Monday 23 November 2026, 9 h, in Paris."""
    return HorlogeFixe(datetime(2026, 11, 23, 9, 0, tzinfo=PARIS))


@pytest.fixture
def donnees_reelles() -> Path:
    """Folder of the real open data beside the checkout; the test is skipped, saying so, where it is absent."""
    if not DONNEES_REELLES.is_dir():
        pytest.skip(f"données réelles absentes : {DONNEES_REELLES}")
    return DONNEES_REELLES


@pytest.fixture(scope="session")
def jour_des_tests() -> HorlogeFixe:
    """The clock of the demonstration in the tests."""
    return HorlogeFixe(datetime(2026, 11, 23, 9, 0, tzinfo=PARIS))


@pytest.fixture(scope="session")
def modele_demonstration(jour_des_tests: HorlogeFixe) -> Iterator[str]:
    """Name of a base that holds the demonstration and that nobody opens: it is cloned."""
    serveur, nom = os.environ["BOITE_TEST_SERVEUR"], f"demo_{uuid.uuid4().hex[:16]}"
    a_part(creer_base(serveur, nom, os.environ["BOITE_TEST_MODELE"]))

    async def remplir() -> None:
        bassin = await ouvrir(vers_base(serveur, nom), taille=2)
        assert await charger_demonstration(bassin, jour_des_tests)
        await bassin.close()

    a_part(remplir())
    yield nom
    a_part(supprimer_base(serveur, nom))


@contextmanager
def clone(modele: str) -> Iterator[str]:
    """Address of a copy of a base, dropped at the end."""
    serveur, nom = os.environ["BOITE_TEST_SERVEUR"], f"c_{uuid.uuid4().hex[:16]}"
    a_part(creer_base(serveur, nom, modele))
    yield vers_base(serveur, nom)
    a_part(supprimer_base(serveur, nom))


@pytest.fixture(scope="session")
def url_demonstration(modele_demonstration: str) -> Iterator[str]:
    """Address of a base that holds the demonstration; shared by the tests that only read."""
    with clone(modele_demonstration) as url:
        yield url


@pytest.fixture
def url_demonstration_a_soi(modele_demonstration: str) -> Iterator[str]:
    """Address of a base that holds the demonstration, for a test that writes."""
    with clone(modele_demonstration) as url:
        yield url


@pytest.fixture(scope="session")
def encodeur() -> Encodeur:
    """The shipped sentence encoder."""
    return charger_encodeur()


@pytest.fixture(scope="session")
def moteur(url_demonstration: str, encodeur: Encodeur) -> Moteur:
    """Search engine over the demonstration."""

    async def lire() -> Moteur:
        bassin = await ouvrir(url_demonstration, taille=2)
        try:
            return await charger_catalogue(bassin, encodeur)
        finally:
            await bassin.close()

    return a_part(lire())


@pytest.fixture(scope="session")
def anonyme(url_demonstration: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[TestClient]:
    """The application over the demonstration, asked without a network, by a browser that has not entered."""
    application = creer(url_demonstration, encodeur, jour_des_tests, demonstration=True)
    with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as ouvert:
        yield ouvert


@pytest.fixture
def anonyme_a_soi(url_demonstration_a_soi: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[TestClient]:
    """The application over a demonstration of its own, for a test that writes; enter with ``entrer(autre_client(…), "cip-quai")``."""
    application = creer(url_demonstration_a_soi, encodeur, jour_des_tests, demonstration=True)
    with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as ouvert:
        yield ouvert


def autre_client(ouvert: TestClient) -> TestClient:
    """Another browser over the same running application, with its own cookies."""
    autre = TestClient(ouvert.app, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR)
    autre.portal = ouvert.portal
    return autre


def entrer(client: TestClient, cle: str) -> TestClient:
    """Enter as an account of the demonstration, by its name in ``etl/demonstration/donnees/comptes.toml``."""
    compte = next(c for c in comptes_fictifs() if c.cle == cle)
    reponse = client.post("/connexion/demonstration", data={"compte": compte.identifiant}, follow_redirects=False)
    assert reponse.status_code == 303, reponse.text
    return client


@pytest.fixture(scope="session")
def client_de(anonyme: TestClient) -> Callable[[str], TestClient]:
    """A browser that has entered: ``client_de("cip")`` by role, or ``client_de("cip-quai")`` by account of the demonstration.

    The same browser is given back each time; a test that leaves or breaks its session makes its own with ``autre_client`` and ``entrer``.
    """
    ouverts: dict[str, TestClient] = {}

    def donner(qui: str) -> TestClient:
        cle = next((c.cle for c in comptes_fictifs() if qui in {c.cle, c.role}), qui)
        if cle not in ouverts:
            ouverts[cle] = entrer(autre_client(anonyme), cle)
        return ouverts[cle]

    return donner


@pytest.fixture(scope="session")
def client(client_de: Callable[[str], TestClient]) -> TestClient:
    """A counsellor of the demonstration, already in: sees the people of the Département's service."""
    return client_de("cip")
