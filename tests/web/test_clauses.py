"""Pages of social clauses: figures recomputed from the rows, the grid that gives everything back, the import in two steps, who reads what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from fastapi.testclient import TestClient
from lxml import html
from python_calamine import CalamineWorkbook

from employeurs.clauses import depot
from employeurs.clauses.libelles import heures_en_mots
from socle.base import ouvrir
from socle.horloge import HorlogeFixe
from tests.conftest import a_part, autre_client, entrer
from tests.employeurs.clauses.classeurs import classeur

MOIS = "2026-10"
MANAGER = "manager-pdi"


def lire(texte: str) -> Any:
    return html.document_fromstring(texte)


def page(client: TestClient, adresse: str, statut: int = 200) -> Any:
    reponse = client.get(adresse)
    assert reponse.status_code == statut, reponse.text[:800]
    return lire(reponse.text)


def mots(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").replace("\u202f", " ").split())


def demander(url: str, sql: str, *valeurs: object) -> list[Any]:
    async def lire_lignes() -> list[Any]:
        bassin = await ouvrir(url, taille=1)
        async with bassin.acquire() as connexion:
            lignes = await connexion.fetch(sql, *valeurs)
        await bassin.close()
        return lignes

    return a_part(lire_lignes())


def lot_de(cre: TestClient, marche: str) -> str:
    """Address of the only lot of a marché of the demonstration."""
    return str(page(cre, f"/clauses?q={marche}&etat=tous").xpath("string(//li[@class='clause-carte'][1]//a/@href)"))


# The same rows added up by hand, far from the view that the pages read.
RECOMPTE = """
SELECT m.numero, l.heures_prevues AS prevues,
    (SELECT coalesce(sum(heures_engagees), 0) FROM poste WHERE lot_id = l.id AND etat IN ('ouvert', 'pourvu')) AS engagees,
    (SELECT coalesce(sum(heures), 0) FROM heures WHERE participation_id IN (
        SELECT id FROM participation WHERE poste_id IN (SELECT id FROM poste WHERE lot_id = l.id))) AS realisees
FROM lot l, marche m WHERE m.id = l.marche_id
"""


def test_les_chiffres_a_l_ecran_sont_ceux_des_lignes(url: str, cre: TestClient) -> None:
    lignes = demander(url, RECOMPTE)
    vue = page(cre, "/clauses?etat=tous")
    attendus = {
        ligne["numero"]: [
            heures_en_mots(h)
            for h in (ligne["prevues"], ligne["engagees"], ligne["realisees"], max(Decimal(0), ligne["prevues"] - ligne["realisees"]))
        ]
        for ligne in lignes
    }
    tableau = vue.xpath("//details[@class='clause-tableau']//tbody/tr")
    lus = {t.xpath("string(th)").split(",")[0]: [c.text_content() for c in t.xpath("td")[:4]] for t in tableau}
    assert lus == attendus
    chiffres = [mots(li) for li in vue.xpath("//ul[@class='pilotage-chiffres']/li")]
    sommes = {nom: sum(ligne[nom] for ligne in lignes) for nom in ("prevues", "engagees", "realisees")}
    restantes = sum(max(Decimal(0), ligne["prevues"] - ligne["realisees"]) for ligne in lignes)
    voulus = zip([*sommes.values(), restantes], ("prévues", "engagées", "réalisées", "restantes"), strict=True)
    assert chiffres == [f"{heures_en_mots(h)} {mot}".replace("\u202f", " ").replace("\u00a0", " ") for h, mot in voulus]


def test_ce_qui_presse_vient_d_abord(cre: TestClient) -> None:
    cartes = page(cre, "/clauses").xpath("//li[@class='clause-carte']")
    pressantes = [
        bool(c.xpath(".//span[contains(@class,'badge-attention') or contains(@class,'badge-erreur') or contains(@class,'badge-info')]"))
        for c in cartes
    ]
    assert pressantes == sorted(pressantes, reverse=True)
    assert 3 <= sum(pressantes) < len(cartes)
    texte = " ".join(mots(c) for c in cartes)
    assert "Au rythme actuel, il manquera" in texte
    assert "Se termine le" in texte
    assert "Dépassé de 42 h" in texte
    seules = page(cre, "/clauses?alerte=oui").xpath("//li[@class='clause-carte']")
    assert len(seules) == sum(pressantes)


def test_la_grille_s_additionne_dans_les_deux_sens(cre: TestClient) -> None:
    vue = page(cre, lot_de(cre, "DEMO-2104") + "?periode=2026")
    rangs = vue.xpath("//table[@class='clause-grille']/tbody/tr")

    def nombre(texte: str) -> Decimal:
        return Decimal(re.sub(r"[^\d,]", "", texte).replace(",", ".") or "0")

    lignes = [[nombre(i.get("value")) for i in r.xpath(".//td/input")] for r in rangs[:-1]]
    totaux = [nombre(c.text_content()) for c in rangs[-1].xpath("td")]
    assert [nombre(r.xpath("td")[-2].text_content()) for r in rangs[:-1]] == [sum(ligne) for ligne in lignes]
    assert sum(totaux[:12]) == totaux[12] == sum(sum(ligne) for ligne in lignes)
    assert totaux[13] == sum(nombre(r.xpath("td")[-1].text_content()) for r in rangs[:-1]) == 4900


def grille(vue: Any) -> dict[str, str]:
    """The form of hours as a browser would send it."""
    return {i.get("name"): i.get("value") for i in vue.xpath("//form[contains(@action,'/heures')]//input")}


def test_noter_des_heures(url: str, cre: TestClient) -> None:
    adresse = lot_de(cre, "DEMO-2101")
    champs = grille(page(cre, adresse))
    cellules = [nom for nom in champs if nom.endswith(MOIS)]
    avant = sum(Decimal(champs[c].replace(",", ".") or "0") for c in cellules)
    envoi = cre.post(f"{adresse}/heures", data={**champs, cellules[0]: "35h30"}, follow_redirects=False)
    assert envoi.status_code == 303
    vue = page(cre, envoi.headers["Location"])
    assert "Les heures sont enregistrées" in vue.text_content()
    apres = Decimal("35.5") + sum(Decimal(champs[c].replace(",", ".") or "0") for c in cellules[1:])
    assert heures_en_mots(Decimal(620) - avant + apres) in vue.text_content()
    source = demander(
        url,
        "SELECT h.source, h.heures, c.role FROM heures h JOIN participation p ON p.id = h.participation_id JOIN compte c ON c.id = h.compte_id"
        " WHERE p.identifiant = $1 AND h.mois = '2026-10-01'",
        cellules[0].split("-")[1],
    )
    assert [tuple(s) for s in source] == [("saisie", Decimal("35.50"), "cre")]


def test_une_faute_rend_tout_ce_qui_etait_tape(cre: TestClient) -> None:
    adresse = lot_de(cre, "DEMO-2102")
    champs = grille(page(cre, adresse))
    premiere, seconde = [nom for nom in champs if nom.endswith(MOIS)][:2]
    reponse = cre.post(f"{adresse}/heures", data={**champs, premiere: "beaucoup", seconde: "99,5"})
    assert reponse.status_code == 400
    vue = lire(reponse.text)
    assert vue.xpath("string(//title)").startswith("Erreur")
    assert vue.xpath(f"string(//input[@name='{premiere}']/@value)") == "beaucoup"
    assert vue.xpath(f"string(//input[@name='{seconde}']/@value)") == "99,5"
    assert vue.xpath(f"//input[@name='{premiere}']/@aria-invalid") == ["true"]
    assert vue.xpath(f"//p[@id='{premiere}-erreur']")
    assert vue.xpath(f"//div[@id='erreurs']//a[@href='#{premiere}']")
    # Nothing was written, not even what was right.
    assert grille(page(cre, adresse)) == champs


def test_deux_onglets_ne_s_ecrasent_pas(cre: TestClient) -> None:
    adresse = lot_de(cre, "DEMO-2113")
    champs = grille(page(cre, adresse))
    cellule = next(nom for nom in champs if nom.endswith(MOIS))
    assert cre.post(f"{adresse}/heures", data={**champs, cellule: "50"}, follow_redirects=False).status_code == 303
    en_retard = cre.post(f"{adresse}/heures", data={**champs, cellule: "60"})
    assert en_retard.status_code == 409
    vue = lire(en_retard.text)
    assert "enregistré : 50" in mots(vue.xpath("//table[@class='clause-grille']")[0])
    assert vue.xpath(f"string(//input[@name='{cellule}']/@value)") == "60"
    # Seen, sent again: it is then a choice.
    assert cre.post(f"{adresse}/heures", data=grille(vue), follow_redirects=False).status_code == 303
    assert grille(page(cre, adresse))[cellule] == "60"


def test_suivre_une_clause_de_la_fiche_au_premier_poste(url: str, cre: TestClient) -> None:
    offre = demander(url, "SELECT o.identifiant FROM offre o JOIN lot l ON l.offre_id = o.id ORDER BY l.id LIMIT 1")[0]["identifiant"]
    demander(url, "UPDATE lot SET offre_id = NULL WHERE offre_id = (SELECT id FROM offre WHERE identifiant = $1)", offre)
    assert "Suivre cette clause" in page(cre, f"/offres/{offre}").text_content()
    formulaire = page(cre, f"/clauses/nouvelle?offre={offre}").xpath("//form[@action='/clauses/nouvelle']")[0]
    champs = {**dict(formulaire.fields), "numero": "ESSAI-1"}
    assert champs["heures_prevues"] == "1800"
    refus = cre.post("/clauses/nouvelle", data={**champs, "debut": "", "cpv": "12"})
    assert refus.status_code == 400
    assert lire(refus.text).xpath("string(//input[@name='cpv']/@value)") == "12"
    envoi = cre.post("/clauses/nouvelle", data={**champs, "debut": "2026-10-01"}, follow_redirects=False)
    assert envoi.status_code == 303
    adresse = envoi.headers["Location"].split("?")[0]
    poste = {"cle": "essai-poste", "metier": "F1606", "contrat": "CDD", "engagees": "300", "poste_debut": ""}
    for _ in range(2):
        cre.post(f"{adresse}/postes", data=poste)
    vue = page(cre, adresse)
    assert "1 poste, 300 h engagées" in mots(vue)
    publier = vue.xpath("string(//a[contains(., 'Publier ce poste')]/@href)")
    saisie = page(cre, publier)
    assert "ESSAI-1" in saisie.xpath("string(//input[@name='titre']/@value)")
    assert saisie.xpath("//input[@name='metiers'][@value='F1606'][@checked]")
    identifiant = vue.xpath("string(//form[contains(@action,'/personnes')]//select[@name='poste']/option[2]/@value)")
    personne = {
        "cle": "essai-qui",
        "prenom": "SAMIRA",
        "initiale": "Benali",
        "poste": identifiant,
        "public": "rsa",
        "entree": "2026-10-05",
        "sortie": "",
    }
    assert cre.post(f"{adresse}/personnes", data={**personne, "entree": "2025-01-01"}).status_code == 400
    cre.post(f"{adresse}/personnes", data=personne)
    vue = page(cre, adresse)
    assert "Samira B." in mots(vue)
    assert "enali" not in vue.text_content()
    assert "Suivi des heures" in page(cre, f"/offres/{offre}").text_content()


def test_la_fiche_publique_dit_les_heures_comptees(url: str, cre: TestClient, service: TestClient) -> None:
    ligne = demander(
        url, "SELECT o.identifiant FROM offre o JOIN lot l ON l.offre_id = o.id JOIN marche m ON m.id = l.marche_id WHERE m.numero = 'DEMO-2109'"
    )
    cip = entrer(autre_client(service), "cip-quai")
    fiche = mots(page(cip, f"/offres/{ligne[0]['identifiant']}"))
    assert "1 342 heures" in fiche
    assert "Suivi des heures" not in fiche


def test_importer_se_fait_en_deux_temps(url: str, cre: TestClient, service: TestClient) -> None:
    entetes = ["N° marché", "Lot", "Nom", "Prénom", "10/2026", "11/2026"]
    fichier = classeur({"Suivi": [entetes, ["DEMO-2116", "Lot 9", "Nomsecret", "Zita", None, 12.5], ["DEMO-9999", "1", "Autre", "Ana", 5, None]]})
    envoi = cre.post("/clauses/importer", files={"fichier": ("suivi.xlsx", fichier.read())})
    assert envoi.status_code == 200, envoi.text[:500]
    vue = lire(envoi.text)
    assert "Rien n’est encore écrit" in vue.text_content()
    assert "Suivi, cellule E3" in vue.text_content()
    assert "Nomsecret" not in envoi.text
    assert "omsecret" not in str(demander(url, "SELECT contenu::text FROM clauses_envoi"))
    compte = "SELECT sum(h.heures) FROM heures h JOIN participation p ON p.id = h.participation_id WHERE p.prenom = 'Zita'"
    assert demander(url, compte)[0][0] is None
    cle = vue.xpath("string(//input[@name='envoi']/@value)")
    manager = entrer(autre_client(service), MANAGER)
    assert manager.post("/clauses/importer/confirmer", data={"envoi": cle}).status_code == 403
    assert "importé" in cre.post("/clauses/importer/confirmer", data={"envoi": cle}).text
    assert demander(url, compte)[0][0] == Decimal("12.5")
    assert "déjà été confirmé" in cre.post("/clauses/importer/confirmer", data={"envoi": cle}).text
    assert demander(url, "SELECT count(*) FROM clauses_envoi")[0][0] == 0


def test_un_classeur_jamais_confirme_est_oublie(url: str, cre: TestClient, jour_des_tests: HorlogeFixe) -> None:
    fichier = classeur({"Suivi": [["Marché", "Nom", "Prénom", "10/2026"], ["DEMO-2101", "Roy", "Ana", 5]]})
    cre.post("/clauses/importer", files={"fichier": ("suivi.xlsx", fichier.read())})

    async def oublier(instant: datetime) -> int:
        bassin = await ouvrir(url, taille=1)
        async with bassin.acquire() as connexion:
            oublies = await depot.oublier_envois(connexion, instant)
        await bassin.close()
        return oublies

    instant = jour_des_tests.maintenant()
    assert [a_part(oublier(instant + timedelta(hours=h))) for h in (23, 25)] == [0, 1]


def test_un_mauvais_fichier_est_refuse_avec_des_mots(cre: TestClient) -> None:
    rien = cre.post("/clauses/importer", files={"fichier": ("", b"")})
    # Larger than what the other forms may send.
    faux = cre.post("/clauses/importer", files={"fichier": ("liste.xlsx", b"Nom;Heures\n" * 200_000)})
    assert (rien.status_code, faux.status_code) == (400, 400)
    assert "n’est pas un classeur" in mots(lire(faux.text))
    modele = cre.get("/clauses/modele.xlsx")
    assert CalamineWorkbook.from_filelike(BytesIO(modele.content)).sheet_names[:2] == ["Heures", "Lots"]


def test_l_attestation_fait_la_meme_somme_de_quatre_facons(url: str, cre: TestClient) -> None:
    adresse = lot_de(cre, "DEMO-2108")
    vue = page(cre, f"{adresse}/attestation?du=2026-02-10&au=2026-06-30")
    somme = demander(
        url,
        "SELECT sum(h.heures) FROM heures h JOIN participation p ON p.id = h.participation_id JOIN poste o ON o.id = p.poste_id"
        " JOIN lot l ON l.id = o.lot_id WHERE l.identifiant = $1 AND h.mois BETWEEN '2026-02-01' AND '2026-06-01'",
        adresse.rsplit("/", 1)[1],
    )[0][0]
    total = heures_en_mots(somme)
    assert f"Sur cette période, {total}".replace("\u202f", " ").replace("\u00a0", " ") in mots(vue)

    def colonne(titre: str) -> Decimal:
        cases = vue.xpath(f"//section[@aria-labelledby='{titre}']//tbody/tr[not(@class)]/td[1]")
        return sum((Decimal(re.sub(r"[^\d,]", "", c.text_content()).replace(",", ".")) for c in cases), Decimal(0))

    assert {colonne(t) for t in ("titre-mois", "titre-contrats", "titre-publics", "titre-annexe")} == {somme}
    assert page(cre, f"{adresse}/attestation?du=2026-13-01", 400).xpath("//div[@id='erreurs']")


def test_le_classeur_du_lot_dit_les_memes_heures(url: str, cre: TestClient) -> None:
    reponse = cre.get(lot_de(cre, "DEMO-2115") + "/classeur.xlsx")
    feuille = CalamineWorkbook.from_filelike(BytesIO(reponse.content)).get_sheet_by_name("Heures").to_python()
    assert feuille[-1][-1] == sum(ligne[-1] for ligne in feuille[1:-1]) == 2200.0


def test_un_manager_lit_des_chiffres_jamais_des_noms(url: str, cre: TestClient, service: TestClient) -> None:
    manager = entrer(autre_client(service), MANAGER)
    adresse = lot_de(cre, "DEMO-2111")
    prenoms = {p["prenom"] for p in demander(url, "SELECT prenom FROM participation p JOIN poste o ON o.id = p.poste_id JOIN lot l ON l.id = o.lot_id"
                                             " WHERE l.identifiant = $1", adresse.rsplit("/", 1)[1])}  # fmt: skip
    for lue in (adresse, f"{adresse}/attestation"):
        texte = page(manager, lue).text_content()
        assert not [p for p in prenoms if f"{p} " in texte]
        assert "moins de 5 personnes" in texte.replace("\u00a0", " ").lower()
    assert not page(manager, adresse).xpath("//form[@method='post' and starts-with(@action, '/clauses')]")
    for interdite in (f"{adresse}/classeur.xlsx", f"{adresse}/modifier", "/clauses/nouvelle", "/clauses/importer", "/clauses/modele.xlsx"):
        assert manager.get(interdite).status_code == 403
    assert manager.post(f"{adresse}/heures", data={}).status_code == 403


def test_les_autres_roles_n_entrent_pas(client_de: Callable[[str], TestClient], cre: TestClient) -> None:
    for role in ("cip", "employeur", "allocataire", "admin"):
        assert client_de(role).get("/clauses").status_code == 403
    marche = lot_de(cre, "DEMO-2101").split("/")[2]
    assert cre.get(f"/clauses/{'0' * 12}").status_code == 404
    assert cre.get(f"/clauses/{marche}/{'0' * 12}").status_code == 404
    assert page(cre, f"/clauses/{marche}").xpath("count(//li[@class='clause-carte'])") == 1


def test_un_lot_de_plus_et_le_modifier(cre: TestClient) -> None:
    marche = lot_de(cre, "DEMO-2120").split("/")[2]
    champs = {"lot": "2", "titulaire": "Lumen", "heures_prevues": "500", "debut": "2026-11-01", "fin": "2027-05-31", "etat": "en_cours"}
    envoi = cre.post(f"/clauses/{marche}/nouveau-lot", data=champs, follow_redirects=False)
    assert envoi.status_code == 303
    adresse = envoi.headers["Location"].split("?")[0]
    assert cre.post(f"/clauses/{marche}/nouveau-lot", data=champs).status_code == 400
    formulaire = dict(page(cre, f"{adresse}/modifier").xpath("//form[contains(@action,'/modifier')]")[0].fields)
    assert cre.post(f"{adresse}/modifier", data={**formulaire, "heures_prevues": "650"}, follow_redirects=False).status_code == 303
    assert "650 h prévues" in mots(page(cre, adresse))
    perime = cre.post(f"{adresse}/modifier", data={**formulaire, "heures_prevues": "700"})
    assert perime.status_code == 409
    assert lire(perime.text).xpath("string(//input[@name='heures_prevues']/@value)") == "700"


def test_les_dates_d_une_personne_se_corrigent_sur_place(cre: TestClient) -> None:
    adresse = lot_de(cre, "DEMO-2117")
    formulaire = page(cre, adresse).xpath("//form[contains(@action,'/personnes/')]")[0]
    action, champs = formulaire.get("action"), dict(formulaire.fields)
    sortie = next(nom for nom in champs if nom.startswith("sortie-"))
    refus = cre.post(action, data={**champs, sortie: "2026-09-30"})
    assert refus.status_code == 400
    assert lire(refus.text).xpath(f"string(//p[@id='{sortie}-erreur'])").strip().startswith("Des heures sont notées")
    assert lire(refus.text).xpath(f"string(//input[@id='{sortie}']/@value)") == "2026-09-30"
    assert cre.post(action, data={**champs, sortie: date(2027, 1, 31).isoformat()}, follow_redirects=False).status_code == 303
