"""Proposing an offer to référents for several people at once: each line by the rules of one prescription, one mail to each référent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import groupby

from comptes.domaine import Acteur, Role
from parcours import depot as depot_personnes
from parcours.perimetre import Perimetre, Suivi
from parcours.prescriptions.mouvements import Introuvable, Refusee
from parcours.prescriptions.services import DejaPrescrite, Demande, prescrire
from parcours.propositions import depot
from parcours.propositions.annonces import digest
from parcours.propositions.domaine import PAR_LOT, SANS_REFERENT, Lot
from socle import courrier
from socle.base import Connexion
from socle.horloge import Horloge
from socle.identifiants import Tirage, identifiant_public


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeLot:
    """What a form asks for.

    Attributes:
        cle: drawn when the form is shown; sent again (double click, back button), it is the same batch.
        offre: public id.
        session: id of the session within its offer.
        personnes: public ids, in the order of the list; twice the same is once.
        mot: words for the référents.
        journee: address of « Ma journée », for the mail.
        version_classement: version of the ranking that suggested them.
    """

    cle: str
    offre: str
    session: str
    personnes: tuple[str, ...]
    mot: str = ""
    journee: str
    version_classement: str | None = None


async def proposer(connexion: Connexion, acteur: Acteur, demande: DemandeLot, horloge: Horloge, tirage: Tirage = secrets.randbelow) -> Lot:
    """Propose people to their référents.

    Args:
        connexion: inside a transaction: lines, prescriptions and mails are all written, or none.
        acteur: a chargé de relation entreprise.
        demande: what is asked for.
        horloge: the clock.
        tirage: draws of the public ids.

    Returns:
        What came of each line: a prescription ``proposee``, or why there is none. The batch of the first time when the same form comes again.

    Raises:
        Refusee: not a CRE's account, nobody chosen, or too many people at once.
        Introuvable: no such offer, session or person for this account; nothing is written then.
    """
    choisies, perimetre = tuple(dict.fromkeys(demande.personnes)), Perimetre.de(acteur)
    if acteur.role is not Role.CRE:
        raise Refusee("Seuls les chargés de relation entreprise proposent une offre aux référents.")
    if not 0 < len(choisies) <= PAR_LOT:
        raise Refusee("Cochez au moins une personne." if not choisies else f"Proposez au plus {PAR_LOT} personnes à la fois.")
    identifiant, maintenant = identifiant_public(tirage), horloge.maintenant()
    champs = {"cle": demande.cle, "offre": demande.offre, "session": demande.session, "maintenant": maintenant}
    lot_id = await depot.ouvrir_lot(connexion, identifiant=identifiant, compte_id=acteur.id, **champs)
    if lot_id is not None:
        # Always in the same order, so that two batches that cross never wait for each other.
        for rang, personne in sorted(enumerate(choisies, 1), key=lambda place: place[1]):
            await _ligne(connexion, acteur, demande, lot_id, (identifiant, rang, personne), horloge)
        await _annoncer(connexion, acteur, demande, lot_id, identifiant)
    fait = await depot.lot(connexion, perimetre, cle=demande.cle)
    if fait is None:
        raise Introuvable("Cette offre ou cette session n’existe pas.")
    return fait


async def _ligne(connexion: Connexion, acteur: Acteur, demande: DemandeLot, lot_id: int, place: tuple[str, int, str], horloge: Horloge) -> None:
    lot, rang, personne = place
    suivi = await depot_personnes.suivi(connexion, personne, Perimetre.de(acteur))
    if suivi is None:
        raise Introuvable("Cette personne n’existe pas.")
    prescription_id, refus = await _prescrire(connexion, acteur, demande, suivi, f"{lot}:{rang}", horloge)
    await depot.ajouter_ligne(connexion, lot_id=lot_id, rang=rang, allocataire_id=suivi.id, prescription_id=prescription_id, refus=refus)


async def _prescrire(
    connexion: Connexion, acteur: Acteur, demande: DemandeLot, suivi: Suivi, cle: str, horloge: Horloge
) -> tuple[int | None, str | None]:
    if suivi.referent_id is None:
        return None, SANS_REFERENT
    voulue = Demande(
        cle=cle,
        allocataire=suivi.identifiant,
        offre=demande.offre,
        session=demande.session,
        mot=demande.mot,
        version_classement=demande.version_classement,
    )
    try:
        return (await prescrire(connexion, acteur, voulue, horloge)).id, None
    except (DejaPrescrite, Refusee) as refus:
        return None, str(refus)


async def _annoncer(connexion: Connexion, auteur: Acteur, demande: DemandeLot, lot_id: int, lot: str) -> None:
    """One mail to each référent of the batch; its key names the batch and the référent, so that it leaves once."""
    for referent_id, groupe in groupby(await depot.a_annoncer(connexion, lot_id), key=lambda ligne: ligne["referent_id"]):
        lignes = list(groupe)
        objet, texte = digest(
            auteur=auteur.nom,
            titre=lignes[0]["titre"],
            debut=lignes[0]["debut"],
            heure=lignes[0]["heure_debut"],
            personnes=[(ligne["prenom"], ligne["nom"]) for ligne in lignes],
            mot=demande.mot,
            adresse=demande.journee,
        )
        champs = {"destinataire": lignes[0]["courriel"], "objet": objet, "texte": texte, "html": courrier.en_html(texte)}
        await courrier.deposer(connexion, **champs, cle=f"propositions:{lot}:{referent_id}")
