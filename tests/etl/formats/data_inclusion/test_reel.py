"""Every sample file of data·inclusion: what is read, doubted and rejected, as told in ``docs/imports/data-inclusion.md``."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from catalogue.domaine import Offre, TypeOffre
from catalogue.regles import anomalies_offre, anomalies_structure
from etl.formats.data_inclusion import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

EXEMPLES = Path(__file__).parents[4].parent / "shared" / "data" / "data-inclusion" / "exemples"
pytestmark = pytest.mark.skipif(not EXEMPLES.is_dir(), reason="Les exemples réels ne sont pas à côté du dépôt (../shared/data/data-inclusion).")

# File: structures, offers, rejections, doubts.
COMPTES = {
    "api-v1-services.json": (0, 6, 1, 2),
    "api-v1-structures.json": (5, 0, 1, 2),
    "import-v1-services-structures.xlsx": (1, 2, 0, 12),
    "schema-v0-exemple-001.json": (1, 0, 0, 1),
    "schema-v0-exemple-002.json": (1, 0, 0, 1),
    "schema-v0-exemple-003.json": (1, 0, 0, 0),
}
SANS_OFFRE = {"api-v1-communes.json": "référentiel des communes", "api-v1-sources.json": "liste des sources"}


def elements(nom: str) -> list[Element]:
    return list(lire(EXEMPLES / nom, Contexte(date(2026, 11, 1), "data-inclusion")))


def test_la_documentation_dit_les_memes_comptes() -> None:
    page = (Path(__file__).parents[4] / "docs" / "imports" / "data-inclusion.md").read_text(encoding="utf-8")
    lignes = re.findall(r"^\| `([\w.-]+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert {nom: tuple(map(int, comptes)) for nom, *comptes in lignes} == COMPTES
    assert set(re.findall(r"^\| `([\w.-]+)` \| refusé", page, re.MULTILINE)) == SANS_OFFRE.keys()


def test_aucun_exemple_oublie() -> None:
    assert {chemin.name for chemin in EXEMPLES.iterdir()} == COMPTES.keys() | SANS_OFFRE.keys()


@pytest.mark.parametrize("nom", COMPTES)
def test_comptes(nom: str) -> None:
    comptes = Counter(type(e.objet if isinstance(e, Lu) else e).__name__ for e in elements(nom))
    assert (comptes["Structure"], comptes["Offre"], comptes["Rejet"], comptes["Avertissement"]) == COMPTES[nom]


@pytest.mark.parametrize("nom", COMPTES)
def test_tout_ce_qui_est_lu_est_acceptable(nom: str) -> None:
    for element in elements(nom):
        if isinstance(element, Lu):
            assert (anomalies_offre(element.objet) if isinstance(element.objet, Offre) else anomalies_structure(element.objet)) == ()


@pytest.mark.parametrize("nom", SANS_OFFRE)
def test_fichiers_sans_offre(nom: str) -> None:
    with pytest.raises(FichierIllisible, match=SANS_OFFRE[nom]):
        elements(nom)


def test_raisons_des_rejets() -> None:
    rejets = {nom: [e for e in elements(nom) if isinstance(e, Rejet)] for nom in ("api-v1-services.json", "api-v1-structures.json")}
    assert {nom: [(r.chemin, [a.champ for a in r.anomalies]) for r in liste] for nom, liste in rejets.items()} == {
        "api-v1-services.json": [
            ("élément 2 (emplois-de-linclusion--empty)", ["nom", "description", "thematiques", "nombre_semaines", "latitude"]),
        ],
        "api-v1-structures.json": [("élément 2 (emplois-de-linclusion--empty)", ["nom", "latitude"])],
    }


def test_siret_faux_nommes() -> None:
    doutes = [e for e in elements("api-v1-structures.json") if isinstance(e, Avertissement)]
    assert [(d.anomalie.champ, len(d.anomalie.valeur)) for d in doutes] == [("siret", 13), ("siret", 14)]


def test_genres_d_offre() -> None:
    genres = [e.objet.type_offre for e in elements("api-v1-services.json") if isinstance(e, Lu) and isinstance(e.objet, Offre)]
    assert Counter(genres) == {TypeOffre.APPUI: 3, TypeOffre.DECOUVERTE: 3}
