"""The space of a person: what is for me, « cela m’intéresse », what became of it; nobody else's."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from lxml import html

from etl.demonstration.comptes import comptes as comptes_fictifs
from tests.conftest import autre_client, entrer


@pytest.fixture
def moi(anonyme_a_soi: TestClient) -> TestClient:
    return entrer(autre_client(anonyme_a_soi), "allocataire-1")


def page(client: TestClient, adresse: str) -> html.HtmlElement:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.text[:1000]
    return html.fromstring(reponse.text)


def demander(client: TestClient) -> tuple[str, dict[str, str]]:
    """Fill the form of the first offer that is not asked for yet."""
    for lien in page(client, "/mon-espace/offres").xpath("//h2/a/@href"):
        for formulaire in page(client, lien).xpath("//form[contains(@action, '/interet')]"):
            champs = {c.get("name"): c.get("value") for c in formulaire.xpath(".//input[@type='hidden' or @type='radio']")}
            return formulaire.get("action"), champs
    raise AssertionError("aucune offre à demander")


def demandes_recues(anonyme: TestClient, cle: str) -> int:
    """Requests of people that wait in a référent's day."""
    return page(entrer(autre_client(anonyme), cle), "/ma-journee").text_content().count("Cela l’intéresse")


def test_cela_m_interesse_arrive_chez_le_referent_une_seule_fois(moi: TestClient, anonyme_a_soi: TestClient) -> None:
    avant_cip = {c.cle: demandes_recues(anonyme_a_soi, c.cle) for c in comptes_fictifs() if c.role == "cip"}
    action, champs = demander(moi)
    avant = len(page(moi, "/mon-espace/parcours").xpath("//li[starts-with(@id, 'demande-')]"))
    for _ in range(2):
        assert moi.post(action, data=champs, follow_redirects=False).headers["location"] == "/mon-espace/parcours"
    parcours = page(moi, "/mon-espace/parcours")
    assert len(parcours.xpath("//li[starts-with(@id, 'demande-')]")) == avant + 1
    assert "Votre conseiller va vous répondre" in parcours.text_content()
    assert parcours.xpath("//li[@class='faite']")[0].text_content().strip().startswith("Vous dites oui")
    assert "Vous avez dit que cela vous intéresse" in page(moi, action.removesuffix("/interet")).text_content()
    # One référent is told, once, though the form came twice.
    assert sorted(demandes_recues(anonyme_a_soi, c) - n for c, n in avant_cip.items())[-2:] == [0, 1]


def test_ne_plus_vouloir(moi: TestClient) -> None:
    action, champs = demander(moi)
    moi.post(action, data=champs)
    formulaire = page(moi, "/mon-espace/parcours").xpath("//form[input[@name='reponse'][@value='non']]")[0]
    moi.post(formulaire.get("action"), data={"reponse": "non"})
    finies = page(moi, "/mon-espace/parcours").xpath("//h2[.='Avant']/following-sibling::ul[1]")[0]
    assert "C’est annulé" in finies.text_content()


def test_sans_date_choisie_la_page_le_dit_et_rien_n_est_demande(moi: TestClient) -> None:
    action, champs = demander(moi)
    reponse = moi.post(action, data={"cle": champs["cle"]})
    assert reponse.status_code == 400
    document = html.fromstring(reponse.text)
    assert document.xpath("string(//title)").startswith("Erreur")
    assert "Choisissez une date" in document.text_content()


def test_les_listes_sont_des_parties_du_tout(moi: TestClient) -> None:
    document = page(moi, "/mon-espace/offres")
    liens = document.xpath("//nav[@class='onglets']//a")
    comptes = {a.get("href").partition("liste=")[2]: int("".join(c for c in a.text_content() if c.isdigit())) for a in liens}
    assert max(comptes.values()) == comptes["tout"]
    for liste, nombre in comptes.items():
        if liste:
            total = page(moi, f"/mon-espace/offres?liste={liste}").xpath("string(//*[@class='espace-compte'])")
            assert (str(nombre) if nombre else "ucune") in total


def test_aucun_score_ni_jargon(moi: TestClient) -> None:
    for adresse in ("/mon-espace", "/mon-espace/offres", "/mon-espace/parcours"):
        texte = page(moi, adresse).xpath("string(//main)").lower()
        for mot in ("%", "score", "prescription", "allocataire", "éligib"):
            assert mot not in texte, (adresse, mot)


def test_le_rendez_vous_entre_dans_un_agenda(moi: TestClient) -> None:
    liens = page(moi, "/mon-espace/parcours").xpath("//a[contains(@href, '.ics')]/@href")
    for lien in liens:
        evenement = Calendar.from_ical(moi.get(lien).content).walk("VEVENT")[0]
        assert evenement["summary"]
        assert evenement["dtstart"].dt


def test_l_espace_n_existe_que_pour_la_personne(anonyme_a_soi: TestClient) -> None:
    cip = entrer(autre_client(anonyme_a_soi), "cip-departement")
    for adresse in ("/mon-espace", "/mon-espace/offres", "/mon-espace/parcours"):
        assert cip.get(adresse).status_code in {403, 404}
