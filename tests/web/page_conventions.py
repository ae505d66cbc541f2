"""Reading the pages of conventions, for the tests that look into them."""

from __future__ import annotations

import re
from typing import Any

from fastapi.testclient import TestClient
from lxml import html


def page(client: TestClient, adresse: str) -> Any:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, (adresse, reponse.text[:800])
    return html.document_fromstring(reponse.text)


def texte(element: Any) -> str:
    return " ".join(element.text_content().split())


def entiers(mots: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", mots)]


def conventions(client: TestClient, adresse: str = "/conventions") -> dict[str, str]:
    """Public ids by title, in the order of the list."""
    liens = page(client, adresse).xpath("//li[contains(@class, 'engagement-carte')]//h2/a")
    return {texte(a): a.get("href").rsplit("/", 1)[1] for a in liens}


def visee(client: TestClient, mot: str) -> str:
    return next(i for titre, i in conventions(client, "/conventions?etat=toutes").items() if mot in titre)
