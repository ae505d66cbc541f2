"""The whole way, in real browsers: a counsellor prescribes, the structure answers by its link, the counsellor sees it; scripts on and off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.conftest import entrer_dans

pytestmark = pytest.mark.navigateur


def prescrire_la_premiere(cip: Page, adresse: str) -> str:
    """Prescribe the first offer of the first person; the person's name."""
    cip.goto(f"{adresse}/portefeuille")
    cip.locator("main a[href^='/personnes/']").first.click()
    cip.goto(cip.url.removesuffix("/dossier"))
    personne = cip.get_by_role("heading", level=1).inner_text().strip()
    cip.locator("article a[href^='/prescrire']").first.click()
    expect(cip.get_by_role("heading", level=1)).to_contain_text("Prescrire")
    if not cip.locator("input[name=session]:checked").count():
        cip.locator("input[name=session]").first.check()
    cip.locator("input[name=accord]").check()
    cip.get_by_role("button", name="Envoyer à la structure").click()
    expect(cip).to_have_url(re.compile("/prescriptions/"))
    return personne


def test_prescrire_repondre_par_lien_et_le_voir(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    cip = ouvrir()
    entrer_dans(cip.context, adresse_a_soi, "cip-departement")
    personne = prescrire_la_premiere(cip, adresse_a_soi)
    fiche = cip.url.partition("?")[0]
    expect(cip.locator("main")).to_contain_text("en attente de réponse")
    cip.get_by_role("button", name=re.compile("lien", re.IGNORECASE)).first.click()
    lien = re.search(
        r"http\S+/repondre/[\w-]+", cip.locator("main").inner_text() + " ".join(cip.locator("main input").evaluate_all("e => e.map(x => x.value)"))
    )
    assert lien is not None

    structure = ouvrir()
    structure.goto(lien[0])
    prenom, nom = personne.split(" ", 1)
    expect(structure.locator("main")).to_contain_text(prenom)
    expect(structure.locator("main")).not_to_contain_text(nom)
    structure.get_by_label(re.compile("Oui, une place")).first.check()
    structure.get_by_role("button", name="Envoyer mes réponses").click()
    expect(structure.locator("main")).to_contain_text("réponse enregistrée")
    expect(structure.locator("main")).to_contain_text(nom)

    cip.goto(f"{adresse_a_soi}/ma-journee")
    bloc = cip.locator("section", has=cip.get_by_role("heading", name=re.compile("Réponses et demandes reçues")))
    expect(bloc).to_contain_text(personne)
    cip.goto(fiche)
    expect(cip.locator("main")).to_contain_text("Place confirmée")


def test_ecarter_une_offre_en_place_puis_la_remettre(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    cip = ouvrir()
    entrer_dans(cip.context, adresse_a_soi, "cip-departement")
    cip.goto(f"{adresse_a_soi}/portefeuille")
    cip.locator("main a[href^='/personnes/']").first.click()
    page_personne = cip.url.removesuffix("/dossier")
    cip.goto(page_personne)
    premiere = cip.locator("article h3").first.inner_text()
    cip.get_by_role("button", name=re.compile("^Mettre de côté")).first.click()
    expect(cip.locator("article h3").first).not_to_have_text(premiere)
    cip.goto(f"{page_personne}?onglet=ecartees")
    expect(cip.locator("article h3").first).to_have_text(premiere)
    cip.get_by_role("button", name="Remettre dans la liste").first.click()
    expect(cip.get_by_role("button", name="Remettre dans la liste")).to_have_count(0)
    cip.goto(page_personne)
    expect(cip.locator("article h3").first).to_have_text(premiere)


def test_la_personne_demande_et_le_conseiller_le_voit(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    moi = ouvrir()
    entrer_dans(moi.context, adresse_a_soi, "allocataire-1")
    moi.goto(f"{adresse_a_soi}/mon-espace")
    moi.get_by_role("link", name=re.compile("Ce qui est pour moi")).click()
    liens = moi.locator("main h2 a").evaluate_all("liens => liens.map(a => a.href)")
    for lien in liens:
        moi.goto(lien)
        if moi.get_by_role("button", name="Cela m’intéresse").count():
            break
    titre = moi.get_by_role("heading", level=1).inner_text()
    if moi.locator("input[type=radio][name=session]").count():
        moi.locator("input[type=radio][name=session]").first.check()
    moi.get_by_role("button", name="Cela m’intéresse").click()
    expect(moi).to_have_url(re.compile("/mon-espace/parcours"))
    expect(moi.locator("main")).to_contain_text(titre)
    expect(moi.locator("main")).to_contain_text("Votre conseiller va vous répondre")


def test_d_une_offre_aux_personnes_a_qui_elle_convient(ouvrir: Callable[[], Page], adresse_a_soi: str) -> None:
    cip = ouvrir()
    entrer_dans(cip.context, adresse_a_soi, "cip-departement")
    cip.goto(f"{adresse_a_soi}/offres?type=formation&places=1")
    cip.locator("article h2 a").first.click()
    titre = cip.get_by_role("heading", level=1).inner_text()
    cip.get_by_role("link", name="À qui la proposer").click()
    expect(cip.get_by_role("heading", level=1)).to_have_text(titre)
    personne = cip.locator("article h3").first.inner_text()
    expect(cip.locator("article").first).to_contain_text("Pourquoi cette personne")
    cip.get_by_role("link", name=re.compile("^Prescrire")).first.click()
    expect(cip.locator("main")).to_contain_text(f"Pour {personne}")
    expect(cip.locator("input[name=session]:checked")).to_have_count(1)
