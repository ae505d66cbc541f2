"""The clocks: told again, ended by silence, offered on; and one mail a day to a structure."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest

from parcours.prescriptions import liens
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.echeances import expirer, fermer, proposer_places, rappeler_rendez_vous, relancer
from socle.base import Ligne, transaction
from socle.horloge import PARIS
from tests.parcours.monde import Monde

E = Etat
ADRESSE = "https://boite.example"


async def courriers(monde: Monde) -> list[Ligne]:
    async with monde.bassin.acquire() as connexion:
        return await connexion.fetch("SELECT destinataire, objet, texte, html FROM courrier ORDER BY id")


async def tourner(monde: Monde) -> int:
    return await relancer(monde.bassin, monde.horloge, ADRESSE)


async def test_la_structure_recoit_un_courriel_par_jour_et_pas_plus(monde: Monde) -> None:
    session = await monde.session()
    await monde.prescrire(await monde.personne("Awa"), session)
    assert await tourner(monde) == 1
    await monde.prescrire(await monde.personne("Bilal"), session)
    assert await tourner(monde) == 0, "déjà écrite aujourd’hui"
    monde.horloge.avancer(days=1)
    assert await tourner(monde) == 1
    premier, second = await courriers(monde)
    assert premier["destinataire"] == "accueil@structure.example"
    assert premier["objet"].replace("\u00a0", " ") == "1 personne attend votre réponse"
    assert second["objet"].replace("\u00a0", " ") == "2 personnes attendent votre réponse"
    assert "Awa" not in premier["objet"] + premier["texte"] + premier["html"], "le courriel ne nomme personne"
    assert "mardi 8 décembre" in premier["texte"]


async def test_le_lien_du_courriel_ouvre_la_liste_de_la_session(monde: Monde) -> None:
    session = await monde.session()
    await monde.prescrire(await monde.personne("Awa"), session)
    await tourner(monde)
    (lettre,) = await courriers(monde)
    jeton = re.search(rf"{ADRESSE}/repondre/(\S+)", lettre["texte"])
    assert jeton
    assert f'href="{jeton[0]}"' in lettre["html"]
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        ouvert, demandes = await liens.suivre(connexion, jeton[1], monde.horloge)
    assert ouvert.session_id == session.id
    assert [d.prenom for d in demandes] == ["Awa"]


async def test_rappels_a_trois_et_sept_jours_puis_silence(monde: Monde) -> None:
    await monde.prescrire(await monde.personne(), await monde.session(debut=date(2027, 2, 1)))
    ecrits = []
    for jour in range(12):
        if await tourner(monde):
            ecrits.append(jour)
        monde.horloge.avancer(days=1)
    assert ecrits == [0, 3, 7]


async def test_une_reponse_arrete_les_rappels(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session(debut=date(2027, 2, 1)))
    await tourner(monde)
    await monde.avancer(p, E.REFUSEE, qui="employeur")
    monde.horloge.avancer(days=3)
    assert await tourner(monde) == 0


async def test_personne_n_est_derange_la_nuit(monde: Monde) -> None:
    await monde.prescrire(await monde.personne(), await monde.session())
    monde.horloge.instant = datetime.combine(date(2026, 11, 23), time(22), PARIS)
    assert await tourner(monde) == 0
    monde.horloge.instant = datetime.combine(date(2026, 11, 24), time(8), PARIS)
    assert await tourner(monde) == 1


async def test_le_lendemain_de_la_seance_on_demande_qui_est_venu(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session(debut=date(2026, 11, 25)))
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    assert await tourner(monde) == 0
    monde.horloge.instant = datetime(2026, 11, 26, 9, tzinfo=PARIS)
    assert await tourner(monde) == 1
    (lettre,) = await courriers(monde)
    assert "dont dire si elle est venue" in lettre["texte"]


async def test_une_annulation_est_dite_a_qui_attendait_la_personne(monde: Monde) -> None:
    session = await monde.session()
    inconnue = await monde.prescrire(await monde.personne("Awa"), session, envoyer=False)
    await monde.avancer(inconnue, E.ANNULEE)
    assert await tourner(monde) == 0
    attendue = await monde.prescrire(await monde.personne("Bilal"), session)
    await monde.avancer(attendue, E.ANNULEE)
    assert await tourner(monde) == 1
    (lettre,) = await courriers(monde)
    assert "1\u00a0demande annulée" in lettre["texte"]
    monde.horloge.avancer(days=1)
    assert await tourner(monde) == 0


async def test_sans_adresse_de_structure_on_ecrit_a_son_compte_puis_au_contact_de_l_offre(monde: Monde) -> None:
    await monde.valeur("UPDATE structure SET courriel = NULL")
    session = await monde.session(structure=await monde.structure("Petite structure", None))
    await monde.prescrire(await monde.personne("Awa"), session)
    assert await tourner(monde) == 0, "personne à qui écrire : le référent la voit silencieuse"
    await monde.valeur("UPDATE offre SET courriel = 'contact@offre.example' WHERE id = $1", session.offre_id)
    await monde.prescrire(await monde.personne("Bilal"), await monde.session())
    assert await tourner(monde) == 2
    assert {lettre["destinataire"] for lettre in await courriers(monde)} == {"contact@offre.example", "employeur@essai.example"}


async def test_le_silence_clot_et_la_place_sert_a_qui_attend(monde: Monde) -> None:
    session = await monde.session(places=1, debut=date(2027, 2, 1))
    muette = await monde.prescrire(await monde.personne("Awa"), session)
    attente = await monde.prescrire(await monde.personne("Bilal"), session)
    assert await expirer(monde.bassin, monde.horloge) == 0
    monde.horloge.avancer(days=21, minutes=1)
    assert await expirer(monde.bassin, monde.horloge) == 1
    assert [await monde.etat(p) for p in (muette, attente)] == [E.EXPIREE, E.TRANSMISE]
    await monde.comptes_justes()


async def test_tout_finit_par_finir(monde: Monde) -> None:
    session = await monde.session(places=2)
    departs = (E.PROPOSEE, E.TRANSMISE, E.ACCEPTEE_STRUCTURE)
    for etat in departs:
        p = await monde.prescrire(await monde.personne(etat.value), session, envoyer=etat is not E.PROPOSEE)
        if etat is E.ACCEPTEE_STRUCTURE:
            await monde.avancer(p, etat, qui="employeur")
    entree = await monde.prescrire(await monde.personne("entree"), await monde.session(debut=None))
    for vers in (E.ACCEPTEE_STRUCTURE, E.PRESENTE, E.ENTREE):
        entree = await monde.avancer(entree, vers)
    monde.horloge.avancer(days=600)
    assert await expirer(monde.bassin, monde.horloge) == 4
    assert await monde.valeur("SELECT array_agg(DISTINCT etat) FROM prescription") == [E.EXPIREE]
    await monde.comptes_justes()


@pytest.mark.parametrize(
    ("ordre", "touchees"),
    [
        ("UPDATE session SET etat = 'annulee'", {E.PROPOSEE, E.TRANSMISE, E.LISTE_ATTENTE}),
        ("UPDATE offre SET etat = 'fermee'", {E.PROPOSEE, E.LISTE_ATTENTE}),
    ],
)
async def test_une_session_annulee_ou_une_offre_retiree_ne_laisse_personne_en_plan(monde: Monde, ordre: str, touchees: set[Etat]) -> None:
    session = await monde.session(places=1)
    toutes = [
        await monde.prescrire(await monde.personne("Awa"), session),
        await monde.prescrire(await monde.personne("Bilal"), session),
        await monde.prescrire(await monde.personne("Chloé"), session, envoyer=False),
    ]
    await monde.valeur(ordre)
    assert await fermer(monde.bassin, monde.horloge) == len(touchees)
    for p in toutes:
        assert await monde.etat(p) is (E.ANNULEE if p.etat in touchees else p.etat)
    assert await monde.valeur("SELECT array_agg(DISTINCT motif) FROM prescription WHERE etat = 'annulee'") == [Motif.PLUS_DE_POSTE]
    await monde.comptes_justes()


async def test_des_places_ajoutees_vont_a_qui_attend(monde: Monde) -> None:
    session = await monde.session(places=0)
    attente = [await monde.prescrire(await monde.personne(f"P{n}"), session) for n in range(3)]
    await monde.valeur("UPDATE session SET places = 2")
    assert await proposer_places(monde.bassin, monde.horloge) == 2
    assert [await monde.etat(p) for p in attente] == [E.TRANSMISE, E.TRANSMISE, E.LISTE_ATTENTE]
    assert await proposer_places(monde.bassin, monde.horloge) == 0


async def test_une_seance_commencee_ne_promeut_plus(monde: Monde) -> None:
    session = await monde.session(places=0, debut=date(2026, 11, 24))
    attente = await monde.prescrire(await monde.personne(), session)
    await monde.valeur("UPDATE session SET places = 2")
    monde.horloge.instant = datetime(2026, 11, 25, 9, tzinfo=PARIS)
    assert await proposer_places(monde.bassin, monde.horloge) == 0
    assert await expirer(monde.bassin, monde.horloge) == 1
    assert await monde.etat(attente) is E.EXPIREE


async def test_la_veille_la_personne_est_rappelee_une_fois(monde: Monde) -> None:
    personne = await monde.personne(telephone="0600000001", accord_telephone=True)
    p = await monde.prescrire(personne, await monde.session(debut=date(2026, 11, 24)))
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    for _ in range(2):
        assert await rappeler_rendez_vous(monde.bassin, monde.horloge) == 1
    textes = [lettre["texte"] for lettre in await courriers(monde)]
    assert len(textes) == 2
    assert "attendu demain, mardi 24 novembre" in textes[1]
    monde.horloge.instant = datetime(2026, 11, 23, 23, tzinfo=PARIS)
    assert await rappeler_rendez_vous(monde.bassin, monde.horloge) == 0
