"""French text helpers, on what people type and feeds send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.texte import cle_tri, majuscule, mots, plier, racine, racines, texte_brut


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("Créteil", "creteil"), ("ŒUVRE", "oeuvre"), ("L’Haÿ", "l'hay"), ("ça", "ca"), ("AÎNÉ", "aine")],
)
def test_plier(texte: str, attendu: str) -> None:
    assert plier(texte) == attendu


def test_cle_tri_range_comme_un_dictionnaire() -> None:
    noms = ["Évry", "L'Haÿ-les-Roses", "Alfortville", "Ézy", "Le Kremlin-Bicêtre", "Etampes"]
    assert sorted(noms, key=cle_tri) == ["Alfortville", "Etampes", "Évry", "Ézy", "L'Haÿ-les-Roses", "Le Kremlin-Bicêtre"]


def test_mots_sans_les_mots_vides() -> None:
    assert mots("L’aide à domicile, chez les gens (H/F)") == ["aide", "domicile", "gens"]


@pytest.mark.parametrize(
    ("feminin", "masculin"),
    [
        ("infirmiere", "infirmier"),
        ("serveuse", "serveur"),
        ("animatrice", "animateur"),
        ("animatrices", "animateurs"),
        ("chauffeuse", "chauffeur"),
        ("technicienne", "technicien"),
        ("vendeuses", "vendeur"),
        ("employee", "employe"),
        ("agents", "agent"),
    ],
)
def test_le_feminin_et_le_masculin_ont_la_meme_racine(feminin: str, masculin: str) -> None:
    assert racine(feminin) == racine(masculin)


def test_des_mots_differents_gardent_des_racines_differentes() -> None:
    assert racine("vente") != racine("verte")
    assert racines("aide-soignante") == racines("aide soignant")


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("<p>Bonjour&nbsp;!</p><p>Suite</p>", "Bonjour !\n\nSuite"),
        ("a &amp;lt;b&amp;gt; c", "a <b> c"),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
        ("texte<script>alert(1)</script> net", "texte net"),
        ("5 < 6 et 7 > 3", "5 < 6 et 7 > 3"),
        ("  trop   d’espaces \n\n\n\n fin ", "trop d’espaces\n\nfin"),
        ("", ""),
    ],
)
def test_texte_brut(brut: str, attendu: str) -> None:
    assert texte_brut(brut) == attendu


@given(st.text(max_size=300))
def test_texte_brut_ne_casse_jamais_et_se_stabilise(texte: str) -> None:
    une_fois = texte_brut(texte)
    assert une_fois == une_fois.strip()
    assert "\x00" not in une_fois


def test_majuscule_laisse_la_suite() -> None:
    assert majuscule("éco-quartier de Créteil") == "Éco-quartier de Créteil"
    assert majuscule("") == ""
