"""What the tests share: one PostgreSQL server for the run, a fresh migrated clone for each test that asks for one."""

from __future__ import annotations

import asyncio
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from socle.base import Bassin, ouvrir
from socle.horloge import PARIS, HorlogeFixe
from socle.migrer import migrer
from socle.postgres import creer_base, supprimer_base, url_embarquee

DONNEES_REELLES = Path(__file__).parents[1].parent / "shared" / "data"


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
    asyncio.run(creer_base(url, modele))
    migrer(vers_base(url, modele))
    os.environ["BOITE_TEST_MODELE"] = modele


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the template on a real server (the embedded one goes with its folder)."""
    if not hasattr(config, "workerinput") and os.environ.get("DATABASE_URL") and "BOITE_TEST_MODELE" in os.environ:
        asyncio.run(supprimer_base(os.environ["BOITE_TEST_SERVEUR"], os.environ["BOITE_TEST_MODELE"]))


def vers_base(url: str, base: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{base}"))


@pytest.fixture
def url_base() -> Iterator[str]:
    """Address of a migrated, empty database of its own."""
    serveur, nom = os.environ["BOITE_TEST_SERVEUR"], f"t_{uuid.uuid4().hex[:16]}"
    asyncio.run(creer_base(serveur, nom, os.environ["BOITE_TEST_MODELE"]))
    yield vers_base(serveur, nom)
    asyncio.run(supprimer_base(serveur, nom))


@pytest.fixture
async def base(url_base: str) -> AsyncIterator[Bassin]:
    """Pool over a migrated, empty database of its own."""
    bassin = await ouvrir(url_base)
    yield bassin
    await bassin.close()


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
