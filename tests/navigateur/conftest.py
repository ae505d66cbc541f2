"""A real browser over a real server. Without Chromium the tests are skipped and say so; with ``CI=true`` they must run."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from models.encodeur import Encodeur
from socle.horloge import HorlogeFixe
from web.application import creer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def adresse(url_demonstration: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[str]:
    """Address of the application served on a free port of this machine."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    application = creer(url_demonstration, encodeur, jour_des_tests, demonstration=True)
    serveur = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="error"))
    fil = threading.Thread(target=serveur.run, daemon=True)
    fil.start()
    limite = time.monotonic() + 30
    while not serveur.started:
        assert time.monotonic() < limite, "le serveur n’a pas démarré"
        fil.join(0.05)
    yield f"http://127.0.0.1:{port}"
    serveur.should_exit = True
    fil.join(10)


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    """Chromium, headless; closed with its module, for it keeps an event loop running in the thread of the tests."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium est absent alors que CI=true : les tests du navigateur doivent tourner.")
        pytest.skip("Chromium est absent : tests du navigateur sautés (Debian : apt-get install chromium).")
    with sync_playwright() as pilote:
        ouvert = pilote.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield ouvert
        ouvert.close()


@pytest.fixture(params=[1280, 390], ids=["ordinateur", "telephone"])
def page(navigateur: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at the width of a laptop, then of a phone; an error of the console fails the test."""
    contexte = navigateur.new_context(viewport={"width": request.param, "height": 900}, locale="fr-FR")
    yield from _surveillee(contexte)


@pytest.fixture
def page_sans_script(navigateur: Browser) -> Iterator[Page]:
    """A page in a browser where scripts are off."""
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", java_script_enabled=False)
    yield from _surveillee(contexte)


def _surveillee(contexte: BrowserContext) -> Iterator[Page]:
    page = contexte.new_page()
    page.set_default_timeout(10_000)
    fautes: list[str] = []
    page.on("console", lambda message: fautes.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda erreur: fautes.append(str(erreur)))
    yield page
    contexte.close()
    assert fautes == []
