"""The manager's figures: they agree with the rows, small groups stay hidden, the workbook says the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from lxml import html
from python_calamine import CalamineWorkbook

from parcours.prescriptions.domaine import FINALS, Etat
from pilotage import depot
from pilotage.domaine import Periode, Places, Tableau, reunir
from socle.base import ouvrir
from tests.conftest import a_part

JOUR = date(2026, 11, 23)
ANNEE = Periode(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def tableau(url_demonstration: str) -> Tableau:
    async def lire() -> Tableau:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            lu = await depot.tableau(connexion, ANNEE, JOUR)
        await bassin.close()
        return lu

    return a_part(lire())


@pytest.fixture
def manager(client_de: Callable[[str], TestClient]) -> TestClient:
    return client_de("manager")


def lignes(client: TestClient, adresse: str, titre: str) -> dict[str, list[str]]:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.text[:800]
    tableau = html.fromstring(reponse.text).xpath(f"//section[@aria-labelledby='{titre}']//table")[0]
    return {t.xpath("string(th)").strip(): [c.text_content().strip() for c in t.xpath("td")] for t in tableau.xpath(".//tbody/tr")}


def test_les_lignes_s_ajoutent_a_l_ensemble(manager: TestClient) -> None:
    for titre in ("titre-types", "titre-territoires"):
        lues = lignes(manager, "/pilotage", titre)
        sessions = {nom: int("".join(c for c in valeurs[0] if c.isdigit())) for nom, valeurs in lues.items()}
        assert sum(n for nom, n in sessions.items() if nom != "Ensemble") == sessions["Ensemble"] > 0


def test_les_deux_coupes_ont_la_meme_somme(tableau: Tableau) -> None:
    par_type = reunir((ligne.type_offre, ligne.places) for ligne in tableau.places)
    par_territoire = reunir((ligne.territoire, ligne.places) for ligne in tableau.places)
    assert sum(par_type.values(), Places()) == sum(par_territoire.values(), Places())


def test_les_prescriptions_se_retrouvent_toutes(url_demonstration: str, tableau: Tableau) -> None:
    async def compter() -> tuple[int, int]:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            toutes = await connexion.fetchval("SELECT count(*) FROM prescription WHERE cree_le >= '2026-01-01'")
            perdus = [e.value for e in FINALS - {Etat.TERMINEE}]
            perdues = await connexion.fetchval("SELECT count(*) FROM prescription WHERE etat = ANY ($1) AND cree_le >= '2026-01-01'", perdus)
        await bassin.close()
        return toutes, perdues

    assert (tableau.entonnoir.proposees, sum(p.nombre for p in tableau.pertes)) == asyncio.run(compter())


def test_l_entonnoir_ne_s_elargit_jamais(tableau: Tableau) -> None:
    e = tableau.entonnoir
    etapes = [e.proposees, e.acceptees_personne, e.transmises, e.acceptees_structure, e.presentes, e.entrees]
    assert etapes == sorted(etapes, reverse=True)


def test_le_classeur_dit_la_meme_chose(manager: TestClient, tableau: Tableau) -> None:
    reponse = manager.get("/pilotage/classeur.xlsx?du=2026-01-01&au=2026-12-31")
    assert reponse.headers["content-type"].startswith("application/vnd.openxmlformats")
    classeur = CalamineWorkbook.from_filelike(BytesIO(reponse.content))
    places = classeur.get_sheet_by_name("Places").to_python()[1:]
    assert sum(int(float(str(ligne[4]))) for ligne in places) == sum(p.places.offertes for p in tableau.places)
    assert "Données fictives" in str(classeur.get_sheet_by_name("À lire").to_python())


def test_une_periode_a_l_envers_est_dite_et_la_page_reste(manager: TestClient) -> None:
    texte = manager.get("/pilotage?du=2026-12-31&au=2026-01-01").text
    assert "La période va d’une date à une autre qui la suit" in texte
    assert "2026-12-31" in texte
    assert "Cette date n’existe pas" in manager.get("/pilotage?du=2026-02-31").text


@pytest.mark.parametrize("role", ["cip", "cre", "employeur", "allocataire", "admin"])
def test_le_pilotage_est_pour_ceux_qui_en_ont_la_charge(client_de: Callable[[str], TestClient], role: str) -> None:
    assert client_de(role).get("/pilotage").status_code == 403
    assert client_de(role).get("/pilotage/classeur.xlsx").status_code == 403
