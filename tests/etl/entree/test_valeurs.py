"""Values as files write them: what they become, and the words with which they are refused."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.regles import cle_luhn_valide
from etl.entree.valeurs import (
    ValeurInvalide,
    booleen,
    code_insee,
    code_postal,
    code_zone,
    coordonnees,
    date_de,
    entier,
    heure_de,
    liste,
    nombre,
    siret,
    texte,
)

FONCTIONS = [texte, date_de, heure_de, entier, nombre, booleen, code_postal, code_insee, siret]
ABSENTS = [None, "", "  ", "NaN", "nan", "null", "None", "-", "—", float("nan"), "<p> </p>", "&nbsp;"]


@pytest.mark.parametrize("fonction", FONCTIONS)
@pytest.mark.parametrize("absent", ABSENTS)
def test_une_valeur_absente_n_est_jamais_une_faute(fonction: object, absent: object) -> None:
    assert callable(fonction)
    assert fonction(absent) is None


@pytest.mark.parametrize("fonction", FONCTIONS)
@pytest.mark.parametrize("objet", [["a"], {"a": 1}])
def test_une_liste_ou_un_objet_est_refuse_en_francais(fonction: object, objet: object) -> None:
    assert callable(fonction)
    with pytest.raises(ValeurInvalide) as erreur:
        fonction(objet)
    assert erreur.value.motif.endswith(".")


@pytest.mark.parametrize("fonction", FONCTIONS)
@given(mot=st.text(max_size=30) | st.floats() | st.integers() | st.binary(max_size=4) | st.datetimes() | st.dates() | st.timedeltas())
def test_rien_d_autre_qu_un_refus_motive_ne_sort(fonction: object, mot: object) -> None:
    assert callable(fonction)
    try:
        lu = fonction(mot)
    except ValeurInvalide as erreur:
        lu = erreur.motif
    assert lu is None or lu == lu


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        (" Créteil ", "Créteil"),
        ("<p>Aide à <b>domicile</b></p><ul><li>matin</li></ul>", "Aide à domicile\n\n- matin"),
        ("L&#39;été &amp; après", "L'été & après"),
        ("a\x00b\x07c\ud800d", "abcd"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "oui"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_texte(brut: object, attendu: str) -> None:
    assert texte(brut) == attendu


@given(st.text(max_size=200))
def test_un_texte_lu_peut_toujours_etre_enregistre(brut: str) -> None:
    lu = texte(brut)
    assert lu is None or (lu.encode() and "\x00" not in lu and lu == lu.strip())


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("2026-09-15", date(2026, 9, 15)),
        ("2026-09-15T08:00:00", date(2026, 9, 15)),
        ("2026-09-15T23:30:00Z", date(2026, 9, 16)),
        ("2026-12-15T23:30:00.000Z", date(2026, 12, 16)),
        ("2026-09-16T00:30:00+04:00", date(2026, 9, 15)),
        (datetime(2026, 9, 15, 23, 30, tzinfo=UTC), date(2026, 9, 16)),
        (datetime(2026, 9, 15, 23, 30), date(2026, 9, 15)),
        ("15/09/2026", date(2026, 9, 15)),
        ("5-9-2026", date(2026, 9, 5)),
        ("15.09.2026 08:00", date(2026, 9, 15)),
        ("20260915", date(2026, 9, 15)),
        (20260915, date(2026, 9, 15)),
        (46280.0, date(2026, 9, 15)),
        ("46280", date(2026, 9, 15)),
    ],
)
def test_date(brut: object, attendu: date) -> None:
    assert date_de(brut) == attendu


@pytest.mark.parametrize(("brut", "debut", "fin"), [("20260200", (1, 2), (28, 2)), ("20261200", (1, 12), (31, 12)), ("20260000", (1, 1), (31, 12))])
def test_un_mois_ou_une_annee_seuls_suivent_lheo(brut: str, debut: tuple[int, int], fin: tuple[int, int]) -> None:
    assert date_de(brut) == date(2026, debut[1], debut[0])
    assert date_de(brut, fin=True) == date(2026, fin[1], fin[0])


@pytest.mark.parametrize(
    "brut", ["00000000", "99999999", "99991231", "9999-12-31T23:59:59Z", "19000101", "01/01/1900", "0001-01-01", date(1900, 1, 1)]
)
def test_les_dates_qui_veulent_dire_inconnue(brut: object) -> None:
    assert date_de(brut) is None


@pytest.mark.parametrize(
    ("brut", "motif"),
    [
        ("31/02/2026", "n’existe pas"),
        ("20261301", "n’existe pas"),
        ("15/09/26", "n’existe pas"),
        ("bientôt", "n’existe pas"),
        ("1987-01-01", "1987 est hors de 1990–2100"),
        ("2206-01-01", "2206 est hors de 1990–2100"),
    ],
)
def test_une_date_incomprise_est_dite(brut: object, motif: str) -> None:
    with pytest.raises(ValeurInvalide, match=motif):
        date_de(brut)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_une_date_se_lit_dans_toutes_ses_ecritures(jour: date) -> None:
    ecritures = [jour.isoformat(), f"{jour:%d/%m/%Y}", f"{jour:%Y%m%d}", jour, (jour - date(1899, 12, 30)).days]
    assert {date_de(ecriture) for ecriture in ecritures} == {jour}


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("9h", time(9)),
        ("9h30", time(9, 30)),
        ("14H15", time(14, 15)),
        ("09:30", time(9, 30)),
        ("09:30:59", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("2026-09-15T07:30:00Z", time(9, 30)),
        (0.375, time(9)),
        (time(9, 30, 12), time(9, 30)),
        (timedelta(hours=9, minutes=30), time(9, 30)),
    ],
)
def test_heure(brut: object, attendu: time) -> None:
    assert heure_de(brut) == attendu


@pytest.mark.parametrize("brut", ["25h", "9h75", "matin", "9", timedelta(hours=30), 14.5])
def test_une_heure_incomprise_est_dite(brut: object) -> None:
    with pytest.raises(ValeurInvalide, match="heure"):
        heure_de(brut)


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [("1 234,50 €", "1234.50"), ("1\u202f234,5", "1234.5"), ("1.234,50", "1234.50"), ("12.5", "12.5"), (12.1, "12.1"), ("-3", "-3"), ("0", "0")],
)
def test_nombre(brut: object, attendu: str) -> None:
    assert nombre(brut) == Decimal(attendu)


@pytest.mark.parametrize("brut", ["douze", "12h", "1,2,3", "inf", "-nan", True])
def test_un_nombre_incompris_est_dit(brut: object) -> None:
    with pytest.raises(ValeurInvalide, match="Un nombre est attendu ici"):
        nombre(brut)


def test_entier() -> None:
    assert [entier(v) for v in ("12", "12.0", 12.0, "1 200", "12,00")] == [12, 12, 12, 1200, 12]
    with pytest.raises(ValeurInvalide, match="entier"):
        entier("12,5")
    with pytest.raises(ValeurInvalide, match="trop grand"):
        entier("3000000000")
    with pytest.raises(ValeurInvalide, match="trop grand"):
        entier("1e999999")


def test_booleen() -> None:
    assert [booleen(v) for v in ("Oui", "O", "true", "Vrai", "x", 1, 1.0, True)] == [True] * 8
    assert [booleen(v) for v in ("Non", "n", "FALSE", "faux", 0, False)] == [False] * 6
    with pytest.raises(ValeurInvalide, match="oui ou par non"):
        booleen("peut-être")


def test_les_zeros_perdus_d_un_code_reviennent() -> None:
    assert [code_postal(v) for v in ("1000", 1000.0, "94 000", 94000)] == ["01000", "01000", "94000", "94000"]
    assert [code_insee(v) for v in ("94028.0", 1004, "2a004", "97105")] == ["94028", "01004", "2A004", "97105"]


@pytest.mark.parametrize("brut", ["940", "940000", "9400A", "F-94000"])
def test_un_code_postal_incompris_est_dit(brut: str) -> None:
    with pytest.raises(ValeurInvalide, match="5 chiffres"):
        code_postal(brut)


@pytest.mark.parametrize("brut", ["940", "940281", "2C004", "Créteil"])
def test_un_code_insee_incompris_est_dit(brut: str) -> None:
    with pytest.raises(ValeurInvalide, match="5 caractères"):
        code_insee(brut)


@pytest.mark.parametrize("zeros", ["00000", "0", 0, 0.0, "00 000", "00000000000000"])
def test_un_code_rempli_de_zeros_est_inconnu(zeros: object) -> None:
    assert (code_postal(zeros), code_insee(zeros), siret(zeros)) == (None, None, None)


def test_code_de_zone() -> None:
    assert [code_zone(v) for v in ("94", "1", 1004.0, "94028", "2a", "2b033", "974", None)] == [
        "94",
        "01",
        "01004",
        "94028",
        "2A",
        "2B033",
        "974",
        None,
    ]
    for faux in ("99100", "20", "96", "200054781", "Créteil", "00000", "0"):
        with pytest.raises(ValeurInvalide, match=f"{faux}\\u00a0» n’est ni"):
            code_zone(faux)


SIRET = "13002526500013"


def test_un_siret_se_lit_avec_ses_espaces_ou_comme_nombre_exact() -> None:
    assert cle_luhn_valide(SIRET)
    assert [siret(v) for v in ("130 025 265 00013", "130\u00a0025\u00a0265\u00a000013", int(SIRET), float(SIRET), f"{SIRET}.0")] == [SIRET] * 5


@pytest.mark.parametrize(
    ("brut", "motif"),
    [
        ("1,30025E+13", "perdu les derniers chiffres"),
        ("1.30025e13", "perdu les derniers chiffres"),
        ("3002526500013", "retiré des zéros"),
        (3002526500013.0, "retiré des zéros"),
        ("130025265", "14 chiffres"),
        ("13002526500014", "clé de contrôle"),
        ("sans objet", "14 chiffres"),
    ],
)
def test_un_siret_douteux_est_refuse_avec_sa_raison(brut: object, motif: str) -> None:
    with pytest.raises(ValeurInvalide, match=motif):
        siret(brut)


def test_coordonnees() -> None:
    assert coordonnees("48,79", 2.46) == (48.79, 2.46)
    assert coordonnees(0, "0.0") == (None, None)
    assert coordonnees(48.79, None) == (None, None)
    assert coordonnees(float("nan"), float("nan")) == (None, None)
    with pytest.raises(ValeurInvalide, match="hors du globe"):
        coordonnees(4879, 246)
    with pytest.raises(ValeurInvalide, match="nombre"):
        coordonnees("nord", "est")


def test_liste() -> None:
    assert liste(" a ; b|a,, c ") == ("a", "b", "c")
    assert liste(["a", None, " b ", "", "a"]) == ("a", "b")
    assert liste("a, b ; c", separateurs=";") == ("a, b", "c")
    assert liste("a]b", separateurs="]") == ("a", "b")
    assert liste(None) == liste(float("nan")) == liste([]) == ()
    with pytest.raises(ValeurInvalide, match="texte est attendu"):
        liste([["a"]])
