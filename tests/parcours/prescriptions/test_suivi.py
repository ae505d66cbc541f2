"""What a référent, a person and a structure read."""

from __future__ import annotations

from datetime import date

from comptes.domaine import Acteur, Role
from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from parcours.prescriptions.domaine import Etat
from socle.base import transaction
from tests.parcours.monde import Monde

E = Etat


async def lire(monde: Monde, fonction: object, *arguments: object) -> list[object]:
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        return await fonction(connexion, *arguments)  # type: ignore[operator]


def de(acteur: Acteur) -> Perimetre:
    return Perimetre.de(acteur)


async def test_le_silence_se_voit_apres_sept_jours(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    monde.horloge.avancer(days=6)
    assert await lire(monde, suivi.silencieuses, de(monde.cip), monde.horloge.maintenant()) == []
    monde.horloge.avancer(days=1)
    (muette,) = await lire(monde, suivi.silencieuses, de(monde.cip), monde.horloge.maintenant())
    assert (muette.identifiant, muette.prenom, muette.etat) == (p.identifiant, "Amina", E.TRANSMISE)
    assert await lire(monde, suivi.silencieuses, de(monde.comptes["collegue"]), monde.horloge.maintenant()) == []


async def test_une_place_confirmee_est_silencieuse_une_semaine_apres_la_seance(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session(debut=date(2026, 12, 8)))
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    monde.horloge.avancer(days=20)
    assert await lire(monde, suivi.silencieuses, de(monde.cip), monde.horloge.maintenant()) == []
    monde.horloge.avancer(days=3)
    assert len(await lire(monde, suivi.silencieuses, de(monde.cip), monde.horloge.maintenant())) == 1


async def test_le_suivi_passe_au_nouveau_referent(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    await monde.valeur("UPDATE allocataire SET referent_id = $1", monde.comptes["collegue"].id)
    await monde.avancer(p, E.REFUSEE, qui="employeur")
    assert await lire(monde, suivi.reponses_recues, de(monde.cip)) == []
    (recue,) = await lire(monde, suivi.reponses_recues, de(monde.comptes["collegue"]))
    assert recue.identifiant == p.identifiant
    assert [v.identifiant for v in await lire(monde, suivi.du_referent, de(monde.comptes["collegue"]))] == []


async def test_les_sessions_qui_se_ferment_ou_se_remplissent(monde: Monde) -> None:
    presque_pleine = await monde.session(places=2, debut=date(2027, 3, 1))
    bientot_close = await monde.session(places=20, debut=date(2027, 3, 1), date_limite=date(2026, 11, 28))
    tranquille = await monde.session(places=20, debut=date(2027, 3, 1))
    deja_envoyee = await monde.session(places=1, debut=date(2026, 11, 25))
    for session in (presque_pleine, bientot_close, tranquille):
        await monde.prescrire(await monde.personne(), session, envoyer=False)
    await monde.prescrire(await monde.personne(), presque_pleine, envoyer=False)
    await monde.prescrire(await monde.personne(), deja_envoyee)
    trouvees = await lire(monde, suivi.sessions_bientot, de(monde.cip), monde.horloge.aujourdhui())
    assert [(s.offre, s.libres, s.personnes) for s in trouvees] == [(bientot_close.offre, 20, 1), (presque_pleine.offre, 2, 2)]


async def test_les_contrats_a_signer_en_retard_d_abord(monde: Monde) -> None:
    await monde.personne("Retard", entree_rsa=date(2026, 9, 1))
    await monde.personne("Bientôt", entree_rsa=date(2026, 11, 2))
    await monde.personne("Signé", entree_rsa=date(2026, 9, 1), date_cer=date(2026, 9, 20))
    await monde.personne("Inconnu", rsa=False)
    await monde.personne("Sorti", entree_rsa=date(2026, 9, 1), sortie_rsa=date(2026, 10, 1))
    await monde.personne("Autre", entree_rsa=date(2026, 9, 1), referent="collegue")
    trouves = await lire(monde, suivi.cer_a_signer, de(monde.cip), monde.horloge.aujourdhui())
    assert [(c.prenom, c.cer.limite) for c in trouves] == [("Retard", date(2026, 10, 1)), ("Bientôt", date(2026, 12, 2))]


async def test_la_personne_voit_les_siennes_et_un_etranger_rien(monde: Monde) -> None:
    personne = await monde.personne()
    numero = await monde.valeur("SELECT id FROM allocataire WHERE identifiant = $1", personne)
    await monde.compte("amina", Role.ALLOCATAIRE, None, numero)
    finie = await monde.prescrire(personne, await monde.session())
    vive = await monde.prescrire(personne, await monde.session())
    await monde.avancer(finie, E.ANNULEE)
    for qui in ("amina", "cip", "collegue"):
        lues = await lire(monde, suivi.de_la_personne, de(monde.comptes[qui]), personne)
        assert [v.identifiant for v in lues] == [vive.identifiant, finie.identifiant]
    assert await lire(monde, suivi.de_la_personne, de(monde.comptes["etranger"]), personne) == []


async def test_la_structure_voit_ce_qu_on_lui_a_envoye_seulement(monde: Monde) -> None:
    session = await monde.session()
    envoyee = await monde.prescrire(await monde.personne("Awa"), session)
    await monde.prescrire(await monde.personne("Bilal"), session, envoyer=False)
    lues = await lire(monde, suivi.de_la_structure, monde.structure_id)
    assert [v.identifiant for v in lues] == [envoyee.identifiant]
    assert await lire(monde, suivi.de_la_structure, monde.comptes["concurrent"].structure_id) == []


async def test_l_offre_refusee_n_est_pas_reproposee_avant_six_mois(monde: Monde) -> None:
    personne = await monde.personne()
    numero = await monde.valeur("SELECT id FROM allocataire")
    refusee, en_cours = await monde.session(), await monde.session()
    await monde.avancer(await monde.prescrire(personne, refusee), E.REFUSEE, qui="employeur")
    await monde.prescrire(personne, en_cours)
    assert await lire(monde, suivi.a_ecarter, numero, monde.horloge.maintenant()) == {refusee.offre_id, en_cours.offre_id}
    monde.horloge.avancer(days=200)
    assert await lire(monde, suivi.a_ecarter, numero, monde.horloge.maintenant()) == {en_cours.offre_id}


async def test_une_structure_sollicitee_fait_partie_du_parcours(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    assert await monde.valeur("SELECT array_agg(structure_id) FROM structure_impliquee") == [monde.structure_id]
    await monde.avancer(p, E.REFUSEE, qui="employeur")
    assert await monde.valeur("SELECT array_agg(structure_id) FROM structure_impliquee") is None
