"""Five hundred prescriptions on five sessions of ten places, by forty connections, while others are cancelled, refused and expire."""

from __future__ import annotations

import asyncio
from random import Random

from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.echeances import expirer, proposer_places
from parcours.prescriptions.mouvements import Conflit, Refusee
from socle.base import Bassin
from tests.parcours.monde import Monde, SessionEssai

SESSIONS, PERSONNES, PLACES = 5, 100, 10
GRAINE = 2026
CHANCES_DE_SORTIR = 0.5


async def vivre(monde: Monde, personne: str, session: SessionEssai, tirage: Random) -> None:
    """One attempt, then perhaps a way out: cancellation, refusal, silence, or an answer of the structure."""
    p = await monde.prescrire(personne, session)
    if tirage.random() > CHANCES_DE_SORTIR:
        return
    sortie = tirage.choice(("annuler", "refuser", "expirer", "accepter", "accepter_puis_annuler"))
    try:
        if sortie == "annuler":
            await monde.avancer(p, Etat.ANNULEE, motif=Motif.NON_INTERESSE)
        elif sortie == "refuser":
            await monde.avancer(p, Etat.REFUSEE, qui="employeur", motif=Motif.COMPETENCES)
        elif sortie == "expirer":
            await monde.valeur("UPDATE prescription SET echeance = $2 WHERE id = $1 AND echeance IS NOT NULL", p.id, monde.horloge.maintenant())
            await expirer(monde.bassin, monde.horloge)
        else:
            await monde.avancer(p, Etat.ACCEPTEE_STRUCTURE, qui="employeur")
            if sortie == "accepter_puis_annuler":
                await monde.avancer(p, Etat.ANNULEE, motif=Motif.EN_EMPLOI)
    except (Refusee, Conflit):
        # Sent away with words: no place left to accept, or moved by someone else first. Nothing else may happen.
        pass


async def test_jamais_plus_de_dix_et_toute_place_liberee_resert(foule: Bassin, monde: Monde) -> None:
    tirage = Random(GRAINE)
    sessions = [await monde.session(places=PLACES) for _ in range(SESSIONS)]
    personnes = [await monde.personne(f"Prénom{n}") for n in range(PERSONNES)]
    tentatives = [(personne, session) for session in sessions for personne in personnes]
    tirage.shuffle(tentatives)
    fini = asyncio.Event()
    vues: list[int] = []

    async def observer() -> None:
        while not fini.is_set():
            vues.append(
                await monde.valeur("SELECT max(n) FROM (SELECT count(*) n FROM prescription WHERE place <> 'aucune' GROUP BY session_id) t") or 0
            )

    veille = asyncio.create_task(observer())
    await asyncio.gather(*(vivre(monde, personne, session, Random(n)) for n, (personne, session) in enumerate(tentatives)))
    fini.set()
    await veille
    # Looked at while it happened, however slow the machine.
    assert len(vues) > 2
    assert max(vues) == PLACES
    await monde.comptes_justes()
    assert await monde.valeur("SELECT count(*) FROM prescription") == SESSIONS * PERSONNES
    # Whoever was being moved while a place was freed was passed over; the clock that goes round the lists comes back to them.
    await proposer_places(monde.bassin, monde.horloge)
    await monde.comptes_justes()
    bilan = await monde.valeur(
        "SELECT array_agg((s.places - s.places_tenues - s.places_prises) ORDER BY s.id) FROM session s"
        " WHERE EXISTS (SELECT FROM prescription p WHERE p.session_id = s.id AND p.etat = 'liste_attente')"
    )
    assert bilan == [0] * SESSIONS, "une place libre reste sans servir alors que quelqu’un attend"
    libres = await monde.valeur("SELECT count(*) FROM prescription WHERE etat IN ('refusee', 'annulee', 'expiree') AND place = 'aucune'")
    assert libres > 100, "trop peu de sorties pour éprouver quoi que ce soit"


async def test_la_liste_d_attente_avance_dans_l_ordre(foule: Bassin, monde: Monde) -> None:
    session = await monde.session(places=3)
    tenantes = [await monde.prescrire(await monde.personne(f"T{n}"), session) for n in range(3)]
    attente = []
    for n in range(6):
        monde.horloge.avancer(minutes=1)
        attente.append(await monde.prescrire(await monde.personne(f"A{n}"), session))
    await asyncio.gather(*(monde.avancer(p, Etat.REFUSEE, qui="employeur") for p in tenantes))
    assert [await monde.etat(p) for p in attente] == [Etat.TRANSMISE] * 3 + [Etat.LISTE_ATTENTE] * 3
    await monde.comptes_justes()
