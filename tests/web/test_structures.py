"""The list, the map and the file of structures: figures recomputed from the rows, forms sent twice, contacts erased."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from catalogue.domaine import Commune
from tests.web.test_relations import JOUR, demander, lire
from web.carte import repartir

OUVERTES = (
    "FROM structure s JOIN offre o ON o.structure_id = s.id AND o.etat = 'publiee' JOIN session n ON n.offre_id = o.id AND n.etat = 'ouverte'"
    " AND (n.debut IS NULL OR n.debut >= $1)"
)
RECUES = """
    SELECT (SELECT count(*) FROM offre WHERE structure_id = s.id) AS offres,
        (SELECT count(*) FROM prescription p JOIN offre o ON o.id = p.offre_id WHERE o.structure_id = s.id
            AND EXISTS (SELECT FROM prescription_etape e WHERE e.prescription_id = p.id AND e.vers = 'transmise')) AS recues
    FROM structure s WHERE s.identifiant = $1
"""


@pytest.fixture
def lecteur(client_de: Callable[[str], TestClient]) -> TestClient:
    return client_de("cre-departement")


def total(client: TestClient, adresse: str) -> int:
    titre = lire(client.get(adresse).text).xpath("string(//h1)")
    return int(titre.split("\u00a0")[0]) if titre[0].isdigit() else 0


def entier(texte: str) -> int:
    return int("".join(c for c in texte if c.isdigit()))


def fiche_de(client: TestClient, mots: str) -> str:
    return str(lire(client.get(f"/structures?q={mots}").text).xpath("//h2/a/@href")[0])


def test_le_titre_compte_et_les_pages_se_suivent(lecteur: TestClient, url_demonstration: str) -> None:
    (attendu,) = demander(url_demonstration, "SELECT count(*) AS n FROM structure WHERE NOT fermee")
    assert total(lecteur, "/structures") == attendu["n"]
    vues = [a for page in (1, 2, 3) for a in lire(lecteur.get(f"/structures?page={page}").text).xpath("//h2/a/@href")]
    assert len(vues) == len(set(vues)) == attendu["n"]


def test_les_mots_se_plient_et_une_liste_vide_dit_quoi_changer(lecteur: TestClient) -> None:
    assert total(lecteur, "/structures?q=ECHAPPEE+villejuif") == 1
    assert "Effacer les filtres" in lecteur.get("/structures?q=zzz").text


def test_chaque_filtre_tient_sa_promesse(lecteur: TestClient) -> None:
    page = lire(lecteur.get("/structures").text)
    for case in page.xpath("//fieldset//label"):
        champ = case.xpath("input")[0]
        annonce = entier(case.xpath("string(span[@class='nombre'])"))
        assert total(lecteur, f"/structures?{champ.get('name')}={champ.get('value')}") == annonce


def test_la_carte_et_son_tableau_disent_ce_que_disent_les_lignes(lecteur: TestClient, url_demonstration: str) -> None:
    page = lire(lecteur.get("/structures?vue=carte&mesure=places").text)
    lignes = {t.xpath("string(th)"): [entier(c.text_content()) for c in t.xpath("td")] for t in page.xpath("//tbody/tr")}
    places = demander(url_demonstration, f"SELECT coalesce(sum(n.places - n.places_tenues - n.places_prises), 0)::int AS n {OUVERTES}", JOUR)
    ensemble = lignes.pop("Ensemble")
    assert ensemble[2] == places[0]["n"]
    assert [sum(v[i] for v in lignes.values()) for i in range(3)] == ensemble
    disques = {a.get("aria-label").split("\u00a0:")[0]: entier(a.get("aria-label").split("\u00a0:")[1]) for a in page.xpath("//svg[@role='group']/a")}
    assert disques == {nom: v[2] for nom, v in lignes.items() if v[2]}
    creteil = page.xpath("//th/a[text()='Créteil']/@href")[0]
    assert total(lecteur, creteil) == lignes["Créteil"][0]


def test_la_fiche_dit_les_offres_et_les_personnes_recues(lecteur: TestClient, url_demonstration: str) -> None:
    adresse = fiche_de(lecteur, "mains+tendues")
    page = lire(lecteur.get(adresse).text)
    (attendu,) = demander(url_demonstration, RECUES, adresse.rsplit("/", 1)[-1])
    assert len(page.xpath("//table/tbody/tr")) == attendu["offres"]
    assert entier(page.xpath("string(//dl[@class='structure-chiffres']//dd)")) == attendu["recues"] > 0
    assert "Contact du catalogue" in page.text_content()
    assert page.xpath("//a[@href='tel:0199004110']")


def test_une_structure_inconnue_n_existe_pas(lecteur: TestClient) -> None:
    for adresse in ("/structures/000000000000", "/structures/nimporte", "/structures/000000000000/contacts/000000000000"):
        assert lecteur.get(adresse).status_code == 404


def test_noter_un_echange_puis_le_retirer(cre: TestClient) -> None:
    adresse = fiche_de(cre, "marche+malin")
    page = lire(cre.get(adresse).text)
    cle = page.xpath("//form[contains(@action, '/echanges')]//input[@name='cle']/@value")[0]
    champs = {
        "cle": cle,
        "nature": "visite",
        "jour": "2026-11-20",
        "texte": "Rayon frais, deux postes.",
        "quoi": "Envoyer le modèle",
        "rappel": "2026-11-30",
    }
    for _ in range(2):
        apres = cre.post(f"{adresse}/echanges", data=champs)
    page = lire(apres.text)
    assert [li.xpath("string(.//strong)") for li in page.xpath("//ol[@class='historique']/li")] == ["Visite"]
    assert "Envoyer le modèle" in page.xpath("string(//section[@id='a-faire'])")
    retirer = page.xpath("//ol[@class='historique']//form/@action")[0]
    assert "L’échange est retiré" in cre.post(retirer).text
    assert cre.post(retirer).status_code == 404


def test_une_saisie_fausse_est_rendue_telle_quelle(cre: TestClient) -> None:
    adresse = fiche_de(cre, "marche+malin")
    faux = cre.post(f"{adresse}/echanges", data={"nature": "visite", "jour": "2027-01-01", "texte": "Demain, peut-être."})
    assert faux.status_code == 400
    page = lire(faux.text)
    assert page.xpath("string(//textarea[@id='echange-texte'])").strip() == "Demain, peut-être."
    assert page.xpath("//input[@name='nature'][@checked]/@value") == ["visite"]
    assert page.xpath("//div[@id='erreurs']//a/@href") == ["#echange-jour"]
    action = lire(cre.post(f"{adresse}/actions", data={"quoi": "", "echeance": "2026-12-01"}).text)
    assert action.xpath("//details[@id='prevoir']/@open") == ["open"] or action.xpath("//details[@id='prevoir'][@open]")
    contact = cre.post(f"{adresse}/contacts", data={"nom": "Paul", "courriel": "paul"})
    assert contact.status_code == 400
    assert lire(contact.text).xpath("//input[@id='contact-nom']/@value") == ["Paul"]


def test_un_numero_de_securite_sociale_ne_se_garde_pas(cre: TestClient) -> None:
    adresse, nir = fiche_de(cre, "vigie"), "2 94 03 75 120 005 91"
    for suite, champs in (("/echanges", {"nature": "appel", "texte": f"Numéro {nir}"}), ("/actions", {"quoi": nir, "echeance": "2026-12-01"})):
        refus = cre.post(adresse + suite, data=champs)
        assert refus.status_code == 400
        assert "ne se garde jamais ici" in refus.text
    assert "Aucun échange noté" in cre.get(adresse).text


def test_un_contact_de_l_ajout_a_l_effacement(cre: TestClient) -> None:
    adresse = fiche_de(cre, "vigie")
    champs = {"cle": "une-cle", "nom": "Ginette Pommard", "telephone": "01 99 00 77 01"}
    for _ in range(2):
        fiche = lire(cre.post(f"{adresse}/contacts", data=champs).text)
    (modifier,) = fiche.xpath("//section[@id='contacts']//a[contains(@href, '/contacts/')]/@href")
    cre.post(f"{adresse}/echanges", data={"nature": "appel", "texte": "Ginette rappelle.", "contact": modifier.rsplit("/", 1)[-1]})
    assert "Appel avec Ginette Pommard" in cre.get(adresse).text
    assert cre.post(modifier, data={"geste": "enregistrer", "nom": ""}).status_code == 400
    range_ = cre.post(modifier, data={"geste": "archiver"})
    assert "1\u00a0contact rangé" in range_.text
    assert "Ginette Pommard" not in lire(range_.text).xpath("string(//select[@id='echange-contact'])")
    efface = cre.post(modifier, data={"geste": "effacer", "textes": "oui"})
    assert "Le contact est effacé" in efface.text
    assert "Ginette" not in efface.text
    assert "Texte effacé à la demande de la personne" in efface.text
    assert cre.get(modifier).status_code == 404


def test_la_confiance_se_regle_depuis_la_fiche(cre: TestClient) -> None:
    adresse = fiche_de(cre, "vigie")
    formulaire = lire(cre.get(adresse).text).xpath("//form[starts-with(@action, '/a-valider/structures/')]")[0]
    champs = {i.get("name"): i.get("value") for i in formulaire.xpath(".//input")}
    apres = cre.post(formulaire.get("action"), data=champs)
    assert apres.url.path == adresse
    assert "ses offres paraissent sans relecture" in apres.text


def test_un_autre_role_n_ecrit_rien(client_de: Callable[[str], TestClient], lecteur: TestClient) -> None:
    adresse = fiche_de(lecteur, "vigie")
    for role in ("employeur", "cip", "manager", "admin", "allocataire"):
        for suite in ("/echanges", "/actions", "/contacts"):
            assert client_de(role).post(adresse + suite, data={"texte": "Bonjour.", "nom": "x", "quoi": "x"}).status_code == 403


def test_l_aire_d_un_disque_suit_son_chiffre_et_rien_a_montrer_ne_montre_rien() -> None:
    lieux = {"94028": (48.78, 2.45), "94081": (48.79, 2.39), "94017": (48.82, 2.52)}
    communes = [*(Commune(c, f"C{c}", latitude=lat, longitude=lon) for c, (lat, lon) in lieux.items()), Commune("94001", "Sans point")]
    adresses = {c.code_insee: f"/structures?commune={c.code_insee}" for c in communes}
    carte = repartir(communes, {"94028": 100, "94081": 1, "94001": 500}, adresses, "Essai")
    assert carte is not None
    assert [(p.nom, p.nombre) for p in carte.points] == [("C94028", 100), ("C94081", 1)]
    assert carte.points[0].rayon > 2 * carte.points[1].rayon
    assert len(carte.vides) == 1
    assert repartir(communes, {"94001": 500}, adresses, "Essai") is None
