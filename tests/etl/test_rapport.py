"""The report of an import: counts, words, a workbook that cannot harm, and a size that does not grow with the file."""

import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console

from catalogue.domaine import Anomalie
from etl.lecture import Rejet
from etl.rapport import VALEUR_MAX, Compte, Journal, Rapport, afficher, ecrire_xlsx, milliers
from etl.rapport_referentiel import CompteTable, RapportReferentiel, afficher_referentiel
from socle.erreurs import ErreurPersonne


def rapport(journal: Journal, *, ecrit: bool = False, complet: bool = False) -> Rapport:
    return journal.rapport(format="lheo", source="carif", fichier="flux.xml", ecrit=ecrit, complet=complet)


@pytest.fixture
def rempli() -> Journal:
    journal = Journal()
    journal.compter(lus=1_500, crees=1_200, modifies=100, inchanges=198, fermes=3)
    journal.compter(structure=True, lus=11, crees=10)
    journal.rejeter(Rejet("ligne 12", (Anomalie("titre", "", "Le titre est vide."), Anomalie("cout", "-3", "Un coût ne peut pas être négatif."))))
    journal.rejeter(Rejet("ligne 13", (Anomalie("lieu", "=HYPERLINK(1)", "Lieu inconnu."),)))
    journal.rejeter(Rejet("structure 4", (Anomalie("siret", "123", "Un SIRET compte 14 chiffres."),), structure=True))
    journal.avertir("ligne 14", [Anomalie("metiers", "A9999", "Ce code n’est pas dans le ROME.")])
    return journal


def ecran(dire: object, objet: object) -> str:
    assert callable(dire)
    sortie = io.StringIO()
    dire(objet, Console(width=100, file=sortie))
    return sortie.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def test_les_comptes_s_additionnent(rempli: Journal) -> None:
    fait = rapport(rempli)
    assert fait.offres == Compte(lus=1_500, crees=1_200, modifies=100, inchanges=198, fermes=3, rejetes=2)
    assert fait.structures == Compte(lus=11, crees=10, rejetes=1)
    assert (fait.lus, fait.crees, fait.modifies, fait.inchanges, fait.fermes, fait.rejetes) == (1_500, 1_200, 100, 198, 3, 3)
    assert fait.a_change


@pytest.mark.parametrize("changement", ["crees", "modifies", "fermes"])
def test_un_seul_changement_suffit_pour_avoir_change(changement: str) -> None:
    journal = Journal()
    assert not rapport(journal).a_change
    journal.compter(**{changement: 1})
    assert rapport(journal).a_change


def test_le_rapport_se_met_en_json(rempli: Journal) -> None:
    relu = json.loads(json.dumps(rapport(rempli, ecrit=True).vers_dict()))
    assert (relu["format"], relu["ecrit"], relu["offres"]["crees"], relu["structures"]["lus"], relu["rejetes"]) == ("lheo", True, 1_200, 11, 3)
    assert relu["rejets"][0]["anomalies"][1] == {"champ": "cout", "valeur": "-3", "motif": "Un coût ne peut pas être négatif."}
    assert relu["avertissements"][0]["chemin"] == "ligne 14"


def test_les_mots_sont_bornes_les_comptes_ne_le_sont_pas() -> None:
    journal = Journal(plafond=3)
    for rang in range(10):
        journal.rejeter(Rejet(f"ligne {rang}", (Anomalie("titre", "x" * 5_000_000, "Trop long."),)))
        journal.avertir(f"ligne {rang}", [Anomalie("lieu", "\ud800", "Inconnu.")] * 2)
    fait = rapport(journal)
    assert (fait.rejetes, len(fait.rejets), fait.avertissements_total, len(fait.avertissements)) == (10, 3, 20, 3)
    assert len(fait.rejets[0].anomalies[0].valeur) == VALEUR_MAX
    assert fait.avertissements[0].anomalie.valeur == "?"


def test_le_classeur_dit_tout_et_n_execute_rien(rempli: Journal, tmp_path: Path) -> None:
    chemin = tmp_path / "rapport.xlsx"
    ecrire_xlsx(rapport(rempli), chemin)
    classeur = CalamineWorkbook.from_path(str(chemin))
    assert classeur.sheet_names == ["Résumé", "Rejets", "Avertissements"]
    resume = {ligne[0]: ligne[1:] for ligne in classeur.get_sheet_by_name("Résumé").to_python()}
    assert resume["Fichier"][0] == "flux.xml"
    assert resume["Écrit dans le catalogue"][0] == "non, essai seulement"
    assert (resume["Créées"], resume["Rejetées"]) == ([1200, 10], [2, 1])
    rejets = classeur.get_sheet_by_name("Rejets").to_python()
    assert rejets[0] == ["Endroit", "Champ", "Valeur reçue", "Raison"]
    assert [ligne[0] for ligne in rejets[1:]] == ["ligne 12", "ligne 12", "ligne 13", "structure 4"]
    # The value comes back as text: a formula would come back as its result.
    assert rejets[3] == ["ligne 13", "lieu", "=HYPERLINK(1)", "Lieu inconnu."]
    assert classeur.get_sheet_by_name("Avertissements").to_python()[1][2] == "A9999"


def test_le_classeur_dit_quand_il_ne_detaille_pas_tout(tmp_path: Path) -> None:
    journal = Journal(plafond=1)
    for rang in range(3):
        journal.rejeter(Rejet(f"ligne {rang}", (Anomalie("titre", "", "Vide."),)))
        journal.avertir(f"ligne {rang}", [Anomalie("lieu", "", "Inconnu.")])
    ecrire_xlsx(rapport(journal), tmp_path / "r.xlsx")
    resume = {ligne[0]: ligne[1] for ligne in CalamineWorkbook.from_path(str(tmp_path / "r.xlsx")).get_sheet_by_name("Résumé").to_python()}
    assert (resume["Rejetées"], resume["Rejets détaillés"], resume["Avertissements"], resume["Avertissements détaillés"]) == (3, 1, 3, 1)


def test_un_classeur_qui_ne_peut_etre_ecrit_est_dit(rempli: Journal, tmp_path: Path) -> None:
    with pytest.raises(ErreurPersonne, match="ne peut pas être écrit"):
        ecrire_xlsx(rapport(rempli), tmp_path / "absent" / "r.xlsx")


def test_l_ecran_montre_les_comptes_et_les_premieres_raisons(rempli: Journal) -> None:
    texte = ecran(afficher, rapport(rempli))
    for mots in (
        "Import de flux.xml (lheo)",
        "Créées",
        "1 200",
        "3 rejets",
        "ligne 12, titre : Le titre est vide.",
        "1 avertissement\n",
        "« A9999 »",
    ):
        assert mots in texte
    assert texte.rstrip().endswith("Essai : rien n’a été écrit. Ajoutez --ecrire pour écrire.")


def test_les_crochets_d_un_fichier_ne_mettent_pas_l_ecran_en_forme(rempli: Journal) -> None:
    rempli.rejeter(Rejet("[bold]x[/]", (Anomalie("t", "[/nope]", "Non."),)))
    assert "[bold]x[/], t « [/nope] » : Non." in ecran(afficher, rapport(rempli))


def test_l_ecran_renvoie_au_classeur_pour_la_suite() -> None:
    journal = Journal()
    for rang in range(12):
        journal.rejeter(Rejet(f"ligne {rang}", (Anomalie("titre", "", "Vide."),)))
    texte = ecran(afficher, rapport(journal))
    assert texte.count("titre : Vide.") == 10
    assert "la suite est dans le rapport XLSX" in texte


@pytest.mark.parametrize(
    ("ecrit", "crees", "fin"),
    [
        (True, 1, "C’est écrit."),
        (True, 0, "Rien n’a changé : la base contenait déjà tout."),
        (False, 0, "Essai : rien ne changerait, la base contient déjà tout."),
    ],
)
def test_la_derniere_phrase(ecrit: bool, crees: int, fin: str) -> None:
    journal = Journal()
    journal.compter(lus=1, crees=crees, inchanges=1 - crees)
    assert ecran(afficher, rapport(journal, ecrit=ecrit)).rstrip().endswith(fin)


def test_les_milliers() -> None:
    assert [milliers(n).replace("\u202f", " ") for n in (0, 999, 13_120, 1_000_000)] == ["0", "999", "13 120", "1 000 000"]


def test_le_rapport_d_un_referentiel() -> None:
    fait = RapportReferentiel("rome", "rome-4.0", True, (CompteTable("metier", 1_584, 4, 80, 2), CompteTable("mobilite", 10, 0, 0)))
    assert (fait.total("lus"), fait.total("inchanges"), fait.total("supprimes"), fait.a_change) == (1_594, 1_510, 2, True)
    texte = ecran(afficher_referentiel, fait)
    assert "Métiers" in texte
    assert "1 500" in texte
    assert json.loads(json.dumps(fait.vers_dict()))["tables"][0]["inchanges"] == 1_500


def test_les_lignes_rejetees_d_un_referentiel_sont_montrees() -> None:
    rejets = tuple(Rejet(f"ligne {rang}", (Anomalie("commune", "x", "Illisible."),)) for rang in range(13))
    texte = ecran(afficher_referentiel, RapportReferentiel("communes", "f.csv", False, (CompteTable("commune", 0, 0, 0),), rejets, ("À savoir.",)))
    assert texte.count("Illisible.") == 10
    assert "et 3 autres lignes rejetées" in texte
    assert "À savoir." in texte
