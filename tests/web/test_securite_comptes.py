"""Accounts kept by an administrator, the personal code, and who read a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from etl.demonstration.comptes import comptes as comptes_fictifs
from socle.horloge import PARIS
from socle.journal import Trace
from tests.conftest import autre_client, entrer
from tests.web.porte import page, titre
from web.consultations import regrouper

BONNE = {"nom": "Nour Haddad", "courriel": "nour@exemple.fr", "role": "manager", "structure": ""}


@pytest.fixture
def admin(anonyme_a_soi: TestClient) -> TestClient:
    return entrer(autre_client(anonyme_a_soi), "admin")


def test_inviter_puis_entrer(admin: TestClient, anonyme_a_soi: TestClient) -> None:
    reponse = admin.post("/comptes", data=BONNE)
    lien = page(reponse).xpath("//code[@class='lien-long']/text()")[0]
    assert "Nour Haddad" in reponse.text
    nour = autre_client(anonyme_a_soi)
    assert nour.post(lien, data={"mot_de_passe": "trois girafes dans le métro"}).status_code == 200
    entree = nour.post("/connexion", data={"courriel": "nour@exemple.fr", "mot_de_passe": "trois girafes dans le métro"}, follow_redirects=False)
    assert entree.headers["Location"] == "/pilotage"


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"nom": ""}, "nom"),
        ({"courriel": "nour"}, "courriel"),
        ({"courriel": "cip-quai@demonstration.invalid"}, "courriel"),
        ({"role": ""}, "role"),
        ({"role": "allocataire"}, "role"),
        ({"role": "cip"}, "structure"),
        ({"role": "employeur", "structure": "0123456789ab"}, "structure"),
    ],
    ids=str,
)
def test_une_invitation_mal_remplie_se_corrige_sans_rien_perdre(admin: TestClient, change: dict[str, str], champ: str) -> None:
    saisie = {**BONNE, **change}
    reponse = admin.post("/comptes", data=saisie)
    arbre = page(reponse, 400)
    assert titre(reponse).startswith("Erreur :")
    assert f"#{champ}" in arbre.xpath("//*[@id='erreurs']//a/@href")
    assert arbre.xpath("//input[@name='nom']/@value") == [saisie["nom"]]
    assert arbre.xpath(f"//*[@id='{champ}']/@aria-invalid") == ["true"]


def test_fermer_un_compte_met_dehors_aussitot_et_rouvrir_rend_l_acces(admin: TestClient, anonyme_a_soi: TestClient) -> None:
    cip, identifiant = entrer(autre_client(anonyme_a_soi), "cip-quai"), identifiant_de("cip-quai")
    assert cip.get("/offres", follow_redirects=False).status_code == 200
    assert "fermé" in admin.post(f"/comptes/{identifiant}/fermer").text
    assert cip.get("/offres", follow_redirects=False).status_code == 303
    assert "rouvert" in admin.post(f"/comptes/{identifiant}/rouvrir").text
    entrer(cip, "cip-quai")
    assert cip.get("/offres", follow_redirects=False).status_code == 200


def identifiant_de(cle: str) -> str:
    return next(c.identifiant for c in comptes_fictifs() if c.cle == cle)


def test_nul_ne_ferme_son_compte_ni_celui_d_une_personne(admin: TestClient) -> None:
    for cle in ("admin", "allocataire-1"):
        assert admin.post(f"/comptes/{identifiant_de(cle)}/fermer").status_code == 404
    assert f"/comptes/{identifiant_de('admin')}/fermer" not in admin.get("/comptes").text


@pytest.fixture
def personne(anonyme_a_soi: TestClient) -> tuple[TestClient, str]:
    """A counsellor and the address of a person they follow."""
    cip = entrer(autre_client(anonyme_a_soi), "cip-departement")
    trouve = re.search(r'href="(/personnes/[0-9a-z]{12})"', cip.get("/personnes").text)
    assert trouve is not None
    return cip, trouve[1]


def test_le_code_remis_ouvre_l_espace_et_la_personne_voit_qui_l_a_lue(personne: tuple[TestClient, str], anonyme_a_soi: TestClient) -> None:
    cip, adresse = personne
    cip.get(adresse)
    cip.get(adresse)
    assert page(cip.get(f"{adresse}/code")).xpath("//form[@method='post']/@action")[-1] == f"{adresse}/code"
    code = page(cip.post(f"{adresse}/code")).xpath("string(//*[@class='code-grand'])").strip()
    ana = autre_client(anonyme_a_soi)
    assert ana.post("/connexion/code-personnel", data={"code": "00000-00000"}, follow_redirects=False).status_code == 400
    entree = ana.post("/connexion/code-personnel", data={"code": code.lower()}, follow_redirects=False)
    assert entree.headers["Location"] == "/mon-espace"
    historique = " ".join(page(ana.get("/mon-espace/consultations")).text_content().split())
    assert "Camille Aubrac a ouvert le dossier (3 fois)" in historique
    assert "Camille Aubrac a remis un code personnel" in historique
    # An entry that was not hers would show.
    assert "a ouvert l’espace personnel" in historique
    # Her counsellor reads the same, and that reading is noted too.
    assert "a remis un code personnel" in cip.get(f"{adresse}/consultations").text
    # A code given again puts an end to the one before.
    cip.post(f"{adresse}/code")
    assert autre_client(anonyme_a_soi).post("/connexion/code-personnel", data={"code": code}).status_code == 400


def test_qui_ne_suit_pas_la_personne_ne_donne_pas_de_code(client_de: Callable[[str], TestClient]) -> None:
    trouve = re.search(r'href="(/personnes/[0-9a-z]{12})"', client_de("cre").get("/personnes").text)
    assert trouve is not None
    reponse = client_de("cre").get(f"{trouve[1]}/code")
    assert "remettent un code" in page(reponse, 403).text_content()


def test_l_historique_regroupe_ce_qui_est_fait_le_meme_jour() -> None:
    soir = datetime(2026, 11, 23, 23, 30, tzinfo=PARIS)
    instants = [soir, soir - timedelta(hours=1), soir - timedelta(days=1)]
    traces = [Trace(quand, 1, "Camille Aubrac", "cip", "personne.lire", "") for quand in instants]
    autres = [Trace(soir - timedelta(days=2), None, "Service", None, "prescription.expirer", "")]
    lignes = regrouper([*traces, *autres])
    assert [(ligne.qui, ligne.role, ligne.quoi, ligne.fois) for ligne in lignes] == [
        ("Camille Aubrac", "Conseiller en insertion", "a ouvert le dossier", 2),
        ("Camille Aubrac", "Conseiller en insertion", "a ouvert le dossier", 1),
        ("Service", "", "a agi sur le dossier", 1),
    ]
    assert lignes[0].quand == soir


def test_un_clic_par_role_en_demonstration(anonyme: TestClient) -> None:
    boutons = page(autre_client(anonyme).get("/connexion")).xpath("//button[@name='compte']/@value")
    assert sorted(boutons) == sorted(c.identifiant for c in comptes_fictifs())
    # Every role has a door, and every door leads to a page.
    for compte in comptes_fictifs():
        client = entrer(autre_client(anonyme), compte.cle)
        assert client.get("/connexion").status_code == 200, compte.cle


def test_chaque_personne_de_la_demonstration_a_un_referent_qui_la_voit(client_de: Callable[[str], TestClient]) -> None:
    cips = [c for c in comptes_fictifs() if c.role.value == "cip"]
    vues = {c.cle: nombre(client_de(c.cle)) for c in cips}
    # Three structures share three hundred people; a counsellor without a territoire sees all of their structure's, and those whose parcours
    # goes through it.
    assert 300 <= vues["cip-departement"] + vues["cip-association"] + vues["cip-quai"] < 400
    assert 0 < vues["cip-departement-est"] < vues["cip-departement"]


def nombre(client: TestClient) -> int:
    return int(re.sub(r"\D", "", page(client.get("/personnes")).xpath("string(//h1)")))
