"""Prescribing, answering by a link and following, as browsers do it, with forms only."""

from __future__ import annotations

from datetime import date

from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.lignes import Prescription
from tests.parcours.monde import SessionEssai
from tests.web.site import Site, champs, page, texte
from tests.web.test_regles_html import fautes

E = Etat


def formulaire(vue: html.HtmlElement, vers: Etat) -> html.HtmlElement:
    return next(f for f in vue.forms if f.fields.get("vers") == vers) if vue.forms else None


def prescrire(site: Site, cip: TestClient, personne: str, session: SessionEssai, **de_plus: str) -> Response:
    vue = page(cip.get("/prescrire", params={"personne": personne, "offre": session.offre}))
    (saisie,) = [f for f in vue.forms if f.action == "/prescrire"]
    return cip.post("/prescrire", data=champs(saisie, **{"accord": "1", "envoyer": "1", **de_plus}), follow_redirects=False)


def test_le_conseiller_prescrit_la_structure_repond_par_son_lien_le_conseiller_le_voit(site: Site) -> None:
    personne, session = site.faire(site.monde.personne()), site.faire(site.monde.session(places=3))
    cip = site.entrer("cip")
    fait = prescrire(site, cip, personne, session, mot="Disponible le matin.")
    assert fait.status_code == 303
    fiche = fait.headers["location"]
    vue = page(cip.get(fiche))
    assert "Envoyée, en attente de réponse" in texte(vue)
    assert "Une place est tenue" in texte(vue)

    donne = page(cip.post(fiche.split("?")[0] + "/lien"))
    lien = donne.xpath("string(//code)")
    assert lien.startswith("http://boite.test/repondre/")

    structure = page(site.anonyme.get(lien))
    assert "Amina D." in texte(structure)
    assert "Diallo" not in structure.text_content(), "le nom entier attend un oui"
    assert "Disponible le matin." in texte(structure)
    (reponses,) = [f for f in structure.forms if "/repondre/" in (f.action or "")]
    identifiant = fiche.split("/")[-1].split("?")[0]
    choix = {f"vers-{identifiant}": E.ACCEPTEE_STRUCTURE.value, f"precisions-{identifiant}": "Rendez-vous à l’accueil."}
    suite = site.anonyme.post(lien, data=champs(reponses, **choix), follow_redirects=False)
    assert suite.status_code == 303
    apres = page(site.anonyme.get(suite.headers["location"]))
    assert "1 réponse enregistrée" in texte(apres)
    assert "Amina Diallo" in texte(apres)
    assert "cip@essai.example" in texte(apres), "le référent peut être joint, une fois la place donnée"

    vue = page(cip.get(fiche))
    assert "Place confirmée" in texte(vue)
    assert "Rendez-vous à l’accueil." in texte(vue)
    assert "Atelier du Pont, par son lien" in texte(vue)


def test_ouvrir_le_lien_ne_repond_pas(site: Site) -> None:
    p, lien = une_demande(site)
    for methode in ("get", "head", "options"):
        getattr(site.anonyme, methode)(lien)
    assert site.etat(p) is E.TRANSMISE


def une_demande(site: Site, session: SessionEssai | None = None) -> tuple[Prescription, str]:
    session = session or site.faire(site.monde.session())
    p = site.faire(site.monde.prescrire(site.faire(site.monde.personne()), session))
    vue = page(site.entrer("cip").post(f"/prescriptions/{p.identifiant}/lien"))
    return p, vue.xpath("string(//code)")


def repondre(site: Site, lien: str, p: Prescription, vers: Etat, **de_plus: str) -> Response:
    nom = p.identifiant
    envoi = {"cle": de_plus.pop("cle", f"cle-{vers}"), f"attendu-{nom}": "transmise", f"vers-{nom}": vers.value}
    return site.anonyme.post(lien, data={**envoi, **{f"{k}-{nom}": v for k, v in de_plus.items()}}, follow_redirects=False)


def test_deux_reponses_l_une_gagne_l_autre_le_lit(site: Site) -> None:
    p, lien = une_demande(site)
    assert repondre(site, lien, p, E.REFUSEE, motif=Motif.COMPETENCES).status_code == 303
    tardive = page(repondre(site, lien, p, E.ACCEPTEE_STRUCTURE), 409)
    assert "Quelqu’un a répondu entre-temps" in texte(tardive)
    assert tardive.xpath("string(//title)").startswith("Erreur")
    assert site.etat(p) is E.REFUSEE


def test_la_meme_reponse_envoyee_deux_fois_est_une_reponse(site: Site) -> None:
    p, lien = une_demande(site)
    for _ in range(2):
        assert repondre(site, lien, p, E.ACCEPTEE_STRUCTURE, cle="un-seul-clic").status_code == 303
    assert site.etat(p) is E.ACCEPTEE_STRUCTURE


def test_un_refus_sans_motif_est_a_corriger_et_rien_n_est_perdu(site: Site) -> None:
    p, lien = une_demande(site)
    vue = page(repondre(site, lien, p, E.REFUSEE, precisions="Il manque le CACES."), 400)
    assert "Choisissez un motif" in texte(vue)
    assert vue.xpath("//textarea")[0].text == "Il manque le CACES."
    assert vue.xpath(f"//input[@name='vers-{p.identifiant}'][@value='refusee']/@checked")
    assert site.etat(p) is E.TRANSMISE


def test_sans_reponse_choisie_on_le_dit(site: Site) -> None:
    p, lien = une_demande(site)
    vue = page(site.anonyme.post(lien, data={"cle": "vide"}), 400)
    assert "Choisissez au moins une réponse" in texte(vue)
    assert site.etat(p) is E.TRANSMISE


def test_un_lien_coupe_fini_ou_invente_repond_comme_une_page_qui_n_existe_pas(site: Site) -> None:
    p, lien = une_demande(site)
    cip = site.entrer("cip")
    assert cip.post(f"/prescriptions/{p.identifiant}/liens/couper", follow_redirects=False).status_code == 303
    invente = "http://boite.test/repondre/" + "a" * 43
    court = "http://boite.test/repondre/x"
    textes = {texte(page(site.anonyme.get(adresse), 404)) for adresse in (lien, invente, court)}
    assert len(textes) == 1
    assert repondre(site, lien, p, E.ACCEPTEE_STRUCTURE).status_code == 404
    assert site.etat(p) is E.TRANSMISE


def test_le_lien_ne_repond_pas_pour_une_autre_demande(site: Site) -> None:
    p, lien = une_demande(site)
    autre, _ = une_demande(site)
    reponse = repondre(site, lien, autre, E.ACCEPTEE_STRUCTURE)
    assert reponse.status_code == 400
    assert (site.etat(p), site.etat(autre)) == (E.TRANSMISE, E.TRANSMISE)


def test_une_reponse_venue_d_un_autre_site_est_refusee(site: Site) -> None:
    p, lien = une_demande(site)
    reponse = site.anonyme.post(lien, data={f"vers-{p.identifiant}": "acceptee_structure"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reponse.status_code == 403
    assert site.etat(p) is E.TRANSMISE


def test_la_page_d_un_lien_ne_se_garde_pas_ne_se_cherche_pas_et_tient_les_regles(site: Site) -> None:
    p, lien = une_demande(site)
    assert list(fautes(page(site.anonyme.get(lien)))) == []
    assert list(fautes(page(repondre(site, lien, p, E.REFUSEE), 400))) == []
    reponse = site.anonyme.get(lien)
    assert reponse.headers["cache-control"] == "no-store"
    assert page(reponse).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_double_clic_et_retour_en_arriere_font_une_prescription(site: Site) -> None:
    personne, session = site.faire(site.monde.personne()), site.faire(site.monde.session())
    cip = site.entrer("cip")
    vue = page(cip.get("/prescrire", params={"personne": personne, "offre": session.offre}))
    envoi = champs(next(f for f in vue.forms if f.action == "/prescrire"), accord="1", envoyer="1")
    adresses = {cip.post("/prescrire", data=envoi, follow_redirects=False).headers["location"] for _ in range(3)}
    assert len(adresses) == 1
    assert site.faire(site.monde.valeur("SELECT count(*) FROM prescription")) == 1


def test_une_prescription_deja_en_cours_est_montree(site: Site) -> None:
    personne, session = site.faire(site.monde.personne()), site.faire(site.monde.session())
    cip = site.entrer("cip")
    premiere = prescrire(site, cip, personne, session).headers["location"].split("?")[0]
    vue = page(prescrire(site, cip, personne, session, mot="Bis"), 409)
    assert premiere in vue.xpath("//main//a/@href")
    assert vue.xpath("//textarea")[0].text == "Bis"


def test_envoyer_sans_accord_est_a_corriger(site: Site) -> None:
    personne, session = site.faire(site.monde.personne()), site.faire(site.monde.session())
    cip = site.entrer("cip")
    vue = page(prescrire(site, cip, personne, session, accord=""), 400)
    assert "assurez-vous que la personne est d’accord" in texte(vue)
    assert site.faire(site.monde.valeur("SELECT count(*) FROM prescription")) == 0
    sans_envoi = prescrire(site, cip, personne, session, accord="", envoyer="0")
    assert site.etat(sans_envoi.headers["location"].split("/")[-1].split("?")[0]) is E.PROPOSEE


def test_les_places_et_les_demandes_se_lisent_avant_de_prescrire(site: Site) -> None:
    session = site.faire(site.monde.session(places=1))
    for n in range(2):
        site.faire(site.monde.prescrire(site.faire(site.monde.personne(f"P{n}")), session))
    personne = site.faire(site.monde.personne())
    vue = page(site.entrer("cip").get("/prescrire", params={"personne": personne, "offre": session.offre}))
    assert "Session complète : la personne sera sur liste d’attente, derrière 1 demande." in texte(vue).replace("\u00a0", " ")
    fait = prescrire(site, site.entrer("cip"), personne, session)
    assert "2ᵉ sur la liste d’attente" in texte(page(site.entrer("cip").get(fait.headers["location"])))


def test_apres_un_refus_la_personne_a_d_autres_offres_et_le_referent_l_a_lu(site: Site) -> None:
    p, lien = une_demande(site)
    repondre(site, lien, p, E.REFUSEE, motif=Motif.SESSION_COMPLETE)
    assert site.faire(site.monde.valeur("SELECT lue_le FROM prescription")) is None
    vue = page(site.entrer("cip").get(f"/prescriptions/{p.identifiant}"))
    assert "Session complète" in texte(vue)
    assert site.faire(site.monde.valeur("SELECT lue_le FROM prescription")) is not None


def test_ce_qui_n_est_pas_a_soi_est_introuvable(site: Site) -> None:
    p, _ = une_demande(site)
    for qui in ("etranger", "concurrent"):
        navigateur = site.entrer(qui)
        for adresse in ("", "/lien", "/liens/couper", "/suite"):
            methode = "get" if not adresse else "post"
            donnees = {} if methode == "get" else {"data": {"mois": "3", "issue": "iae"}}
            assert getattr(navigateur, methode)(f"/prescriptions/{p.identifiant}{adresse}", **donnees).status_code == 404, (qui, adresse)
        envoi = {"vers": "refusee", "motif": "autre", "attendu": "transmise"}
        assert navigateur.post(f"/prescriptions/{p.identifiant}", data=envoi).status_code == 404
    assert site.etat(p) is E.TRANSMISE
    assert site.anonyme.get(f"/prescriptions/{p.identifiant}", follow_redirects=False).headers["location"].startswith("/connexion")


def test_l_employeur_repond_depuis_son_compte_sans_voir_le_nom_avant(site: Site) -> None:
    p, _ = une_demande(site)
    employeur = site.entrer("employeur")
    vue = page(employeur.get(f"/prescriptions/{p.identifiant}"))
    assert "Amina D." in texte(vue)
    assert "Diallo" not in vue.text_content()
    assert not vue.xpath("//a[starts-with(@href, '/personnes/')]")
    oui = formulaire(vue, E.ACCEPTEE_STRUCTURE)
    reponse = employeur.post(f"/prescriptions/{p.identifiant}", data=champs(oui), follow_redirects=False)
    assert reponse.status_code == 303
    assert "Amina Diallo" in texte(page(employeur.get(reponse.headers["location"])))
    tardive = page(employeur.post(f"/prescriptions/{p.identifiant}", data={**champs(oui), "cle": "autre"}), 409)
    assert "Quelqu’un a répondu entre-temps" in texte(tardive)


def test_la_suite_a_trois_mois_se_note_sur_la_fiche(site: Site) -> None:
    p, _ = une_demande(site)
    for vers in (E.ACCEPTEE_STRUCTURE, E.PRESENTE, E.TERMINEE):
        site.faire(site.monde.avancer(p, vers))
    cip = site.entrer("cip")
    assert "3 mois plus tard" in texte(page(cip.get(f"/prescriptions/{p.identifiant}"))).replace("\u00a0", " ")
    fait = cip.post(f"/prescriptions/{p.identifiant}/suite", data={"mois": "3", "issue": "emploi_durable"}, follow_redirects=False)
    assert fait.status_code == 303
    assert site.faire(site.monde.valeur("SELECT issue FROM prescription_suite")) == "emploi_durable"
    assert cip.post(f"/prescriptions/{p.identifiant}/suite", data={"mois": "3"}).status_code == 400


def test_un_commit_qui_echoue_ne_repond_jamais_que_c_est_fait(site: Site) -> None:
    """A constraint checked at commit: the page must not say yes before it."""
    p, lien = une_demande(site)
    site.faire(site.monde.valeur("CREATE FUNCTION echouer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'panne à la fin'; END $$;"))
    site.faire(
        site.monde.valeur(
            "CREATE CONSTRAINT TRIGGER panne AFTER INSERT ON prescription_etape DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION echouer()"
        )
    )
    assert repondre(site, lien, p, E.ACCEPTEE_STRUCTURE).status_code == 503
    cip = site.entrer("cip")
    envoi = {"vers": "annulee", "motif": "autre", "attendu": "transmise", "cle": "x"}
    assert cip.post(f"/prescriptions/{p.identifiant}", data=envoi, follow_redirects=False).status_code == 503
    personne, session = site.faire(site.monde.personne()), site.faire(site.monde.session())
    assert prescrire(site, cip, personne, session).status_code == 503
    assert site.etat(p) is E.TRANSMISE
    assert site.faire(site.monde.valeur("SELECT count(*) FROM prescription")) == 1


def test_la_fiche_s_imprime_sans_ses_boutons_et_dit_tout(site: Site) -> None:
    p, _ = une_demande(site, site.faire(site.monde.session(debut=date(2026, 12, 8))))
    vue = page(site.entrer("cip").get(f"/prescriptions/{p.identifiant}"))
    mots = texte(vue)
    for attendu in ("Fiche de prescription", "Amina Diallo", "Atelier du Pont", "Mardi 8 décembre", "Cip", "Ce qui s’est passé"):
        assert attendu in mots
    assert vue.xpath("//button[@data-imprimer]")
