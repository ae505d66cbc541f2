"""Conditions, own fields of each kind, weekly hours, facts about people and the map, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from catalogue.domaine import (
    CRITERES_IAE,
    DETAILS,
    PUBLICS,
    Commune,
    Condition,
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
    OrigineCondition,
    Periode,
    Presence,
    Session,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
    creneau,
    creneaux,
)
from parcours.domaine import Allocataire, MoyenTransport, Orientation
from web import libelles
from web.carte import dessiner
from web.fiche import champs_propres, mention_condition, mots_places, phrase_condition
from web.horaires import mots_creneaux
from web.pages import PageOffre
from web.profil import faits_personne, situation

JOUR = date(2026, 12, 7)
COMMUNES = {"94028": "Créteil", "94081": "Vitry-sur-Seine"}
METIERS = {"K1304": "Aide à domicile"}
C, O = TypeCondition, Operateur  # noqa: E741


def droit(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("condition", "attendu"),
    [
        (Condition(C.RSA, O.EGAL, ("oui",)), "Être allocataire du RSA"),
        (Condition(C.RSA, O.EGAL, ("non",)), "Ne pas être allocataire du RSA"),
        (Condition(C.PUBLIC, O.DANS, ("jeunes", "personnes-exilees")), "Pour : jeunes ou personnes exilées"),
        (
            Condition(C.CRITERE_IAE, O.DANS, ("RSA", "QPV", "TH")),
            "Remplir un critère de l’insertion : bénéficiaire du RSA, habitant d’un quartier prioritaire ou travailleur handicapé",
        ),
        (Condition(C.AGE, O.AU_MOINS, ("18",)), "Avoir au moins 18 ans"),
        (Condition(C.AGE, O.AU_PLUS, ("25",)), "Avoir 25 ans au plus"),
        (Condition(C.NIVEAU, O.AU_MOINS, ("3",)), "Au moins : CAP, BEP, titre professionnel de niveau 3"),
        (Condition(C.NIVEAU, O.EGAL, ("9",)), "niveau 9"),
        (Condition(C.FRANCAIS, O.AU_MOINS, ("A2",)), "Parler français, au moins au niveau A2"),
        (Condition(C.FRANCAIS, O.AU_PLUS, ("A1",)), "Niveau A1 au plus en français"),
        (Condition(C.FRANCAIS, O.AU_MOINS, ("<A1",)), "Grands débutants en français acceptés"),
        (Condition(C.PERMIS, O.DANS, ("B", "C")), "Avoir le permis B ou C"),
        (Condition(C.VEHICULE, O.EGAL, ("oui",)), "Avoir un véhicule"),
        (Condition(C.ZONE, O.DANS, ("94028", "94081", "75")), "Habiter Créteil, Vitry-sur-Seine ou le département 75"),
        (Condition(C.INSCRIPTION_FT, O.EGAL, ("oui",)), "Être inscrit à France Travail"),
        (Condition(C.EXPERIENCE, O.AU_MOINS, ("24",)), "Au moins 2 ans d’expérience"),
        (Condition(C.EXPERIENCE, O.AU_MOINS, ("0",)), "Débutants acceptés"),
        (Condition(C.COMPETENCE, O.EGAL, ("conduire un chariot",)), "conduire un chariot"),
        (Condition(C.AGE, O.AU_MOINS, ("18",), libelle="Être majeur: pièce d'identité"), "Être majeur : pièce d’identité"),
    ],
)
def test_phrase_de_condition(condition: Condition, attendu: str) -> None:
    assert droit(phrase_condition(condition, COMMUNES)) == attendu


def test_mention_de_condition() -> None:
    loi = Condition(C.RSA, O.EGAL, ("oui",), origine=OrigineCondition.LOI)
    assert mention_condition(loi) == "prévu par la loi"
    assert mention_condition(replace(loi, origine=OrigineCondition.IMPORT)) == "déduit de l’annonce"
    assert mention_condition(replace(loi, origine=OrigineCondition.STRUCTURE)) == ""
    assert mention_condition(replace(loi, ferme=False)) == "souhaité"


@pytest.mark.parametrize(
    ("session", "attendu"),
    [
        (Session("1"), "à préciser"),
        (Session("1", places=5, places_prises=2), "3 places"),
        (Session("1", places=2, places_tenues=1), "1 place"),
        (Session("1", places=2, places_prises=2), "complet"),
        (Session("1", places=9, etat=EtatSession.ANNULEE), "annulée"),
    ],
)
def test_places_d_une_session(session: Session, attendu: str) -> None:
    assert droit(mots_places(session)) == attendu


@pytest.mark.parametrize(
    ("details", "attendu"),
    [
        (DetailsDecouverte(FormatDecouverte.IMMERSION), ["Format : Immersion (PMSMP)"]),
        (
            DetailsRecrutement(FormatRecrutement.JOB_DATING, 1200, TypeContrat.CDD, 6, "12 € de l'heure"),
            ["Format : Job dating", "Postes ouverts : 1 200", "Contrat : CDD, 6 mois", "Salaire : 12 € de l’heure"],
        ),
        (
            DetailsFormation("38565", None, 3, 420, "Région", False),
            [
                "Niveau à la sortie : CAP, BEP, titre professionnel de niveau 3",
                "Durée : 420 heures",
                "Certification : RNCP 38565",
                "Rémunérée : non",
                "Financée par : Région",
            ],
        ),
        (DetailsFormation(certifiante=True), ["Certification : oui"]),
        (
            DetailsIae(TypeStructure.ACI, TypeContrat.CDDI, 12, 2),
            [
                "Type de structure : Atelier ou chantier d’insertion (ACI)",
                "Contrat : CDD d’insertion, 1 an",
                "Critères d’éligibilité : de niveau 1 ou 2",
            ],
        ),
        (
            DetailsClause("Rénovation du collège", "2", "Ville", "Bâti SA", "45210000", 1500, 1500, 0, date(2027, 6, 30)),
            [
                "Marché : Rénovation du collège",
                "Lot : 2",
                "Acheteur : Ville",
                "Titulaire : Bâti SA",
                "Code CPV : 45210000",
                "Heures d’insertion prévues : 1 500 heures",
                "Heures engagées : 1 500 heures",
                "Heures réalisées : aucune heure",
                "Fin du marché : mercredi 30 juin 2027",
            ],
        ),
        (
            DetailsConvention("Clairval", date(2026, 1, 1), date(2026, 12, 31), (Engagement("K1304", 20, 6), Engagement("K9999", 2))),
            [
                "Employeur : Clairval",
                "Période : du 1er janvier au 31 décembre",
                "Embauches : Aide à domicile : 6 sur 20 prévues",
                "Embauches : K9999 : 0 sur 2 prévues",
            ],
        ),
        (DetailsCollectivite("Crèches", TypeContrat.APPRENTISSAGE, "C"), ["Service : Crèches", "Contrat : Contrat d’apprentissage", "Catégorie : C"]),
        (DetailsAppui((Frein.MOBILITE, Frein.LANGUE), Decimal("1200")), ["Freins levés : Mobilité, Français", "Montant : 1 200 €"]),
    ],
)
def test_champs_propres(details: object, attendu: list[str]) -> None:
    assert [f"{droit(c.libelle)} : {droit(c.valeur)}" for c in champs_propres(details, METIERS, JOUR)] == attendu


@pytest.mark.parametrize("genre", TypeOffre)
def test_champs_inconnus_laisses_de_cote(genre: TypeOffre) -> None:
    assert champs_propres(DETAILS[genre](), METIERS, JOUR) == ()


@pytest.mark.parametrize(
    ("masque", "attendu"),
    [
        (0, ""),
        ((1 << 28) - 1, "tous les jours à toute heure"),
        (creneaux(tuple(Jour)[:5], (Periode.MATIN, Periode.APRES_MIDI)), "du lundi au vendredi en journée"),
        (creneaux((Jour.SAMEDI, Jour.DIMANCHE), (Periode.SOIR,)), "samedi et dimanche soir"),
        (creneaux((Jour.LUNDI,), (Periode.MATIN, Periode.SOIR, Periode.NUIT)), "lundi matin, soir et nuit"),
        (creneau(Jour.LUNDI, Periode.MATIN) | creneau(Jour.JEUDI, Periode.MATIN), "lundi matin, jeudi matin"),
    ],
)
def test_creneaux_en_mots(masque: int, attendu: str) -> None:
    assert mots_creneaux(masque) == attendu


INCONNUE = Allocataire("k3", "Aminata", "D.", "demo", "1")


def test_personne_inconnue_n_a_que_des_faits_a_preciser() -> None:
    faits = faits_personne(INCONNUE, COMMUNES, METIERS, JOUR)
    assert {f.valeur for f in faits} == {None}
    assert situation(INCONNUE) == "Orientation à préciser"


def test_personne_connue() -> None:
    personne = replace(
        INCONNUE,
        commune="94028",
        orientation=Orientation.FT_PROCHE,
        annee_naissance=1991,
        entree_rsa=date(2025, 6, 1),
        metiers=("K1304", "K9999"),
        permis=(),
        vehicule=False,
        inscrit_ft=True,
        rayon_km=7.6,
        moyen_transport=MoyenTransport.VELO,
        freins=(Frein.GARDE_ENFANTS, Frein.NUMERIQUE),
    )
    faits = {f.libelle: droit(f.valeur or "?") for f in faits_personne(personne, COMMUNES, METIERS, JOUR)}
    assert faits == {
        "Métiers souhaités": "Aide à domicile, K9999",
        "Habite": "Créteil",
        "Déplacements": "à vélo, jusqu’à 8 km",
        "Disponible": "?",
        "Âge": "35 ans dans l’année",
        "Niveau d’études": "?",
        "Français": "?",
        "Permis": "aucun",
        "Véhicule": "non",
        "Au RSA depuis": "18 mois",
        "CER signé": "?",
        "Inscription à France Travail": "oui",
        "Freins": "garde d’enfants, numérique",
    }
    assert situation(personne) == "Suivi par France Travail"


def test_ni_numero_ni_sante_sur_la_page_d_une_personne() -> None:
    libelles_montres = {f.libelle for f in faits_personne(replace(INCONNUE, rqth=True), COMMUNES, METIERS, JOUR)}
    assert not any("RQTH" in mot or "handicap" in mot.lower() for mot in libelles_montres)


POINTS = (
    Commune("94028", "Créteil", latitude=48.7837, longitude=2.4546),
    Commune("94038", "L'Haÿ-les-Roses", latitude=48.7763, longitude=2.3377),
    Commune("94060", "La Queue-en-Brie", latitude=48.7776, longitude=2.5839),
    Commune("94999", "Sans point"),
)


def test_carte_place_les_communes_et_met_la_bonne_en_avant() -> None:
    carte = dessiner(POINTS, "94038")
    assert carte is not None
    par_nom = {p.nom: p for p in carte.points}
    assert set(par_nom) == {"Créteil", "L’Haÿ-les-Roses", "La Queue-en-Brie"}
    assert [p.nom for p in carte.points if p.actif] == ["L’Haÿ-les-Roses"] == [carte.points[-1].nom]
    assert par_nom["L’Haÿ-les-Roses"].x < par_nom["Créteil"].x < par_nom["La Queue-en-Brie"].x
    assert par_nom["Créteil"].y < par_nom["La Queue-en-Brie"].y < par_nom["L’Haÿ-les-Roses"].y
    assert all(0 <= p.x <= carte.largeur and 0 <= p.y <= carte.hauteur for p in carte.points)
    assert par_nom["La Queue-en-Brie"].a_gauche
    assert not par_nom["L’Haÿ-les-Roses"].a_gauche


def test_carte_garde_les_proportions() -> None:
    carte = dessiner(POINTS, "94028")
    assert carte is not None
    a, b = (next(p for p in carte.points if p.nom == nom) for nom in ("Créteil", "La Queue-en-Brie"))
    # 9.47 km eastwards for 0.68 km southwards.
    assert abs(b.x - a.x) / abs(b.y - a.y) == pytest.approx(9.47 / 0.68, rel=0.05)


@pytest.mark.parametrize("active", [None, "75056", "94999"])
def test_carte_sans_commune_a_montrer(active: str | None) -> None:
    assert dessiner(POINTS, active) is None


def test_carte_d_une_seule_commune() -> None:
    carte = dessiner(POINTS[:1], "94028")
    assert carte is not None
    assert len(carte.points) == 1


def test_sessions_que_l_on_peut_encore_rejoindre() -> None:
    sessions = (
        Session("passee", date(2026, 12, 1), places=5),
        Session("permanente", places=2),
        Session("plus_tard", date(2027, 2, 1), heure_debut=time(9), places=4, places_reservees=3, places_prises=1),
        Session("close", date(2026, 12, 20), date_limite=date(2026, 12, 6), places=7),
        Session("annulee", date(2026, 12, 21), places=8, etat=EtatSession.ANNULEE),
        Session("bientot", JOUR, date_limite=JOUR),
    )
    offre = Offre("s", "1", TypeOffre.FORMATION, "Titre", DetailsFormation(), sessions=sessions)
    page = PageOffre(aujourdhui=JOUR, identifiant="a", offre=offre, structure=None, source="s", metiers={}, communes={})
    assert [s.source_id for s in page.prochaines] == ["bientot", "plus_tard", "permanente"]
    assert page.places_libres == 5
    assert page.places_reservees == 3
    assert replace(page, offre=replace(offre, sessions=sessions[-1:])).places_libres is None


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (libelles.TYPES, TypeOffre),
        (libelles.FREINS, Frein),
        (libelles.PRESENCES, Presence),
        (libelles.ETATS, EtatOffre),
        (libelles.ETATS_SESSION, EtatSession),
        (libelles.CONTRATS, TypeContrat),
        (libelles.STRUCTURES, TypeStructure),
        (libelles.DISPOSITIFS, Dispositif),
        (libelles.CONDITIONS, TypeCondition),
        (libelles.APPORTS, TypeApport),
        (libelles.PUBLICS, PUBLICS),
        (libelles.CRITERES_IAE, CRITERES_IAE),
        (libelles.ORIENTATIONS, Orientation),
        (libelles.TRANSPORTS, MoyenTransport),
        (libelles.PERIODES, Periode),
    ],
)
def test_un_mot_pour_chaque_code(table: dict[str, object], codes: Iterable[str]) -> None:
    assert list(table) == list(codes)
    assert len({str(mot) for mot in table.values()}) == len(table)


def test_code_inconnu_montre_tel_que_sa_source_l_ecrit() -> None:
    assert libelles.libelle_public("gens-du-voyage") == "Gens du voyage"
    assert libelles.libelle_critere("XYZ") == "XYZ"
    assert libelles.libelle_source("carif-test") == "carif-test"
    assert libelles.libelle_source("france-travail") == "France Travail"
