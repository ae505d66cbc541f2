"""A real browser over a real server. Without Chromium the tests are skipped and say so; with ``CI=true`` they must run."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from etl.demonstration.comptes import comptes as comptes_fictifs
from models.encodeur import Encodeur
from socle.horloge import HorlogeFixe
from web.application import creer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def servie(url: str, encodeur: Encodeur, horloge: HorlogeFixe) -> Iterator[str]:
    """Address of the application over a base, served on a free port of this machine."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    application = creer(url, encodeur, horloge, demonstration=True)
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


@pytest.fixture(scope="session")
def adresse(url_demonstration: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[str]:
    """The application over the demonstration, shared by the journeys that only read."""
    with servie(url_demonstration, encodeur, jour_des_tests) as ouverte:
        yield ouverte


@pytest.fixture
def adresse_a_soi(url_demonstration_a_soi: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[str]:
    """The application over a demonstration of its own, for a journey that writes."""
    with servie(url_demonstration_a_soi, encodeur, jour_des_tests) as ouverte:
        yield ouverte


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
def page(navigateur: Browser, request: pytest.FixtureRequest, adresse: str) -> Iterator[Page]:
    """A page at the width of a laptop, then of a phone, entered as a counsellor; an error of the console fails the test."""
    contexte = navigateur.new_context(viewport={"width": request.param, "height": 900}, locale="fr-FR")
    entrer_dans(contexte, adresse, "cip-departement")
    yield from _surveillee(contexte)


@pytest.fixture(params=[1280, 390], ids=["ordinateur", "telephone"])
def page_anonyme(navigateur: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The same, before entering."""
    yield from _surveillee(navigateur.new_context(viewport={"width": request.param, "height": 900}, locale="fr-FR"))


@pytest.fixture
def page_sans_script(navigateur: Browser, adresse: str) -> Iterator[Page]:
    """A page in a browser where scripts are off, entered as a counsellor."""
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", java_script_enabled=False)
    entrer_dans(contexte, adresse, "cip-departement")
    yield from _surveillee(contexte)


@pytest.fixture(params=[True, False], ids=["avec-script", "sans-script"])
def ouvrir(navigateur: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[[], Page]]:
    """Several people, each in a browser of their own, with scripts and without."""
    contextes: list[BrowserContext] = []

    def nouvelle() -> Page:
        contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", java_script_enabled=request.param)
        contexte.set_default_timeout(10_000)
        contextes.append(contexte)
        return contexte.new_page()

    yield nouvelle
    for contexte in contextes:
        contexte.close()


def entrer_dans(contexte: BrowserContext, adresse: str, cle: str) -> None:
    """Enter as an account of the demonstration, by its name in ``etl/demonstration/donnees/comptes.toml``."""
    compte = next(c for c in comptes_fictifs() if c.cle == cle)
    entree = contexte.request.post(
        f"{adresse}/connexion/demonstration", form={"compte": compte.identifiant}, headers={"Sec-Fetch-Site": "same-origin"}, max_redirects=0
    )
    assert entree.status == 303, entree.text()


def _surveillee(contexte: BrowserContext) -> Iterator[Page]:
    page = contexte.new_page()
    page.set_default_timeout(10_000)
    fautes: list[str] = []
    # A form given back with its mistakes is a 400, which the browser writes in its console too.
    page.on("console", lambda m: fautes.append(m.text) if m.type == "error" and "status of 400" not in m.text else None)
    page.on("pageerror", lambda erreur: fautes.append(str(erreur)))
    yield page
    contexte.close()
    assert fautes == []
