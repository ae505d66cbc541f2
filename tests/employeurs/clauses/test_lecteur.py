"""The facilitateur's workbook: both layouts, headers in many words, totals checked, faults with the address of their cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import TypeContrat
from employeurs.clauses.domaine import PublicClause
from employeurs.clauses.fichier.elements import Lecture
from employeurs.clauses.fichier.lecteur import Feuille, lire_classeur, lire_feuilles
from employeurs.clauses.fichier.modele import ecrire_modele
from socle.erreurs import FichierIllisible
from tests.employeurs.clauses.classeurs import classeur

LONG = ["N° marché", "Lot", "Nom", "Prénom", "Mois", "Heures"]
Cases = dict[tuple[str, str, date], Decimal]


def lire(*lignes: Sequence[object], feuille: str = "Suivi") -> Lecture:
    return lire_classeur(classeur({feuille: lignes}), "suivi.xlsx")


def cases(lecture: Lecture) -> Cases:
    return {(h.lot, h.nom, h.mois): h.heures for h in lecture.heures}


def test_une_ligne_par_personne_et_par_mois() -> None:
    lu = lire(LONG, ["2026-12", "Lot 1", "BENALI", "Samira", "janv. 2026", "35,5"], ["2026-12", "1", "Diallo", "Bakary", date(2026, 2, 1), 40])
    assert cases(lu) == {("1", "Samira B.", date(2026, 1, 1)): Decimal("35.5"), ("1", "Bakary D.", date(2026, 2, 1)): Decimal(40)}
    assert [(lot.marche, lot.lot) for lot in lu.lots] == [("2026-12", "1")]
    assert (lu.rejets, lu.avertissements) == ((), ())


def test_une_colonne_par_mois_avec_de_vraies_dates_des_mots_et_des_durees() -> None:
    entetes = ["Marché", "lot", "Bénéficiaire", "Type de contrat", "Public", "Code ROME", date(2026, 1, 1), "févr. 2026", "03/2026", "Total"]
    lu = lire(
        ["Suivi des heures d’insertion"],
        [],
        entetes,
        ["M1", "2", "BENALI Samira", "CDDI", "BRSA", "Maçon F1703", timedelta(hours=35, minutes=30), "35h30", None, 71],
    )
    assert list(cases(lu).values()) == [Decimal("35.5")] * 2
    premiere = lu.heures[0]
    assert (premiere.contrat, premiere.public, premiere.code_rome) == (TypeContrat.CDDI, PublicClause.RSA, "F1703")
    assert premiere.ou == "Suivi, cellule G4"
    assert lu.avertissements == ()


def test_le_nom_entier_ne_sort_jamais_du_fichier() -> None:
    lu = lire(LONG, ["M1", "1", "Benali-Secret", "Samira", "01/2026", 35], ["M1", "1", "Autrenom", "Oumar", "01/2026", "trop"])
    assert "enali" not in repr(lu)
    assert "utrenom" not in repr(lu)
    assert "Samira" in repr(lu)


def test_une_feuille_par_lot_dit_son_marche_au_dessus() -> None:
    lu = lire(
        ["Marché", "M7"],
        ["Lot : 3 – peinture"],
        ["Titulaire", None, "Lumen"],
        ["Heures prévues", 1200, None, "Date de fin", date(2027, 1, 31)],
        ["Année : 2026"],
        ["Nom", "Prénom", "Janvier", "Février"],
        ["Benali", "Samira", 10, 20],
    )
    lot = lu.lots[0]
    assert (lot.marche, lot.lot, lot.titulaire, lot.heures_prevues, lot.fin) == ("M7", "3 – peinture", "Lumen", 1200, date(2027, 1, 31))
    assert [h.mois for h in lu.heures] == [date(2026, 1, 1), date(2026, 2, 1)]


def test_l_annee_peut_venir_du_nom_de_la_feuille_et_manquer_se_dit() -> None:
    lignes = (["Marché", "Nom", "Prénom", "Mars"], ["M1", "Benali", "Samira", 12])
    assert lire(*lignes, feuille="Suivi 2026").heures[0].mois == date(2026, 3, 1)
    sans = lire(*lignes)
    assert sans.heures == ()
    assert sans.rejets[0].ou == "Suivi, cellule D1"
    assert "pas d’année" in sans.rejets[0].message


def test_les_cellules_fusionnees_se_lisent() -> None:
    lu = lire(
        LONG, ["M1", "1", "Benali", "Samira", "01/2026", 10], [None, None, "Diallo", "Oumar", "01/2026", 20], ["M1", "2", "Roy", "Inès", "01/2026", 5]
    )
    assert cases(lu) == {
        ("1", "Samira B.", date(2026, 1, 1)): 10,
        ("1", "Oumar D.", date(2026, 1, 1)): 20,
        ("2", "Inès R.", date(2026, 1, 1)): 5,
    }


def test_un_total_juste_est_laisse_de_cote_et_un_total_faux_est_dit() -> None:
    entetes = ["Marché", "Lot", "Nom", "Prénom", "01/2026", "02/2026"]
    juste = lire(entetes, ["M1", "1", "A", "Samira", 10, 5], ["M1", "1", "B", "Oumar", 20, ""], ["Total", None, None, None, 30, 5])
    assert (len(juste.heures), juste.rejets, juste.avertissements) == (3, (), ())
    sous_totaux = lire(
        entetes, ["M1", "1", "A", "Samira", 10, 5], ["Sous-total lot 1", None, None, None, 10, 5], ["M1", "2", "B", "Oumar", 20, 1],
        ["Sous-total", None, None, None, 20, 1], ["TOTAL GÉNÉRAL", None, None, None, 30, 6],
    )  # fmt: skip
    assert (len(sous_totaux.heures), sous_totaux.avertissements) == (4, ())
    faux = lire(entetes, ["M1", "1", "A", "Samira", 10, 5], ["Total", None, None, None, 12, 5])
    assert len(faux.heures) == 2
    assert [a.ou for a in faux.avertissements] == ["Suivi, cellule E3"]
    assert "Le total dit 12" in faux.avertissements[0].message


def test_un_total_de_ligne_faux_est_dit() -> None:
    lu = lire(["Marché", "Nom", "Prénom", "01/2026", "02/2026", "Total"], ["M1", "A", "Samira", 10, 5, 16])
    assert (len(lu.heures), [a.ou for a in lu.avertissements]) == (2, ["Suivi, cellule F2"])


@pytest.mark.parametrize(("valeur", "mots"), [("malade", "35h30"), (-4, "négatives"), (400, "213 heures")])
def test_des_heures_illisibles_sont_rejetees_avec_leur_adresse(valeur: object, mots: str) -> None:
    lu = lire(LONG, ["M1", "1", "Benali", "Samira", "01/2026", valeur], ["M1", "1", "Benali", "Samira", "02/2026", 12])
    assert [h.heures for h in lu.heures] == [12]
    assert lu.rejets[0].ou == "Suivi, cellule F2"
    assert mots in lu.rejets[0].message


def test_deux_lignes_qui_se_contredisent_ne_sont_reprises_ni_l_une_ni_l_autre() -> None:
    lu = lire(LONG, ["M1", "1", "Benali", "Samira", "01/2026", 10], ["M1", "1", "Benali", "Samira", "janvier 2026", 12])
    assert lu.heures == ()
    assert [r.ou for r in lu.rejets] == ["Suivi, cellule F2", "Suivi, cellule F3"]
    double = lire(LONG, ["M1", "1", "Benali", "Samira", "01/2026", 10], ["M1", "1", "Benali", "Samira", "janvier 2026", 10])
    assert ([h.heures for h in double.heures], len(double.avertissements)) == ([10], 1)


def test_deux_personnes_de_meme_initiale_se_distinguent_par_un_repere() -> None:
    lignes = (["M1", "1", "Benali", "Samira", "01/2026", 10], ["M1", "1", "Bouzid", "Samira", "01/2026", 12])
    assert (lire(LONG, *lignes).heures, len(lire(LONG, *lignes).rejets)) == ((), 2)
    reperees = lire([*LONG, "Repère"], [*lignes[0], 1], [*lignes[1], 2])
    assert cases(reperees) == {("1", "Samira B. (1)", date(2026, 1, 1)): 10, ("1", "Samira B. (2)", date(2026, 1, 1)): 12}


def test_une_ligne_sans_marche_ou_sans_personne_est_dite() -> None:
    lu = lire(LONG, [None, "1", "Benali", "Samira", "01/2026", 10], ["M1", "1", None, None, "01/2026", 12], ["M1", "1", "Roy", "Inès", "un jour", 3])
    assert lu.heures == ()
    assert [r.ou for r in lu.rejets] == ["Suivi, cellule A2", "Suivi, cellule F3", "Suivi, cellule E4"]


lignes_longues = st.lists(
    st.tuples(
        st.sampled_from(["1", "2"]),
        st.sampled_from(["Benali", "Bouzid", "Roy"]),
        st.sampled_from(["Samira", "Inès"]),
        st.integers(1, 3),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=12,
)


@given(lignes_longues, st.randoms(use_true_random=False))
def test_l_ordre_des_lignes_ne_change_pas_ce_qui_est_lu(lignes: list[tuple[str, str, str, int, int]], hasard: Random) -> None:
    def ranger(suite: list[tuple[str, str, str, int, int]]) -> tuple[Cases, int]:
        rangees = [LONG, *(["M1", lot, nom, prenom, f"{mois:02d}/2026", heures] for lot, nom, prenom, mois, heures in suite)]
        lu = lire_feuilles([Feuille("Suivi", rangees)], "f.xlsx")
        return cases(lu), len(lu.rejets)

    autre = list(lignes)
    hasard.shuffle(autre)
    assert ranger(autre) == ranger(lignes)


@given(st.lists(st.lists(st.decimals(0, 213, places=2), min_size=2, max_size=2), min_size=1, max_size=8))
def test_un_total_qui_fait_la_somme_ne_dit_jamais_rien(heures: list[list[Decimal]]) -> None:
    personnes = [["M1", "1", "Roy", f"Personne{'abcdefgh'[i]}", *map(float, h)] for i, h in enumerate(heures)]
    total = ["Total", "", "", "", *(float(sum(colonne)) for colonne in zip(*heures, strict=True))]
    lu = lire_feuilles([Feuille("Suivi", [["Marché", "Lot", "Nom", "Prénom", "01/2026", "02/2026"], *personnes, total])], "f.xlsx")
    assert (lu.rejets, lu.avertissements, len(lu.heures)) == ((), (), 2 * len(heures))


def test_une_feuille_des_lots_complete_celle_des_heures() -> None:
    lots = [
        ["N° marché", "Lot", "Titulaire", "SIRET", "Heures prévues", "Date de fin"],
        ["M1", "1", "Lumen", "12345678901234", "1 200", date(2027, 1, 31)],
    ]
    lu = lire_classeur(classeur({"Lots": lots, "Heures": [LONG, ["M1", "1", "Benali", "Samira", "01/2026", 10]], "Notes": [["rien"]]}), "f.xlsx")
    assert (len(lu.lots), lu.lots[0].heures_prevues, lu.lots[0].titulaire_siret) == (1, 1200, None)
    assert "SIRET" in lu.avertissements[0].message


def test_le_modele_se_lit_et_ne_dit_rien() -> None:
    lu = lire_classeur(BytesIO(ecrire_modele(2026)), "modele.xlsx")
    assert (lu.lots, lu.heures, lu.rejets, lu.avertissements) == ((), (), (), ())
    assert ecrire_modele(2026) == ecrire_modele(2026)


def test_un_autre_fichier_est_refuse_avec_ce_qu_il_faut() -> None:
    with pytest.raises(FichierIllisible, match="aucune feuille de suivi"):
        lire(["Structure", "Téléphone"], ["Lumen", "01"])
    with pytest.raises(FichierIllisible, match="n’est pas un classeur"):
        lire_classeur(BytesIO(b"Nom;Prenom"), "liste.csv")
