"""The mapping tables: complete, and saying what a person of the field would say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from catalogue.domaine import PUBLICS, Frein, TypeStructure
from catalogue.regles import DEPARTEMENTS
from etl.formats.data_inclusion.vocabulaire import (
    FRAIS_V0,
    MODES_MOBILISATION,
    PROFILS,
    REGIONS,
    TYPES,
    TYPES_V0,
    freins_par_thematique,
    types_de_structure,
)

SCHEMAS = Path(__file__).parents[4].parent / "shared" / "data" / "data-inclusion"


def referentiel(chemin: str) -> set[str]:
    fichier = SCHEMAS / chemin
    if not fichier.exists():
        pytest.skip("Les référentiels de data·inclusion ne sont pas à côté du dépôt (../shared/data/data-inclusion).")
    return {ligne["value"] for ligne in json.loads(fichier.read_text(encoding="utf-8"))}


def test_thematiques_completes() -> None:
    assert referentiel("schema-v1/extra/thematiques.json") | referentiel("schema-v0/extra/thematiques.json") == set(freins_par_thematique())


def test_structures_completes() -> None:
    natures = {n: {code for nature, code in types_de_structure() if nature == n} for n in ("reseau", "label", "typologie")}
    reseaux, labels = referentiel("schema-v1/extra/reseaux-porteurs.json"), referentiel("schema-v0/extra/labels-nationaux.json")
    assert natures == {"reseau": reseaux, "label": labels - reseaux, "typologie": referentiel("schema-v0/extra/typologies-de-structures.json")}


def test_petits_referentiels_complets() -> None:
    assert set(PUBLICS) == referentiel("schema-v1/extra/publics.json")
    assert set(PROFILS) == referentiel("schema-v0/extra/profils.json")
    assert set(TYPES) == referentiel("schema-v1/extra/types-de-services.json")
    assert set(TYPES_V0) == referentiel("schema-v0/extra/typologies-de-services.json")
    assert set(FRAIS_V0) == referentiel("schema-v0/extra/frais.json")
    modes = [f"schema-v0/extra/modes-orientation-{qui}.json" for qui in ("beneficiaire", "accompagnateur")]
    assert set(MODES_MOBILISATION) == set.union(*map(referentiel, [*modes, "schema-v1/extra/modes-mobilisation.json"]))


def test_tailles_annoncees() -> None:
    # Sizes of the value sets, as published: 69 thématiques in v1 and 168 in v0, of which 45 are shared.
    assert len(freins_par_thematique()) == 192
    assert Counter(nature for nature, _ in types_de_structure()) == {"reseau": 108, "label": 26, "typologie": 92}


def test_chaque_frein_est_leve_par_une_thematique() -> None:
    assert {frein for freins in freins_par_thematique().values() for frein in freins} == set(Frein)


@pytest.mark.parametrize(
    ("thematique", "freins"),
    [
        ("famille--garde-denfants", {Frein.GARDE_ENFANTS}),
        ("famille--soutien-aidants", {Frein.AIDANT}),
        # Educating is not minding: no place in a nursery comes with it.
        ("famille--soutien-a-la-parentalite-et-a-leducation", set()),
        ("lecture-ecriture-calcul--maitriser-le-francais", {Frein.LANGUE, Frein.ILLETTRISME}),
        ("apprendre-francais--suivre-formation", {Frein.LANGUE}),
        ("illettrisme--permis-conduire", {Frein.ILLETTRISME, Frein.MOBILITE}),
        ("equipement-et-alimentation--acces-a-du-materiel-informatique", {Frein.NUMERIQUE}),
        ("equipement-et-alimentation--alimentation", {Frein.FINANCIER}),
        ("difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire", {Frein.JUDICIAIRE}),
        ("difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits", {Frein.ADMINISTRATIF}),
        ("remobilisation--bien-etre-confiance-en-soi", {Frein.CONFIANCE}),
        ("preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation", set()),
        ("creer-une-entreprise--developper-son-entreprise", set()),
    ],
)
def test_freins_d_une_thematique(thematique: str, freins: set[Frein]) -> None:
    assert set(freins_par_thematique()[thematique]) == freins


def test_les_siae_sont_toutes_reconnues() -> None:
    connus = types_de_structure()
    for siae in (TypeStructure.ACI, TypeStructure.AI, TypeStructure.EI, TypeStructure.EITI, TypeStructure.ETTI, TypeStructure.GEIQ):
        assert connus["typologie", siae.value] is siae
        assert connus["reseau", siae.value.lower()] is siae


def test_les_publics_de_v0_tombent_dans_ceux_de_v1() -> None:
    assert {public for publics in PROFILS.values() for public in publics} <= set(PUBLICS)
    assert set(TYPES_V0.values()) <= TYPES


def test_les_regions_couvrent_la_france_une_fois() -> None:
    departements = [d for ds in REGIONS.values() for d in ds]
    assert len(REGIONS) == 18
    assert len(departements) == len(set(departements)) == 101
    assert set(departements) <= DEPARTEMENTS
