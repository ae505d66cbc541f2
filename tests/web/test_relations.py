"""The day of a CRE: what waits, done in one press, and back to the list; nobody else opens it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from employeurs.offres.domaine import FRAICHEUR_JOURS
from socle.base import Ligne, ouvrir
from tests.conftest import a_part

JOUR = date(2026, 11, 23)
ATTENDUS = """
    SELECT (SELECT count(*) FROM offre WHERE etat = 'publiee' AND coalesce(verifie_le, '2000-01-01') <= $1::date) AS fraicheur,
        (SELECT count(*) FROM offre WHERE etat = 'a_valider') AS valider,
        (SELECT count(*) FROM action a JOIN compte c ON c.id = a.compte_id
            WHERE c.nom = 'Hugo Sarrazin' AND a.faite_le IS NULL AND a.echeance <= $2::date) AS rappels,
        (SELECT count(DISTINCT o.structure_id) FROM prescription p JOIN offre o ON o.id = p.offre_id
            WHERE p.etat = 'transmise' AND p.depuis < $2::date - 6
            AND NOT EXISTS (SELECT FROM action t WHERE t.structure_id = o.structure_id AND t.faite_le IS NULL AND t.echeance > $2::date)) AS silences
"""
BLOCS = ("rappels", "silences", "valider", "fraicheur", "sessions")


def lire(texte: str) -> Any:
    return html.document_fromstring(texte)


def demander(url: str, sql: str, *arguments: Any) -> list[Ligne]:
    async def lecture() -> list[Ligne]:
        bassin = await ouvrir(url, taille=1)
        async with bassin.acquire() as connexion:
            lues = await connexion.fetch(sql, *arguments)
        await bassin.close()
        return lues

    return a_part(lecture())


def comptes(page: Any) -> dict[str, int]:
    return {bloc: int(page.xpath(f"string(//h2[@id='titre-{bloc}']/span)")) for bloc in BLOCS}


def caches(formulaire: Any) -> dict[str, str]:
    """What a form brings back without being typed."""
    return {i.get("name"): i.get("value") for i in formulaire.xpath(".//input[@type='hidden']")}


def test_la_journee_est_la_premiere_page_d_un_cre(cre: TestClient) -> None:
    assert cre.get("/connexion", follow_redirects=False).headers["Location"] == "/relations"
    page = lire(cre.get("/relations").text)
    menu = [a.text for a in page.xpath("//nav[@id='menu']//a")]
    assert menu[:2] == ["Ma journée", "Structures"]
    assert page.xpath("string(//nav[@id='menu']//a[@aria-current])") == "Ma journée"


def test_les_comptes_sont_ceux_des_lignes_et_de_la_base(client_de: Callable[[str], TestClient], url_demonstration: str) -> None:
    page = lire(client_de("cre-departement").get("/relations").text)
    lus = comptes(page)
    assert len(page.xpath("//section[@id='rappels']/ul/li")) == lus["rappels"] > 0
    assert len(page.xpath("//section[@id='silences']//li[contains(@class, 'relation')]")) == lus["silences"] > 0
    (attendu,) = demander(url_demonstration, ATTENDUS, JOUR - timedelta(days=FRAICHEUR_JOURS), JOUR)
    assert {nom: lus[nom] for nom in dict(attendu)} == dict(attendu)
    total = lus["rappels"] + lus["silences"] + lus["valider"] + lus["fraicheur"]
    assert page.xpath("string(//title)").replace("\u00a0", " ").startswith(f"{total} choses à faire")


def test_chacun_ne_voit_que_ses_rappels_et_ses_territoires(client_de: Callable[[str], TestClient]) -> None:
    ici, est = (lire(client_de(cle).get("/relations").text) for cle in ("cre-departement", "cre-departement-est"))
    assert "Vos territoires" in est.text_content()
    assert "Vos territoires" not in ici.text_content()
    assert comptes(est)["fraicheur"] < comptes(ici)["fraicheur"]
    rappels = {p: {li.get("id") for li in p.xpath("//section[@id='rappels']//li[@id]")} for p in (ici, est)}
    assert rappels[ici]
    assert rappels[ici].isdisjoint(rappels[est])


def test_chaque_ligne_mene_a_un_geste(client_de: Callable[[str], TestClient]) -> None:
    page = lire(client_de("cre-departement").get("/relations").text)
    liens = "p[@class='relation-titre']/a[starts-with(@href, '/offres/') or starts-with(@href, '/a-valider/')]"
    lignes = page.xpath("//li[contains(concat(' ', @class, ' '), ' relation ')]")
    assert len(lignes) > 20
    assert [ligne.text_content() for ligne in lignes if not ligne.xpath(f".//form[@method='post'] | .//{liens}")] == []
    cles = page.xpath("//form[contains(@action, '/echanges')]//input[@name='cle']/@value")
    assert len(set(cles)) == len(cles)


def test_noter_un_appel_depuis_la_liste_et_y_revenir(cre: TestClient) -> None:
    page = lire(cre.get("/relations").text)
    avant = comptes(page)["rappels"]
    formulaire = page.xpath("//section[@id='rappels']//form[contains(@action, '/echanges')]")[0]
    champs = caches(formulaire) | {"texte": "Quatre postes en <b>janvier</b>.", "rappel": "2026-11-27"}
    suites = [cre.post(formulaire.get("action"), data=champs, follow_redirects=False) for _ in range(2)]
    assert [s.headers["Location"] for s in suites] == [f"/relations?avis={avis}&bloc=rappels#rappels" for avis in ("notee", "rien")]
    apres = cre.get(suites[0].headers["Location"])
    assert comptes(lire(apres.text))["rappels"] == avant - 1
    assert "L’échange est noté" in lire(apres.text).xpath("string(//section[@id='rappels']//div[@role='status'])")
    fiche = cre.get(formulaire.get("action").removesuffix("/echanges")).text
    assert fiche.count("Quatre postes en &lt;b&gt;janvier&lt;/b&gt;.") == 1
    assert len(re.findall("Rappeler</p>", fiche)) == 1


def test_un_appel_sans_un_mot_ramene_a_la_fiche_sans_rien_perdre(cre: TestClient) -> None:
    formulaire = lire(cre.get("/relations").text).xpath("//section[@id='silences']//form[contains(@action, '/echanges')]")[0]
    champs = caches(formulaire)
    reponse = cre.post(formulaire.get("action"), data={**champs, "texte": " ", "rappel": "2026-12-01"})
    page = lire(reponse.text)
    assert reponse.status_code == 400
    assert page.xpath("string(//title)").startswith("Erreur")
    assert page.xpath("//div[@id='erreurs']//a/@href") == ["#echange-texte"]
    assert page.xpath("//input[@id='echange-rappel']/@value") == ["2026-12-01"]
    assert page.xpath("//input[@name='retour']/@value")[0] == "silences"


def test_relancer_plus_tard_puis_la_structure_n_est_plus_dans_la_liste(cre: TestClient) -> None:
    page = lire(cre.get("/relations").text)
    formulaire = page.xpath("//section[@id='silences']//form[contains(@action, '/actions')]")[0]
    champs = caches(formulaire)
    for _ in range(2):
        apres = cre.post(formulaire.get("action"), data={**champs, "jours": "3"})
    assert apres.url.path == "/relations"
    assert comptes(lire(apres.text))["silences"] == comptes(page)["silences"] - 1
    fiche = cre.get(formulaire.get("action").removesuffix("/actions")).text
    assert fiche.count("Relancer : des personnes attendent une réponse".replace(" :", "\u00a0:")) >= 1
    assert len(lire(fiche).xpath("//section[@id='a-faire']/ul/li")) == 1


def test_fait_et_reporte_en_un_geste(cre: TestClient) -> None:
    page = lire(cre.get("/relations").text)
    adresses = page.xpath("//section[@id='rappels']/ul//form[contains(@action, '/actions/')]/@action")
    fait = cre.post(adresses[0], data={"retour": "rappels"})
    assert "C’est fait" in lire(fait.text).xpath("string(//section[@id='rappels']//div[@role='status'])")
    assert adresses[0] not in fait.text
    reporte = cre.post(adresses[-1], data={"retour": "rappels", "jours": "1"})
    assert "Demain, reporté une fois" in lire(reporte.text).xpath("string(//details[@id='a-venir'])")


def test_confirmer_une_offre_depuis_la_journee(cre: TestClient) -> None:
    page = lire(cre.get("/relations").text)
    adresse = page.xpath("//section[@id='fraicheur']//form[contains(@action, '/confirmer')]/@action")[0]
    apres = cre.post(adresse, data={"retour": "relations"})
    assert apres.url.path == "/relations"
    assert comptes(lire(apres.text))["fraicheur"] == comptes(page)["fraicheur"] - 1
    ailleurs = cre.post(adresse, data={"retour": "//mechant.example"}, follow_redirects=False)
    assert ailleurs.headers["Location"].startswith("/mes-offres?")


@pytest.mark.parametrize("role", ["cip", "employeur", "allocataire", "manager", "admin"])
def test_la_journee_et_les_structures_sont_aux_cre(client_de: Callable[[str], TestClient], role: str) -> None:
    for page in ("/relations", "/structures"):
        assert client_de(role).get(page).status_code == 403


def test_aucune_personne_accompagnee_n_est_nommee(client_de: Callable[[str], TestClient], url_demonstration: str) -> None:
    noms = {ligne["nom"] for ligne in demander(url_demonstration, "SELECT DISTINCT prenom || ' ' || nom AS nom FROM allocataire")}
    cre = client_de("cre-departement")
    liste = cre.get("/structures?silencieuses=1")
    fiches = [cre.get(a).text for a in lire(liste.text).xpath("//h2/a/@href")]
    assert fiches
    for texte in (cre.get("/relations").text, liste.text, *fiches):
        assert [nom for nom in noms if nom in texte] == []
