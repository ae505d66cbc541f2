"""The traps of LHÉO: levels, schemes, certifications and other codes. One deviation of the invented fixture at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from catalogue.domaine import PUBLICS as PUBLICS_V1
from catalogue.domaine import Dispositif, Presence, TypeApport, TypeCondition
from etl.formats.lheo.codes import FINANCEURS, NIVEAUX_UE, PUBLICS

Lire = Callable[..., Any]
A1 = "action[@numero='99_A1']/"


@pytest.mark.parametrize(
    ("code", "niveau"),
    [("0", None), ("1", None), ("2", 1), ("3", 2), ("4", 3), ("5", 4), ("6", 5), ("7", 6), ("8", 7), ("11", 1), ("13", 3), ("14", 4), ("18", 8)],
)
def test_niveau_de_sortie_traduit(lues: Lire, code: str, niveau: int | None) -> None:
    assert lues(("code-niveau-sortie", code)).offre().details.niveau_sortie == niveau


def test_niveau_d_entree_sans_diplome_ne_demande_rien(lues: Lire) -> None:
    for code in ("0", "1", "2", "11"):
        assert TypeCondition.NIVEAU not in {c.type for c in lues(("code-niveau-entree", code)).offre().conditions}


def test_niveau_hors_table(lues: Lire) -> None:
    elements = lues(("code-niveau-sortie", "9"), ("code-niveau-entree", "CAP"))
    assert elements.offre().details.niveau_sortie is None
    assert {("code-niveau-sortie", "9"), ("code-niveau-entree", "CAP")} <= set(elements.doutes)


def test_tables_couvrent_leurs_valeurs() -> None:
    assert set(NIVEAUX_UE) == {str(n) for n in (*range(9), *range(11, 19))}
    assert set(FINANCEURS) == {str(n) for n in range(21)} - {"1"}
    assert {public for publics in PUBLICS.values() for public in publics} <= set(PUBLICS_V1)


@pytest.mark.parametrize(
    ("code", "presence"), [("0", Presence.SUR_PLACE), ("1", Presence.MIXTE), ("2", Presence.A_DISTANCE), ("3", Presence.SUR_PLACE)]
)
def test_modalites_d_enseignement(lues: Lire, code: str, presence: Presence) -> None:
    elements = lues((A1 + "modalites-enseignement", code))
    assert elements.offre().presence is presence
    assert (("modalites-enseignement", "3") in elements.doutes) is (code == "3")


def test_financeur_hors_table_ou_obsolete(lues: Lire) -> None:
    elements = lues((A1 + "organisme-financeur/code-financeur", "77"))
    assert elements.offre().details.financeur is None
    assert ("organisme-financeur/code-financeur", "77") in elements.doutes
    assert ("organisme-financeur/code-financeur", "1") in lues((A1 + "organisme-financeur/code-financeur", "1")).doutes


def test_financeur_16_est_un_opco_pas_une_poec(lues: Lire) -> None:
    details = lues((A1 + "organisme-financeur/code-financeur", "16")).offre().details
    assert (details.financeur, details.dispositif) == ("OPCO", Dispositif.QUALIFIANTE)


@pytest.mark.parametrize(
    ("titre", "dispositif"),
    [
        ("Agent polyvalent (POEC)", Dispositif.POEC),
        ("Préparation opérationnelle à l’emploi individuelle : cariste", Dispositif.POEI),
        ("AFPR Vendeur", Dispositif.AFPR),
        ("CléA : socle de connaissances", Dispositif.CLEA),
        ("Accompagnement VAE", Dispositif.VAE),
        ("FLE à visée professionnelle", Dispositif.FLE),
        ("Poésie et clef", Dispositif.QUALIFIANTE),
    ],
)
def test_dispositif_par_le_titre(lues: Lire, titre: str, dispositif: Dispositif) -> None:
    assert lues(("intitule-formation", titre)).offre().details.dispositif is dispositif


@pytest.mark.parametrize(
    ("ou", "ajout", "dispositif"),
    [
        (
            A1 + "organisme-financeur[1]",
            "<extras info='specificites'><extra info='programme-financeur'>Programme POEC</extra></extras>",
            Dispositif.POEC,
        ),
        (A1 + "session", "<extras info='eligibilite-cpf' numero='201'><extra info='public'>3</extra></extras>", Dispositif.CLEA),
        (A1 + "session", "<extras info='eligibilite-cpf' numero='200'><extra info='public'>3</extra></extras>", Dispositif.VAE),
        ("certification[1]", "<code-CPF>CPF201</code-CPF>", Dispositif.CLEA),
        (A1[:-1], "<extras info='dispositif'><extra info='contrat-apprentissage'>1</extra></extras>", Dispositif.ALTERNANCE),
        (A1[:-1], "<extras info='dispositif'><extra info='contrat-professionnalisation'>1</extra></extras>", Dispositif.ALTERNANCE),
        (A1[:-1], "<extras info='dispositif'><extra info='contrat-apprentissage'>0</extra></extras>", Dispositif.QUALIFIANTE),
        (A1 + "session", "<cycle><alternance><type-alternance>1</type-alternance></alternance></cycle>", Dispositif.ALTERNANCE),
    ],
)
def test_dispositif_par_les_codes(lues: Lire, ou: str, ajout: str, dispositif: Dispositif) -> None:
    elements = lues((ou, ajout))
    assert elements.offre().details.dispositif is dispositif
    # The deviation is on one action: the other keeps its own scheme, unless it is told for the whole training.
    if ou.startswith("action"):
        assert elements.offre("99_A2").details.dispositif is Dispositif.QUALIFIANTE


@pytest.mark.parametrize(
    ("objectif", "dispositif"), [("8", Dispositif.PREQUALIFIANTE), ("9", Dispositif.PREQUALIFIANTE), ("7", Dispositif.QUALIFIANTE)]
)
def test_dispositif_par_l_objectif(lues: Lire, objectif: str, dispositif: Dispositif) -> None:
    assert lues(("objectif-general-formation", objectif)).offre().details.dispositif is dispositif


def test_objectif_de_perfectionnement(lues: Lire) -> None:
    assert lues(("objectif-general-formation", "2")).offre().details.dispositif is Dispositif.QUALIFIANTE, "certifying all the same"
    assert lues(("objectif-general-formation", "2"), ("certifiante", "0")).offre().details.dispositif is None


@pytest.mark.parametrize(
    ("code", "attendu"),
    [("320", ("320", "5193")), ("RNCP 0320", ("320", "5193")), ("RS5616", (None, "5616")), ("0", (None, "5193")), ("CAP", (None, "5193"))],
)
def test_numeros_de_certification(lues: Lire, code: str, attendu: tuple[str | None, str]) -> None:
    elements = lues(("certification/code-RNCP", code))
    details = elements.offre().details
    assert (details.rncp, details.rs) == attendu
    assert (("certification/code-RNCP", code) in elements.doutes) is (code in {"0", "CAP"})


def test_sans_rncp_ni_rs(lues: Lire) -> None:
    lue = lues(("certification/code-RNCP", None), ("certification/code-RS", None)).offre()
    assert [(a.type, a.valeur) for a in lue.apports] == [(TypeApport.CERTIFICATION, "CERTIFINFO111222")]
    sans_rien = lues(("certification", None)).offre()
    assert [(a.type, a.valeur) for a in sans_rien.apports] == [(TypeApport.CERTIFICATION, None)]


def test_attestation(lues: Lire) -> None:
    lue = lues(("certification", None), ("certifiante", "0"), ("resultats-attendus", "Attestation de compétences")).offre()
    assert [(a.type, a.libelle) for a in lue.apports] == [(TypeApport.ATTESTATION, "Attestation de compétences")]


def test_code_rome_de_l_ancienne_version(lues: Lire) -> None:
    elements = lues(("domaine-formation/code-ROME", "23221"))
    assert elements.offre().metiers == ()
    assert ("domaine-formation/code-ROME", "23221") in elements.doutes


def test_publics(lues: Lire) -> None:
    elements = lues((A1 + "code-public-vise", "80999"))
    assert elements.offre().publics == ()
    assert ("code-public-vise", "80999") in elements.doutes
    assert lues((A1 + "code-public-vise", "81019")).offre().publics == (), "illettrisme: known, but data·inclusion has no public for it"
