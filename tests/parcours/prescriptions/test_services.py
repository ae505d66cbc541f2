"""Prescribing and answering, on a real base."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import pytest

from comptes.domaine import Acteur, Role
from parcours.prescriptions import suivi
from parcours.prescriptions.domaine import Etat, Issue, Motif, Origine, Place, Qui
from parcours.prescriptions.mouvements import Conflit, Introuvable, Refusee
from parcours.prescriptions.services import DejaPrescrite, apercu, lire, marquer_lue, noter_suite
from parcours.propositions import depot as propositions
from socle.base import transaction
from socle.horloge import PARIS
from tests.parcours.monde import LUNDI, Monde

E = Etat


async def test_une_vie_entiere_avec_ses_etapes(monde: Monde) -> None:
    session = await monde.session(places=2)
    p = await monde.prescrire(await monde.personne(), session, mot="Disponible le matin.")
    assert (p.etat, p.place, p.origine) == (E.TRANSMISE, Place.TENUE, Origine.CIP)
    for vers, qui in ((E.ACCEPTEE_STRUCTURE, "employeur"), (E.PRESENTE, "employeur"), (E.ENTREE, "cip"), (E.TERMINEE, "cip")):
        monde.horloge.avancer(days=1)
        p = await monde.avancer(p, vers, qui=qui, precisions=f"vers {vers}")
        await monde.comptes_justes()
    assert (p.etat, p.place, p.issue, p.echeance) == (E.TERMINEE, Place.PRISE, Issue.EMPLOI_DURABLE, None)
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        etapes = await suivi.etapes(connexion, p.id)
    assert [(e.de, e.vers, e.qui, e.nom) for e in etapes] == [
        (None, E.PROPOSEE, Qui.PRESCRIPTEUR, "Cip"),
        (E.PROPOSEE, E.ACCEPTEE_PERSONNE, Qui.PRESCRIPTEUR, "Cip"),
        (E.ACCEPTEE_PERSONNE, E.TRANSMISE, Qui.PRESCRIPTEUR, "Cip"),
        (E.TRANSMISE, E.ACCEPTEE_STRUCTURE, Qui.STRUCTURE, "Employeur"),
        (E.ACCEPTEE_STRUCTURE, E.PRESENTE, Qui.STRUCTURE, "Employeur"),
        (E.PRESENTE, E.ENTREE, Qui.PRESCRIPTEUR, "Cip"),
        (E.ENTREE, E.TERMINEE, Qui.PRESCRIPTEUR, "Cip"),
    ]
    assert etapes[2].precisions == "Disponible le matin."
    assert (etapes[3].quand - etapes[2].quand).days == 1


async def test_les_etapes_ne_se_changent_ni_ne_s_effacent(monde: Monde) -> None:
    await monde.prescrire(await monde.personne(), await monde.session())
    for ordre in ("UPDATE prescription_etape SET vers = 'refusee'", "DELETE FROM prescription_etape", "TRUNCATE prescription_etape"):
        with pytest.raises(Exception, match="ne fait que s'allonger"):
            await monde.valeur(ordre)


async def test_la_photographie_garde_ce_que_l_on_savait_ce_jour_la(monde: Monde) -> None:
    session = await monde.session(places=3)
    personne = await monde.personne(projet="travailler avec des enfants", commune=None)
    p = await monde.prescrire(personne, session, version_classement="2026-11")
    await monde.valeur("UPDATE offre SET titre = 'Autre titre'")
    await monde.valeur("UPDATE allocataire SET projet = 'autre'")
    photo = await monde.valeur("SELECT instantane FROM prescription WHERE id = $1", p.id)
    assert photo["personne"]["projet"] == "travailler avec des enfants"
    assert photo["offre"]["titre"].startswith("Offre d’essai")
    assert photo["session"]["places"] == 3
    assert await monde.valeur("SELECT version_classement FROM prescription") == "2026-11"
    assert not {"nom", "prenom", "telephone", "courriel"} & set(photo["personne"]), "la photographie ne garde pas l’identité"


async def test_le_meme_formulaire_deux_fois_fait_une_prescription(monde: Monde) -> None:
    personne, session = await monde.personne(), await monde.session(places=5)
    une = await monde.prescrire(personne, session, cle="formulaire-1")
    deux = await monde.prescrire(personne, session, cle="formulaire-1")
    assert une.identifiant == deux.identifiant
    assert await monde.valeur("SELECT count(*) FROM prescription") == 1
    await monde.comptes_justes()


async def test_un_double_clic_au_meme_instant_fait_une_prescription(monde: Monde) -> None:
    personne, session = await monde.personne(), await monde.session(places=5)
    faites = await asyncio.gather(*(monde.prescrire(personne, session, cle="formulaire-1") for _ in range(6)))
    assert len({p.identifiant for p in faites}) == 1
    assert await monde.valeur("SELECT count(*) FROM prescription_etape") == 3
    await monde.comptes_justes()


async def test_un_retour_en_arriere_apres_la_fin_redonne_la_meme(monde: Monde) -> None:
    personne, session = await monde.personne(), await monde.session()
    p = await monde.prescrire(personne, session, cle="formulaire-1")
    await monde.avancer(p, E.ANNULEE)
    assert (await monde.prescrire(personne, session, cle="formulaire-1")).etat is E.ANNULEE
    assert (await monde.prescrire(personne, session, cle="formulaire-2")).identifiant != p.identifiant


async def test_une_seule_prescription_vivante_par_personne_et_session(monde: Monde) -> None:
    personne, session = await monde.personne(), await monde.session()
    p = await monde.prescrire(personne, session)
    with pytest.raises(DejaPrescrite) as refus:
        await monde.prescrire(personne, session, qui="collegue")
    assert refus.value.identifiant == p.identifiant
    assert (await monde.prescrire(personne, await monde.session())).etat is E.TRANSMISE


async def test_une_cle_deja_servie_pour_une_autre_personne_ne_donne_pas_sa_prescription(monde: Monde) -> None:
    session = await monde.session()
    await monde.prescrire(await monde.personne(), session, cle="meme")
    with pytest.raises(DejaPrescrite):
        await monde.prescrire(await monde.personne("Bruno"), session, cle="meme")


async def test_deux_reponses_a_la_fois_l_une_gagne_l_autre_est_dite(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    reponses = await asyncio.gather(
        monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur", attendu=E.TRANSMISE, cle="a"),
        monde.avancer(p, E.REFUSEE, qui="employeur", attendu=E.TRANSMISE, cle="b"),
        return_exceptions=True,
    )
    perdue = next(r for r in reponses if isinstance(r, Exception))
    assert isinstance(perdue, Conflit)
    assert "rien n’a été changé" in str(perdue)
    assert sum(not isinstance(r, Exception) for r in reponses) == 1
    await monde.comptes_justes()


async def test_la_meme_reponse_rejouee_ne_fait_rien_de_plus(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    for _ in range(2):
        p = await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur", attendu=E.TRANSMISE, cle="bouton")
    assert p.etat is E.ACCEPTEE_STRUCTURE
    assert await monde.valeur("SELECT count(*) FROM prescription_etape WHERE vers = 'acceptee_structure'") == 1


async def test_une_page_perimee_ne_repond_pas(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    with pytest.raises(Conflit):
        await monde.avancer(p, E.REFUSEE, qui="employeur", attendu=E.TRANSMISE)
    assert await monde.etat(p) is E.ACCEPTEE_STRUCTURE


async def test_une_reponse_sans_motif_est_refusee_et_ne_change_rien(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    with pytest.raises(Refusee, match="motif"):
        await monde.avancer(p, E.REFUSEE, qui="employeur", motif=None)
    assert await monde.etat(p) is E.TRANSMISE


async def test_l_allocataire_et_le_cre_proposent_et_le_referent_decide(monde: Monde) -> None:
    personne = await monde.personne()
    numero = await monde.valeur("SELECT id FROM allocataire WHERE identifiant = $1", personne)
    await monde.compte("amina", Role.ALLOCATAIRE, None, numero)
    session = await monde.session()
    voulue = await monde.prescrire(personne, session, qui="amina")
    assert (voulue.etat, voulue.origine, voulue.place) == (E.PROPOSEE, Origine.ALLOCATAIRE, Place.AUCUNE)
    proposee = await monde.prescrire(personne, await monde.session(), qui="cre")
    assert (proposee.etat, proposee.origine) == (E.PROPOSEE, Origine.CRE)
    assert proposee.liens.referent_id == monde.cip.id
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        recues = await suivi.reponses_recues(connexion, perimetre(monde.cip))
        proposees = await propositions.recues(connexion, perimetre(monde.cip))
    # What the person wants is news; what a CRE proposes waits in a list of its own.
    assert [r.identifiant for r in recues] == [voulue.identifiant]
    assert [r.prescription for r in proposees] == [proposee.identifiant]
    with pytest.raises(Refusee):
        await monde.avancer(proposee, E.TRANSMISE, qui="cre")
    envoyee = await monde.avancer(voulue, E.TRANSMISE, qui="cip")
    assert envoyee.etat is E.TRANSMISE
    assert (await monde.avancer(proposee, E.ACCEPTEE_PERSONNE, qui="amina")).etat is E.ACCEPTEE_PERSONNE


def perimetre(acteur: Acteur) -> suivi.Perimetre:
    return suivi.Perimetre.de(acteur)


async def test_ce_qui_n_est_pas_a_soi_n_existe_pas(monde: Monde) -> None:
    personne, session = await monde.personne(), await monde.session()
    p = await monde.prescrire(personne, session)
    for qui in ("etranger", "concurrent"):
        with pytest.raises(Introuvable):
            await monde.avancer(p, E.REFUSEE, qui=qui)
        async with transaction(monde.bassin, lecture_seule=True) as connexion:
            with pytest.raises(Introuvable):
                await lire(connexion, monde.comptes[qui], p.identifiant)
    with pytest.raises(Introuvable):
        await monde.prescrire(personne, await monde.session(), qui="etranger")
    with pytest.raises(Introuvable):
        await monde.prescrire("0" * 12, session)


@pytest.mark.parametrize(
    ("ordre", "mots"),
    [
        ("UPDATE session SET etat = 'annulee'", "plus ouverte"),
        ("UPDATE session SET debut = '2026-11-20'", "plus ouverte"),
        ("UPDATE session SET date_limite = '2026-11-20'", "date limite"),
        ("UPDATE offre SET date_limite = '2026-11-20'", "date limite"),
        ("UPDATE offre SET etat = 'suspendue'", "plus ouverte"),
        ("UPDATE offre SET reserve_rsa = true", "réservée"),
    ],
)
async def test_on_ne_prescrit_pas_ce_qui_est_ferme(monde: Monde, ordre: str, mots: str) -> None:
    session = await monde.session()
    await monde.valeur(ordre)
    with pytest.raises(Refusee, match=mots):
        await monde.prescrire(await monde.personne(rsa=False), session)
    assert await monde.valeur("SELECT count(*) FROM prescription") == 0


async def test_complet_on_attend_puis_la_place_liberee_va_au_premier(monde: Monde) -> None:
    session = await monde.session(places=1)
    une = await monde.prescrire(await monde.personne("Awa"), session)
    monde.horloge.avancer(hours=1)
    deux = await monde.prescrire(await monde.personne("Bilal"), session)
    monde.horloge.avancer(hours=1)
    trois = await monde.prescrire(await monde.personne("Chloé"), session)
    assert [p.etat for p in (une, deux, trois)] == [E.TRANSMISE, E.LISTE_ATTENTE, E.LISTE_ATTENTE]
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        assert [await suivi.rang_attente(connexion, p.id) for p in (deux, trois)] == [1, 2]
    await monde.avancer(une, E.REFUSEE, qui="employeur")
    assert [await monde.etat(p) for p in (une, deux, trois)] == [E.REFUSEE, E.TRANSMISE, E.LISTE_ATTENTE]
    await monde.comptes_justes()
    with pytest.raises(Refusee, match="place"):
        await monde.avancer(trois, E.ACCEPTEE_STRUCTURE, qui="employeur")


async def test_les_places_reservees_ne_vont_qu_aux_allocataires(monde: Monde) -> None:
    session = await monde.session(places=2, reservees=1)
    sans = [await monde.prescrire(await monde.personne(f"Sans{n}", rsa=False), session) for n in range(2)]
    assert [p.etat for p in sans] == [E.TRANSMISE, E.LISTE_ATTENTE]
    avec = [await monde.prescrire(await monde.personne(f"Avec{n}"), session) for n in range(2)]
    assert [p.etat for p in avec] == [E.TRANSMISE, E.LISTE_ATTENTE]
    await monde.avancer(avec[0], E.ANNULEE)
    assert await monde.etat(avec[1]) is E.TRANSMISE, "la place réservée passe devant qui n’y a pas droit"
    assert await monde.etat(sans[1]) is E.LISTE_ATTENTE
    await monde.avancer(sans[0], E.ANNULEE)
    assert await monde.etat(sans[1]) is E.TRANSMISE
    await monde.comptes_justes()


async def test_un_droit_clos_ne_donne_pas_de_place_reservee(monde: Monde) -> None:
    session = await monde.session(places=1, reservees=1)
    p = await monde.prescrire(await monde.personne(droit_rsa="clos"), session)
    assert p.etat is E.LISTE_ATTENTE


async def test_un_nombre_de_places_inconnu_n_est_jamais_complet(monde: Monde) -> None:
    session = await monde.session(places=None, debut=None)
    for n in range(4):
        assert (await monde.prescrire(await monde.personne(f"P{n}"), session)).etat is E.TRANSMISE
    assert await monde.valeur("SELECT places_tenues FROM session") == 4
    await monde.comptes_justes()


async def test_absent_avant_le_debut_rend_la_place_apres_le_debut_elle_est_perdue(monde: Monde) -> None:
    session = await monde.session(places=1, debut=date(2026, 12, 8))
    p = await monde.prescrire(await monde.personne("Awa"), session)
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    suivante = await monde.prescrire(await monde.personne("Bilal"), session)
    await monde.avancer(p, E.ABSENTE, qui="employeur", motif=Motif.EN_EMPLOI)
    assert await monde.etat(suivante) is E.TRANSMISE
    await monde.avancer(suivante, E.ACCEPTEE_STRUCTURE, qui="employeur")
    monde.horloge.instant = datetime(2026, 12, 8, 10, tzinfo=PARIS)
    perdue = await monde.avancer(suivante, E.ABSENTE, qui="employeur", motif=Motif.ABSENT)
    assert perdue.place is Place.PRISE
    await monde.comptes_justes()


async def test_l_alerte_avant_de_prescrire_compte_ceux_qui_n_ont_pas_de_place(monde: Monde) -> None:
    session = await monde.session(places=3)
    personne = await monde.personne()
    for n in range(5):
        await monde.prescrire(await monde.personne(f"P{n}"), session, envoyer=False)
    async with transaction(monde.bassin, lecture_seule=True) as connexion:
        demande = {"allocataire": personne, "offre": session.offre, "session": session.session, "horloge": monde.horloge}
        _, alerte = await apercu(connexion, monde.cip, **demande)
        with pytest.raises(Introuvable):
            await apercu(connexion, monde.comptes["etranger"], **demande)
    assert alerte == "3 places, 5 demandes en cours."


async def test_chaque_passage_laisse_sa_trace_au_journal(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    await monde.avancer(p, E.REFUSEE, qui="employeur", motif=Motif.COMPETENCES)
    traces = await monde.valeur(
        "SELECT array_agg(acteur || ' ' || action ORDER BY id) FROM journal WHERE objet = $1", f"prescription:{p.identifiant}"
    )
    assert traces == ["Cip prescription.creer", "Cip prescription.acceptee_personne", "Cip prescription.transmise", "Employeur prescription.refusee"]


async def test_la_personne_est_prevenue_de_sa_place_comme_elle_l_a_voulu(monde: Monde) -> None:
    session = await monde.session(heure_debut=datetime(2026, 1, 1, 9, 30).time())
    contacts = (
        {"telephone": "0600000001", "accord_telephone": True},
        {"courriel": "awa@essai.example", "accord_courriel": True},
        {"telephone": "0600000002", "courriel": "b@essai.example"},
    )
    for contact in contacts:
        p = await monde.prescrire(await monde.personne(**contact), session)
        await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    async with monde.bassin.acquire() as connexion:
        lettres = await connexion.fetch("SELECT canal, destinataire, objet, texte FROM courrier ORDER BY id")
    assert [(lettre["canal"], lettre["destinataire"]) for lettre in lettres] == [("sms", "0600000001"), ("courriel", "awa@essai.example")]
    assert "mardi 8 décembre à 9\u00a0h\u00a030" in lettres[0]["texte"]
    assert "Amina" not in "".join(lettre["objet"] + lettre["texte"] for lettre in lettres)


async def test_la_reponse_revient_au_referent_jusqu_a_ce_qu_il_la_lise(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    async with transaction(monde.bassin) as connexion:
        assert await suivi.reponses_recues(connexion, perimetre(monde.cip)) == []
    await monde.avancer(p, E.REFUSEE, qui="employeur", motif=Motif.COMPETENCES, precisions="Revenir après la remise à niveau.")
    async with transaction(monde.bassin) as connexion:
        (recue,) = await suivi.reponses_recues(connexion, perimetre(monde.cip))
        assert (recue.motif, recue.precisions) == (Motif.COMPETENCES, "Revenir après la remise à niveau.")
        await marquer_lue(connexion, monde.comptes["collegue"], p.identifiant, monde.horloge)
        assert len(await suivi.reponses_recues(connexion, perimetre(monde.cip))) == 1
        await marquer_lue(connexion, monde.cip, p.identifiant, monde.horloge)
        assert await suivi.reponses_recues(connexion, perimetre(monde.cip)) == []


async def test_la_suite_se_note_a_trois_et_six_mois_sur_ce_qui_est_fini(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    async with transaction(monde.bassin) as connexion:
        with pytest.raises(Refusee):
            await noter_suite(connexion, monde.cip, p.identifiant, 3, Issue.EMPLOI_DURABLE, monde.horloge)
    for vers in (E.ACCEPTEE_STRUCTURE, E.PRESENTE, E.TERMINEE):
        await monde.avancer(p, vers)
    async with transaction(monde.bassin) as connexion:
        for mois, issue in ((3, Issue.EMPLOI_COURT), (3, Issue.EMPLOI_DURABLE), (6, Issue.EMPLOI_DURABLE)):
            await noter_suite(connexion, monde.cip, p.identifiant, mois, issue, monde.horloge)
        with pytest.raises(Refusee):
            await noter_suite(connexion, monde.cip, p.identifiant, 4, Issue.EMPLOI_DURABLE, monde.horloge)
    assert await monde.valeur("SELECT array_agg(mois || issue ORDER BY mois) FROM prescription_suite") == ["3emploi_durable", "6emploi_durable"]


async def test_les_regles_tiennent_aussi_dans_la_base(monde: Monde) -> None:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    for ordre in (
        "UPDATE prescription SET echeance = NULL",
        "UPDATE prescription SET place = 'aucune'",
        "UPDATE prescription SET etat = 'refusee', place = 'aucune', echeance = NULL, relance_le = NULL",
        "UPDATE session SET places_tenues = 11",
        "UPDATE session SET places_hors_reserve = 2",
    ):
        with pytest.raises(Exception, match="violates check constraint"):
            await monde.valeur(ordre)
    assert (await monde.avancer(p, E.ANNULEE)).cree_le == LUNDI
