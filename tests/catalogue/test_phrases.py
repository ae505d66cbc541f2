"""Conditions of access, lists, lengths and amounts, as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from catalogue.domaine import Condition, Operateur, TypeCondition
from catalogue.phrases import de_commune, duree_mois, enumerer, euros, jour_en_mots, phrase_condition

COMMUNES = {"94028": "Créteil", "94081": "Vitry-sur-Seine"}
C, O = TypeCondition, Operateur  # noqa: E741


@pytest.mark.parametrize(
    ("condition", "attendu"),
    [
        (Condition(C.RSA, O.EGAL, ("oui",)), "Être allocataire du RSA"),
        (Condition(C.RSA, O.EGAL, ("non",)), "Ne pas être allocataire du RSA"),
        (Condition(C.PUBLIC, O.DANS, ("jeunes", "personnes-exilees")), "Faire partie du public visé (jeunes ou personnes exilées)"),
        (
            Condition(C.CRITERE_IAE, O.DANS, ("RSA", "QPV", "TH")),
            "Remplir un critère de l’insertion (bénéficiaire du RSA, habitant d’un quartier prioritaire ou travailleur handicapé)",
        ),
        (Condition(C.AGE, O.AU_MOINS, ("18",)), "Avoir au moins 18 ans"),
        (Condition(C.AGE, O.AU_PLUS, ("25",)), "Avoir 25 ans au plus"),
        (Condition(C.AGE, O.EGAL, ("1",)), "Avoir 1 an"),
        (Condition(C.NIVEAU, O.AU_MOINS, ("3",)), "Avoir au moins le niveau « CAP, BEP, titre professionnel de niveau 3 »"),
        (Condition(C.NIVEAU, O.AU_PLUS, ("8",)), "Avoir au plus le niveau « Doctorat »"),
        (Condition(C.NIVEAU, O.EGAL, ("9",)), "Avoir le niveau 9"),
        (Condition(C.FRANCAIS, O.AU_MOINS, ("A2",)), "Parler français, au moins au niveau A2"),
        (Condition(C.FRANCAIS, O.AU_PLUS, ("A1",)), "Ne pas dépasser le niveau A1 en français"),
        (Condition(C.FRANCAIS, O.AU_MOINS, ("<A1",)), "Grands débutants en français acceptés"),
        (Condition(C.PERMIS, O.DANS, ("B",)), "Avoir le permis B"),
        (Condition(C.PERMIS, O.DANS, ("B", "C", "CE")), "Avoir le permis B, C ou CE"),
        (Condition(C.VEHICULE, O.EGAL, ("oui",)), "Avoir un véhicule"),
        (Condition(C.VEHICULE, O.EGAL, ("non",)), "Ne pas avoir de véhicule"),
        (Condition(C.ZONE, O.DANS, ("94028", "94081", "75")), "Habiter Créteil, Vitry-sur-Seine ou le département 75"),
        (Condition(C.ZONE, O.DANS, ("01004",)), "Habiter 01004"),
        (Condition(C.INSCRIPTION_FT, O.EGAL, ("oui",)), "Être inscrit à France Travail"),
        (Condition(C.INSCRIPTION_FT, O.EGAL, ("non",)), "Ne pas être inscrit à France Travail"),
        (Condition(C.EXPERIENCE, O.AU_MOINS, ("24",)), "Avoir au moins 2 ans d’expérience"),
        (Condition(C.EXPERIENCE, O.AU_MOINS, ("0",)), "Débutants acceptés"),
        (Condition(C.PREALABLE, O.DANS, ("Réunion d’information", "Entretien")), "Réunion d’information, Entretien"),
        (Condition(C.COMPETENCE, O.EGAL, ("conduire un chariot",)), "conduire un chariot"),
        (Condition(C.AUTRE, O.EGAL, ()), ""),
    ],
)
def test_phrase_de_condition(condition: Condition, attendu: str) -> None:
    assert phrase_condition(condition, COMMUNES) == attendu


@pytest.mark.parametrize("genre", TypeCondition)
def test_les_mots_de_la_source_passent_d_abord(genre: TypeCondition) -> None:
    assert phrase_condition(Condition(genre, O.DANS, ("3",), libelle="Être majeur"), COMMUNES) == "Être majeur"


def test_enumerer() -> None:
    assert enumerer(["a"]) == "a"
    assert enumerer(("a", "b"), "ou") == "a ou b"
    assert enumerer(["a", "b", "c"]) == "a, b et c"


def test_duree_en_mois_ou_en_annees() -> None:
    assert [duree_mois(m) for m in (0, 1, 6, 12, 18, 24)] == ["0 mois", "1 mois", "6 mois", "1 an", "18 mois", "2 ans"]


@pytest.mark.parametrize(
    ("montant", "lu"), [("2500", "2\u202f500\u00a0€"), ("2500.00", "2\u202f500\u00a0€"), ("12.5", "12,50\u00a0€"), ("0", "0\u00a0€")]
)
def test_euros(montant: str, lu: str) -> None:
    assert euros(Decimal(montant)) == lu


@pytest.mark.parametrize(
    ("commune", "dite"),
    [
        ("Créteil", "de Créteil"),
        ("Ivry-sur-Seine", "d’Ivry-sur-Seine"),
        ("Ézanville", "d’Ézanville"),
        ("Le Perreux-sur-Marne", "du Perreux-sur-Marne"),
        ("Les Lilas", "des Lilas"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
    ],
)
def test_d_une_commune(commune: str, dite: str) -> None:
    assert de_commune(commune) == dite


def test_un_jour_en_mots() -> None:
    assert [jour_en_mots(j) for j in (date(2026, 12, 8), date(2027, 1, 1))] == ["8 décembre 2026", "1er janvier 2027"]
