"""Every real sample file: what it gives in an empty base, and that a second time nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.erreurs import FichierIllisible
from tests.etl.personnes.conftest import ImporteFichier

COMPTES = {
    "carnet-de-bord/ft_extract_spie_principal.csv": {"lus": 4, "crees": 4},
    "carnet-de-bord/import_beneficiaires.csv": {"lus": 4, "crees": 3, "fusionnes": 1, "entres": 2},
    "carnet-de-bord/import_beneficiaires_buggy.csv": {"lus": 3, "crees": 2, "rejetes": 1, "entres": 2},
    "carnet-de-bord/import_beneficiaires_partial.csv": {"lus": 4, "crees": 3, "fusionnes": 1},
    "carnet-de-bord/import_beneficiaires_with_all_date_formats.csv": {"lus": 4, "crees": 3, "fusionnes": 1, "entres": 2},
    "carnet-de-bord/import_reorientation.csv": {"lus": 7, "crees": 1, "fusionnes": 6},
    "rdv-insertion/fichier_contact_test.csv": {"lus": 1, "crees": 1},
    "rdv-insertion/fichier_contact_test_priorite_nir.csv": {"lus": 2, "crees": 1, "douteux": 1},
    "rdv-insertion/fichier_usager_600_lignes.csv": {"lus": 600, "crees": 600},
    "rdv-insertion/fichier_usager_sans_civilite.xlsx": {"lus": 2, "crees": 2},
    "rdv-insertion/fichier_usager_test.xlsx": {"lus": 1, "crees": 1},
    "rdv-insertion/fichier_usager_test_invalid.xlsx": {"lus": 2, "crees": 1, "rejetes": 1},
    "rdv-insertion/new_fichier_usager_test.xlsx": {"lus": 2, "crees": 2},
    "flux-beneficiaires-rsa/RSABEM-ouvert.xml": {"lus": 1, "crees": 1, "entres": 1},
    "flux-beneficiaires-rsa/RSABEM.xml": {"lus": 3, "crees": 1, "ecartes": 2, "entres": 1},
}
REFUS = {
    "carnet-de-bord/actions_example.csv": "il y manque « Nom » et « Prénom »",
    "carnet-de-bord/import_charges_orientation.csv": "il y manque « Date de naissance »",
    "carnet-de-bord/import_charges_orientation.xls": "n’est pas un fichier texte",
    "carnet-de-bord/import_charges_orientation.xlsx": "il y manque « Date de naissance »",
    "carnet-de-bord/import_professionnels.csv": "il y manque « Date de naissance »",
    "carnet-de-bord/import_structures.csv": "il y manque « Prénom »",
    "carnet-de-bord/import_structures_buggy.csv": "il y manque « Prénom »",
    "carnet-de-bord/import_structures_missing_key.csv": "il y manque « Prénom »",
    "flux-beneficiaires-rsa/RSABEI_invalid.xml": "ligne 12, il manque <DonneesAdministratives> dans <InfosFoyerRSA>",
}


@pytest.mark.parametrize("nom", COMPTES)
async def test_comptes_puis_rien_de_nouveau(nom: str, donnees_reelles: Path, importe_fichier: ImporteFichier) -> None:
    fichier = donnees_reelles / "rsa-caf" / nom
    rapport = await importe_fichier(fichier)
    assert {cle: n for cle, n in {**rapport.comptes, **rapport.mouvements}.items() if n} == COMPTES[nom]
    encore = await importe_fichier(fichier)
    assert encore.a_change is False
    assert (encore.crees, encore.modifies, encore.inchanges) == (0, 0, rapport.crees)


@pytest.mark.parametrize("nom", REFUS)
async def test_fichiers_refuses(nom: str, donnees_reelles: Path, importe_fichier: ImporteFichier) -> None:
    with pytest.raises(FichierIllisible, match=REFUS[nom]):
        await importe_fichier(donnees_reelles / "rsa-caf" / nom)


def test_aucun_echantillon_oublie(donnees_reelles: Path) -> None:
    dossier = donnees_reelles / "rsa-caf"
    presents = {str(f.relative_to(dossier)) for f in dossier.glob("*/*") if f.suffix in {".csv", ".xls", ".xlsx", ".xml"}}
    assert presents == {*COMPTES, *REFUS}
