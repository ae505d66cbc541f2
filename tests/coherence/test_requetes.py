"""Every query of every ``.sql`` file is understood by the migrated schema, and fills the dataclass it is meant for."""

from dataclasses import fields
from pathlib import Path

import pytest

from catalogue import depot as depot_catalogue
from catalogue.domaine import Apport, Commune, Condition, Metier, Session
from catalogue.filieres.domaine import Filiere, Seance, StructureLiee
from catalogue.vues import TextesMetier
from employeurs.clauses.domaine import Marche
from employeurs.conventions import depot as depot_conventions
from employeurs.conventions import domaine as conventions
from employeurs.conventions.chiffres import Engagement, Realisees
from employeurs.relations.depot import Collegue
from employeurs.relations.domaine import (
    Action,
    ChiffresPrescriptions,
    Contact,
    Echange,
    FicheStructure,
    LigneStructure,
    OffreDeStructure,
    SessionLibre,
    Silencieuse,
)
from employeurs.relations.suivi import OffreAConfirmer
from matching.listes.domaine import Observation, Retiree
from parcours.domaine import Allocataire
from parcours.prescriptions import suivi
from pilotage.domaine import Delai, Entonnoir
from pilotage.filieres.domaine import LigneSuivi
from socle.base import Bassin
from socle.sql import Requetes, charger

RACINE = Path(__file__).parents[2]
# Scripts run whole (temporary tables of an import, of a bench) are tried by the tests of what runs them.
SCRIPTS = {
    *(f"etl/{nom}.sql" for nom in ("travail", "travail_referentiels", "referentiels", "requetes", "banc")),
    "matching/bancs/recherche.sql",
    "matching/evaluation/requetes.sql",
}
FICHIERS = {
    nom: charger(chemin)
    for chemin in sorted(RACINE.glob("[a-z]*/**/*.sql"))
    if "migrations" not in chemin.parts and (nom := chemin.relative_to(RACINE).as_posix()) not in SCRIPTS
}
CAS = [(fichier, requete) for fichier, requetes in FICHIERS.items() for requete in requetes.par_nom]
SORTIES = {
    ("catalogue/requetes.sql", "metiers"): (Metier, set()),
    ("catalogue/requetes.sql", "metiers_en_mots"): (TextesMetier, set()),
    ("catalogue/requetes.sql", "communes"): (Commune, set()),
    ("catalogue/requetes.sql", "territoires"): (depot_catalogue.Territoire, set()),
    ("catalogue/requetes.sql", "fiches_conditions"): (Condition, {"offre_id"}),
    ("catalogue/requetes.sql", "fiches_apports"): (Apport, {"offre_id"}),
    ("catalogue/requetes.sql", "fiches_sessions"): (Session, {"offre_id"}),
    ("catalogue/filieres/requetes.sql", "toutes"): (Filiere, set()),
    ("catalogue/filieres/requetes.sql", "une"): (Filiere, set()),
    ("catalogue/filieres/requetes.sql", "par_identifiant"): (Filiere, set()),
    ("catalogue/filieres/requetes.sql", "structures"): (StructureLiee, set()),
    ("catalogue/filieres/requetes.sql", "structures_par_ids"): (StructureLiee, set()),
    ("catalogue/filieres/requetes.sql", "structures_par_identifiants"): (StructureLiee, set()),
    ("catalogue/filieres/requetes.sql", "structures_cherchees"): (StructureLiee, set()),
    ("catalogue/filieres/requetes.sql", "seances"): (Seance, set()),
    ("pilotage/filieres/requetes.sql", "suivi"): (LigneSuivi, set()),
    ("employeurs/clauses/requetes.sql", "marche"): (Marche, set()),
    ("employeurs/clauses/requetes.sql", "marches_nommes"): (Marche, set()),
    ("parcours/requetes.sql", "allocataires"): (Allocataire, set()),
    ("parcours/requetes.sql", "allocataire"): (Allocataire, set()),
    ("parcours/prescriptions/suivi.sql", "en_clair"): (suivi.EnClair, set()),
    ("parcours/prescriptions/suivi.sql", "sessions_bientot"): (suivi.SessionBientot, set()),
    ("parcours/prescriptions/suivi.sql", "etapes"): (suivi.Etape, set()),
    ("employeurs/relations/requetes.sql", "structure"): (FicheStructure, set()),
    ("employeurs/relations/requetes.sql", "contacts"): (Contact, set()),
    ("employeurs/relations/requetes.sql", "contact"): (Contact, set()),
    ("employeurs/relations/requetes.sql", "echanges"): (Echange, set()),
    ("employeurs/relations/requetes.sql", "echange"): (Echange, set()),
    ("employeurs/relations/requetes.sql", "actions"): (Action, set()),
    ("employeurs/relations/requetes.sql", "offres"): (OffreDeStructure, set()),
    ("employeurs/relations/requetes.sql", "chiffres"): (ChiffresPrescriptions, set()),
    ("employeurs/relations/requetes.sql", "collegues"): (Collegue, set()),
    ("employeurs/relations/suivi.sql", "a_faire"): (Action, set()),
    ("employeurs/relations/suivi.sql", "silencieuses"): (Silencieuse, set()),
    ("employeurs/relations/suivi.sql", "sessions_libres"): (SessionLibre, set()),
    ("employeurs/relations/suivi.sql", "a_confirmer"): (OffreAConfirmer, set()),
    ("employeurs/relations/suivi.sql", "annuaire"): (LigneStructure, set()),
    ("matching/listes/requetes.sql", "retirees"): (Retiree, set()),
    ("matching/listes/requetes.sql", "observations"): (Observation, set()),
    ("pilotage/requetes.sql", "entonnoir"): (Entonnoir, set()),
    ("pilotage/requetes.sql", "delais"): (Delai, set()),
    ("employeurs/conventions/requetes.sql", "conventions"): (conventions.Convention, set()),
    ("employeurs/conventions/requetes.sql", "engagements"): (Engagement, {"convention_id"}),
    ("employeurs/conventions/requetes.sql", "realisees"): (Realisees, {"convention_id"}),
    ("employeurs/conventions/requetes.sql", "offres_rattachees"): (conventions.OffreRattachee, set()),
    ("employeurs/conventions/requetes.sql", "candidates_de_la_structure"): (conventions.OffreCandidate, set()),
    ("employeurs/conventions/requetes.sql", "candidates_trouvees"): (conventions.OffreCandidate, set()),
    ("employeurs/conventions/requetes.sql", "embauches"): (conventions.LigneEmbauche, set()),
    ("employeurs/conventions/requetes.sql", "suites"): (conventions.Suite, set()),
    ("employeurs/conventions/requetes.sql", "proposees"): (conventions.Proposees, set()),
    ("employeurs/conventions/requetes.sql", "tensions"): (conventions.Tension, set()),
    ("employeurs/conventions/requetes.sql", "prendre"): (depot_conventions.Prise, set()),
    ("employeurs/conventions/requetes.sql", "offre"): (depot_conventions.OffreVue, set()),
    ("employeurs/conventions/requetes.sql", "cartes"): (depot_conventions.Carte, set()),
}


@pytest.mark.parametrize(("fichier", "nom"), CAS, ids=[f"{fichier}:{nom}" for fichier, nom in CAS])
async def test_chaque_requete_se_prepare(base: Bassin, fichier: str, nom: str) -> None:
    async with base.acquire() as connexion:
        preparee = await connexion.prepare(FICHIERS[fichier].par_nom[nom].sql)
        colonnes = {attribut.name for attribut in preparee.get_attributes()}
    attendue = SORTIES.get((fichier, nom))
    if attendue:
        classe, de_plus = attendue
        assert colonnes == {champ.name for champ in fields(classe)} | de_plus


def test_chaque_sortie_attendue_existe() -> None:
    assert set(SORTIES) <= set(CAS)


@pytest.mark.parametrize(
    "fichier",
    [
        "catalogue/requetes.sql",
        "parcours/requetes.sql",
        "parcours/prescriptions/suivi.sql",
        "pilotage/requetes.sql",
        "pilotage/filieres/requetes.sql",
        "employeurs/relations/suivi.sql",
    ],
)
def test_chaque_liste_a_un_ordre(fichier: str) -> None:
    requetes: Requetes = FICHIERS[fichier]
    seules = ("ORDER BY", "count(", "WHERE identifiant", "WHERE a.identifiant = :", "WHERE id = ", "RETURNING")
    assert [nom for nom, requete in requetes.par_nom.items() if not any(mot in requete.sql for mot in seules)] == []
