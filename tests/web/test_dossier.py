"""The file of a person, its profil saved part by part, its notes, the portefeuille and the doubtful lines, over a demonstration of their own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from python_calamine import CalamineWorkbook

from models.encodeur import Encodeur
from socle.base import transaction
from socle.horloge import HorlogeFixe
from tests.conftest import NAVIGATEUR, autre_client, clone, entrer
from web.application import creer

HTMX = {"HX-Request": "true"}
FAITS = {
    "nom": "Essai-Unique",
    "prenom": "Zoé",
    "cles": ["essai unique zoe"],
    "dires": {"faits": {"telephone": "0699887766"}, "attaches": {}, "situation": "au_rsa", "jour": "2026-11-01"},
}


@pytest.fixture(scope="module")
def ouvert(modele_demonstration: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[TestClient]:
    """The application over a demonstration that the tests of this file change, each its own person."""
    with clone(modele_demonstration) as url:
        application = creer(url, encodeur, jour_des_tests, demonstration=True)
        with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as client:
            yield client


@pytest.fixture(scope="module")
def cip(ouvert: TestClient) -> TestClient:
    return entrer(autre_client(ouvert), "cip-departement")


@pytest.fixture(scope="module")
def personnes(cip: TestClient) -> Iterator[str]:
    """People of the counsellor, each given once."""
    liens = page(cip, "/portefeuille").xpath("//table//th/a/@href")
    return iter([str(lien).split("/")[2] for lien in liens])


@pytest.fixture
def personne(personnes: Iterator[str]) -> str:
    return next(personnes)


def page(client: TestClient, adresse: str) -> html.HtmlElement:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.text[:2000]
    return html.fromstring(reponse.text)


def formulaire(client: TestClient, personne: str, partie: str) -> dict[str, Any]:
    """What the browser would send of a part, as it is shown."""
    forme = page(client, f"/personnes/{personne}/profil").get_element_by_id(f"partie-{partie}")
    champs: dict[str, Any] = {}
    for nom, valeur in forme.form_values():
        champs.setdefault(nom, []).append(valeur)
    return champs


def envoyer(client: TestClient, personne: str, partie: str, champs: dict[str, Any], **options: Any) -> Any:
    return client.post(f"/personnes/{personne}/profil/{partie}", data=champs, follow_redirects=False, **options)


def texte(client: TestClient, adresse: str) -> str:
    return " ".join(" ".join(page(client, adresse).itertext()).split())


def test_le_formulaire_rendu_tel_quel_ne_change_rien(cip: TestClient, personne: str) -> None:
    avant = {
        partie: formulaire(cip, personne, partie) for partie in ("projet", "freins", "disponibilites", "deplacements", "situation", "iae", "contact")
    }
    for partie, champs in avant.items():
        assert envoyer(cip, personne, partie, champs).status_code == 303, partie
    for partie, champs in avant.items():
        apres = formulaire(cip, personne, partie)
        assert {n: v for n, v in apres.items() if n not in {"version"}} == {n: v for n, v in champs.items() if n not in {"version"}}


def test_sans_script_une_partie_s_enregistre_et_se_relit(cip: TestClient, personne: str) -> None:
    champs = formulaire(cip, personne, "deplacements") | {"rayon_km": "12", "vehicule": "non", "permis": ["aucun"], "commune": "94000"}
    reponse = envoyer(cip, personne, "deplacements", champs)
    assert (reponse.status_code, reponse.headers["location"]) == (303, f"/personnes/{personne}/profil#partie-deplacements")
    dossier = texte(cip, f"/personnes/{personne}/dossier")
    assert all(mots in dossier for mots in ("Créteil", "12 km", "Permis Aucun", "Un véhicule à disposition Non"))
    assert "Complété aujourd’hui par Camille Aubrac" in dossier


def test_oui_non_inconnu(cip: TestClient, personne: str) -> None:
    champs = formulaire(cip, personne, "freins") | {"frein_mobilite": "oui", "frein_langue": "non", "frein_sante": "inconnu"}
    envoyer(cip, personne, "freins", champs)
    relu = formulaire(cip, personne, "freins")
    assert (relu["frein_mobilite"], relu["frein_langue"], relu["frein_sante"]) == (["oui"], ["non"], ["inconnu"])


def test_disponibilites(cip: TestClient, personne: str) -> None:
    champs = formulaire(cip, personne, "disponibilites")
    cochees = ["lundi-matin", "mardi-apres_midi"]
    assert envoyer(cip, personne, "disponibilites", champs | {"disponibilites": cochees}).status_code == 303
    assert formulaire(cip, personne, "disponibilites")["disponibilites"] == cochees
    rien = envoyer(cip, personne, "disponibilites", {k: v for k, v in champs.items() if k != "disponibilites"})
    assert rien.status_code == 400
    assert "Cochez au moins un moment" in rien.text


def test_un_metier_par_ses_mots(cip: TestClient, personne: str) -> None:
    champs = formulaire(cip, personne, "projet") | {"metiers": [], "metier_ajout": "boulanger", "projet": "Faire du pain"}
    reponse = envoyer(cip, personne, "projet", champs, headers=HTMX)
    assert reponse.status_code == 200
    assert "Enregistré à" in reponse.text
    assert formulaire(cip, personne, "projet")["metiers"] == ["D1102"]


def test_avec_script_le_fragment_ne_porte_que_ce_qui_change(cip: TestClient, personne: str) -> None:
    champs = formulaire(cip, personne, "contact") | {"telephone": "06 12 34 56 78", "accord_telephone": "oui"}
    reponse = envoyer(cip, personne, "contact", champs, headers=HTMX)
    assert "<form" not in reponse.text
    assert 'id="version-contact"' in reponse.text
    assert "06 12 34 56 78" in texte(cip, f"/personnes/{personne}/dossier")


def test_une_faute_ne_perd_rien_et_n_ecrit_rien(cip: TestClient, personne: str) -> None:
    avant = formulaire(cip, personne, "situation")
    reponse = envoyer(cip, personne, "situation", avant | {"annee_naissance": "84", "niveau": "5", "date_cer": "31/02/2026"})
    rendue = html.fromstring(reponse.text)
    assert reponse.status_code == 400
    assert rendue.findtext(".//title").startswith("Erreur : ")
    assert rendue.get_element_by_id("annee_naissance").get("value") == "84"
    assert rendue.xpath("//select[@id='niveau']/option[@selected]/@value") == ["5"]
    assert "quatre chiffres" in rendue.get_element_by_id("annee_naissance-erreur").text_content()
    assert len(rendue.get_element_by_id("erreurs").xpath(".//li")) == 2
    assert formulaire(cip, personne, "situation") == avant


def test_un_nir_n_entre_pas_dans_un_texte(cip: TestClient, personne: str) -> None:
    champs = formulaire(cip, personne, "projet") | {"projet": "Son numéro est 2 84 05 94 028 017 35"}
    reponse = envoyer(cip, personne, "projet", champs)
    assert reponse.status_code == 400
    assert "ne se garde jamais ici" in reponse.text


def test_deux_conseillers_la_meme_partie_le_second_est_prevenu(ouvert: TestClient, cip: TestClient, personne: str) -> None:
    collegue = entrer(autre_client(ouvert), "cip-departement")
    les_siens, les_miens = formulaire(collegue, personne, "deplacements"), formulaire(cip, personne, "deplacements")
    autre_partie = formulaire(cip, personne, "contact")
    assert envoyer(collegue, personne, "deplacements", les_siens | {"rayon_km": "40"}).status_code == 303
    # Another part goes through: nobody touched it.
    assert envoyer(cip, personne, "contact", autre_partie | {"courriel": "a@exemple.fr"}).status_code == 303
    refus = envoyer(cip, personne, "deplacements", les_miens | {"rayon_km": "7"})
    rendue = html.fromstring(refus.text)
    assert refus.status_code == 400
    dit = rendue.get_element_by_id("etat-deplacements").text_content()
    assert "Camille Aubrac a modifié cette partie" in dit
    assert "40" in dit
    # What was typed is still there, and saving again keeps it.
    forme = rendue.get_element_by_id("partie-deplacements")
    assert dict(forme.form_values())["rayon_km"] == "7"
    assert envoyer(cip, personne, "deplacements", dict(forme.form_values())).status_code == 303
    assert formulaire(cip, personne, "deplacements")["rayon_km"] == ["7"]


def test_note_relue_avant_d_etre_gardee(cip: TestClient, personne: str) -> None:
    adresse, note = f"/personnes/{personne}/notes", "Elle est en dépression, cherche le matin."
    premiere = cip.post(adresse, data={"texte": note}, follow_redirects=False)
    rendue = html.fromstring(premiere.text)
    assert premiere.status_code == 400
    assert rendue.get_element_by_id("texte").text == note
    assert "depression" in rendue.get_element_by_id("alertes-note").text_content()
    assert note not in texte(cip, f"/personnes/{personne}/dossier")
    vues = rendue.xpath("//input[@name='vues']/@value")[0]
    seconde = cip.post(adresse, data={"texte": note, "vues": vues}, follow_redirects=False)
    assert seconde.status_code == 303
    dossier = page(cip, f"/personnes/{personne}/dossier")
    assert note in dossier.text_content()
    suppression = dossier.xpath("//ol[@class='notes']//form/@action")[0]
    assert cip.post(suppression, follow_redirects=False).status_code == 303
    assert note not in texte(cip, f"/personnes/{personne}/dossier")
    assert cip.post(suppression).status_code == 404


def test_un_nir_dans_une_note_ne_passe_jamais(cip: TestClient, personne: str) -> None:
    reponse = cip.post(f"/personnes/{personne}/notes", data={"texte": "NIR 284059402801735", "vues": "nir"}, follow_redirects=False)
    assert reponse.status_code == 400
    assert "Enregistrer ainsi" not in reponse.text


def test_hors_de_sa_structure_rien(ouvert: TestClient, personne: str) -> None:
    quai = entrer(autre_client(ouvert), "cip-quai")
    for adresse in ("dossier", "profil"):
        assert quai.get(f"/personnes/{personne}/{adresse}").status_code == 404
    assert quai.post(f"/personnes/{personne}/notes", data={"texte": "x"}).status_code == 404
    assert quai.post(f"/personnes/{personne}/profil/projet", data={}).status_code == 404


def test_partie_inconnue(cip: TestClient, personne: str) -> None:
    assert envoyer(cip, personne, "autre", {}).status_code == 404


def nombre(p: html.HtmlElement) -> str:
    return str(p.get_element_by_id("titre-liste").text_content()).split("\u00a0")[0]


def test_portefeuille_filtres_et_comptes(cip: TestClient) -> None:
    entier = page(cip, "/portefeuille")
    annonce = entier.xpath("//input[@name='cers'][@value='en_retard']/following-sibling::span[@class='nombre']")[0].text_content()
    filtre = page(cip, "/portefeuille?cers=en_retard")
    assert nombre(filtre) == annonce
    assert "Contrat en retard" in filtre.xpath("//ul[@aria-label='Filtres en cours']")[0].text_content()
    assert int(nombre(page(cip, "/portefeuille?suivies=structure"))) > int(nombre(entier))
    assert "Personne ne répond" in texte(cip, "/portefeuille?q=zzzz")


def test_portefeuille_par_bloc(cip: TestClient) -> None:
    bloc = cip.get("/portefeuille?tri=cer", headers=HTMX).text
    assert "<html" not in bloc
    assert 'id="resultats"' in bloc


def test_confier_puis_le_dire(cip: TestClient) -> None:
    p = page(cip, "/portefeuille")
    cochees = [str(v) for v in p.xpath("//input[@name='personnes']/@value")[-2:]]
    idriss = next(str(o.get("value")) for o in p.xpath("//select[@id='referent']/option") if o.text == "Idriss Lemoine")
    avant = int(nombre(p))
    refus = cip.post("/portefeuille/affecter", data={"personnes": cochees, "referent": "", "retour": ""})
    assert refus.status_code == 400
    assert "Choisissez un référent" in refus.text
    faite = cip.post("/portefeuille/affecter", data={"personnes": cochees, "referent": idriss, "retour": "tri=cer"}, follow_redirects=False)
    assert faite.headers["location"] == "/portefeuille?tri=cer&affectees=2"
    suite = page(cip, faite.headers["location"])
    assert "2 personnes ont changé de référent" in " ".join(suite.text_content().split())
    assert int(nombre(suite)) == avant - 2


def test_export_sans_rien_de_sensible(cip: TestClient) -> None:
    p = page(cip, "/portefeuille?cers=en_retard")
    reponse = cip.get(str(p.xpath("//a[contains(@href, '/export')]/@href")[0]))
    assert reponse.headers["content-disposition"] == 'attachment; filename="portefeuille-2026-11-23.xlsx"'
    lignes = CalamineWorkbook.from_filelike(io.BytesIO(reponse.content)).get_sheet_by_index(0).to_python()
    assert len([ligne for ligne in lignes[1:] if ligne[1]]) == int(nombre(p))
    assert {ligne[7] for ligne in lignes[1:] if ligne[1]} == {"Contrat en retard"}
    mots = str(lignes)
    assert not any(frein in mots for frein in ("Santé", "Judiciaire", "Logement", "Téléphone", "Courriel"))


def test_rapprochements_vides(cip: TestClient, ouvert: TestClient) -> None:
    assert "Rien à décider" in texte(cip, "/rapprochements")
    cre = entrer(autre_client(ouvert), "cre-departement")
    assert cre.get("/rapprochements").status_code == 403


def test_une_ligne_douteuse_se_lit_se_trace_et_se_decide(ouvert: TestClient, cip: TestClient, personne: str) -> None:
    async def poser() -> None:
        async with transaction(ouvert.app.state.service.bassin) as connexion:  # type: ignore[attr-defined]
            numero = await connexion.fetchval(
                "INSERT INTO rapprochement (identifiant, empreinte, motif, fichier, chemin, source, faits, cree_le)"
                " VALUES ('0123456789ab', sha256('essai'), 'lieu', 'liste.csv', 'ligne 12', 'liste', $1, now()) RETURNING id",
                FAITS,
            )
            await connexion.execute("INSERT INTO rapprochement_candidat SELECT $1, 0, id FROM allocataire WHERE identifiant = $2", numero, personne)

    assert ouvert.portal is not None
    ouvert.portal.call(poser)
    assert "1 rapprochement à décider" in texte(cip, "/portefeuille")
    lue = texte(cip, "/rapprochements")
    assert all(mots in lue for mots in ("Zoé Essai-Unique", "liste.csv, ligne 12", "06 99 88 77 66", "différent"))
    assert "a comparé le dossier" in texte(cip, f"/personnes/{personne}/consultations")
    assert cip.post("/rapprochements/0123456789ab", data={"choix": "000000000000"}).status_code == 404
    decision = cip.post("/rapprochements/0123456789ab", data={"choix": personne}, follow_redirects=False)
    assert decision.headers["location"] == "/rapprochements?fait=meme"
    assert "06 99 88 77 66" in texte(cip, f"/personnes/{personne}/dossier")
    encore = cip.post("/rapprochements/0123456789ab", data={"choix": "autre"})
    assert encore.status_code == 400
    assert "a déjà décidé" in encore.text
