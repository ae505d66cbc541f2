"""Journeys of a CRE over conventions: opening, changing, attaching offers, declaring hires, giving up."""

from __future__ import annotations

import re
from typing import Any

from fastapi.testclient import TestClient
from lxml import html

from tests.web.page_conventions import conventions, page, texte, visee


def formulaire(client: TestClient, adresse: str) -> dict[str, Any]:
    """Every field of the form of a page, as a browser would send it."""
    champs: dict[str, Any] = {}
    for champ in page(client, adresse).xpath("//form[contains(@class, 'engagement-saisie')]//*[@name and not(self::button)]"):
        valeur = champ.get("value") or champ.text or ""
        champs.setdefault(champ.get("name"), []).append(valeur)
    return champs


def test_ouvrir_une_convention_de_bout_en_bout(cre: TestClient) -> None:
    champs = formulaire(cre, "/conventions/nouvelle")
    assert [int(a) for a in champs["annees"]] == [2026, 2027, 2028]
    champs |= {"titre": "Essai =1+1", "structure": "Nulle part", "l1-metier": "Agent de ménage", "l1-2026": "x"}
    faux = cre.post("/conventions/nouvelle", data=champs)
    assert faux.status_code == 400
    assert "<title>Erreur" in faux.text
    for attendu in ("Aucune structure du catalogue", "Aucun métier ne s’appelle", 'value="Nulle part"', 'value="Agent de ménage"'):
        assert attendu in faux.text
    employeur = page(cre, "/conventions/nouvelle").xpath("//datalist[@id='liste-structures']/option/@value")[0]
    champs |= {"structure": employeur, "l1-metier": "k2204", "l1-2026": "2", "l1-2027": "6", "action": "ajouter"}
    plus = cre.post("/conventions/nouvelle", data=champs)
    assert plus.status_code == 200
    assert 'name="l2-metier"' in plus.text
    champs["action"] = "enregistrer"
    ouverte = cre.post("/conventions/nouvelle", data=champs)
    assert "en préparation" in ouverte.text
    assert cre.post("/conventions/nouvelle", data=champs).url.path == ouverte.url.path
    adresse = ouverte.url.path
    assert list(conventions(cre)).count("Essai =1+1") == 1
    assert "Signée" in cre.post(f"{adresse}/etat", data={"etat": "signee"}).text
    trop_tot = cre.post(f"{adresse}/embauches", data={"cle": "k", "code_rome": "K2204", "jour": "2026-12-01", "nombre": "1"})
    assert trop_tot.status_code == 400
    assert "pas dans l’avenir" in trop_tot.text
    declaration = {"cle": "k", "code_rome": "K2204", "jour": "2026-11-23", "nombre": "3", "contrat": "CDI"}
    for _ in range(2):
        faite = cre.post(f"{adresse}/embauches", data=declaration)
    assert "3 embauches réalisées, sur 8 prévues" in texte(html.document_fromstring(faite.text))
    retrait = html.document_fromstring(faite.text).xpath("//form[contains(@action, '/embauches/')]/@action")[0]
    assert "0 embauche réalisée" in texte(html.document_fromstring(cre.post(retrait).text))


def test_changer_la_periode_demande_de_regarder_les_annees(cre: TestClient) -> None:
    adresse = f"/conventions/{visee(cre, 'fibre')}"
    champs = formulaire(cre, f"{adresse}/modifier") | {"fin": "2029-03-31", "action": "enregistrer"}
    attente = cre.post(f"{adresse}/modifier", data=champs)
    assert attente.status_code == 400
    assert "La période a changé" in attente.text
    assert 'name="l1-2029"' in attente.text
    apres = cre.post(f"{adresse}/modifier", data={**champs, "annees": ["2026", "2027", "2028", "2029"], "l1-2029": "2"})
    assert "La convention est modifiée" in apres.text
    passee = cre.post(f"{adresse}/modifier", data={**champs, "annees": ["2026", "2027", "2028", "2029"], "titre": "Autre onglet"})
    assert passee.status_code == 400
    assert "modifiée entre-temps" in passee.text
    assert 'value="Autre onglet"' in passee.text


def test_rattacher_puis_retirer_une_offre(cre: TestClient) -> None:
    adresse = f"/conventions/{visee(cre, 'fibre')}"
    assert "Aucune offre ne compte encore" in cre.get(adresse).text
    siennes = page(cre, adresse).xpath("//form[contains(@class, 'engagement-rattacher')]//input[@name='offre']/@value")
    assert siennes
    apres = cre.post(f"{adresse}/offres", data={"offre": siennes[0], "code_rome": ""})
    assert "L’offre compte désormais" in apres.text
    assert f"/offres/{siennes[0]}/retirer" in apres.text
    autre = f"/conventions/{visee(cre, 'bailleur')}"
    refus = cre.post(f"{autre}/offres", data={"offre": siennes[0]})
    assert refus.status_code == 400
    assert "compte déjà pour" in refus.text
    assert f"/offres/{siennes[0]}/retirer" not in cre.post(f"{adresse}/offres/{siennes[0]}/retirer").text
    trouvees = page(cre, f"{adresse}?q=fibre").xpath("//form[contains(@class, 'engagement-rattacher')]")
    assert trouvees
    assert cre.post(f"{adresse}/offres", data={"offre": "000000000000"}).status_code == 404
    assert "Aucune offre libre" in cre.get(f"{adresse}?q=zzzzzz").text


def test_abandonner_et_les_adresses_inconnues(cre: TestClient) -> None:
    prete = f"/conventions/{visee(cre, 'espaces verts')}"
    assert "est oubliée" in cre.post(f"{prete}/etat", data={"etat": "abandonnee"}).text
    assert cre.get(prete).status_code == 404
    assert cre.post(f"{prete}/etat", data={"etat": "signee"}).status_code == 404
    assert cre.get("/conventions/nouvelle?carte=000000000000").status_code == 404
    assert cre.get("/conventions/nouvelle?carte=x").status_code == 404
    assert cre.post(f"/conventions/{visee(cre, 'bailleur')}/etat", data={"etat": "x"}).status_code == 400


def test_suivre_une_fiche_repart_de_ce_qu_elle_declare(cre: TestClient) -> None:
    adresse = f"/conventions/{visee(cre, 'bailleur')}"
    carte = page(cre, adresse).xpath("//a[contains(text(), 'fiche dans le catalogue')]/@href")[0].rsplit("/", 1)[1]
    champs = formulaire(cre, f"/conventions/nouvelle?carte={carte}")
    promises = {nom: int(v[0]) for nom, v in champs.items() if re.fullmatch(r"l\d-\d{4}", nom) and v[0]}
    assert sum(promises.values()) == 10
    assert champs["carte"] == [carte]
    # Already followed: the form leads to the convention that is there.
    assert cre.post("/conventions/nouvelle", data=champs).url.path == adresse
