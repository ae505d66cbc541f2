"""Communes out of La Poste's file of postal codes."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from etl.communes import importer_communes, nom_de_commune
from etl.rapport_referentiel import RapportReferentiel
from socle.base import Bassin
from socle.erreurs import FichierIllisible
from socle.horloge import HorlogeFixe

ENTETE = "Code_commune_INSEE;Nom_commune;Code_postal;Libelle_acheminement;Ligne_5;coordonnees_gps\n"
LIGNES = (
    "94028;CRETEIL;94000;CRETEIL;;48.78, 2.45\n"
    "94068;ST MAUR DES FOSSES;94210;ST MAUR DES FOSSES;LA VARENNE;48.79, 2.47\n"
    "94068;ST MAUR DES FOSSES;94100;ST MAUR DES FOSSES;;48.79, 2.47\n"
    "1004;AMBERIEU EN BUGEY;1500;AMBERIEU EN BUGEY;;\n"
)


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    chemin = tmp_path / "hexasmal.csv"
    chemin.write_text(ENTETE + LIGNES, encoding="utf-8")
    return chemin


def comptes(rapport: RapportReferentiel) -> tuple[int, int, int]:
    (table,) = rapport.tables
    return table.lus, table.crees, table.modifies


async def lignes(base: Bassin, sql: str) -> list[tuple[Any, ...]]:
    async with base.acquire() as connexion:
        return [tuple(ligne) for ligne in await connexion.fetch(sql)]


async def test_une_commune_reunit_ses_lignes(base: Bassin, horloge: HorlogeFixe, fichier: Path) -> None:
    rapport = await importer_communes(base, fichier, ecrire=True, horloge=horloge)
    assert (comptes(rapport), rapport.rejetes) == ((3, 3, 0), 0)
    assert await lignes(base, "SELECT code_insee, nom, cle_tri, codes_postaux, latitude, longitude FROM commune ORDER BY 1") == [
        ("01004", "Amberieu-en-Bugey", "amberieu en bugey", ["01500"], None, None),
        ("94028", "Creteil", "creteil", ["94000"], 48.78, 2.45),
        ("94068", "Saint-Maur-des-Fosses", "saint maur des fosses", ["94100", "94210"], 48.79, 2.47),
    ]
    assert await lignes(base, "SELECT format, source, lus, crees FROM import") == [("communes", "laposte-hexasmal", 3, 3)]


async def test_un_second_import_ne_change_rien_et_un_essai_n_ecrit_rien(base: Bassin, horloge: HorlogeFixe, fichier: Path) -> None:
    assert comptes(await importer_communes(base, fichier, ecrire=False, horloge=horloge)) == (3, 3, 0)
    assert await lignes(base, "SELECT (SELECT count(*) FROM commune), (SELECT count(*) FROM import)") == [(0, 0)]
    await importer_communes(base, fichier, ecrire=True, horloge=horloge)
    assert not (await importer_communes(base, fichier, ecrire=True, horloge=horloge)).a_change


async def test_un_nom_accentue_un_territoire_et_un_point_deja_connus_sont_gardes(base: Bassin, horloge: HorlogeFixe, fichier: Path) -> None:
    async with base.acquire() as connexion:
        await connexion.execute("INSERT INTO territoire VALUES ('eds1', 'EDS', 'eds')")
        await connexion.execute(
            "INSERT INTO commune VALUES ('94028', 'Créteil', 'creteil', '{94000,94009}', 48.78, 2.45, 'eds1'),"
            " ('01004', 'Ancien nom', 'ancien nom', '{01500}', 45.9, 5.3, NULL)"
        )
    assert comptes(await importer_communes(base, fichier, ecrire=True, horloge=horloge)) == (3, 1, 2)
    assert await lignes(base, "SELECT nom, codes_postaux, latitude, territoire FROM commune WHERE code_insee <> '94068' ORDER BY code_insee") == [
        ("Amberieu-en-Bugey", ["01500"], 45.9, None),
        ("Créteil", ["94000"], 48.78, "eds1"),
    ]
    assert not (await importer_communes(base, fichier, ecrire=True, horloge=horloge)).a_change


async def test_paris_existe_en_entier_a_cote_de_ses_arrondissements(base: Bassin, horloge: HorlogeFixe, tmp_path: Path) -> None:
    chemin = tmp_path / "paris.csv.gz"
    corps = "75101;PARIS 01;75001;PARIS;;48.8, 2.3\n75102;PARIS 02;75002;PARIS;;48.9, 2.5\n69381;LYON 01;69001;LYON;;\n"
    chemin.write_bytes(gzip.compress((ENTETE + corps).encode()))
    await importer_communes(base, chemin, ecrire=True, horloge=horloge)
    assert await lignes(base, "SELECT code_insee, nom, codes_postaux, latitude, longitude FROM commune ORDER BY 1") == [
        ("69123", "Lyon", ["69001"], None, None),
        ("69381", "Lyon 1er Arrondissement", ["69001"], None, None),
        ("75056", "Paris", ["75001", "75002"], 48.85, 2.4),
        ("75101", "Paris 1er Arrondissement", ["75001"], 48.8, 2.3),
        ("75102", "Paris 2e Arrondissement", ["75002"], 48.9, 2.5),
    ]


async def test_une_ligne_fautive_est_rejetee_les_autres_entrent(base: Bassin, horloge: HorlogeFixe, fichier: Path) -> None:
    with fichier.open("a", encoding="utf-8") as sortie:
        sortie.write("ABCDE;X;94000;;;48, 2\n94081;VITRY SUR SEINE;940;;;48, 2\n94080;;94300;;;48, 2\n94079;VILLIERS;94350;;;480, 2\n")
    rapport = await importer_communes(base, fichier, ecrire=True, horloge=horloge)
    assert comptes(rapport) == (3, 3, 0)
    assert [(r.chemin, r.anomalies[0].motif) for r in rapport.rejets] == [
        ("ligne 6", "Un code INSEE de commune compte 5 caractères."),
        ("ligne 7", "Un code postal compte 5 chiffres."),
        ("ligne 8", "Il manque le code INSEE, le code postal ou le nom."),
        ("ligne 9", "Ces coordonnées sont hors du globe."),
    ]


async def test_la_forme_recente_du_fichier_se_lit_aussi(base: Bassin, horloge: HorlogeFixe, tmp_path: Path) -> None:
    chemin = tmp_path / "recent.csv"
    chemin.write_bytes("#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Ligne_5;_geopoint\n94028;CRETEIL;94000;;48.78,2.45\n".encode("cp1252"))
    assert comptes(await importer_communes(base, chemin, ecrire=True, horloge=horloge)) == (1, 1, 0)


@pytest.mark.parametrize(("contenu", "mots"), [("a;b\n1;2\n", "« Code_commune_INSEE », « Nom_commune »"), (ENTETE, "aucune commune")])
async def test_un_autre_fichier_est_refuse(base: Bassin, horloge: HorlogeFixe, tmp_path: Path, contenu: str, mots: str) -> None:
    chemin = tmp_path / "autre.csv"
    chemin.write_text(contenu, encoding="utf-8")
    with pytest.raises(FichierIllisible) as refus:
        await importer_communes(base, chemin, ecrire=True, horloge=horloge)
    assert mots in str(refus.value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("postal", "attendu"),
    [
        ("ST GERMAIN LE CHATELET", "Saint-Germain-le-Chatelet"),
        ("STE GENEVIEVE DES BOIS", "Sainte-Genevieve-des-Bois"),
        ("LE KREMLIN BICETRE", "Le Kremlin-Bicetre"),
        ("LA QUEUE EN BRIE", "La Queue-en-Brie"),
        ("L HAY LES ROSES", "L’Hay-les-Roses"),
        ("VILLENEUVE D ASCQ", "Villeneuve-d’Ascq"),
        ("VILLENEUVE ST GEORGES", "Villeneuve-Saint-Georges"),
        ("PARIS 01", "Paris 1er Arrondissement"),
        ("MARSEILLE 13", "Marseille 13e Arrondissement"),
        ("Y", "Y"),
    ],
)
def test_les_capitales_de_la_poste_deviennent_un_nom(postal: str, attendu: str) -> None:
    assert nom_de_commune(postal) == attendu


async def test_la_vraie_base_de_la_poste(base: Bassin, horloge: HorlogeFixe, donnees_reelles: Path) -> None:
    rapport = await importer_communes(base, donnees_reelles / "geo" / "laposte_hexasmal.csv.gz", ecrire=True, horloge=horloge)
    assert (comptes(rapport), rapport.rejetes) == ((36_016, 36_016, 0), 0)
    assert await lignes(base, "SELECT count(*) FROM commune WHERE code_insee LIKE '94%'") == [(47,)]
    assert await lignes(base, "SELECT codes_postaux FROM commune WHERE code_insee = '94068'") == [(["94100", "94210"],)]
