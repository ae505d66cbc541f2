"""JSON and XML that came from elsewhere: what is read, and what is refused with words a person understands."""

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.entree.fichiers import (
    elements_json,
    elements_xml,
)

Deposer = Callable[[str, bytes | str], Path]
Refus = Callable[[Callable[[], object]], str]


# --- JSON


def test_la_liste_est_trouvee_sous_l_un_des_prefixes(deposer: Deposer) -> None:
    page = deposer("page.json", '\ufeff{"total": 2, "items": [{"a": 1}, {"a": 2.5}]}')
    assert list(elements_json(page, ("items.item", "item"))) == [("items.item", 0, {"a": 1}), ("items.item", 1, {"a": 2.5})]
    assert list(elements_json(deposer("liste.json", "[[], 3]"), ("items.item", "item"))) == [("item", 0, []), ("item", 1, 3)]
    assert list(elements_json(deposer("vide.json", "[]"), ("item",))) == []


def test_un_objet_seul_se_lit_entier_quand_on_l_accepte(deposer: Deposer, refus: Refus) -> None:
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
def test_un_json_inutilisable_est_dit(deposer: Deposer, contenu: bytes | str, motif: str, refus: Refus) -> None:
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
def test_un_xml_inutilisable_est_dit(deposer: Deposer, contenu: bytes | str, motif: str, refus: Refus) -> None:
    chemin = deposer("f.xml", contenu)
    assert motif in refus(lambda: list(elements_xml(chemin, "formation", "lheo")))


def test_une_cascade_d_entites_est_refusee_tout_de_suite(deposer: Deposer, refus: Refus) -> None:
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
