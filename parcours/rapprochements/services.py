"""Deciding on a doubtful line: it completes the file of someone known, or opens a new one. Nothing of what it said is lost either way."""

from __future__ import annotations

import secrets

from comptes.domaine import Acteur
from parcours.dossier import depot as depot_dossiers
from parcours.dossier.faits import Connue, comparer_faits, valeurs_nouvelles
from parcours.rapprochements import depot
from parcours.rapprochements.depot import Prise
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter


class DejaDecide(ErreurPersonne):
    """Someone decided first."""


async def decider(
    connexion: Connexion, acteur: Acteur, identifiant: str, candidat: str | None, horloge: Horloge, tirage: Tirage = secrets.randbelow
) -> bool:
    """Say who the person of a doubtful line is.

    Args:
        connexion: inside a writing transaction.
        acteur: who decides.
        identifiant: public id of the line.
        candidat: public id of the person it is, None for someone else.
        horloge: clock.
        tirage: draws the public id of a new person.

    Returns:
        False when there is no such line for this account, or no such candidate.

    Raises:
        DejaDecide: someone decided first; nothing changes.
    """
    prise = await depot.prendre(connexion, acteur, identifiant)
    if prise is None:
        return False
    if prise.personne is None:
        raise DejaDecide("Quelqu’un a déjà décidé pour cette ligne. Revenez à la liste : rien n’a été changé.")
    if candidat is None:
        id_ = await _ouvrir(connexion, acteur, prise, horloge, tirage)
    else:
        connue = await depot.connue(connexion, prise.id, candidat)
        if connue is None:
            return False
        id_ = await _completer(connexion, acteur, prise, connue, horloge)
    await depot.decider(connexion, prise.id, "meme" if candidat else "distinctes", id_, acteur.id, horloge.maintenant())
    await noter(connexion, acteur, "rapprochement.decider", f"rapprochement:{identifiant}", allocataire_id=id_)
    return True


async def _completer(connexion: Connexion, acteur: Acteur, prise: Prise, connue: Connue, horloge: Horloge) -> int:
    assert prise.personne is not None
    await depot_dossiers.ajouter_autres_noms(connexion, connue.id, prise.personne.cles)
    if valeurs := comparer_faits(connue, prise.personne.dires).valeurs:
        await depot_dossiers.modifier(connexion, connue.id, valeurs, horloge.maintenant(), compte_id=acteur.id)
    return connue.id


async def _ouvrir(connexion: Connexion, acteur: Acteur, prise: Prise, horloge: Horloge, tirage: Tirage) -> int:
    assert prise.personne is not None
    p, instant = prise.personne, horloge.maintenant()
    id_ = await depot_dossiers.creer(connexion, identifiant_public(tirage), prise.source, (p.nom, p.prenom), p.cles, instant)
    await depot_dossiers.modifier(connexion, id_, valeurs_nouvelles(p.dires), instant, compte_id=acteur.id)
    return id_
