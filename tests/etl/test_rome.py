"""The ROME, from the folder of its tables: small ones of our own writing, and the real ones where they are."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from catalogue import depot as depot_catalogue
from catalogue.domaine import Metier
from etl import depot_referentiels
from etl.rapport_referentiel import RapportReferentiel
from etl.rome import RomeIncoherent, importer_rome
from socle.base import Bassin, transaction
from socle.erreurs import FichierIllisible
from socle.horloge import HorlogeFixe

PETIT = Path(__file__).parent / "fixtures" / "rome"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A copy of the small ROME, to be damaged."""
    copie = tmp_path / "rome-essai"
    shutil.copytree(PETIT, copie)
    return copie


def table(dossier: Path, nom: str) -> Path:
    return dossier / f"unix_{nom}_v999_utf8.csv"


def changer(dossier: Path, nom: str, avant: str, apres: str) -> None:
    chemin = table(dossier, nom)
    texte = chemin.read_text(encoding="utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres), encoding="utf-8")


async def lignes(base: Bassin, sql: str) -> list[tuple[Any, ...]]:
    async with base.acquire() as connexion:
        return [tuple(ligne) for ligne in await connexion.fetch(sql)]


def comptes(rapport: RapportReferentiel) -> dict[str, tuple[int, int, int, int]]:
    return {t.nom: (t.lus, t.crees, t.modifies, t.supprimes) for t in rapport.tables}


async def test_le_rome_arrive_entier(base: Bassin, horloge: HorlogeFixe) -> None:
    rapport = await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    assert comptes(rapport) == {
        "grand_domaine": (2, 2, 0, 0),
        "domaine_professionnel": (2, 2, 0, 0),
        "metier": (3, 3, 0, 0),
        "appellation": (4, 4, 0, 0),
        "competence": (5, 5, 0, 0),
        "metier_competence": (4, 4, 0, 0),
        "mobilite": (3, 3, 0, 0),
    }
    async with base.acquire() as connexion:
        metiers = {m.code_rome: m for m in await depot_catalogue.metiers(connexion)}
    # Sentences in the order of their numbers (10 after 2), doubled apostrophes made single.
    assert metiers["K1302"] == Metier(
        "K1302",
        "Auxiliaire inventé / Auxiliaire inventée",
        "K1302",
        definition="Invente des phrases d'essai.\nPrépare l'entrée dans la journée\nVient en dernier.",
        acces_metier="Aucun diplôme n'est demandé ici.",
        transition_eco="Emploi Blanc",
        transition_demo=True,
    )
    assert (metiers["K1320"].code_rome_parent, metiers["K1320"].emploi_cadre, metiers["K1320"].transition_eco) == ("K1302", True, None)
    assert await lignes(base, "SELECT cle_tri, source FROM metier WHERE code_rome = 'K1320'") == [("ecoutant invente ecoutante inventee", "rome-4.0")]


async def test_appellations_competences_et_liens(base: Bassin, horloge: HorlogeFixe) -> None:
    await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    assert await lignes(
        base, "SELECT libelle, libelle_court, principale, peu_usitee FROM appellation WHERE code_rome = 'K1302' ORDER BY code_ogr"
    ) == [
        ("Auxiliaire inventé / Auxiliaire inventée", "Auxiliaire inventé(e)", True, False),
        ("Aide d'essai à domicile", "Aide d'essai", False, True),
    ]
    assert await lignes(base, "SELECT code_ogr, nature, categorie, sous_categorie, definition FROM competence ORDER BY code_ogr") == [
        (201, "savoir_faire", "Compétence", "Technique", ""),
        (202, "savoir_faire", "Macro-compétence", "Transverse", ""),
        (203, "savoir_etre", "Macro-compétence", "Transverse", "Savoir inventer un exemple qui n'existe pas."),
        (301, "savoir", "Domaines d'essai", "Langue d'essai", ""),
        (401, "contexte", "Horaires d'essai", None, ""),
    ]
    assert await lignes(base, "SELECT code_ogr, coeur_metier FROM metier_competence WHERE code_rome = 'K1302' ORDER BY 1") == [
        (201, "principale"),
        (203, "emergente"),
        (401, None),
    ]
    async with base.acquire() as connexion:
        assert await depot_catalogue.mobilites(connexion) == [("J1501", "K1302", 1), ("K1302", "K1320", 1), ("K1302", "J1501", 2)]


async def test_un_second_import_ne_change_rien_et_un_essai_n_ecrit_rien(base: Bassin, horloge: HorlogeFixe) -> None:
    essai = await importer_rome(base, PETIT, ecrire=False, horloge=horloge)
    assert await lignes(base, "SELECT (SELECT count(*) FROM metier), (SELECT count(*) FROM import)") == [(0, 0)]
    premier = await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    assert comptes(essai) == comptes(premier)
    second = await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    assert (second.a_change, second.total("lus"), second.total("inchanges")) == (False, 23, 23)
    assert await lignes(base, "SELECT format, source, lus, crees, inchanges FROM import ORDER BY id") == [
        ("rome", "rome-4.0", 23, 23, 0),
        ("rome", "rome-4.0", 23, 0, 23),
    ]


async def test_une_nouvelle_version_modifie_et_retire(base: Bassin, horloge: HorlogeFixe, dossier: Path) -> None:
    await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    changer(dossier, "texte", "Soigne des exemples.", "Soigne mieux.")
    changer(dossier, "referentiel_savoir", '"301","Grammaire des exemples"', '"302","Grammaire neuve"')
    changer(dossier, "coherence_item", '"J1501","301",""', '"J1501","302",""')
    changer(dossier, "rubrique_mobilite", '"J1501","K1302","1"\n', "")
    rapport = await importer_rome(base, dossier, ecrire=True, horloge=horloge)
    attendus = {
        "metier": (3, 0, 1, 0),
        "competence": (5, 1, 0, 1),
        "metier_competence": (4, 1, 0, 1),
        "mobilite": (2, 0, 0, 1),
        "appellation": (4, 0, 0, 0),
    }
    assert {nom: c for nom, c in comptes(rapport).items() if nom in attendus} == attendus


async def test_l_appellation_principale_peut_changer_de_titre(base: Bassin, horloge: HorlogeFixe, dossier: Path) -> None:
    await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    changer(dossier, "referentiel_appellation", "PRINCIPALE", "X")
    changer(dossier, "referentiel_appellation", "SYNONYME", "PRINCIPALE")
    changer(dossier, "referentiel_appellation", '"X"', '"SYNONYME"')
    await importer_rome(base, dossier, ecrire=True, horloge=horloge)
    assert await lignes(base, "SELECT code_ogr FROM appellation WHERE principale") == [(102,)]


async def test_les_metiers_de_la_demonstration_deviennent_ceux_du_rome(base: Bassin, horloge: HorlogeFixe) -> None:
    async with transaction(base) as connexion:
        await connexion.execute(
            "INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES ('K1302', 'Autre', 'autre', 'K1302', 'demonstration')"
        )
        await connexion.execute("INSERT INTO appellation VALUES (999, 'Autre', 'Autre', 'K1302', true, false)")
    rapport = await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    assert (comptes(rapport)["metier"], comptes(rapport)["appellation"]) == ((3, 2, 1, 0), (4, 4, 0, 1))
    assert await lignes(base, "SELECT DISTINCT source FROM metier") == [("rome-4.0",)]


async def test_un_metier_disparu_reste_tant_que_quelqu_un_le_porte(base: Bassin, horloge: HorlogeFixe) -> None:
    async with transaction(base) as connexion:
        for code in ("A1101", "B1101", "C1101"):
            await connexion.execute("INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES ($1, $1, $1, $1, 'v59')", code)
        await connexion.execute(
            "INSERT INTO offre (identifiant, source, source_id, type_offre, titre, presence, details, etat, empreinte)"
            " VALUES ('x', 's', '1', 'appui', 'Aide', 'sur_place', '{}', 'publiee', '')"
        )
        await connexion.execute("INSERT INTO offre_metier SELECT id, 'A1101', 0 FROM offre")
        await connexion.execute(
            "INSERT INTO allocataire (identifiant, source, source_id, prenom, nom, cle_tri, metiers) VALUES ('y', 's', '1', 'P', 'N', 'n', '{B1101}')"
        )
    rapport = await importer_rome(base, PETIT, ecrire=True, horloge=horloge)
    assert comptes(rapport)["metier"] == (3, 3, 0, 1)
    assert "A1101, B1101." in rapport.remarques[0]
    assert [code for (code,) in await lignes(base, "SELECT code_rome FROM metier WHERE source = 'v59' ORDER BY 1")] == ["A1101", "B1101"]


async def test_les_tables_compressees_se_lisent_aussi(base: Bassin, horloge: HorlogeFixe, dossier: Path) -> None:
    for chemin in list(dossier.glob("*.csv")):
        Path(f"{chemin}.gz").write_bytes(gzip.compress(chemin.read_bytes()))
        chemin.unlink()
    assert (await importer_rome(base, dossier, ecrire=False, horloge=horloge)).total("lus") == 23


@pytest.mark.parametrize(
    ("nom", "avant", "apres", "mots"),
    [
        ("rubrique_mobilite", '"K1320","1"', '"Z1320","1"', "ligne 3 : « Z1320 » n’est pas un code ROME"),
        ("referentiel_savoir", '"301"', '"trois"', "ligne 2 : « trois » n’est pas un numéro"),
        ("coherence_item", "Principale", "Majeure", "« Majeure » n’est pas une valeur connue"),
        ("referentiel_code_rome", '"code_rome_parent"', '"parent"', "Il manque la colonne « code_rome_parent »"),
    ],
)
async def test_une_table_illisible_est_dite_et_rien_n_est_ecrit(
    base: Bassin, horloge: HorlogeFixe, dossier: Path, nom: str, avant: str, apres: str, mots: str
) -> None:
    changer(dossier, nom, avant, apres)
    with pytest.raises(FichierIllisible) as refus:
        await importer_rome(base, dossier, ecrire=True, horloge=horloge)
    assert mots in str(refus.value).replace("\u00a0", " ")
    assert await lignes(base, "SELECT count(*) FROM metier") == [(0,)]


@pytest.mark.parametrize(
    ("nom", "avant", "apres", "mots"),
    [
        (
            "rubrique_mobilite",
            '"K1320","1"',
            '"A1101","1"',
            "« mobilite » de ce ROME ne va pas avec les autres (règle mobilite_code_rome_cible_fkey)",
        ),
        ("rubrique_mobilite", '"J1501","2"', '"K1320","2"', "« mobilite » de ce ROME ne va pas avec les autres (un code y est deux fois"),
        ("coherence_item", '"J1501","301"', '"J1501","999"', "« metier_competence »"),
        ("referentiel_appellation", '"102"', '"101"', "« appellation »"),
        ("referentiel_code_rome", '"Soignant inventé / Soignante inventée"', '""', "« metier »"),
    ],
)
async def test_des_tables_qui_ne_vont_pas_ensemble_sont_dites(
    base: Bassin, horloge: HorlogeFixe, dossier: Path, nom: str, avant: str, apres: str, mots: str
) -> None:
    changer(dossier, nom, avant, apres)
    with pytest.raises(RomeIncoherent) as refus:
        await importer_rome(base, dossier, ecrire=True, horloge=horloge)
    assert mots in str(refus.value).replace("\u00a0", " ")
    assert await lignes(base, "SELECT count(*) FROM metier") == [(0,)]


async def test_un_dossier_incomplet_ou_double_est_dit(base: Bassin, horloge: HorlogeFixe, dossier: Path) -> None:
    shutil.copy(table(dossier, "texte"), dossier / "unix_texte_v998_utf8.csv")
    with pytest.raises(FichierIllisible, match="plusieurs fois"):
        await importer_rome(base, dossier, ecrire=True, horloge=horloge)
    table(dossier, "grand_domaine").unlink()
    with pytest.raises(FichierIllisible, match=r"grand_domaine.* manque"):
        await importer_rome(base, dossier, ecrire=True, horloge=horloge)
    with pytest.raises(FichierIllisible, match="n’est pas un dossier"):
        await importer_rome(base, dossier / "absent", ecrire=True, horloge=horloge)


async def test_chaque_requete_se_prepare_sur_les_tables_de_travail(base: Bassin) -> None:
    async with transaction(base) as connexion:
        await depot_referentiels.preparer(connexion)
        for requete in depot_referentiels.REQUETES.par_nom.values():
            await connexion.prepare(requete.sql)


async def test_le_vrai_rome(base: Bassin, horloge: HorlogeFixe, donnees_reelles: Path) -> None:
    premier = await importer_rome(base, donnees_reelles / "rome-4.0", ecrire=True, horloge=horloge)
    assert {t.nom: t.crees for t in premier.tables} == {
        "grand_domaine": 14,
        "domaine_professionnel": 110,
        "metier": 1_584,
        "appellation": 13_120,
        "competence": 33_850,
        "metier_competence": 104_219,
        "mobilite": 14_912,
    }
    assert await lignes(base, "SELECT count(DISTINCT code_rome_parent), count(*) FILTER (WHERE definition = '') FROM metier") == [(532, 0)]
    assert await lignes(base, "SELECT count(*) FILTER (WHERE principale), count(*) FILTER (WHERE peu_usitee) FROM appellation") == [(1_584, 199)]
    assert await lignes(base, "SELECT count(*) FROM metier WHERE definition LIKE '%''''%'") == [(0,)]
    second = await importer_rome(base, donnees_reelles / "rome-4.0", ecrire=True, horloge=horloge)
    assert not second.a_change
