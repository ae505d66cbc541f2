"""Three-valued eligibility, rule by rule: golden cases, and what the day of the step changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from catalogue.conditions import LOI_IAE, TableConditions
from catalogue.domaine import (
    Condition,
    DetailsIae,
    NiveauFrancais,
    Offre,
    Operateur,
    Permis,
    Session,
    Structure,
    TypeCondition,
    TypeOffre,
    TypeStructure,
)
from catalogue.referentiel import Referentiel
from catalogue.vivant import charger
from etl.lecture import Lu
from etl.moteur import Demande, importer
from matching.eligibilite import A_VERIFIER, NON, OUI, STATUTS, Statut, evaluer
from matching.eligibilite.regles import repondre
from matching.profils import Profils
from parcours.domaine import Allocataire
from socle.base import Bassin
from socle.horloge import HorlogeFixe

VIDE = Referentiel({}, {}, {}, {}, {})
JOUR = date(2026, 11, 23)
LOI = ("RSA", "ASS", "AAH", "DETLD")


def personne(**champs: Any) -> Allocataire:
    return Allocataire("x", "A", "B", "test", "1", **champs)


def condition(genre: str, operateur: str, *valeurs: str, **autres: Any) -> dict[str, Any]:
    ligne = {"offre_id": 1, "type": genre, "operateur": operateur, "valeurs": list(valeurs), "ferme": True, "origine": "structure", "libelle": ""}
    return {**ligne, "type_structure": None, "niveau_criteres": None, **autres}


def loi(genre: str | None, niveau_criteres: int | None = None) -> dict[str, Any]:
    return condition("critere_iae", "dans", *LOI, origine="loi", type_structure=genre, niveau_criteres=niveau_criteres)


def reponse(qui: Allocataire, ligne: dict[str, Any], etape: date = JOUR) -> int:
    profils = Profils.construire([qui], VIDE, None)
    table = TableConditions.construire([ligne], {1: 0})  # type: ignore[list-item]
    regles = repondre(profils, table.regles, table.regle, np.array([etape.toordinal()], dtype=np.int32), JOUR)
    return int(regles[0, 0])


@pytest.mark.parametrize(
    ("champs", "ligne", "attendu"),
    [
        ({"annee_naissance": 2000}, condition("age", "au_moins", "18"), OUI),
        ({"annee_naissance": 2010}, condition("age", "au_moins", "18"), NON),
        # Born in 2008: 17 or 18 in 2026, according to the day.
        ({"annee_naissance": 2008}, condition("age", "au_moins", "18"), A_VERIFIER),
        ({}, condition("age", "au_moins", "18"), A_VERIFIER),
        ({"annee_naissance": 2000}, condition("age", "au_plus", "25"), A_VERIFIER),
        ({"annee_naissance": 2002}, condition("age", "au_plus", "25"), OUI),
        ({"annee_naissance": 1990}, condition("age", "egal", "20"), NON),
        ({"annee_naissance": 1990}, condition("age", "dans", "20", "36"), A_VERIFIER),
        ({"niveau": 3}, condition("niveau", "au_moins", "4"), NON),
        ({"niveau": 4}, condition("niveau", "au_moins", "4"), OUI),
        ({"niveau": 4}, condition("niveau", "egal", "3"), NON),
        ({"niveau": 4}, condition("niveau", "dans", "3", "4"), OUI),
        ({}, condition("niveau", "au_moins", "4"), A_VERIFIER),
        # Nobody is under the lowest level: what all satisfy holds for those of whom nothing is known.
        ({}, condition("niveau", "au_moins", "1"), OUI),
        ({}, condition("francais", "au_moins", "<A1"), OUI),
        ({}, condition("experience", "au_moins", "0"), OUI),
        ({"experience": "dix ans de cuisine"}, condition("experience", "au_moins", "12"), A_VERIFIER),
        ({"francais": NiveauFrancais.A2}, condition("francais", "au_moins", "B1"), NON),
        ({"francais": NiveauFrancais.A2}, condition("francais", "au_plus", "A2"), OUI),
        ({"permis": ()}, condition("permis", "dans", "B"), NON),
        ({"permis": None}, condition("permis", "dans", "B"), A_VERIFIER),
        ({"permis": (Permis.B, Permis.C)}, condition("permis", "dans", "C", "CE"), OUI),
        # Who drives a lorry drives a car; the reverse is false.
        ({"permis": (Permis.C,)}, condition("permis", "dans", "B"), OUI),
        ({"permis": (Permis.B,)}, condition("permis", "dans", "C"), NON),
        ({"permis": (Permis.B,)}, condition("permis", "dans", "AM"), OUI),
        ({"vehicule": False}, condition("vehicule", "egal", "oui"), NON),
        ({"vehicule": None}, condition("vehicule", "egal", "oui"), A_VERIFIER),
        ({"commune": "94028"}, condition("zone", "dans", "94"), OUI),
        ({"commune": "94028"}, condition("zone", "dans", "94041"), NON),
        ({"commune": "75112"}, condition("zone", "dans", "94", "75112"), OUI),
        ({"commune": "97411"}, condition("zone", "dans", "974"), OUI),
        ({}, condition("zone", "dans", "94"), A_VERIFIER),
        ({}, condition("zone", "dans", "france"), OUI),
        # A quartier prioritaire and an intercommunalité: nobody here knows who lives there.
        ({"commune": "94028"}, condition("zone", "dans", "QN09410M"), A_VERIFIER),
        ({"commune": "94028"}, condition("zone", "dans", "75", "200054781"), A_VERIFIER),
        ({}, condition("rsa", "egal", "oui"), OUI),
        ({}, condition("rsa", "egal", "non"), NON),
        ({"publics": ("jeunes",)}, condition("public", "dans", "seniors"), A_VERIFIER),
        ({"publics": ("familles",)}, condition("public", "dans", "familles"), OUI),
        # Words of v0, in the condition and in the file.
        ({"publics": ("sortants-de-detention",)}, condition("public", "dans", "personnes-en-situation-juridique-specifique"), OUI),
        ({"publics": ("familles",)}, condition("public", "dans", "familles-enfants"), OUI),
        ({}, condition("public", "dans", "adultes"), OUI),
        ({}, condition("public", "dans", "beneficiaires-rsa"), OUI),
        ({}, condition("public", "dans", "mot-inconnu"), A_VERIFIER),
        # Other facts of the file prove a public; a handicap that is not told is not a « no ».
        ({"inscrit_ft": True}, condition("public", "dans", "demandeurs-emploi"), OUI),
        ({"inscrit_ft": False}, condition("public", "dans", "demandeurs-emploi"), A_VERIFIER),
        ({"rqth": True}, condition("public", "dans", "personnes-en-situation-de-handicap"), OUI),
        ({"rqth": False}, condition("public", "dans", "personnes-en-situation-de-handicap"), A_VERIFIER),
        # Age proves youth, or rules it out where no scheme would disagree.
        ({"annee_naissance": 2004}, condition("public", "dans", "jeunes"), OUI),
        ({"annee_naissance": 1999}, condition("public", "dans", "jeunes"), A_VERIFIER),
        ({"annee_naissance": 1980, "publics": ("jeunes",)}, condition("public", "dans", "jeunes"), NON),
        ({"annee_naissance": 1980}, condition("public", "dans", "jeunes", "femmes"), A_VERIFIER),
        ({"annee_naissance": 1990}, condition("public", "dans", "seniors"), NON),
        ({"annee_naissance": 1960}, condition("public", "dans", "seniors"), A_VERIFIER),
        ({"inscrit_ft": False}, condition("inscription_ft", "egal", "oui"), NON),
        ({"inscrit_ft": None}, condition("inscription_ft", "egal", "oui"), A_VERIFIER),
        ({}, condition("prealable", "dans", "SST"), A_VERIFIER),
        ({"competences": ("conduite", "Habilitation Électrique")}, condition("prealable", "dans", "habilitation électrique"), OUI),
        # To have learnt something of it is not to hold it.
        ({"competences": ("bases SST",)}, condition("prealable", "dans", "SST"), A_VERIFIER),
        ({}, condition("autre", "egal"), A_VERIFIER),
        ({"competences": ("anglais",)}, condition("competence", "dans", "anglais"), A_VERIFIER),
    ],
)
def test_chaque_regle(champs: dict[str, Any], ligne: dict[str, Any], attendu: int) -> None:
    assert reponse(personne(**champs), ligne) == attendu


def test_l_age_est_juge_le_jour_de_l_etape() -> None:
    majeur, jeune = condition("age", "au_moins", "18"), condition("public", "dans", "jeunes")
    assert reponse(personne(annee_naissance=2008), majeur, date(2026, 12, 1)) == A_VERIFIER
    assert reponse(personne(annee_naissance=2008), majeur, date(2027, 1, 5)) == OUI
    assert reponse(personne(annee_naissance=1995), jeune, date(2026, 12, 1)) == A_VERIFIER
    assert reponse(personne(annee_naissance=1995), jeune, date(2027, 1, 5)) == NON


# The RSA alone opens the insertion, as long as a proof asked for today is good the day one enters: what is left is what the steps beyond show.
PLUS_TARD = date(2027, 2, 24)


@pytest.mark.parametrize(
    ("champs", "ligne", "etape", "attendu"),
    [
        ({}, loi("ACI"), JOUR, OUI),
        ({}, loi("ACI"), date(2027, 2, 23), OUI),
        ({}, loi("ACI"), PLUS_TARD, A_VERIFIER),
        # The date of the other proofs is not in the file.
        ({"criteres_iae": ("ASS", "AAH", "DETLD")}, loi("ACI"), PLUS_TARD, A_VERIFIER),
        # Criteria of level 2: two for AI and ETTI, three for ACI, EI and EITI.
        ({"criteres_iae": ("PI", "QPV")}, loi("AI"), PLUS_TARD, OUI),
        ({"criteres_iae": ("PI", "QPV")}, loi("ETTI"), PLUS_TARD, OUI),
        ({"criteres_iae": ("PI", "QPV")}, loi("ACI"), PLUS_TARD, A_VERIFIER),
        ({"criteres_iae": ("PI", "QPV")}, loi("EI"), PLUS_TARD, A_VERIFIER),
        ({"criteres_iae": ("PI", "QPV")}, loi("EITI"), PLUS_TARD, A_VERIFIER),
        ({"criteres_iae": ("PI", "QPV", "PM")}, loi("EITI"), PLUS_TARD, OUI),
        ({"criteres_iae": ("PI", "QPV")}, loi(None), PLUS_TARD, A_VERIFIER),
        ({"criteres_iae": ("PI", "QPV", "PM", "ASE")}, loi("AI", 1), PLUS_TARD, A_VERIFIER),
        # Proved by the other facts: CAP, French under A1, handicap, age on the day.
        ({"niveau": 2, "rqth": True}, loi("AI"), PLUS_TARD, OUI),
        ({"niveau": 4, "rqth": True}, loi("AI"), PLUS_TARD, A_VERIFIER),
        ({"niveau": 2, "francais": NiveauFrancais.INFRA_A1}, loi("AI"), PLUS_TARD, OUI),
        ({"niveau": 2, "annee_naissance": 2002}, loi("AI"), PLUS_TARD, OUI),
        ({"niveau": 2, "annee_naissance": 2001, "criteres_iae": ("JEUNE",)}, loi("AI"), PLUS_TARD, A_VERIFIER),
        ({"niveau": 2, "annee_naissance": 1976}, loi("AI"), PLUS_TARD, OUI),
        ({"niveau": 2, "annee_naissance": 1977}, loi("AI"), PLUS_TARD, A_VERIFIER),
        # A PASS opens by itself, as long as it runs on the day of the step.
        ({"pass_iae_fin": PLUS_TARD}, loi("ACI"), PLUS_TARD, OUI),
        ({"pass_iae_fin": date(2027, 2, 23)}, loi("ACI"), PLUS_TARD, A_VERIFIER),
        ({"pass_iae_fin": PLUS_TARD}, condition("critere_iae", "dans", "QPV"), PLUS_TARD, OUI),
        # Ended within two years: an authorised prescriber decides.
        ({"pass_iae_fin": date(2026, 11, 22)}, loi("ACI"), JOUR, A_VERIFIER),
        ({"pass_iae_fin": date(2024, 11, 24)}, loi("ACI"), JOUR, A_VERIFIER),
        ({"pass_iae_fin": date(2024, 11, 23)}, loi("ACI"), JOUR, OUI),
        # A list of the structure: any one of them.
        ({}, condition("critere_iae", "dans", "RSA", "QPV"), JOUR, OUI),
        ({}, condition("critere_iae", "dans", "QPV"), JOUR, A_VERIFIER),
        ({"criteres_iae": ("QPV",)}, condition("critere_iae", "dans", "QPV", "DELD"), PLUS_TARD, OUI),
        ({"criteres_iae": ("AAH",)}, condition("critere_iae", "dans", "AAH"), JOUR, A_VERIFIER),
    ],
)
def test_l_insertion_par_l_activite_economique(champs: dict[str, Any], ligne: dict[str, Any], etape: date, attendu: int) -> None:
    assert reponse(personne(**champs), ligne, etape) == attendu


def test_une_competence_n_exclut_jamais() -> None:
    table = TableConditions.construire([condition("competence", "dans", "anglais")], {1: 0})  # type: ignore[list-item]
    assert table.fermes_de(0) == []


async def test_la_loi_s_applique_meme_quand_la_source_l_oublie(base: Bassin, horloge: HorlogeFixe) -> None:
    muette = Offre("essai", "1", TypeOffre.IAE, "Agent de tri", DetailsIae(TypeStructure.ACI), sessions=(Session("s", date(2027, 6, 1)),))
    adaptee = Offre("essai", "2", TypeOffre.IAE, "Agent de tri", DetailsIae(TypeStructure.EA))
    # Nothing in the details: the structure says what it is.
    par_la_structure = Offre("essai", "3", TypeOffre.IAE, "Agent de tri", DetailsIae(), structure="siae")
    lus = [Lu("siae", Structure("essai", "siae", "Chantier", type_structure=TypeStructure.ACI)), *(Lu(o.source_id, o) for o in (muette, adaptee))]
    await importer(base, [*lus, Lu("3", par_la_structure)], Demande(source="essai", ecrire=True), horloge=horloge)
    moteur = await charger(base, None)
    juges = evaluer(Profils.construire([personne()], moteur.referentiel, None), moteur.image, horloge.aujourdhui())
    dits = [[(c.libelle, r) for c, r in juges.conditions(0, etape)] for etape in range(3)]
    assert dits == [[(LOI_IAE, int(A_VERIFIER))], [], [(LOI_IAE, int(OUI))]]
    assert [STATUTS[s] for s in juges.statuts[0]] == [Statut.A_VERIFIER, Statut.ELIGIBLE, Statut.ELIGIBLE]


async def test_les_mots_sont_ceux_de_ce_qui_est_juge(base: Bassin, horloge: HorlogeFixe) -> None:
    permis = Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",), libelle="Permis B, deux ans au moins")
    souple = Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("C1",), ferme=False)
    offre = Offre("essai", "1", TypeOffre.IAE, "Livreur", DetailsIae(TypeStructure.EA), conditions=(souple, permis))
    await importer(base, [Lu("1", offre)], Demande(source="essai", ecrire=True), horloge=horloge)
    moteur = await charger(base, None)
    juges = evaluer(Profils.construire([personne(permis=())], moteur.referentiel, None), moteur.image, horloge.aujourdhui())
    assert juges.conditions(0, 0) == ((permis, int(NON)),)
