"""A place, from the text an employer types with mistakes to the yes he answers: three people, three browsers, scripts on and off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from socle.horloge import HorlogeFixe
from tests.navigateur.conftest import entrer_dans

pytestmark = pytest.mark.navigateur

TITRE = "Magazinier cariste"
TEXTE = """Entrepot de produits frais, preparation de comande, chargment des camions, conduite du chario elevateur.
Debutant accepté, nous formon a la conduite."""
JUSTES = {"N1101": "Cariste", "N1110": "Magasinier / Magasinière", "N1103": "Préparateur / Préparatrice de commandes"}
# A notification tells the catalogue of an offer that is published: at most that many readings before it is there.
LECTURES = 200


def deposer(employeur: Page, adresse: str, jour: str) -> str:
    """Post the offer until it waits for a CRE; its public id."""
    employeur.goto(f"{adresse}/mes-offres")
    employeur.get_by_role("link", name="Déposer une offre").click()
    employeur.get_by_label("Titre", exact=True).fill(TITRE)
    employeur.get_by_label("Texte de l’offre").fill(TEXTE)
    employeur.locator("#nature-recrutement").check()
    employeur.get_by_role("button", name="Proposer d’après le texte").click()
    expect(employeur).to_have_url(re.compile("#suggestions$"))
    metiers = employeur.locator("fieldset#metiers label")
    for code, libelle in JUSTES.items():
        expect(metiers.filter(has=employeur.locator(f"input[value={code}]:not(:checked)"))).to_contain_text(libelle)
    # The words that led there are said as they were typed.
    expect(metiers.filter(has=employeur.locator("input[value=N1110]"))).to_contain_text("« Magazinier »")
    metiers.locator("input[value=N1101]").check()
    for nom, valeur in (("Premier jour", jour), ("Places", "3"), ("Commune", "Rungis"), ("Adresse de messagerie", "accueil@exemple.fr")):
        employeur.get_by_label(nom, exact=True).fill(valeur)
    employeur.get_by_role("button", name="Voir l’aperçu").click()
    expect(employeur.get_by_role("heading", level=1)).to_have_text("Aperçu de l’offre")
    expect(employeur.locator("main")).to_contain_text("Il reste 3 places")
    employeur.get_by_role("button", name="Envoyer pour validation").click()
    deposee = employeur.locator("li.saisie-carte", has_text=TITRE)
    expect(deposee.locator(".badge")).to_have_text("À valider")
    return str(deposee.locator("h2 a").get_attribute("href")).rpartition("/")[2]


def valider(cre: Page, adresse: str) -> None:
    """Read the offer among those that wait, and publish it."""
    cre.goto(f"{adresse}/relations")
    cre.get_by_role("link", name="À valider").first.click()
    cre.get_by_role("link", name=TITRE).click()
    expect(cre.locator("main")).to_contain_text("preparation de comande")
    expect(cre.locator("dl.saisie-faits")).to_contain_text("Cariste")
    cre.get_by_role("button", name="Publier").click()
    expect(cre.locator("main")).to_contain_text("L’offre est publiée")
    expect(cre.get_by_role("link", name=TITRE)).to_have_count(0)


def chercher_des_personnes(cre: Page, adresse: str, offre: str) -> Locator:
    """From the offer in the catalogue to the people it suits; the group of Camille Aubrac's."""
    for _ in range(LECTURES):
        cre.goto(f"{adresse}/offres?q=magazinier+cariste&type=recrutement")
        if cre.locator(f"article h2 a[href^='/offres/{offre}']").count():
            break
    cre.locator(f"article h2 a[href^='/offres/{offre}']").click()
    cre.get_by_role("link", name="À qui la proposer").click()
    expect(cre.get_by_role("heading", level=1)).to_have_text(TITRE)
    return cre.locator("section.groupe", has=cre.get_by_role("heading", name=re.compile("Camille Aubrac")))


def proposer_deux(cre: Page, groupe: Locator) -> list[str]:
    """Tick two people, each with why, and propose them; their names."""
    cartes = groupe.locator("article", has=cre.get_by_role("checkbox"))
    noms = [cartes.nth(i).locator("h3").inner_text() for i in (0, 1)]
    for i in (0, 1):
        expect(cartes.nth(i).locator(".motifs-pour")).to_contain_text("Pourquoi cette personne")
        expect(cartes.nth(i).locator(".motifs-pour li").first).to_be_visible()
        cartes.nth(i).get_by_role("checkbox").check()
    cre.get_by_role("button", name=re.compile("^Proposer aux référents")).click()
    expect(cre.locator("#lot")).to_contain_text("2 personnes proposées à 1 référent")
    for nom in noms:
        expect(cre.locator("#lot")).to_contain_text(nom)
    return noms


def ne_voit_personne(employeur: Page, adresse: str, offre: str) -> None:
    """Nobody of this offer is before the employer, neither in the list nor at the address of the session."""
    employeur.goto(f"{adresse}/mes-propositions")
    expect(employeur.get_by_role("heading", level=1)).to_contain_text("proposée")
    expect(employeur.get_by_role("link", name=TITRE)).to_have_count(0)
    reponse = employeur.goto(f"{adresse}/mes-propositions/{offre}/s1")
    assert reponse is not None
    assert reponse.status == 404


def test_une_place_du_texte_mal_tape_a_la_reponse(ouvrir: Callable[[], Page], adresse_a_soi: str, jour_des_tests: HorlogeFixe) -> None:
    employeur, cre, cip = ouvrir(), ouvrir(), ouvrir()
    for page, compte in ((employeur, "employeur-interim"), (cre, "cre-departement"), (cip, "cip-departement")):
        entrer_dans(page.context, adresse_a_soi, compte)
    offre = deposer(employeur, adresse_a_soi, (jour_des_tests.aujourdhui() + timedelta(days=14)).isoformat())
    valider(cre, adresse_a_soi)
    choisie, autre = proposer_deux(cre, chercher_des_personnes(cre, adresse_a_soi, offre))
    prenom, nom = choisie.split(" ", 1)
    ne_voit_personne(employeur, adresse_a_soi, offre)

    cip.goto(f"{adresse_a_soi}/ma-journee")
    propose = cip.locator("section.propose", has_text=TITRE)
    expect(propose).to_contain_text("2 personnes proposées par Hugo Sarrazin")
    expect(propose).to_contain_text(autre)
    fil = propose.locator("li", has_text=choisie).get_by_role("link", name=re.compile("^le fil")).get_attribute("href")
    propose.get_by_role("button", name=re.compile(f"La personne est d’accord : {choisie}")).click()
    expect(cip.locator("main")).to_contain_text("C’est noté : la personne est d’accord")
    ne_voit_personne(employeur, adresse_a_soi, offre)
    cip.goto(f"{adresse_a_soi}{fil}")
    cip.get_by_role("button", name="Envoyer à la structure").click()
    expect(cip.locator("#etat")).to_contain_text("en attente de réponse")

    employeur.goto(f"{adresse_a_soi}/mes-propositions")
    employeur.get_by_role("link", name=TITRE).click()
    expect(employeur).to_have_url(re.compile(f"/mes-propositions/{offre}/s1$"))
    recues = employeur.locator("main")
    expect(recues.locator("li.demande h3")).to_have_text(f"{prenom} {nom[0]}.")
    expect(recues).not_to_contain_text(nom)
    expect(recues).not_to_contain_text(autre.split(" ", 1)[0])
    recues.get_by_label(re.compile("Oui, une place")).check()
    recues.get_by_role("button", name="Envoyer mes réponses").last.click()
    expect(recues).to_contain_text("1 réponse enregistrée")
    expect(recues.locator("li.demande h3")).to_have_text(choisie)
    expect(recues).not_to_contain_text(autre.split(" ", 1)[1])

    cip.goto(f"{adresse_a_soi}/ma-journee")
    bloc = cip.locator("section", has=cip.get_by_role("heading", name=re.compile("Réponses et demandes reçues")))
    expect(bloc).to_contain_text(choisie)
    expect(cip.locator("section.propose", has_text=TITRE)).to_contain_text(autre)
    cip.goto(f"{adresse_a_soi}{fil}")
    expect(cip.locator("#etat")).to_contain_text("Place confirmée")
    cre.reload()
    expect(cre.locator("article", has_text=choisie)).to_contain_text("Cette session : place confirmée")
    expect(cre.locator(".lot-bouton")).to_contain_text("Session : 2 places")


def test_un_choix_fait_pendant_que_les_propositions_arrivent_reste(navigateur: Browser, adresse: str) -> None:
    contexte = navigateur.new_context(locale="fr-FR")
    entrer_dans(contexte, adresse, "employeur-interim")
    page = contexte.new_page()
    retenues: list[Route] = []
    page.route("**/suggestions", lambda route: retenues.append(route))
    page.goto(f"{adresse}/mes-offres/nouvelle")
    rsa, nature = page.locator("input[name=reserve_rsa]"), page.locator("#nature-recrutement")
    with page.expect_request("**/suggestions"):
        page.get_by_label("Titre", exact=True).fill(TITRE)
        page.get_by_label("Titre", exact=True).blur()
    rsa.check()
    retenues.pop().continue_()
    expect(page.locator("fieldset#metiers label").first).to_be_visible()
    expect(rsa).to_be_checked()
    with page.expect_request("**/suggestions"):
        page.get_by_label("Texte de l’offre").fill(TEXTE)
        page.get_by_label("Texte de l’offre").blur()
    with page.expect_request("**/suggestions"):
        nature.check()
    retenues.pop().continue_()
    expect(page.locator("[name^=propre-]").first).to_be_visible()
    expect(nature).to_be_checked()
    expect(rsa).to_be_checked()
    contexte.close()
