"""Posting an offer in the pages: a draft kept at each step, what the text suggests, the preview, and who may touch what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from socle.identifiants import identifiant_public
from tests.conftest import autre_client, entrer

TEXTE = "Nous recrutons en CDI. Vous conduisez le camion de livraison : permis B exigé. Jeune homme dynamique de préférence."
FORMULAIRE = {
    "titre": "Agent de propreté le matin",
    "texte": TEXTE,
    "type_offre": "recrutement",
    "seances": "s1",
    "seance-s1-debut": "2026-12-08",
    "seance-s1-heure_debut": "09:30",
    "seance-s1-places": "4",
    "commune": "",
    "courriel": "accueil@exemple.fr",
    "propre-contrat": "CDI",
}


@pytest.fixture(scope="module")
def employeur(service: TestClient) -> TestClient:
    return entrer(autre_client(service), "employeur-jardins")


def lire(texte: str) -> Any:
    """A page to look into."""
    return html.document_fromstring(texte)


def commune(client: TestClient) -> str:
    """A commune of the demonstration."""
    return str(lire(client.get("/mes-offres/nouvelle").text).xpath("string(//datalist[@id='liste-communes']/option[1]/@value)"))


def deposer(client: TestClient, **changes: str) -> str:
    """Post an offer as far as the preview; its public id."""
    identifiant = identifiant_public()
    champs = {**FORMULAIRE, "commune": commune(client), "action": "apercu", "version": "0", **changes}
    reponse = client.post(f"/mes-offres/{identifiant}", data=champs, follow_redirects=False)
    assert (reponse.status_code, reponse.headers.get("Location")) == (303, f"/mes-offres/{identifiant}/apercu"), reponse.text
    return identifiant


def cases(texte: str, nom: str) -> dict[str, tuple[bool, str]]:
    """Boxes of the form by code: ticked or not, and their words."""
    page = lire(texte)
    return {c.get("value"): (c.get("checked") is not None, c.getparent().text_content()) for c in page.xpath(f"//input[@name='{nom}']")}


def test_le_texte_suggere_sans_rien_cocher(employeur: TestClient) -> None:
    identifiant = identifiant_public()
    champs = {**FORMULAIRE, "type_offre": "", "titre": "Ajent de proprété", "action": "proposer", "version": "0"}
    page = employeur.post(f"/mes-offres/{identifiant}", data=champs).text
    assert any("propreté" in mots.lower() for _, mots in cases(page, "metiers").values())
    coche, mots = cases(page, "conditions")["permis:B"]
    assert not coche
    assert "permis B" in mots
    assert not any(coche for nom in ("metiers", "conditions", "apports", "type_offre") for coche, _ in cases(page, nom).values())
    assert "« Jeune homme" in page.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "formulation" in page


def test_la_partie_suggestions_se_recharge_seule_et_ne_garde_rien(employeur: TestClient) -> None:
    identifiant = identifiant_public()
    reponse = employeur.post(f"/mes-offres/{identifiant}/suggestions", data=FORMULAIRE, headers={"HX-Request": "true"})
    assert reponse.text.count('id="suggestions"') == 1
    assert "<h1" not in reponse.text
    assert 'name="propre-postes"' in reponse.text
    assert employeur.get(f"/mes-offres/{identifiant}").status_code == 404


def test_du_brouillon_a_l_envoi(employeur: TestClient) -> None:
    identifiant = deposer(employeur, conditions="permis:B", reserve_rsa="oui")
    apercu = employeur.get(f"/mes-offres/{identifiant}/apercu").text
    for mots in (
        "Agent de propreté le matin",
        "Avoir le permis",
        "Mardi 8 décembre, 9",
        "Il reste 4",
        "Envoyer pour validation",
        "Réservé aux personnes au RSA",
    ):
        assert mots in apercu.replace("\u00a0", " ").replace("\u202f", " "), mots
    page = employeur.post(f"/mes-offres/{identifiant}/publier", data={"version": "1"}).text
    assert "L’offre est envoyée" in page
    assert "À valider" in page
    assert employeur.get(f"/offres/{identifiant}").status_code == 404


def test_les_fautes_sont_dites_et_rien_n_est_perdu(employeur: TestClient) -> None:
    identifiant = identifiant_public()
    champs = {**FORMULAIRE, "commune": "Atlantide", "courriel": "moi", "seance-s1-reservees": "9", "action": "apercu", "version": "0"}
    reponse = employeur.post(f"/mes-offres/{identifiant}", data=champs)
    page = lire(reponse.text)
    assert reponse.status_code == 400
    assert page.xpath("string(//title)").startswith("Erreur")
    vises = [lien.removeprefix("#") for lien in page.xpath("//*[@id='erreurs']//a/@href")]
    assert set(vises) == {"commune", "courriel", "seance-s1-reservees"}
    assert all(page.xpath(f"//*[@id='{v}'][@aria-invalid='true']") for v in vises)
    assert page.xpath("string(//*[@id='commune']/@value)") == "Atlantide"
    assert page.xpath("string(//textarea[@id='texte'])") == TEXTE
    assert TEXTE[:20] in employeur.get(f"/mes-offres/{identifiant}").text


def test_deux_onglets_le_second_est_prevenu(employeur: TestClient) -> None:
    identifiant = deposer(employeur)
    premier = {**FORMULAIRE, "titre": "Premier onglet", "version": "1", "action": "enregistrer"}
    assert "enregistré" in employeur.post(f"/mes-offres/{identifiant}", data=premier).text
    second = {**FORMULAIRE, "titre": "Second onglet", "version": "1", "action": "enregistrer"}
    reponse = employeur.post(f"/mes-offres/{identifiant}", data=second)
    assert reponse.status_code == 409
    assert "modifiée entre-temps" in reponse.text
    assert 'value="Second onglet"' in reponse.text
    assert "Premier onglet" in employeur.get(f"/mes-offres/{identifiant}").text
    version = re.search(r'name="version" value="(\d+)"', reponse.text)
    assert version is not None
    employeur.post(f"/mes-offres/{identifiant}", data={**second, "version": version[1]})
    assert "Second onglet" in employeur.get(f"/mes-offres/{identifiant}").text
    assert employeur.post(f"/mes-offres/{identifiant}/publier", data={"version": "2"}).status_code == 409


def test_ajouter_et_retirer_une_date(employeur: TestClient) -> None:
    identifiant = identifiant_public()
    page = employeur.post(f"/mes-offres/{identifiant}", data={**FORMULAIRE, "action": "ajouter", "version": "0"}).text
    assert re.findall(r'name="seances" value="(\w+)"', page) == ["s1", "s2"]
    champs = {**FORMULAIRE, "seances": ["s1", "s2"], "seance-s2-debut": "2026-12-15", "action": "retirer:s1", "version": "1"}
    page = employeur.post(f"/mes-offres/{identifiant}", data=champs).text
    assert re.findall(r'name="seances" value="(\w+)"', page) == ["s2"]
    assert 'value="2026-12-15"' in page


def test_dupliquer_confirmer_fermer(employeur: TestClient) -> None:
    liste = employeur.get("/mes-offres").text
    importee = re.search(r'href="/offres/([0-9a-z]{12})"', liste)
    assert importee is not None
    copie = employeur.post(f"/mes-offres/{importee[1]}/dupliquer")
    assert "Voici une copie" in copie.text
    assert re.search(r'id="titre" name="titre" value="[^"]+"', copie.text)
    assert re.search(r'id="seance-s1-debut" name="seance-s1-debut" value=""', copie.text)
    assert "toujours d’actualité" in employeur.post(f"/mes-offres/{importee[1]}/confirmer").text
    assert "L’offre est fermée" in employeur.post(f"/mes-offres/{importee[1]}/fermer").text
    assert "rien à confirmer" in employeur.post(f"/mes-offres/{importee[1]}/confirmer").text


def test_un_brouillon_abandonne_disparait(employeur: TestClient) -> None:
    identifiant = deposer(employeur)
    employeur.post(f"/mes-offres/{identifiant}/fermer")
    assert employeur.get(f"/mes-offres/{identifiant}").status_code == 404
    assert identifiant not in employeur.get("/mes-offres").text


def test_l_offre_d_une_autre_structure_n_existe_pas(employeur: TestClient, service: TestClient) -> None:
    identifiant = deposer(employeur)
    autre = entrer(autre_client(service), "employeur-formation")
    assert autre.get(f"/mes-offres/{identifiant}").status_code == 404
    assert autre.get(f"/mes-offres/{identifiant}/apercu").status_code == 404
    for geste in ("", "/publier", "/dupliquer", "/confirmer", "/fermer"):
        assert autre.post(f"/mes-offres/{identifiant}{geste}", data={**FORMULAIRE, "version": "1"}).status_code == 404, geste
    importee = re.search(r'href="/offres/([0-9a-z]{12})"', employeur.get("/mes-offres").text)
    assert importee is not None
    assert autre.post(f"/mes-offres/{importee[1]}/fermer").status_code == 404
    assert autre.post(f"/mes-offres/{importee[1]}", data={**FORMULAIRE, "version": "0"}).status_code == 404


def test_un_formulaire_vide_demande_un_titre(client_de: Callable[[str], TestClient]) -> None:
    identifiant = identifiant_public()
    reponse = client_de("employeur").post(f"/mes-offres/{identifiant}", data={"version": "0"})
    assert reponse.status_code == 400
    assert "Écrivez un titre" in reponse.text
    assert client_de("employeur").get(f"/mes-offres/{identifiant}").status_code == 404


def test_les_autres_roles_ne_deposent_pas(client_de: Callable[[str], TestClient]) -> None:
    for role in ("cip", "allocataire", "manager", "admin"):
        assert client_de(role).get("/mes-offres").status_code == 403
        assert client_de(role).get("/mes-offres/nouvelle").status_code == 403


def test_une_saisie_hostile_ne_casse_rien(employeur: TestClient) -> None:
    identifiant = identifiant_public()
    champs = {
        "titre": "<script>alert(1)</script>",
        "texte": "\x00\x01" + "é" * 30000,
        "version": "²",
        "type_offre": "rien",
        "metiers": ["Z9999", "'; DROP TABLE offre; --"],
        "conditions": ["age_min:²", "permis:Z"],
        "seances": ["../..", "s1"],
        "seance-s1-debut": "hier",
        "seance-s1-places": "-3",
        "heures_hebdo": "NaN",
        "action": "apercu",
    }
    reponse = employeur.post(f"/mes-offres/{identifiant}", data=champs)
    assert reponse.status_code == 400
    assert "<script>alert" not in reponse.text
    assert employeur.get(f"/mes-offres/{identifiant}").status_code == 200
