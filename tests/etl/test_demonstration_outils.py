"""The tools that make the demonstration: words to data, weeks, places, sentences, invented numbers."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from random import Random

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    Frein,
    Jour,
    Operateur,
    OrigineCondition,
    Periode,
    TypeApport,
    TypeCondition,
    TypeOffre,
    TypeStructure,
    creneau,
    creneaux,
)
from catalogue.regles import anomalie_siret, anomalies_structure, cle_luhn_valide
from etl import demonstration
from etl.demonstration.conditions import critere_iae, lire_apport, lire_condition, lire_conditions
from etl.demonstration.fabrique import HORS_MARCHE, employeur, publics
from etl.demonstration.horaires import heures_dites, masque, rythme
from etl.demonstration.redaction import enumerer, identifiant, minuscule, missions, paragraphes, tirer
from etl.demonstration.structures import AVERTISSEMENT, secteurs, siret_fictif
from etl.demonstration.tables import document, fiches, hasard, lignes
from etl.demonstration.villes import ECART_DEGRES, Tournee, a_la_commune, de_la_commune, lieu, situer, villes

SEMAINE = (Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI)


@pytest.mark.parametrize(
    ("mots", "attendue"),
    [
        ("permis:B:loi", Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",), True, OrigineCondition.LOI, "Permis B en cours de validité")),
        ("age:18", Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("18",), libelle="Avoir 18 ans ou plus")),
        ("age_max:29", Condition(TypeCondition.AGE, Operateur.AU_PLUS, ("29",), libelle="Avoir 29 ans au plus")),
        (
            "niveau:3?",
            Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("3",), False, libelle="CAP, BEP, titre professionnel de niveau 3, ou plus"),
        ),
        ("vehicule", Condition(TypeCondition.VEHICULE, Operateur.EGAL, ("oui",), libelle="Disposer d’un véhicule")),
        ("ft?", Condition(TypeCondition.INSCRIPTION_FT, Operateur.EGAL, ("oui",), False, libelle="Être inscrit à France Travail")),
        ("experience:12", Condition(TypeCondition.EXPERIENCE, Operateur.AU_MOINS, ("12",), libelle="12 mois d’expérience")),
        (
            "exige:Casier judiciaire compatible : voir avec nous",
            Condition(
                TypeCondition.AUTRE,
                Operateur.EGAL,
                ("Casier judiciaire compatible : voir avec nous",),
                libelle="Casier judiciaire compatible : voir avec nous",
            ),
        ),
    ],
)
def test_lire_une_condition(mots: str, attendue: Condition) -> None:
    assert lire_condition(mots) == attendue


@pytest.mark.parametrize("mots", ["autre:Aimer le plein air", "competence:anglais"])
def test_un_souhait_ou_une_competence_ne_ferme_jamais_la_porte(mots: str) -> None:
    assert lire_condition(mots).ferme is False


def test_la_meme_condition_ecrite_deux_fois_n_en_fait_qu_une() -> None:
    assert len(lire_conditions(["age:18", "age:18", "permis:B"])) == 2


def test_un_mot_inconnu_n_est_pas_devine() -> None:
    with pytest.raises(KeyError):
        lire_condition("permi:B")


def test_le_critere_iae_est_de_la_loi_et_de_niveau_1() -> None:
    condition = critere_iae()
    assert condition.valeurs == ("RSA", "ASS", "AAH", "DETLD")
    assert condition.origine is OrigineCondition.LOI
    assert condition.ferme


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        (
            "certification:CACES R489, catégories 1, 3 et 5:CACES R489",
            Apport(TypeApport.CERTIFICATION, "CACES R489, catégories 1, 3 et 5", "CACES R489"),
        ),
        ("attestation:Français, niveau A2:A2", Apport(TypeApport.ATTESTATION, "Français, niveau A2", "A2")),
        ("frein:langue", Apport(TypeApport.FREIN_LEVE, "Des progrès en français", "langue")),
    ],
)
def test_lire_un_apport(mots: str, attendu: Apport) -> None:
    assert lire_apport(mots) == attendu


@pytest.mark.parametrize(
    ("mots", "bits"),
    [
        ("lun-ven matin", creneaux(SEMAINE, (Periode.MATIN,))),
        ("lun,jeu apres_midi+soir", creneaux((Jour.LUNDI, Jour.JEUDI), (Periode.APRES_MIDI, Periode.SOIR))),
        ("dim nuit", creneau(Jour.DIMANCHE, Periode.NUIT)),
        ("lun-dim matin+apres_midi+soir+nuit", (1 << 28) - 1),
    ],
)
def test_masque_d_une_semaine(mots: str, bits: int) -> None:
    assert masque(mots) == bits


@pytest.mark.parametrize(
    ("horaires", "heures"),
    [
        ("le mardi, 9 h 30 – 12 h", (time(9, 30), time(12))),
        ("du lundi au vendredi, 9 h – 12 h 30 et 13 h 30 – 17 h", (time(9), time(17))),
        ("du lundi au vendredi, 20 h – 2 h", (time(20), None)),
        ("sur rendez-vous, du lundi au vendredi", None),
    ],
)
def test_heures_dites_dans_une_phrase(horaires: str, heures: tuple[time, time | None] | None) -> None:
    assert heures_dites(horaires) == heures


@pytest.mark.parametrize("cle", sorted(document("rythmes")))
def test_chaque_rythme_se_lit_et_ses_heures_sont_possibles(cle: str) -> None:
    cadre = rythme(cle, Random(1))
    assert 0 < cadre.creneaux < 1 << 28
    assert Decimal(0) < cadre.heures <= Decimal(39)
    assert cadre.horaires[0].islower() or cadre.horaires[0].isdigit()


@pytest.mark.parametrize(
    ("nom", "ici", "d_ici"),
    [
        ("Créteil", "à Créteil", "de Créteil"),
        ("Orly", "à Orly", "d’Orly"),
        ("Ivry-sur-Seine", "à Ivry-sur-Seine", "d’Ivry-sur-Seine"),
        ("Le Kremlin-Bicêtre", "au Kremlin-Bicêtre", "du Kremlin-Bicêtre"),
        ("La Queue-en-Brie", "à La Queue-en-Brie", "de La Queue-en-Brie"),
        ("L'Haÿ-les-Roses", "à L'Haÿ-les-Roses", "de L'Haÿ-les-Roses"),
    ],
)
def test_dire_a_et_de_devant_une_commune(nom: str, ici: str, d_ici: str) -> None:
    assert (a_la_commune(nom), de_la_commune(nom)) == (ici, d_ici)


def test_situer_ecrit_l_apostrophe_typographique() -> None:
    assert situer("Rendez-vous {a}.", villes()["94038"]) == "Rendez-vous à L’Haÿ-les-Roses."
    assert situer("Secteur {commune}", villes()["94058"]) == "Secteur Le Perreux-sur-Marne"


def test_un_lieu_reste_pres_du_point_de_sa_commune() -> None:
    for ville in villes().values():
        place = lieu(ville, Random(ville.code))
        assert place.latitude is not None
        assert place.longitude is not None
        assert abs(place.latitude - (ville.commune.latitude or 0)) <= ECART_DEGRES + 1e-5
        assert abs(place.longitude - (ville.commune.longitude or 0)) <= ECART_DEGRES + 1e-5
        assert place.code_postal in ville.commune.codes_postaux


def test_la_tournee_sert_toutes_les_communes_et_les_grandes_plus_souvent() -> None:
    tournee = Tournee(Random(3))
    servies = [tournee.suivante().code for _ in range(140)]
    assert set(servies) == set(villes())
    assert servies.count("94028") > servies.count("94056") >= 1


def test_la_tournee_respecte_ce_qui_est_permis() -> None:
    tournee = Tournee(Random(3))
    assert {tournee.suivante(("94054", "94077")).code for _ in range(4)} <= {"94054", "94077"}
    assert "94028" not in {tournee.suivante(sauf="94028").code for _ in range(100)}


def test_celles_que_l_on_passe_gardent_leur_tour() -> None:
    avec, sans = Tournee(Random(5)), Tournee(Random(5))
    premiere = sans.suivante().code
    autre = next(code for code in villes() if code != premiere)
    avec.suivante((autre,))
    assert avec.suivante().code == premiere


def test_identifiant_fait_des_mots_du_titre() -> None:
    assert identifiant(TypeOffre.FORMATION, "CléA : l’évaluation", "ailleurs") == "formation-clea-l-evaluation-ailleurs"


def test_enumerer() -> None:
    assert enumerer(["a"]) == "a"
    assert enumerer(["a", "b", "c"]) == "a, b et c"


def test_minuscule_garde_les_sigles() -> None:
    assert minuscule("Cariste (F/H)") == "cariste (F/H)"
    assert minuscule("ASH hôtelier (F/H)") == "ASH hôtelier (F/H)"


def test_tirer_garde_l_ordre_sans_repeter() -> None:
    for graine in range(20):
        tires = tirer(Random(graine), ["a", "b", "c", "d"], 3)
        assert tires == sorted(set(tires))
        assert len(tires) == 3
    assert tirer(Random(0), ["a"], 3) == ["a"]


def test_les_missions_ne_s_enumerent_pas_quand_elles_ont_deja_une_virgule() -> None:
    textes = {missions(Random(graine), ["balayer, laver", "ranger"], 2) for graine in range(30)}
    assert textes == {"Vos missions :\n- balayer, laver\n- ranger", "Au programme : balayer, laver ; ranger."}


def test_les_missions_se_disent_de_trois_facons() -> None:
    debuts = {missions(Random(graine), ["balayer", "ranger"], 2).split(" :")[0] for graine in range(30)}
    assert debuts == {"Vos missions", "Au programme", "Au quotidien"}


def test_paragraphes_laisse_les_vides() -> None:
    assert paragraphes(("Un.", "", "Deux.")) == "Un.\n\nDeux."


def test_le_hasard_d_un_objet_ne_depend_que_de_son_nom() -> None:
    assert hasard(94, "a").random() == hasard(94, "a").random()
    assert len({hasard(94, "a").random(), hasard(94, "b").random(), hasard(95, "a").random()}) == 3


def test_lire_les_fichiers() -> None:
    assert [ligne["code"] for ligne in lignes("territoires")] == [f"demo-eds-{n}" for n in range(1, 9)]
    assert len(fiches("clauses", "clause")) == 25


def test_soixante_structures_inventees_et_dites_telles() -> None:
    structures = demonstration.structures()
    assert len(structures) == len({s.nom for s in structures}) == len({s.source_id for s in structures}) == 60
    assert all(s.description.endswith(AVERTISSEMENT) for s in structures)
    assert {s.source for s in structures} == {"demonstration"}
    assert not [faute for s in structures for faute in anomalies_structure(s)]


def test_toutes_les_sortes_de_structures_utiles_sont_la() -> None:
    presentes = {s.type_structure for s in demonstration.structures()}
    assert presentes >= {
        TypeStructure.ACI, TypeStructure.AI, TypeStructure.EI, TypeStructure.ETTI, TypeStructure.GEIQ, TypeStructure.EA,
        TypeStructure.ENTREPRISE, TypeStructure.ASSOCIATION, TypeStructure.ORGANISME_FORMATION, TypeStructure.COLLECTIVITE,
    }  # fmt: skip


def test_aucun_siret_ne_peut_etre_celui_d_une_entreprise() -> None:
    sirets = [s.siret or "" for s in demonstration.structures()]
    assert len(set(sirets)) == 60
    assert all(siret.startswith("0000") and anomalie_siret(siret) is None for siret in sirets)
    assert all(cle_luhn_valide(siret[:9]) for siret in sirets)
    assert siret_fictif(1) != siret_fictif(2)


def test_les_contacts_sont_de_fiction() -> None:
    for structure in demonstration.structures():
        assert (structure.contact.telephone or "").startswith("01 99 00 ")
        assert (structure.contact.courriel or "").endswith("@exemple.invalid")
        assert structure.contact.lien is None


def test_un_employeur_ordinaire_passe_avant_l_insertion() -> None:
    for secteur in ("restauration", "textile", "domicile", "espaces_verts", "velo"):
        for rang in range(3):
            assert employeur(secteur, rang).type_structure not in HORS_MARCHE


def test_chaque_metier_raconte_a_un_employeur() -> None:
    assert {metier["secteur"] for metier in fiches("metiers", "metier")} <= secteurs().keys()


def test_publics_d_une_offre() -> None:
    assert publics((), reserve_rsa=False) == ("tous-publics",)
    assert publics((), reserve_rsa=True) == ("beneficiaires-des-minimas-sociaux",)
    handicap = lire_condition("public:personnes-en-situation-de-handicap:loi")
    assert publics((handicap,), reserve_rsa=False) == ("personnes-en-situation-de-handicap",)


def test_tous_les_freins_ont_leurs_mots() -> None:
    assert len({lire_apport(f"frein:{frein.value}").libelle for frein in Frein}) == len(Frein)
