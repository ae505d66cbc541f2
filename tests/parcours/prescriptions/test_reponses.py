"""Answering from an account for all the people of a session: who may, what is seen, and never more people than places."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from comptes.domaine import Acteur, Role
from parcours.prescriptions import reponses, services
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.lignes import DemandeRecue, Prescription
from parcours.prescriptions.mouvements import Action, Introuvable
from parcours.prescriptions.reponses import Reponse
from socle.base import transaction
from tests.parcours.monde import Monde, SessionEssai

E = Etat
OUI = Action(vers=E.ACCEPTEE_STRUCTURE)
NON = Action(vers=E.REFUSEE, motif=Motif.COMPETENCES)


async def recues(monde: Monde, acteur: Acteur, session: SessionEssai) -> list[DemandeRecue]:
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        return await reponses.de_la_session(connexion, acteur, session.offre, session.session)


async def repondre(monde: Monde, session: SessionEssai, *voulues: tuple[Prescription, Action]) -> Sequence[Reponse]:
    async with transaction(monde.bassin) as connexion:
        demandes = await reponses.de_la_session(connexion, monde.employeur, session.offre, session.session)
        return await reponses.repondre(connexion, monde.employeur, demandes, [(p.identifiant, a) for p, a in voulues], monde.horloge)


async def test_la_liste_d_une_session_n_a_que_ce_qui_a_ete_envoye(monde: Monde) -> None:
    session, ailleurs = await monde.session(places=2), await monde.session()
    for prenom in ("Awa", "Bilal"):
        await monde.prescrire(await monde.personne(prenom), session, mot="Libre dès lundi.")
    await monde.prescrire(await monde.personne("Chloé"), session, envoyer=False)
    await monde.prescrire(await monde.personne("David"), ailleurs)
    en_attente = await monde.prescrire(await monde.personne("Elsa"), session)
    assert await monde.etat(en_attente) is E.LISTE_ATTENTE
    lues = await recues(monde, monde.employeur, session)
    assert [(d.prenom, d.mot, d.structure) for d in lues] == [
        ("Awa", "Libre dès lundi.", "Atelier du Pont"),
        ("Bilal", "Libre dès lundi.", "Atelier du Pont"),
    ]


async def test_qui_peut_repondre_pour_une_structure(monde: Monde) -> None:
    session = await monde.session()
    await monde.prescrire(await monde.personne(), session)
    du_lieu = await monde.compte("cip-du-lieu", Role.CIP, monde.structure_id)
    assert len(await recues(monde, du_lieu, session)) == 1
    cre = await monde.compte("cre-du-lieu", Role.CRE, monde.structure_id)
    for autre in (monde.comptes["concurrent"], monde.comptes["cre"], monde.cip, cre):
        with pytest.raises(Introuvable):
            await recues(monde, autre, session)


async def test_une_session_inconnue_vide_ou_sans_structure_est_introuvable(monde: Monde) -> None:
    vide, orpheline = await monde.session(), await monde.session()
    await monde.prescrire(await monde.personne(), orpheline)
    await monde.valeur("UPDATE offre SET structure_id = NULL WHERE id = $1", orpheline.offre_id)
    inconnue = SessionEssai(vide.offre, vide.offre_id, vide.id, "s9")
    for session in (vide, orpheline, inconnue):
        with pytest.raises(Introuvable):
            await recues(monde, monde.employeur, session)


async def test_avant_l_envoi_la_prescription_n_existe_pas_pour_la_structure(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session(), envoyer=False)
    for _ in range(2):
        async with transaction(monde.bassin) as connexion:
            with pytest.raises(Introuvable):
                await services.lire(connexion, monde.employeur, p.identifiant)
        if await monde.etat(p) is E.PROPOSEE:
            await monde.avancer(p, E.ACCEPTEE_PERSONNE)
    await monde.avancer(p, E.TRANSMISE)
    async with transaction(monde.bassin) as connexion:
        assert (await services.lire(connexion, monde.employeur, p.identifiant))[0].id == p.id


async def test_dire_oui_a_tout_le_monde_ne_donne_jamais_plus_que_les_places(monde: Monde) -> None:
    """Seven people for three places: who waits cannot be accepted past them."""
    session = await monde.session(places=3)
    demandes = [await monde.prescrire(await monde.personne(f"P{n}"), session) for n in range(7)]
    faites = await repondre(monde, session, *((p, OUI) for p in demandes[:3]))
    assert not any(r.probleme for r in faites)
    await monde.comptes_justes()
    with pytest.raises(Introuvable):
        await repondre(monde, session, (demandes[3], OUI))
    assert [await monde.etat(p) for p in demandes] == [E.ACCEPTEE_STRUCTURE] * 3 + [E.LISTE_ATTENTE] * 4


async def test_un_non_rend_sa_place_a_qui_attend_dans_le_meme_lot(monde: Monde) -> None:
    session = await monde.session(places=2)
    demandes = [await monde.prescrire(await monde.personne(f"P{n}"), session) for n in range(3)]
    await repondre(monde, session, (demandes[0], NON), (demandes[1], OUI))
    assert [await monde.etat(p) for p in demandes] == [E.REFUSEE, E.ACCEPTEE_STRUCTURE, E.TRANSMISE]
    assert not (await repondre(monde, session, (demandes[2], OUI)))[0].probleme
    await monde.comptes_justes()


async def test_une_personne_promue_par_un_non_du_meme_lot_ne_prend_qu_une_place(monde: Monde) -> None:
    """She was on the list once, went back behind, and is named in the same batch as the refusal that promotes her."""
    session = await monde.session(places=1)
    premiere, seconde = [await monde.prescrire(await monde.personne(prenom), session) for prenom in ("Awa", "Bilal")]
    await monde.valeur("ALTER TABLE prescription_etape DISABLE TRIGGER USER")
    await monde.valeur("UPDATE prescription_etape SET vers = 'transmise' WHERE prescription_id = $1 AND vers = 'liste_attente'", seconde.id)
    faites = await repondre(monde, session, (premiere, NON), (seconde, OUI))
    assert not any(r.probleme for r in faites)
    assert [await monde.etat(p) for p in (premiere, seconde)] == [E.REFUSEE, E.ACCEPTEE_STRUCTURE]
    await monde.comptes_justes()


async def test_une_reponse_sans_motif_ne_defait_pas_les_autres(monde: Monde) -> None:
    session = await monde.session(places=2)
    une, deux = [await monde.prescrire(await monde.personne(prenom), session) for prenom in ("Awa", "Bilal")]
    await repondre(monde, session, (une, OUI))
    absente = Action(vers=E.ABSENTE)
    sans_motif, faite = await repondre(monde, session, (une, absente), (deux, OUI))
    assert "motif" in sans_motif.probleme
    assert not faite.probleme
    assert [await monde.etat(p) for p in (une, deux)] == [E.ACCEPTEE_STRUCTURE] * 2
    await monde.comptes_justes()


async def test_deux_comptes_repondent_a_la_fois_a_tout_le_monde(monde: Monde) -> None:
    session = await monde.session(places=4)
    demandes = [await monde.prescrire(await monde.personne(f"P{n}"), session) for n in range(8)]
    tenues = demandes[:4]
    oui, non = (Action(vers=E.ACCEPTEE_STRUCTURE, attendu=E.TRANSMISE), Action(vers=E.REFUSEE, motif=Motif.AUTRE, attendu=E.TRANSMISE))
    lots = await asyncio.gather(
        repondre(monde, session, *((p, oui) for p in tenues)), repondre(monde, session, *((p, non) for p in reversed(tenues)))
    )
    assert sorted(sum(not r.probleme for r in lot) for lot in lots) == [0, 4]
    assert all(r.conflit for lot in lots for r in lot if r.probleme)
    await monde.comptes_justes()
