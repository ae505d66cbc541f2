"""Following a lot: sums that come from rows, two tabs, dates that hold, and the base that refuses what a service would forget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from employeurs.clauses import depot, services
from employeurs.clauses.domaine import EtatPoste, PublicClause
from employeurs.clauses.saisie import FichePoste
from employeurs.clauses.services import ClauseRefusee, LotChange
from tests.employeurs.clauses.conftest import LOT, MARCHE, Atelier

FEVRIER, MARS = date(2026, 2, 1), date(2026, 3, 1)


async def saisir(atelier: Atelier, cellules: dict[tuple[str, date], Decimal | None], version: int | None = None) -> int:
    lot = await atelier.lot()
    return await services.saisir_heures(atelier.connexion, atelier.cre, lot, version or lot.version, cellules, atelier.horloge)


async def test_ce_qui_est_fait_est_la_somme_des_lignes(atelier: Atelier) -> None:
    samira, oumar = await atelier.ajouter("Samira"), await atelier.ajouter("Oumar")
    assert await saisir(atelier, {(samira.identifiant, FEVRIER): Decimal("35.5"), (oumar.identifiant, MARS): Decimal(100)}) == 2
    lot = await atelier.lot()
    assert (lot.bilan.prevues, lot.bilan.engagees, lot.bilan.realisees) == (1200, 600, Decimal("135.5"))
    assert lot.par_mois == {FEVRIER: Decimal("35.5"), MARS: 100}
    assert lot.personnes == 2
    assert sum(p.total for p in (await atelier.personnes()).values()) == await atelier.connexion.fetchval(
        "SELECT sum(h.heures) FROM heures h JOIN participation p ON p.id = h.participation_id JOIN poste o ON o.id = p.poste_id WHERE o.lot_id = $1",
        lot.id,
    )
    # Replaced, forgotten, left as they are.
    assert await saisir(atelier, {(samira.identifiant, FEVRIER): Decimal(10), (oumar.identifiant, MARS): None}) == 2
    assert (await atelier.lot()).bilan.realisees == 10
    assert await saisir(atelier, {(samira.identifiant, FEVRIER): Decimal(10)}) == 0


async def test_deux_onglets_ne_s_ecrasent_pas(atelier: Atelier) -> None:
    samira = await atelier.ajouter("Samira")
    version = (await atelier.lot()).version
    await saisir(atelier, {(samira.identifiant, FEVRIER): Decimal(20)}, version)
    with pytest.raises(LotChange):
        await saisir(atelier, {(samira.identifiant, FEVRIER): Decimal(30)}, version)
    assert (await atelier.lot()).bilan.realisees == 20


async def test_hors_des_dates_rien_n_est_ecrit(atelier: Atelier) -> None:
    samira = await atelier.ajouter("Samira", date(2026, 2, 10), date(2026, 3, 20))
    with pytest.raises(ClauseRefusee) as refus:
        await saisir(atelier, {(samira.identifiant, FEVRIER): Decimal(5), (samira.identifiant, date(2026, 4, 1)): Decimal(7)})
    assert [f.champ for f in refus.value.fautes] == [f"heures-{samira.identifiant}-2026-04"]
    assert (await atelier.lot()).bilan.realisees == 0


@pytest.mark.parametrize("mois", [date(2026, 1, 1), date(2026, 4, 1), date(2026, 2, 2)])
async def test_la_base_refuse_ce_qu_un_service_oublierait(atelier: Atelier, mois: date) -> None:
    samira = await atelier.ajouter("Samira", date(2026, 2, 10), date(2026, 3, 20))
    with pytest.raises(asyncpg.CheckViolationError):
        await atelier.connexion.execute(
            "INSERT INTO heures (participation_id, mois, heures, source, note_le) VALUES ($1, $2, 1, 'saisie', now())", samira.id, mois
        )


async def test_la_base_refuse_aussi_de_deplacer_les_dates_sous_les_heures(atelier: Atelier) -> None:
    samira = await atelier.ajouter("Samira")
    await saisir(atelier, {(samira.identifiant, MARS): Decimal(5)})
    for ordre, cible in (
        ("UPDATE participation SET entree = '2026-04-01' WHERE id = $1", samira.id),
        ("UPDATE lot SET fin = '2025-11-30', debut = '2025-01-01' WHERE id = $1", (await atelier.lot()).id),
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            async with atelier.connexion.transaction():
                await atelier.connexion.execute(ordre, cible)


async def test_jusqu_a_trois_mois_apres_la_fin(atelier: Atelier) -> None:
    samira = await atelier.ajouter("Samira")
    assert await saisir(atelier, {(samira.identifiant, date(2027, 3, 1)): Decimal(5)}) == 1
    with pytest.raises(ClauseRefusee):
        await saisir(atelier, {(samira.identifiant, date(2027, 4, 1)): Decimal(5)})


async def test_un_lot_ne_perd_pas_ses_heures_en_changeant_de_dates(atelier: Atelier) -> None:
    samira = await atelier.ajouter("Samira")
    await saisir(atelier, {(samira.identifiant, MARS): Decimal(5)})
    lot = await atelier.lot()
    with pytest.raises(ClauseRefusee) as refus:
        await services.modifier_lot(atelier.connexion, atelier.cre, lot, lot.version, replace(LOT, debut=date(2026, 5, 1)), atelier.horloge)
    assert refus.value.fautes[0].champ == "debut"
    fiche = replace(LOT, heures_prevues=Decimal(1500))
    await services.modifier_lot(atelier.connexion, atelier.cre, lot, lot.version, fiche, atelier.horloge)
    assert (await atelier.lot()).bilan.prevues == 1500
    with pytest.raises(LotChange):
        await services.modifier_lot(atelier.connexion, atelier.cre, lot, lot.version, fiche, atelier.horloge)


async def test_un_marche_s_ouvre_une_fois_et_un_lot_aussi(atelier: Atelier) -> None:
    autre = await services.suivre(atelier.connexion, atelier.cre, replace(MARCHE, numero="2026 12"), replace(LOT, numero="5"), atelier.horloge)
    assert autre.marche == atelier.marche
    assert len(await depot.lots(atelier.connexion, marche=atelier.marche)) == 2
    with pytest.raises(ClauseRefusee, match="déjà suivi"):
        await services.suivre(atelier.connexion, atelier.cre, MARCHE, LOT, atelier.horloge)
    ailleurs = await services.suivre(atelier.connexion, atelier.cre, replace(MARCHE, acheteur="Ville d’Orly"), LOT, atelier.horloge)
    assert ailleurs.marche != atelier.marche


async def test_un_poste_annule_n_engage_plus_rien(atelier: Atelier) -> None:
    lot = await atelier.lot()
    fiche = FichePoste(None, None, Decimal(400), EtatPoste.OUVERT, None)
    for _ in range(2):
        await services.ouvrir_poste(atelier.connexion, atelier.cre, lot, fiche, "poste-2", atelier.horloge)
    assert ((await atelier.lot()).bilan.engagees, (await atelier.lot()).postes_ouverts) == (1000, 1)
    poste = (await depot.postes(atelier.connexion, lot.id))[1]
    assert await services.regler_poste(atelier.connexion, atelier.cre, lot, poste.identifiant, poste.engagees, EtatPoste.ANNULE)
    assert (await atelier.lot()).bilan.engagees == 600
    assert not await services.regler_poste(atelier.connexion, atelier.cre, lot, "0" * 12, Decimal(1), EtatPoste.OUVERT)
    with pytest.raises(ClauseRefusee, match="ROME"):
        await services.ouvrir_poste(atelier.connexion, atelier.cre, lot, replace(fiche, code_rome="Z9999"), "poste-3", atelier.horloge)


async def test_une_personne_n_est_reliee_que_parmi_celles_que_l_on_peut_voir(atelier: Atelier) -> None:
    lot = await atelier.lot()
    inconnue = await atelier.connexion.fetchval("SELECT identifiant FROM prescription WHERE etat = 'proposee' ORDER BY id LIMIT 1")
    samira = await atelier.ajouter("Samira")
    with pytest.raises(ClauseRefusee, match="n’est pas dans la liste"):
        await services.regler_personne(atelier.connexion, atelier.cre, lot, samira, (samira.entree, None), None, inconnue)
    entree = await atelier.connexion.fetchrow(
        "SELECT p.identifiant, p.allocataire_id FROM prescription p WHERE p.etat = 'entree'"
        " AND p.allocataire_id IN (SELECT id FROM allocataires_visibles($1)) ORDER BY id LIMIT 1",
        atelier.cre.id,
    )
    assert entree is not None
    await services.regler_personne(atelier.connexion, atelier.cre, lot, samira, (samira.entree, None), PublicClause.RSA, entree["identifiant"])
    liee = (await atelier.personnes())["Samira B."]
    assert (liee.liee, liee.public) == (True, PublicClause.RSA)
    trace = await atelier.connexion.fetchval(
        "SELECT action FROM journal WHERE allocataire_id = $1 ORDER BY id DESC LIMIT 1", entree["allocataire_id"]
    )
    assert trace == "participation.regler"


async def test_les_heures_notees_retiennent_les_dates_de_la_personne(atelier: Atelier) -> None:
    samira = await atelier.ajouter("Samira")
    await saisir(atelier, {(samira.identifiant, MARS): Decimal(5)})
    samira = (await atelier.personnes())["Samira B."]
    with pytest.raises(ClauseRefusee) as refus:
        await services.regler_personne(atelier.connexion, atelier.cre, await atelier.lot(), samira, (date(2026, 2, 10), date(2026, 2, 28)), None)
    assert refus.value.fautes[0].champ == "sortie"
