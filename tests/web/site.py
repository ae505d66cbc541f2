"""A site over a small world, and what a browser does with its forms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from parcours.prescriptions.depot import lire
from parcours.prescriptions.domaine import Etat
from parcours.prescriptions.lignes import Prescription
from socle.base import transaction
from tests.parcours.monde import Monde

T = TypeVar("T")
NAVIGATEUR = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Site:
    """The running application, the world behind it, and browsers."""

    anonyme: TestClient
    monde: Monde
    boucle: asyncio.Runner

    def faire(self, travail: Coroutine[Any, Any, T]) -> T:
        return self.boucle.run(travail)

    def entrer(self, qui: str) -> TestClient:
        navigateur = TestClient(self.anonyme.app, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR)
        navigateur.portal = self.anonyme.portal
        reponse = navigateur.post("/connexion/demonstration", data={"compte": self.monde.comptes[qui].identifiant}, follow_redirects=False)
        assert reponse.status_code == 303, reponse.text
        return navigateur

    def etat(self, p: Prescription | str) -> Etat:
        async def relire() -> Etat:
            async with transaction(self.monde.bassin) as connexion:
                lue = await lire(connexion, p if isinstance(p, str) else p.identifiant, None)
            assert lue is not None
            return lue.etat

        return self.faire(relire())


def page(reponse: Response, statut: int = 200) -> html.HtmlElement:
    assert reponse.status_code == statut, reponse.text[:3000]
    return html.fromstring(reponse.text)


def champs(formulaire: html.HtmlElement, **de_plus: str) -> dict[str, str]:
    """What a browser sends from a form: hidden fields, checked choices, and what the person typed."""
    envoyes = dict(formulaire.form_values())
    return {**envoyes, **de_plus}


def texte(vue: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", vue.xpath("string(//main)")).strip()
