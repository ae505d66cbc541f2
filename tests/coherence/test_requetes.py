"""Every query of every ``.sql`` file is understood by the migrated schema, and fills the dataclass it is meant for."""

from dataclasses import fields
from pathlib import Path

import pytest

from catalogue import depot as depot_catalogue
from catalogue.domaine import Apport, Commune, Condition, Metier, Session
from catalogue.vues import TextesMetier
from etl.demonstration import chargement
from parcours import depot as depot_parcours
from parcours.domaine import Allocataire
from socle.base import Bassin
from socle.sql import Requetes

RACINE = Path(__file__).parents[2]
FICHIERS = {requetes.fichier: requetes for requetes in (depot_catalogue.REQUETES, depot_parcours.REQUETES, chargement.REQUETES)}
CAS = [(requetes, nom) for requetes in FICHIERS.values() for nom in requetes.par_nom]
SORTIES = {
    (depot_catalogue.REQUETES.fichier, "metiers"): (Metier, set()),
    (depot_catalogue.REQUETES.fichier, "metiers_en_mots"): (TextesMetier, set()),
    (depot_catalogue.REQUETES.fichier, "communes"): (Commune, set()),
    (depot_catalogue.REQUETES.fichier, "territoires"): (depot_catalogue.Territoire, set()),
    (depot_catalogue.REQUETES.fichier, "fiches_conditions"): (Condition, {"offre_id"}),
    (depot_catalogue.REQUETES.fichier, "fiches_apports"): (Apport, {"offre_id"}),
    (depot_catalogue.REQUETES.fichier, "fiches_sessions"): (Session, {"offre_id"}),
    (depot_parcours.REQUETES.fichier, "allocataires"): (Allocataire, set()),
    (depot_parcours.REQUETES.fichier, "allocataire"): (Allocataire, set()),
}


@pytest.mark.parametrize(("requetes", "nom"), CAS, ids=[f"{r.fichier.parent.name}.{n}" for r, n in CAS])
async def test_chaque_requete_se_prepare(base: Bassin, requetes: Requetes, nom: str) -> None:
    async with base.acquire() as connexion:
        preparee = await connexion.prepare(requetes.par_nom[nom].sql)
        colonnes = {attribut.name for attribut in preparee.get_attributes()}
    attendue = SORTIES.get((requetes.fichier, nom))
    if attendue:
        classe, de_plus = attendue
        assert colonnes == {champ.name for champ in fields(classe)} | de_plus


def test_chaque_liste_a_un_ordre() -> None:
    sans_ordre = [
        nom
        for requetes in (depot_catalogue.REQUETES, depot_parcours.REQUETES)
        for nom, requete in requetes.par_nom.items()
        if "ORDER BY" not in requete.sql and "count(" not in requete.sql and "WHERE identifiant" not in requete.sql
    ]
    assert sans_ordre == []
