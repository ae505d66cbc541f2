"""Structures that do not answer, what became of what they received: figures recomputed from the life of the prescriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from employeurs.relations import depot, services, suivi
from employeurs.relations.domaine import FicheStructure, LigneStructure, Silencieuse
from employeurs.relations.libelles import RELANCE
from employeurs.relations.saisie import SaisieAction, SaisieEchange
from parcours.prescriptions.domaine import Etat
from socle.base import transaction
from tests.employeurs.relations.conftest import geste, lire_fiche
from tests.parcours.monde import Monde

E = Etat


async def silencieuses(monde: Monde, **acteur: frozenset[str]) -> list[Silencieuse]:
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        return await suivi.silencieuses(connexion, replace(monde.comptes["cre"], **acteur), monde.horloge.aujourdhui())


async def ligne(monde: Monde) -> LigneStructure:
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        return next(x for x in await suivi.annuaire(connexion, monde.horloge.aujourdhui()) if x.nom == "Atelier du Pont")


async def test_sept_jours_sans_reponse_et_la_structure_est_silencieuse(monde: Monde) -> None:
    session = await monde.session()
    await monde.prescrire(await monde.personne("Awa"), session)
    monde.horloge.avancer(days=6)
    await monde.prescrire(await monde.personne("Bilal"), session)
    assert await silencieuses(monde) == []
    monde.horloge.avancer(days=1)
    (s,) = await silencieuses(monde)
    assert (s.nom, s.attendent, s.constats, s.depuis, s.dernier_echange) == ("Atelier du Pont", 1, 0, date(2026, 11, 23), None)
    assert (s.courriel, s.contact) == ("accueil@structure.example", "")
    assert (await ligne(monde)).silence == (await lire_fiche(monde)).silence == 1
    assert {"Awa", "Bilal", "Diallo"}.isdisjoint(str(s).split("'")), "cette liste ne nomme aucune personne accompagnée"


async def test_une_personne_qui_attend_deux_fois_compte_une_fois(monde: Monde) -> None:
    personne = await monde.personne("Awa")
    for _ in range(2):
        await monde.prescrire(personne, await monde.session())
    monde.horloge.avancer(days=7)
    assert [s.attendent for s in await silencieuses(monde)] == [1]
    assert (await ligne(monde)).silence == 1


async def test_une_seance_passee_sans_dire_qui_est_venu(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne("Awa"), await monde.session(debut=date(2026, 11, 25)))
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    monde.horloge.avancer(days=4)
    assert await silencieuses(monde) == []
    monde.horloge.avancer(days=1)
    assert [(s.attendent, s.constats, s.depuis) for s in await silencieuses(monde)] == [(0, 1, date(2026, 11, 25))]
    await monde.avancer(p, E.PRESENTE, qui="employeur")
    assert await silencieuses(monde) == []


async def test_relancer_plus_tard_ote_de_la_liste_jusqu_au_jour_dit(monde: Monde, structure: FicheStructure) -> None:
    await monde.prescrire(await monde.personne("Awa"), await monde.session())
    monde.horloge.avancer(days=9)
    async with transaction(monde.bassin) as connexion:
        await services.prevoir(connexion, geste(monde), structure, SaisieAction(RELANCE, "2026-12-04"))
    assert await silencieuses(monde) == []
    monde.horloge.avancer(days=2)
    assert [s.nom for s in await silencieuses(monde)] == ["Atelier du Pont"]
    async with transaction(monde.bassin) as connexion:
        assert [a.quoi for a in await suivi.a_faire(connexion, monde.comptes["cre"].id, date(2026, 12, 4))] == [RELANCE]
        assert await suivi.a_faire(connexion, monde.comptes["voisine"].id, date(2026, 12, 4)) == []


async def test_un_echange_se_lit_dans_les_listes(monde: Monde, structure: FicheStructure) -> None:
    async with transaction(monde.bassin) as connexion:
        await services.noter_echange(connexion, geste(monde), structure, SaisieEchange(texte="Bonjour.", jour="2026-11-20", rappel="2026-11-25"))
    lue = await ligne(monde)
    assert (lue.dernier_echange, lue.prochaine_action) == (date(2026, 11, 20), date(2026, 11, 25))


@pytest.mark.parametrize(("territoires", "vue"), [(frozenset(), True), (frozenset({"est"}), True), (frozenset({"ouest"}), False)])
async def test_chacun_ses_territoires_et_l_inconnu_pour_tous(monde: Monde, territoires: frozenset[str], vue: bool) -> None:
    await monde.prescrire(await monde.personne("Awa"), await monde.session())
    monde.horloge.avancer(days=7)
    assert len(await silencieuses(monde, territoires=territoires)) == 1, "sans commune connue, la structure est à tous"
    await monde.valeur("INSERT INTO territoire (code, nom, nature) VALUES ('est', 'Est', 'eds'), ('ouest', 'Ouest', 'eds')")
    await monde.valeur("INSERT INTO commune (code_insee, nom, cle_tri, territoire) VALUES ('94028', 'Créteil', 'creteil', 'est')")
    await monde.valeur("UPDATE structure SET code_insee = '94028'")
    assert bool(await silencieuses(monde, territoires=territoires)) is vue


async def test_les_chiffres_d_une_structure_suivent_ses_prescriptions(monde: Monde, structure: FicheStructure) -> None:
    session = await monde.session(debut=None)
    vies = ((2, (E.ACCEPTEE_STRUCTURE, E.PRESENTE, E.ENTREE)), (4, (E.REFUSEE,)), (6, (E.ACCEPTEE_STRUCTURE,)), (0, ()))
    for jours, etats in vies:
        p = await monde.prescrire(await monde.personne(f"P{jours}"), session)
        monde.horloge.avancer(days=jours)
        for etat in etats:
            p = await monde.avancer(p, etat, qui="employeur")
    await monde.prescrire(await monde.personne("Pas envoyée"), session, envoyer=False)
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        c = await depot.chiffres(connexion, structure.id)
        offres = await depot.offres(connexion, structure.id, monde.horloge.aujourdhui())
    assert (c.transmises, c.en_attente, c.acceptees, c.venues, c.entrees) == (4, 1, 2, 1, 1)
    assert c.mediane == pytest.approx(4)
    assert [(o.offertes, o.tenues, o.prises) for o in offres] == [(10, 1, 2)]


async def test_les_sessions_a_remplir_sont_proches_ouvertes_et_libres(monde: Monde) -> None:
    jour = monde.horloge.aujourdhui()
    proche = await monde.session(places=2, debut=jour + timedelta(days=14))
    await monde.prescrire(await monde.personne("Awa"), proche)
    await monde.session(places=2, debut=jour + timedelta(days=15))
    await monde.session(places=2, debut=jour)
    await monde.session(places=0, debut=jour + timedelta(days=3))
    await monde.session(places=None, debut=jour + timedelta(days=3))
    await monde.session(places=2, debut=jour + timedelta(days=3), date_limite=jour - timedelta(days=1))
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        trouvees = await suivi.sessions_libres(connexion, monde.comptes["cre"], jour)
    assert [(s.offre, s.libres) for s in trouvees] == [(proche.offre, 1)]


async def test_ce_qui_etait_confie_a_un_compte_ferme_est_a_reprendre(monde: Monde, structure: FicheStructure) -> None:
    async with transaction(monde.bassin) as connexion:
        await services.prevoir(connexion, geste(monde, "voisine"), structure, SaisieAction("Visiter", "2026-11-23"))
        assert await suivi.a_faire(connexion, monde.comptes["cre"].id, date(2026, 11, 23)) == []
    await monde.valeur("UPDATE compte SET actif = false WHERE id = $1", monde.comptes["voisine"].id)
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        assert [a.pour for a in await suivi.a_faire(connexion, monde.comptes["cre"].id, date(2026, 11, 23))] == ["Voisine"]
