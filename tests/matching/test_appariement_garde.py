"""The lists of everybody in the database: atomic, resumable, and what they were computed from is kept beside them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalogue.vivant import charger
from etl.demonstration.chargement import charger_demonstration
from matching.appariements import apparier, depot
from matching.appariements.depot import ListeGardee
from matching.appariements.services import Consigne
from matching.classement import classer
from matching.eligibilite import STATUTS, Statut
from matching.score import TOTAL, UNITE, Part, poids
from models.encodeur import Encodeur
from parcours.domaine import Allocataire
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeFixe


class Coupure(Exception):
    """The power goes."""


@pytest.fixture
async def demonstration(base: Bassin, horloge: HorlogeFixe) -> Bassin:
    """The demonstration and its people."""
    await charger_demonstration(base, horloge)
    return base


async def lire_gens(base: Bassin) -> list[Allocataire]:
    async with transaction(base, lecture_seule=True) as connexion:
        return [suivie.personne for suivie in await depot.personnes(connexion)]


async def lire(base: Bassin, identifiant: str) -> ListeGardee | None:
    async with transaction(base, lecture_seule=True) as connexion:
        return await depot.liste(connexion, identifiant)


async def compter(base: Bassin, table: str) -> int:
    async with base.acquire() as connexion:
        return int(await connexion.fetchval(f"SELECT count(*) FROM {table}"))


async def test_une_liste_gardee_se_rejoue(demonstration: Bassin, encodeur: Encodeur, horloge: HorlogeFixe) -> None:
    bilan = await apparier(demonstration, encodeur, horloge)
    moteur = await charger(demonstration, encodeur)
    personnes = {p.identifiant: p for p in await lire_gens(demonstration)}
    assert bilan.personnes == await compter(demonstration, "appariement") == len(personnes) > 250
    for identifiant in list(personnes)[::41]:
        gardee = await lire(demonstration, identifiant)
        assert gardee is not None
        assert (gardee.version, gardee.empreinte.hex(), gardee.noms) == (poids().version, bilan.empreinte, [p.value for p in Part])
        classement = classer([personnes[identifiant]], moteur, gardee.jour)
        ordre = classement.ordre(0, (Statut.ELIGIBLE, Statut.A_VERIFIER))[:50]
        assert gardee.offres == moteur.image.ids[ordre].tolist()
        assert gardee.totaux == (classement.scores.total[0, ordre].astype(float) * TOTAL).round().astype(int).tolist()
        assert gardee.statuts == classement.eligibilite.statuts[0, ordre].tolist()
        # The sum of the contributions is the score, to the last thousandth of the grid.
        milliemes = [poids().milliemes(Part(nom)) for nom in gardee.noms]
        for place, total in enumerate(gardee.totaux):
            parts = gardee.parts[place * len(milliemes) : (place + 1) * len(milliemes)]
            assert sum(p * m for p, m in zip(parts, milliemes, strict=True)) == total
            assert all(0 <= p <= UNITE for p in parts)
    assert all(STATUTS[s] in (Statut.ELIGIBLE, Statut.A_VERIFIER) for s in gardee.statuts)


async def test_tue_au_milieu_il_continue_ou_il_en_etait(demonstration: Bassin, encodeur: Encodeur, horloge: HorlogeFixe) -> None:
    premier = await apparier(demonstration, encodeur, horloge)
    quelqu_un = (await lire_gens(demonstration))[0].identifiant
    avant = await lire(demonstration, quelqu_un)

    def couper(faites: int, total: int) -> None:
        if faites == 200:
            raise Coupure

    with pytest.raises(Coupure):
        await apparier(demonstration, encodeur, horloge, Consigne(lot=100, suivre=couper))
    assert await lire(demonstration, quelqu_un) == avant  # what is in force has not moved
    vues: list[int] = []
    reprise = await apparier(demonstration, encodeur, horloge, Consigne(reprendre=True, lot=100, suivre=lambda faites, total: vues.append(faites)))
    assert (reprise.reprises, vues) == (200, [200, *range(300, premier.personnes, 100), premier.personnes])
    assert reprise.empreinte == premier.empreinte
    assert await lire(demonstration, quelqu_un) == avant
    assert (await compter(demonstration, "appariement"), await compter(demonstration, "appariement_lot")) == (reprise.personnes, 1)


async def test_rien_ne_se_reprend_quand_une_donnee_a_change(demonstration: Bassin, encodeur: Encodeur, horloge: HorlogeFixe) -> None:
    def couper(faites: int, total: int) -> None:
        if faites == 100:
            raise Coupure

    with pytest.raises(Coupure):
        await apparier(demonstration, encodeur, horloge, Consigne(lot=100, suivre=couper))
    async with transaction(demonstration) as connexion:
        await connexion.execute("UPDATE session SET places_prises = places_prises + 1 WHERE places > places_tenues + places_prises")
    neuf = await apparier(demonstration, encodeur, horloge, Consigne(reprendre=True, lot=100))
    assert neuf.reprises == 0
    assert (await compter(demonstration, "appariement"), await compter(demonstration, "appariement_lot")) == (neuf.personnes, 1)
    demain = HorlogeFixe(horloge.maintenant() + timedelta(days=1))
    assert (await apparier(demonstration, encodeur, demain)).empreinte != neuf.empreinte


async def test_un_seul_a_la_fois(demonstration: Bassin, encodeur: Encodeur, horloge: HorlogeFixe) -> None:
    async with demonstration.acquire() as autre:
        assert await depot.verrouiller(autre)
        with pytest.raises(ErreurPersonne, match="déjà en cours"):
            await apparier(demonstration, encodeur, horloge)
        await depot.lacher(autre)
    await apparier(demonstration, encodeur, horloge)
    assert await lire(demonstration, "personne-que-nul-ne-connait") is None
