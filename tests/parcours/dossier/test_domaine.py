"""The clock of the contract, and answers of which unknown is one."""

from __future__ import annotations

from datetime import date

import pytest

from parcours.domaine import Orientation
from parcours.dossier.domaine import EtatCer, Reponse, ajouter_mois, deuxieme_annee, horloge_cer

JOUR = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("entree", "signe", "etat", "limite", "jours"),
    [
        # One month since 2023, two months before.
        (date(2026, 11, 3), None, EtatCer.A_SIGNER, date(2026, 12, 3), 10),
        (date(2026, 10, 23), None, EtatCer.A_SIGNER, date(2026, 11, 23), 0),
        (date(2026, 10, 22), None, EtatCer.EN_RETARD, date(2026, 11, 22), -1),
        (date(2022, 12, 31), None, EtatCer.EN_RETARD, date(2023, 2, 28), -1364),
        (date(2023, 1, 1), None, EtatCer.EN_RETARD, date(2023, 2, 1), -1391),
        (date(2026, 10, 1), date(2026, 11, 20), EtatCer.SIGNE, None, None),
        # Signed before the person came back: another time, another contract.
        (date(2026, 11, 3), date(2019, 5, 2), EtatCer.A_SIGNER, date(2026, 12, 3), 10),
        (None, None, EtatCer.INCONNU, None, None),
        (None, date(2026, 5, 2), EtatCer.SIGNE, None, None),
    ],
)
def test_horloge(entree: date | None, signe: date | None, etat: EtatCer, limite: date | None, jours: int | None) -> None:
    cer = horloge_cer(entree, signe, Orientation.RUS_PROCHE, JOUR)
    assert (cer.etat, cer.limite, cer.jours, cer.nom) == (etat, limite, jours, "CER")


def test_france_travail_signe_un_ppae() -> None:
    assert horloge_cer(None, None, Orientation.FT_GLOBAL, JOUR).nom == "PPAE"
    assert horloge_cer(None, None, None, JOUR).nom == "CER"


@pytest.mark.parametrize(("jour", "mois", "fin"), [(date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2023, 12, 31), 2, date(2024, 2, 29))])
def test_fin_de_mois(jour: date, mois: int, fin: date) -> None:
    assert ajouter_mois(jour, mois) == fin


def test_deuxieme_annee() -> None:
    assert [deuxieme_annee(entree, JOUR) for entree in (date(2025, 11, 24), date(2025, 11, 23), date(2024, 11, 24), date(2024, 11, 23), None)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_inconnu_n_est_pas_non() -> None:
    assert [Reponse.de(fait).valeur for fait in (True, False, None)] == [True, False, None]
