"""A CRE proposes people of an offer to their référents: choosing, sending, what is told, what is stored, and who sees nothing of it."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import timedelta
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from fastapi.testclient import TestClient
from lxml import html

from matching import exposition
from matching.score import Part
from socle.base import Connexion, ouvrir, transaction
from socle.horloge import HorlogeFixe
from tests.conftest import autre_client, entrer
from tests.web.test_regles_html import fautes

T = TypeVar("T")


def page(client: TestClient, adresse: str, statut: int = 200) -> html.HtmlElement:
    reponse = client.get(adresse)
    assert reponse.status_code == statut, reponse.text[:800]
    lue = html.fromstring(reponse.text)
    assert list(fautes(lue)) == []
    return lue


def texte(vue: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", vue.xpath("string(//main)").replace("\xa0", " ")).strip()


def lire_en_base(url: str, travail: Callable[[Connexion], Coroutine[Any, Any, T]]) -> T:
    async def lire() -> T:
        bassin = await ouvrir(url, taille=1)
        async with transaction(bassin, lecture_seule=True) as connexion:
            trouve = await travail(connexion)
        await bassin.close()
        return trouve

    return asyncio.run(lire())


def offres(client: TestClient, genre: str = "recrutement") -> list[str]:
    """Paths of the people of every offer of a kind."""
    liens = page(client, f"/offres?type={genre}&places=1").xpath("//article//a[starts-with(@href, '/offres/')]/@href")
    return [f"{lien.partition('?')[0]}/personnes" for lien in liens]


def premiere(client: TestClient, voulu: Callable[[html.HtmlElement], bool]) -> str:
    """The first offer whose people answer to something."""
    return next(o for genre in ("recrutement", "formation") for o in offres(client, genre) if voulu(page(client, o)))


def formulaire(vue: html.HtmlElement) -> html.HtmlElement:
    (trouve,) = [f for f in vue.forms if f.action.startswith("/offres/")]
    return trouve


def proposer(client: TestClient, vue: html.HtmlElement, personnes: list[str], **de_plus: str) -> Any:
    f = formulaire(vue)
    caches = {c.get("name"): c.get("value") for c in f.xpath(".//input[@type='hidden'][@name='cle' or @name='session']")}
    return client.post(f.action, data={**caches, "personne": personnes, **de_plus}, follow_redirects=False)


def cases(vue: html.HtmlElement) -> list[str]:
    return [str(c) for c in vue.xpath("//input[@type='checkbox'][@name='personne']/@value")]


def referent_de(vue: html.HtmlElement, personne: str) -> str:
    return str(vue.xpath(f"string(//section[.//input[@value='{personne}']]//h2)")).strip()


@pytest.fixture
def cre(anonyme_a_soi: TestClient) -> TestClient:
    return entrer(autre_client(anonyme_a_soi), "cre-departement")


def test_proposer_a_deux_referents_et_lire_ce_qui_est_fait(anonyme_a_soi: TestClient, cre: TestClient, url_demonstration_a_soi: str) -> None:
    lien = premiere(cre, lambda v: len({referent_de(v, p) for p in cases(v)}) >= 2)
    vue = page(cre, lien)
    par_referent = {referent_de(vue, p): p for p in cases(vue)}
    choisies = list(par_referent.values())[:2]
    fait = proposer(cre, vue, choisies, mot="Démarrage rapide.")
    assert fait.status_code == 303
    apres = page(cre, fait.headers["location"])
    assert "2 personnes proposées à 2 référents" in texte(apres)
    # They are still in the list, said to be proposed, and can no longer be ticked.
    assert not set(choisies) & set(cases(apres))
    pages = " ".join(texte(page(cre, f"{lien}?page={n}")) for n in (1, 2, 3))
    assert pages.count("Cette session : proposée") == 2

    # Sent again, by a double click or after « back »: the same page, nothing more.
    encore = proposer(cre, vue, cases(vue)[:1])
    assert encore.headers["location"] == fait.headers["location"]

    async def ecrits(connexion: Connexion) -> list[Any]:
        return await connexion.fetch("SELECT destinataire, objet FROM courrier WHERE cle LIKE 'propositions:' || $1 || '%'", lot)

    lot = fait.headers["location"].partition("lot=")[2].partition("#")[0]
    courriers = lire_en_base(url_demonstration_a_soi, ecrits)
    assert len(courriers) == 2
    assert all(c["destinataire"].startswith("cip-") for c in courriers)
    # Another CRE learns nothing from the address.
    autre = entrer(autre_client(anonyme_a_soi), "cre-departement-est")
    assert "proposées à" not in texte(page(autre, fait.headers["location"]))


def test_la_structure_ne_recoit_personne(anonyme_a_soi: TestClient, cre: TestClient, url_demonstration_a_soi: str) -> None:
    lien = premiere(cre, lambda v: len(cases(v)) >= 3)
    vue = page(cre, lien)
    avant = lire_en_base(url_demonstration_a_soi, lambda c: c.fetchval("SELECT count(*) FROM courrier"))
    assert proposer(cre, vue, cases(vue)[:3]).status_code == 303

    async def nouveaux(connexion: Connexion) -> list[str]:
        return [r["destinataire"] for r in await connexion.fetch("SELECT destinataire FROM courrier ORDER BY id OFFSET $1", avant)]

    async def conseillers(connexion: Connexion) -> set[str]:
        return {r["courriel"] for r in await connexion.fetch("SELECT courriel FROM compte WHERE role = 'cip'")}

    async def visibles(connexion: Connexion) -> int:
        return int(await connexion.fetchval("SELECT count(*) FROM prescription_etape e JOIN prescription p ON p.id = e.prescription_id "
            "WHERE p.origine = 'cre' AND e.vers = 'transmise'"))  # fmt: skip

    assert set(lire_en_base(url_demonstration_a_soi, nouveaux)) <= lire_en_base(url_demonstration_a_soi, conseillers)
    assert lire_en_base(url_demonstration_a_soi, visibles) == 0


def test_sans_personne_cochee_le_formulaire_revient_tel_quel(cre: TestClient) -> None:
    lien = premiere(cre, lambda v: bool(cases(v)))
    vue = page(cre, lien)
    refuse = proposer(cre, vue, [], mot="Mon mot à garder")
    assert refuse.status_code == 400
    revenu = html.fromstring(refuse.text)
    assert list(fautes(revenu)) == []
    assert revenu.xpath("string(//title)").startswith("Erreur")
    assert "Cochez au moins une personne" in texte(revenu)
    assert revenu.xpath("string(//textarea[@name='mot'])") == "Mon mot à garder"
    assert formulaire(revenu).fields["cle"] == formulaire(vue).fields["cle"]


def test_sans_script_un_bouton_propose_tout_un_groupe(cre: TestClient) -> None:
    lien = premiere(cre, lambda v: len(cases(v)) > 2)
    vue = page(cre, lien)
    bouton = vue.xpath("//button[@name='groupe']")[0]
    siennes = vue.xpath(f"//input[@name='groupe-{bouton.get('value')}']/@value")
    f = formulaire(vue)
    donnees: dict[str, Any] = {nom: f.fields[nom] for nom in ("cle", "session")}
    fait = cre.post(f.action, data={**donnees, "groupe": bouton.get("value"), f"groupe-{bouton.get('value')}": siennes}, follow_redirects=False)
    mots = texte(page(cre, fait.headers["location"]))
    assert re.search(rf"{len(siennes)} personnes? proposées? à 1 référent", mots)


def test_une_personne_d_ailleurs_n_existe_pas(anonyme_a_soi: TestClient, cre: TestClient) -> None:
    ailleurs = entrer(autre_client(anonyme_a_soi), "cip-quai")
    autrui = page(ailleurs, "/personnes").xpath("//a[starts-with(@href, '/personnes/')]/@href")[0].split("/")[2][:12]
    vue = page(cre, premiere(cre, lambda v: bool(cases(v))))
    assert proposer(cre, vue, [cases(vue)[0], autrui]).status_code == 404
    assert texte(page(cre, "/offres"))
    for qui in ("cip-departement", "employeur-jardins", "manager-pdi"):
        assert proposer(entrer(autre_client(anonyme_a_soi), qui), vue, cases(vue)[:1]).status_code in {403, 404}


def test_le_cre_ne_voit_que_son_perimetre(client_de: Callable[[str], TestClient]) -> None:
    est, tout = client_de("cre-departement-est"), client_de("cre-departement")

    def vues(client: TestClient, lien: str) -> set[str]:
        pages = (page(client, f"{lien}?page={n}") for n in range(1, 5))
        return {h.partition("?")[0] for p in pages for h in p.xpath("//article//h3/a/@href")}

    def autorisees(client: TestClient) -> set[str]:
        return {h.partition("?")[0] for n in range(1, 12) for h in page(client, f"/personnes?page={n}").xpath("//a/@href") if "/personnes/" in h}

    permises = autorisees(est)
    for lien in offres(tout)[:3]:
        assert vues(est, lien) == vues(tout, lien) & permises


def test_les_presque_eligibles_disent_ce_qui_manque_et_ce_qui_le_leve(client_de: Callable[[str], TestClient]) -> None:
    cre = client_de("cre")
    lien = premiere(cre, lambda v: v.xpath("//nav[contains(@class,'onglets')]//a[contains(., 'Presque')]//span/text()")[0].strip() != "0")
    conviennent = {h.split("?")[0] for h in page(cre, lien).xpath("//article//h3/a/@href")}
    vue = page(cre, f"{lien}?onglet=presque")
    annonce = int(vue.xpath("//nav[contains(@class,'onglets')]//a[contains(., 'Presque')]//span/text()")[0])
    assert f"{annonce} personne" in vue.xpath("string(//title)").replace("\xa0", " ")
    articles = vue.xpath("//article")
    assert len(articles) == min(annonce, 20)
    assert all(a.xpath(".//*[contains(@class,'motifs-manque')]//li") for a in articles)
    assert not conviennent & {h.split("?")[0] for h in vue.xpath("//article//h3/a/@href")}
    # What is told to lift it was judged again, and leads to the catalogue.
    leviers = vue.xpath("//article//*[contains(@class,'motifs-manque')]//a/@href")
    assert all(cre.get(levier).status_code == 200 for levier in leviers[:3])
    assert not cases(vue)
    # An offer that gives the very thing, in time, may be proposed at once to the référent; for the first session there is often none.
    vues = [page(cre, s) for s in vue.xpath("//nav[@aria-label='Sessions']//a/@href")]
    d_abord = next(a for v in vues for a in v.xpath("//article//a[starts-with(@href, '/prescrire?')]"))
    assert d_abord.text_content().startswith("Proposer d’abord")
    assert lien.split("/")[2] not in d_abord.get("href")
    assert "Proposer au référent" in texte(page(cre, d_abord.get("href")))


def test_une_autre_session_n_a_pas_les_dates_de_la_premiere(client_de: Callable[[str], TestClient]) -> None:
    cre = client_de("cre")
    lien = premiere(cre, lambda v: "Commence le" in texte(v) and len(v.xpath("//nav[@aria-label='Sessions']//a")) > 1)
    vue = page(cre, lien)
    premier, autre = vue.xpath("//nav[@aria-label='Sessions']//a/@href")[:2]
    assert "Commence le" in texte(page(cre, premier))
    assert "Commence le" not in texte(page(cre, autre))


def test_l_exposition_dite_est_celle_que_l_on_recompte(
    client_de: Callable[[str], TestClient], url_demonstration: str, jour_des_tests: HorlogeFixe
) -> None:
    cre, regle = client_de("cre-departement"), exposition.regle()
    lien = premiere(cre, lambda v: "1 en cours" in texte(v))
    toutes = [a for n in range(1, 8) for a in page(cre, f"{lien}?page={n}").xpath("//article")]
    instant = jour_des_tests.maintenant()

    async def prescriptions(connexion: Connexion) -> list[Any]:
        requete = "SELECT a.identifiant, p.cree_le, p.echeance FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id"
        return await connexion.fetch(requete)

    lues = lire_en_base(url_demonstration, prescriptions)
    recentes = Counter(p["identifiant"] for p in lues if p["cree_le"] >= instant - timedelta(days=regle.jours))
    vivantes = Counter(p["identifiant"] for p in lues if p["echeance"] is not None)
    nouvelles = {p["identifiant"] for p in lues if p["cree_le"] >= instant - timedelta(days=regle.oubli)}
    oubliees = 0
    for article in toutes:
        qui = article.xpath(".//h3/a/@href")[0].split("/")[2][:12]
        mots = re.sub(r"\s+", " ", article.xpath("string(.//*[@class='carte-qui'])").replace("\xa0", " "))
        oubliees += qui not in nouvelles
        if qui not in nouvelles and not vivantes[qui]:
            assert f"Aucune proposition depuis {regle.oubli} jours" in mots
            continue
        assert (f"{recentes[qui]} proposition" if recentes[qui] else "Aucune proposition") in mots
        assert (f"{vivantes[qui]} en cours" in mots) == bool(vivantes[qui])
        assert bool(article.xpath(".//*[contains(@class,'prudence')]")) == (vivantes[qui] >= regle.prudence)
    dit = texte(page(cre, lien))
    assert f"les {len(toutes)} personnes" in dit
    assert re.search(rf"{oubliees or 'aucune'} n(’a|’ont) reçu aucune proposition depuis {regle.oubli} jours", dit)
    filtree = page(cre, f"{lien}?exposition=oubliees")
    assert f"{oubliees} personne" in filtree.xpath("string(//title)").replace("\xa0", " ")


def test_la_prudence_se_dit_a_partir_du_nombre_de_la_regle(cre: TestClient, url_demonstration_a_soi: str) -> None:
    """Someone is proposed session after session: the page says so at the number of the rule, not before."""
    liens = offres(cre)[:8]
    suivies = Counter(p for lien in liens for p in cases(page(cre, lien)))
    qui = next(p for p, n in suivies.most_common() if n > exposition.regle().prudence)
    miennes = [lien for lien in liens if qui in cases(page(cre, lien))]
    for lien in miennes[: exposition.regle().prudence + 1]:
        vue = page(cre, lien)
        carte = vue.xpath(f"//article[.//input[@value='{qui}']]")[0]

        async def vivantes(connexion: Connexion) -> int:
            de_qui = "allocataire_id = (SELECT id FROM allocataire WHERE identifiant = $1)"
            return int(await connexion.fetchval(f"SELECT count(*) FROM prescription WHERE echeance IS NOT NULL AND {de_qui}", qui))

        attendu = lire_en_base(url_demonstration_a_soi, vivantes) >= exposition.regle().prudence
        assert bool(carte.xpath(".//*[contains(@class,'prudence')]")) == attendu
        assert proposer(cre, vue, [qui]).status_code == 303


def test_chaque_liste_montree_est_gardee_avec_ce_qui_suit(cre: TestClient, url_demonstration_a_soi: str) -> None:
    lien = premiere(cre, lambda v: len(cases(v)) >= 2)
    vue = page(cre, lien)
    montrees = [h.split("/")[2][:12] for h in vue.xpath("//article//h3/a/@href")]
    ouverte = vue.xpath("//article//h3/a/@href")[1]
    assert cre.get(ouverte).status_code == 200
    # Reloaded, it is the same list; turned, the next one begins where it stopped.
    assert page(cre, lien).xpath("//article//h3/a/@href") == vue.xpath("//article//h3/a/@href")

    async def gardee(connexion: Connexion) -> tuple[Any, list[Any], list[Any]]:
        offre = lien.split("/")[2]
        listes = await connexion.fetch(
            "SELECT l.* FROM liste_montree l JOIN offre o ON o.id = l.offre_id WHERE o.identifiant = $1 AND l.page = 'inverse'", offre
        )
        assert len(listes) == 1
        lignes = await connexion.fetch(
            "SELECT g.*, a.identifiant FROM liste_ligne g JOIN allocataire a ON a.id = g.allocataire_id WHERE g.liste_id = $1 ORDER BY g.position",
            listes[0]["id"],
        )
        faits = "SELECT fait, a.identifiant FROM suite s JOIN allocataire a ON a.id = s.allocataire_id WHERE s.liste_id = $1"
        suites = await connexion.fetch(faits, listes[0]["id"])
        return listes[0], lignes, suites

    liste, lignes, suites = lire_en_base(url_demonstration_a_soi, gardee)
    assert [ligne["identifiant"] for ligne in lignes] == montrees
    assert [ligne["position"] for ligne in lignes] == list(range(1, len(montrees) + 1))
    assert liste["version"] == exposition.version()
    assert set(liste["parts"]) == {*(part.value for part in Part), exposition.PART}
    assert all(len(ligne["valeurs"]) == len(liste["parts"]) for ligne in lignes)
    # Within a référent, the order is that of the figures stored: score less what the rule took off.
    place, regle = liste["parts"].index(exposition.PART), exposition.regle()
    notes = {ligne["identifiant"]: ligne["score"] - ligne["valeurs"][place] * regle.plafond / 1000 for ligne in lignes}
    for section in vue.xpath("//section[contains(@class,'groupe')]"):
        siens = [notes[h.split("/")[2][:12]] for h in section.xpath(".//article//h3/a/@href")]
        assert all(avant >= apres - 1e-5 for avant, apres in pairwise(siens))
    assert [(s["fait"], s["identifiant"]) for s in suites] == [("ouverte", montrees[1])]


def test_une_offre_qui_ne_convient_a_personne_le_dit(client_de: Callable[[str], TestClient]) -> None:
    quai = client_de("cip-quai")
    liens = (lien for genre in ("collectivite", "formation", "recrutement") for lien in offres(quai, genre))
    vide = next(v for v in (page(quai, lien) for lien in liens) if not v.xpath("//article"))
    assert "Personne, dans votre périmètre" in texte(vide)


def test_le_referent_repond_depuis_sa_journee(anonyme_a_soi: TestClient, cre: TestClient) -> None:
    def nouvelles(vue: html.HtmlElement) -> list[str]:
        """People of one référent to whom nobody proposed anything."""
        siennes = vue.xpath("//section[contains(.//h2, 'Camille Aubrac')]//article[.//span[@class='jamais']]")
        return [str(p) for article in siennes for p in article.xpath(".//input/@value")]

    lien = premiere(cre, lambda v: len(nouvelles(v)) >= 2)
    vue = page(cre, lien)
    a, b = nouvelles(vue)[:2]
    noms = {p: vue.xpath(f"string(//article[.//input[@value='{p}']]//h3)").strip() for p in (a, b)}
    assert proposer(cre, vue, [a, b], mot="Venez voir l’atelier.").status_code == 303

    cip = entrer(autre_client(anonyme_a_soi), "cip-departement")
    journee = page(cip, "/ma-journee")
    (groupe,) = [s for s in journee.xpath("//section[@class='propose'][contains(.//h3, 'Hugo Sarrazin')]") if noms[a] in s.text_content()]
    assert "2 personnes proposées par Hugo Sarrazin" in groupe.xpath("string(.//h3)").replace("\xa0", " ")
    assert "Venez voir l’atelier." in groupe.text_content()
    # Told once: neither among answers, nor among silences.
    for bloc in ("reponses", "silences"):
        assert noms[a] not in journee.xpath(f"string(//section[@aria-labelledby='titre-{bloc}'])")

    def formulaires(nom: str) -> list[html.HtmlElement]:
        ligne = next(li for li in page(cip, "/ma-journee").xpath("//li[@class='propose-personne']") if nom in li.text_content())
        return list(ligne.xpath(".//form"))

    oui, _ = formulaires(noms[a])
    fait = cip.post(oui.action, data={**dict(oui.form_values()), "vers": "acceptee_personne"}, follow_redirects=False)
    assert (fait.status_code, fait.headers["location"]) == (303, "/ma-journee?avis=oui")
    _, non = formulaires(noms[b])
    assert cip.post(non.action, data={**dict(non.form_values()), "vers": "annulee", "motif": ""}, follow_redirects=False).status_code == 400
    fait = cip.post(non.action, data={**dict(non.form_values()), "vers": "annulee", "motif": "non_interesse"}, follow_redirects=False)
    assert fait.headers["location"] == "/ma-journee?avis=non"
    reste = " ".join(page(cip, "/ma-journee?avis=non").xpath("//section[@class='propose']//text()"))
    assert not any(nom in reste for nom in noms.values())
    # The CRE sees what became of each, with the reason of the no.
    revenu = texte(page(cre, lien))
    assert "Cette session : la personne est d’accord" in revenu
    assert "Cette session : annulée (n’est pas intéressée)" in revenu
