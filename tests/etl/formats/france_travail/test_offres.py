"""Job offers of France Travail, in JSON and flattened to CSV, field by field. The fixtures are invented."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    Contact,
    DetailsIae,
    DetailsRecrutement,
    FormatRecrutement,
    Jour,
    Lieu,
    Offre,
    Operateur,
    OrigineCondition,
    Periode,
    Session,
    Structure,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
    creneaux,
)
from catalogue.regles import anomalies_offre, anomalies_structure
from etl.formats.france_travail import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXTE = Contexte(date(2026, 3, 10), "france-travail")


def lus(nom: str) -> list[Element]:
    return list(lire(FIXTURES / nom, CONTEXTE))


def offre(elements: list[Element], numero: str) -> Offre:
    return next(e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre) and e.objet.source_id == numero)


def doutes(elements: list[Element]) -> list[tuple[str, str]]:
    return [(e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


def une(tmp_path: Path, **champs: Any) -> list[Element]:
    """Read one offer with these fields, besides its number and its title."""
    chemin = tmp_path / "offre.json"
    chemin.write_text(json.dumps({"resultats": [{"id": "1", "intitule": "Titre", **champs}]}), encoding="utf-8")
    return list(lire(chemin, CONTEXTE))


# --- JSON -----------------------------------------------------------------------------------------------------------------------------------


def test_entreprise_avant_ses_offres_et_une_seule_fois() -> None:
    assert [(type(e.objet), e.objet.source_id) for e in lus("offres.json") if isinstance(e, Lu)] == [
        (Structure, "95554443300019"),
        (Offre, "200AAAA"),
        (Offre, "200AAAB"),
    ]
    assert [e.chemin for e in lus("offres.json")] == ["élément n°\u00a01 (offre 200AAAA)"] * 2 + ["élément n°\u00a02 (offre 200AAAB)"]
    assert doutes(lus("offres.json")) == []


def test_entreprise() -> None:
    structure = next(e.objet for e in lus("offres.json") if isinstance(e, Lu))
    assert structure == Structure(
        source="france-travail",
        source_id="95554443300019",
        nom="Maison des Aînés",
        siret="95554443300019",
        type_structure=TypeStructure.ENTREPRISE,
        description="Association locale.",
        contact=Contact(lien="http://www.aines.exemple"),
    )


def test_textes_et_dates() -> None:
    lue = offre(lus("offres.json"), "200AAAA")
    assert (lue.type_offre, lue.titre, lue.structure, lue.metiers) == (TypeOffre.RECRUTEMENT, "Aide à domicile (H/F)", "95554443300019", ("K1304",))
    assert lue.description == (
        "Vous aidez des personnes âgées.\n\n- repas\n- courses\n\nDéplacements\u00a0: Quotidiens Zone départementale\n\n"
        "Conditions d’exercice\u00a0: Port de charges\n\nQualités attendues\u00a0: Rigueur, Autonomie"
    )
    assert (lue.publie_le, lue.verifie_le) == (date(2026, 3, 2), date(2026, 3, 5)), "23:30 UTC is the next day in Paris"


def test_contrat_postes_et_salaire() -> None:
    lue = offre(lus("offres.json"), "200AAAA")
    assert lue.details == DetailsRecrutement(
        format=FormatRecrutement.OFFRE_EMPLOI,
        postes=3,
        contrat=TypeContrat.CDD,
        duree_mois=6,
        salaire="Horaire de 12,50\u00a0€ à 13\u00a0€ sur 12 mois\u00a0; Selon convention\u00a0; Mutuelle",
    )
    assert lue.sessions == (Session(source_id="permanente", places=3),)
    assert lue.apports == (Apport(TypeApport.CONTRAT, "Contrat à durée déterminée", "CDD"),)


def test_horaires() -> None:
    lue = offre(lus("offres.json"), "200AAAA")
    assert (lue.heures_hebdo, lue.horaires, lue.creneaux) == (Decimal(24), "Temps partiel, Travail samedi et dimanche, planning au mois", None)


def test_exigences() -> None:
    attendues = [
        (TypeCondition.EXPERIENCE, Operateur.AU_MOINS, ("12",), False, "Expérience souhaitée\u00a0: 1 an (en établissement)"),
        (TypeCondition.NIVEAU, Operateur.AU_MOINS, ("3",), False, "Niveau souhaité\u00a0: CAP, BEP, titre professionnel de niveau 3"),
        (TypeCondition.AUTRE, Operateur.DANS, (), False, "Formation souhaitée\u00a0: Accompagnement ou Santé (ASSP)"),
        (TypeCondition.PERMIS, Operateur.DANS, ("B",), True, "Permis exigé\u00a0: B - Véhicule léger"),
        (TypeCondition.AUTRE, Operateur.DANS, (), False, "Permis souhaité\u00a0: Grue à tour"),
        (TypeCondition.AUTRE, Operateur.DANS, (), True, "Français exigé"),
        (TypeCondition.COMPETENCE, Operateur.DANS, ("Préparer un repas",), False, "Préparer un repas"),
        (TypeCondition.COMPETENCE, Operateur.DANS, ("Écouter",), False, "Écouter"),
    ]
    lue = offre(lus("offres.json"), "200AAAA")
    assert lue.conditions == tuple(
        Condition(genre, op, valeurs, ferme, OrigineCondition.STRUCTURE, dit) for genre, op, valeurs, ferme, dit in attendues
    )
    assert lue.publics == ("tous-publics", "personnes-en-situation-de-handicap")


def test_lieu_et_contact() -> None:
    lue = offre(lus("offres.json"), "200AAAA")
    assert lue.lieu == Lieu("94068", "ST MAUR DES FOSSES", "94100", None, 48.799, 2.494)
    assert lue.contact == Contact("Service recrutement", "01 99 00 00 05", None, "https://candidat.exemple/offres/200AAAA")
    assert lue.modalites == "Rappeler le numéro de l’offre. Postuler sur https://aines.exemple/postuler?o=1"


def test_contrat_d_insertion_est_une_place_en_iae() -> None:
    lue = offre(lus("offres.json"), "200AAAB")
    assert (lue.type_offre, lue.details) == (TypeOffre.IAE, DetailsIae(contrat=TypeContrat.CDDI, duree_mois=4))
    assert lue.description == "Salaire\u00a0: Mensuel de 1\u202f350\u00a0€"
    assert lue.lieu == Lieu(adresse="Val-de-Marne"), "a département is not a commune"
    assert lue.contact == Contact(telephone="3949", courriel="agence@exemple.fr")
    assert lue.conditions == ()
    assert lue.publics == ()


def test_tout_est_acceptable() -> None:
    for nom in ("offres.json", "offres.csv", "evenements.json"):
        for element in lus(nom):
            if isinstance(element, Lu):
                assert (anomalies_offre(element.objet) if isinstance(element.objet, Offre) else anomalies_structure(element.objet)) == ()


# --- CSV ------------------------------------------------------------------------------------------------------------------------------------


def test_csv_aplati() -> None:
    lue = offre(lus("offres.csv"), "300AAAA")
    assert lue.description == "Atelier de pliage.\n\n- carton\n- papier | kraft\n\nDit « vite fait »."
    assert lue.publie_le == date(2026, 3, 1)
    assert lue.details == DetailsRecrutement(FormatRecrutement.OFFRE_EMPLOI, 2, TypeContrat.CDI, None, None)
    assert lue.lieu == Lieu("01053", "BOURG EN BRESSE", "01000", None, 46.2, 5.22), "zeros and decimals of spreadsheets"
    assert (lue.heures_hebdo, lue.horaires) == (Decimal(35), "Temps plein, Travail en journée")
    assert lue.creneaux == creneaux((Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI), (Periode.MATIN, Periode.APRES_MIDI))
    assert [(c.type, c.valeurs, c.ferme) for c in lue.conditions] == [
        (TypeCondition.EXPERIENCE, ("24",), True),
        (TypeCondition.NIVEAU, ("5",), True),
        (TypeCondition.PERMIS, ("CE",), True),
        (TypeCondition.COMPETENCE, ("Régler l'outil",), False),
        (TypeCondition.COMPETENCE, ("Emballer",), False),
    ], "a list with « nan » inside is read all the same"


def test_csv_entreprise_sans_siret() -> None:
    structure = next(e.objet for e in lus("offres.csv") if isinstance(e, Lu))
    assert isinstance(structure, Structure)
    assert (structure.source_id, structure.siret, structure.type_structure) == ("nom:papiers du revermont:01053", None, TypeStructure.EA)
    assert structure.lieu == Lieu("01053", "BOURG EN BRESSE", "01000")


def test_csv_apprentissage_sans_entreprise() -> None:
    elements = lus("offres.csv")
    lue = offre(elements, "300AAAB")
    assert lue.details == DetailsRecrutement(FormatRecrutement.OFFRE_EMPLOI, 1, TypeContrat.APPRENTISSAGE, 24, None)
    assert (lue.structure, lue.description, lue.lieu.code_insee, lue.lieu.latitude) == (None, "", "2A004", None)
    assert lue.heures_hebdo == Decimal("20.98")
    # Code in the place of a list is never run: the list is left out and said.
    assert doutes(elements) == [("competences", "[{'code': __import__('os')}]")]
    assert [e.chemin for e in elements][-1] == "ligne 8 (offre 300AAAB)"


def test_csv_lignes_fautives(tmp_path: Path) -> None:
    chemin = tmp_path / "offres.csv"
    chemin.write_text("id|intitule|description\n|Sans numéro|\n7| |x\n8|Bon|\n9|Trop|a|b\n", encoding="utf-8")
    elements = list(lire(chemin, CONTEXTE))
    assert [(e.chemin, e.anomalies[0].champ, e.cle) for e in elements if isinstance(e, Rejet)] == [
        ("ligne 2", "id", None),
        ("ligne 3 (offre 7)", "intitule", ("france-travail", "7")),
        ("ligne 5", "(colonnes en trop)", ("france-travail", "9")),
    ], "what is only faulty is named: a full feed does not close it"
    assert [e.objet.source_id for e in elements if isinstance(e, Lu)] == ["8"]


@pytest.mark.parametrize("liste", ["[" * 300 + "]" * 300, "[" + "-" * 5000 + "1]", "[{'a': 1}", "[" + "'x', " * 60_000 + "]", r"['\d']", "[1 +]"])
def test_csv_listes_hostiles(tmp_path: Path, liste: str) -> None:
    chemin = tmp_path / "offres.csv"
    chemin.write_text(f"id|intitule|competences\n7|Titre|{liste}\n", encoding="utf-8")
    elements = list(lire(chemin, CONTEXTE))
    assert offre(elements, "7").conditions == ()


# --- Employer, contact, place ---------------------------------------------------------------------------------------------------------------


def test_siret_faux_ou_de_zeros(tmp_path: Path) -> None:
    lieu = {"libelle": "94 - CRETEIL", "commune": "94028", "codePostal": "94000"}
    masque = une(tmp_path, entreprise={"nom": "Ets Lilas", "siret": "00000000000007"}, lieuTravail=lieu)
    assert offre(masque, "1").structure == "nom:ets lilas:94028"
    assert doutes(masque) == [("entreprise.siret", "00000000000007")]
    zeros = une(tmp_path, entreprise={"nom": "Ets Lilas", "siret": "00000000000000"}, lieuTravail=lieu)
    assert (offre(zeros, "1").structure, doutes(zeros)) == ("nom:ets lilas:94028", []), "14 zeros have a good key and name nobody"


def test_meme_nom_ecrit_autrement_meme_structure(tmp_path: Path) -> None:
    chemin = tmp_path / "offres.json"
    lieux = ({"commune": "94028"}, {"commune": "94028"}, {"commune": "94076"})
    noms = ("Ets Chêne-Vert", "ETS CHENE VERT", "Ets Chêne-Vert")
    resultats = [
        {"id": str(n), "intitule": "T", "entreprise": {"nom": nom}, "lieuTravail": lieu}
        for n, (nom, lieu) in enumerate(zip(noms, lieux, strict=True))
    ]
    chemin.write_text(json.dumps({"resultats": resultats}), encoding="utf-8")
    elements = list(lire(chemin, CONTEXTE))
    assert [offre(elements, str(n)).structure for n in range(3)] == ["nom:ets chene vert:94028"] * 2 + ["nom:ets chene vert:94076"]
    assert sum(isinstance(e, Lu) and isinstance(e.objet, Structure) for e in elements) == 2


@pytest.mark.parametrize("nom", ["", "NC", "Confidentiel", None])
def test_entreprise_non_nommee(tmp_path: Path, nom: str | None) -> None:
    assert offre(une(tmp_path, entreprise={"nom": nom}), "1").structure is None


@pytest.mark.parametrize(
    ("champs", "modalites"),
    [
        ({"contact": {"urlPostulation": "https://ats.exemple/1"}}, "Postuler sur https://ats.exemple/1"),
        ({"contact": {"coordonnees3": "Voir https://ats.exemple/2"}}, "Postuler sur https://ats.exemple/2"),
        ({"agence": {"courriel": "Pour postuler : https://ats.exemple/3"}}, "Postuler sur https://ats.exemple/3"),
        ({"origineOffre": {"partenaires": [{"nom": "X", "url": "https://ats.exemple/4"}]}}, "Postuler sur https://ats.exemple/4"),
        ({"origineOffre": {"urlOrigine": "https://ft.exemple/5"}, "contact": {"courriel": "Postuler : https://ft.exemple/5"}}, None),
        ({"contact": {"courriel": "rh@exemple.fr"}}, None),
    ],
)
def test_comment_postuler(tmp_path: Path, champs: dict[str, Any], modalites: str | None) -> None:
    elements = une(tmp_path, **champs)
    assert offre(elements, "1").modalites == modalites
    assert doutes(elements) == []


def test_lieu_sans_code(tmp_path: Path) -> None:
    assert offre(une(tmp_path, lieuTravail={"libelle": "Ile-de-France"}), "1").lieu == Lieu(adresse="Ile-de-France")
    elements = une(tmp_path, lieuTravail={"libelle": "974 - ST DENIS", "codePostal": "9740", "commune": "97411", "latitude": 300, "longitude": 2})
    assert offre(elements, "1").lieu == Lieu("97411", "ST DENIS", "09740")
    assert doutes(elements) == [("lieuTravail.latitude", "300")]


def test_code_rome_invalide(tmp_path: Path) -> None:
    elements = une(tmp_path, romeCode="Z9999")
    assert offre(elements, "1").metiers == ()
    assert doutes(elements) == [("romeCode", "Z9999")]


@pytest.mark.parametrize("tordu", [[], {}, "texte", 12, True, [[1]], {"libelle": [1]}])
def test_valeurs_tordues_ne_cassent_rien(tmp_path: Path, tordu: object) -> None:
    champs = "description dateCreation romeCode typeContrat natureContrat typeContratLibelle experienceExige experienceLibelle experienceCommentaire "
    champs += (
        "formations langues permis competences qualitesProfessionnelles dureeTravailLibelle contexteTravail nombrePostes accessibleTH lieuTravail "
    )
    champs += "entreprise salaire contact origineOffre agence outilsBureautiques"
    for champ in champs.split():
        elements = une(tmp_path, **{champ: tordu})
        assert isinstance(offre(elements, "1"), Offre), champ
