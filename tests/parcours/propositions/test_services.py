"""Proposing several people at once, on a real base: each line by the rules of one, one mail to each référent, nothing to the structure."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from comptes.domaine import Role
from parcours.perimetre import Perimetre
from parcours.prescriptions.domaine import Etat, Origine
from parcours.prescriptions.mouvements import Introuvable, Refusee
from parcours.propositions import depot
from parcours.propositions.domaine import PAR_LOT, SANS_REFERENT, Exposition, Lot
from parcours.propositions.services import DemandeLot, proposer
from socle.base import Ligne, transaction
from tests.parcours.monde import Monde, SessionEssai

NUMEROS = count(1)


def demande(session: SessionEssai, personnes: tuple[str, ...], **champs: str) -> DemandeLot:
    voulue = DemandeLot(
        cle=f"form-{next(NUMEROS)}", offre=session.offre, session=session.session, personnes=personnes, journee="https://x/ma-journee"
    )
    return replace(voulue, **champs)


async def envoyer(monde: Monde, voulue: DemandeLot, qui: str = "cre") -> Lot:
    async with transaction(monde.bassin) as connexion:
        return await proposer(connexion, monde.comptes[qui], voulue, monde.horloge)


async def courriers(monde: Monde) -> list[Ligne]:
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        return await connexion.fetch("SELECT destinataire, objet, texte, html FROM courrier ORDER BY id")


async def test_chaque_referent_recoit_un_seul_courriel_avec_les_siens(monde: Monde) -> None:
    session = await monde.session(places=2)
    a, b = await monde.personne("Amina", "Diallo"), await monde.personne("Boris", "Kowal")
    c = await monde.personne("Chloé", "Martin", referent="collegue")
    lot = await envoyer(monde, demande(session, (a, c, b), mot="Débutants acceptés."))
    assert [(ligne.prenom, ligne.referent, ligne.refus) for ligne in lot.lignes] == [
        ("Amina", "Cip", None),
        ("Chloé", "Collegue", None),
        ("Boris", "Cip", None),
    ]
    ecrits = {ligne["destinataire"]: ligne for ligne in await courriers(monde)}
    # Nobody else is written to, the structure least of all.
    assert set(ecrits) == {"cip@essai.example", "collegue@essai.example"}
    digest = ecrits["cip@essai.example"]
    assert "Amina D." in digest["texte"]
    assert "Boris K." in digest["texte"]
    assert "Chloé" not in digest["texte"]
    assert "mardi 8 décembre" in digest["texte"]
    assert "Débutants acceptés." in digest["texte"]
    assert "https://x/ma-journee" in digest["texte"]
    assert "Diallo" not in digest["texte"] + digest["html"]
    for nom in ("Amina", "Diallo", "Boris", "Kowal"):
        assert nom not in digest["objet"]
    etats = await monde.valeur("SELECT array_agg(DISTINCT (etat, origine, place, precisions)::text) FROM prescription")
    assert etats == [f'({Etat.PROPOSEE},{Origine.CRE},aucune,"Débutants acceptés.")']
    await monde.comptes_justes()


async def test_le_meme_formulaire_deux_fois_ne_propose_et_n_ecrit_qu_une_fois(monde: Monde) -> None:
    session = await monde.session()
    voulue = demande(session, (await monde.personne(), await monde.personne("Boris", "Kowal")))
    premier = await envoyer(monde, voulue)
    # Other boxes ticked after « back »: the key says that this was already sent.
    assert await envoyer(monde, voulue) == await envoyer(monde, replace(voulue, personnes=voulue.personnes[:1])) == premier
    assert await monde.valeur("SELECT count(*) FROM prescription") == 2
    assert len(await courriers(monde)) == 1


async def test_deux_clics_au_meme_instant_font_un_lot(monde: Monde) -> None:
    session = await monde.session()
    voulue = demande(session, tuple([await monde.personne(f"P{i}", "X") for i in range(6)]))
    lots = await asyncio.gather(*(envoyer(monde, voulue) for _ in range(4)))
    assert len({lot.identifiant for lot in lots}) == 1
    assert await monde.valeur("SELECT count(*) FROM prescription") == 6
    assert len(await courriers(monde)) == 1


async def test_deux_lots_qui_se_croisent_ne_se_bloquent_pas(monde: Monde) -> None:
    session = await monde.session()
    personnes = tuple([await monde.personne(f"P{i}", "X") for i in range(8)])
    await monde.compte("cre2", Role.CRE, monde.comptes["cre"].structure_id)
    lots = await asyncio.gather(envoyer(monde, demande(session, personnes)), envoyer(monde, demande(session, personnes[::-1]), "cre2"))
    assert await monde.valeur("SELECT count(*) FROM prescription") == 8
    refusees = [ligne for lot in lots for ligne in lot.lignes if ligne.refus]
    assert len(refusees) == 8
    assert {ligne.refus for ligne in refusees} == {"Une prescription est déjà en cours pour cette personne et cette session."}


async def test_ce_qui_ne_peut_l_etre_est_dit_ligne_par_ligne(monde: Monde) -> None:
    session = await monde.session()
    deja, libre = await monde.personne(), await monde.personne("Boris", "Kowal")
    seule = await monde.personne("Sans", "Référent", referent=None, structure_id=monde.comptes["cre"].structure_id)
    await monde.prescrire(deja, session)
    lot = await envoyer(monde, demande(session, (deja, libre, seule)))
    assert [(ligne.prenom, ligne.prescription is not None) for ligne in lot.lignes] == [("Amina", False), ("Boris", True), ("Sans", False)]
    assert "déjà en cours" in (lot.lignes[0].refus or "")
    assert lot.lignes[2].refus == SANS_REFERENT
    (digest,) = await courriers(monde)
    assert "Boris K." in digest["texte"]
    assert "Amina" not in digest["texte"]


async def test_un_lot_sans_rien_a_proposer_n_ecrit_a_personne(monde: Monde) -> None:
    session, personne = await monde.session(), await monde.personne()
    await monde.valeur("UPDATE session SET etat = 'terminee'")
    lot = await envoyer(monde, demande(session, (personne,)))
    assert "plus ouverte" in (lot.lignes[0].refus or "")
    assert await courriers(monde) == []


async def test_hors_du_perimetre_rien_n_est_ecrit(monde: Monde) -> None:
    session, ici = await monde.session(), await monde.personne()
    ailleurs = await monde.personne("Denis", "Loin", referent="etranger")
    for personnes in ((ici, ailleurs), (ici, "0" * 12)):
        with pytest.raises(Introuvable):
            await envoyer(monde, demande(session, personnes))
    with pytest.raises(Introuvable):
        await envoyer(monde, demande(replace(session, session="s9"), (ici,)))
    assert await monde.valeur("SELECT (SELECT count(*) FROM prescription) + (SELECT count(*) FROM proposition_lot)") == 0
    assert await courriers(monde) == []


@pytest.mark.parametrize("qui", ["cip", "employeur"])
async def test_seul_un_cre_propose_en_lot(monde: Monde, qui: str) -> None:
    with pytest.raises(Refusee, match="Seuls les chargés"):
        await envoyer(monde, demande(await monde.session(), (await monde.personne(),)), qui)


async def test_personne_ou_trop_de_monde(monde: Monde) -> None:
    session = await monde.session()
    with pytest.raises(Refusee, match="au moins une"):
        await envoyer(monde, demande(session, ()))
    with pytest.raises(Refusee, match=f"au plus {PAR_LOT}"):
        await envoyer(monde, demande(session, tuple(f"{i:012d}" for i in range(PAR_LOT + 1))))


async def test_un_lot_n_est_lu_que_par_son_auteur(monde: Monde) -> None:
    lot = await envoyer(monde, demande(await monde.session(), (await monde.personne(),)))
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        assert await depot.lot(connexion, Perimetre.de(monde.comptes["cre"]), identifiant=lot.identifiant) == lot
        for qui in ("cip", "etranger", "employeur"):
            assert await depot.lot(connexion, Perimetre.de(monde.comptes[qui]), identifiant=lot.identifiant) is None


async def test_l_exposition_compte_tout_le_monde_qui_a_propose(monde: Monde) -> None:
    personne, autre = await monde.personne(), await monde.personne("Boris", "Kowal")
    debut = monde.horloge.maintenant()
    ancienne = await monde.prescrire(personne, await monde.session(debut=None), envoyer=False)
    monde.horloge.avancer(days=40)
    finie = await monde.prescrire(personne, await monde.session(debut=None), envoyer=False)
    await monde.avancer(finie, Etat.ANNULEE)
    await envoyer(monde, demande(await monde.session(debut=None), (personne,)))
    instant = monde.horloge.maintenant()

    async def lire(qui: str) -> dict[str, Exposition]:
        async with transaction(monde.bassin, lecture_seule=True) as connexion:
            fenetre = {"recent": instant - timedelta(days=30), "ancien": instant - timedelta(days=60)}
            return await depot.expositions(connexion, Perimetre.de(monde.comptes[qui]), **fenetre)

    vues = await lire("cre")
    assert vues == {personne: Exposition(recentes=2, vivantes=2, derniere=instant)}
    assert vues[personne].charge == 2
    assert not vues[personne].oubliee(instant - timedelta(days=60))
    assert autre not in vues
    # Who may not see the person learns nothing of what they were proposed.
    assert await lire("etranger") == await lire("employeur") == {}
    assert await monde.valeur("SELECT cree_le FROM prescription WHERE id = $1", ancienne.id) == debut


async def test_ce_qui_attend_le_referent_puis_n_attend_plus(monde: Monde) -> None:
    a, b = await monde.personne(), await monde.personne("Boris", "Kowal")
    lot = await envoyer(monde, demande(await monde.session(), (a, b), mot="À bientôt"))

    async def recues(qui: str) -> list[tuple[str, str, str]]:
        async with transaction(monde.bassin, lecture_seule=True) as connexion:
            return [(r.prenom, r.auteur, r.mot) for r in await depot.recues(connexion, Perimetre.de(monde.comptes[qui]))]

    assert await recues("cip") == [("Amina", "Cre", "À bientôt"), ("Boris", "Cre", "À bientôt")]
    assert await recues("collegue") == []
    await monde.avancer(lot.lignes[0].prescription or "", Etat.ACCEPTEE_PERSONNE)
    await monde.avancer(lot.lignes[1].prescription or "", Etat.ANNULEE)
    assert await recues("cip") == []


async def test_la_purge_oublie_le_lot_et_garde_la_prescription(monde: Monde) -> None:
    await envoyer(monde, demande(await monde.session(), (await monde.personne(),)))
    async with transaction(monde.bassin) as connexion:
        assert await depot.purger(connexion, monde.horloge.maintenant()) == 0
        assert await depot.purger(connexion, monde.horloge.maintenant() + timedelta(seconds=1)) == 1
    assert await monde.valeur("SELECT count(*) FROM proposition_ligne") == 0
    assert await monde.valeur("SELECT count(*) FROM prescription") == 1
