"""What people do, in a real browser: search, narrow, open an offer, read what suits a person; with script, without, and by the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.navigateur


def test_chercher_affiner_ouvrir(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/")
    page.get_by_role("searchbox").fill("cuisine")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_title(re.compile("cuisine"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("offre")
    nombre = page.locator("article").count()
    assert nombre > 0
    page.locator("article a[href^='/offres/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/offres/" in page.url
    page.go_back()
    expect(page.locator("article")).to_have_count(nombre)


def test_une_facette_s_applique_aussitot_et_change_l_adresse(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/offres")
    avant = page.get_by_role("heading", level=1).inner_text()
    replie = page.locator("summary", has_text="Filtrer")
    if replie.count() and replie.first.is_visible():
        replie.first.click()
    page.locator("input[name=type][value=formation]").first.check()
    expect(page).to_have_url(re.compile("type=formation"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(avant)
    apres = page.get_by_role("heading", level=1).inner_text()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(apres)


def test_retirer_ce_qui_a_ete_compris(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/offres?q=cuisine à Créteil")
    lien = page.locator("a[href*='ignorer=commune']").first
    lien.click()
    expect(page).to_have_url(re.compile("ignorer=commune"))


def test_tout_marche_sans_script(page_sans_script: Page, adresse: str) -> None:
    page = page_sans_script
    page.goto(f"{adresse}/offres")
    page.get_by_role("searchbox").fill("magazinier")
    page.get_by_role("button", name=re.compile("Rechercher")).first.click()
    expect(page.locator("body")).to_contain_text("magasinier")
    page.locator("input[name=type][value=recrutement]").first.check()
    page.get_by_role("button", name=re.compile("filtre|Appliquer|Affiner", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile("type=recrutement"))
    assert page.locator("article").count() > 0
    page.goto(f"{adresse}/personnes")
    page.locator("a[href^='/personnes/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("article").count() > 0


def test_les_offres_d_une_personne_et_ses_onglets(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/personnes")
    page.locator("a[href^='/personnes/']").first.click()
    assert page.locator("article").count() > 0
    page.get_by_role("link", name=re.compile("Presque éligibles")).first.click()
    expect(page).to_have_url(re.compile("onglet=presque"))
    page.get_by_role("link", name=re.compile("^Toutes")).first.click()
    expect(page).to_have_url(re.compile("onglet=toutes"))


def test_rien_ne_deborde(page: Page, adresse: str) -> None:
    for chemin in ("/", "/offres", "/offres?q=zzzzzz", "/personnes"):
        page.goto(adresse + chemin)
        largeur = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert largeur <= 0, chemin


def test_au_clavier_on_saute_au_contenu(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/offres")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").startswith("#")
