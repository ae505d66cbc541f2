"""Entering and leaving, in a real browser: a click in the demonstration, the keyboard, a mistake that takes focus, the back button after leaving."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.conftest import entrer_dans

pytestmark = pytest.mark.navigateur


def test_un_clic_ouvre_la_page_du_role_et_la_sortie_la_referme(page_anonyme: Page, adresse: str) -> None:
    page = page_anonyme
    page.goto(f"{adresse}/offres?q=cuisine")
    expect(page).to_have_url(re.compile(r"/connexion\?suite="))
    page.get_by_role("button", name=re.compile("^Conseiller en insertion")).click()
    expect(page).to_have_url(re.compile(r"/offres\?q=cuisine$"))
    expect(page.get_by_role("banner")).to_contain_text("Camille Aubrac")
    page.get_by_role("button", name="Me déconnecter").click()
    expect(page.locator("main")).to_contain_text("Vous êtes déconnecté")
    # Nothing is left in the browser for the next person on this screen.
    page.go_back()
    expect(page).to_have_url(re.compile("/connexion"))


def test_une_erreur_prend_le_focus_et_garde_l_adresse(page_anonyme: Page, adresse: str) -> None:
    page = page_anonyme
    page.goto(f"{adresse}/connexion")
    page.get_by_label("Adresse de messagerie").fill("camille@exemple.fr")
    page.get_by_label("Mot de passe", exact=True).fill("mauvais mot de passe")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Erreur"))
    expect(page.locator("#erreurs")).to_be_focused()
    expect(page.get_by_label("Adresse de messagerie")).to_have_value("camille@exemple.fr")
    page.locator("#erreurs a").click()
    expect(page.get_by_label("Adresse de messagerie")).to_be_focused()


@pytest.mark.parametrize("chemin", ["/connexion", "/connexion/code-personnel", "/connexion/lien", "/connexion/oubli"])
def test_les_pages_d_entree_ne_debordent_pas(page_anonyme: Page, adresse: str, chemin: str) -> None:
    page_anonyme.set_viewport_size({"width": 320, "height": 800})
    page_anonyme.goto(adresse + chemin)
    assert page_anonyme.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("cle", ["admin", "allocataire-1", "manager-pdi", "employeur-jardins"])
def test_le_compte_de_chaque_role_ne_deborde_pas(page_anonyme: Page, adresse: str, cle: str) -> None:
    entrer_dans(page_anonyme.context, adresse, cle)
    for chemin in ("/compte", "/compte/double-authentification", "/comptes" if cle == "admin" else "/compte"):
        page_anonyme.goto(adresse + chemin)
        assert page_anonyme.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, chemin


def test_sans_script_le_code_se_cree_et_sert(page_sans_script: Page, adresse: str) -> None:
    page = page_sans_script
    page.goto(f"{adresse}/personnes")
    personne = page.locator("a[href^='/personnes/']").first.get_attribute("href")
    page.goto(f"{adresse}{personne}/code")
    page.get_by_role("button", name="Créer le code").click()
    code = page.locator(".code-grand").inner_text()
    page.get_by_role("button", name="Me déconnecter").click()
    page.get_by_role("link", name="J’ai un code personnel").click()
    page.get_by_label("Code personnel").fill(code.lower())
    page.get_by_role("button", name="Entrer").click()
    expect(page).to_have_url(re.compile("/mon-espace$"))
