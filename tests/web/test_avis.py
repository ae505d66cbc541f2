"""What a référent says of an offer for a person takes it out of the list, and one click puts it back."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from lxml import html

from tests.conftest import autre_client, entrer


@pytest.fixture
def cip(anonyme_a_soi: TestClient) -> TestClient:
    return entrer(autre_client(anonyme_a_soi), "cip-departement")


def page(client: TestClient, adresse: str) -> html.HtmlElement:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.text[:1000]
    return html.fromstring(reponse.text)


def formulaire(page: html.HtmlElement, avis: str) -> tuple[str, dict[str, str]]:
    trouve = page.xpath(f"(//article//form[input[@name='avis'][@value='{avis}']])[1]")[0]
    return trouve.get("action"), {c.get("name"): c.get("value") for c in trouve.xpath(".//input")}


def premiere_personne(client: TestClient) -> str:
    return str(page(client, "/personnes").xpath("//a[starts-with(@href, '/personnes/')]/@href")[0])


def titres(page: html.HtmlElement) -> list[str]:
    return [t.text_content().strip() for t in page.xpath("//article//h3")]


def test_mettre_de_cote_puis_remettre(cip: TestClient) -> None:
    personne = premiere_personne(cip)
    avant = page(cip, personne)
    assert "Écartées" not in avant.text_content()
    action, champs = formulaire(avant, "mise_de_cote")
    assert champs["liste"]
    apres = html.fromstring(cip.post(action, data=champs).text)
    assert titres(apres)[0] == titres(avant)[1]
    ecartees = page(cip, f"{personne}?onglet=ecartees")
    assert titres(ecartees) == titres(avant)[:1]
    assert "Mise de côté" in ecartees.text_content()
    action, champs = formulaire(ecartees, "remise")
    cip.post(action, data=champs)
    assert titres(page(cip, personne)) == titres(avant)


def test_pas_adapte_demande_une_raison_et_la_garde(cip: TestClient) -> None:
    personne = premiere_personne(cip)
    action, champs = formulaire(page(cip, personne), "pas_adapte")
    sans = cip.post(action, data=champs)
    assert sans.status_code == 400
    assert "Choisissez une raison" in sans.text
    fragment = cip.post(action, data={**champs, "raison": "horaires"}, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert "Pas adaptée" in fragment.text
    assert "horaires impossibles" in page(cip, f"{personne}?onglet=ecartees").text_content()


def test_une_autre_structure_ne_dit_rien_de_cette_personne(cip: TestClient, anonyme_a_soi: TestClient) -> None:
    personne = premiere_personne(cip)
    action, champs = formulaire(page(cip, personne), "mise_de_cote")
    ailleurs = entrer(autre_client(anonyme_a_soi), "cip-quai")
    assert ailleurs.get(personne).status_code == 404
    assert ailleurs.post(action, data=champs).status_code == 404
    assert "Écartées" not in page(cip, personne).text_content()


def test_un_avis_inconnu_est_refuse_et_rien_ne_change(cip: TestClient) -> None:
    personne = premiere_personne(cip)
    action, champs = formulaire(page(cip, personne), "mise_de_cote")
    assert cip.post(action, data={**champs, "avis": "supprimer"}).status_code == 400
    assert "Écartées" not in page(cip, personne).text_content()
