"""Every page that a role can reach by links keeps the rules of the house: one heading, named controls, captions, unique ids, nothing inline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import urldefrag

import pytest
from fastapi.testclient import TestClient
from lxml import html

# Pages visited for each role: enough to meet every template, few enough to stay quick.
PAGES_MAX = 60
PAR_MODELE = 3
ROLES = ("cip", "cre", "employeur", "allocataire", "manager", "admin")


def modele(adresse: str) -> str:
    """The shape of an address: ids and searches left out."""
    chemin, _, requete = adresse.partition("?")
    morceaux = ["…" if len(m) == 12 and any(c.isdigit() for c in m) else m for m in chemin.split("/")]
    return "/".join(morceaux) + "?" + "&".join(sorted({p.partition("=")[0] for p in requete.split("&")}))


def visiter(client: TestClient) -> Iterator[tuple[str, html.HtmlElement]]:
    """Pages reached from the first one, a few of each shape."""
    attente, vues, formes = ["/"], {"/"}, dict[str, int]()
    while attente and len(vues) < 10 * PAGES_MAX:
        adresse = attente.pop(0)
        forme = modele(adresse)
        formes[forme] = formes.get(forme, 0) + 1
        if formes[forme] > PAR_MODELE or sum(min(n, PAR_MODELE) for n in formes.values()) > PAGES_MAX:
            continue
        reponse = client.get(adresse)
        assert reponse.status_code == 200, (adresse, reponse.status_code)
        if not reponse.headers["content-type"].startswith("text/html"):
            continue
        page = html.document_fromstring(reponse.text)
        yield adresse, page
        liens = (urldefrag(lien)[0] for lien in page.xpath("//a/@href") if lien.startswith("/") and not lien.startswith("/static"))
        for lien in dict.fromkeys(liens):
            if lien and lien not in vues:
                vues.add(lien)
                attente.append(lien)


def fautes(page: html.HtmlElement) -> Iterator[str]:
    """What breaks a rule on a page."""
    if page.get("lang") != "fr" or len(page.xpath("//h1")) != 1 or len(page.xpath("//main")) != 1:
        yield "langue, titre principal ou contenu principal"
    ids = page.xpath("//@id")
    yield from (f"id répété : {i}" for i in {i for i in ids if ids.count(i) > 1})
    yield from (f"écrit en ligne : {e.tag}" for e in page.xpath("//*[@style or @onclick] | //style | //script[not(@src)]"))
    for champ in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        nomme = champ.get("aria-label") or champ.xpath("ancestor::label") or page.xpath(f"//label[@for='{champ.get('id')}']")
        if not nomme:
            yield f"champ sans nom : {champ.get('name')}"
    for element in page.xpath("//a[@href] | //button"):
        if not (element.get("aria-label") or element.text_content().strip() or element.xpath(".//*[local-name()='title']")):
            yield f"lien ou bouton sans nom : {element.get('href') or element.get('class')}"
    yield from (
        "tableau sans légende ou entête sans portée" for t in page.xpath("//table") if not t.xpath("caption") or t.xpath(".//th[not(@scope)]")
    )
    yield from (f"description absente : {i}" for i in page.xpath("//@aria-describedby | //@aria-labelledby") for i in i.split() if i not in ids)
    niveaux = [int(t.tag[1]) for t in page.xpath("//h1|//h2|//h3|//h4|//h5")]
    yield from (f"titre de niveau {b} après {a}" for a, b in pairwise(niveaux) if b > a + 1)


@pytest.mark.parametrize("role", ROLES)
def test_chaque_page_d_un_role_tient_les_regles(client_de: Callable[[str], TestClient], role: str) -> None:
    trouvees = [(adresse, faute) for adresse, page in visiter(client_de(role)) for faute in fautes(page)]
    assert trouvees == []
