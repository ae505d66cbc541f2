"""The fields of an offer of the template: conditions, apports, sessions, place, own fields of the eight kinds."""

from __future__ import annotations

import csv
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    Details,
    DetailsAppui,
    DetailsClause,
    DetailsCollectivite,
    DetailsConvention,
    DetailsDecouverte,
    DetailsFormation,
    DetailsIae,
    DetailsRecrutement,
    Dispositif,
    Engagement,
    EtatOffre,
    EtatSession,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    Jour,
    Offre,
    Operateur,
    Periode,
    Presence,
    Session,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
    creneaux,
)
from catalogue.regles import anomalies_offre
from etl.formats.offres import lire
from etl.formats.offres.colonnes import PAR_CLE
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet

CONTEXTE = Contexte(aujourdhui=date(2026, 9, 10), source="cre")


def lire_ligne(tmp_path: Path, cellules: dict[str, str]) -> list[Element]:
    """Elements of a file of one line, given by keys of columns."""
    ligne = {"identifiant": "A", "type_offre": "appui", "titre": "Aide", **cellules}
    chemin = tmp_path / "offres.csv"
    with chemin.open("w", encoding="utf-8", newline="") as fichier:
        plume = csv.writer(fichier, delimiter=";")
        plume.writerows([[PAR_CLE[cle].libelle for cle in ligne], ligne.values()])
    return list(lire(chemin, CONTEXTE))


def lire_offre(tmp_path: Path, **cellules: str) -> Offre:
    offre = next(e.objet for e in lire_ligne(tmp_path, cellules) if isinstance(e, Lu) and isinstance(e.objet, Offre))
    assert anomalies_offre(offre) == ()
    return offre


def lire_faute(tmp_path: Path, **cellules: str) -> tuple[str, str]:
    """Column and reason of the only fault."""
    (rejet,) = lire_ligne(tmp_path, cellules)
    assert isinstance(rejet, Rejet)
    assert len(rejet.anomalies) == 1, rejet
    return rejet.anomalies[0].champ, rejet.anomalies[0].motif


# --- Own fields of each kind ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_offre", "cellules", "details"),
    [
        ("decouverte", {"format_decouverte": "immersion (pmsmp)"}, DetailsDecouverte(FormatDecouverte.IMMERSION)),
        (
            "recrutement",
            {"format_recrutement": "Job dating", "postes": "8", "contrat": "cdd", "duree_mois": "6", "salaire": "SMIC"},
            DetailsRecrutement(FormatRecrutement.JOB_DATING, 8, TypeContrat.CDD, 6, "SMIC"),
        ),
        (
            "formation",
            {"rncp": "RNCP 34095", "rs": "rs5080", "niveau_sortie": "3 - CAP", "duree_heures": "420", "financeur": "Région", "remuneree": "oui"},
            DetailsFormation("34095", "5080", 3, 420, "Région", True),
        ),
        ("formation", {"dispositif": "CléA", "certifiante": "non"}, DetailsFormation(dispositif=Dispositif.CLEA, certifiante=False)),
        (
            "iae",
            {"structure": "Berges", "type_structure": "ACI", "contrat": "CDDI", "duree_mois": "4", "niveau_criteres": "2"},
            DetailsIae(TypeStructure.ACI, TypeContrat.CDDI, 4, 2),
        ),
        (
            "clause",
            {
                "marche": "M1",
                "lot": "02",
                "acheteur": "Ville",
                "titulaire": "Bâti",
                "cpv": "45214210-5",
                "heures_prevues": "1 200",
                "heures_engagees": "400",
                "heures_realisees": "0",
                "fin_marche": "31/12/2027",
            },
            DetailsClause("M1", "02", "Ville", "Bâti", "45214210-5", 1200, 400, 0, date(2027, 12, 31)),
        ),
        (
            "convention",
            {"employeur": "Maisons", "debut_convention": "01/09/2026", "fin_convention": "31/08/2027", "engagements": "k1304 : 10 / 2 ; J1501=5"},
            DetailsConvention("Maisons", date(2026, 9, 1), date(2027, 8, 31), (Engagement("K1304", 10, 2), Engagement("J1501", 5))),
        ),
        (
            "collectivite",
            {"service": "Crèches", "contrat": "Contrat d'apprentissage", "categorie": "C", "duree_mois": "24"},
            DetailsCollectivite("Crèches", TypeContrat.APPRENTISSAGE, "C", 24),
        ),
        (
            "appui",
            {"freins": "Garde d’enfants ; MOBILITE", "montant": "120,50 €"},
            DetailsAppui((Frein.GARDE_ENFANTS, Frein.MOBILITE), Decimal("120.50")),
        ),
    ],
)
def test_details(tmp_path: Path, type_offre: str, cellules: dict[str, str], details: Details) -> None:
    offre = lire_offre(tmp_path, type_offre=type_offre, **cellules)
    assert (offre.type_offre, offre.details) == (TypeOffre(type_offre), details)


@pytest.mark.parametrize("type_offre", list(TypeOffre))
def test_chaque_type_se_lit_par_son_libelle_et_par_son_code(tmp_path: Path, type_offre: TypeOffre) -> None:
    liste = PAR_CLE["type_offre"].liste
    assert liste is not None
    for mots in (type_offre.value, liste.libelles[type_offre], liste.libelles[type_offre].upper()):
        assert lire_offre(tmp_path, type_offre=mots).type_offre is type_offre


def test_colonne_d_un_autre_type_signalee(tmp_path: Path) -> None:
    elements = lire_ligne(tmp_path, {"postes": "8", "montant": "10"})
    assert [type(e) for e in elements] == [Lu, Avertissement]
    assert isinstance(elements[1], Avertissement)
    assert elements[1].anomalie.champ == "Nombre de postes"
    assert elements[1].anomalie.motif == "Cette colonne ne concerne pas une offre «\u00a0Appui\u00a0»\u00a0: elle n’est pas reprise."


@pytest.mark.parametrize(
    ("cellules", "champ", "mots"),
    [
        ({"type_offre": "recrutement", "postes": "0"}, "Nombre de postes", "inférieur à 1"),
        ({"type_offre": "formation", "rncp": "abc"}, "Code RNCP", "Un code RNCP s’écrit avec des chiffres"),
        ({"type_offre": "formation", "niveau_sortie": "9"}, "Niveau de sortie", "n’est pas dans la liste"),
        ({"type_offre": "formation", "remuneree": "peut-être"}, "Formation rémunérée", "oui ou par non"),
        ({"type_offre": "iae", "structure": "X", "type_structure": "Entreprise"}, "Type de structure", "porté par une structure de l’insertion"),
        ({"type_offre": "iae", "niveau_criteres": "3"}, "Niveau des critères IAE", "«\u00a01\u00a0», «\u00a02\u00a0»"),
        ({"type_offre": "clause", "cpv": "452"}, "Code CPV", "8 chiffres"),
        ({"type_offre": "clause", "heures_prevues": "-5"}, "Heures d’insertion prévues", "inférieur à 0"),
        ({"type_offre": "convention", "debut_convention": "01/09/2026", "fin_convention": "31/08/2026"}, "Fin de la convention", "finit avant"),
        ({"type_offre": "convention", "engagements": "dix aides à domicile"}, "Engagements d’embauche", "ne se lit pas"),
        ({"type_offre": "convention", "engagements": "K1304: 10; K1304: 5"}, "Engagements d’embauche", "deux fois"),
        ({"montant": "-1"}, "Montant de l’aide (€)", "négatif"),
    ],
)
def test_fautes_des_champs_propres(tmp_path: Path, cellules: dict[str, str], champ: str, mots: str) -> None:
    faute = lire_faute(tmp_path, **cellules)
    assert faute[0] == champ
    assert mots in faute[1]


# --- Conditions -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cle", "valeur", "attendue"),
    [
        ("age_min", "18", Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("18",))),
        ("age_max", "25", Condition(TypeCondition.AGE, Operateur.AU_PLUS, ("25",))),
        ("niveau_min", "3", Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("3",))),
        ("niveau_min", "4 – Bac, titre professionnel de niveau 4", Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("4",))),
        ("francais_min", "a2", Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("A2",))),
        ("francais_min", "<A1", Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("<A1",))),
        ("francais_min", "Inférieur à A1", Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("<A1",))),
        ("permis", "b, AM", Condition(TypeCondition.PERMIS, Operateur.DANS, ("B", "AM"))),
        ("vehicule", "x", Condition(TypeCondition.VEHICULE, Operateur.EGAL, ("oui",))),
        ("inscription_ft", "oui", Condition(TypeCondition.INSCRIPTION_FT, Operateur.EGAL, ("oui",))),
        ("zone", "94028; 94, 2a, 1", Condition(TypeCondition.ZONE, Operateur.DANS, ("94028", "94", "2A", "01"))),
        ("criteres_iae", "RSA, parent isolé", Condition(TypeCondition.CRITERE_IAE, Operateur.DANS, ("RSA", "PI"))),
        ("experience_min", "6", Condition(TypeCondition.EXPERIENCE, Operateur.AU_MOINS, ("6",))),
        ("prealable", "Réunion du lundi", Condition(TypeCondition.PREALABLE, Operateur.DANS, ("Réunion du lundi",))),
        ("autre_condition", "Aimer le grand air", Condition(TypeCondition.AUTRE, Operateur.EGAL, (), libelle="Aimer le grand air")),
    ],
)
def test_condition(tmp_path: Path, cle: str, valeur: str, attendue: Condition) -> None:
    assert lire_offre(tmp_path, **{cle: valeur}).conditions == (attendue,)


@pytest.mark.parametrize("cle", ["vehicule", "inscription_ft"])
def test_non_n_est_pas_une_condition(tmp_path: Path, cle: str) -> None:
    assert lire_offre(tmp_path, **{cle: "non"}).conditions == ()


@pytest.mark.parametrize(
    ("cellules", "champ"),
    [
        ({"age_min": "8"}, "Âge minimum"),
        ({"age_min": "30", "age_max": "25"}, "Âge maximum"),
        ({"zone": "94028, Créteil"}, "Zone d’habitation exigée"),
        ({"permis": "B, poney"}, "Permis exigé"),
        ({"criteres_iae": "motivé"}, "Critères IAE"),
        ({"experience_min": "un an"}, "Expérience minimum (mois)"),
    ],
)
def test_fautes_des_conditions(tmp_path: Path, cellules: dict[str, str], champ: str) -> None:
    assert lire_faute(tmp_path, **cellules)[0] == champ


# --- Apports --------------------------------------------------------------------------------------------------------------------------------


def test_apports(tmp_path: Path) -> None:
    offre = lire_offre(
        tmp_path,
        certification="CAP cuisine",
        attestation="Badge",
        experience="Service en salle",
        entretien="Le chef",
        contrat_promis="CDI",
        freins="Mobilité",
    )
    assert offre.apports == (
        Apport(TypeApport.CERTIFICATION, "CAP cuisine"),
        Apport(TypeApport.ATTESTATION, "Badge"),
        Apport(TypeApport.EXPERIENCE, "Service en salle"),
        Apport(TypeApport.ENTRETIEN, "Le chef"),
        Apport(TypeApport.CONTRAT, "CDI", "CDI"),
        Apport(TypeApport.FREIN_LEVE, "Aide à la mobilité", "mobilite"),
    )


def test_le_contrat_d_un_emploi_est_ce_qu_il_apporte(tmp_path: Path) -> None:
    assert lire_offre(tmp_path, type_offre="recrutement", contrat="PEC").apports == (
        Apport(TypeApport.CONTRAT, "Parcours emploi compétences", "PEC"),
    )


# --- Sessions, dates, place -----------------------------------------------------------------------------------------------------------------


def test_session_complete(tmp_path: Path) -> None:
    offre = lire_offre(
        tmp_path,
        session="S1",
        debut="2026-10-05",
        fin="09/10/2026",
        heure_debut="9h",
        heure_fin="12:30",
        date_limite="01/10/2026",
        places="10",
        places_reservees="4",
        etat_session="annulée",
        precisions_session="Salle 3",
    )
    assert offre.sessions == (
        Session(
            "S1", date(2026, 10, 5), date(2026, 10, 9), time(9), time(12, 30), date(2026, 10, 1), 10, 4, etat=EtatSession.ANNULEE, horaires="Salle 3"
        ),
    )
    assert offre.date_limite == date(2026, 10, 1)


def test_sans_date_l_offre_est_permanente_sauf_une_convention(tmp_path: Path) -> None:
    assert lire_offre(tmp_path).sessions == (Session("permanente"),)
    assert lire_offre(tmp_path, places="5").sessions == (Session("permanente", places=5),)
    assert lire_offre(tmp_path, type_offre="convention").sessions == ()


@pytest.mark.parametrize(
    ("cellules", "champ"),
    [
        ({"debut": "05/10/2026", "fin": "04/10/2026"}, "Fin"),
        ({"fin": "04/10/2026"}, "Début"),
        ({"debut": "05/10/26"}, "Début"),
        ({"debut": "05/10/2026", "date_limite": "06/10/2026"}, "Date limite pour candidater"),
        ({"debut": "05/10/2026", "heure_debut": "14h", "heure_fin": "9h"}, "Heure de fin"),
        ({"heure_debut": "quatorze heures"}, "Heure de début"),
        ({"places": "3", "places_reservees": "4"}, "Places réservées RSA"),
        ({"places": "-3"}, "Places"),
        ({"places": "2,5"}, "Places"),
        ({"verifie_le": "11/09/2026"}, "Vérifiée le"),
        ({"latitude": "48,8"}, "Latitude"),
        ({"latitude": "480", "longitude": "2"}, "Latitude"),
        ({"code_insee": "Créteil"}, "Code INSEE de la commune"),
        ({"heures_hebdo": "70"}, "Heures par semaine"),
        ({"cout": "-1"}, "Coût pour la personne (€)"),
        ({"courriel": "accueil chez moi"}, "Courriel"),
        ({"lien": "javascript:alert(1)"}, "Lien"),
        ({"metiers": "K1304, cuisine"}, "Métiers (codes ROME)"),
        ({"titre": "x" * 301}, "Titre"),
    ],
)
def test_fautes_communes(tmp_path: Path, cellules: dict[str, str], champ: str) -> None:
    assert lire_faute(tmp_path, **cellules)[0] == champ


def test_une_nuit_finit_le_lendemain(tmp_path: Path) -> None:
    session = lire_offre(tmp_path, debut="05/10/2026", fin="06/10/2026", heure_debut="22h", heure_fin="6h").sessions[0]
    assert (session.heure_debut, session.heure_fin) == (time(22), time(6))


def test_champs_communs(tmp_path: Path) -> None:
    offre = lire_offre(
        tmp_path,
        description="Une aide.",
        metiers="k1304, G1602",
        publics="Jeunes, tous-publics",
        reserve_rsa="oui",
        etat="à valider",
        verifie_le="01/09/2026",
        adresse="1 rue",
        commune="Créteil",
        code_postal="94000",
        code_insee="94028",
        latitude="48,79",
        longitude="2,45",
        presence="A DISTANCE",
        jours="lundi, mardi",
        moments="matin",
        horaires="9 h – 12 h",
        heures_hebdo="6,5",
        contact_nom="Accueil",
        telephone="01 00 00 00 00",
        courriel="a@exemple.invalid",
        lien="https://exemple.invalid/a",
        modalites="Appeler.",
        cout="1,5 €",
        cout_precisions="Tarif réduit",
    )
    assert (offre.description, offre.metiers, offre.publics, offre.reserve_rsa) == ("Une aide.", ("K1304", "G1602"), ("jeunes", "tous-publics"), True)
    assert (offre.etat, offre.verifie_le, offre.presence) == (EtatOffre.A_VALIDER, date(2026, 9, 1), Presence.A_DISTANCE)
    assert (offre.lieu.code_insee, offre.lieu.latitude, offre.lieu.longitude) == ("94028", 48.79, 2.45)
    assert offre.creneaux == creneaux((Jour.LUNDI, Jour.MARDI), (Periode.MATIN,))
    assert (offre.horaires, offre.heures_hebdo, offre.cout, offre.cout_precisions) == ("9 h – 12 h", Decimal("6.5"), Decimal("1.5"), "Tarif réduit")
    assert (offre.contact.telephone, offre.contact.courriel, offre.contact.lien) == (
        "01 00 00 00 00",
        "a@exemple.invalid",
        "https://exemple.invalid/a",
    )
    assert offre.modalites == "Appeler."


def test_valeurs_par_defaut(tmp_path: Path) -> None:
    offre = lire_offre(tmp_path)
    # Unknown stays unknown: no cost is not free, no hours is not at any time.
    assert (offre.cout, offre.creneaux, offre.heures_hebdo, offre.verifie_le) == (None, None, None, None)
    assert (offre.etat, offre.presence, offre.reserve_rsa) == (EtatOffre.PUBLIEE, Presence.SUR_PLACE, False)


def test_jours_sans_moments(tmp_path: Path) -> None:
    elements = lire_ligne(tmp_path, {"jours": "lundi"})
    assert [e.anomalie.champ for e in elements if isinstance(e, Avertissement)] == ["Moments de la journée"]
