"""What a professional does with the file of a person: change a part of it, write and delete notes, give people to a colleague."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from comptes.domaine import OUI, Acteur, Decision, non
from parcours.dossier import depot
from parcours.dossier.domaine import Note
from parcours.droits import peut_modifier_personne
from parcours.perimetre import Perimetre, Suivi
from parcours.sensible import Genre, alertes
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter

NOTE_MAX = 4000


class DossierChange(ErreurPersonne):
    """Someone else has changed the file since it was read: nothing was written."""


async def modifier(
    connexion: Connexion, acteur: Acteur, suivi: Suivi, partie: str, version: int, valeurs: Mapping[str, Any], horloge: Horloge
) -> int:
    """Change a part of a file.

    Args:
        connexion: inside a writing transaction.
        acteur: who changes it.
        suivi: the person, whom the account may change.
        partie: part of the file, for the trail.
        version: version that was read.
        valeurs: new values by column.
        horloge: clock.

    Returns:
        The new version.

    Raises:
        DossierChange: the file is no longer at this version.
    """
    nouvelle = await depot.modifier(connexion, suivi.id, valeurs, horloge.maintenant(), compte_id=acteur.id, version=version)
    if nouvelle is None:
        raise DossierChange("Quelqu’un d’autre a modifié ce dossier pendant votre saisie.")
    await noter(connexion, acteur, "personne.modifier", partie, allocataire_id=suivi.id)
    return nouvelle


async def ecrire_note(connexion: Connexion, acteur: Acteur, suivi: Suivi, texte: str, horloge: Horloge, tirage: Tirage = secrets.randbelow) -> None:
    """Keep a note about a person; what it says that is sensitive was shown to its author, who kept it.

    Args:
        connexion: inside a writing transaction.
        acteur: its author.
        suivi: the person.
        texte: 1 to ``NOTE_MAX`` characters.
        horloge: clock.
        tirage: draws its public id.

    Raises:
        ErreurPersonne: empty, too long, or holding a NIR.
    """
    texte = texte.strip()
    genres = [alerte.genre for alerte in alertes(texte)]
    if not texte or len(texte) > NOTE_MAX:
        raise ErreurPersonne(f"Une note compte de 1 à {NOTE_MAX} caractères.")
    if Genre.NIR in genres:
        raise ErreurPersonne("Un numéro de sécurité sociale ne se garde jamais ici. Retirez-le, puis enregistrez.")
    identifiant = identifiant_public(tirage)
    await depot.ajouter_note(connexion, identifiant, suivi.id, acteur.id, texte, genres, horloge.maintenant())
    await noter(connexion, acteur, "note.ecrire", f"note:{identifiant}", allocataire_id=suivi.id)


def peut_supprimer_note(acteur: Acteur, suivi: Suivi, note: Note) -> Decision:
    """Delete a note: its author, and the référent of the person, as long as they follow the person."""
    suit = peut_modifier_personne(acteur, suivi)
    if not suit:
        return suit
    concerne = acteur.id in {note.auteur_id, suivi.referent_id}
    return OUI if concerne else non("Seuls l’auteur de la note et le référent de la personne la suppriment.")


async def supprimer_note(connexion: Connexion, acteur: Acteur, suivi: Suivi, note: Note) -> None:
    """Delete a note for good; the trail keeps that it was, not what it said.

    Args:
        connexion: inside a writing transaction.
        acteur: who deletes.
        suivi: the person.
        note: the note.
    """
    await depot.supprimer_note(connexion, suivi.id, note.identifiant)
    await noter(connexion, acteur, "note.supprimer", f"note:{note.identifiant}", allocataire_id=suivi.id)


async def affecter(connexion: Connexion, acteur: Acteur, identifiants: Sequence[str], referent: str, horloge: Horloge) -> int:
    """Give people to a counsellor of one's own structure.

    Args:
        connexion: inside a writing transaction.
        acteur: who gives.
        identifiants: public ids of the people; those whom the account does not follow are left alone.
        referent: public id of the counsellor.
        horloge: clock.

    Returns:
        How many changed référent.

    Raises:
        ErreurPersonne: nobody chosen, or a counsellor of another structure.
    """
    if not identifiants:
        raise ErreurPersonne("Cochez au moins une personne.")
    collegues = await depot.collegues(connexion, acteur.structure_id) if acteur.structure_id is not None else []
    choisi = next((c for c in collegues if c.identifiant == referent), None)
    if choisi is None or acteur.structure_id is None:
        raise ErreurPersonne("Choisissez un référent de votre structure.")
    ids = await depot.affecter(connexion, identifiants, choisi.id, acteur.structure_id, Perimetre.de(acteur), horloge.maintenant())
    for id_ in ids:
        await noter(connexion, acteur, "personne.affecter", f"compte:{choisi.identifiant}", allocataire_id=id_)
    return len(ids)
