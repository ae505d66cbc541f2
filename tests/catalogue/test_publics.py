"""Publics of data·inclusion, v0 brought to v1."""

from __future__ import annotations

import pytest

from catalogue.domaine import PUBLICS
from catalogue.publics import PUBLICS_V0, masque_publics, publics_v1


@pytest.mark.parametrize(
    ("valeurs", "attendus"),
    [
        (("jeunes-16-26", "jeunes"), ("jeunes",)),
        (("alternants", "femmes"), ("actifs", "etudiants", "femmes")),
        # What v1 has no word for disappears; what nobody knows stays, to be read.
        (("locataires", "marins"), ("marins",)),
        ((), ()),
    ],
)
def test_les_mots_de_v0_deviennent_ceux_de_v1(valeurs: tuple[str, ...], attendus: tuple[str, ...]) -> None:
    assert publics_v1(valeurs) == attendus


def test_chaque_mot_de_v0_mene_a_v1() -> None:
    assert {mot for mots in PUBLICS_V0.values() for mot in mots} <= set(PUBLICS)


def test_un_masque_par_rang() -> None:
    assert masque_publics(("femmes", "demandeurs-demploi", "marins")) == (1 << PUBLICS.index("femmes")) | (1 << PUBLICS.index("demandeurs-emploi"))
