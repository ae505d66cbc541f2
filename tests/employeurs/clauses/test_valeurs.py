"""Hours, months and names as facilitateurs write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employeurs.clauses.libelles import MOIS
from employeurs.clauses.valeurs import (
    ValeurRefusee,
    cpv_de,
    heures_de,
    heures_du_mois,
    initiale_de,
    jour_de,
    mois_de,
    nomme_un_mois,
    prenom_de,
    separer_nom,
    siret_de,
)


@pytest.mark.parametrize(
    ("ecrit", "lues"),
    [
        ("35,5", "35.5"), ("35.5", "35.5"), ("35h30", "35.5"), ("35 h 30", "35.5"), ("35H", "35"), ("35:30", "35.5"), ("35 heures", "35"),
        ("1\u202f607", "1607"), (35.5, "35.5"), (151.67, "151.67"), (0.0, "0"), (timedelta(hours=35, minutes=30), "35.5"), (time(7, 30), "7.5"),
        ("7h20", "7.33"),
    ],
)  # fmt: skip
def test_des_heures_se_lisent(ecrit: object, lues: str) -> None:
    assert heures_de(ecrit) == Decimal(lues)


@pytest.mark.parametrize("rien", ["", None, "  ", "-", "–"])
def test_une_case_vide_ne_dit_rien(rien: object) -> None:
    assert heures_de(rien) is None


@pytest.mark.parametrize("faux", ["absent", "35h75", "-7", "35,5,5", "1e9", "nan9", datetime(2026, 1, 1), "infinity"])
def test_ce_qui_n_est_pas_des_heures_est_refuse(faux: object) -> None:
    with pytest.raises(ValeurRefusee):
        heures_de(faux)


@given(st.integers(0, 212), st.integers(0, 59))
def test_heures_et_minutes_font_l_aller_et_le_retour(h: int, m: int) -> None:
    lues = heures_du_mois(f"{h}h{m:02d}")
    assert lues is not None
    assert divmod(round(lues * 60), 60) == (h, m)


def test_un_mois_de_plus_de_213_heures_n_existe_pas() -> None:
    assert heures_du_mois("213") == 213
    with pytest.raises(ValeurRefusee, match="213 heures"):
        heures_du_mois("213,5")


@pytest.mark.parametrize(
    "ecrit",
    [
        "janv. 2026",
        "Janvier 2026",
        "janv-26",
        "01/2026",
        "1/2026",
        "2026-01",
        "01/01/2026",
        "Heures janvier 2026",
        datetime(2026, 1, 31),
        date(2026, 1, 1),
    ],
)
def test_un_mois_se_lit_de_bien_des_facons(ecrit: object) -> None:
    assert mois_de(ecrit) == date(2026, 1, 1)


def test_chaque_mois_se_reconnait_abrege() -> None:
    for rang, mot in enumerate(MOIS, 1):
        court = mot if mot in {"juin", "juillet"} else mot[:3]
        assert mois_de(f"{court} 2026") == date(2026, rang, 1)
    assert mois_de("juil. 2026") == date(2026, 7, 1)
    assert mois_de("févr. 2026") == date(2026, 2, 1)


def test_un_mois_sans_annee_attend_la_sienne() -> None:
    assert nomme_un_mois("Mars")
    assert mois_de("Mars") is None
    assert mois_de("Mars", 2026) == date(2026, 3, 1)


@pytest.mark.parametrize("autre", ["Total", "Nom", "13/2026", "", 2026.0, None, "marche", "maison 2026"])
def test_ce_qui_n_est_pas_un_mois_n_en_est_pas_un(autre: object) -> None:
    assert mois_de(autre, 2026) is None


def test_d_un_nom_on_garde_le_prenom_et_l_initiale() -> None:
    assert (prenom_de(" SAMIRA "), prenom_de("jean-marc"), prenom_de("Zoé 2"), initiale_de("benali"), initiale_de("1")) == (
        "Samira",
        "Jean-Marc",
        "Zoé",
        "B",
        "",
    )
    assert separer_nom("BENALI Samira") == separer_nom("Samira BENALI") == ("Samira", "BENALI")
    assert separer_nom("Samira Benali") is None


def test_jours_siret_et_cpv() -> None:
    assert jour_de("12/03/2026") == jour_de("2026-03-12") == jour_de(datetime(2026, 3, 12, 9)) == date(2026, 3, 12)
    assert (siret_de("229 400 288 00010"), siret_de(""), cpv_de("45442100-8"), cpv_de("")) == ("22940028800010", None, "45442100-8", None)
    for lecteur, faux in ((jour_de, "31/02/2026"), (jour_de, "demain"), (jour_de, "01/01/1926"), (siret_de, "12345"), (cpv_de, "4544")):
        with pytest.raises(ValeurRefusee):
            lecteur(faux)
