"""Whole files of France Travail: which answer it is, what is refused, and every sample file as told in ``docs/imports/france-travail.md``."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from catalogue.domaine import DetailsRecrutement, Offre, TypeCondition, TypeContrat, TypeOffre
from catalogue.regles import anomalies_offre, anomalies_structure
from etl.formats.france_travail import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

FIXTURES = Path(__file__).parent / "fixtures"
DONNEES = Path(__file__).parents[4].parent / "shared" / "data" / "france-travail"
CONTEXTE = Contexte(date(2026, 3, 10), "france-travail")
reel = pytest.mark.skipif(not DONNEES.is_dir(), reason="Les exemples réels ne sont pas à côté du dépôt (../shared/data/france-travail).")


def lus(chemin: Path) -> list[Element]:
    return list(lire(chemin, CONTEXTE))


def ecrire(tmp_path: Path, contenu: str | bytes, nom: str = "fichier") -> Path:
    chemin = tmp_path / nom
    chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return chemin


def offres(elements: list[Element]) -> list[Offre]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [
        ('{"codeFamille": "PERSP", "listeValeursParPeriode": [{"codeActivite": "J1501"}]}', "API Marché du travail .*aucune offre"),
        ("annee;Code métier BMO;Nom métier BMO;Dept;met;xmet;smet\n2026;V0Z60;Aides;94;1;*;*\n", r"\(BMO\).*aucune offre"),
        ('{"uid": "1", "sessions": []}', "n’est ni une réponse"),
        ('{"resultats": []}', "aucune offre ni aucun événement"),
        ("id|intitule\n", "aucune offre ni aucun événement"),
        ("nom|prenom\na|b\n", "Il manque les colonnes"),
        ('{"resultats": [{"id": "1", "intitule": "T"}, {"id": ', "coupé ou mal formé"),
        ("", "vide"),
        (b"PK\x03\x04\x00\x00", "texte"),
        ("<lheo/>", "Il manque les colonnes"),
    ],
)
def test_fichiers_refuses(tmp_path: Path, contenu: str | bytes, motif: str) -> None:
    with pytest.raises(FichierIllisible, match=motif):
        lus(ecrire(tmp_path, contenu))


def test_bmo_en_windows_1252(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="BMO"):
        lus(ecrire(tmp_path, "annee;Code métier BMO;met;xmet;smet\n".encode("cp1252")))


@pytest.mark.parametrize("forme", ["resultats", "content", "liste", "seule"])
def test_formes_de_json(tmp_path: Path, forme: str) -> None:
    offre = {"id": "1", "intitule": "Titre"}
    contenu = {"resultats": {"resultats": [offre]}, "content": {"content": [offre]}, "liste": [offre], "seule": offre}[forme]
    assert [o.source_id for o in offres(lus(ecrire(tmp_path, json.dumps(contenu))))] == ["1"]


def test_bom_gzip_et_separateur_devine(tmp_path: Path) -> None:
    assert [o.titre for o in offres(lus(ecrire(tmp_path, b"\xef\xbb\xbf" + '[{"id": 1, "intitule": "É"}]'.encode())))] == ["É"]
    assert [o.titre for o in offres(lus(ecrire(tmp_path, gzip.compress("id;intitule\n1;Éclusier\n".encode()))))] == ["Éclusier"]
    assert [o.titre for o in offres(lus(ecrire(tmp_path, "id|intitule\n1|Éclusier\n".encode("cp1252"))))] == ["Éclusier"]


def test_element_qui_n_est_pas_un_objet(tmp_path: Path) -> None:
    elements = lus(ecrire(tmp_path, '{"resultats": [3, {"id": "1", "intitule": "T"}]}'))
    assert [e.chemin for e in elements if isinstance(e, Rejet)] == ["élément n°\u00a01"]
    assert len(offres(elements)) == 1


def test_lecture_au_fil_du_fichier(tmp_path: Path) -> None:
    suite = ",".join(f'{{"id": "{n}", "intitule": "T"}}' for n in range(20_000))
    lecture = lire(ecrire(tmp_path, f'{{"resultats": [{suite}, coupé'), CONTEXTE)
    premiers = [next(lecture) for _ in range(5)]
    assert [o.source_id for o in offres(premiers)] == ["0", "1", "2", "3", "4"]
    with pytest.raises(FichierIllisible):
        list(lecture)


def test_deux_lectures_donnent_la_meme_chose() -> None:
    for nom in ("offres.json", "offres.csv", "evenements.json"):
        assert lus(FIXTURES / nom) == lus(FIXTURES / nom)


# --- Samples --------------------------------------------------------------------------------------------------------------------------------

# File: structures, offers, sessions, rejections, doubts.
COMPTES = {
    "offres-v2-reponse-recherche-2019.json": (8, 8, 8, 0, 8),
    "offres-ft-dep07-cdi-mai2025.csv": (94, 116, 116, 0, 0),
    "evenements-v1-exemple-reconstruit.json": (1, 4, 4, 0, 1),
}
SANS_OFFRE = {"marche-travail-stat-perspective-exemple-reconstruit.json": "Marché du travail", "bmo-exemple-reconstruit.csv": "BMO"}


@reel
def test_aucun_exemple_oublie() -> None:
    assert {chemin.name for chemin in DONNEES.iterdir()} == COMPTES.keys() | SANS_OFFRE.keys() | {"README.md"}


@reel
@pytest.mark.parametrize("nom", COMPTES)
def test_comptes(nom: str) -> None:
    elements = lus(DONNEES / nom)
    comptes = Counter(type(e.objet if isinstance(e, Lu) else e).__name__ for e in elements)
    sessions = sum(len(offre.sessions) for offre in offres(elements))
    assert (comptes["Structure"], comptes["Offre"], sessions, comptes["Rejet"], comptes["Avertissement"]) == COMPTES[nom]
    for element in elements:
        if isinstance(element, Lu):
            assert (anomalies_offre(element.objet) if isinstance(element.objet, Offre) else anomalies_structure(element.objet)) == ()


@reel
@pytest.mark.parametrize("nom", SANS_OFFRE)
def test_exemples_sans_offre(nom: str) -> None:
    with pytest.raises(FichierIllisible, match=SANS_OFFRE[nom]):
        lus(DONNEES / nom)


@reel
def test_csv_reel_de_bout_en_bout() -> None:
    lues = offres(lus(DONNEES / "offres-ft-dep07-cdi-mai2025.csv"))
    assert {offre.type_offre for offre in lues} == {TypeOffre.RECRUTEMENT}
    contrats = Counter(o.details.contrat for o in lues if isinstance(o.details, DetailsRecrutement))
    assert contrats == {TypeContrat.CDI: 115, TypeContrat.APPRENTISSAGE: 1}
    fermes = Counter((c.type, c.ferme) for o in lues for c in o.conditions)
    assert (fermes[TypeCondition.EXPERIENCE, True], fermes[TypeCondition.EXPERIENCE, False]) == (57, 0)
    assert (fermes[TypeCondition.PERMIS, True], fermes[TypeCondition.PERMIS, False]) == (17, 14)
    assert fermes[TypeCondition.COMPETENCE, True] == 0
    assert all(offre.heures_hebdo for offre in lues)
    assert {offre.lieu.code_postal[:2] for offre in lues if offre.lieu.code_postal} == {"07"}, "no zero is lost"
    assert sum(offre.lieu.latitude is None for offre in lues) == 1
    assert all(offre.publie_le and offre.verifie_le and offre.metiers for offre in lues)


@reel
def test_json_reel_sirets_masques() -> None:
    elements = lus(DONNEES / "offres-v2-reponse-recherche-2019.json")
    assert {e.anomalie.champ for e in elements if isinstance(e, Avertissement)} == {"entreprise.siret"}
    contrats = Counter(o.details.contrat for o in offres(elements) if isinstance(o.details, DetailsRecrutement))
    assert contrats == {TypeContrat.PROFESSIONNALISATION: 7, TypeContrat.APPRENTISSAGE: 1}


@reel
def test_evenements_reels() -> None:
    lues = offres(lus(DONNEES / "evenements-v1-exemple-reconstruit.json"))
    assert [(o.type_offre, o.sessions[0].places, o.sessions[0].debut) for o in lues] == [
        (TypeOffre.RECRUTEMENT, 13, date(2026, 9, 15)),
        (TypeOffre.DECOUVERTE, 393, date(2026, 9, 15)),
        (TypeOffre.RECRUTEMENT, 43, date(2026, 9, 15)),
        (TypeOffre.DECOUVERTE, 13, date(2024, 2, 1)),
    ]
