"""How a prescription moves, whoever asks for it: ``passer`` is the only way a state changes, and its place with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from catalogue import places
from catalogue.domaine import EtatSession
from parcours.prescriptions import annonces, depot
from parcours.prescriptions.contrats import Contrat, peut_dire
from parcours.prescriptions.delais import Seance, echeance, relance
from parcours.prescriptions.domaine import Etat, Issue, Motif, Place, Qui, peut_passer, place_apres
from parcours.prescriptions.lignes import Auteur, Prescription
from socle import journal
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge

SYSTEME: Final = Auteur(Qui.SYSTEME)


class Introuvable(ErreurPersonne):
    """What is asked for does not exist, or not for this account: the page answers 404 and says no more."""


class Refusee(ErreurPersonne):
    """The action is not allowed; its text says why."""


class Conflit(ErreurPersonne):
    """Someone else answered first; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A move that someone asks for.

    Attributes:
        vers: state wanted.
        cle: drawn when the form is shown; sent again, the action is done once.
        contrat: what was signed, with an entry.
        attendu: state shown when the person decided; another one now is a conflict.
    """

    vers: Etat
    cle: str | None = None
    motif: Motif | None = None
    issue: Issue | None = None
    contrat: Contrat | None = None
    precisions: str = ""
    attendu: Etat | None = None


async def passer(connexion: Connexion, p: Prescription, auteur: Auteur, action: Action, horloge: Horloge) -> Prescription:
    """Move a locked prescription, and its place with it. The only way a state changes.

    Args:
        connexion: inside the transaction that locked it.
        p: the prescription, as it was when locked.
        auteur: who moves it.
        action: the move.
        horloge: the clock.

    Returns:
        The prescription moved; unchanged when the action, known by its key, was done already.

    Raises:
        Refusee: the move is not theirs, lacks its reason, or no place is left.
        Conflit: the prescription is no longer where it was.
    """
    if action.cle is not None and await depot.etape_faite(connexion, p.id, action.cle):
        return p
    _exiger(p, auteur, action, horloge.aujourdhui())
    maintenant = horloge.maintenant()
    vers, place = await _prendre_place(connexion, p, action.vers, horloge)
    await depot.changer_etat(
        connexion,
        id=p.id,
        etat=vers,
        place=place,
        motif=action.motif,
        issue=action.issue,
        contrat=action.contrat,
        precisions=action.precisions,
        maintenant=maintenant,
        echeance=echeance(vers, p.genre, p.seance, maintenant),
        # A structure that never heard of the person has nothing to be told of a cancellation.
        relance_le=None if vers is Etat.ANNULEE and p.place is Place.AUCUNE else relance(vers, 0, p.seance, maintenant),
        # What the référent did themselves is not news to them.
        lue_le=maintenant if auteur.compte_id is not None and auteur.compte_id == p.liens.referent_id else None,
    )
    etape = {"cle": action.cle, "de": p.etat, "vers": vers, "maintenant": maintenant, "motif": action.motif, "issue": action.issue}
    await depot.ajouter_etape(connexion, auteur, prescription_id=p.id, contrat=action.contrat, precisions=action.precisions, **etape)
    trace = f"prescription:{p.identifiant}"
    await journal.noter(connexion, auteur.trace, f"prescription.{vers}", trace, allocataire_id=p.liens.allocataire_id)
    if vers is Etat.ACCEPTEE_STRUCTURE:
        await annonces.annoncer_place(connexion, p.id)
    if place is Place.AUCUNE and p.place is not Place.AUCUNE:
        await promouvoir(connexion, p.session_id, p.seance, horloge)
    return (await depot.verrouiller(connexion, [p.id]))[p.id]


def _exiger(p: Prescription, auteur: Auteur, action: Action, jour: date) -> None:
    if action.attendu not in {None, p.etat}:
        raise Conflit("Quelqu’un a répondu entre-temps : rien n’a été changé. Voici où en est la prescription.")
    if not (decision := peut_passer(auteur.qui, p.etat, action.vers, action.motif, action.issue)):
        raise Refusee(decision.motif)
    if not (decision := peut_dire(action.contrat, action.vers, jour)):
        raise Refusee(decision.motif)


async def _prendre_place(connexion: Connexion, p: Prescription, vers: Etat, horloge: Horloge) -> tuple[Etat, Place]:
    """Move the place; the state reached is the waiting list when none is left for a new request."""
    voulue = place_apres(p.etat, vers, p.seance.commencee(horloge.aujourdhui()))
    if p.etat is Etat.ACCEPTEE_PERSONNE and vers is Etat.TRANSMISE:
        # Those who wait come before those who arrive.
        await promouvoir(connexion, p.session_id, p.seance, horloge)
    if p.place is Place.AUCUNE and voulue is not Place.AUCUNE:
        if not await places.tenir(connexion, p.session_id, beneficiaire=p.beneficiaire):
            if vers is Etat.TRANSMISE and p.etat is Etat.ACCEPTEE_PERSONNE:
                return Etat.LISTE_ATTENTE, Place.AUCUNE
            raise Refusee("Il ne reste pas de place dans cette session.")
        if voulue is Place.PRISE:
            await places.prendre(connexion, p.session_id)
    elif p.place is Place.TENUE and voulue is Place.PRISE:
        await places.prendre(connexion, p.session_id)
    elif p.place is Place.TENUE and voulue is Place.AUCUNE:
        await places.liberer_tenue(connexion, p.session_id, beneficiaire=p.beneficiaire)
    elif p.place is Place.PRISE and voulue is Place.AUCUNE:
        await places.liberer_prise(connexion, p.session_id, beneficiaire=p.beneficiaire)
    return vers, voulue


async def promouvoir(connexion: Connexion, session_id: int, seance: Seance, horloge: Horloge) -> int:
    """Offer the free places of a session on, in the order of its waiting list.

    Args:
        connexion: inside a transaction.
        session_id: internal id of the session.
        seance: its dates; once it has begun, nobody is promoted.
        horloge: the clock.

    Returns:
        How many people left the waiting list. Someone who is being moved by another request at this instant is passed over; the clock that goes
        round the waiting lists comes back to them.
    """
    promus = 0
    while not (seance.debut and seance.debut < horloge.aujourdhui()):
        compte = await places.compter(connexion, session_id)
        if compte.etat is not EtatSession.OUVERTE or compte.libres(beneficiaire=True) == 0:
            break
        premier = await depot.premier_en_attente(connexion, session_id, ordinaires=compte.libres(beneficiaire=False) != 0)
        if premier is None:
            break
        p = (await depot.verrouiller(connexion, [premier]))[premier]
        try:
            await passer(connexion, p, SYSTEME, Action(vers=Etat.TRANSMISE), horloge)
        except Refusee:
            # Another request took the place between the count and now.
            break
        promus += 1
    return promus
