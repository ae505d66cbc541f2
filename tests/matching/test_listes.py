"""Lists shown and what followed, on the real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from catalogue.recherche import Moteur
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.exposition import PART, regle
from matching.listes import depot
from matching.listes.composition import composer, composer_inverse
from matching.listes.domaine import RAISONS, Fait, Liste, PageListe, RaisonInadaptee, sans_retirees
from matching.simulation.population import population
from parcours.prescriptions.domaine import Issue
from socle.base import Connexion, ouvrir
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeFixe


@pytest.fixture
async def connexion(url_demonstration_a_soi: str) -> AsyncIterator[Connexion]:
    """A transaction over the demonstration, undone at the end."""
    bassin = await ouvrir(url_demonstration_a_soi, taille=1)
    async with bassin.acquire() as ouverte:
        essai = ouverte.transaction()
        await essai.start()
        yield ouverte
        await essai.rollback()
    await bassin.close()


@pytest.fixture
async def classement(connexion: Connexion, moteur: Moteur, jour_des_tests: HorlogeFixe) -> Classement:
    sans_suite = "SELECT identifiant, commune FROM allocataire WHERE id NOT IN (SELECT allocataire_id FROM prescription)"
    identifiants = await connexion.fetch(f"{sans_suite} AND commune LIKE '94%' ORDER BY id LIMIT 2")
    gens = population(2, 1, moteur.referentiel, ("K2205", "K1304"))
    personnes = [replace(p, identifiant=ligne["identifiant"], commune=ligne["commune"]) for p, ligne in zip(gens, identifiants, strict=True)]
    return classer(personnes, moteur, jour_des_tests.aujourdhui())


@pytest.fixture
def liste(classement: Classement) -> Liste:
    return composer(classement, 0, classement.ordre(0, [Statut.ELIGIBLE, Statut.A_VERIFIER])[:5].tolist())


def offre(moteur: Moteur, liste: Liste, place: int) -> str:
    return moteur.image.identifiants[moteur.image.ids.tolist().index(liste.lignes[place].offre_id)]


def test_une_liste_porte_les_chiffres_montres(classement: Classement, liste: Liste) -> None:
    rangs = classement.ordre(0, [Statut.ELIGIBLE, Statut.A_VERIFIER])[:5]
    assert [ligne.offre_id for ligne in liste.lignes] == classement.moteur.image.ids[rangs].tolist()
    assert [ligne.position for ligne in liste.lignes] == [1, 2, 3, 4, 5]
    assert liste.lignes[0].score == pytest.approx(float(classement.scores.total[0, rangs[0]]))
    for place, part in enumerate(liste.parts):
        montree = {p.value: v for p, v in classement.scores.parts.items()}[part]
        assert liste.lignes[2].valeurs[place] == pytest.approx(float(montree[0, rangs[2]]))


def test_l_empreinte_suit_les_faits_et_ignore_le_nom(classement: Classement, liste: Liste) -> None:
    rangs = [classement.moteur.image.ids.tolist().index(ligne.offre_id) for ligne in liste.lignes]

    def avec(**faits: object) -> bytes:
        personnes = (replace(classement.profils.personnes[0], **faits), classement.profils.personnes[1])
        return composer(replace(classement, profils=replace(classement.profils, personnes=personnes)), 0, rangs).empreinte

    assert avec(nom="Autre") == liste.empreinte
    assert avec(niveau=7) != liste.empreinte
    assert composer(classement, 0, rangs[:4]).empreinte != liste.empreinte


async def test_une_liste_se_relit_avec_ce_qui_l_a_suivie(connexion: Connexion, moteur: Moteur, liste: Liste, horloge: HorlogeFixe) -> None:
    instant, personne = horloge.maintenant(), liste.lignes[0].allocataire
    identifiant = await depot.noter_liste(connexion, liste, instant=instant)
    for fait in (Fait.OUVERTE, Fait.PRESCRITE, Fait.ACCEPTEE, Fait.SANS_ENTREE):
        await depot.noter_suite(connexion, fait, allocataire=personne, offre=offre(moteur, liste, 1), liste=identifiant, instant=instant)
    lues = await depot.observations(connexion)
    assert [o.position for o in lues] == [1, 2, 3, 4, 5]
    assert lues[1].valeurs == pytest.approx(liste.lignes[1].valeurs)
    assert (lues[1].ouverte, lues[1].acceptee, lues[1].entree) == (True, True, False)
    assert (lues[0].ouverte, lues[0].acceptee, lues[0].entree) == (False, False, None)
    assert lues[0].territoire
    await depot.noter_suite(connexion, Fait.ENTREE, allocataire=personne, offre=offre(moteur, liste, 1), liste=identifiant, instant=instant)
    assert (await depot.observations(connexion))[1].entree is True


async def test_la_meme_page_rechargee_n_est_pas_une_autre_liste(connexion: Connexion, liste: Liste, horloge: HorlogeFixe) -> None:
    instant = horloge.maintenant()
    premiere = await depot.noter_liste(connexion, liste, instant=instant)
    assert await depot.noter_liste(connexion, liste, instant=instant + timedelta(minutes=5)) == premiere
    assert await depot.noter_liste(connexion, replace(liste, page=PageListe.ESPACE), instant=instant) != premiere
    assert await depot.noter_liste(connexion, liste, instant=instant + timedelta(hours=1)) != premiere


async def test_mise_de_cote_pas_adapte_et_remise(connexion: Connexion, moteur: Moteur, liste: Liste, horloge: HorlogeFixe) -> None:
    instant, personne = horloge.maintenant(), liste.lignes[0].allocataire

    async def noter(fait: Fait, place: int, minutes: int, raison: RaisonInadaptee | None = None) -> None:
        moment = instant + timedelta(minutes=minutes)
        await depot.noter_suite(connexion, fait, allocataire=personne, offre=offre(moteur, liste, place), instant=moment, raison=raison)

    await noter(Fait.MISE_DE_COTE, 0, 0)
    await noter(Fait.PAS_ADAPTE, 1, 1, RaisonInadaptee.HORAIRES)
    dehors = await depot.retirees(connexion, personne)
    assert [(r.offre_id, r.fait, r.raison) for r in dehors] == [
        (liste.lignes[1].offre_id, Fait.PAS_ADAPTE, RaisonInadaptee.HORAIRES),
        (liste.lignes[0].offre_id, Fait.MISE_DE_COTE, None),
    ]
    ids = moteur.image.ids.tolist()
    rangs = [ids.index(ligne.offre_id) for ligne in liste.lignes]
    assert sans_retirees(rangs, ids, dehors) == rangs[2:]
    await noter(Fait.REMISE, 1, 2)
    assert [r.offre_id for r in await depot.retirees(connexion, personne)] == [liste.lignes[0].offre_id]


async def test_une_raison_est_demandee_et_elle_seule(connexion: Connexion, moteur: Moteur, liste: Liste, horloge: HorlogeFixe) -> None:
    commun = {"allocataire": liste.lignes[0].allocataire, "offre": offre(moteur, liste, 0), "instant": horloge.maintenant()}
    for fait, de_plus in ((Fait.PAS_ADAPTE, {}), (Fait.OUVERTE, {"raison": RaisonInadaptee.AUTRE}), (Fait.ENTREE, {"issue": Issue.IAE})):
        with pytest.raises(ErreurPersonne):
            await depot.noter_suite(connexion, fait, **commun, **de_plus)
    with pytest.raises(ErreurPersonne, match="n’existe plus"):
        await depot.noter_suite(connexion, Fait.OUVERTE, **{**commun, "offre": "inconnue"})
    assert await depot.retirees(connexion, liste.lignes[0].allocataire) == []
    assert set(RAISONS) == set(RaisonInadaptee)


async def test_toutes_les_raisons_et_issues_entrent_dans_la_base(connexion: Connexion, moteur: Moteur, liste: Liste, horloge: HorlogeFixe) -> None:
    commun = {"allocataire": liste.lignes[0].allocataire, "offre": offre(moteur, liste, 0), "instant": horloge.maintenant()}
    for raison in RaisonInadaptee:
        await depot.noter_suite(connexion, Fait.PAS_ADAPTE, raison=raison, **commun)
    for issue in Issue:
        await depot.noter_suite(connexion, Fait.ISSUE, issue=issue, **commun)
    assert await connexion.fetchval("SELECT count(*) FROM suite") == len(RaisonInadaptee) + len(Issue)


async def test_la_liste_d_une_autre_personne_n_est_pas_liee(
    connexion: Connexion, moteur: Moteur, classement: Classement, horloge: HorlogeFixe
) -> None:
    instant = horloge.maintenant()
    liste = composer(classement, 0, classement.ordre(0, [Statut.ELIGIBLE, Statut.A_VERIFIER])[:3].tolist())
    identifiant = await depot.noter_liste(connexion, liste, instant=instant)
    autre = classement.profils.personnes[1].identifiant
    await depot.noter_suite(connexion, Fait.OUVERTE, allocataire=autre, offre=offre(moteur, liste, 0), liste=identifiant, instant=instant)
    assert not any(o.ouverte for o in await depot.observations(connexion))


async def test_ce_que_deviennent_les_prescriptions_rejoint_la_derniere_liste(connexion: Connexion, liste: Liste) -> None:
    p = await connexion.fetchrow(
        "SELECT p.id, p.offre_id, p.cree_le, a.identifiant FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id "
        "JOIN prescription_etape e ON e.prescription_id = p.id AND e.vers = 'acceptee_personne' ORDER BY p.id LIMIT 1"
    )
    ligne = replace(liste.lignes[0], allocataire=p["identifiant"], offre_id=p["offre_id"])
    for jours in (9, 2, -1):
        await depot.noter_liste(connexion, replace(liste, lignes=(ligne,)), instant=p["cree_le"] - timedelta(days=jours))
    ajoutes = await depot.suivre_prescriptions(connexion)
    assert ajoutes > 1
    # Of the three lists, the last one before the prescription is the one that led to it.
    assert [o.acceptee for o in await depot.observations(connexion)] == [False, True, False]
    assert await depot.suivre_prescriptions(connexion) == 0
    etapes = await connexion.fetchval("SELECT count(*) FROM prescription_etape WHERE vers = 'terminee'")
    assert await connexion.fetchval("SELECT count(*) FROM suite WHERE fait = 'issue'") == etapes


@pytest.mark.parametrize(
    "ordre", ["UPDATE suite SET fait = 'entree'", "UPDATE liste_ligne SET position = position + 90", "UPDATE liste_montree SET version = 'x'"]
)
async def test_rien_ne_se_corrige(connexion: Connexion, moteur: Moteur, liste: Liste, horloge: HorlogeFixe, ordre: str) -> None:
    instant = horloge.maintenant()
    identifiant = await depot.noter_liste(connexion, liste, instant=instant)
    await depot.noter_suite(
        connexion, Fait.OUVERTE, allocataire=liste.lignes[0].allocataire, offre=offre(moteur, liste, 0), liste=identifiant, instant=instant
    )
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="ne se corrigent pas"):
        async with connexion.transaction():
            await connexion.execute(ordre)
    assert [o.ouverte for o in await depot.observations(connexion)] == [True, False, False, False, False]


async def test_la_purge_ne_garde_que_le_recent(connexion: Connexion, moteur: Moteur, liste: Liste, horloge: HorlogeFixe) -> None:
    instant, personne = horloge.maintenant(), liste.lignes[0].allocataire
    for age in (800, 1):
        moment = instant - timedelta(days=age)
        identifiant = await depot.noter_liste(connexion, liste, instant=moment)
        await depot.noter_suite(connexion, Fait.OUVERTE, allocataire=personne, offre=offre(moteur, liste, 0), liste=identifiant, instant=moment)
    assert await depot.purger(connexion, instant - timedelta(days=730)) == 2
    assert len(await depot.observations(connexion)) == 5


async def test_une_personne_effacee_emporte_ses_listes(connexion: Connexion, liste: Liste, horloge: HorlogeFixe) -> None:
    await depot.noter_liste(connexion, liste, instant=horloge.maintenant())
    await connexion.execute("DELETE FROM allocataire WHERE identifiant = $1", liste.lignes[0].allocataire)
    assert await depot.observations(connexion) == []
    with pytest.raises(ErreurPersonne, match="n’est plus suivie"):
        await depot.noter_liste(connexion, liste, instant=horloge.maintenant())


async def test_une_liste_de_personnes_pour_une_offre(connexion: Connexion, liste: Liste, horloge: HorlogeFixe) -> None:
    inverse = replace(liste, page=PageListe.INVERSE, offre_id=liste.lignes[0].offre_id, lignes=liste.lignes[:1])
    await depot.noter_liste(connexion, inverse, instant=horloge.maintenant())
    assert await connexion.fetchval("SELECT count(*) FROM liste_montree WHERE allocataire_id IS NULL AND offre_id IS NOT NULL") == 1
    # What is learnt is the order of offers for a person, not of people for an offer.
    assert await depot.observations(connexion) == []


async def test_ce_qui_suit_une_proposition_rejoint_la_liste_que_son_auteur_avait_lue(connexion: Connexion, liste: Liste) -> None:
    """A CRE proposes out of a list of people: what follows is told of that list, not of the list of offers that a counsellor saw before."""
    p = await connexion.fetchrow(
        "SELECT p.id, p.offre_id, p.cree_le, p.cree_par, a.identifiant FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id "
        "WHERE p.origine = 'cre' ORDER BY p.id LIMIT 1"
    )
    autre = await connexion.fetchval("SELECT id FROM compte WHERE role = 'cre' AND id <> $1 ORDER BY id", p["cree_par"])
    ligne = replace(liste.lignes[0], allocataire=p["identifiant"], offre_id=p["offre_id"])
    inverse = replace(liste, page=PageListe.INVERSE, offre_id=p["offre_id"], lignes=(ligne,))
    avant = p["cree_le"] - timedelta(hours=2)
    await depot.noter_liste(connexion, replace(liste, lignes=(ligne,)), instant=avant, compte_id=autre)
    lue = await depot.noter_liste(connexion, inverse, instant=avant + timedelta(minutes=10), compte_id=p["cree_par"])
    await depot.noter_liste(connexion, inverse, instant=avant + timedelta(minutes=50), compte_id=autre)
    await depot.suivre_prescriptions(connexion)
    suites = await connexion.fetch(
        "SELECT l.identifiant FROM suite s JOIN liste_montree l ON l.id = s.liste_id WHERE s.fait = 'prescrite' AND s.offre_id = $1", p["offre_id"]
    )
    assert [s["identifiant"] for s in suites] == [lue]


def test_une_liste_inverse_porte_ce_que_la_regle_a_retire(classement: Classement) -> None:
    rang = int(classement.ordre(0, [Statut.ELIGIBLE, Statut.A_VERIFIER])[0])
    inverse = composer_inverse(classement, rang, [0, regle().plafond], premiere=21, total=30)
    assert [ligne.position for ligne in inverse.lignes] == [21, 22]
    assert inverse.offre_id == int(classement.moteur.image.ids[rang])
    assert inverse.parts[-1] == PART
    assert [ligne.valeurs[-1] for ligne in inverse.lignes] == [0, 1]
    personne = composer(classement, 0, [rang]).lignes[0]
    assert inverse.lignes[0].valeurs[:-1] == personne.valeurs
    assert inverse.lignes[0].score == personne.score
