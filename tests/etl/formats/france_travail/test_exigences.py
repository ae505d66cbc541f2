"""The contract of a job offer of France Travail, and what the offer asks. Every value is invented."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.domaine import DetailsIae, DetailsRecrutement, Offre, Permis, Session, TypeCondition, TypeContrat, TypeOffre, TypeStructure
from etl.formats.france_travail import lire
from etl.formats.france_travail.exigences import niveau_de, permis_de
from etl.lecture import Avertissement, Contexte, Element, Lu

CONTEXTE = Contexte(date(2026, 3, 10), "france-travail")


def offre(elements: list[Element], numero: str) -> Offre:
    return next(e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre) and e.objet.source_id == numero)


def doutes(elements: list[Element]) -> list[tuple[str, str]]:
    return [(e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


def une(tmp_path: Path, **champs: Any) -> list[Element]:
    """Read one offer with these fields, besides its number and its title."""
    chemin = tmp_path / "offre.json"
    chemin.write_text(json.dumps({"resultats": [{"id": "1", "intitule": "Titre", **champs}]}), encoding="utf-8")
    return list(lire(chemin, CONTEXTE))


def conditions(tmp_path: Path, **champs: Any) -> list[tuple[TypeCondition, tuple[str, ...], bool, str]]:
    return [(c.type, c.valeurs, c.ferme, c.libelle) for c in offre(une(tmp_path, **champs), "1").conditions]


# --- Contract -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "nature", "libelle", "contrat", "mois"),
    [
        ("CDI", "Contrat travail", "CDI", TypeContrat.CDI, None),
        ("DIN", "Contrat travail", "CDI Intérimaire", TypeContrat.CDI, None),
        ("CDD", "Contrat travail", "CDD - 2 An(s)", TypeContrat.CDD, 24),
        ("CDD", "Contrat travail", "Contrat à durée déterminée - 10 Jour(s)", TypeContrat.CDD, None),
        ("CDD", "Contrat travail", "Contrat à durée déterminée - 8 Semaine(s)", TypeContrat.CDD, 1),
        ("MIS", "Contrat travail", "Mission intérimaire - 18 Mois", TypeContrat.CTT, 18),
        ("SAI", "Contrat travail", "Contrat travail saisonnier - 3 Mois", TypeContrat.SAISONNIER, 3),
        ("LIB", "Emploi non salarié", "Profession libérale", TypeContrat.LIBERAL, None),
        ("FRA", "Emploi non salarié", "Franchise", TypeContrat.AUTRE, None),
        ("CDD", "Cont. professionnalisation", "CDD - 12 Mois", TypeContrat.PROFESSIONNALISATION, 12),
        ("CDD", "Contrat apprentissage", "CDD - 12 Mois", TypeContrat.APPRENTISSAGE, 12),
        ("CDD", "CUI - CAE", "CDD - 9 Mois", TypeContrat.PEC, 9),
        (None, None, None, None, None),
    ],
)
def test_contrats(tmp_path: Path, code: str | None, nature: str | None, libelle: str | None, contrat: TypeContrat | None, mois: int | None) -> None:
    elements = une(tmp_path, typeContrat=code, natureContrat=nature, typeContratLibelle=libelle)
    details = offre(elements, "1").details
    assert isinstance(details, DetailsRecrutement)
    assert (details.contrat, details.duree_mois) == (contrat, mois)
    assert doutes(elements) == []


@pytest.mark.parametrize(
    ("code", "nature", "details"),
    [
        ("TTI", "Contrat travail", DetailsIae(type_structure=TypeStructure.ETTI, contrat=TypeContrat.CTT)),
        ("CDD", "Insertion par l'activ.éco.", DetailsIae(contrat=TypeContrat.CDDI)),
        ("CDI", "Insertion par l'activ.éco.", DetailsIae(contrat=TypeContrat.CDI)),
    ],
)
def test_insertion(tmp_path: Path, code: str, nature: str, details: DetailsIae) -> None:
    lue = offre(une(tmp_path, typeContrat=code, natureContrat=nature), "1")
    assert (lue.type_offre, lue.details) == (TypeOffre.IAE, details)


def test_contrat_hors_table(tmp_path: Path) -> None:
    elements = une(tmp_path, typeContrat="XYZ")
    details = offre(elements, "1").details
    assert isinstance(details, DetailsRecrutement)
    assert details.contrat is TypeContrat.AUTRE
    assert doutes(elements) == [("typeContrat", "XYZ")]


def test_duree_en_jours_gardee_en_mots(tmp_path: Path) -> None:
    assert offre(une(tmp_path, typeContrat="CDD", typeContratLibelle="CDD - 10 Jour(s)"), "1").description == "Contrat\u00a0: CDD - 10 Jour(s)"


@pytest.mark.parametrize(
    ("libelle", "heures"),
    [("35H Autre", "35"), ("temps partiel - 37H30 Autre", "37.5"), ("temps partiel - 20H59 Autre", "20.98"), ("35H/semaine\nTravail de nuit", "35")],
)
def test_heures_par_semaine(tmp_path: Path, libelle: str, heures: str) -> None:
    assert offre(une(tmp_path, dureeTravailLibelle=libelle), "1").heures_hebdo == Decimal(heures)


@pytest.mark.parametrize("libelle", ["151H67 Autre", "0H", "35H75"])
def test_heures_impossibles(tmp_path: Path, libelle: str) -> None:
    elements = une(tmp_path, dureeTravailLibelle=libelle)
    assert offre(elements, "1").heures_hebdo is None
    assert ("dureeTravailLibelle", libelle) in doutes(elements)


def test_creneaux_d_un_temps_partiel_en_journee_inconnus(tmp_path: Path) -> None:
    assert offre(une(tmp_path, dureeTravailLibelle="temps partiel - 9H Travail en journée"), "1").creneaux is None


def test_sans_duree_du_travail(tmp_path: Path) -> None:
    lue = offre(une(tmp_path, dureeTravailLibelleConverti="Temps plein"), "1")
    assert (lue.heures_hebdo, lue.horaires) == (None, "Temps plein")


@pytest.mark.parametrize("postes", [0, -1, "deux"])
def test_nombre_de_postes_faux(tmp_path: Path, postes: object) -> None:
    elements = une(tmp_path, nombrePostes=postes)
    assert offre(elements, "1").sessions == (Session(source_id="permanente"),)
    assert ("nombrePostes", str(postes)) in doutes(elements)


# --- Requirements ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exigence", "libelle", "attendu"),
    [
        ("E", "3 Mois", [(TypeCondition.EXPERIENCE, ("3",), True, "Expérience exigée\u00a0: 3 mois")]),
        ("E", "18 Mois", [(TypeCondition.EXPERIENCE, ("18",), True, "Expérience exigée\u00a0: 18 mois")]),
        ("E", "5 An(s)", [(TypeCondition.EXPERIENCE, ("60",), True, "Expérience exigée\u00a0: 5 ans")]),
        ("S", "24 Mois", [(TypeCondition.EXPERIENCE, ("24",), False, "Expérience souhaitée\u00a0: 2 ans")]),
        ("E", "Expérience exigée", [(TypeCondition.AUTRE, (), True, "Expérience exigée\u00a0: Expérience exigée")]),
        ("E", None, [(TypeCondition.AUTRE, (), True, "Expérience exigée")]),
        ("E", "999 An(s)", [(TypeCondition.EXPERIENCE, ("999",), True, "Expérience exigée\u00a0: 999 mois")]),
        ("D", "Débutant accepté", []),
        (None, "Débutant OK", []),
    ],
)
def test_experience(tmp_path: Path, exigence: str | None, libelle: str | None, attendu: list[object]) -> None:
    assert conditions(tmp_path, experienceExige=exigence, experienceLibelle=libelle) == attendu


def test_debutant_accepte_avec_un_souhait(tmp_path: Path) -> None:
    lues = conditions(tmp_path, experienceExige="D", experienceLibelle="Débutant accepté - en cuisine", experienceCommentaire="en cuisine")
    assert lues == [(TypeCondition.AUTRE, (), False, "Débutant accepté\u00a0; en cuisine")]


@pytest.mark.parametrize(
    ("libelle", "niveau"),
    [
        ("Aucune formation scolaire", None),
        ("Primaire à 4ème", None),
        ("4ème achevée", None),
        ("3ème achevée ou Brevet", 2),
        ("2nd ou 1ère achevée", 2),
        ("CAP, BEP et équivalents", 3),
        ("Bac ou équivalent", 4),
        ("Bac+2 ou équivalents", 5),
        ("Bac +2 ou équivalents", 5),
        ("Bac+3, Bac+4 ou équivalents", 6),
        ("Bac+5 et plus ou équivalents", 7),
        ("", None),
    ],
)
def test_niveaux(libelle: str, niveau: int | None) -> None:
    assert niveau_de(libelle) == niveau


def test_formations_exigees_sont_des_alternatives(tmp_path: Path) -> None:
    formations = [
        {"domaineLibelle": "Infirmier", "niveauLibelle": "Bac+3, Bac+4 ou équivalents", "commentaire": "Infirmier", "exigence": "E"},
        {"niveauLibelle": "Bac+2 ou équivalents", "commentaire": "Bac+2 ou équivalents", "exigence": "E"},
        {"niveauLibelle": "Bac ou équivalent", "exigence": "S"},
        {"niveauLibelle": "Bac+5 et plus ou équivalents", "commentaire": "Cadre de santé", "exigence": "S"},
    ]
    assert conditions(tmp_path, formations=formations) == [
        (TypeCondition.NIVEAU, ("5",), True, "Niveau exigé\u00a0: Bac+2 (BTS, DUT, titre de niveau 5)"),
        (TypeCondition.AUTRE, (), True, "Formation exigée\u00a0: Infirmier"),
        # Wished « Bac » says nothing once « Bac+2 » is required.
        (TypeCondition.AUTRE, (), False, "Formation souhaitée\u00a0: Cadre de santé"),
    ]


@pytest.mark.parametrize(
    ("libelle", "permis"),
    [
        ("AM - Cyclomoteur <= 50 cm3", Permis.AM),
        ("A2 - Moto <= 600 cm3", Permis.A),
        ("B - Véhicule léger", Permis.B),
        ("B mention 96 - VL + remorque (PTAC < 4,25 T)", Permis.B),
        ("B mention 79.06 (= EB)", Permis.BE),
        ("EB - Véhicule léger + remorque", Permis.BE),
        ("C1 - Poids lourd < 7,5 T", Permis.C),
        ("C1E - Poids lourd < 7,5 T + remorque", Permis.CE),
        ("CE - Poids lourd + remorque (= EC)", Permis.CE),
        ("DE - Transport de personnes + remorque (= ED)", Permis.D),
        ("CACES R489", None),
        ("", None),
    ],
)
def test_permis(libelle: str, permis: Permis | None) -> None:
    assert permis_de(libelle) == permis
