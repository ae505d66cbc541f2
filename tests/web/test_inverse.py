"""Whom an offer suits: only people whom the reader may see, the same score as in their own list, one click to prescribe or propose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from lxml import html


def page(client: TestClient, adresse: str) -> html.HtmlElement:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.text[:800]
    return html.fromstring(reponse.text)


def une_offre(client: TestClient) -> str:
    return str(page(client, "/offres?type=formation&places=1").xpath("//article//a[starts-with(@href, '/offres/')]/@href")[0])


def test_les_personnes_trouvees_ont_l_offre_dans_leur_liste(client: TestClient) -> None:
    offre = une_offre(client)
    inverse = page(client, f"{offre}/personnes")
    personnes = [href.partition("?")[0] for href in inverse.xpath("//article//h3/a/@href")]
    assert personnes
    assert all(article.xpath(".//*[contains(@class,'motifs')]//li") for article in inverse.xpath("//article"))
    for personne in personnes[:3]:
        titre = page(client, offre).xpath("string(//h1)").strip()
        suivantes = [f"{personne}?page={n}" for n in range(1, 12)]
        assert any(titre in [t.text_content().strip() for t in page(client, p).xpath("//article//h3")] for p in suivantes)


def test_le_referent_prescrit_et_le_cre_choisit(client_de: Callable[[str], TestClient]) -> None:
    cip = page(client_de("cip"), f"{une_offre(client_de('cip'))}/personnes")
    boutons = cip.xpath("//article//a[contains(@href, '/prescrire?')]")
    assert boutons
    assert all(b.text_content().strip().startswith("Prescrire") and "session=" in b.get("href") for b in boutons)
    assert not cip.xpath("//input[@name='personne']")
    cre = page(client_de("cre"), f"{une_offre(client_de('cre'))}/personnes")
    assert cre.xpath("//article//input[@type='checkbox'][@name='personne']")
    assert not cre.xpath("//article//a[contains(@href, '/prescrire?')]")


@pytest.mark.parametrize("role", ["employeur", "allocataire", "manager", "admin"])
def test_les_autres_roles_ne_cherchent_personne(client: TestClient, client_de: Callable[[str], TestClient], role: str) -> None:
    reponse = client_de(role).get(f"{une_offre(client)}/personnes")
    assert reponse.status_code == 403
    assert "article" not in reponse.text


def test_une_autre_structure_ne_voit_pas_les_memes(client_de: Callable[[str], TestClient]) -> None:
    noms = {}
    for compte in ("cip-departement", "cip-quai"):
        client = client_de(compte)
        noms[compte] = set(page(client, f"{une_offre(client)}/personnes").xpath("//article//h3/a/@href"))
    assert not noms["cip-departement"] & noms["cip-quai"]


def test_lue_pour_une_personne_l_offre_dit_pourquoi(client: TestClient) -> None:
    personne = page(client, "/portefeuille").xpath("//a[starts-with(@href, '/personnes/')]/@href")[0]
    lien = page(client, personne.removesuffix("/dossier")).xpath("//article//h3/a/@href")[0]
    assert "pour=" in lien
    assert "liste=" in lien
    fiche = page(client, lien)
    assert fiche.xpath("//section[@aria-labelledby='titre-pour']//a[contains(@href, '/prescrire?')]")
    sans = page(client, lien.partition("?")[0] + "?pour=0000000000zz")
    assert not sans.xpath("//section[@aria-labelledby='titre-pour']")
