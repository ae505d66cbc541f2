"""Filières of the demonstration: what they name exists, and loading them again changes nothing that somebody wrote."""

from __future__ import annotations

from catalogue.filieres import depot
from catalogue.filieres.domaine import couvre
from catalogue.filieres.services import cle_de
from etl import demonstration
from etl.demonstration.chargement import REQUETES
from etl.demonstration.filieres import charger_filieres
from etl.demonstration.tables import fiches
from socle.base import ouvrir, transaction
from socle.horloge import HorlogeFixe


def test_tout_ce_qu_elles_nomment_existe() -> None:
    metiers, structures = {m.code_rome for m in demonstration.metiers()}, {s.source_id for s in demonstration.structures()}
    for fiche in fiches("filieres", "filiere"):
        assert [code for code in fiche["codes"] if not any(couvre((code,), metier) for metier in metiers)] == []
        assert set(fiche["structures"]) <= structures


async def test_recharger_ne_defait_pas_ce_qui_a_ete_change(url_demonstration_a_soi: str, jour_des_tests: HorlogeFixe) -> None:
    bassin = await ouvrir(url_demonstration_a_soi, taille=1)
    async with transaction(bassin) as connexion:
        chargees = await depot.toutes(connexion)
        await connexion.execute("UPDATE filiere SET accroche = 'Changée' WHERE id = $1", chargees[0].id)
        await connexion.execute("DELETE FROM filiere WHERE id = $1", chargees[1].id)
        assert await charger_filieres(connexion, REQUETES, jour_des_tests) == 1
        assert await charger_filieres(connexion, REQUETES, jour_des_tests) == 0
        relues = await depot.toutes(connexion)
        structures = [len(await depot.structures(connexion, f.id)) for f in relues]
    await bassin.close()
    assert [f.cle for f in relues] == [f.cle for f in chargees] == [cle_de(fiche["nom"]) for fiche in fiches("filieres", "filiere")]
    assert relues[0].accroche == "Changée"
    assert structures == [len(fiche["structures"]) for fiche in fiches("filieres", "filiere")]
