"""The pages, asked as a browser asks them, over the demonstration."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from lxml import html

from catalogue.domaine import TypeOffre
from web.typographie import nombre


def document(client: TestClient, adresse: str, statut: int = 200) -> html.HtmlElement:
    reponse = client.get(adresse)
    assert reponse.status_code == statut, reponse.text[:2000]
    return html.fromstring(reponse.text)


def total(page: html.HtmlElement) -> int:
    titre = page.xpath("string(//h1)")
    trouve = re.search(r"(\d[\d\u202f\u00a0]*)", titre)
    return int(re.sub(r"\D", "", trouve[1])) if trouve else 0


def titres(page: html.HtmlElement) -> list[str]:
    return [t.text_content().strip() for t in page.xpath("//article//h2|//article//h3")]


@pytest.mark.parametrize(
    "adresse",
    [
        "/",
        "/offres",
        "/offres?q=m%C3%A9nage+le+matin+%C3%A0+Cr%C3%A9teil",
        "/offres?type=formation&type=iae&reserve=1&places=1",
        "/offres?commune=Cr%C3%A9teil&rayon=3&du=2026-12-01&au=2027-01-31",
        "/offres?q=zzzzzzzz",
        "/personnes",
        "/personnes?q=cuisine",
    ],
)
def test_chaque_page_a_un_titre_et_ses_reperes(client: TestClient, adresse: str) -> None:
    page = document(client, adresse)
    assert page.get("lang") == "fr"
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == 1
    assert page.xpath("string(//title)").strip()
    assert not page.xpath("//*[@style]|//script[not(@src)]|//style")
    assert "fictives" in page.text_content()


def test_l_adresse_porte_toute_la_recherche(client: TestClient) -> None:
    page = document(client, "/offres?q=cuisine&commune=Cr%C3%A9teil&rayon=8&du=2026-12-01&places=1")
    champs = {c.get("name"): c.get("value") for c in page.xpath("//input[@name and @type!='checkbox']")}
    assert champs["q"] == "cuisine"
    assert champs["commune"] == "Créteil"
    assert champs["du"] == "2026-12-01"
    assert page.xpath("//input[@name='places' and @checked]")


def test_les_filtres_compris_se_retirent(client: TestClient) -> None:
    page = document(client, "/offres?q=m%C3%A9nage+%C3%A0+Cr%C3%A9teil")
    pres = total(page)
    lien = next(a.get("href") for a in page.xpath("//a[@href]") if "ignorer=commune" in a.get("href"))
    assert total(document(client, lien)) > pres > 0


@pytest.mark.parametrize("genre", list(TypeOffre))
def test_une_facette_donne_son_compte(client: TestClient, genre: TypeOffre) -> None:
    case = document(client, "/offres").xpath(f"//input[@name='type' and @value='{genre.value}']")[0]
    annonce = int(re.sub(r"\D", "", case.getparent().text_content()) or 0)
    assert total(document(client, f"/offres?type={genre.value}")) == annonce > 0


def test_les_pages_se_suivent_sans_rien_perdre_ni_doubler(client: TestClient) -> None:
    nombre = total(document(client, "/offres?type=recrutement"))
    vues: list[str] = []
    for numero in range(1, -(-nombre // 20) + 1):
        page = document(client, f"/offres?type=recrutement&page={numero}")
        vues += page.xpath("//article//a[starts-with(@href, '/offres/')][1]/@href")
    assert len(set(vues)) == nombre
    assert not titres(document(client, "/offres?type=recrutement&page=999"))


@pytest.mark.parametrize(
    ("adresse", "mots"),
    [
        ("/offres?commune=Trifouillis", "Trifouillis"),
        ("/offres?du=2026-02-31", "date"),
        ("/offres?du=2026-12-02&au=2026-12-01", "avant"),
        ("/offres?rayon=abc", "rayon"),
        ("/offres?rayon=-4", "rayon"),
    ],
)
def test_une_erreur_se_dit_et_ne_perd_rien(client: TestClient, adresse: str, mots: str) -> None:
    page = document(client, adresse + "&q=cuisine", 400)
    assert page.xpath("string(//title)").strip().startswith("Erreur")
    assert mots in page.text_content()
    assert page.xpath("//input[@name='q']/@value") == ["cuisine"]


@pytest.mark.parametrize("adresse", ["/nulle-part", "/offres/0000", "/personnes/0000", "/offres/%00", "/offres/..%2F..%2Fetc"])
def test_une_page_absente_le_dit_en_francais(client: TestClient, adresse: str) -> None:
    page = document(client, adresse, 404)
    assert page.xpath("string(//title)").strip().startswith("Erreur")
    assert page.xpath("//a[@href='/offres']")


@pytest.mark.parametrize(
    "parametres",
    [
        "type=xyz", "metier=Z9999", "frein=%27%3B--", "page=-1", "page=99999999999999999999", "page=abc", "territoire=%00", "sans_metier=x",
        "ignorer=tout", "q=" + "a" * 5000, "q=%F0%9F%98%80", "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)  # fmt: skip
def test_un_parametre_absurde_ne_casse_rien(client: TestClient, parametres: str) -> None:
    reponse = client.get(f"/offres?{parametres}")
    assert reponse.status_code == 200
    assert "<script>alert" not in reponse.text


def test_un_fragment_est_la_meme_liste_que_la_page(client: TestClient) -> None:
    adresse = "/offres?q=cuisine&type=recrutement"
    fragment = client.get(adresse, headers={"HX-Request": "true"})
    assert fragment.headers["Vary"] == "HX-Request"
    assert "<html" not in fragment.text
    assert titres(html.fromstring(f"<div>{fragment.text}</div>")) == titres(document(client, adresse))


def test_les_entetes_de_securite(client: TestClient) -> None:
    reponse = client.get("/offres")
    assert "default-src 'self'" in reponse.headers["Content-Security-Policy"]
    assert "unsafe" not in reponse.headers["Content-Security-Policy"]
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Cache-Control"] == "no-store"


def test_la_page_d_une_offre(client: TestClient) -> None:
    lien = document(client, "/offres?type=formation").xpath("//article//a[starts-with(@href, '/offres/')]/@href")[0]
    page = document(client, lien)
    texte = page.text_content()
    assert "Sessions" in texte or "session" in texte
    assert page.xpath("//table//caption")


def test_la_page_d_une_personne_donne_des_raisons(client: TestClient) -> None:
    lien = document(client, "/personnes").xpath("//a[starts-with(@href, '/personnes/')]/@href")[0]
    page = document(client, lien)
    assert titres(page)
    assert len(page.xpath("//nav//a[contains(@href, 'onglet=')]")) >= 3
    for onglet in ("presque", "toutes"):
        document(client, f"{lien}?onglet={onglet}")
    document(client, f"{lien}?grouper=type")
    assert "%" not in " ".join(page.xpath("//article//text()"))


def test_les_facettes_d_une_personne_comptent_juste(client: TestClient) -> None:
    lien = document(client, "/personnes").xpath("//a[starts-with(@href, '/personnes/')]/@href")[0] + "?onglet=toutes"
    page = document(client, lien)
    for case in page.xpath("//fieldset//input[@type='checkbox']"):
        annonce = int("".join(c for c in case.getparent().xpath("string(.//*[@class='nombre'])") if c.isdigit()))
        restreinte = document(client, f"{lien}&{case.get('name')}={case.get('value')}")
        assert restreinte.xpath("//div[@id='resultats']/@data-annonce")[0].startswith(nombre(annonce)), case.get("value")
        assert restreinte.xpath(f"//input[@name='{case.get('name')}'][@value='{case.get('value')}'][@checked]")
