"""Pages of conventions: figures recomputed from the rows, journeys of a CRE, what a manager and an employer may see, the workbook, the review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from python_calamine import CalamineWorkbook

from models.encodeur import Encodeur
from socle.base import ouvrir
from socle.horloge import HorlogeFixe
from tests.conftest import NAVIGATEUR, a_part, autre_client, clone, entrer
from web.application import creer

JOUR = date(2026, 11, 23)
# Written again on purpose, without the view nor any code of the service.
PAR_PRESCRIPTION = """
SELECT r.convention_id, coalesce(r.code_rome, (SELECT m.code_rome FROM offre_metier m WHERE m.offre_id = r.offre_id AND m.rang = 0)) AS code,
    (SELECT max(e.quand) FROM prescription_etape e WHERE e.prescription_id = p.id AND e.vers = 'entree') AS quand
FROM convention_offre r JOIN prescription p ON p.offre_id = r.offre_id JOIN offre o ON o.id = r.offre_id
WHERE p.etat IN ('entree', 'terminee') AND o.type_offre NOT IN ('formation', 'decouverte', 'appui', 'clause')
"""


def lire_lignes(url: str, *sql: str) -> list[list[dict[str, Any]]]:
    async def lire() -> list[list[dict[str, Any]]]:
        bassin = await ouvrir(url, taille=1)
        try:
            async with bassin.acquire() as connexion:
                return [[dict(ligne) for ligne in await connexion.fetch(requete)] for requete in sql]
        finally:
            await bassin.close()

    return a_part(lire())


@pytest.fixture(scope="module")
def recomptees(url_demonstration: str) -> dict[str, tuple[int, int, str, str]]:
    """By public id: hires done and promised, state, and name of the employer, from the rows."""
    conventions, engagements, declarees, entrees = lire_lignes(
        url_demonstration,
        "SELECT c.*, s.nom AS employeur FROM convention c JOIN structure s ON s.id = c.structure_id ORDER BY c.id",
        "SELECT * FROM convention_engagement",
        "SELECT * FROM convention_embauche",
        PAR_PRESCRIPTION,
    )
    faites: Counter[int] = Counter()
    for c in conventions:
        codes = {e["code_rome"] for e in engagements if e["convention_id"] == c["id"]}
        faites[c["id"]] += sum(d["nombre"] for d in declarees if d["convention_id"] == c["id"])
        faites[c["id"]] += sum(
            e["convention_id"] == c["id"] and e["code"] in codes and e["quand"] is not None and c["debut"] <= e["quand"].date() <= c["fin"]
            for e in entrees
        )
    promises = {c["id"]: sum(e["prevues"] for e in engagements if e["convention_id"] == c["id"]) for c in conventions}
    return {c["identifiant"]: (faites[c["id"]], promises[c["id"]], c["etat"], c["employeur"]) for c in conventions}


@pytest.fixture(scope="module")
def service(modele_demonstration: str, encodeur: Encodeur, jour_des_tests: HorlogeFixe) -> Iterator[TestClient]:
    """One application for the tests of this file, which write."""
    with clone(modele_demonstration) as url:
        application = creer(url, encodeur, jour_des_tests, demonstration=True)
        with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as ouvert:
            yield ouvert


@pytest.fixture(scope="module")
def cre(service: TestClient) -> TestClient:
    return entrer(autre_client(service), "cre-departement")


def page(client: TestClient, adresse: str) -> Any:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, (adresse, reponse.text[:800])
    return html.document_fromstring(reponse.text)


def texte(element: Any) -> str:
    return " ".join(element.text_content().split())


def entiers(mots: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", mots)]


def conventions(client: TestClient, adresse: str = "/conventions") -> dict[str, str]:
    """Public ids by title, in the order of the list."""
    liens = page(client, adresse).xpath("//li[contains(@class, 'engagement-carte')]//h2/a")
    return {texte(a): a.get("href").rsplit("/", 1)[1] for a in liens}


def visee(client: TestClient, mot: str) -> str:
    return next(i for titre, i in conventions(client, "/conventions?etat=toutes").items() if mot in titre)


def test_les_chiffres_de_la_liste_sont_ceux_des_lignes(
    client_de: Callable[[str], TestClient], recomptees: dict[str, tuple[int, int, str, str]]
) -> None:
    arbre = page(client_de("cre"), "/conventions?etat=toutes")
    cartes = arbre.xpath("//li[contains(@class, 'engagement-carte')]")
    montrees = {
        c.xpath(".//h2/a/@href")[0].rsplit("/", 1)[1]: tuple(entiers(texte(c.xpath(".//div[@class='engagement-mesure']/p")[0]))) for c in cartes
    }
    assert montrees == {i: (faites, promises) for i, (faites, promises, _, _) in recomptees.items()}
    engagees = [(f, p) for f, p, etat, _ in recomptees.values() if etat != "preparee"]
    somme = entiers(texte(arbre.xpath("//li[@class='engagement-chiffre']")[0]))
    assert somme == [sum(f for f, _ in engagees), sum(p for _, p in engagees)]
    lignes = arbre.xpath("//details[@id='tout-en-chiffres']//tbody/tr")
    colonnes = [[int(texte(c)) for c in ligne.xpath("td[@class='a-droite']")] for ligne in lignes if "en préparation" not in texte(ligne)]
    assert [sum(colonne) for colonne in zip(*colonnes[:-1], strict=True)] == colonnes[-1]


def test_le_tableau_d_une_convention_tombe_juste_dans_les_deux_sens(client_de: Callable[[str], TestClient], recomptees: dict[str, Any]) -> None:
    for identifiant, (faites, promises, _, _) in recomptees.items():
        lignes = page(client_de("cre"), f"/conventions/{identifiant}").xpath("//table[@class='engagement-tableau']//tbody/tr")
        valeurs = [[([*entiers(texte(c)), 0, 0])[:2] for c in ligne.xpath("td[contains(@class, 'a-droite')]")] for ligne in lignes]
        assert valeurs[-1][-2] == [faites, promises]
        for ligne in valeurs:
            assert [sum(c[i] for c in ligne[:-2]) for i in (0, 1)] == ligne[-2]
        for colonne in zip(*valeurs, strict=True):
            assert [sum(c[i] for c in colonne[:-1]) for i in (0, 1)] == colonne[-1]


def test_la_fiche_du_catalogue_dit_ce_que_disent_les_lignes(client_de: Callable[[str], TestClient], recomptees: dict[str, Any]) -> None:
    nette = next(i for i, (_, _, _, nom) in recomptees.items() if "Nette" in nom)
    carte = page(client_de("cre"), f"/conventions/{nette}").xpath("//a[contains(text(), 'fiche dans le catalogue')]/@href")[0]
    propres = page(client_de("cip"), carte).xpath("//section[@aria-labelledby='titre-propres']//dl/div")
    dits = [entiers(texte(d.xpath("dd")[0])) for d in propres if texte(d.xpath("dt")[0]).startswith("Embauches")]
    assert tuple(sum(d[i] for d in dits) for i in (0, 1)) == recomptees[nette][:2]


def test_la_fiche_mene_au_suivi_pour_qui_suit(client_de: Callable[[str], TestClient]) -> None:
    nette = visee(client_de("cre"), "propreté")
    carte = page(client_de("cre"), f"/conventions/{nette}").xpath("//a[contains(text(), 'fiche dans le catalogue')]/@href")[0]
    assert f'href="/conventions/{nette}"' in client_de("cre").get(carte).text
    for role in ("cip", "manager", "employeur", "allocataire"):
        assert "/conventions/" not in client_de(role).get(carte).text


def test_suivre_une_fiche_repart_de_ce_qu_elle_declare(service: TestClient, cre: TestClient) -> None:
    adresse = f"/conventions/{visee(cre, 'bailleur')}"
    carte = page(cre, adresse).xpath("//a[contains(text(), 'fiche dans le catalogue')]/@href")[0].rsplit("/", 1)[1]
    champs = formulaire(cre, f"/conventions/nouvelle?carte={carte}")
    promises = {nom: int(v[0]) for nom, v in champs.items() if re.fullmatch(r"l\d-\d{4}", nom) and v[0]}
    assert sum(promises.values()) == 10
    assert champs["carte"] == [carte]
    # Already followed: the form leads to the convention that is there.
    assert cre.post("/conventions/nouvelle", data=champs).url.path == adresse


def test_le_pilotage_dit_la_meme_somme_que_la_liste(client_de: Callable[[str], TestClient], recomptees: dict[str, Any]) -> None:
    lien = page(client_de("manager"), "/pilotage").xpath("//a[@href='/conventions' and contains(., 'embauches sur')]")[0]
    en_cours = [(f, p) for f, p, etat, _ in recomptees.values() if etat == "signee"]
    somme = [sum(f for f, _ in en_cours), sum(p for _, p in en_cours)]
    assert entiers(texte(lien)) == somme
    assert entiers(texte(page(client_de("manager"), "/conventions").xpath("//li[@class='engagement-chiffre']")[0])) == somme


def test_les_conventions_de_la_demonstration_disent_de_tout(client_de: Callable[[str], TestClient], recomptees: dict[str, Any]) -> None:
    mots = texte(page(client_de("cre"), "/conventions"))
    for attendu in ("de retard", "d’avance", "dans les temps", "finit dans moins de deux mois", "Aucune offre ouverte", "depuis six mois"):
        assert attendu in mots
    assert {etat for _, _, etat, _ in recomptees.values()} == {"preparee", "signee", "close"}
    assert sum(nom == "Nette & Claire Propreté" for _, _, _, nom in recomptees.values()) == 1
    assert len(recomptees) == 18


def test_celles_qui_demandent_quelque_chose_viennent_d_abord(client_de: Callable[[str], TestClient]) -> None:
    cartes = page(client_de("cre"), "/conventions").xpath("//li[contains(@class, 'engagement-carte')]/@class")
    alertees = ["engagement-alertee" in c for c in cartes]
    assert alertees == sorted(alertees, reverse=True)
    assert 0 < sum(alertees) < len(alertees)


def test_les_filtres_gardent_ce_qui_est_demande(client_de: Callable[[str], TestClient]) -> None:
    cre = client_de("cre")
    assert set(conventions(cre, "/conventions?etat=close")) == {"Convention accueil et secrétariat"}
    proprete = conventions(cre, "/conventions?metier=K2204")
    assert list(proprete) == ["Convention propreté : du travail en journée"]
    territoires = page(cre, "/conventions").xpath("//select[@name='territoire']/option/@value")
    par_territoire = [len(conventions(cre, f"/conventions?territoire={t}")) for t in territoires if t]
    assert sum(par_territoire) == len(conventions(cre))
    assert "Aucune convention ne répond" in cre.get("/conventions?metier=A0000").text
    assert conventions(cre, "/conventions?etat=n'importe") == conventions(cre)


def test_la_tension_se_dit_avec_sa_date_et_sa_source(client_de: Callable[[str], TestClient]) -> None:
    mots = texte(page(client_de("cre"), f"/conventions/{visee(client_de('cre'), 'propreté')}"))
    assert re.search(r"Tension \w+ \(\d sur 5\), mesure du 1er janvier 2026 – chiffre fictif", mots)


def test_le_classeur_dit_la_meme_chose(client_de: Callable[[str], TestClient], recomptees: dict[str, Any]) -> None:
    reponse = client_de("manager").get("/conventions/classeur.xlsx?etat=toutes")
    assert reponse.headers["content-type"].startswith("application/vnd.openxmlformats")
    classeur = CalamineWorkbook.from_filelike(BytesIO(reponse.content))
    lignes = classeur.get_sheet_by_name("Conventions").to_python()[1:]
    attendues = sorted((nom, promises, faites) for faites, promises, _, nom in recomptees.values())
    assert sorted((str(x[1]), int(float(str(x[6]))), int(float(str(x[7])))) for x in lignes) == attendues
    details = classeur.get_sheet_by_name("Métiers et années").to_python()[1:]
    assert sum(int(float(str(x[5]))) for x in details) == sum(promises for _, promises, _, _ in recomptees.values())
    assert "Données fictives" in str(classeur.get_sheet_by_name("À lire").to_python())


def test_un_manager_ne_voit_pas_les_petits_groupes(client_de: Callable[[str], TestClient]) -> None:
    manager, cre = client_de("manager"), client_de("cre")
    for identifiant in conventions(manager).values():
        for adresse in (f"/conventions/{identifiant}", f"/conventions/{identifiant}/bilan"):
            reperes = page(manager, adresse).xpath("//dl[@class='engagement-reperes']/div/dd")
            assert not [texte(d) for d in reperes if texte(d) in {"1", "2", "3", "4"} or re.match(r"[1-4] sur ", texte(d))]
        assert not page(manager, f"/conventions/{identifiant}").xpath(
            "//*[@id='embauches'] | //form[@method='post' and starts-with(@action, '/conv')]"
        )
    classeur = CalamineWorkbook.from_filelike(BytesIO(manager.get("/conventions/classeur.xlsx").content))
    delais = classeur.get_sheet_by_name("Délais et issues").to_python()[1:]
    assert not [x for x in delais if any(str(v) in {"1", "2", "3", "4", "1.0", "2.0", "3.0", "4.0"} for v in (x[1], x[3], x[4]))]
    nette = page(cre, f"/conventions/{visee(cre, 'propreté')}")
    assert "1 personne attend une réponse" in texte(nette)


def test_un_employeur_ne_lit_que_la_sienne_et_aucune_personne(client_de: Callable[[str], TestClient]) -> None:
    employeur, cre = client_de("employeur-interim"), client_de("cre")
    assert list(conventions(employeur)) == ["Convention logistique : vingt missions longues"]
    assert 'href="/conventions"' in employeur.get("/mes-offres").text
    assert "/conventions" not in client_de("employeur-jardins").get("/mes-offres").text  # in preparation: a draft of the CRE
    sienne = visee(cre, "vingt missions")
    for suite in ("", "/bilan"):
        assert employeur.get(f"/conventions/{sienne}{suite}").status_code == 200
    assert "Close" in texte(page(client_de("employeur-formation"), "/conventions"))
    for autre in set(conventions(cre).values()) - {sienne}:
        assert employeur.get(f"/conventions/{autre}").status_code == 404
    assert employeur.get("/conventions/classeur.xlsx").status_code == 404
    assert employeur.get(f"/conventions/{sienne}/modifier").status_code == 403


def test_aucun_nom_de_personne_ni_note_interne_hors_des_cre(client_de: Callable[[str], TestClient], url_demonstration: str) -> None:
    (personnes,) = lire_lignes(
        url_demonstration,
        "SELECT DISTINCT a.prenom, a.nom, a.identifiant FROM allocataire a JOIN prescription p ON p.allocataire_id = a.id"
        " JOIN convention_offre r ON r.offre_id = p.offre_id",
    )
    assert len(personnes) > 15
    for role in ("cre", "manager"):
        client = client_de(role)
        for identifiant in conventions(client).values():
            for suite in ("", "/bilan"):
                brut = client.get(f"/conventions/{identifiant}{suite}").text
                assert not [p for p in personnes if p["identifiant"] in brut or f"{p['prenom']} {p['nom']}" in brut]
    nette = visee(client_de("cre"), "propreté")
    assert "Deux sites perdus" in client_de("cre").get(f"/conventions/{nette}").text
    assert "Deux sites perdus" not in client_de("manager").get(f"/conventions/{nette}").text
    assert "Deux sites perdus" not in client_de("cre").get(f"/conventions/{nette}/bilan").text


def test_le_bilan_tient_tout_ce_qu_une_reunion_demande(client_de: Callable[[str], TestClient]) -> None:
    cre = client_de("cre")
    mots = texte(page(cre, f"/conventions/{visee(cre, 'propreté')}/bilan"))
    for attendu in (
        "Nette & Claire Propreté", "Objectifs et résultats", "Délais et suites", "Personnes proposées", "offres proposées",
        "Ce qui demande une décision", "Décisions de la réunion", "Signatures", "Données fictives",
    ):  # fmt: skip
        assert attendu in mots


def formulaire(client: TestClient, adresse: str) -> dict[str, Any]:
    """Every field of the form of a page, as a browser would send it."""
    champs: dict[str, Any] = {}
    for champ in page(client, adresse).xpath("//form[contains(@class, 'engagement-saisie')]//*[@name and not(self::button)]"):
        valeur = champ.get("value") or champ.text or ""
        champs.setdefault(champ.get("name"), []).append(valeur)
    return champs


def test_ouvrir_une_convention_de_bout_en_bout(cre: TestClient) -> None:
    champs = formulaire(cre, "/conventions/nouvelle")
    assert [int(a) for a in champs["annees"]] == [2026, 2027, 2028]
    champs |= {"titre": "Essai =1+1", "structure": "Nulle part", "l1-metier": "Agent de ménage", "l1-2026": "x"}
    faux = cre.post("/conventions/nouvelle", data=champs)
    assert faux.status_code == 400
    assert "<title>Erreur" in faux.text
    for attendu in ("Aucune structure du catalogue", "Aucun métier ne s’appelle", 'value="Nulle part"', 'value="Agent de ménage"'):
        assert attendu in faux.text
    employeur = page(cre, "/conventions/nouvelle").xpath("//datalist[@id='liste-structures']/option/@value")[0]
    champs |= {"structure": employeur, "l1-metier": "k2204", "l1-2026": "2", "l1-2027": "6", "action": "ajouter"}
    plus = cre.post("/conventions/nouvelle", data=champs)
    assert plus.status_code == 200
    assert 'name="l2-metier"' in plus.text
    champs["action"] = "enregistrer"
    ouverte = cre.post("/conventions/nouvelle", data=champs)
    assert "en préparation" in ouverte.text
    assert cre.post("/conventions/nouvelle", data=champs).url.path == ouverte.url.path
    adresse = ouverte.url.path
    assert list(conventions(cre)).count("Essai =1+1") == 1
    assert "Signée" in cre.post(f"{adresse}/etat", data={"etat": "signee"}).text
    trop_tot = cre.post(f"{adresse}/embauches", data={"cle": "k", "code_rome": "K2204", "jour": "2026-12-01", "nombre": "1"})
    assert trop_tot.status_code == 400
    assert "pas dans l’avenir" in trop_tot.text
    declaration = {"cle": "k", "code_rome": "K2204", "jour": "2026-11-23", "nombre": "3", "contrat": "CDI"}
    for _ in range(2):
        faite = cre.post(f"{adresse}/embauches", data=declaration)
    assert "3 embauches réalisées, sur 8 prévues" in texte(html.document_fromstring(faite.text))
    retrait = html.document_fromstring(faite.text).xpath("//form[contains(@action, '/embauches/')]/@action")[0]
    assert "0 embauche réalisée" in texte(html.document_fromstring(cre.post(retrait).text))


def test_changer_la_periode_demande_de_regarder_les_annees(cre: TestClient) -> None:
    adresse = f"/conventions/{visee(cre, 'fibre')}"
    champs = formulaire(cre, f"{adresse}/modifier") | {"fin": "2029-03-31", "action": "enregistrer"}
    attente = cre.post(f"{adresse}/modifier", data=champs)
    assert attente.status_code == 400
    assert "La période a changé" in attente.text
    assert 'name="l1-2029"' in attente.text
    apres = cre.post(f"{adresse}/modifier", data={**champs, "annees": ["2026", "2027", "2028", "2029"], "l1-2029": "2"})
    assert "La convention est modifiée" in apres.text
    passee = cre.post(f"{adresse}/modifier", data={**champs, "annees": ["2026", "2027", "2028", "2029"], "titre": "Autre onglet"})
    assert passee.status_code == 400
    assert "modifiée entre-temps" in passee.text
    assert 'value="Autre onglet"' in passee.text


def test_rattacher_puis_retirer_une_offre(cre: TestClient) -> None:
    adresse = f"/conventions/{visee(cre, 'fibre')}"
    assert "Aucune offre ne compte encore" in cre.get(adresse).text
    siennes = page(cre, adresse).xpath("//form[contains(@class, 'engagement-rattacher')]//input[@name='offre']/@value")
    assert siennes
    apres = cre.post(f"{adresse}/offres", data={"offre": siennes[0], "code_rome": ""})
    assert "L’offre compte désormais" in apres.text
    assert f"/offres/{siennes[0]}/retirer" in apres.text
    autre = f"/conventions/{visee(cre, 'bailleur')}"
    refus = cre.post(f"{autre}/offres", data={"offre": siennes[0]})
    assert refus.status_code == 400
    assert "compte déjà pour" in refus.text
    assert f"/offres/{siennes[0]}/retirer" not in cre.post(f"{adresse}/offres/{siennes[0]}/retirer").text
    trouvees = page(cre, f"{adresse}?q=fibre").xpath("//form[contains(@class, 'engagement-rattacher')]")
    assert trouvees
    assert cre.post(f"{adresse}/offres", data={"offre": "000000000000"}).status_code == 404
    assert "Aucune offre libre" in cre.get(f"{adresse}?q=zzzzzz").text


def test_abandonner_et_les_adresses_inconnues(cre: TestClient) -> None:
    prete = f"/conventions/{visee(cre, 'espaces verts')}"
    assert "est oubliée" in cre.post(f"{prete}/etat", data={"etat": "abandonnee"}).text
    assert cre.get(prete).status_code == 404
    assert cre.post(f"{prete}/etat", data={"etat": "signee"}).status_code == 404
    assert cre.get("/conventions/nouvelle?carte=000000000000").status_code == 404
    assert cre.get("/conventions/nouvelle?carte=x").status_code == 404
    assert cre.post(f"/conventions/{visee(cre, 'bailleur')}/etat", data={"etat": "x"}).status_code == 400
