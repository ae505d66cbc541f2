"""What people do with prescriptions: open one, move it, read it, say what followed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from catalogue import places
from catalogue.domaine import EtatOffre, EtatSession
from comptes.domaine import Acteur, Role
from parcours import depot as depot_personnes
from parcours.droits import peut_demander, peut_prescrire, peut_proposer
from parcours.perimetre import Perimetre
from parcours.prescriptions import depot
from parcours.prescriptions.delais import echeance
from parcours.prescriptions.domaine import MOIS_DE_SUITE, ORIGINES, Etat, Issue, Qui, alerte_places, qualite
from parcours.prescriptions.lignes import Auteur, Cible, Prescription
from parcours.prescriptions.mouvements import Action, Introuvable, Refusee, passer
from socle import journal
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge
from socle.identifiants import Tirage, identifiant_public


class DejaPrescrite(ErreurPersonne):
    """The person already has a living prescription for this session.

    Attributes:
        identifiant: public id of that prescription.
    """

    def __init__(self, identifiant: str) -> None:
        super().__init__("Une prescription est déjà en cours pour cette personne et cette session.")
        self.identifiant = identifiant


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """What a form asks for.

    Attributes:
        cle: drawn when the form is shown; sent again (double click, back button), it gives the same prescription.
        allocataire, offre: public ids.
        session: id of the session within its offer.
        mot: words for the person, the référent or the structure.
        accord_personne: the person has agreed.
        transmettre: send to the structure at once (needs the agreement).
        version_classement: version of the ranking that suggested it, None when none did.
    """

    cle: str
    allocataire: str
    offre: str
    session: str
    mot: str = ""
    accord_personne: bool = False
    transmettre: bool = False
    version_classement: str | None = None


async def apercu(connexion: Connexion, acteur: Acteur, *, allocataire: str, offre: str, session: str, horloge: Horloge) -> tuple[Cible, str | None]:
    """What to know before prescribing.

    Args:
        connexion: any.
        acteur: the account.
        allocataire, offre: public ids.
        session: id of the session within its offer.
        horloge: the clock.

    Returns:
        The person and the session, and a warning about places (« 3 places, 5 demandes en cours »), None when there is room.

    Raises:
        Introuvable, Refusee: as ``prescrire``.
    """
    cible = await _cible(connexion, acteur, allocataire=allocataire, offre=offre, session=session)
    _exiger_ouverte(cible, horloge)
    compte = await places.compter(connexion, cible.session_id)
    demandes = await depot.demandes_sans_place(connexion, cible.session_id)
    return cible, alerte_places(compte.libres(beneficiaire=cible.beneficiaire), demandes)


async def prescrire(connexion: Connexion, acteur: Acteur, demande: Demande, horloge: Horloge, tirage: Tirage = secrets.randbelow) -> Prescription:
    """Open a prescription.

    Args:
        connexion: inside a transaction.
        acteur: a conseiller, a chargé de relation entreprise (sent to the référent), or the person.
        demande: what is asked for.
        horloge: the clock.
        tirage: draws of the public id.

    Returns:
        The prescription: ``proposee``; ``acceptee_personne`` when the person has agreed; ``transmise``, or ``liste_attente`` when no place is
        left, when it is sent at once. The same one when the same form comes again.

    Raises:
        Introuvable: no such person, offer or session, or not for this account.
        Refusee: the session is closed, or the account may not.
        DejaPrescrite: this person already has a living prescription for this session.
    """
    cible = await _cible(connexion, acteur, allocataire=demande.allocataire, offre=demande.offre, session=demande.session)
    faite = await depot.deja(connexion, cle=demande.cle, allocataire_id=cible.allocataire_id, session_id=cible.session_id)
    if faite is None:
        _exiger_ouverte(cible, horloge)
        nouvelle = await _inserer(connexion, acteur, demande, cible, horloge.maintenant(), tirage)
        if nouvelle is not None:
            return await _faire_avancer(connexion, acteur, nouvelle, demande, horloge)
        faite = await depot.deja(connexion, cle=demande.cle, allocataire_id=cible.allocataire_id, session_id=cible.session_id)
        assert faite is not None
    if (faite["cle"], faite["allocataire_id"], faite["session_id"]) != (demande.cle, cible.allocataire_id, cible.session_id):
        raise DejaPrescrite(faite["identifiant"])
    return await _lue(connexion, faite["identifiant"], acteur)


_DROITS: Final = {Role.CIP: peut_prescrire, Role.CRE: peut_proposer, Role.ALLOCATAIRE: peut_demander}


async def _cible(connexion: Connexion, acteur: Acteur, *, allocataire: str, offre: str, session: str) -> Cible:
    suivi = await depot_personnes.suivi(connexion, allocataire, Perimetre.de(acteur))
    cible = None if suivi is None else await depot.cible(connexion, allocataire=allocataire, offre=offre, session=session)
    if suivi is None or cible is None:
        raise Introuvable("Cette offre, cette session ou cette personne n’existe pas.")
    if not (decision := _DROITS[acteur.role](acteur, suivi)):
        raise Refusee(decision.motif)
    return cible


def _exiger_ouverte(cible: Cible, horloge: Horloge) -> None:
    jour, seance = horloge.aujourdhui(), cible.seance
    ouverte = cible.etat_offre is EtatOffre.PUBLIEE and cible.etat_session is EtatSession.OUVERTE
    if not ouverte or (seance.debut and seance.debut < jour):
        raise Refusee("Cette session n’est plus ouverte. Choisissez-en une autre.")
    if seance.date_limite and seance.date_limite < jour:
        raise Refusee("La date limite pour cette session est passée. Choisissez-en une autre.")
    if cible.reserve_rsa and not cible.beneficiaire:
        raise Refusee("Cette offre est réservée aux allocataires du RSA.")


async def _inserer(connexion: Connexion, acteur: Acteur, demande: Demande, cible: Cible, maintenant: datetime, tirage: Tirage) -> Prescription | None:
    """Add the row and its first step; None when another request got there first."""
    referent = cible.referent_id or (acteur.id if acteur.role is Role.CIP else None)
    # Sent at once, the words are for the structure, and go with the sending.
    mot = "" if _envoyee_aussitot(acteur, demande) else demande.mot
    nouvelle = await depot.inserer(
        connexion,
        identifiant=identifiant_public(tirage),
        cle=demande.cle,
        allocataire_id=cible.allocataire_id,
        offre_id=cible.offre_id,
        session_id=cible.session_id,
        origine=ORIGINES[acteur.role],
        referent_id=referent,
        cree_par=acteur.id,
        beneficiaire=cible.beneficiaire,
        precisions=mot,
        maintenant=maintenant,
        echeance=echeance(Etat.PROPOSEE, cible.genre, cible.seance, maintenant),
        lue_le=maintenant if referent == acteur.id else None,
        version_classement=demande.version_classement,
    )
    if nouvelle is None:
        return None
    qui = {Role.CIP: Qui.PRESCRIPTEUR, Role.CRE: Qui.CRE}.get(acteur.role, Qui.PERSONNE)
    etape = {"cle": None, "de": None, "vers": Etat.PROPOSEE, "maintenant": maintenant, "motif": None, "issue": None, "precisions": mot}
    await depot.ajouter_etape(connexion, Auteur(qui, acteur), contrat=None, prescription_id=nouvelle, **etape)
    p = (await depot.verrouiller(connexion, [nouvelle]))[nouvelle]
    await journal.noter(connexion, acteur, "prescription.creer", f"prescription:{p.identifiant}", allocataire_id=cible.allocataire_id)
    return p


def _envoyee_aussitot(acteur: Acteur, demande: Demande) -> bool:
    return acteur.role is Role.CIP and demande.accord_personne and demande.transmettre


async def _faire_avancer(connexion: Connexion, acteur: Acteur, p: Prescription, demande: Demande, horloge: Horloge) -> Prescription:
    """The first moves of a prescription that a conseiller makes with the person beside them."""
    if acteur.role is not Role.CIP or not demande.accord_personne:
        return p
    auteur = Auteur(Qui.PRESCRIPTEUR, acteur)
    p = await passer(connexion, p, auteur, Action(vers=Etat.ACCEPTEE_PERSONNE), horloge)
    if not demande.transmettre:
        return p
    return await passer(connexion, p, auteur, Action(vers=Etat.TRANSMISE, precisions=demande.mot), horloge)


async def avancer(connexion: Connexion, acteur: Acteur, identifiant: str, action: Action, horloge: Horloge) -> Prescription:
    """Move a prescription.

    Args:
        connexion: inside a transaction.
        acteur: the account.
        identifiant: public id of the prescription.
        action: the move. ``transmise`` asked of a proposal also writes down the person's agreement; without a place left it gives
            ``liste_attente``.
        horloge: the clock.

    Returns:
        The prescription as it is now; as the first time when the same form comes again.

    Raises:
        Introuvable: no such prescription for this account.
        Refusee: the move is not this account's, or lacks its reason.
        Conflit: someone moved it first.
    """
    lue = await _lue(connexion, identifiant, acteur)
    qui = qualite(acteur, lue.liens, suit=lue.suit, envoyee=lue.envoyee)
    assert qui is not None
    p = (await depot.verrouiller(connexion, [lue.id]))[lue.id]
    auteur = Auteur(qui, acteur)
    if p.etat is Etat.PROPOSEE and action.vers is Etat.TRANSMISE and qui is Qui.PRESCRIPTEUR and action.attendu in {None, Etat.PROPOSEE}:
        p = await passer(connexion, p, auteur, Action(vers=Etat.ACCEPTEE_PERSONNE), horloge)
        action = replace(action, attendu=None)
    return await passer(connexion, p, auteur, action, horloge)


async def lire(connexion: Connexion, acteur: Acteur, identifiant: str) -> tuple[Prescription, Qui]:
    """One prescription, and in what quality the account acts on it.

    Args:
        connexion: any.
        acteur: the account.
        identifiant: public id.

    Returns:
        Both.

    Raises:
        Introuvable: no such prescription for this account.
    """
    p = await _lue(connexion, identifiant, acteur)
    qui = qualite(acteur, p.liens, suit=p.suit, envoyee=p.envoyee)
    assert qui is not None
    return p, qui


async def _lue(connexion: Connexion, identifiant: str, acteur: Acteur) -> Prescription:
    p = await depot.lire(connexion, identifiant, acteur.id)
    if p is None or qualite(acteur, p.liens, suit=p.suit, envoyee=p.envoyee) is None:
        raise Introuvable("Cette prescription n’existe pas.")
    return p


async def noter_suite(connexion: Connexion, acteur: Acteur, identifiant: str, mois: int, issue: Issue, horloge: Horloge) -> None:
    """Write what became of a person 3 or 6 months after the end.

    Args:
        connexion: inside a transaction.
        acteur: the account.
        identifiant: public id of the prescription, finished.
        mois: 3 or 6.
        issue: what became of the person.
        horloge: the clock.

    Raises:
        Introuvable: no such prescription for this account.
        Refusee: it is not finished, or the account is not a conseiller's.
    """
    p, qui = await lire(connexion, acteur, identifiant)
    if qui is not Qui.PRESCRIPTEUR or p.etat is not Etat.TERMINEE or mois not in MOIS_DE_SUITE:
        raise Refusee("La suite se note à 3 et 6 mois, sur une prescription terminée, par le conseiller.")
    await depot.noter_suite(connexion, prescription_id=p.id, mois=mois, issue=issue, maintenant=horloge.maintenant(), compte_id=acteur.id)


async def marquer_lue(connexion: Connexion, acteur: Acteur, identifiant: str, horloge: Horloge) -> None:
    """The référent has read the last answer: it leaves their day. Anyone else reading it changes nothing.

    Args:
        connexion: inside a transaction.
        acteur: the account.
        identifiant: public id.
        horloge: the clock.
    """
    p, _ = await lire(connexion, acteur, identifiant)
    if p.liens.referent_id == acteur.id:
        await depot.marquer_lue(connexion, p.id, horloge.maintenant())
