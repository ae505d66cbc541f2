"""Importing lists of people: what is kept, what is recognised a second time, what is never kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne, FichierIllisible
from tests.etl.personnes.conftest import ImporteFichier, ImporteLignes, Lire

LUCIE = {
    "Nom": "SANCHEZ",
    "Prénom": "Lucie",
    "Date de naissance": "12/05/1984",
    "Code postal": "94000",
    "Ville": "Créteil",
    "Téléphone": "06 11 22 33 44",
}
NIR = "284059402801735"


async def test_ce_qui_est_garde(importe: ImporteLignes, lire: Lire) -> None:
    ligne = LUCIE | {"NIR": NIR, "N° CAF": "1234567", "Structure": "Tremplin", "Référent": "claire@tremplin.example", "Niveau de formation": "NV5"}
    ligne |= {"Emploi recherché (code ROME)": "Agent de propreté (K2204)", "Zone de mobilité": "30", "Décision orientation": "sociale", "RQTH": "Oui"}
    rapport = await importe(ligne)
    assert (rapport.lus, rapport.crees, rapport.avertissements_total) == (1, 1, 0)
    colonnes = "a.nom, prenom, commune, annee_naissance, a.telephone, niveau, metiers, rayon_km, orientation, rqth, r.nom, s.nom"
    lues = await lire(f"SELECT {colonnes} FROM allocataire a JOIN compte r ON r.id = referent_id JOIN structure s ON s.id = a.structure_id")
    assert lues == [("Sanchez", "Lucie", "94028", 1984, "0611223344", 3, ["K2204"], 30, "rus_eloigne", None, "Claire Moreau", "Tremplin")]


async def test_ni_nir_ni_matricule_nulle_part(importe: ImporteLignes, departement: Bassin) -> None:
    await importe(
        LUCIE | {"NIR": NIR, "N° CAF": "7654321"}, LUCIE | {"Date de naissance": "12/05/1990", "Ville": "Vitry-sur-Seine", "Code postal": "94400"}
    )
    rapport = await importe(LUCIE | {"Ville": "Vitry-sur-Seine", "Code postal": "94400", "Téléphone": "", "NIR": NIR, "N° CAF": "7654321"})
    assert rapport.douteux == 1
    assert not any(mot in str(rapport.vers_dict()) for mot in (NIR, "7654321", "Sanchez", "SANCHEZ"))
    async with departement.acquire() as connexion:
        tables = [ligne[0] for ligne in await connexion.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
        contenu = str([await connexion.fetch(f'SELECT t::text FROM "{table}" t') for table in tables])
    assert "Sanchez" in contenu
    assert NIR not in contenu
    assert NIR[:13] not in contenu
    assert "7654321" not in contenu


async def test_deux_fois_le_meme_fichier(importe: ImporteLignes, lire: Lire) -> None:
    lignes = (LUCIE, LUCIE | {"Prénom": "Marc", "Date de naissance": "1980-01-31"}, {"Nom": "Ba", "Prénom": "Awa", "Email": "awa@exemple.fr"})
    assert (await importe(*lignes)).crees == 3
    avant = await lire("SELECT * FROM allocataire ORDER BY id")
    rapport = await importe(*lignes)
    assert (rapport.inchanges, rapport.a_change) == (3, False)
    assert await lire("SELECT * FROM allocataire ORDER BY id") == avant


async def test_un_essai_compte_juste_et_n_ecrit_rien(importe: ImporteLignes, lire: Lire) -> None:
    essai = await importe(LUCIE, ecrire=False)
    assert (essai.crees, essai.ecrit) == (1, False)
    assert await lire("SELECT count(*) FROM allocataire") == [(0,)]
    assert (await importe(LUCIE)).comptes == essai.comptes


async def test_un_silence_n_efface_rien_et_une_saisie_n_est_pas_remplacee(importe: ImporteLignes, lire: Lire, departement: Bassin) -> None:
    await importe(LUCIE | {"Niveau de formation": "NV5"})
    async with transaction(departement) as connexion:
        await connexion.execute("UPDATE allocataire SET niveau = 4, projet = 'devenir cariste', freins_absents = '{mobilite}'")
    rapport = await importe(LUCIE | {"Téléphone": "", "Niveau de formation": "NV5", "dif_transport": "O", "dif_logement": "O"})
    assert await lire("SELECT telephone, niveau, projet, freins, freins_absents FROM allocataire") == [
        ("0611223344", 4, "devenir cariste", ["logement"], ["mobilite"])
    ]
    assert [a.anomalie.champ for a in rapport.avertissements] == ["Niveau"]


async def test_qui_demenage_et_qui_change_de_structure(importe: ImporteLignes, lire: Lire) -> None:
    await importe(LUCIE | {"Structure": "CCAS de Créteil"})
    rapport = await importe(LUCIE | {"Code postal": "94400", "Ville": "VITRY SUR SEINE", "Structure": "tremplin"})
    assert (rapport.modifies, rapport.deplaces_commune, rapport.deplaces_structure) == (1, 1, 1)
    assert await lire("SELECT commune, s.nom, version FROM allocataire a JOIN structure s ON s.id = a.structure_id") == [("94081", "Tremplin", 3)]


async def test_un_contact_partage_ne_fait_pas_une_personne(importe: ImporteLignes) -> None:
    foyer = {"Téléphone": "0611223344", "Email": "foyer@exemple.fr"}
    rapport = await importe(LUCIE | foyer, LUCIE | foyer | {"Prénom": "Marc"}, LUCIE | foyer | {"Nom": "Diallo"})
    assert (rapport.crees, rapport.fusionnes) == (3, 0)


async def test_un_doute_attend_une_personne_et_ne_s_empile_pas(importe: ImporteLignes, lire: Lire) -> None:
    await importe(LUCIE)
    ailleurs = LUCIE | {"Téléphone": "", "Code postal": "94400", "Ville": "Vitry-sur-Seine", "Structure": "Tremplin"}
    premiere, seconde = await importe(ailleurs), await importe(ailleurs)
    assert [(r.douteux, r.deja_en_attente, r.a_change) for r in (premiere, seconde)] == [(1, 0, True), (1, 1, False)]
    assert await lire("SELECT motif, chemin, faits ->> 'nom', faits #>> '{dires,attaches,commune}' FROM rapprochement") == [
        ("lieu", "ligne 2", "Sanchez", "94081")
    ]
    assert await lire("SELECT count(*) FROM allocataire") == [(1,)]


async def test_deux_nir_deux_homonymes_et_deux_fois(importe: ImporteLignes) -> None:
    jumelles = (LUCIE | {"NIR": NIR}, LUCIE | {"NIR": "284059402801839"})
    assert (await importe(*jumelles)).crees == 2
    rapport = await importe(*jumelles)
    assert (rapport.inchanges, rapport.douteux) == (2, 0)


@pytest.mark.parametrize(
    ("ligne", "raison"),
    [
        ({"Prénom": ""}, "obligatoire"),
        ({"Date de naissance": "12/05/84"}, "jj/mm/aaaa"),
        ({"Date de naissance": "31/02/1984"}, "n’existe pas"),
        ({"Date de naissance": "12/05/2084"}, "n’est pas possible"),
        ({"Date de naissance": "", "Téléphone": ""}, "ne pourrait pas être reconnue"),
    ],
)
async def test_ligne_rejetee_sans_repeter_ce_qu_elle_dit(importe: ImporteLignes, ligne: dict[str, str], raison: str) -> None:
    rapport = await importe(LUCIE | ligne, LUCIE | {"Nom": "Diallo"})
    assert (rapport.lus, rapport.crees, rapport.rejetes) == (2, 1, 1)
    (rejet,) = rapport.rejets
    assert rejet.chemin == "ligne 2"
    assert raison in rejet.anomalies[0].motif
    assert {a.valeur for a in rejet.anomalies} == {""}


async def test_ce_qui_est_douteux_est_dit_et_la_personne_reste(importe: ImporteLignes) -> None:
    ligne = LUCIE | {
        "Code postal": "99999",
        "Ville": "Nulle Part",
        "Téléphone": "123",
        "Structure": "Inconnue",
        "Référent": "x@y.fr",
        "Date CER": "hier",
    }
    rapport = await importe(ligne | {"Emploi recherché (code ROME)": "N1101"})
    assert rapport.crees == 1
    assert sorted(a.anomalie.champ for a in rapport.avertissements) == ["Commune", "Date CER", "Métiers", "Référent", "Structure", "Téléphone"]


async def test_colonnes_dites_une_fois_retenues_pour_la_structure(importe: ImporteLignes) -> None:
    ligne = {"Patronyme": "Sanchez", "Petit nom": "Lucie", "Date de naissance": "12/05/1984", "Nom": "", "Prénom": ""}
    colonnes = {"patronym": "nom", "pet nom": "prenom"}
    assert (await importe(ligne, colonnes=colonnes, structure="structureune")).crees == 1
    rapport = await importe(ligne, structure="structureune")
    assert rapport.inchanges == 1
    assert rapport.colonnes is not None
    assert ("Patronyme", "nom") in rapport.colonnes.comprises
    assert (await importe(ligne, structure="structuredeux")).rejetes == 1


async def test_structure_inconnue(importe: ImporteLignes, lire: Lire) -> None:
    with pytest.raises(ErreurPersonne, match="Aucune structure ne porte l’identifiant"):
        await importe(LUCIE, structure="absente")
    assert await lire("SELECT count(*) FROM allocataire") == [(0,)]


async def test_ce_qui_n_est_pas_une_liste_de_personnes(importe_fichier: ImporteFichier, tmp_path: Path) -> None:
    liste = tmp_path / "agents.csv"
    liste.write_text("Courriel;Prénom;Nom;Fonction\na@b.fr;Lucie;Sanchez;CIP\n", "utf-8")
    with pytest.raises(FichierIllisible, match="il y manque « Date de naissance »"):
        await importe_fichier(liste)


async def test_windows_1252_et_numeros_de_serie(importe_fichier: ImporteFichier, lire: Lire, tmp_path: Path) -> None:
    liste = tmp_path / "liste.csv"
    liste.write_bytes(
        "NOM BÉNÉFICIAIRE;PRÉNOM BÉNÉFICIAIRE;DATE DE NAISSANCE;CP VILLE\nLEFÈVRE;Éloïse;30814;94000 CRETEIL\n;;;\n".encode("windows-1252")
    )
    rapport = await importe_fichier(liste)
    assert (rapport.lus, rapport.crees) == (1, 1)
    assert await lire("SELECT nom, prenom, annee_naissance, commune FROM allocataire") == [("Lefèvre", "Éloïse", 1984, "94028")]
    assert date(1984, 5, 12).toordinal() - date(1899, 12, 30).toordinal() == 30814
