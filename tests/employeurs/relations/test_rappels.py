"""The mail of the morning: once a day, only when there is something to do, and nothing personal in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from employeurs.relations import services
from employeurs.relations.domaine import FicheStructure
from employeurs.relations.rappels import rappeler
from employeurs.relations.saisie import SaisieAction
from socle.base import Ligne, transaction
from socle.horloge import PARIS
from tests.employeurs.relations.conftest import geste
from tests.parcours.monde import Monde

ADRESSE = "https://boite.example"


async def tourner(monde: Monde) -> int:
    return await rappeler(monde.bassin, monde.horloge, ADRESSE)


async def courriers(monde: Monde) -> list[Ligne]:
    async with monde.bassin.acquire() as connexion:
        return await connexion.fetch("SELECT destinataire, objet, texte, html FROM courrier ORDER BY id")


async def prevoir(monde: Monde, structure: FicheStructure, jour: str, qui: str = "cre") -> None:
    async with transaction(monde.bassin) as connexion:
        await services.prevoir(connexion, geste(monde, qui), structure, SaisieAction("Rappeler Brigitte Lacombe", jour))


async def test_rien_a_faire_rien_ne_part(monde: Monde, structure: FicheStructure) -> None:
    await prevoir(monde, structure, "2026-11-24")
    assert await tourner(monde) == 0
    assert await courriers(monde) == []


async def test_un_courriel_par_jour_a_qui_a_quelque_chose_a_faire(monde: Monde, structure: FicheStructure) -> None:
    for jour in ("2026-11-23", "2026-11-24"):
        await prevoir(monde, structure, jour)
    assert [await tourner(monde) for _ in range(2)] == [1, 0]
    monde.horloge.avancer(days=1)
    await prevoir(monde, structure, "2026-11-24", "voisine")
    assert [await tourner(monde) for _ in range(2)] == [2, 0]
    lundi, *mardi = await courriers(monde)
    assert lundi["objet"].replace("\u00a0", " ") == "1 rappel pour aujourd’hui"
    assert {(m["destinataire"], m["objet"].replace("\u00a0", " ")) for m in mardi} == {
        ("cre@essai.example", "2 rappels pour aujourd’hui"),
        ("voisine@essai.example", "1 rappel pour aujourd’hui"),
    }
    assert "dont 1\u00a0en retard" in mardi[0]["texte"]
    assert f'href="{ADRESSE}/relations"' in lundi["html"]
    assert all("Lacombe" not in m["objet"] + m["texte"] + m["html"] for m in (lundi, *mardi))


async def test_ce_qui_est_fait_n_est_plus_rappele(monde: Monde, structure: FicheStructure) -> None:
    await prevoir(monde, structure, "2026-11-23")
    identifiant = await monde.valeur("SELECT identifiant FROM action")
    async with transaction(monde.bassin) as connexion:
        await services.faire(connexion, geste(monde), structure, identifiant, "")
    assert await tourner(monde) == 0


async def test_un_compte_ferme_ne_recoit_rien(monde: Monde, structure: FicheStructure) -> None:
    await prevoir(monde, structure, "2026-11-23")
    await monde.valeur("UPDATE compte SET actif = false WHERE role = 'cre'")
    assert await tourner(monde) == 0


@pytest.mark.parametrize(("instant", "partis"), [((2026, 11, 23, 6), 0), ((2026, 11, 23, 12), 0), ((2026, 11, 28, 9), 0), ((2026, 11, 30, 7), 1)])
async def test_le_matin_des_jours_de_travail(monde: Monde, structure: FicheStructure, instant: tuple[int, int, int, int], partis: int) -> None:
    await prevoir(monde, structure, "2026-11-23")
    monde.horloge.instant = datetime(*instant, tzinfo=PARIS)
    assert await tourner(monde) == partis
