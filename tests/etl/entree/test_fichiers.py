"""Files that came from elsewhere: what is read, and what is refused with words a person understands."""

import csv
import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.entree.fichiers import (
    COLONNES_EN_TROP,
    lignes_csv,
    ouvrir_texte,
    verifier,
)

Deposer = Callable[[str, bytes | str], Path]
Refus = Callable[[Callable[[], object]], str]


# --- Any file


def test_un_chemin_qui_ne_mene_a_rien_est_dit(tmp_path: Path, deposer: Deposer, refus: Refus) -> None:
    assert "introuvable" in refus(lambda: verifier(tmp_path / "absent.csv"))
    assert "n’est pas un fichier" in refus(lambda: verifier(tmp_path))
    assert "est vide" in refus(lambda: verifier(deposer("vide.csv", b"")))


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        ("Créteil".encode(), "Créteil"),
        ("Créteil".encode("utf-8-sig"), "Créteil"),
        ("Créteil – l’été œuvre".encode("cp1252"), "Créteil – l’été œuvre"),
        (gzip.compress("Créteil".encode(), mtime=0), "Créteil"),
        # A cut UTF-8 file stays UTF-8: one character is lost, not every accent of the file.
        ("été à Créteil".encode() + "é".encode()[:1], "été à Créteil\ufffd"),
    ],
)
def test_l_encodage_est_reconnu(deposer: Deposer, octets: bytes, attendu: str) -> None:
    with ouvrir_texte(deposer("f.txt", octets)) as texte:
        assert texte.read() == attendu


def test_un_binaire_est_refuse_meme_si_son_debut_est_du_texte(deposer: Deposer, refus: Refus) -> None:
    assert "n’est pas un fichier texte" in refus(lambda: ouvrir_texte(deposer("f.csv", b"id;nom\n" * 100_000 + b"\x00")))


def test_une_bombe_gzip_est_arretee_sans_etre_ouverte_en_memoire(deposer: Deposer, refus: Refus) -> None:
    bombe = deposer("bombe.csv.gz", gzip.compress(b"a" * 100_000_000, 9))
    tracemalloc.start()
    assert "démesuré" in refus(lambda: list(lignes_csv(bombe)))
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pic < 10_000_000


def test_un_gzip_coupe_est_dit(deposer: Deposer, refus: Refus) -> None:
    coupe = deposer("f.csv.gz", gzip.compress(b"id;nom\n1;a\n" * 1000)[:-12])
    assert "incomplet ou abîmé" in refus(lambda: list(lignes_csv(coupe)))


# --- CSV


@pytest.mark.parametrize("separateur", [";", ",", "|", "\t"])
def test_le_separateur_est_devine(deposer: Deposer, separateur: str) -> None:
    chemin = deposer("f.csv", f"id{separateur}nom\n1{separateur}Créteil\n")
    assert list(lignes_csv(chemin)) == [(2, {"id": "1", "nom": "Créteil"})]


def test_les_colonnes_attendues_guident_le_separateur(deposer: Deposer) -> None:
    chemin = deposer("f.csv", "id;nom, prénom, surnom, âge\n1;Créteil\n")
    assert next(lignes_csv(chemin, colonnes=["id"]))[1]["id"] == "1"


def test_le_numero_de_ligne_est_celui_du_fichier(deposer: Deposer) -> None:
    chemin = deposer("f.csv", 'id;texte\r\n1;"deux\r\nlignes"\r\n\r\n2;fin\r\n')
    assert [(numero, ligne["id"]) for numero, ligne in lignes_csv(chemin)] == [(2, "1"), (5, "2")]


def test_une_ligne_trop_courte_ou_trop_longue_reste_lisible(deposer: Deposer) -> None:
    lignes = [ligne for _, ligne in lignes_csv(deposer("f.csv", "id;nom;note\n1\n2;a;b;c;d\n3;a;b;;\n"))]
    assert lignes == [
        {"id": "1", "nom": "", "note": ""},
        {"id": "2", "nom": "a", "note": "b", COLONNES_EN_TROP: "c;d"},
        {"id": "3", "nom": "a", "note": "b"},
    ]


def test_l_annonce_d_excel_n_est_pas_l_en_tete(deposer: Deposer) -> None:
    assert list(lignes_csv(deposer("f.csv", "sep=|\nid|nom\n1|a;b,c\n"))) == [(3, {"id": "1", "nom": "a;b,c"})]


def test_les_colonnes_manquantes_sont_nommees(deposer: Deposer, refus: Refus) -> None:
    message = refus(lambda: list(lignes_csv(deposer("f.csv", "id;nom\n1;a\n"), colonnes=["id", "titre", "lieu"])))
    assert "« titre », « lieu »" in message
    assert "Colonnes lues : « id », « nom »" in message


def test_un_guillemet_jamais_referme_ne_fait_pas_disparaitre_la_fin(deposer: Deposer, refus: Refus) -> None:
    assert "ligne 2 : un guillemet ouvert" in refus(lambda: list(lignes_csv(deposer("f.csv", 'id;nom\n1;"coupé\n2;b\n3;c\n'))))


def test_un_guillemet_au_milieu_d_une_valeur_est_tolere(deposer: Deposer) -> None:
    assert list(lignes_csv(deposer("f.csv", 'id;nom\n1;tube de 12" en fonte\n'))) == [(2, {"id": "1", "nom": 'tube de 12" en fonte'})]


@pytest.mark.parametrize("contenu", [b"id;nom\n1;" + b"a" * 50_000_000, b'id;nom\n1;"' + b"a\n" * 10_000_000])
def test_une_ligne_demesuree_est_refusee_sans_etre_gardee(deposer: Deposer, contenu: bytes, refus: Refus) -> None:
    chemin = deposer("f.csv", contenu)
    del contenu
    tracemalloc.start()
    assert "ligne 2 : plus de 5 Mo" in refus(lambda: list(lignes_csv(chemin)))
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pic < 50_000_000


def test_un_classeur_nomme_csv_est_reconnu(deposer: Deposer, refus: Refus) -> None:
    assert "classeur ou une archive" in refus(lambda: list(lignes_csv(deposer("f.csv", b"PK\x03\x04 sans octet nul\n"))))


CELLULE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(lambda t: t.replace("\ufeff", ""))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lignes=st.lists(st.tuples(CELLULE, CELLULE), max_size=8))
def test_ce_que_python_ecrit_est_relu(tmp_path: Path, lignes: list[tuple[str, str]]) -> None:
    chemin = tmp_path / "f.csv"
    with chemin.open("w", encoding="utf-8", newline="") as sortie:
        csv.writer(sortie, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("cle", "valeur"), *lignes])
    attendues = [ligne for ligne in lignes if "".join(ligne).strip()]
    assert [(ligne["cle"], ligne["valeur"]) for _, ligne in lignes_csv(chemin, ";")] == attendues
