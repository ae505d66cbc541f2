"""The pages of a filière: what is read there is what the rows say, each reader sees their part, and a form loses nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from lxml import html

from catalogue.domaine import TypeOffre
from socle.base import ouvrir
from socle.horloge import PARIS
from tests.catalogue.filieres_en_dur import AUTONOMIE, BATIMENT, JOUR, libres, vivantes
from tests.conftest import a_part, autre_client, entrer
from web.libelles import TYPES

RACINE = f"/filieres/{AUTONOMIE}"


@pytest.fixture(scope="module")
def offres(url_demonstration: str) -> dict[int, dict[str, Any]]:
    """Living offers of the filière, told again from the rows, with the names of their commune and of their métiers."""

    async def lire() -> dict[int, dict[str, Any]]:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            trouvees = await vivantes(connexion, AUTONOMIE)
            noms = {r["code_rome"]: r["libelle"] for r in await connexion.fetch("SELECT code_rome, libelle FROM metier")}
        await bassin.close()
        return {i: {**o, "noms": [noms[m] for m in o["metiers"]]} for i, o in trouvees.items()}

    return a_part(lire())


def page(client: TestClient, adresse: str, statut: int = 200, **champs: Any) -> Any:
    """A page asked, or a form sent, to look into."""
    reponse = client.post(adresse, data=champs) if champs else client.get(adresse)
    assert reponse.status_code == statut, reponse.text[:1000]
    return html.document_fromstring(reponse.text)


def texte(noeud: Any) -> str:
    return " ".join(noeud.text_content().replace("\u00a0", " ").replace("\u202f", " ").split())


def entier(mots: str) -> int:
    """The first number of a text."""
    trouve = re.search(r"\d+", re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d)", "", mots))
    assert trouve, mots
    return int(trouve[0])


def nombre_d_offres(client: TestClient, adresse: str) -> int:
    return entier(texte(page(client, adresse).xpath("//h1")[0]))


def test_la_page_dit_ce_que_disent_les_lignes(client: TestClient, offres: dict[int, dict[str, Any]]) -> None:
    lue = page(client, RACINE)
    chiffres = [entier(texte(c)) for c in lue.xpath("//ul[@class='filiere-chiffres']/li")]
    assert chiffres == [len(offres), libres(offres.values())]
    etapes = {
        texte(e.xpath("./h3")[0]): entier(texte(e.xpath(".//p[@class='filiere-suite']")[0])) for e in lue.xpath("//ol[@class='filiere-etapes']/li")
    }
    par_type = Counter(TypeOffre(o["type_offre"]) for o in offres.values())
    travail = par_type.total() - sum(par_type[g] for g in (TypeOffre.DECOUVERTE, TypeOffre.FORMATION, TypeOffre.APPUI))
    attendues = {"Découvrir": par_type[TypeOffre.DECOUVERTE], "Se former": par_type[TypeOffre.FORMATION], "Travailler": travail}
    assert list(etapes) == ["Découvrir", "Se former", "Travailler", "Être soutenu"]
    assert etapes == {**attendues, "Être soutenu": par_type[TypeOffre.APPUI]}
    communes = {texte(t.xpath("th")[0]): entier(texte(t.xpath("td")[0])) for t in lue.xpath("//details//tbody/tr")}
    assert len(lue.xpath("//*[@class='plan-disque']")) == len(communes)
    assert sum(communes.values()) == sum(1 for o in offres.values() if o["code_insee"] and o["code_insee"].startswith("94"))


def test_chaque_lien_ouvre_la_liste_qu_il_compte(client: TestClient, offres: dict[int, dict[str, Any]]) -> None:
    lue = page(client, RACINE)
    comptes = {t.get("href"): entier(texte(t)) for t in lue.xpath("//a[contains(@href, '/offres?filiere=')]")}
    comptes |= {t.xpath("string(a/@href)"): entier(texte(t.xpath("span")[0])) for t in lue.xpath("//section[@aria-labelledby='titre-metiers']//li")}
    assert len(comptes) > 8
    assert {href: nombre_d_offres(client, href) for href in comptes} == comptes
    metiers = Counter(nom for o in offres.values() for nom in o["noms"])
    for ligne in lue.xpath("//section[@aria-labelledby='titre-metiers']//li"):
        assert metiers[texte(ligne.xpath("a")[0])] == entier(texte(ligne.xpath("span")[0]))


def test_la_recherche_garde_la_filiere_et_la_quitte(client: TestClient) -> None:
    lue = page(client, f"/offres?filiere={AUTONOMIE}&q=soin")
    assert lue.xpath("//input[@name='filiere']/@value") == [AUTONOMIE]
    assert lue.xpath("//a[contains(., 'Filière Plateforme')]/@href") == ["/offres?q=soin"]
    assert nombre_d_offres(client, "/offres?filiere=rien-de-tel") == nombre_d_offres(client, "/offres")


@pytest.mark.parametrize("qui", ["cip", "cre", "employeur", "manager", "admin"])
def test_un_chemin_y_mene(client_de: Callable[[str], TestClient], qui: str) -> None:
    for adresse in ("/", "/offres"):
        assert RACINE in page(client_de(qui), adresse).xpath("//main//a/@href")


def test_une_personne_accompagnee_la_lit_avec_ses_propres_liens(client_de: Callable[[str], TestClient]) -> None:
    client = client_de("allocataire")
    liens = page(client, RACINE).xpath("//main//a/@href")
    assert [lien for lien in liens if lien.startswith("/offres") or "chiffres" in lien or "modifier" in lien] == []
    vers = [lien for lien in liens if lien.startswith("/mon-espace/offres/")]
    assert len(vers) > 5
    page(client, vers[0])


def test_le_calendrier_montre_chaque_date_une_fois(client: TestClient, offres: dict[int, dict[str, Any]]) -> None:
    datees = sorted((s["debut"], o["identifiant"]) for o in offres.values() for s in o["sessions"] if s["debut"])
    vues: list[tuple[date, str]] = []
    adresse: str | None = f"{RACINE}/calendrier?mois={JOUR:%Y-%m}"
    for _ in range(24):
        lue = page(client, str(adresse))
        mois = re.search(r"mois=(\d{4})-(\d{2})", str(adresse))
        assert mois
        for case in lue.xpath("//table[contains(@class, 'calendrier')]//td[.//ul]"):
            jour = date(int(mois[1]), int(mois[2]), int(texte(case.xpath(".//span[@class='calendrier-numero']")[0])))
            vues += [(jour, lien.removeprefix("/offres/")) for lien in case.xpath(".//li//a/@href")]
        adresse = lue.xpath("string(//a[@rel='next']/@href)")
    assert sorted(vues) == datees
    assert vues == sorted(vues, key=lambda v: v[0])


def test_sans_mois_on_arrive_a_la_premiere_date(client: TestClient, offres: dict[int, dict[str, Any]]) -> None:
    premiere = min(s["debut"] for o in offres.values() for s in o["sessions"] if s["debut"])
    for fin in ("", "?mois=hier", "?mois=2026-13"):
        assert page(client, f"{RACINE}/calendrier{fin}").xpath("//td[.//ul]")
    lue = page(client, f"{RACINE}/calendrier")
    assert str(premiere.day) == texte(lue.xpath("//td[.//ul]//span[@class='calendrier-numero']")[0])
    passe = page(client, f"{RACINE}/calendrier?mois=2020-01")
    assert not passe.xpath("//a[@rel='prev']")
    assert texte(passe.xpath("//h1")[0]) == "Novembre 2026"


def test_le_tableau_se_lit_sans_le_voir(client: TestClient) -> None:
    tableau = page(client, f"{RACINE}/calendrier").xpath("//table")[0]
    assert tableau.xpath("caption")
    assert [texte(t) for t in tableau.xpath("thead//th[@scope='col']")][:2] == ["Lundi", "Mardi"]
    longues = [texte(t) for t in tableau.xpath(".//td[.//ul]//span[@class='calendrier-long']")]
    assert all(re.match(r"(Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) \d", t) for t in longues)


def test_le_fichier_d_agenda_dit_les_memes_dates_et_personne(client: TestClient, offres: dict[int, dict[str, Any]]) -> None:
    reponse = client.get(f"{RACINE}/calendrier.ics")
    assert reponse.headers["content-type"].startswith("text/calendar")
    evenements = Calendar.from_ical(reponse.content).walk("VEVENT")
    datees = Counter((o["titre"], s["debut"]) for o in offres.values() for s in o["sessions"] if s["debut"])
    lus = Counter((str(e["summary"]), e["dtstart"].dt if type(e["dtstart"].dt) is date else e["dtstart"].dt.date()) for e in evenements)
    assert lus == datees
    uids = [str(e["uid"]) for e in evenements]
    assert len(set(uids)) == len(uids) > 20
    assert uids == [str(e["uid"]) for e in Calendar.from_ical(client.get(f"{RACINE}/calendrier.ics").content).walk("VEVENT")]
    for contact in (o[champ] for o in offres.values() for champ in ("contact_nom", "telephone", "courriel") if o[champ]):
        assert contact not in reponse.text.replace("\r\n ", "")
    heures = next(e for e in evenements if type(e["dtstart"].dt) is not date)
    assert heures["dtstart"].dt.tzinfo is not None
    assert heures["dtstart"].dt.utcoffset() == heures["dtstart"].dt.astimezone(PARIS).utcoffset()
    assert str(heures["url"]).startswith("http://boite.test/offres/")


def tableau(lue: Any, titre: str) -> dict[str, list[str]]:
    lignes = lue.xpath(f"//section[@aria-labelledby='{titre}']//tbody/tr")
    return {texte(t.xpath("th")[0]): [texte(c) for c in t.xpath("td")] for t in lignes}


def montre(n: int) -> str:
    return "moins de 5" if 0 < n < 5 else str(n)


def test_les_chiffres_de_la_page_sont_ceux_des_lignes(client_de: Callable[[str], TestClient], offres: dict[int, dict[str, Any]]) -> None:
    lues = tableau(page(client_de("manager"), f"{RACINE}/chiffres"), "titre-places")
    for genre in TypeOffre:
        siennes = [o for o in offres.values() if o["type_offre"] == genre]
        if siennes:
            seances = [s for o in siennes for s in o["sessions"]]
            attendus = [len(siennes), len(seances), sum(s["places"] or 0 for s in seances)]
            assert [entier(m) for m in lues[TYPES[genre].pluriel][:3]] == attendus
    seances = [s for o in offres.values() for s in o["sessions"]]
    ensemble = [len(offres), len(seances), sum(s["places"] or 0 for s in seances)]
    assert [entier(m) for m in lues["Ensemble"][:3]] == ensemble
    assert lues["Ensemble"][3:] == [montre(sum(s[c] for s in seances)) for c in ("places_tenues", "places_prises")]


def test_les_chiffres_s_arretent_aux_territoires_de_qui_les_lit(client_de: Callable[[str], TestClient]) -> None:
    tout, est = (page(client_de(qui), f"{RACINE}/chiffres") for qui in ("cre-departement", "cre-departement-est"))
    assert entier(tableau(est, "titre-places")["Ensemble"][0]) < entier(tableau(tout, "titre-places")["Ensemble"][0])
    assert "Dans vos territoires" in texte(est)
    assert "Dans vos territoires" not in texte(tout)


def test_la_liste_compte_comme_les_pages(client_de: Callable[[str], TestClient]) -> None:
    lue = page(client_de("manager"), "/filieres")
    assert [texte(o) for o in lue.xpath("//nav[@aria-label='Engagements']//a")] == ["Conventions", "Clauses sociales", "Filières"]
    assert lue.xpath("//nav[@aria-label='Engagements']//a[@aria-current]/@href") == ["/filieres"]
    for cle in (AUTONOMIE, BATIMENT):
        faits = [entier(texte(f)) for f in lue.xpath(f"//li[.//h2/a[@href='/filieres/{cle}']]//ul/li")[:2]]
        chiffres = [entier(texte(c)) for c in page(client_de("cip"), f"/filieres/{cle}").xpath("//ul[@class='filiere-chiffres']/li")]
        assert faits == chiffres
    assert not lue.xpath("//a[@href='/filieres/nouvelle']")


@pytest.mark.parametrize(
    "adresse", ["/filieres/rien-de-tel", "/filieres/Majuscules", "/filieres/a--b", f"/filieres/{'a' * 200}", "/filieres/rien/chiffres"]
)
def test_ce_qui_n_existe_pas_est_introuvable(client_de: Callable[[str], TestClient], adresse: str) -> None:
    assert client_de("cre").get(adresse).status_code == 404


@pytest.fixture(scope="module")
def cip(service: TestClient) -> TestClient:
    return entrer(autre_client(service), "cip-departement")


def formulaire(client: TestClient, adresse: str) -> dict[str, Any]:
    """Every field of the form as it is shown."""
    lue = page(client, adresse)
    champs: dict[str, Any] = {c.get("name"): c.get("value") for c in lue.xpath("//main//input[@type='hidden' or @type='text']")}
    champs |= {c.get("name"): c.text or "" for c in lue.xpath("//main//textarea")}
    for nom in ("metiers", "structures"):
        champs[nom] = lue.xpath(f"//input[@name='{nom}'][@checked]/@value")
    champs["publiee"] = "oui" if lue.xpath("//input[@name='publiee'][@checked]") else ""
    return champs | {"action": "enregistrer"}


def test_creer_la_montrer_la_cacher(cre: TestClient, cip: TestClient) -> None:
    adresse = "/filieres/nouvelle"
    champs = formulaire(cre, adresse) | {"nom": "Propreté & hygiène", "metiers": ["K2204"], "presentation": "Un texte.\r\n- un point"}
    gardee = page(cre, adresse, **champs)
    assert "enregistrée" in texte(gardee)
    assert "n’est pas encore montrée" in texte(gardee)
    toutes = gardee.xpath("string(//a[contains(., 'Voir les')]/@href)")
    assert nombre_d_offres(cre, toutes) == entier(texte(gardee.xpath("//ul[@class='filiere-chiffres']/li")[0]))
    page(cre, adresse, **champs)
    assert texte(page(cre, "/filieres")).count("Propreté & hygiène") == 4
    for fin in ("", "/calendrier", "/calendrier.ics"):
        assert cip.get(f"/filieres/proprete-hygiene{fin}").status_code == 404
    assert "/filieres/proprete-hygiene" not in cip.get("/offres").text
    assert nombre_d_offres(cip, toutes) == nombre_d_offres(cip, "/offres")
    modifier = "/filieres/proprete-hygiene/modifier"
    page(cre, modifier, **(formulaire(cre, modifier) | {"publiee": "oui", "nom": "Propreté"}))
    assert "Un texte." in texte(page(cip, "/filieres/proprete-hygiene"))
    assert "/filieres/proprete-hygiene" in page(cip, "/offres").xpath("//a/@href")


def test_rien_de_tape_ne_se_perd(cre: TestClient) -> None:
    adresse = "/filieres/nouvelle"
    champs = formulaire(cre, adresse) | {
        "nom": "",
        "accroche": "Une phrase",
        "presentation": "Du texte",
        "ordre": "deux",
        "metiers": ["J13", "K1302"],
    }
    lue = page(cre, adresse, 400, **(champs | {"mots_structure": "mains tendues"}))
    assert texte(lue.xpath("//title")[0]).startswith("Erreur :")
    assert {a.get("href") for a in lue.xpath("//div[@id='erreurs']//a")} == {"#nom", "#ordre"}
    assert lue.xpath("//input[@name='accroche']/@value") == ["Une phrase"]
    assert lue.xpath("//input[@name='ordre']/@value") == ["deux"]
    assert lue.xpath("//textarea[@name='presentation']/text()") == ["Du texte"]
    assert lue.xpath("//input[@name='metiers'][@checked]/@value") == ["J13", "K1302"]
    assert "Les Mains Tendues" in texte(lue.xpath("//section[@id='structures']")[0])
    vide = page(cre, adresse, 400, **(champs | {"nom": "Vide", "ordre": "1", "metiers": [], "publiee": "oui"}))
    assert vide.xpath("//div[@id='erreurs']//a/@href") == ["#metiers"]


@pytest.mark.parametrize(
    ("mots", "codes"),
    [("aide soignante", {"J1501"}), ("j15", {"J15"}), ("K1304", {"K1304"}), ("paramédicaux", {"J15"}), ("F", {"F"}), ("J9999", set()), ("", set())],
)
def test_un_metier_se_trouve_par_des_mots_ou_par_son_code(cre: TestClient, mots: str, codes: set[str]) -> None:
    adresse = f"/filieres/{BATIMENT}/modifier"
    champs = formulaire(cre, adresse) | {"mots_metier": mots, "action": "chercher-metier", "nom": "Changé mais pas gardé"}
    lue = page(cre, adresse, **champs)
    coches, proposes = (set(lue.xpath(f"//input[@name='metiers'][{c}]/@value")) for c in ("@checked", "not(@checked)"))
    assert coches == set(champs["metiers"])
    assert codes - coches <= proposes
    assert bool(proposes) is bool(codes - coches)
    assert lue.xpath("//input[@name='nom']/@value") == ["Changé mais pas gardé"]
    assert "Changé" not in cre.get(f"/filieres/{BATIMENT}").text


def test_deux_onglets_le_second_est_prevenu(cre: TestClient) -> None:
    adresse = f"/filieres/{BATIMENT}/modifier"
    champs = formulaire(cre, adresse)
    page(cre, adresse, **(champs | {"accroche": "Première main"}))
    lue = page(cre, adresse, 409, **(champs | {"accroche": "Seconde main"}))
    assert "modifiée entre-temps" in texte(lue)
    assert lue.xpath("//input[@name='accroche']/@value") == ["Seconde main"]
    assert "Première main" in cre.get(f"/filieres/{BATIMENT}").text
    page(cre, adresse, **(champs | {"accroche": "Seconde main", "version": lue.xpath("string(//input[@name='version']/@value)")}))
    assert "Seconde main" in cre.get(f"/filieres/{BATIMENT}").text
    assert cre.post(adresse, data=champs | {"version": "x"}).status_code == 400
    assert "Un nom" in texte(page(cre, adresse, **(formulaire(cre, adresse) | {"nom": "Un\x00 nom"})))
