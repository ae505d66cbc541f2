"""A CRE opens an offer, looks for people and proposes two; their référent finds them in their day and accepts one; with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.navigateur.conftest import entrer_dans

pytestmark = pytest.mark.navigateur


def ouvrir_une_offre(cre: Page, adresse: str) -> Locator:
    """Go from the catalogue to the people of an offer, until one group of Camille Aubrac's has two never proposed; that group."""
    cre.goto(f"{adresse}/offres?type=recrutement&places=1")
    liens = cre.locator("article h2 a").evaluate_all("liens => liens.map(a => a.href)")
    groupe = cre.locator("section.groupe", has=cre.get_by_role("heading", name=re.compile("Camille Aubrac")))
    for lien in liens:
        cre.goto(lien)
        cre.get_by_role("link", name="À qui la proposer").click()
        if groupe.locator("article", has=cre.locator(".jamais")).count() >= 2:
            return groupe
    raise AssertionError("aucune offre ne convient à deux personnes de Camille Aubrac")


def test_proposer_a_un_referent_qui_accepte(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    cre = ouvrir()
    entrer_dans(cre.context, adresse_a_soi, "cre-departement")
    groupe = ouvrir_une_offre(cre, adresse_a_soi)
    expect(cre.locator(".exposition")).to_contain_text("reçu aucune proposition depuis 60")
    cartes = groupe.locator("article", has=cre.locator(".jamais"))
    noms = [cartes.nth(i).locator("h3").inner_text() for i in (0, 1)]
    for i in (0, 1):
        cartes.nth(i).get_by_role("checkbox").check()
    avec_script = cre.evaluate("document.documentElement.classList.contains('avec-script')")
    envoi = cre.get_by_role("button", name=re.compile("^Proposer aux référents"))
    if avec_script:
        expect(envoi).to_have_text("Proposer aux référents (2)")
        groupe.get_by_role("button", name=re.compile("^Tout cocher")).click()
        combien = groupe.get_by_role("checkbox").count()
        expect(envoi).to_have_text(f"Proposer aux référents ({combien})")
        groupe.get_by_role("button", name=re.compile("^Tout décocher")).click()
        expect(envoi).to_have_text("Proposer aux référents")
        for i in (0, 1):
            cartes.nth(i).get_by_role("checkbox").check()
    else:
        expect(groupe.get_by_role("button", name=re.compile("^Proposer tout ce groupe"))).to_be_visible()
    cre.get_by_text("Ajouter un mot pour les référents").click()
    cre.get_by_label("Un mot pour les référents (facultatif)").fill("Visite possible jeudi.")
    envoi.click()
    expect(cre.locator("#lot")).to_contain_text("2 personnes proposées à 1 référent")
    for nom in noms:
        expect(cre.locator("#lot")).to_contain_text(nom)

    cip = ouvrir()
    entrer_dans(cip.context, adresse_a_soi, "cip-departement")
    cip.goto(f"{adresse_a_soi}/ma-journee")
    propose = cip.locator("section.propose", has_text=noms[0])
    expect(propose).to_contain_text("2 personnes proposées par Hugo Sarrazin")
    expect(propose).to_contain_text("Visite possible jeudi.")
    expect(propose).to_contain_text(noms[1])
    propose.get_by_role("button", name=re.compile(f"La personne est d’accord : {noms[0]}")).click()
    expect(cip.locator("main")).to_contain_text("C’est noté : la personne est d’accord")
    reste = cip.locator("section.propose", has_text=noms[1])
    expect(reste).to_contain_text("1 personne proposée par Hugo Sarrazin")
    expect(reste).not_to_contain_text(noms[0])

    # The structure still knows nothing: the référent has not sent anything.
    cre.reload()
    expect(cre.locator("main")).to_contain_text("Cette session : la personne est d’accord")
