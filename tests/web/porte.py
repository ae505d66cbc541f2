"""A service of its own, empty, in production as in life: accounts with passwords, a clock that the test moves, mails that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from lxml import html

from comptes import services
from comptes.domaine import Acteur, NouveauCompte, Role
from comptes.oidc import Client
from socle.base import Connexion, ouvrir, transaction
from socle.chiffrement import Coffre
from tests.comptes.conftest import MAINTENANT, MOT_DE_PASSE, allocataire, structure
from tests.conftest import NAVIGATEUR, a_part
from tests.parcours.monde import HorlogeReglable
from web.application import creer
from web.contexte import Options


@dataclass
class Porte:
    """The service and what is needed to knock on its door."""

    client: TestClient
    url: str
    horloge: HorlogeReglable

    def autre(self) -> TestClient:
        autre = TestClient(self.client.app, base_url=self.client.base_url, raise_server_exceptions=False, headers=NAVIGATEUR, follow_redirects=False)
        autre.portal = self.client.portal
        return autre

    def en_base(self, travail: Any) -> Any:
        """Run a coroutine function over a connection, in its own transaction."""

        async def principal() -> Any:
            bassin = await ouvrir(self.url, taille=1)
            try:
                async with transaction(bassin) as connexion:
                    return await travail(connexion)
            finally:
                await bassin.close()

        return a_part(principal())

    def compte(self, role: Role, courriel: str, *, mot_de_passe: str | None = MOT_DE_PASSE) -> Acteur:
        async def travail(connexion: Connexion) -> Acteur:
            lieu = await connexion.fetchval("SELECT id FROM structure ORDER BY id LIMIT 1") or await structure(connexion, "structure-a")
            personne = await allocataire(connexion, "personne0001") if role is Role.ALLOCATAIRE else None
            compte = NouveauCompte(role, "Camille Aubrac", courriel, None if personne else lieu, frozenset(), personne)
            acteur = await services.creer(connexion, None, compte, self.horloge.instant)
            if mot_de_passe:
                await services.choisir_mot_de_passe(connexion, acteur, mot_de_passe)
            return acteur

        acteur: Acteur = self.en_base(travail)
        return acteur

    def entrer(self, courriel: str, mot_de_passe: str = MOT_DE_PASSE, client: TestClient | None = None, **champs: str) -> Any:
        donnees = {"courriel": courriel, "mot_de_passe": mot_de_passe, **champs}
        return (client or self.client).post("/connexion", data=donnees)

    def dernier_lien(self) -> str:
        """Path of the link of the last mail."""

        async def lire(connexion: Connexion) -> str:
            return str(await connexion.fetchval("SELECT texte FROM courrier ORDER BY id DESC LIMIT 1"))

        lien = re.search(r"http://boite\.test(/\S+)", self.en_base(lire))
        assert lien is not None
        return lien[1]

    def nombre(self, table: str) -> int:
        async def compter(connexion: Connexion) -> int:
            return int(await connexion.fetchval(f"SELECT count(*) FROM {table}"))

        nombre: int = self.en_base(compter)
        return nombre

    def traces(self) -> list[tuple[str, str]]:
        async def lire(connexion: Connexion) -> list[tuple[str, str]]:
            return [(x["acteur"], x["action"]) for x in await connexion.fetch("SELECT acteur, action FROM journal ORDER BY id")]

        traces: list[tuple[str, str]] = self.en_base(lire)
        return traces


@contextmanager
def ouvrir_porte(
    url: str, fournisseurs: dict[str, Client] | None = None, *, base_url: str = "http://boite.test", plancher_s: float = 0.0
) -> Iterator[Porte]:
    """Start the service over an empty base, in production.

    Args:
        url: address of the base.
        fournisseurs: OpenID Connect providers.
        base_url: address under which the browser knows the service.
        plancher_s: seconds that an answer which depends on an account takes at least.
    """
    horloge = HorlogeReglable(MAINTENANT)
    application = creer(url, None, horloge, demonstration=False, options=Options(Coffre("clé des tests " * 3), "", fournisseurs or {}, plancher_s))
    with TestClient(application, base_url=base_url, raise_server_exceptions=False, headers=NAVIGATEUR, follow_redirects=False) as client:
        yield Porte(client, url, horloge)


def page(reponse: Any, statut: int = 200) -> html.HtmlElement:
    assert reponse.status_code == statut, reponse.text[:1500]
    return html.document_fromstring(reponse.text)


def titre(reponse: Any) -> str:
    return str(html.document_fromstring(reponse.text).xpath("string(//title)")).replace("\u00a0", " ").strip()
