"""Importing a workbook: replaced and never added, in any order, once or twice, and a dry run that writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest

from employeurs.clauses import depot, services
from employeurs.clauses.classeur import ecrire_lot
from employeurs.clauses.fichier.lecteur import lire_classeur
from employeurs.clauses.importation import RapportClauses, importer
from tests.employeurs.clauses.classeurs import classeur
from tests.employeurs.clauses.conftest import LOT, Atelier

ENTETES = ["N° marché", "Lot", "Nom", "Prénom", "Mois", "Heures", "Type de contrat", "Code ROME"]
Lignes = list[list[object]]


def ligne(nom: str, prenom: str, mois: str, heures: object, lot: str = "4", marche: str = "2026-12") -> list[object]:
    return [marche, lot, nom, prenom, mois, heures, "CDDI", "F1606"]


LIGNES: Lignes = [
    ligne("Benali", "Samira", "02/2026", "35h30"),
    ligne("Benali", "Samira", "03/2026", 100),
    ligne("Diallo", "Oumar", "mars 2026", "70,25"),
    ligne("Roy", "Inès", "05/2026", 0),
]


async def importe(atelier: Atelier, lignes: Sequence[Sequence[object]], *, ecrire: bool = True, entetes: Sequence[str] = ENTETES) -> RapportClauses:
    lecture = lire_classeur(classeur({"Suivi": [entetes, *lignes]}), "suivi.xlsx")
    return await importer(atelier.connexion, lecture, atelier.horloge, ecrire=ecrire, acteur=atelier.cre)


async def etat(atelier: Atelier) -> dict[tuple[str, date], Decimal]:
    return {(p.nom, m): h for p in (await atelier.personnes()).values() for m, h in p.heures.items()}


async def test_le_meme_fichier_deux_fois_ne_change_rien(atelier: Atelier) -> None:
    premier = await importe(atelier, LIGNES)
    assert (premier.crees, premier.modifies, premier.personnes, premier.rejets) == (3, 0, 2, ())
    assert [(lot.avant, lot.apres) for lot in premier.lots] == [(0, Decimal("205.75"))]
    assert (await atelier.lot()).bilan.realisees == Decimal("205.75")
    # The métier and the contract of the file are those of the post: no other is opened.
    assert len(await depot.postes(atelier.connexion, (await atelier.lot()).id)) == 1
    avant, version = await etat(atelier), (await atelier.lot()).version
    second = await importe(atelier, LIGNES)
    assert (second.crees, second.modifies, second.inchanges, second.personnes, second.a_change) == (0, 0, 3, 0, False)
    assert (await etat(atelier), (await atelier.lot()).version) == (avant, version)


async def test_les_heures_sont_remplacees_et_une_case_vide_ne_dit_rien(atelier: Atelier) -> None:
    await importe(atelier, LIGNES)
    rapport = await importe(atelier, [ligne("Benali", "Samira", "02/2026", 40), ligne("Benali", "Samira", "03/2026", None)])
    assert (rapport.modifies, rapport.crees) == (1, 0)
    assert (await atelier.personnes())["Samira B."].heures == {date(2026, 2, 1): 40, date(2026, 3, 1): 100}


@pytest.mark.parametrize("graine", range(4))
async def test_l_ordre_des_lignes_ne_change_rien(atelier: Atelier, graine: int) -> None:
    lignes = [*LIGNES, ligne("Bouzid", "Samira", "06/2026", 10), ligne("Diallo", "Oumar", "03/2026", 12), ligne("Roy", "Inès", "06/2026", 9)]
    Random(graine).shuffle(lignes)
    rapport = await importe(atelier, lignes)
    # Two Samira B. and two different hours of Oumar: none of them is taken, whichever came first.
    assert await etat(atelier) == {("Inès R.", date(2026, 6, 1)): 9}
    assert (await atelier.personnes())["Inès R."].entree == date(2026, 6, 1)
    assert len(rapport.rejets) == 5


async def test_un_essai_a_blanc_dit_tout_et_n_ecrit_rien(atelier: Atelier) -> None:
    essai = await importe(atelier, LIGNES, ecrire=False)
    assert (essai.ecrit, essai.crees, essai.personnes) == (False, 3, 2)
    assert (await etat(atelier), (await atelier.lot()).version) == ({}, 1)
    vrai = await importe(atelier, LIGNES)
    assert (vrai.crees, vrai.lots, vrai.rejets, vrai.avertissements) == (essai.crees, essai.lots, essai.rejets, essai.avertissements)


async def test_un_mois_d_avant_elargit_les_dates_deduites_pas_celles_dites_a_la_main(atelier: Atelier) -> None:
    await atelier.ajouter("Zoé", date(2026, 4, 1), initiale="K")
    await importe(atelier, [ligne("Benali", "Samira", "03/2026", 10)])
    rapport = await importe(
        atelier, [ligne("Benali", "Samira", "02/2026", 20), ligne("Kern", "Zoé", "03/2026", 5), ligne("Kern", "Zoé", "04/2026", 6)]
    )
    assert (await atelier.personnes())["Samira B."].total == 30
    assert (await atelier.personnes())["Zoé K."].total == 6
    assert [r.message for r in rapport.rejets] == ["Zoé K. : mars 2026 est hors de ses dates de contrat sur ce lot."]


async def test_hors_des_dates_du_lot_c_est_dit(atelier: Atelier) -> None:
    rapport = await importe(atelier, [ligne("Benali", "Samira", "12/2025", 10), ligne("Benali", "Samira", "04/2027", 10)])
    assert [r.ou for r in rapport.rejets] == ["Suivi, cellule F2", "Suivi, cellule F3"]
    assert "du 15/01/2026 au 31/12/2026, et 3 mois de plus" in rapport.rejets[0].message
    assert (await atelier.lot()).bilan.realisees == 0


async def test_un_lot_inconnu_ne_s_ouvre_qu_avec_ce_qu_il_faut(atelier: Atelier) -> None:
    pauvre = await importe(atelier, [ligne("Benali", "Samira", "02/2026", 10, marche="2027-1")])
    assert pauvre.lots == ()
    assert "il manque l’objet du marché, l’acheteur, le titulaire, les heures prévues" in pauvre.rejets[0].message
    entetes = [*ENTETES, "Objet", "Acheteur", "Titulaire", "Heures prévues", "Début", "Fin"]
    complet = [*ligne("Benali", "Samira", "02/2026", 10, marche="2027-1"), "Voirie", "Ville d’Orly", "Orme", "1 200,5", "01/02/2026", "31/12/2026"]
    rapport = await importe(atelier, [complet], entetes=entetes)
    assert [(lot.marche, lot.lot, lot.nouveau, lot.apres) for lot in rapport.lots] == [("2027-1", "Lot 4", True, 10)]
    assert "sans heures engagées" in rapport.avertissements[0].message
    suivi = (await depot.lots(atelier.connexion, marche=(await depot.marches_nommes(atelier.connexion, "2027-1", None))[0].identifiant))[0]
    assert (suivi.bilan.prevues, suivi.bilan.engagees, suivi.bilan.realisees) == (Decimal("1200.5"), 0, 10)


async def test_un_autre_acheteur_ou_un_lot_qui_manque_ne_se_devinent_pas(atelier: Atelier) -> None:
    entetes = [*ENTETES, "Acheteur"]
    autre = await importe(atelier, [[*LIGNES[0], "Ville d’Orly"]], entetes=entetes)
    assert "suivi pour un autre acheteur (Ville de Créteil)" in autre.rejets[0].message
    seul = await importe(atelier, [ligne("Benali", "Samira", "02/2026", 10, lot="")])
    assert (seul.crees, seul.rejets) == (1, ())
    lot = await atelier.lot()
    marche = await depot.marche(atelier.connexion, atelier.marche)
    assert marche is not None

    await services.ajouter_lot(atelier.connexion, atelier.cre, marche.id, replace(LOT, numero="9"), atelier.horloge)
    plusieurs = await importe(atelier, [ligne("Benali", "Samira", "02/2026", 10, lot="")])
    assert "plusieurs lots" in plusieurs.rejets[0].message
    assert lot.bilan.realisees == 10


async def test_les_heures_prevues_du_fichier_ne_changent_pas_le_suivi(atelier: Atelier) -> None:
    rapport = await importe(atelier, [[*LIGNES[0], 1300]], entetes=[*ENTETES, "Heures prévues"])
    assert "le fichier prévoit 1\u202f300\u00a0h, le suivi 1\u202f200\u00a0h" in rapport.avertissements[0].message
    assert (await atelier.lot()).bilan.prevues == 1200


async def test_deux_contrats_de_suite_recoivent_chacun_leurs_mois(atelier: Atelier) -> None:
    await atelier.ajouter("Samira", date(2026, 2, 1), date(2026, 3, 31))
    await atelier.ajouter("Samira", date(2026, 6, 1))
    await importe(
        atelier, [ligne("Benali", "Samira", "03/2026", 10), ligne("Benali", "Samira", "07/2026", 20), ligne("Benali", "Samira", "05/2026", 1)]
    )
    lignes = await depot.participations(atelier.connexion, (await atelier.lot()).id)
    assert [p.total for p in sorted(lignes, key=lambda p: p.entree)] == [10, 20]


async def test_le_classeur_d_un_lot_se_reimporte_sans_rien_changer(atelier: Atelier) -> None:
    await importe(atelier, LIGNES)
    lot = await atelier.lot()
    postes, personnes = await depot.postes(atelier.connexion, lot.id), await depot.participations(atelier.connexion, lot.id)
    fichier = ecrire_lot(lot, postes, personnes, atelier.horloge.maintenant(), fictif=False)
    lecture = lire_classeur(BytesIO(fichier), "lot.xlsx")
    assert sum(h.heures for h in lecture.heures) == lot.bilan.realisees
    rapport = await importer(atelier.connexion, lecture, atelier.horloge, ecrire=True, acteur=atelier.cre)
    assert (rapport.a_change, rapport.rejets, rapport.avertissements) == (False, (), ())
    assert rapport.inchanges == 3
