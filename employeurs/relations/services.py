"""Keeping the relation with a structure: contacts, exchanges, actions.

Every function is called inside one writing transaction, by a CRE (the page asks ``droits.peut_tenir_relations``). A form sent twice is kept once:
each bears a key, drawn when it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from comptes.domaine import Acteur
from employeurs.offres.domaine import Faute
from employeurs.relations import depot
from employeurs.relations.domaine import RESULTAT_MAX, Contact, FicheStructure, plus_tard
from employeurs.relations.droits import peut_retirer_echange
from employeurs.relations.saisie import NouvelleAction, SaisieAction, SaisieContact, SaisieEchange, lire_action, lire_echange, relire_contact
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter


class Invalide(ErreurPersonne):
    """What was typed cannot be kept as it is.

    Attributes:
        fautes: in the order of the form.
    """

    def __init__(self, fautes: tuple[Faute, ...]) -> None:
        super().__init__("Cette saisie est à corriger.")
        self.fautes = fautes


@dataclass(frozen=True, slots=True)
class Geste:
    """Who acts, when, and the key of the form they send.

    Attributes:
        cle: drawn when the form was shown, empty when it had none.
        tirage: draws the public ids, None for the usual one.
    """

    acteur: Acteur
    instant: datetime
    cle: str = ""
    tirage: Tirage | None = None

    @property
    def jour(self) -> date:
        """The day of the act."""
        return self.instant.date()

    def identifiant(self) -> str:
        """A new public id."""
        return identifiant_public(self.tirage) if self.tirage else identifiant_public()

    def cle_de(self, identifiant: str, suite: str = "") -> str:
        """The key of what is kept: that of the form and of its sender, or the id itself when the form had none."""
        return f"{self.acteur.id}:{self.cle}{suite}" if self.cle else identifiant


async def ajouter_contact(connexion: Connexion, geste: Geste, structure: FicheStructure, saisie: SaisieContact) -> bool:
    """Keep a contact; the first one of a structure is the one to call first.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        structure: whose contact.
        saisie: as typed.

    Returns:
        False when the form was already sent.

    Raises:
        Invalide: something is to be corrected; nothing changes.
    """
    _exiger(relire_contact(saisie))
    identifiant = geste.identifiant()
    premier = not any(not c.archive for c in await depot.contacts(connexion, structure.id))
    fait = await depot.ajouter_contact(
        connexion, structure.id, saisie, depot.Auteur(geste.acteur.id, geste.instant), identifiant=identifiant, cle=geste.cle_de(identifiant)
    )
    if fait:
        nouveau = await depot.contact(connexion, structure.id, identifiant)
        if nouveau and (saisie.prefere or premier):
            await depot.preferer(connexion, structure.id, nouveau.id, geste.instant)
        await noter(connexion, geste.acteur, "contact.ajouter", f"contact:{identifiant}")
    return fait


async def modifier_contact(connexion: Connexion, geste: Geste, contact: Contact, saisie: SaisieContact) -> None:
    """Write what is known of a contact again, and whether they are called first.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        contact: as it was.
        saisie: as typed.

    Raises:
        Invalide: something is to be corrected; nothing changes.
    """
    _exiger(relire_contact(saisie))
    await depot.modifier_contact(connexion, contact.id, saisie, geste.instant)
    if saisie.prefere != contact.prefere and not contact.archive:
        await depot.preferer(connexion, contact.structure_id, contact.id if saisie.prefere else None, geste.instant)
    await noter(connexion, geste.acteur, "contact.modifier", f"contact:{contact.identifiant}")


async def archiver_contact(connexion: Connexion, geste: Geste, contact: Contact, archiver: bool) -> None:
    """Put a contact away, or take them up again.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        contact: whom.
        archiver: False to take them up again.
    """
    if contact.archive is archiver:
        return
    await depot.archiver(connexion, contact.id, geste.instant if archiver else None, geste.instant)
    await noter(connexion, geste.acteur, "contact.archiver" if archiver else "contact.reprendre", f"contact:{contact.identifiant}")


async def effacer_contact(connexion: Connexion, geste: Geste, contact: Contact, textes: bool) -> None:
    """Erase a contact for good, as the person may ask (article 17 of the GDPR).

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        contact: whom.
        textes: what was written of exchanges with them goes too; their day and kind stay.
    """
    await depot.effacer(connexion, contact, textes=textes, maintenant=geste.instant)
    await noter(connexion, geste.acteur, "contact.effacer", f"contact:{contact.identifiant}")


async def noter_echange(connexion: Connexion, geste: Geste, structure: FicheStructure, saisie: SaisieEchange) -> bool:
    """Add an exchange to the history, do the action it answers, plan the next one.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        structure: with whom.
        saisie: as typed.

    Returns:
        False when the form was already sent.

    Raises:
        Invalide: something is to be corrected; nothing changes.
    """
    nouvel, fautes = lire_echange(saisie, geste.jour)
    contact = await depot.contact(connexion, structure.id, saisie.contact) if saisie.contact else None
    if saisie.contact and contact is None:
        fautes = (*fautes, Faute("contact", "Ce contact n’existe plus : choisissez-en un autre."))
    _exiger(fautes)
    assert nouvel is not None
    identifiant = geste.identifiant()
    cle, contact_id = geste.cle_de(identifiant), contact.id if contact else None
    qui = depot.Auteur(geste.acteur.id, geste.instant)
    if not await depot.ajouter_echange(connexion, structure.id, nouvel, qui, contact_id=contact_id, identifiant=identifiant, cle=cle):
        return False
    await noter(connexion, geste.acteur, "echange.noter", f"echange:{identifiant}")
    if saisie.action:
        await faire(connexion, geste, structure, saisie.action, "")
    if nouvel.suite:
        await _garder_action(connexion, geste, structure, nouvel.suite, geste.acteur.id, ":suite")
    return True


async def retirer_echange(connexion: Connexion, geste: Geste, structure: FicheStructure, identifiant: str) -> bool | None:
    """Take back what one has just written.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        structure: whose history.
        identifiant: public id of the exchange.

    Returns:
        None when there is no such exchange, False when it is too late or somebody else's.
    """
    vise = await depot.echange(connexion, structure.id, identifiant)
    if vise is None:
        return None
    if not peut_retirer_echange(geste.acteur, vise, geste.instant):
        return False
    fait = await depot.retirer_echange(connexion, identifiant, geste.acteur.id)
    await noter(connexion, geste.acteur, "echange.retirer", f"echange:{identifiant}")
    return fait


async def prevoir(connexion: Connexion, geste: Geste, structure: FicheStructure, saisie: SaisieAction) -> bool:
    """Plan something to do, for oneself or for another CRE.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        structure: about whom.
        saisie: as typed.

    Returns:
        False when the form was already sent.

    Raises:
        Invalide: something is to be corrected; nothing changes.
    """
    nouvelle, fautes = lire_action(saisie, geste.jour)
    pour = geste.acteur.id
    if saisie.pour and saisie.pour != geste.acteur.identifiant:
        collegue = next((c for c in await depot.collegues(connexion) if c.identifiant == saisie.pour), None)
        pour = collegue.id if collegue else pour
        fautes = fautes if collegue else (*fautes, Faute("pour", "Ce compte n’est plus ouvert : choisissez quelqu’un d’autre."))
    _exiger(fautes)
    assert nouvelle is not None
    return await _garder_action(connexion, geste, structure, nouvelle, pour)


async def _garder_action(connexion: Connexion, geste: Geste, structure: FicheStructure, nouvelle: NouvelleAction, pour: int, suite: str = "") -> bool:
    identifiant = geste.identifiant()
    qui, cle = depot.Auteur(geste.acteur.id, geste.instant), geste.cle_de(identifiant, suite)
    fait = await depot.ajouter_action(connexion, structure.id, nouvelle, qui, pour=pour, identifiant=identifiant, cle=cle)
    if fait:
        await noter(connexion, geste.acteur, "action.prevoir", f"action:{identifiant}")
    return fait


async def faire(connexion: Connexion, geste: Geste, structure: FicheStructure, identifiant: str, resultat: str) -> bool | None:
    """Note that an action is done, whoever was to do it.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        structure: about whom.
        identifiant: public id of the action.
        resultat: what came of it, perhaps empty.

    Returns:
        None when there is no such action, False when it was done already.
    """
    if not await depot.action_existe(connexion, structure.id, identifiant):
        return None
    court = resultat[:RESULTAT_MAX]
    fait = await depot.faire(connexion, structure.id, identifiant, resultat=court, compte_id=geste.acteur.id, maintenant=geste.instant)
    if fait:
        await noter(connexion, geste.acteur, "action.faire", f"action:{identifiant}")
    return fait


async def reporter(connexion: Connexion, geste: Geste, structure: FicheStructure, identifiant: str, jours: int) -> bool | None:
    """Put an action off, counted from today so that a form sent twice moves it once.

    Args:
        connexion: inside a writing transaction.
        geste: who, when.
        structure: about whom.
        identifiant: public id of the action.
        jours: days to wait, 1 or more.

    Returns:
        None when there is no such action, False when nothing changed.
    """
    if not await depot.action_existe(connexion, structure.id, identifiant):
        return None
    fait = await depot.reporter(connexion, structure.id, identifiant, plus_tard(geste.jour, jours))
    if fait:
        await noter(connexion, geste.acteur, "action.reporter", f"action:{identifiant}")
    return fait


def _exiger(fautes: tuple[Faute, ...]) -> None:
    if fautes:
        raise Invalide(fautes)
