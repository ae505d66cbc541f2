"""Structures, schema v0 and shapes of file of data·inclusion, over files of our own writing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.domaine import (
    DetailsAppui,
    EtatOffre,
    Frein,
    Offre,
    Structure,
    TypeCondition,
    TypeOffre,
    TypeStructure,
)
from catalogue.regles import anomalies_offre, anomalies_structure
from etl.formats.data_inclusion import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXTE = Contexte(aujourdhui=date(2026, 3, 15), source="di")

SERVICE: dict[str, Any] = {
    "source": "annuaire",
    "structure_id": "annuaire--s",
    "id": "annuaire--1",
    "nom": "Garde du mercredi",
    "description": "Une garde le mercredi.",
    "date_maj": "2026-02-01",
    "thematiques": ["famille--garde-denfants"],
}
STRUCTURE: dict[str, Any] = {"source": "annuaire", "id": "annuaire--s", "nom": "Les Lutins", "date_maj": "2026-02-01", "siret": None}


def fixture(nom: str) -> list[Element]:
    return list(lire(FIXTURES / nom, CONTEXTE))


def lire_json(tmp_path: Path, contenu: Any) -> list[Element]:
    chemin = tmp_path / "di.json"
    chemin.write_text(json.dumps(contenu), encoding="utf-8")
    return list(lire(chemin, CONTEXTE))


def lire_service(tmp_path: Path, **champs: Any) -> tuple[Offre, list[tuple[str, str]]]:
    """The offer made of a service, and the fields and values of its doubts."""
    elements = lire_json(tmp_path, [{**SERVICE, **champs}])
    assert isinstance(elements[0], Lu), elements
    assert isinstance(elements[0].objet, Offre)
    assert anomalies_offre(elements[0].objet) == ()
    return elements[0].objet, doutes(elements)


def lire_structure(tmp_path: Path, **champs: Any) -> tuple[Structure, list[tuple[str, str]]]:
    elements = lire_json(tmp_path, [{**STRUCTURE, **champs}])
    assert isinstance(elements[0], Lu), elements
    assert isinstance(elements[0].objet, Structure)
    assert anomalies_structure(elements[0].objet) == ()
    return elements[0].objet, doutes(elements)


def lire_rejet(tmp_path: Path, enregistrement: Any) -> Rejet:
    (rejet,) = lire_json(tmp_path, [SERVICE, enregistrement])[1:]
    assert isinstance(rejet, Rejet)
    return rejet


def doutes(elements: Iterable[Element]) -> list[tuple[str, str]]:
    return [(e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


def offres(elements: Iterable[Element]) -> list[Offre]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]


# --- Structures -----------------------------------------------------------------------------------------------------------------------------


def test_structures_v1() -> None:
    elements = fixture("structures-v1.json")
    aci, ecole = (e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Structure))
    assert (aci.siret, aci.type_structure, aci.reseaux) == ("73282932000074", TypeStructure.ACI, ("coorace", "aci"))
    assert (aci.lieu.commune, aci.lieu.code_postal) == ("CRETEIL", "94011")
    assert aci.description == "Association de quartier inventée."
    assert (aci.contact.lien, aci.maj_le) == ("https://relais.example", date(2026, 1, 15))
    assert (ecole.siret, ecole.type_structure, ecole.lieu.code_insee) == (None, TypeStructure.ORGANISME_FORMATION, "75112")
    assert doutes(elements) == [("siret", "7328293200007"), ("reseaux_porteurs", "reseau-imaginaire")]
    (rejet,) = (e for e in elements if isinstance(e, Rejet))
    assert [a.champ for a in rejet.anomalies] == ["nom", "latitude"]


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"typologie": "ACIPHC"}, TypeStructure.ACI),
        ({"typologie": "EITI"}, TypeStructure.EITI),
        ({"typologie": "GEIQ"}, TypeStructure.GEIQ),
        ({"typologie": "OF"}, TypeStructure.ORGANISME_FORMATION),
        ({"typologie": "CCAS"}, TypeStructure.COLLECTIVITE),
        ({"typologie": "ML"}, TypeStructure.SERVICE_PUBLIC),
        ({"typologie": "ASSO"}, TypeStructure.ASSOCIATION),
        ({"typologie": "Autre"}, TypeStructure.AUTRE),
        # The typology says what the structure is; the label, whom it belongs with.
        ({"typologie": "ASSO", "labels_nationaux": ["france-travail"]}, TypeStructure.ASSOCIATION),
        ({"reseaux_porteurs": ["emmaus", "ai"]}, TypeStructure.AI),
        ({"reseaux_porteurs": ["aidants-connect", "departements"]}, TypeStructure.COLLECTIVITE),
        ({"labels_nationaux": ["mission-locale"]}, TypeStructure.SERVICE_PUBLIC),
        ({"labels_nationaux": ["bge"]}, TypeStructure.ASSOCIATION),
    ],
)
def test_type_de_structure(tmp_path: Path, champs: dict[str, Any], attendu: TypeStructure) -> None:
    structure, notes = lire_structure(tmp_path, **champs)
    assert structure.type_structure is attendu
    assert notes == []


@pytest.mark.parametrize(
    ("siret", "motif"),
    [
        ("7328293200007", "14 chiffres, celui-ci 13"),
        ("73282932000075", "clé de contrôle"),
        ("732 829", "14 chiffres"),
    ],
)
def test_siret_faux_ecarte_structure_gardee(tmp_path: Path, siret: str, motif: str) -> None:
    elements = lire_json(tmp_path, [{**STRUCTURE, "siret": siret}])
    assert isinstance(elements[0], Lu)
    assert isinstance(elements[0].objet, Structure)
    assert elements[0].objet.siret is None
    assert isinstance(elements[1], Avertissement)
    assert motif in elements[1].anomalie.motif


def test_typologie_inconnue(tmp_path: Path) -> None:
    assert lire_structure(tmp_path, typologie="XYZ")[1] == [("typologie", "XYZ")]


def test_structure_sans_identifiant_ou_sans_nom(tmp_path: Path) -> None:
    sans_id, sans_nom = lire_rejet(tmp_path, {**STRUCTURE, "id": " "}), lire_rejet(tmp_path, {**STRUCTURE, "nom": None})
    assert [[a.champ for a in rejet.anomalies] for rejet in (sans_id, sans_nom)] == [["id"], ["nom"]]
    assert [(rejet.cle, rejet.structure) for rejet in (sans_id, sans_nom)] == [(None, True), (("di", "annuaire--s"), True)]


# --- Schema v0 ------------------------------------------------------------------------------------------------------------------------------


def test_v0_structure_et_service() -> None:
    elements = fixture("v0.json")
    assert doutes(elements) == []
    garage, scooter = (e.objet for e in elements if isinstance(e, Lu))
    assert isinstance(garage, Structure)
    assert isinstance(scooter, Offre)
    assert (garage.type_structure, garage.reseaux) == (TypeStructure.ETTI, ("coorace", "linklusion"))
    # 23:30 UTC is already the next day in Paris.
    assert garage.maj_le == date(2022, 4, 29)
    # The summary is the head of the detail: said once.
    assert garage.description == "Réparer sa voiture à petit prix avec un mécanicien."
    # In v0 an id belongs to its producer: « 41 » alone would collide.
    assert (garage.source_id, scooter.source_id, scooter.structure) == ("ancien--41", "ancien--7", "ancien--41")
    assert scooter.details == DetailsAppui(
        freins=(Frein.MOBILITE, Frein.LOGEMENT, Frein.FINANCIER),
        thematiques=("mobilite--louer-un-vehicule", "logement-hebergement--etre-accompagne-en cas-de-difficultes-financieres"),
    )
    assert scooter.publics == ("beneficiaires-des-minimas-sociaux",)
    assert scooter.publie_le == date(2021, 1, 1)
    assert (scooter.cout, scooter.cout_precisions) == (None, "Gratuit sous conditions. Adhésion demandée. 10 € par an")
    assert scooter.horaires == "Le lundi sur rendez-vous"
    assert [(c.type, c.valeurs) for c in scooter.conditions] == [
        (TypeCondition.ZONE, ("75", "77", "78", "91", "92", "93", "94", "95")),
        (TypeCondition.AUTRE, ()),
    ]
    assert scooter.conditions[1].libelle == "Permis AM\nCasque\nAttestation de la CAF"
    assert scooter.modalites is not None
    assert scooter.modalites.startswith("Téléphoner, envoyer un courriel avec une fiche de prescription.")
    assert scooter.modalites.endswith("Joindre le CER.")


def test_v0_contact_non_public_n_est_pas_repris() -> None:
    scooter = offres(fixture("v0.json"))[0]
    assert (scooter.contact.nom, scooter.contact.telephone, scooter.contact.courriel) == (None, None, None)
    assert scooter.contact.lien == "https://garage.example/rdv"


@pytest.mark.parametrize(
    ("zone", "codes"),
    [
        # 11 is Île-de-France as a région, Aude as a département.
        ({"zone_diffusion_type": "region", "zone_diffusion_code": "94"}, ("2A", "2B")),
        ({"zone_diffusion_type": "departement", "zone_diffusion_code": "11"}, ("11",)),
        ({"zone_diffusion_type": "commune", "zone_diffusion_code": "94028"}, ("94028",)),
    ],
)
def test_v0_zone(tmp_path: Path, zone: dict[str, str], codes: tuple[str, ...]) -> None:
    offre, _ = lire_service(tmp_path, **zone)
    assert [(c.type, c.valeurs) for c in offre.conditions] == [(TypeCondition.ZONE, codes)]


def test_v0_zone_pays_et_zone_sans_code(tmp_path: Path) -> None:
    assert lire_service(tmp_path, zone_diffusion_type="pays")[0].conditions == ()
    offre, notes = lire_service(tmp_path, zone_diffusion_type="epci", zone_diffusion_nom="Val des Saules")
    assert offre.conditions[0].libelle == "Zone à vérifier\u00a0: VAL DES SAULES"
    assert ("zone_diffusion_code", "Val des Saules") in notes


@pytest.mark.parametrize(
    ("types", "attendu"),
    [(["formation"], TypeOffre.FORMATION), (["formation", "accompagnement"], TypeOffre.APPUI), (["accueil", "formation"], TypeOffre.APPUI)],
)
def test_v0_types_multiples(tmp_path: Path, types: list[str], attendu: TypeOffre) -> None:
    offre, _ = lire_service(tmp_path, types=types, thematiques=["apprendre-francais--suivre-formation"])
    assert offre.type_offre is attendu


@pytest.mark.parametrize(
    ("frais", "cout", "precisions"),
    [
        (["gratuit"], Decimal(0), None),
        (["gratuit", "pass-numerique"], None, "Pass numérique accepté"),
        (["payant"], None, "Payant"),
        ([], None, None),
    ],
)
def test_v0_frais(tmp_path: Path, frais: list[str], cout: Decimal | None, precisions: str | None) -> None:
    offre, _ = lire_service(tmp_path, frais=frais)
    assert (offre.cout, offre.cout_precisions) == (cout, precisions)


def test_v0_profil_sans_equivalent(tmp_path: Path) -> None:
    offre, notes = lire_service(tmp_path, profils=["locataires", "jeunes-16-26", "adultes-volants"])
    assert offre.publics == ("jeunes",)
    assert notes == [("profils", "adultes-volants"), ("profils", "locataires")]


def test_v0_la_description_n_etait_pas_obligatoire(tmp_path: Path) -> None:
    offre, notes = lire_service(tmp_path, description=None, presentation_resume=None)
    assert offre.description == ""
    assert notes == [("description", "")]


def test_v0_suspension(tmp_path: Path) -> None:
    passee, _ = lire_service(tmp_path, date_suspension="2026-03-15")
    assert (passee.etat, passee.date_limite) == (EtatOffre.SUSPENDUE, None)
    future, _ = lire_service(tmp_path, date_suspension="2026-06-30")
    assert (future.etat, future.date_limite, future.sessions[0].date_limite) == (EtatOffre.PUBLIEE, date(2026, 6, 30), date(2026, 6, 30))


# --- Shapes of file -------------------------------------------------------------------------------------------------------------------------


def test_resultats_de_recherche_structure_annoncee_une_seule_fois() -> None:
    elements = fixture("recherche-v1.json")
    assert [e.objet.source_id for e in elements if isinstance(e, Lu)] == ["annuaire--s", "annuaire--a", "annuaire--b"]
    # One page out of 60 must not pass for the whole feed.
    assert doutes(elements) == [("pages", "60")]


def test_structure_detaillee_et_ses_services(tmp_path: Path) -> None:
    elements = lire_json(tmp_path, {**STRUCTURE, "services": [SERVICE, {**SERVICE, "id": "annuaire--2", "nom": ""}]})
    assert [e.chemin for e in elements] == ["élément 1 (annuaire--s)", "élément 1 (annuaire--s), service 1", "élément 1 (annuaire--s), service 2"]
    assert [type(e) for e in elements] == [Lu, Lu, Rejet]


def test_page_vide(tmp_path: Path) -> None:
    assert lire_json(tmp_path, {"items": [], "total": 0, "page": 1, "size": 50, "pages": 0}) == []


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        ([{"slug": "annuaire", "nom": "Annuaire", "description": "…"}], "la liste des sources"),
        ([{"code": 94028, "nom": "Créteil", "departement": 94}], "le référentiel des communes"),
        ([{"intitule": "Offre", "rome": "K1304"}], "Clés lues\u00a0: «\u00a0intitule\u00a0», «\u00a0rome\u00a0»"),
        ([12], "Clés lues\u00a0: aucune"),
        ({"resultats": [SERVICE]}, "ne contient ni service ni structure"),
    ],
)
def test_autre_fichier(tmp_path: Path, contenu: Any, mots: str) -> None:
    with pytest.raises(FichierIllisible, match=mots):
        lire_json(tmp_path, contenu)


def test_json_coupe(tmp_path: Path) -> None:
    chemin = tmp_path / "coupe.json"
    chemin.write_text(json.dumps([SERVICE, SERVICE])[:-40], encoding="utf-8")
    with pytest.raises(FichierIllisible, match="coupé ou mal formé"):
        list(lire(chemin, CONTEXTE))


def test_fichier_absent(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="introuvable"):
        list(lire(tmp_path / "rien.json", CONTEXTE))
