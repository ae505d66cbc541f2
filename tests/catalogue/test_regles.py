"""What the catalogue refuses, and in which words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import (
    Condition,
    DetailsAppui,
    DetailsRecrutement,
    Jour,
    Lieu,
    Offre,
    Operateur,
    Periode,
    Session,
    Structure,
    TypeCondition,
    TypeOffre,
    creneau,
    creneaux,
)
from catalogue.regles import anomalie_siret, anomalies_offre, anomalies_structure, cle_luhn_valide


def offre(**champs: object) -> Offre:
    base: dict[str, object] = {"source": "s", "source_id": "1", "type_offre": TypeOffre.APPUI, "titre": "Aide", "details": DetailsAppui()}
    return Offre(**{**base, **champs})  # type: ignore[arg-type]


def test_une_offre_simple_est_acceptee() -> None:
    assert anomalies_offre(offre()) == ()


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"titre": "  "}, "titre"),
        ({"titre": "x" * 301}, "titre"),
        ({"source_id": ""}, "id"),
        ({"details": DetailsRecrutement()}, "details"),
        ({"metiers": ("K1304", "Z9")}, "metiers"),
        ({"heures_hebdo": Decimal(70)}, "heures_hebdo"),
        ({"cout": Decimal(-1)}, "cout"),
        ({"lieu": Lieu(code_insee="9402")}, "code_insee"),
        ({"lieu": Lieu(code_insee="00000")}, "code_insee"),
        ({"lieu": Lieu(code_postal="9400")}, "code_postal"),
        ({"lieu": Lieu(code_postal="00000")}, "code_postal"),
        ({"lieu": Lieu(latitude=48.0)}, "latitude"),
        ({"lieu": Lieu(latitude=98.0, longitude=2.0)}, "latitude"),
        ({"conditions": (Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("dix-huit",)),)}, "conditions"),
        ({"conditions": (Condition(TypeCondition.PERMIS, Operateur.DANS, ()),)}, "conditions"),
        ({"sessions": (Session("a"), Session("a"))}, "sessions"),
        ({"sessions": (Session("a", date(2026, 12, 2), date(2026, 12, 1)),)}, "sessions"),
        ({"sessions": (Session("a", places=2, places_reservees=3),)}, "sessions"),
        ({"sessions": (Session("a", places=-1),)}, "sessions"),
    ],
)
def test_chaque_faute_nomme_son_champ(champs: dict[str, object], champ: str) -> None:
    fautes = anomalies_offre(offre(**champs))
    assert [f.champ for f in fautes] == [champ]
    assert fautes[0].motif.endswith(".")


@pytest.mark.parametrize("siret", ["13003013300016", "35600000000048"])
def test_siret_bons(siret: str) -> None:
    assert anomalie_siret(siret) is None


@pytest.mark.parametrize("siret", ["1300301330001", "13003013300017", "1300301330001A", "0" * 14])
def test_siret_faux(siret: str) -> None:
    assert [a.champ for a in anomalies_structure(Structure("s", "1", "Nom", siret))] == ["siret"]


def test_un_siret_de_zeros_ne_nomme_personne() -> None:
    assert cle_luhn_valide("0" * 14), "the key alone would let it through"
    assert "zéros" in (anomalie_siret("0" * 14) or "")
    assert anomalie_siret("00000000000018") is None


@given(st.text("0123456789", min_size=2, max_size=14), st.integers(0, 13), st.integers(1, 9))
def test_luhn_voit_toute_erreur_d_un_chiffre(chiffres: str, place: int, ecart: int) -> None:
    if chiffres.startswith("356000000") or not cle_luhn_valide(chiffres):
        return
    i = place % len(chiffres)
    abime = chiffres[:i] + str((int(chiffres[i]) + ecart) % 10) + chiffres[i + 1 :]
    if not abime.startswith("356000000"):
        assert not cle_luhn_valide(abime)


def test_creneaux() -> None:
    assert creneau(Jour.LUNDI, Periode.MATIN) == 1
    assert creneau(Jour.DIMANCHE, Periode.NUIT) == 1 << 27
    assert creneaux(tuple(Jour), tuple(Periode)) == (1 << 28) - 1
    assert creneaux((), (Periode.MATIN,)) == 0
