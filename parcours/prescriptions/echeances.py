"""The clocks of prescriptions: told again, ended by silence, offered on. Each item has its own transaction, and every round may be run twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Final

from parcours.prescriptions import annonces, depot, liens
from parcours.prescriptions.annonces import SessionARepondre
from parcours.prescriptions.delais import relance
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.lignes import ARecapituler
from parcours.prescriptions.mouvements import SYSTEME, Action, passer, promouvoir
from socle import courrier
from socle.base import Bassin, Connexion, transaction
from socle.horloge import Horloge

# Nobody is written to at night.
OUVERTURE: Final = time(8)
FERMETURE: Final = time(20)


async def expirer(bassin: Bassin, horloge: Horloge) -> int:
    """End what silence has ended, and offer the freed places on.

    Args:
        bassin: the pool.
        horloge: the clock.

    Returns:
        How many prescriptions ended.
    """

    async def un(connexion: Connexion) -> bool:
        suivante = await depot.a_expirer(connexion, horloge.maintenant())
        if suivante is None:
            return False
        p = (await depot.verrouiller(connexion, [suivante]))[suivante]
        await passer(connexion, p, SYSTEME, Action(vers=Etat.EXPIREE), horloge)
        return True

    return await _un_par_un(bassin, un)


async def fermer(bassin: Bassin, horloge: Horloge) -> int:
    """Cancel what a cancelled session, or an offer withdrawn, has left without an object.

    Args:
        bassin: the pool.
        horloge: the clock.

    Returns:
        How many prescriptions were cancelled.
    """

    async def un(connexion: Connexion) -> bool:
        suivante = await depot.a_fermer(connexion)
        if suivante is None:
            return False
        identifiant, annulee = suivante
        p = (await depot.verrouiller(connexion, [identifiant]))[identifiant]
        mots = "La session a été annulée par la structure." if annulee else "L’offre n’est plus proposée."
        await passer(connexion, p, SYSTEME, Action(vers=Etat.ANNULEE, motif=Motif.PLUS_DE_POSTE, precisions=mots), horloge)
        return True

    return await _un_par_un(bassin, un)


async def _un_par_un(bassin: Bassin, un: Callable[[Connexion], Awaitable[bool]]) -> int:
    faits = 0
    while True:
        async with transaction(bassin) as connexion:
            if not await un(connexion):
                return faits
        faits += 1


async def proposer_places(bassin: Bassin, horloge: Horloge) -> int:
    """Go round the waiting lists: places that an import added, or that nobody could take at the instant they were freed.

    Args:
        bassin: the pool.
        horloge: the clock.

    Returns:
        How many people left a waiting list.
    """
    async with transaction(bassin, lecture_seule=True) as connexion:
        sessions = await depot.sessions_en_attente(connexion)
    promus = 0
    for session_id, seance in sessions:
        async with transaction(bassin) as connexion:
            promus += await promouvoir(connexion, session_id, seance, horloge)
    return promus


async def rappeler_rendez_vous(bassin: Bassin, horloge: Horloge) -> int:
    """Remind people of the next day's sessions.

    Args:
        bassin: the pool.
        horloge: the clock.

    Returns:
        How many people are expected tomorrow.
    """
    if not OUVERTURE <= horloge.maintenant().time() < FERMETURE:
        return 0
    async with transaction(bassin) as connexion:
        attendus = await depot.attendus_le(connexion, horloge.aujourdhui() + timedelta(days=1))
        for prescription_id in attendus:
            await annonces.rappeler_la_veille(connexion, prescription_id)
    return len(attendus)


async def relancer(bassin: Bassin, horloge: Horloge, adresse: str) -> int:
    """Write to the structures that something awaits: at once, after 3 days and after 7, and never more than one mail a day.

    Args:
        bassin: the pool.
        horloge: the clock.
        adresse: address of the service, without a final slash.

    Returns:
        How many structures were written to.
    """
    maintenant = horloge.maintenant()
    if not OUVERTURE <= maintenant.time() < FERMETURE:
        return 0
    async with transaction(bassin, lecture_seule=True) as connexion:
        structures = await depot.structures_a_relancer(connexion, maintenant)
    ecrites = 0
    for structure_id, destinataire in structures:
        async with transaction(bassin) as connexion:
            ecrites += await _recapituler(connexion, structure_id, destinataire, maintenant, adresse)
    return ecrites


async def _recapituler(connexion: Connexion, structure_id: int, destinataire: str, maintenant: datetime, adresse: str) -> bool:
    attendues = await depot.a_recapituler(connexion, structure_id, maintenant)
    if not any(p.due for p in attendues) or not await depot.ouvrir_recapitulatif(connexion, structure_id, maintenant.date()):
        return False
    par_session: defaultdict[int, list[ARecapituler]] = defaultdict(list)
    for p in attendues:
        par_session[p.session_id].append(p)
    sessions = [await _session(connexion, structure_id, groupe, maintenant, adresse) for groupe in par_session.values()]
    objet, texte = annonces.recapitulatif(sessions)
    cle = f"recapitulatif:{structure_id}:{maintenant.date()}"
    await courrier.deposer(connexion, destinataire=destinataire, objet=objet, texte=texte, html=courrier.en_html(texte), cle=cle)
    for p in attendues:
        if p.due:
            suivante = relance(p.etat, p.relances + 1, p.seance, p.depuis.astimezone(maintenant.tzinfo))
            await depot.noter_relance(connexion, p.id, p.relances + 1, suivante)
    return True


async def _session(connexion: Connexion, structure_id: int, groupe: list[ARecapituler], maintenant: datetime, adresse: str) -> SessionARepondre:
    premiere, chemin = groupe[0], await liens.ouvrir_session(connexion, groupe[0].session_id, structure_id, maintenant)
    comptes = Counter(p.etat for p in groupe)
    return SessionARepondre(
        titre=premiere.titre,
        debut=premiere.seance.debut,
        heure=premiere.heure_debut,
        a_repondre=comptes[Etat.TRANSMISE],
        a_constater=comptes[Etat.ACCEPTEE_STRUCTURE],
        annulees=comptes[Etat.ANNULEE],
        adresse=adresse + chemin,
    )
