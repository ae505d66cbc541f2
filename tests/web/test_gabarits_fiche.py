"""Conditions, own fields of each kind, weekly hours, facts about people and the map, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from catalogue.domaine import (
    DETAILS,
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
    Engagement,
    EtatSession,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    Jour,
    Offre,
    Operateur,
    OrigineCondition,
    Periode,
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
from web.carte import dessiner
from web.fiche import champs_propres, mention_condition, mots_places, phrase_condition
from web.horaires import mots_creneaux
from web.libelles import ICONES_APPORTS, ICONES_CONDITIONS, TYPES
from web.pages.offres import PageOffre
from web.profil import faits_personne, situation

JOUR = date(2026, 12, 7)
COMMUNES = {"94028": "Créteil", "94081": "Vitry-sur-Seine"}
METIERS = {"K1304": "Aide à domicile"}
C, O = TypeCondition, Operateur  # noqa: E741


def droit(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_phrase_de_condition_a_la_francaise() -> None:
    majeur = Condition(C.AGE, O.AU_MOINS, ("18",), libelle="Être majeur: pièce d'identité")
    assert phrase_condition(majeur, COMMUNES) == "Être majeur\u00a0: pièce d’identité"
    assert phrase_condition(replace(majeur, libelle=""), COMMUNES) == "Avoir au moins 18\u00a0ans"
    assert phrase_condition(Condition(C.ZONE, O.DANS, ("94028",)), COMMUNES) == "Habiter Créteil"


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


def test_chaque_type_d_offre_et_chaque_code_a_son_dessin() -> None:
    assert list(TYPES) == list(TypeOffre)
    assert len({(t.icone, t.classe, t.promesse) for t in TYPES.values()}) == len(TypeOffre)
    assert list(ICONES_CONDITIONS) == list(TypeCondition)
    assert list(ICONES_APPORTS) == list(TypeApport)
