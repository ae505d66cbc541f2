"""Services of data·inclusion v1 over files of our own writing: what becomes of each field, and every trap."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.domaine import (
    Condition,
    DetailsAppui,
    DetailsFormation,
    Dispositif,
    Frein,
    Jour,
    Offre,
    Operateur,
    Periode,
    Presence,
    TypeCondition,
    TypeOffre,
    creneau,
)
from catalogue.regles import anomalies_offre
from etl.formats.data_inclusion import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet

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


def lire_rejet(tmp_path: Path, enregistrement: Any) -> Rejet:
    (rejet,) = lire_json(tmp_path, [SERVICE, enregistrement])[1:]
    assert isinstance(rejet, Rejet)
    return rejet


def doutes(elements: Iterable[Element]) -> list[tuple[str, str]]:
    return [(e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


def offres(elements: Iterable[Element]) -> list[Offre]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]


# --- A service of v1 ------------------------------------------------------------------------------------------------------------------------


def test_service_v1_complet() -> None:
    appui, formation, decouverte = offres(fixture("services-v1.json"))
    assert (appui.source, appui.source_id, appui.structure) == ("di", "annuaire--cafe-numerique", "annuaire--relais-des-bords-de-marne")
    assert appui.type_offre is TypeOffre.APPUI
    assert appui.details == DetailsAppui(
        freins=(Frein.NUMERIQUE, Frein.CONFIANCE), thematiques=("numerique--maitriser-les-fondamentaux-du-numerique", "remobilisation--lien-social")
    )
    assert [(a.type.value, a.valeur) for a in appui.apports] == [("frein_leve", "numerique"), ("frein_leve", "confiance")]
    assert appui.verifie_le == date(2026, 2, 10)
    assert appui.cout == Decimal(0)
    assert appui.presence is Presence.MIXTE
    assert (appui.lieu.code_insee, appui.lieu.adresse, appui.lieu.latitude) == ("94028", "3 rue des Tilleuls, Salle 2", 48.7904)
    assert appui.heures_hebdo == Decimal("1.5")
    assert [(s.source_id, s.debut, s.places) for s in appui.sessions] == [("permanente", None, None)]
    assert appui.conditions == (
        Condition(TypeCondition.ZONE, Operateur.DANS, ("94028", "75")),
        Condition(TypeCondition.AUTRE, Operateur.EGAL, (), libelle="Apporter sa pièce d’identité"),
    )
    assert formation.type_offre is TypeOffre.FORMATION
    assert decouverte.type_offre is TypeOffre.DECOUVERTE


def test_horaires_en_creneaux_et_en_francais() -> None:
    appui = offres(fixture("services-v1.json"))[0]
    assert appui.creneaux == creneau(Jour.MARDI, Periode.MATIN)
    assert appui.horaires == "mardi 9\u00a0h\u00a030 – 12\u00a0h\u00a0; fermé les jours fériés\nDurée\u00a0: 4 semaines"


def test_modalites_et_contact() -> None:
    appui = offres(fixture("services-v1.json"))[0]
    assert appui.modalites == (
        "Téléphoner, se présenter sur place.\n"
        "Peut être demandé par les personnes elles-mêmes et les professionnels de l’insertion.\n"
        "Demander la salle 2."
    )
    assert (appui.contact.nom, appui.contact.courriel) == ("Accueil du relais", "cafe@relais.example")
    # Without a link to apply, the page of the producer is the link.
    assert appui.contact.lien == "https://annuaire.example/services/cafe-numerique"


def test_markdown_devient_du_texte() -> None:
    appui = offres(fixture("services-v1.json"))[0]
    assert appui.description == (
        "Pour débuter\n\n- Allumer un ordinateur\n- Écrire un courriel, voir le programme (https://relais.example/programme)\n\n"
        "Publics\u00a0: Allocataires du RSA"
    )


def test_html_devient_du_texte(tmp_path: Path) -> None:
    offre, _ = lire_service(tmp_path, description="<p>Aide &eacute;crite</p><ul><li>un</li><li>deux</li></ul><script>alert(1)</script>")
    assert offre.description == "Aide écrite\n\n- un\n- deux"


def test_frais_payants() -> None:
    formation = offres(fixture("services-v1.json"))[1]
    assert (formation.cout, formation.cout_precisions) == (None, "30 € l’année")


# --- Kind of offer --------------------------------------------------------------------------------------------------------------------------

METIER = "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"


@pytest.mark.parametrize(
    ("type_service", "thematiques", "attendu"),
    [
        ("atelier", [METIER], TypeOffre.DECOUVERTE),
        # The type may be wrong: visiting a trade is not a training.
        ("formation", [METIER, "choisir-un-metier--confirmer-son-choix-de-metier", "se-former--trouver-sa-formation"], TypeOffre.DECOUVERTE),
        # A follow-up that also speaks of trades is a support, and so is a service where trades are one subject out of many.
        ("accompagnement", [METIER], TypeOffre.APPUI),
        ("atelier", [METIER, "mobilite--financer-ma-mobilite", "famille--garde-denfants"], TypeOffre.APPUI),
        ("atelier", ["choisir-un-metier--confirmer-son-choix-de-metier"], TypeOffre.APPUI),
        ("formation", ["se-former--trouver-sa-formation"], TypeOffre.FORMATION),
        ("formation", ["lecture-ecriture-calcul--maitriser-le-calcul"], TypeOffre.FORMATION),
        # Learning to drive lifts a frein.
        ("formation", ["mobilite--preparer-un-permis"], TypeOffre.APPUI),
        ("atelier", ["lecture-ecriture-calcul--maitriser-le-francais"], TypeOffre.APPUI),
        (None, ["se-former--trouver-sa-formation"], TypeOffre.APPUI),
    ],
)
def test_type_offre(tmp_path: Path, type_service: str | None, thematiques: list[str], attendu: TypeOffre) -> None:
    offre, _ = lire_service(tmp_path, type=type_service, thematiques=thematiques)
    assert offre.type_offre is attendu


@pytest.mark.parametrize(
    ("thematique", "dispositif"),
    [
        ("apprendre-francais--suivre-formation", Dispositif.FLE),
        ("illettrisme--valider-certification-clea", Dispositif.CLEA),
        # v1 says « maîtriser le français » for foreigners and for those who were taught in French: no scheme is deduced.
        ("lecture-ecriture-calcul--maitriser-le-francais", None),
    ],
)
def test_formation_duree_et_dispositif(tmp_path: Path, thematique: str, dispositif: Dispositif | None) -> None:
    offre, _ = lire_service(tmp_path, type="formation", thematiques=[thematique], volume_horaire_hebdomadaire=4.5, nombre_semaines=10)
    assert offre.details == DetailsFormation(duree_heures=45, dispositif=dispositif)


# --- Publics and RSA ------------------------------------------------------------------------------------------------------------------------

MINIMAS = "beneficiaires-des-minimas-sociaux"


@pytest.mark.parametrize(
    ("champs", "reserve"),
    [
        ({"publics": [MINIMAS], "publics_precisions": "Allocataires du RSA"}, True),
        ({"publics": [MINIMAS], "conditions_acces": "Percevoir le revenu de solidarité active"}, True),
        ({"publics": [MINIMAS], "publics_precisions": "RSA ou ASS"}, False),
        ({"publics": [MINIMAS], "publics_precisions": "RSA et autres minima sociaux"}, False),
        ({"publics": [MINIMAS]}, False),
        ({"publics": [MINIMAS, "jeunes"], "publics_precisions": "RSA"}, False),
        ({"publics": None, "publics_precisions": "RSA"}, False),
        ({"profils": ["beneficiaires-rsa"]}, True),
        ({"profils": ["beneficiaires-rsa", "jeunes"]}, False),
    ],
)
def test_reserve_rsa(tmp_path: Path, champs: dict[str, Any], reserve: bool) -> None:
    offre, _ = lire_service(tmp_path, **champs)
    assert offre.reserve_rsa is reserve


def test_tous_publics_reste_seul(tmp_path: Path) -> None:
    offre, notes = lire_service(tmp_path, publics=["jeunes", "tous-publics"])
    assert offre.publics == ("tous-publics",)
    assert notes == [("publics", "jeunes, tous-publics")]


# --- Zone -----------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "codes"),
    [
        (["94028"], ("94028",)),
        (["94", "2A", "971"], ("94", "2A", "971")),
        (["d94", "D2a"], ("94", "2A")),
        (["75111"], ("75111",)),
        # Paris as a commune: those who live in 75111 live there.
        (["75056"], ("75",)),
        # A workbook turns 01 and 01004 into numbers.
        ([1.0, 1004], ("01", "01004")),
    ],
)
def test_zone_en_condition_ferme(tmp_path: Path, zone: list[Any], codes: tuple[str, ...]) -> None:
    offre, notes = lire_service(tmp_path, zone_eligibilite=zone)
    assert [(c.type, c.operateur, c.valeurs, c.ferme) for c in offre.conditions] == [(TypeCondition.ZONE, Operateur.DANS, codes, True)]
    assert notes == []


@pytest.mark.parametrize("zone", [["france"], ["France"], ["99100"], ["94028", "france"], [], None])
def test_la_france_entiere_n_est_pas_une_condition(tmp_path: Path, zone: list[str] | None) -> None:
    assert lire_service(tmp_path, zone_eligibilite=zone)[0].conditions == ()


@pytest.mark.parametrize("code", ["200054781", "99109", "ZZ", "96"])
def test_zone_qu_on_ne_sait_pas_suivre_reste_a_verifier(tmp_path: Path, code: str) -> None:
    offre, notes = lire_service(tmp_path, zone_eligibilite=["94028", code])
    # A hard condition on 94028 alone would refuse people that the structure accepts.
    assert [(c.type, c.libelle) for c in offre.conditions] == [(TypeCondition.AUTRE, f"Zone à vérifier\u00a0: 94028, {code}")]
    assert notes == [("zone_eligibilite", code)]


# --- Doubtful values: kept without them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("champ", "valeur", "note"),
    [
        ("thematiques", ["famille--garde-denfants", "inventee--valeur"], "inventee--valeur"),
        ("type", "consultation", "consultation"),
        ("publics", ["jeunes", "robots"], "robots"),
        ("modes_accueil", ["par-pigeon"], "par-pigeon"),
        ("frais", "cher", "cher"),
        ("mobilisable_par", ["professionnels", "autres"], "autres"),
        ("courriel", "pas une adresse", "pas une adresse"),
        ("lien_mobilisation", "javascript:alert(1)", "javascript:alert(1)"),
        ("code_insee", "940288", "940288"),
        ("code_postal", 750121.0, "750121"),
        ("volume_horaire_hebdomadaire", 200, "200"),
        ("volume_horaire_hebdomadaire", 0, "0"),
        ("nombre_semaines", 0, "0"),
        ("nombre_semaines", "beaucoup", "beaucoup"),
        ("date_maj", "2027-01-01", "2027-01-01"),
        ("date_maj", "le 3 mars", "le 3 mars"),
        ("structure_id", None, ""),
    ],
)
def test_valeur_douteuse(tmp_path: Path, champ: str, valeur: Any, note: str) -> None:
    _, notes = lire_service(tmp_path, **{champ: valeur})
    assert notes == [(champ, note)]


def test_sans_thematique_le_service_est_garde_avec_un_doute(tmp_path: Path) -> None:
    offre, notes = lire_service(tmp_path, thematiques=None)
    assert offre.details == DetailsAppui()
    assert notes == [("thematiques", "")]


def test_valeurs_absentes_vides_et_nan_se_valent(tmp_path: Path) -> None:
    champs = ("commune", "adresse", "telephone", "courriel", "frais_precisions", "publics_precisions", "horaires_accueil", "lien_mobilisation")
    attendue, _ = lire_service(tmp_path)
    for absent in (None, "", "NaN", float("nan")):
        assert lire_service(tmp_path, **dict.fromkeys(champs, absent))[0] == attendue


def test_zeros_perdus_par_un_tableur(tmp_path: Path) -> None:
    offre, notes = lire_service(tmp_path, telephone=145000000.0, code_insee=1004.0, code_postal=1500.0)
    assert (offre.contact.telephone, offre.lieu.code_insee, offre.lieu.code_postal) == ("0145000000", "01004", "01500")
    assert notes == []


# --- Rejections -----------------------------------------------------------------------------------------------------------------------------


def test_enregistrement_vide_rejete_champ_par_champ(tmp_path: Path) -> None:
    vide = {
        "source": "annuaire", "structure_id": "annuaire--empty", "id": "annuaire--empty", "nom": "", "description": "", "thematiques": [],
        "longitude": 0.0, "latitude": 0.0, "nombre_semaines": 0, "courriel": "",
    }  # fmt: skip
    rejet = lire_rejet(tmp_path, vide)
    assert (rejet.chemin, rejet.cle, rejet.structure) == ("élément 2 (annuaire--empty)", ("di", "annuaire--empty"), False)
    assert {a.champ for a in rejet.anomalies} == {"nom", "description", "thematiques", "nombre_semaines", "latitude"}
    assert next(a.motif for a in rejet.anomalies if a.champ == "nom") == "Le nom du service est vide."


@pytest.mark.parametrize("absent", [None, "", "NaN"])
@pytest.mark.parametrize("champ", ["id", "nom", "description"])
def test_champ_obligatoire_en_v1(tmp_path: Path, champ: str, absent: str | None) -> None:
    assert [a.champ for a in lire_rejet(tmp_path, {**SERVICE, champ: absent}).anomalies] == [champ]


def test_objet_la_ou_un_texte_est_attendu(tmp_path: Path) -> None:
    rejet = lire_rejet(tmp_path, {**SERVICE, "id": {"valeur": 1}})
    assert rejet.anomalies[0].motif == "Un texte est attendu ici, pas une liste ni un objet."


@pytest.mark.parametrize("intrus", [None, "texte", 3, ["liste"]])
def test_element_qui_n_est_pas_un_objet(tmp_path: Path, intrus: Any) -> None:
    rejet = lire_rejet(tmp_path, intrus)
    assert rejet.chemin == "élément 2"
    assert rejet.anomalies[0].motif == "Un service ou une structure est attendu ici."
