"""A structure answers by its link, without an account."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from parcours.prescriptions import liens
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.liens import CHEMIN
from parcours.prescriptions.lignes import DemandeRecue, Prescription
from parcours.prescriptions.mouvements import Action, Introuvable, Refusee
from parcours.prescriptions.reponses import Reponse
from socle.base import transaction
from tests.parcours.monde import Monde, SessionEssai

E = Etat


async def lien(monde: Monde, p: Prescription) -> str:
    async with transaction(monde.bassin) as connexion:
        return (await liens.ouvrir_prescription(connexion, monde.cip, p.identifiant, monde.horloge)).removeprefix(CHEMIN)


async def lien_session(monde: Monde, session: SessionEssai) -> str:
    async with transaction(monde.bassin) as connexion:
        chemin = await liens.ouvrir_session(connexion, session.id, monde.structure_id, monde.horloge.maintenant())
    return chemin.removeprefix(CHEMIN)


async def suivre(monde: Monde, jeton: str) -> list[DemandeRecue]:
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        return (await liens.suivre(connexion, jeton, monde.horloge))[1]


async def repondre(monde: Monde, jeton: str, *reponses: tuple[Prescription, Action]) -> Sequence[Reponse]:
    async with transaction(monde.bassin) as connexion:
        return await liens.repondre(connexion, jeton, [(p.identifiant, action) for p, action in reponses], monde.horloge)


OUI = Action(vers=E.ACCEPTEE_STRUCTURE, attendu=E.TRANSMISE)
NON = Action(vers=E.REFUSEE, motif=Motif.COMPETENCES, attendu=E.TRANSMISE)


async def test_repondre_par_le_lien_d_une_prescription(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session(), mot="Libre dès lundi.")
    jeton = await lien(monde, p)
    (montree,) = await suivre(monde, jeton)
    assert (montree.prenom, montree.mot, montree.etat) == ("Amina", "Libre dès lundi.", E.TRANSMISE)
    assert await repondre(monde, jeton, (p, OUI)) == [Reponse(p.identifiant)]
    assert await monde.etat(p) is E.ACCEPTEE_STRUCTURE
    qui = await monde.valeur("SELECT acteur FROM journal WHERE action = 'prescription.acceptee_structure'")
    assert qui == "Atelier du Pont"
    assert await monde.valeur("SELECT lien_id IS NOT NULL AND compte_id IS NULL FROM prescription_etape ORDER BY id DESC LIMIT 1")


async def test_suivre_un_lien_ne_change_rien(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    jeton = await lien(monde, p)
    avant = await monde.valeur("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM prescription_etape)")
    for _ in range(3):
        await suivre(monde, jeton)
    assert await monde.etat(p) is E.TRANSMISE
    assert await monde.valeur("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM prescription_etape)") == avant
    assert await monde.valeur("SELECT utilise_le FROM lien") is None


async def test_la_base_ne_sait_pas_refaire_le_lien(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    jeton = await lien(monde, p)
    assert jeton not in str(await monde.valeur("SELECT to_jsonb(l) FROM lien l"))
    with pytest.raises(Introuvable):
        await suivre(monde, (await monde.valeur("SELECT encode(empreinte, 'hex') FROM lien")))


async def test_un_lien_fini_coupe_ou_inconnu_est_introuvable_pareillement(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    jeton, autre = await lien(monde, p), await lien(monde, p)
    messages = set()
    async with transaction(monde.bassin) as connexion:
        assert await liens.couper(connexion, monde.cip, p.identifiant, monde.horloge) == 2
    for essai in (jeton, autre, "n-importe-quoi"):
        with pytest.raises(Introuvable) as refus:
            await repondre(monde, essai, (p, OUI))
        messages.add(str(refus.value))
    neuf = await lien(monde, p)
    monde.horloge.avancer(days=91)
    with pytest.raises(Introuvable) as refus:
        await suivre(monde, neuf)
    assert messages == {str(refus.value)}
    assert await monde.etat(p) is E.TRANSMISE


async def test_le_lien_d_une_session_montre_sa_liste_et_rien_d_autre(monde: Monde) -> None:
    session, ailleurs = await monde.session(), await monde.session()
    recues = [await monde.prescrire(await monde.personne(prenom), session) for prenom in ("Awa", "Bilal")]
    non_envoyee = await monde.prescrire(await monde.personne("Chloé"), session, envoyer=False)
    autre = await monde.prescrire(await monde.personne("David"), ailleurs)
    jeton = await lien_session(monde, session)
    assert [d.prenom for d in await suivre(monde, jeton)] == ["Awa", "Bilal"]
    for p in (non_envoyee, autre):
        with pytest.raises(Introuvable):
            await repondre(monde, jeton, (p, OUI))
    assert await repondre(monde, jeton, (recues[0], OUI), (recues[1], NON)) == [Reponse(recues[0].identifiant), Reponse(recues[1].identifiant)]
    assert [await monde.etat(p) for p in recues] == [E.ACCEPTEE_STRUCTURE, E.REFUSEE]


async def test_dans_un_lot_une_reponse_trop_tardive_ne_defait_pas_les_autres(monde: Monde) -> None:
    session = await monde.session()
    une, deux = [await monde.prescrire(await monde.personne(prenom), session) for prenom in ("Awa", "Bilal")]
    jeton = await lien_session(monde, session)
    await monde.avancer(une, E.ANNULEE)
    perdue, faite = await repondre(monde, jeton, (une, OUI), (deux, OUI))
    assert perdue.conflit
    assert "rien n’a été changé" in perdue.probleme
    assert not faite.probleme
    assert [await monde.etat(p) for p in (une, deux)] == [E.ANNULEE, E.ACCEPTEE_STRUCTURE]


async def test_deux_liens_repondent_a_la_fois_l_un_gagne(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    jetons = [await lien(monde, p), await lien(monde, p)]
    (une,), (autre,) = await asyncio.gather(repondre(monde, jetons[0], (p, OUI)), repondre(monde, jetons[1], (p, NON)))
    assert {une.conflit, autre.conflit} == {True, False}
    await monde.comptes_justes()


async def test_deux_lots_croises_ne_se_bloquent_pas(monde: Monde) -> None:
    session = await monde.session(places=4)
    recues = [await monde.prescrire(await monde.personne(f"P{n}"), session) for n in range(6)]
    jeton = await lien_session(monde, session)
    tenues = recues[:4]
    await asyncio.gather(
        repondre(monde, jeton, *((p, NON) for p in tenues)),
        repondre(monde, jeton, *((p, OUI) for p in reversed(tenues))),
        *(monde.avancer(p, E.ANNULEE) for p in recues[4:]),
    )
    await monde.comptes_justes()


async def test_la_structure_ne_fait_que_ce_qui_lui_revient(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    jeton = await lien(monde, p)
    (reponse,) = await repondre(monde, jeton, (p, Action(vers=E.ANNULEE, motif=Motif.AUTRE, attendu=E.TRANSMISE)))
    assert reponse.probleme == "Cette étape ne vous revient pas."
    (reponse,) = await repondre(monde, jeton, (p, Action(vers=E.REFUSEE, attendu=E.TRANSMISE)))
    assert "motif" in reponse.probleme
    assert await monde.etat(p) is E.TRANSMISE


async def test_qui_peut_donner_un_lien(monde: Monde) -> None:
    session = await monde.session()
    p = await monde.prescrire(await monde.personne(), session)
    pas_envoyee = await monde.prescrire(await monde.personne("Bilal"), session, envoyer=False)
    async with transaction(monde.bassin) as connexion:
        with pytest.raises(Refusee):
            await liens.ouvrir_prescription(connexion, monde.cip, pas_envoyee.identifiant, monde.horloge)
        with pytest.raises(Refusee):
            await liens.ouvrir_prescription(connexion, monde.employeur, p.identifiant, monde.horloge)
        with pytest.raises(Refusee):
            await liens.couper(connexion, monde.employeur, p.identifiant, monde.horloge)
        with pytest.raises(Introuvable):
            await liens.ouvrir_prescription(connexion, monde.comptes["etranger"], p.identifiant, monde.horloge)


async def test_le_lien_suit_la_structure_qui_l_a_recu(monde: Monde) -> None:
    session = await monde.session()
    p = await monde.prescrire(await monde.personne(), session)
    jeton = await lien(monde, p)
    autre = await monde.structure("Repreneur")
    await monde.valeur("UPDATE offre SET structure_id = $1 WHERE id = $2", autre, session.offre_id)
    assert await suivre(monde, jeton) == []
