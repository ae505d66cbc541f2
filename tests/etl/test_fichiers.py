"""Files that came from elsewhere: what is read, and what is refused with words a person understands."""

import csv
import gzip
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.fichiers import (
    COLONNES_EN_TROP,
    elements_json,
    elements_xml,
    feuilles_xlsx,
    lignes_csv,
    lignes_xlsx,
    ouvrir_texte,
    verifier,
)
from socle.erreurs import FichierIllisible

Deposer = Callable[[str, bytes | str], Path]


@pytest.fixture
def deposer(tmp_path: Path) -> Deposer:
    def faire(nom: str, contenu: bytes | str) -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
        return chemin

    return faire


def refus(lecture: Callable[[], object]) -> str:
    """The words with which a file is refused."""
    with pytest.raises(FichierIllisible) as erreur:
        lecture()
    return str(erreur.value).replace("\u00a0", " ")


# --- Any file


def test_un_chemin_qui_ne_mene_a_rien_est_dit(tmp_path: Path, deposer: Deposer) -> None:
    assert "introuvable" in refus(lambda: verifier(tmp_path / "absent.csv"))
    assert "n’est pas un fichier" in refus(lambda: verifier(tmp_path))
    assert "est vide" in refus(lambda: verifier(deposer("vide.csv", b"")))


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        ("Créteil".encode(), "Créteil"),
        ("Créteil".encode("utf-8-sig"), "Créteil"),
        ("Créteil – l’été œuvre".encode("cp1252"), "Créteil – l’été œuvre"),
        (gzip.compress("Créteil".encode()), "Créteil"),
        # A cut UTF-8 file stays UTF-8: one character is lost, not every accent of the file.
        ("été à Créteil".encode() + "é".encode()[:1], "été à Créteil\ufffd"),
    ],
)
def test_l_encodage_est_reconnu(deposer: Deposer, octets: bytes, attendu: str) -> None:
    with ouvrir_texte(deposer("f.txt", octets)) as texte:
        assert texte.read() == attendu


def test_un_binaire_est_refuse_meme_si_son_debut_est_du_texte(deposer: Deposer) -> None:
    assert "n’est pas un fichier texte" in refus(lambda: ouvrir_texte(deposer("f.csv", b"id;nom\n" * 100_000 + b"\x00")))


def test_une_bombe_gzip_est_arretee_sans_etre_ouverte_en_memoire(deposer: Deposer) -> None:
    bombe = deposer("bombe.csv.gz", gzip.compress(b"a" * 100_000_000, 9))
    tracemalloc.start()
    assert "démesuré" in refus(lambda: list(lignes_csv(bombe)))
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pic < 10_000_000


def test_un_gzip_coupe_est_dit(deposer: Deposer) -> None:
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


def test_les_colonnes_manquantes_sont_nommees(deposer: Deposer) -> None:
    message = refus(lambda: list(lignes_csv(deposer("f.csv", "id;nom\n1;a\n"), colonnes=["id", "titre", "lieu"])))
    assert "« titre », « lieu »" in message
    assert "Colonnes lues : « id », « nom »" in message


def test_un_guillemet_jamais_referme_ne_fait_pas_disparaitre_la_fin(deposer: Deposer) -> None:
    assert "ligne 2 : un guillemet ouvert" in refus(lambda: list(lignes_csv(deposer("f.csv", 'id;nom\n1;"coupé\n2;b\n3;c\n'))))


def test_un_guillemet_au_milieu_d_une_valeur_est_tolere(deposer: Deposer) -> None:
    assert list(lignes_csv(deposer("f.csv", 'id;nom\n1;tube de 12" en fonte\n'))) == [(2, {"id": "1", "nom": 'tube de 12" en fonte'})]


@pytest.mark.parametrize("contenu", [b"id;nom\n1;" + b"a" * 50_000_000, b'id;nom\n1;"' + b"a\n" * 10_000_000])
def test_une_ligne_demesuree_est_refusee_sans_etre_gardee(deposer: Deposer, contenu: bytes) -> None:
    chemin = deposer("f.csv", contenu)
    del contenu
    tracemalloc.start()
    assert "ligne 2 : plus de 5 Mo" in refus(lambda: list(lignes_csv(chemin)))
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pic < 50_000_000


def test_un_classeur_nomme_csv_est_reconnu(deposer: Deposer) -> None:
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


# --- XLSX


def classeur(chemin: Path, cellules: dict[tuple[int, int], object], feuille: str = "Offres") -> Path:
    with xlsxwriter.Workbook(str(chemin)) as sortie:
        page = sortie.add_worksheet(feuille)
        for (ligne, colonne), valeur in cellules.items():
            page.write(ligne, colonne, valeur)
    return chemin


def test_une_feuille_se_lit_avec_le_numero_que_montre_le_tableur(tmp_path: Path) -> None:
    chemin = classeur(tmp_path / "f.xlsx", {(2, 1): "id", (2, 2): "places", (4, 1): "a", (4, 2): 12, (5, 1): "b"})
    assert feuilles_xlsx(chemin) == ["Offres"]
    assert list(lignes_xlsx(chemin, "Offres")) == [(5, {"id": "a", "places": 12.0}), (6, {"id": "b", "places": ""})]


def test_une_feuille_absente_ou_vide_est_dite(tmp_path: Path) -> None:
    chemin = classeur(tmp_path / "f.xlsx", {})
    assert "pas de feuille « Services ». Feuilles trouvées : « Offres »" in refus(lambda: list(lignes_xlsx(chemin, "Services")))
    assert "est vide" in refus(lambda: list(lignes_xlsx(chemin, "Offres")))


def test_une_cellule_egaree_tres_loin_n_epuise_pas_la_memoire(tmp_path: Path) -> None:
    chemin = classeur(tmp_path / "f.xlsx", {(0, 0): "id", (1_048_575, 200): "x"})
    assert "ligne 1048576" in refus(lambda: list(lignes_xlsx(chemin, "Offres")))


def test_une_bombe_zip_est_arretee(tmp_path: Path) -> None:
    chemin = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert "démesuré" in refus(lambda: feuilles_xlsx(chemin))


def test_ce_qui_n_est_pas_un_classeur_est_dit(tmp_path: Path, deposer: Deposer) -> None:
    archive = tmp_path / "archive.xlsx"
    with zipfile.ZipFile(archive, "w") as sortie:
        sortie.writestr("lisezmoi.txt", "bonjour")
    for chemin in (archive, deposer("texte.xlsx", "id;nom\n")):
        assert "n’est pas un classeur Excel" in refus(lambda c=chemin: feuilles_xlsx(c))


def test_un_classeur_abime_ne_fait_jamais_autre_chose_qu_un_refus(tmp_path: Path) -> None:
    octets = classeur(tmp_path / "f.xlsx", {(0, 0): "id", (1, 0): "a"}).read_bytes()
    refuses = []
    for rang in range(0, len(octets), 97):
        abime = tmp_path / "abime.xlsx"
        abime.write_bytes(octets[:rang] + bytes([octets[rang] ^ 0xFF]) + octets[rang + 1 :])
        try:
            list(lignes_xlsx(abime, "Offres"))
        except FichierIllisible as erreur:
            refuses.append(str(erreur))
    assert refuses
    assert all("abime.xlsx" in message for message in refuses)


# --- JSON


def test_la_liste_est_trouvee_sous_l_un_des_prefixes(deposer: Deposer) -> None:
    page = deposer("page.json", '\ufeff{"total": 2, "items": [{"a": 1}, {"a": 2.5}]}')
    assert list(elements_json(page, ("items.item", "item"))) == [("items.item", 0, {"a": 1}), ("items.item", 1, {"a": 2.5})]
    assert list(elements_json(deposer("liste.json", "[[], 3]"), ("items.item", "item"))) == [("item", 0, []), ("item", 1, 3)]
    assert list(elements_json(deposer("vide.json", "[]"), ("item",))) == []


def test_un_objet_seul_se_lit_entier_quand_on_l_accepte(deposer: Deposer) -> None:
    seul = deposer("seul.json", '{"id": "a"}')
    assert list(elements_json(seul, ("item", ""))) == [("", 0, {"id": "a"})]
    assert "aucune liste à la racine ni « items »" in refus(lambda: list(elements_json(seul, ("items.item", "item"))))


def test_nan_se_lit_comme_une_absence_sauf_dans_un_texte(deposer: Deposer) -> None:
    chemin = deposer("f.json", r'[{"a": NaN, "b": "NaN \" NaN", "c": -Infinity, "d": "\\"}, {"NaN": "Infinity"}]')
    assert [e for _, _, e in elements_json(chemin, ("item",))] == [{"a": None, "b": 'NaN " NaN', "c": None, "d": "\\"}, {"NaN": "Infinity"}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(st.characters(blacklist_categories=("Cs",)), max_size=30),
    lambda enfants: st.lists(enfants, max_size=4) | st.dictionaries(st.sampled_from(["a", "NaN", '"', "\\", "é"]), enfants, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(elements=st.lists(JSON, max_size=6), echapper=st.booleans())
def test_ce_que_python_ecrit_en_json_est_relu(tmp_path: Path, elements: list[object], echapper: bool) -> None:
    chemin = tmp_path / "f.json"
    chemin.write_text(json.dumps(elements, ensure_ascii=echapper), encoding="utf-8")
    assert [e for _, _, e in elements_json(chemin, ("item",))] == elements


def test_nan_est_vu_a_cheval_sur_deux_blocs_de_lecture(deposer: Deposer) -> None:
    for marge in range(65_520, 65_545):
        chemin = deposer("f.json", '["' + "x" * marge + '", NaN, -Infinity]')
        assert [e for _, _, e in elements_json(chemin, ("item",))] == ["x" * marge, None, None]


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [
        ('[{"a": 1}, {"a": 2}', "coupé ou mal formé après l’élément 2"),
        ("<html></html>", "coupé ou mal formé"),
        ('["é"]'.encode("cp1252"), "coupé ou mal formé"),
        (b'["\x00"]', "n’est pas un fichier texte"),
        ("[" * 300_000, "plus de 100 niveaux"),
        ('["' + "x" * 21_000_000 + '"]', "plus de 20 Mo"),
    ],
    ids=["coupé", "html", "latin", "binaire", "emboîté", "texte démesuré"],
)
def test_un_json_inutilisable_est_dit(deposer: Deposer, contenu: bytes | str, motif: str) -> None:
    chemin = deposer("f.json", contenu)
    assert motif in refus(lambda: list(elements_json(chemin, ("item",))))


def test_un_json_long_ne_remplit_pas_la_memoire(deposer: Deposer) -> None:
    chemin = deposer("f.json", "[" + ",".join(f'{{"id": {i}, "t": "{"x" * 2000}"}}' for i in range(15_000)) + "]")
    assert chemin.stat().st_size > 30_000_000
    tracemalloc.start()
    assert sum(1 for _ in elements_json(chemin, ("item",))) == 15_000
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pic < 5_000_000


# --- XML


def lheo(corps: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://exemple.fr/lheo"><offres>\n{corps}</offres></lheo>'


def numeros(chemin: Path) -> list[tuple[str | None, int | None]]:
    return [(e.get("numero"), e.sourceline) for e in elements_xml(chemin, "formation", "lheo")]


def test_les_elements_se_lisent_avec_leur_ligne_quel_que_soit_l_espace_de_noms(deposer: Deposer) -> None:
    chemin = deposer("f.xml", lheo('<formation numero="1"/>\n<formation numero="2"><a>é</a></formation>\n'))
    assert numeros(chemin) == [("1", 3), ("2", 4)]
    assert numeros(deposer("sans.xml", "<lheo><formation numero='3'/></lheo>")) == [("3", 1)]
    assert numeros(deposer("compresse.xml.gz", gzip.compress(lheo("<formation/>").encode()))) == [(None, 3)]


def test_l_encodage_declare_est_respecte(deposer: Deposer) -> None:
    chemin = deposer("f.xml", '<?xml version="1.0" encoding="windows-1252"?><lheo><formation>été</formation></lheo>'.encode("cp1252"))
    assert [e.text for e in elements_xml(chemin, "formation", "lheo")] == ["été"]


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [
        (lheo('<formation numero="1"/>\n<formation')[:-20], "coupé ou mal formé, ligne 4"),
        ("<catalogue/>", "sa racine est <catalogue> et non <lheo>"),
        ('<!DOCTYPE lheo [<!ENTITY a "b">]><lheo/>', "déclare des entités"),
        ('<!DOCTYPE lheo [<!ENTITY % a SYSTEM "file:///etc/hostname">%a;]><lheo/>', "déclare des entités"),
        (lheo("<formation>" + "x" * 11_000_000 + "</formation>"), "texte ou un emboîtement démesuré"),
        (lheo("<formation>" + "<a/>" * 5_200_000 + "</formation>"), "plus de 20 Mo"),
        (b"\x89PNG\r\n\x1a\n\x00", "coupé ou mal formé, ligne 1"),
        (b"<lheo>\xe9</lheo>", "n’est pas dans l’encodage qu’il annonce"),
    ],
    ids=["coupé", "racine", "entité", "entité externe", "texte", "élément", "image", "encodage"],
)
def test_un_xml_inutilisable_est_dit(deposer: Deposer, contenu: bytes | str, motif: str) -> None:
    chemin = deposer("f.xml", contenu)
    assert motif in refus(lambda: list(elements_xml(chemin, "formation", "lheo")))


def test_une_cascade_d_entites_est_refusee_tout_de_suite(deposer: Deposer) -> None:
    entites = '<!ENTITY e0 "lol">' + "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    chemin = deposer("f.xml", f"<!DOCTYPE lheo [{entites}]><lheo><formation>&e11;</formation></lheo>")
    assert "déclare des entités" in refus(lambda: list(elements_xml(chemin, "formation", "lheo")))


def test_un_xml_long_est_libere_au_fur_et_a_mesure(tmp_path: Path) -> None:
    chemin = tmp_path / "f.xml"
    with chemin.open("w", encoding="utf-8") as sortie:
        sortie.write("<lheo><offres>")
        sortie.writelines(f"<formation numero='{i}'><texte>{'x' * 100}</texte></formation>" for i in range(2_000))
        sortie.write("</offres></lheo>")

    def enfants_gardes() -> Iterator[int]:
        for element in elements_xml(chemin, "formation", "lheo"):
            parent = element.getparent()
            assert parent is not None
            yield len(parent)

    # One element under way, and what libxml2 has read ahead of it in the same block.
    assert max(enfants_gardes()) < 500
