"""French typography, dates and counts in words."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from web import typographie as t

JOUR = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("Bonjour! Ça va ?", "Bonjour\u202f! Ça va\u202f?"),
        ("Horaires: 9:30 ; fin", "Horaires\u00a0: 9:30\u202f; fin"),
        ("l'atelier «cuisine»", "l’atelier «\u00a0cuisine\u00a0»"),
        ("Quoi?!", "Quoi\u202f?!"),
        ("« déjà » : oui", "«\u00a0déjà\u00a0»\u00a0: oui"),
        ("35 h, 12 €, 3 km, 2 places", "35\u00a0h, 12\u00a0€, 3\u00a0km, 2\u00a0places"),
        ("https://exemple.fr/a?b=c;d", "https://exemple.fr/a?b=c;d"),
        ("5 hommes", "5 hommes"),
    ],
)
def test_espaces_insecables(brut: str, attendu: str) -> None:
    assert t.typo(brut) == attendu


@given(st.text(alphabet="aé1 '«»:;!?€\n\u00a0\u202f", max_size=40))
def test_espaces_appliques_deux_fois_ne_changent_rien(texte: str) -> None:
    une_fois = t.typo(texte)
    assert t.typo(une_fois) == une_fois


@pytest.mark.parametrize(("n", "attendu"), [(0, "aucune place"), (1, "1 place"), (2, "2 places"), (1584, "1\u202f584 places")])
def test_pluriel(n: int, attendu: str) -> None:
    assert t.pluriel(n, "place", "places").replace("\u00a0", " ") == attendu


def test_pluriel_masculin() -> None:
    assert t.pluriel(0, "métier", "métiers", "aucun") == "aucun\u00a0métier"


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 12, 6), "hier"),
        (JOUR, "aujourd’hui"),
        (date(2026, 12, 8), "demain"),
        (date(2026, 12, 15), "mardi 15\u00a0décembre"),
        (date(2027, 1, 1), "vendredi 1er\u00a0janvier 2027"),
        (date(2025, 8, 3), "dimanche 3\u00a0août 2025"),
    ],
)
def test_date_relative(jour: date, attendu: str) -> None:
    assert t.date_relative(jour, JOUR) == attendu


def test_date_heure() -> None:
    assert t.date_heure(date(2026, 12, 15), time(9, 30), JOUR) == "mardi 15\u00a0décembre, 9\u00a0h\u00a030"
    assert t.date_heure(JOUR, time(14), JOUR) == "aujourd’hui, 14\u00a0h"
    assert t.date_heure(JOUR, None, JOUR) == "aujourd’hui"


def test_date_courte_et_date_longue_sans_jour_de_lecture_portent_l_annee() -> None:
    assert t.date_courte(date(2026, 12, 15), JOUR) == "15\u00a0décembre"
    assert t.date_longue(date(2026, 12, 15)) == "mardi 15\u00a0décembre 2026"


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (date(2026, 12, 8), None, "mardi 8 décembre"),
        (date(2026, 12, 8), date(2026, 12, 8), "mardi 8 décembre"),
        (date(2026, 12, 1), date(2026, 12, 12), "du 1er au 12 décembre"),
        (date(2026, 11, 28), date(2026, 12, 3), "du 28 novembre au 3 décembre"),
        (date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre au 3 janvier 2027"),
        (date(2027, 3, 1), date(2027, 4, 2), "du 1er mars au 2 avril 2027"),
        (date(2027, 12, 20), date(2028, 1, 5), "du 20 décembre 2027 au 5 janvier 2028"),
    ],
)
def test_intervalle(debut: date, fin: date | None, attendu: str) -> None:
    assert t.intervalle(debut, fin, JOUR).replace("\u00a0", " ") == attendu


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 12, 9), "aujourd’hui"),
        (date(2026, 12, 6), "hier"),
        (date(2026, 11, 25), "il y a 12 jours"),
        (date(2026, 9, 1), "il y a 3 mois"),
        (date(2024, 1, 1), "il y a 2 ans"),
    ],
)
def test_anciennete(jour: date, attendu: str) -> None:
    assert t.anciennete(jour, JOUR).replace("\u00a0", " ") == attendu


@pytest.mark.parametrize(
    ("km", "attendu"), [(0, "tout près"), (0.44, "à 400 m"), (0.8, "à 800 m"), (0.97, "à 1 km"), (2.5, "à 3 km"), (12.4, "à 12 km")]
)
def test_distance(km: float, attendu: str) -> None:
    assert t.distance(km).replace("\u00a0", " ") == attendu


def test_montants() -> None:
    assert t.euros(Decimal("0.00")) == "gratuit"
    assert t.euros(Decimal("1200.00")) == "1\u202f200\u00a0€"
    assert t.euros(Decimal("12.5")) == "12,50\u00a0€"


def test_durees() -> None:
    assert t.heures_semaine(Decimal("17.5")) == "17\u00a0h\u00a030 par semaine"
    assert t.heures_semaine(Decimal("35.00")) == "35\u00a0h par semaine"
    assert [t.duree_mois(m).replace("\u00a0", " ") for m in (1, 6, 12, 18, 24)] == ["1 mois", "6 mois", "1 an", "18 mois", "2 ans"]


@pytest.mark.parametrize("numero", ["0143000000", "01.43.00.00.00", "+33 1 43 00 00 00", "0033143000000"])
def test_telephone(numero: str) -> None:
    assert t.telephone(numero) == "01\u00a043\u00a000\u00a000\u00a000"


@pytest.mark.parametrize("numero", ["3949", "+32 2 123 45 67", "sur demande"])
def test_telephone_d_ailleurs_rendu_tel_quel(numero: str) -> None:
    assert t.telephone(numero) == numero


@pytest.mark.parametrize(
    ("adresse", "attendu"),
    [
        (" https://exemple.fr/a ", "https://exemple.fr/a"),
        ("www.exemple.fr/a?b", "https://www.exemple.fr/a?b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//exemple.fr", None),
        ("voir le site", None),
    ],
)
def test_adresse_sure(adresse: str, attendu: str | None) -> None:
    assert t.adresse_sure(adresse) == attendu


def test_texte_riche_paragraphes_et_listes() -> None:
    rendu = t.texte_riche("Un métier: le ménage.\nSuite.\n\nAu programme :\n- l'accueil\n• la caisse\n1. le stock\nFin.")
    assert str(rendu) == (
        "<p>Un métier\u00a0: le ménage.<br>Suite.</p>\n<p>Au programme\u00a0:</p>\n"
        "<ul><li>l’accueil</li><li>la caisse</li><li>le stock</li></ul>\n<p>Fin.</p>"
    )


def test_texte_riche_vide() -> None:
    assert t.texte_riche("  \n\n ") == ""


@given(st.text(alphabet="ab<>&\"'/- \n.1", max_size=80))
def test_texte_riche_ne_laisse_passer_aucune_balise(texte: str) -> None:
    rendu = t.texte_riche(texte)
    elements = html.fragment_fromstring(f"<div>{rendu}</div>")
    assert {e.tag for e in elements.iterdescendants()} <= {"p", "ul", "li", "br"}
    assert all(not e.attrib for e in elements.iterdescendants())
