"""A structure answers for the people of a session, with forms only: one by one, several at once, by its account or by its link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html
from python_calamine import CalamineWorkbook

from comptes.domaine import Role
from parcours.prescriptions import liens
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.lignes import Prescription
from socle.base import transaction
from tests.parcours.monde import SessionEssai
from tests.web.site import Site, champs, page, texte
from tests.web.test_regles_html import fautes

E = Etat


class Porte:
    """The two ways in, that must answer alike: the account of the structure, or its signed link."""

    def __init__(self, site: Site, genre: str) -> None:
        self.site, self.genre = site, genre
        self.navigateur = site.anonyme if genre == "lien" else site.entrer("employeur")

    def adresse(self, session: SessionEssai) -> str:
        if self.genre == "compte":
            return f"/mes-propositions/{session.offre}/{session.session}"

        async def ouvrir() -> str:
            monde = self.site.monde
            async with transaction(monde.bassin) as connexion:
                return await liens.ouvrir_session(connexion, session.id, monde.structure_id, monde.horloge.maintenant())

        return self.site.faire(ouvrir())


@pytest.fixture(params=["compte", "lien"])
def porte(site: Site, request: pytest.FixtureRequest) -> Porte:
    return Porte(site, request.param)


def personnes(site: Site, session: SessionEssai, *noms: str) -> list[Prescription]:
    return [site.faire(site.monde.prescrire(site.faire(site.monde.personne(*nom.split())), session)) for nom in noms]


def envoyer(navigateur: TestClient, adresse: str, cochees: Sequence[Prescription] = (), **saisies: Any) -> Response:
    """Send the form as a browser would, with what was typed besides."""
    vue = page(navigateur.get(adresse))
    (formulaire,) = [f for f in vue.forms if f.get("id") == "reponses"]
    envoi: dict[str, Any] = champs(formulaire, **{nom.replace("__", "-"): valeur for nom, valeur in saisies.items()})
    if cochees:
        envoi["personnes"] = [p.identifiant for p in cochees]
    return navigateur.post(adresse, data=envoi, follow_redirects=False)


def pour(p: Prescription, **saisies: str) -> dict[str, str]:
    return {f"{nom}__{p.identifiant}": valeur for nom, valeur in saisies.items()}


def lot(vers: Etat, **saisies: str) -> dict[str, str]:
    return {"geste": "lot", "vers__lot": vers.value, **{f"{nom}__lot": valeur for nom, valeur in saisies.items()}}


def carte(vue: html.HtmlElement, p: Prescription) -> html.HtmlElement:
    (trouvee,) = vue.xpath(f"//li[@id='demande-{p.identifiant}']")
    return trouvee


def test_tout_le_monde_est_sur_une_page_et_ce_qui_est_attendu_se_lit(site: Site) -> None:
    porte = Porte(site, "compte")
    session = site.faire(site.monde.session(places=3, debut=date(2026, 11, 23)))
    awa, bilal, chloe = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal")
    personnes(site, session, "David Attend")
    site.faire(site.monde.avancer(bilal, E.ACCEPTEE_STRUCTURE))
    site.faire(site.monde.avancer(chloe, E.REFUSEE))
    vue = page(porte.navigateur.get(porte.adresse(session)))
    assert list(fautes(vue)) == []
    assert "Attend votre réponse" in carte(vue, awa).text_content()
    assert "Venue ou pas" in carte(vue, bilal).text_content()
    assert "Autre raison" in carte(vue, chloe).text_content()
    assert not carte(vue, chloe).xpath(".//input")
    assert {t.text_content().strip() for t in vue.xpath("//li//h3")} == {"Awa C.", "Bilal Nejjar", "Chloé V.", "David A."}, (
        "David a eu la place que Chloé rend"
    )
    assert "3 places : 1 prise, 2 en attente de réponse, aucune libre" in texte(vue).replace("\u00a0", " ")


def test_qui_attend_une_place_est_compte_sans_etre_nomme(site: Site) -> None:
    porte = Porte(site, "lien")
    session = site.faire(site.monde.session(places=1))
    personnes(site, session, "Awa Camara", "Bilal Nejjar")
    mots = texte(page(porte.navigateur.get(porte.adresse(session))))
    assert "1 personne est sur liste d’attente" in mots.replace("\u00a0", " ")
    assert "Bilal" not in mots


def test_repondre_a_chacun_avec_un_seul_formulaire(porte: Porte) -> None:
    site = porte.site
    session = site.faire(site.monde.session())
    awa, bilal, chloe = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal")
    choix = {**pour(awa, vers=E.ACCEPTEE_STRUCTURE, precisions="À l’accueil."), **pour(bilal, vers=E.REFUSEE, motif=Motif.COMPETENCES)}
    suite = envoyer(porte.navigateur, porte.adresse(session), **choix)
    assert suite.status_code == 303
    mots = texte(page(porte.navigateur.get(suite.headers["location"]))).replace("\u00a0", " ")
    assert "2 réponses enregistrées" in mots
    assert "Awa Camara" in mots
    assert [site.etat(p) for p in (awa, bilal, chloe)] == [E.ACCEPTEE_STRUCTURE, E.REFUSEE, E.TRANSMISE]


def test_une_reponse_pour_toutes_les_personnes_cochees(porte: Porte) -> None:
    site = porte.site
    session = site.faire(site.monde.session())
    awa, bilal, chloe = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal")
    suite = envoyer(porte.navigateur, porte.adresse(session), [awa, bilal], **lot(E.REFUSEE, motif=Motif.PLUS_DE_POSTE))
    assert suite.status_code == 303
    assert [site.etat(p) for p in (awa, bilal, chloe)] == [E.REFUSEE, E.REFUSEE, E.TRANSMISE]


def test_ce_qui_reussit_tient_ce_qui_echoue_se_lit_avec_son_nom_et_rien_n_est_perdu(porte: Porte) -> None:
    site = porte.site
    session = site.faire(site.monde.session())
    awa, bilal, chloe, david = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal", "David Roux")
    choix = {**pour(awa, vers=E.ACCEPTEE_STRUCTURE), **pour(bilal, vers=E.REFUSEE, precisions="Il manque le CACES.")}
    vue = page(envoyer(porte.navigateur, porte.adresse(session), [chloe], **choix, **pour(david, precisions="À rappeler lundi.")), 400)
    assert list(fautes(vue)) == []
    assert vue.xpath("string(//title)").startswith("Erreur")
    resume = vue.get_element_by_id("erreurs").text_content()
    assert "Bilal N." in resume
    assert "Choisissez un motif" in resume
    assert "1 réponse enregistrée" in texte(vue).replace("\u00a0", " ")
    assert [site.etat(p) for p in (awa, bilal)] == [E.ACCEPTEE_STRUCTURE, E.TRANSMISE]
    assert carte(vue, bilal).xpath(".//input[@value='refusee']/@checked")
    assert carte(vue, bilal).xpath("string(.//textarea)") == "Il manque le CACES."
    assert carte(vue, david).xpath("string(.//textarea)") == "À rappeler lundi."
    assert carte(vue, chloe).xpath(".//input[@name='personnes']/@checked")
    assert not carte(vue, awa).xpath(".//input[@type='radio'][@value!='']/@checked")


def test_le_lot_dit_pour_qui_il_ne_convient_pas_et_garde_ce_qui_etait_saisi(site: Site) -> None:
    porte = Porte(site, "compte")
    session = site.faire(site.monde.session())
    awa, bilal, chloe = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal")
    site.faire(site.monde.avancer(bilal, E.ACCEPTEE_STRUCTURE))
    choix = {**lot(E.PRESENTE), **pour(chloe, vers=E.REFUSEE)}
    vue = page(envoyer(porte.navigateur, porte.adresse(session), [awa, bilal], **choix), 400)
    resume = vue.get_element_by_id("erreurs").text_content()
    assert "Awa C." in resume
    assert "pas possible à cette étape" in resume
    assert "Chloé" not in resume
    assert [site.etat(p) for p in (awa, bilal, chloe)] == [E.TRANSMISE, E.PRESENTE, E.TRANSMISE]
    assert vue.xpath("//select[@id='vers-lot']/option[@selected]/@value") == ["presente"]
    assert vue.xpath("//input[@name='personnes'][@checked]/@value") == [awa.identifiant]
    assert carte(vue, chloe).xpath(".//input[@value='refusee']/@checked")


def test_apres_un_lot_reussi_ce_qui_n_etait_pas_envoye_reste_a_l_ecran(site: Site) -> None:
    porte = Porte(site, "lien")
    session = site.faire(site.monde.session())
    awa, bilal = personnes(site, session, "Awa Camara", "Bilal Nejjar")
    choix = {**lot(E.ACCEPTEE_STRUCTURE), **pour(bilal, vers=E.REFUSEE, precisions="Plus tard.")}
    vue = page(envoyer(porte.navigateur, porte.adresse(session), [awa], **choix))
    assert "1 réponse enregistrée" in texte(vue).replace("\u00a0", " ")
    assert carte(vue, bilal).xpath("string(.//textarea)") == "Plus tard."
    assert not vue.xpath("//select[@id='vers-lot']/option[@selected]")
    assert [site.etat(p) for p in (awa, bilal)] == [E.ACCEPTEE_STRUCTURE, E.TRANSMISE]


@pytest.mark.parametrize(("choix", "mots"), [({"geste": "lot"}, "Cochez au moins une personne"), ({}, "Choisissez au moins une réponse")])
def test_sans_rien_choisir_on_le_dit(site: Site, choix: dict[str, str], mots: str) -> None:
    porte = Porte(site, "lien")
    session = site.faire(site.monde.session())
    awa, _ = personnes(site, session, "Awa Camara", "Bilal Nejjar")
    vue = page(envoyer(porte.navigateur, porte.adresse(session), **choix), 400)
    assert mots in texte(vue)
    assert vue.get_element_by_id(vue.xpath("//*[@id='erreurs']//a/@href")[0].lstrip("#")) is not None
    sans_geste = page(envoyer(porte.navigateur, porte.adresse(session), [awa], geste="lot"), 400)
    assert "Choisissez la réponse" in texte(sans_geste)


def test_le_meme_lot_envoye_deux_fois_et_un_lot_trop_tard(site: Site) -> None:
    porte = Porte(site, "compte")
    session = site.faire(site.monde.session())
    awa, bilal = personnes(site, session, "Awa Camara", "Bilal Nejjar")
    adresse = porte.adresse(session)
    (formulaire,) = [f for f in page(porte.navigateur.get(adresse)).forms if f.get("id") == "reponses"]
    envoi = {**champs(formulaire), "geste": "lot", "vers-lot": "acceptee_structure", "personnes": [awa.identifiant, bilal.identifiant]}
    site.faire(site.monde.avancer(bilal, E.ANNULEE))
    tardif = page(porte.navigateur.post(adresse, data=envoi, follow_redirects=False), 409)
    assert "Quelqu’un a répondu entre-temps" in texte(tardif)
    assert [site.etat(p) for p in (awa, bilal)] == [E.ACCEPTEE_STRUCTURE, E.ANNULEE]
    etapes = "SELECT count(*) FROM prescription_etape WHERE vers = 'acceptee_structure'"
    porte.navigateur.post(adresse, data=envoi, follow_redirects=False)
    assert site.faire(site.monde.valeur(etapes)) == 1


def test_oui_a_tout_le_monde_ne_passe_jamais_les_places(porte: Porte) -> None:
    site = porte.site
    session = site.faire(site.monde.session(places=2))
    demandes = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal")
    # The third waits for a place: ticking her, from another page, answers nobody.
    suite = envoyer(porte.navigateur, porte.adresse(session), demandes, **lot(E.ACCEPTEE_STRUCTURE))
    assert suite.status_code == 303
    assert [site.etat(p) for p in demandes] == [E.ACCEPTEE_STRUCTURE, E.ACCEPTEE_STRUCTURE, E.LISTE_ATTENTE]
    site.faire(site.monde.comptes_justes())


def entree_possible(site: Site, *noms: str) -> tuple[SessionEssai, list[Prescription]]:
    session = site.faire(site.monde.session(debut=None))
    demandes = personnes(site, session, *noms)
    for p in demandes:
        for vers in (E.ACCEPTEE_STRUCTURE, E.PRESENTE):
            site.faire(site.monde.avancer(p, vers))
    return session, demandes


def test_le_contrat_se_dit_avec_l_entree_et_se_lit_partout(site: Site) -> None:
    porte = Porte(site, "compte")
    session, (awa,) = entree_possible(site, "Awa Camara")
    adresse = porte.adresse(session)
    suite = envoyer(porte.navigateur, adresse, **pour(awa, vers=E.ENTREE, contrat="CDD", mois="8"))
    assert suite.status_code == 303
    vue = page(porte.navigateur.get(adresse))
    assert "CDD, 8 mois" in texte(vue).replace("\u00a0", " ")
    assert "Emploi durable" in carte(vue, awa).xpath("string(.//*[contains(@class, 'pour-issue')]//p[@class='precision'])")
    assert not carte(vue, awa).xpath(".//select[starts-with(@name, 'issue')]/option[@selected]"), "suggérée, jamais choisie"
    cip = site.entrer("cip")
    assert texte(page(cip.get("/ma-journee"))).replace("\u00a0", " ").count("CDD, 8 mois") == 1
    assert texte(page(cip.get(f"/prescriptions/{awa.identifiant}"))).replace("\u00a0", " ").count("CDD, 8 mois") == 2


@pytest.mark.parametrize(
    ("saisie", "mots"),
    [
        ({"contrat": "CDI", "mois": "6"}, "n’a pas de fin"),
        ({"contrat": "CDD", "mois": "six"}, "s’écrit en mois"),
        ({"contrat": "CDD", "fin": "2027-02-30"}, "n’existe pas"),
        ({"mois": "6"}, "Choisissez le contrat"),
    ],
)
def test_un_contrat_mal_dit_est_a_corriger_pour_chacun(site: Site, saisie: dict[str, str], mots: str) -> None:
    session, demandes = entree_possible(site, "Awa Camara", "Bilal Nejjar")
    porte = Porte(site, "compte")
    vue = page(envoyer(porte.navigateur, porte.adresse(session), demandes, **lot(E.ENTREE, **saisie)), 400)
    assert vue.get_element_by_id("erreurs").text_content().count(mots) == 2
    for nom, valeur in saisie.items():
        gardee = vue.xpath(f"//select[@id='{nom}-lot']/option[@selected]/@value") or vue.xpath(f"//input[@id='{nom}-lot']/@value")
        assert gardee == [valeur]
    assert {site.etat(p) for p in demandes} == {E.PRESENTE}
    fiche = site.entrer("employeur").post(
        f"/prescriptions/{demandes[0].identifiant}", data={"vers": "entree", "attendu": "presente", "cle": "x", **saisie}, follow_redirects=False
    )
    assert mots in texte(page(fiche, 400))


def test_un_lot_d_entrees_porte_le_meme_contrat(site: Site) -> None:
    porte = Porte(site, "lien")
    session, demandes = entree_possible(site, "Awa Camara", "Bilal Nejjar")
    suite = envoyer(porte.navigateur, porte.adresse(session), demandes, **lot(E.ENTREE, contrat="CDDI", fin="2027-06-30"))
    assert suite.status_code == 303
    assert site.faire(site.monde.valeur("SELECT count(*) FROM prescription WHERE contrat = 'CDDI' AND contrat_fin = '2027-06-30'")) == 2


def test_la_feuille_de_presence_n_a_que_les_personnes_acceptees_par_leur_nom(porte: Porte) -> None:
    site = porte.site
    session = site.faire(site.monde.session(debut=date(2026, 12, 8)))
    awa, _, chloe, david = personnes(site, session, "Awa Camara", "Bilal Nejjar", "Chloé Vidal", "David Roux")
    adresse = porte.adresse(session)
    assert porte.navigateur.get(f"{adresse}/feuille").status_code == 404, "personne n’est encore accepté"
    assert "Feuille de présence" not in texte(page(porte.navigateur.get(adresse)))
    for p in (awa, chloe):
        site.faire(site.monde.avancer(p, E.ACCEPTEE_STRUCTURE))
    site.faire(site.monde.avancer(david, E.REFUSEE))
    vue = page(porte.navigateur.get(f"{adresse}/feuille"))
    assert list(fautes(vue)) == []
    lignes = [t.text_content().strip() for t in vue.xpath("//tbody//th")]
    assert lignes == ["Camara Awa", "Vidal Chloé", *["Ligne libre"] * 5]
    mots = texte(vue).replace("\u00a0", " ")
    for attendu in ("Mardi 8 décembre", "Atelier du Pont", "Signature, matin", "Signature, après-midi", "2 personnes attendues"):
        assert attendu in mots
    assert not {"Bilal", "Nejjar", "David", "Roux"} & set(mots.split())
    traces = site.faire(site.monde.valeur("SELECT array_agg(DISTINCT objet) FROM journal WHERE action = 'prescription.emarger'"))
    assert sorted(traces) == sorted(f"prescription:{p.identifiant}" for p in (awa, chloe))


def test_l_export_dit_ce_que_la_page_dit_et_rien_de_plus(site: Site) -> None:
    session = site.faire(site.monde.session(debut=date(2026, 12, 8)))
    awa, _ = personnes(site, session, "=Awa Camara", "Bilal Nejjar")
    site.faire(site.monde.avancer(awa, E.ACCEPTEE_STRUCTURE))
    reponse = site.entrer("employeur").get(f"/mes-propositions/{session.offre}/{session.session}/export.xlsx")
    assert reponse.status_code == 200
    assert "attachment" in reponse.headers["content-disposition"]
    lignes = CalamineWorkbook.from_filelike(BytesIO(reponse.content)).get_sheet_by_name("Personnes").to_python()
    assert [ligne[0] for ligne in lignes[1:3]] == ["=Awa Camara", "Bilal N."]
    assert lignes[1][2:4] == ["Place confirmée", date(2026, 11, 23)]
    assert lignes[2][8] == "", "le référent se lit une fois la place donnée"
    assert site.faire(site.monde.valeur("SELECT count(*) FROM journal WHERE action = 'prescription.exporter'")) == 2


def test_la_session_d_une_autre_structure_n_existe_pas(site: Site) -> None:
    session = site.faire(site.monde.session())
    (awa,) = personnes(site, session, "Awa Camara")
    adresse = f"/mes-propositions/{session.offre}/{session.session}"
    site.faire(site.monde.compte("cip-du-lieu", Role.CIP, site.monde.structure_id))
    site.faire(site.monde.valeur("UPDATE compte SET demonstration = true"))
    assert site.entrer("cip-du-lieu").get(adresse).status_code == 200
    for qui in ("concurrent", "cip", "cre"):
        navigateur = site.entrer(qui)
        for suite in ("", "/feuille", "/export.xlsx"):
            assert navigateur.get(adresse + suite).status_code == 404, (qui, suite)
        assert navigateur.post(adresse, data={f"vers-{awa.identifiant}": "acceptee_structure"}).status_code == 404
    assert site.etat(awa) is E.TRANSMISE
    assert site.anonyme.get(adresse, follow_redirects=False).headers["location"].startswith("/connexion")


def test_l_identifiant_d_une_session_peut_porter_des_barres(site: Site) -> None:
    session = site.faire(site.monde.session())
    personnes(site, session, "Awa Camara")
    site.faire(site.monde.valeur("UPDATE session SET source_id = '2026-12-08/2026-12-10 #1?' WHERE id = $1", session.id))
    employeur = site.entrer("employeur")
    (adresse,) = [a for a in page(employeur.get("/mes-propositions")).xpath("//h2//a/@href") if a.startswith("/mes-propositions/")]
    vue = page(employeur.get(adresse))
    (formulaire,) = [f for f in vue.forms if f.get("id") == "reponses"]
    assert formulaire.get("action") == adresse
    assert employeur.get(f"{adresse}/export.xlsx").status_code == 200


def test_la_structure_ne_lit_pas_ce_qui_s_est_dit_avant_l_envoi(site: Site) -> None:
    session = site.faire(site.monde.session())
    p = site.faire(site.monde.prescrire(site.faire(site.monde.personne()), session, envoyer=False, mot="Sa fille est suivie à Bicêtre."))
    employeur = site.entrer("employeur")
    assert employeur.get(f"/prescriptions/{p.identifiant}").status_code == 404
    for vers in (E.ACCEPTEE_PERSONNE, E.TRANSMISE):
        site.faire(site.monde.avancer(p, vers))
    mots = texte(page(employeur.get(f"/prescriptions/{p.identifiant}")))
    assert "Envoyée" in mots
    assert "Bicêtre" not in mots
    assert "Bicêtre" in texte(page(site.entrer("cip").get(f"/prescriptions/{p.identifiant}")))
