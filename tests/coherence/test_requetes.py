"""Every query of every ``.sql`` file is understood by the migrated schema, and fills the dataclass it is meant for."""

from dataclasses import fields
from pathlib import Path

import pytest

from catalogue import depot as depot_catalogue
from catalogue.domaine import Apport, Commune, Condition, Metier, Session
from catalogue.vues import TextesMetier
from employeurs.clauses.domaine import Marche
from matching.listes.domaine import Observation, Retiree
from parcours.domaine import Allocataire
from parcours.prescriptions import suivi
from pilotage.domaine import Delai, Entonnoir
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
    ("employeurs/clauses/requetes.sql", "marche"): (Marche, set()),
    ("employeurs/clauses/requetes.sql", "marches_nommes"): (Marche, set()),
    ("parcours/requetes.sql", "allocataires"): (Allocataire, set()),
    ("parcours/requetes.sql", "allocataire"): (Allocataire, set()),
    ("parcours/prescriptions/suivi.sql", "en_clair"): (suivi.EnClair, set()),
    ("parcours/prescriptions/suivi.sql", "sessions_bientot"): (suivi.SessionBientot, set()),
    ("parcours/prescriptions/suivi.sql", "etapes"): (suivi.Etape, set()),
    ("matching/listes/requetes.sql", "retirees"): (Retiree, set()),
    ("matching/listes/requetes.sql", "observations"): (Observation, set()),
    ("pilotage/requetes.sql", "entonnoir"): (Entonnoir, set()),
    ("pilotage/requetes.sql", "delais"): (Delai, set()),
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


@pytest.mark.parametrize("fichier", ["catalogue/requetes.sql", "parcours/requetes.sql", "parcours/prescriptions/suivi.sql", "pilotage/requetes.sql"])
def test_chaque_liste_a_un_ordre(fichier: str) -> None:
    requetes: Requetes = FICHIERS[fichier]
    seules = ("ORDER BY", "count(", "WHERE identifiant", "WHERE a.identifiant = :", "WHERE id = ", "RETURNING")
    assert [nom for nom, requete in requetes.par_nom.items() if not any(mot in requete.sql for mot in seules)] == []
