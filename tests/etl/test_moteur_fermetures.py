"""A full feed closes what has vanished from it, reopens what is back, and refuses to close by accident."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from catalogue.domaine import DetailsAppui, EtatOffre, Offre, Structure, TypeOffre
from etl.lecture import Rejet
from etl.moteur import FermetureRefusee
from etl.rapport import Rapport
from socle.base import Bassin

Importe = Callable[..., Awaitable[Rapport]]
Lire = Callable[..., Awaitable[list[tuple[Any, ...]]]]

ETATS = "SELECT source_id, etat FROM offre ORDER BY source, source_id"


def offre(rang: int, **champs: Any) -> Offre:
    return Offre(
        **({"source": "flux", "source_id": f"o{rang:02}", "type_offre": TypeOffre.APPUI, "titre": "Aide", "details": DetailsAppui()} | champs)
    )


async def fermees(lire: Lire) -> list[str]:
    return [source_id for source_id, etat in await lire(ETATS) if etat == "fermee"]


async def test_ce_qui_a_disparu_est_ferme_puis_rouvert_a_son_retour(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2), offre(3), complet=True)
    rapport = await importe(offre(1), offre(2), complet=True)
    assert (rapport.fermes, rapport.inchanges, await fermees(lire)) == (1, 2, ["o03"])
    assert (await importe(offre(1), offre(2), complet=True)).a_change is False
    rapport = await importe(offre(1), offre(2), offre(3), complet=True)
    assert (rapport.modifies, rapport.inchanges, rapport.fermes, await fermees(lire)) == (1, 2, 0, [])


async def test_un_flux_partiel_ne_ferme_rien(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2))
    assert (await importe(offre(1))).fermes == 0
    assert await fermees(lire) == []


async def test_une_offre_que_le_fichier_dit_fermee_ne_se_rouvre_pas_a_chaque_import(importe: Importe, lire: Lire) -> None:
    close = offre(1, etat=EtatOffre.FERMEE)
    await importe(close, offre(2))
    assert (await importe(close, offre(2))).inchanges == 2
    assert await fermees(lire) == ["o01"]


async def test_une_offre_fautive_n_est_pas_une_offre_disparue(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2), offre(3), offre(4))
    rejet = Rejet("ligne 9", (), cle=("flux", "o03"))
    rapport = await importe(offre(1), offre(2, titre=""), elements=[rejet], complet=True)
    assert (rapport.rejetes, rapport.fermes, await fermees(lire)) == (2, 1, ["o04"])


async def test_les_autres_sources_ne_sont_pas_concernees(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2, source="ailleurs"))
    await importe(offre(3), offre(1), complet=True)
    assert await fermees(lire) == []


async def test_un_flux_complet_ferme_aussi_dans_les_sources_que_ses_offres_nomment(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2, source="dora"), offre(3, source="dora"))
    assert (await importe(offre(1), offre(2, source="dora"), complet=True)).fermes == 1
    assert await fermees(lire) == ["o03"]


@pytest.mark.parametrize("etat", ["suspendue", "a_valider", "brouillon"])
async def test_une_offre_en_attente_ou_suspendue_est_fermee_aussi(importe: Importe, lire: Lire, catalogue: Bassin, etat: str) -> None:
    await importe(offre(1), offre(2))
    async with catalogue.acquire() as connexion:
        await connexion.execute("UPDATE offre SET etat = $1 WHERE source_id = 'o02'", etat)
    await importe(offre(1), complet=True)
    assert await fermees(lire) == ["o02"]


async def test_une_offre_expiree_reste_expiree(importe: Importe, lire: Lire, catalogue: Bassin) -> None:
    await importe(offre(1), offre(2), offre(3))
    async with catalogue.acquire() as connexion:
        await connexion.execute("UPDATE offre SET etat = 'expiree' WHERE source_id = 'o02'")
    assert (await importe(offre(1), complet=True)).fermes == 1
    assert (await importe(offre(1), offre(2), complet=True)).inchanges == 2
    assert await lire(ETATS) == [("o01", "publiee"), ("o02", "expiree"), ("o03", "fermee")]


# --- Accidents


async def test_un_flux_complet_sans_offre_valable_est_refuse(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2))
    # Faulty for the rules, then for the database alone.
    for elements in ([], [offre(1, titre="")], [offre(1, description="\x00")]):
        with pytest.raises(FermetureRefusee, match="aucune offre valable") as refus:
            await importe(*elements, Structure("flux", "s1", "Organisme"), complet=True)
        assert "--confirmer-fermetures" in str(refus.value)
    assert await fermees(lire) == []
    assert await lire("SELECT (SELECT count(*) FROM structure), (SELECT count(*) FROM import)") == [(0, 1)]


async def test_un_premier_flux_complet_sans_offre_n_est_pas_un_accident(importe: Importe) -> None:
    assert (await importe(Structure("flux", "s1", "Organisme"), complet=True)).structures.crees == 1


async def test_fermer_plus_de_la_moitie_se_confirme(importe: Importe, lire: Lire) -> None:
    toutes = [offre(rang) for rang in range(12)]
    await importe(*toutes)
    nouvelles = [offre(rang) for rang in range(50, 60)]
    with pytest.raises(FermetureRefusee) as refus:
        await importe(*toutes[:5], *nouvelles, complet=True)
    assert "fermerait 7 des 12 offres" in str(refus.value)
    with pytest.raises(FermetureRefusee):
        await importe(*toutes[:5], complet=True, ecrire=False)
    assert len(await lire(ETATS)) == 12
    assert (await importe(*toutes[:5], complet=True, confirmer_fermetures=True)).fermes == 7
    assert len(await fermees(lire)) == 7


async def test_fermer_la_moitie_ou_dans_une_petite_source_ne_demande_rien(importe: Importe) -> None:
    await importe(*[offre(rang) for rang in range(12)], *[offre(rang, source="petite") for rang in range(10)])
    assert (await importe(*[offre(rang) for rang in range(6)], complet=True)).fermes == 6
    assert (await importe(offre(1, source="petite"), source="petite", complet=True)).fermes == 9


async def test_une_source_videe_est_refusee_meme_si_l_autre_est_la(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2), offre(3, source="dora"))
    with pytest.raises(FermetureRefusee, match="flux"):
        await importe(offre(3, source="dora"), complet=True)
    assert await fermees(lire) == []


async def test_tout_fermer_se_confirme(importe: Importe, lire: Lire) -> None:
    await importe(offre(1), offre(2))
    assert (await importe(complet=True, confirmer_fermetures=True)).fermes == 2
    revenue = await importe(replace(offre(1), titre="De retour"), complet=True)
    assert (revenue.modifies, await fermees(lire)) == (1, ["o02"])


async def test_ce_qu_une_personne_a_ferme_n_est_pas_rouvert_par_un_import(importe: Importe, lire: Lire, base: Bassin) -> None:
    await importe(offre(1), offre(2))
    await base.execute("UPDATE offre SET etat = 'fermee', fermee_par_personne = true WHERE source_id = 'o01'")
    assert (await importe(offre(1), offre(2))).inchanges == 2
    rapport = await importe(offre(1, titre="Aide, relue"), offre(2))
    assert (rapport.modifies, await fermees(lire)) == (1, ["o01"])
