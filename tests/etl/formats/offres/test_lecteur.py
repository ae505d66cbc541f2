"""The reader of the template of offers: shapes of file, columns, lines of the same offer, structures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from catalogue.domaine import Offre, Structure, TypeOffre
from etl.formats.offres import lire
from etl.formats.offres.colonnes import COLONNES, cle_d_entete
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

FIXTURE = Path(__file__).parent / "fixtures" / "offres.csv"
CONTEXTE = Contexte(aujourdhui=date(2026, 9, 10), source="cre")
ENTETE = "Identifiant;Type d’offre;Titre"


def lire_texte(tmp_path: Path, contenu: str, encodage: str = "utf-8") -> list[Element]:
    chemin = tmp_path / "offres.csv"
    chemin.write_bytes(contenu.encode(encodage))
    return list(lire(chemin, CONTEXTE))


def lire_lignes(tmp_path: Path, entete: str, *lignes: str) -> list[Element]:
    return lire_texte(tmp_path, "\n".join([entete, *lignes]))


def offres(elements: Iterable[Element]) -> list[Offre]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]


def structures(elements: Iterable[Element]) -> list[Structure]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Structure)]


def rejets(elements: Iterable[Element]) -> list[tuple[str, list[str]]]:
    return [(e.chemin, [a.champ for a in e.anomalies]) for e in elements if isinstance(e, Rejet)]


def motif(elements: Iterable[Element]) -> str:
    (rejet,) = (e for e in elements if isinstance(e, Rejet))
    assert len(rejet.anomalies) == 1, rejet
    return rejet.anomalies[0].motif


def doutes(elements: Iterable[Element]) -> list[tuple[str, str, str]]:
    return [(e.chemin, e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


# --- A file as people write it --------------------------------------------------------------------------------------------------------------


def test_fichier_complet() -> None:
    elements = list(lire(FIXTURE, CONTEXTE))
    formation, cafe, atelier = offres(elements)
    assert [(o.source, o.source_id, o.type_offre) for o in (formation, cafe, atelier)] == [
        ("cre", "F-1", TypeOffre.FORMATION),
        ("cre", "A-1", TypeOffre.APPUI),
        ("cre", "A-2", TypeOffre.APPUI),
    ]
    assert [(s.source_id, s.debut, s.fin, s.places, s.places_reservees) for s in formation.sessions] == [
        ("2026-10-05", date(2026, 10, 5), date(2026, 12, 18), 12, 4),
        ("2027-01-11", date(2027, 1, 11), date(2027, 3, 26), 12, 4),
    ]
    # Zeros that a spreadsheet drops come back; a separator between quotation marks is text.
    assert (cafe.lieu.code_postal, cafe.lieu.code_insee) == ("01500", "01004")
    assert atelier.titre == "Atelier « déclic » ; parler de soi"


def test_rejet_dit_ligne_colonne_valeur_et_raison() -> None:
    (rejet,) = (e for e in lire(FIXTURE, CONTEXTE) if isinstance(e, Rejet))
    assert rejet.chemin == "ligne 6"
    assert {(a.champ, a.valeur): a.motif.replace("\u00a0", " ") for a in rejet.anomalies} == {
        ("SIRET de la structure", "73282932000075"): "La clé de contrôle du SIRET est fausse : un chiffre a sans doute été mal recopié.",
        ("Début", "31/09/2026"): "Cette date n’existe pas ou ne s’écrit pas ainsi : jj/mm/aaaa ou aaaa-mm-jj.",
        ("Places", "dix"): "Un nombre est attendu ici.",
        ("Code postal", "940"): "Un code postal compte 5 chiffres.",
        ("Métiers (codes ROME)", "G16"): "Un code ROME s’écrit une lettre de A à N puis 4 chiffres.",
    }


def test_structures_annoncees_une_fois_avant_leurs_offres() -> None:
    elements = list(lire(FIXTURE, CONTEXTE))
    assert [e.objet.source_id for e in elements if isinstance(e, Lu)] == ["73282932000074", "F-1", "relais des bords de marne", "A-1", "A-2"]
    assert [o.structure for o in offres(elements)] == ["73282932000074", "relais des bords de marne", "73282932000074"]
    assert [(s.nom, s.siret) for s in structures(elements)] == [("École des quais", "73282932000074"), ("Relais des bords de Marne", None)]


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodages(tmp_path: Path, encodage: str) -> None:
    attendu = list(lire(FIXTURE, CONTEXTE))
    assert lire_texte(tmp_path, FIXTURE.read_text(encoding="utf-8"), encodage) == attendu


def test_separateur_virgule(tmp_path: Path) -> None:
    (offre,) = offres(lire_lignes(tmp_path, "Identifiant,Type d'offre,Titre,Publics", 'A,appui,Aide,"Jeunes, Seniors"'))
    assert offre.publics == ("jeunes", "seniors")


# --- Columns --------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entete", "cle"),
    [
        ("Métiers (codes ROME)", "metiers"),
        ("METIERS - CODES ROME", "metiers"),
        ("code rome", "metiers"),
        ("places_reservees", "places_reservees"),
        ("Places reservees RSA", "places_reservees"),
        ("  Coût pour la personne (€) ", "cout"),
        ("Date limite", "date_limite"),
        ("Couleur préférée", None),
    ],
)
def test_entetes_tolerants(entete: str, cle: str | None) -> None:
    assert cle_d_entete(entete) == cle


def test_chaque_colonne_a_son_entete_a_elle() -> None:
    assert [cle_d_entete(c.libelle) for c in COLONNES] == [c.cle for c in COLONNES]
    assert [cle_d_entete(c.cle) for c in COLONNES] == [c.cle for c in COLONNES]


def test_colonnes_inconnues_signalees_une_fois(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Humeur;Titre bis", "A;appui;Aide;bonne;x", "B;appui;Aide;bonne;x")
    assert doutes(elements) == [("en-tête", "colonnes", "Humeur, Titre bis")]
    assert len(offres(elements)) == 2


def test_deux_entetes_de_la_meme_colonne_la_premiere_l_emporte(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Places;Nombre de places", "A;appui;Aide;3;9")
    assert offres(elements)[0].sessions[0].places == 3
    assert doutes(elements) == [("en-tête", "colonnes", "Nombre de places")]


def test_colonnes_obligatoires(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match=r"Il manque dans «\u00a0offres.csv\u00a0» la colonne «\u00a0Type d’offre\u00a0», «\u00a0Titre\u00a0»"):
        lire_lignes(tmp_path, "Identifiant;Places", "A;3")


def test_texte_avec_un_separateur_sans_guillemets(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, ENTETE, "A;appui;Aide; mais pas seulement")
    assert "plus de valeurs que de colonnes" in motif(elements)


@pytest.mark.parametrize("absent", ["", "NaN", "-", "   "])
def test_case_absente(tmp_path: Path, absent: str) -> None:
    (offre,) = offres(lire_lignes(tmp_path, f"{ENTETE};Description;Places;Horaires", f"A;appui;Aide;{absent};{absent};{absent}"))
    assert (offre.description, offre.sessions[0].places, offre.horaires) == ("", None, None)


def test_html_dans_un_texte(tmp_path: Path) -> None:
    (offre,) = offres(lire_lignes(tmp_path, f"{ENTETE};Description", "A;appui;Aide;<p>Du <b>gras</b></p>"))
    assert offre.description == "Du gras"


# --- Lines of the same offer ----------------------------------------------------------------------------------------------------------------


def test_lignes_d_une_meme_offre_qui_se_contredisent(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Commune;Début", "A;appui;Aide;Créteil;01/10/2026", "A;appui;Aide;Orly;02/10/2026", "B;appui;Aide;;")
    assert rejets(elements) == [("lignes 2 à 3", ["Commune"])]
    (rejet,) = (e for e in elements if isinstance(e, Rejet))
    assert rejet.anomalies[0].valeur == "«\u00a0Créteil\u00a0» ligne 2, «\u00a0Orly\u00a0» ligne 3"
    assert [o.source_id for o in offres(elements)] == ["B"]


def test_ligne_qui_repete_ou_laisse_vide(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Commune;Début", "A;appui;Aide;;01/10/2026", "A;Appui;Aide;Orly;02/10/2026", "A;;;;03/10/2026")
    assert rejets(elements) == [("lignes 2 à 4", ["Type d’offre"])]
    elements = lire_lignes(tmp_path, f"{ENTETE};Commune;Début", "A;appui;Aide;;01/10/2026", "A;appui;Aide;Orly;02/10/2026", "A;;;;03/10/2026")
    (offre,) = offres(elements)
    assert (offre.lieu.commune, len(offre.sessions)) == ("Orly", 3)


def test_lignes_d_une_offre_dispersees(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Début", "A;appui;Aide;01/10/2026", "B;appui;Aide;", "A;appui;Aide;02/10/2026")
    assert [o.source_id for o in offres(elements)] == ["A", "B"]
    assert rejets(elements) == [("ligne 4", ["Identifiant"])]
    assert "déjà servi ligne 2" in motif(elements)


def test_faute_d_une_session_rejette_l_offre_et_nomme_la_ligne(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Début;Places", "A;appui;Aide;01/10/2026;3", "A;;;02/10/2026;trois")
    assert rejets(elements) == [("lignes 2 à 3", ["Places (ligne 3)"])]
    assert offres(elements) == []


@pytest.mark.parametrize(
    ("entete", "lignes", "champ", "mots"),
    [
        ("Début", ("01/10/2026", ""), "Début (ligne 3)", "sans décrire de session"),
        ("Début", ("01/10/2026", "01/10/2026"), "Identifiant de la session (ligne 3)", "Deux lignes décrivent la même session"),
        ("Places", ("3", "4"), "Identifiant de la session (ligne 3)", "Deux lignes décrivent la même session"),
    ],
)
def test_sessions_indistinctes(tmp_path: Path, entete: str, lignes: tuple[str, str], champ: str, mots: str) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};{entete}", *(f"A;appui;Aide;{ligne}" for ligne in lignes))
    assert rejets(elements) == [("lignes 2 à 3", [champ])]
    assert mots in motif(elements)


def test_sessions_du_meme_jour_distinguees_par_l_heure_ou_par_leur_identifiant(tmp_path: Path) -> None:
    entete = f"{ENTETE};Début;Heure de début;Identifiant de la session"
    elements = lire_lignes(tmp_path, entete, "A;appui;Aide;01/10/2026;9h;", "A;;;01/10/2026;14:00;", "A;;;01/10/2026;14:00;salle 2")
    assert [s.source_id for s in offres(elements)[0].sessions] == ["2026-10-01T0900", "2026-10-01T1400", "salle 2"]


@pytest.mark.parametrize(("seconde", "attendue"), [("20/10/2026", date(2026, 10, 20)), ("", None)])
def test_date_limite_de_l_offre_seulement_quand_chaque_session_en_a_une(tmp_path: Path, seconde: str, attendue: date | None) -> None:
    entete = f"{ENTETE};Début;Date limite pour candidater"
    elements = lire_lignes(tmp_path, entete, "A;appui;Aide;01/10/2026;20/09/2026", f"A;;;01/11/2026;{seconde}")
    assert offres(elements)[0].date_limite == attendue


@pytest.mark.parametrize("identifiant", ["", "  ", "NaN"])
def test_identifiant_vide(tmp_path: Path, identifiant: str) -> None:
    elements = lire_lignes(tmp_path, ENTETE, f"{identifiant};appui;Aide", f"{identifiant};appui;Autre aide", "B;appui;Aide")
    assert rejets(elements) == [("ligne 2", ["Identifiant"]), ("ligne 3", ["Identifiant"])]
    assert len(offres(elements)) == 1


@pytest.mark.parametrize(("ligne", "champ"), [("A;;Aide", "Type d’offre"), ("A;appui;", "Titre"), ("A;bénévolat;Aide", "Type d’offre")])
def test_type_et_titre_obligatoires(tmp_path: Path, ligne: str, champ: str) -> None:
    assert rejets(lire_lignes(tmp_path, ENTETE, ligne)) == [("ligne 2", [champ])]


def test_valeur_hors_liste_dit_la_liste(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Présence", "A;appui;Aide;au loin")
    assert motif(elements).replace("\u00a0", " ") == "Cette valeur n’est pas dans la liste : « Sur place », « En partie à distance », « À distance »."


@pytest.mark.parametrize("identifiant", ["EXEMPLE-1", "exemple 2", "Exemple"])
def test_lignes_d_exemple_laissees_de_cote(tmp_path: Path, identifiant: str) -> None:
    elements = lire_lignes(tmp_path, ENTETE, f"{identifiant};appui;Aide", "B;appui;Aide")
    assert doutes(elements) == [("ligne 2", "Identifiant", identifiant)]
    assert [o.source_id for o in offres(elements)] == ["B"]


def test_un_rejet_garde_sa_cle_pour_que_l_offre_ne_passe_pas_pour_disparue(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{ENTETE};Places", "A;appui;Aide;trois", "B;appui;Aide;3", "C;appui;Aide;3", "B;appui;Aide;4", ";appui;Aide;4")
    # The second use of « B » is refused without its key: the first one stands.
    assert [(e.chemin, e.cle, e.structure) for e in elements if isinstance(e, Rejet)] == [
        ("ligne 2", ("cre", "A"), False),
        ("ligne 5", None, False),
        ("ligne 6", None, False),
    ]


# --- Structures -----------------------------------------------------------------------------------------------------------------------------

STRUCTURE = f"{ENTETE};Structure;SIRET de la structure;Type de structure"


def test_structure_dont_deux_lignes_disent_autre_chose(tmp_path: Path) -> None:
    elements = lire_lignes(
        tmp_path,
        STRUCTURE,
        "A;appui;Aide;Les Lutins;73282932000074;Association",
        "B;appui;Aide;Les Ogres;73282932000074;",
        "C;appui;Aide;LES LUTINS;73282932000074;Entreprise",
    )
    assert [s.nom for s in structures(elements)] == ["Les Lutins"]
    assert doutes(elements) == [("ligne 3", "Structure", "Les Ogres"), ("ligne 4", "Type de structure", "entreprise")]
    assert [o.structure for o in offres(elements)] == ["73282932000074"] * 3


def test_siret_ou_type_sans_nom_de_structure(tmp_path: Path) -> None:
    assert rejets(lire_lignes(tmp_path, STRUCTURE, "A;appui;Aide;;73282932000074;")) == [("ligne 2", ["Structure"])]
    assert rejets(lire_lignes(tmp_path, STRUCTURE, "A;appui;Aide;;;Association")) == [("ligne 2", ["Structure"])]


def test_structure_d_une_offre_rejetee_n_est_pas_annoncee(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, f"{STRUCTURE};Places", "A;appui;Aide;Les Lutins;;;trois", "B;appui;Aide;Les Lutins;;;3")
    assert [(type(e), e.chemin) for e in elements] == [(Rejet, "ligne 2"), (Lu, "ligne 3"), (Lu, "ligne 3")]


def test_offre_sans_structure(tmp_path: Path) -> None:
    elements = lire_lignes(tmp_path, STRUCTURE, "A;appui;Aide;;;")
    assert (structures(elements), offres(elements)[0].structure) == ([], None)


@pytest.mark.parametrize(("siret", "mots"), [("8,24541E+13", "tableur a perdu"), ("7328293200007", "14 chiffres, celui-ci 13")])
def test_siret_abime_par_un_tableur(tmp_path: Path, siret: str, mots: str) -> None:
    elements = lire_lignes(tmp_path, STRUCTURE, f"A;appui;Aide;Les Lutins;{siret};")
    assert mots in motif(elements)


# --- Workbooks ------------------------------------------------------------------------------------------------------------------------------


def classeur(tmp_path: Path, feuilles: dict[str, list[list[Any]]]) -> Path:
    chemin = tmp_path / "offres.xlsx"
    with xlsxwriter.Workbook(chemin, {"default_date_format": "dd/mm/yyyy"}) as livre:
        for nom, lignes in feuilles.items():
            feuille = livre.add_worksheet(nom)
            for rang, ligne in enumerate(lignes):
                feuille.write_row(rang, 0, ligne)
    return chemin


def test_classeur_dates_heures_et_nombres(tmp_path: Path) -> None:
    entete = ["Identifiant", "Type d’offre", "Titre", "Début", "Heure de début", "Places", "Code postal", "SIRET", "Structure", "Téléphone"]
    entete.append("Véhicule exigé")
    ligne = [12, "Recrutement", "Job dating", datetime(2026, 10, 5), 0.5, 8, 1500, 73282932000074, "Les Lutins", 145000000, True]
    elements = list(lire(classeur(tmp_path, {"Notes": [["x"], ["y"]], "OFFRES": [entete, [""] * 11, ligne]}), CONTEXTE))
    (offre,) = offres(elements)
    assert offre.source_id == "12"
    assert (offre.sessions[0].debut, offre.sessions[0].heure_debut, offre.sessions[0].places) == (date(2026, 10, 5), time(12, 0), 8)
    assert (offre.lieu.code_postal, offre.contact.telephone, offre.structure) == ("01500", "0145000000", "73282932000074")
    assert [c.type.value for c in offre.conditions] == ["vehicule"]
    assert {e.chemin for e in elements} == {"ligne 3"}


def test_classeur_d_une_seule_feuille_quel_que_soit_son_nom(tmp_path: Path) -> None:
    chemin = classeur(tmp_path, {"Feuil1": [["Identifiant", "Type", "Intitulé"], ["A", "appui", "Aide"]]})
    assert [o.source_id for o in offres(lire(chemin, CONTEXTE))] == ["A"]


def test_classeur_sans_feuille_offres(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="n’a pas de feuille «\u00a0Offres\u00a0»"):
        list(lire(classeur(tmp_path, {"Feuil1": [["a"]], "Feuil2": [["a"]]}), CONTEXTE))


@pytest.mark.parametrize("contenu", [b"", b"\x00\x01\x02\x03" * 50, b"PK\x03\x04 pas un classeur"])
def test_fichiers_illisibles(tmp_path: Path, contenu: bytes) -> None:
    chemin = tmp_path / "offres.xlsx"
    chemin.write_bytes(contenu)
    with pytest.raises(FichierIllisible):
        list(lire(chemin, CONTEXTE))


def test_modele_sans_ligne(tmp_path: Path) -> None:
    assert lire_texte(tmp_path, ENTETE + "\n") == []
