"""One word for every code of the domain."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from catalogue import domaine, libelles
from catalogue.domaine import (
    Dispositif,
    EtatOffre,
    EtatSession,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    NiveauFrancais,
    Periode,
    Presence,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
)
from etl.formats.registre import FORMATS
from parcours.domaine import MoyenTransport, Orientation
from parcours.libelles import ORIENTATIONS, TRANSPORTS


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (libelles.TYPES, TypeOffre),
        (libelles.FREINS, Frein),
        (libelles.FREINS_LEVES, Frein),
        (libelles.PRESENCES, Presence),
        (libelles.PERIODES, Periode),
        (libelles.ETATS, EtatOffre),
        (libelles.ETATS_SESSION, EtatSession),
        (libelles.CONTRATS, TypeContrat),
        (libelles.STRUCTURES, TypeStructure),
        (libelles.DISPOSITIFS, Dispositif),
        (libelles.FORMATS_DECOUVERTE, FormatDecouverte),
        (libelles.FORMATS_RECRUTEMENT, FormatRecrutement),
        (libelles.CONDITIONS, TypeCondition),
        (libelles.APPORTS, TypeApport),
        (libelles.PUBLICS, domaine.PUBLICS),
        (libelles.CRITERES_IAE, domaine.CRITERES_IAE),
        (libelles.FRANCAIS, NiveauFrancais),
        (libelles.NIVEAUX, range(1, 9)),
        (ORIENTATIONS, Orientation),
        (TRANSPORTS, MoyenTransport),
    ],
)
def test_un_mot_pour_chaque_code(table: dict[object, object], codes: Iterable[object]) -> None:
    assert list(table) == list(codes)
    assert len({str(mot) for mot in table.values()}) == len(table)


def test_toute_source_d_un_format_a_un_nom() -> None:
    assert {f.source for f in FORMATS.values()} <= set(libelles.SOURCES)


def test_code_inconnu_montre_tel_que_sa_source_l_ecrit() -> None:
    assert libelles.libelle_public("gens-du-voyage") == "Gens du voyage"
    assert libelles.libelle_critere("XYZ") == "XYZ"
    assert libelles.libelle_source("carif-test") == "carif-test"


def test_code_connu_montre_en_mots() -> None:
    assert libelles.libelle_public("personnes-exilees") == "Personnes exilées"
    assert libelles.libelle_critere("QPV") == "habitant d’un quartier prioritaire"
    assert libelles.libelle_source("france-travail") == "France Travail"
