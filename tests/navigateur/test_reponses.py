"""An employer answers for several people in a real browser, by the keyboard alone, scripts on and off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.conftest import entrer_dans

pytestmark = pytest.mark.navigateur


def test_repondre_a_plusieurs_au_clavier(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    page = ouvrir()
    entrer_dans(page.context, adresse_a_soi, "employeur-formation")
    page.goto(f"{adresse_a_soi}/mes-propositions")
    page.locator("section", has=page.locator(".nombre", has_text=re.compile("^7$"))).locator("h2 a").focus()
    page.keyboard.press("Enter")
    cases = page.locator("input[name=personnes]")
    choix = page.get_by_label("Pour les personnes cochées")
    choix.focus()
    page.keyboard.type("Non")
    expect(page.locator("#motif-lot")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Plus de poste")
    # The list follows the answer to several people in the order of the page; a box is ticked by Space, and Tab never gets caught.
    page.get_by_role("button", name="Appliquer aux personnes cochées").focus()
    page.keyboard.press("Tab")
    expect(cases.first).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("Tab")
        if cases.nth(1).evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(page.locator("input[name=personnes]:checked")).to_have_count(2)
    page.get_by_role("button", name="Appliquer aux personnes cochées").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile(r"2\s*réponses enregistrées"))
    expect(page.get_by_role("heading", level=2, name=re.compile(r"C’est fini pour 3"))).to_be_visible()


def test_entree_dans_un_champ_n_envoie_jamais_la_reponse_a_plusieurs(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    page = ouvrir()
    entrer_dans(page.context, adresse_a_soi, "employeur-interim")
    page.goto(f"{adresse_a_soi}/mes-propositions")
    page.locator("section", has=page.locator(".nombre", has_text=re.compile("^4$"))).locator("h2 a").click()
    page.locator("input[name=personnes]").first.check()
    page.get_by_label("Pour les personnes cochées").select_option("acceptee_structure")
    venue = page.locator("li.demande", has=page.locator("input[value=entree]"))
    venue.get_by_label("La personne est entrée dans l’action").check()
    venue.get_by_label("Contrat", exact=True).select_option("CDD")
    venue.get_by_label("Durée en mois").fill("7")
    venue.get_by_label("Durée en mois").press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile(r"1\s*réponse enregistrée"))
    expect(page.locator("main")).to_contain_text(re.compile(r"CDD, 7\s*mois"))
    expect(page.locator("input[name=personnes]").first).to_be_checked()
