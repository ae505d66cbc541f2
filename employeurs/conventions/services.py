"""Following a convention: opening it, changing it, signing and closing, attaching offers, declaring hires.

Every function is called inside one writing transaction and answers None for a convention that the account may not write: for it, there is none.
Sent twice, each does its work once.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from catalogue.domaine import TypeOffre
from comptes.domaine import Acteur
from employeurs.conventions import depot
from employeurs.conventions.depot import Prise
from employeurs.conventions.domaine import Declaration, EtatConvention, NouvelleConvention
from employeurs.conventions.droits import peut_suivre
from employeurs.conventions.libelles import embauches
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter


class Impossible(ErreurPersonne):
    """What is asked does not suit the convention as it is; its text says why."""


class VersionPassee(ErreurPersonne):
    """The convention was written meanwhile, in another tab or by a colleague; nothing changed.

    Attributes:
        version: the last one.
    """

    def __init__(self, version: int) -> None:
        super().__init__("Cette convention a été modifiée entre-temps, dans un autre onglet ou par un collègue.")
        self.version = version


# From where each state is reached; a convention that was closed too soon is opened again.
_DEPARTS: Final = {
    EtatConvention.SIGNEE: {EtatConvention.PREPAREE, EtatConvention.CLOSE},
    EtatConvention.CLOSE: {EtatConvention.SIGNEE},
    EtatConvention.PREPAREE: set[EtatConvention](),
}
_VERBES: Final = {EtatConvention.SIGNEE: "convention.signer", EtatConvention.CLOSE: "convention.clore"}


async def creer(
    connexion: Connexion,
    acteur: Acteur,
    cle: str,
    nouvelle: NouvelleConvention,
    *,
    structure_id: int | None,
    carte: str,
    instant: datetime,
    tirage: Tirage = secrets.randbelow,
) -> str | None:
    """Open a convention, in preparation.

    Args:
        connexion: inside a writing transaction.
        acteur: who follows it from now on.
        cle: drawn when the form was shown.
        nouvelle: what it says.
        structure_id: the employer; left out when a card is followed, whose structure it is.
        carte: public id of the card of the catalogue, empty without; its offer counts for the convention from the start.
        instant: now.
        tirage: draws the public id.

    Returns:
        Its public id, the same when the form is sent twice or the card is already followed; None without the right, the card or an employer.
    """
    offre = await depot.offre(connexion, carte) if carte else None
    if carte and (offre is None or offre.type_offre is not TypeOffre.CONVENTION):
        return None
    employeur, offre_id = (offre.structure_id, offre.id) if offre else (structure_id, None)
    if not peut_suivre(acteur) or employeur is None:
        return None
    identifiant = identifiant_public(tirage)
    id_ = await depot.creer(connexion, identifiant, cle, nouvelle, structure_id=employeur, offre_id=offre_id, referent_id=acteur.id, instant=instant)
    if id_ is None:
        return await depot.deja_creee(connexion, cle, offre_id)
    await depot.ecrire_engagements(connexion, id_, nouvelle.engagements)
    if offre_id:
        await depot.rattacher(connexion, id_, offre_id, None, acteur.id, instant)
    await noter(connexion, acteur, "convention.ouvrir", f"convention:{identifiant}")
    return identifiant


async def _prendre(connexion: Connexion, acteur: Acteur, identifiant: str) -> Prise | None:
    return await depot.prendre(connexion, identifiant) if peut_suivre(acteur) else None


def _exiger_ouverte(prise: Prise, avant: str) -> None:
    if prise.etat is EtatConvention.CLOSE:
        raise Impossible(f"Cette convention est close : rouvrez-la avant {avant}.")


async def modifier(
    connexion: Connexion, acteur: Acteur, identifiant: str, version: int, nouvelle: NouvelleConvention, instant: datetime
) -> bool | None:
    """Change what a convention says: title, dates, commitments.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        identifiant: public id.
        version: the one the form was shown.
        nouvelle: what it says now.
        instant: now.

    Returns:
        True.

    Raises:
        VersionPassee: somebody wrote it meanwhile.
        Impossible: hires declared by hand would be left out.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    if prise is None:
        return None
    _exiger_ouverte(prise, "de la modifier")
    dehors = await depot.declarees_hors(connexion, prise.id, nouvelle)
    if dehors:
        raise Impossible(f"Ces dates ou ces métiers laisseraient de côté {embauches(dehors)} : retirez d’abord ces déclarations.")
    if not await depot.modifier(connexion, prise.id, version, nouvelle, instant):
        raise VersionPassee(prise.version)
    await depot.ecrire_engagements(connexion, prise.id, nouvelle.engagements)
    await noter(connexion, acteur, "convention.modifier", f"convention:{identifiant}")
    return True


async def changer_etat(connexion: Connexion, acteur: Acteur, identifiant: str, vers: EtatConvention, instant: datetime) -> bool | None:
    """Note that a convention is signed, close it, or open it again.

    Args:
        connexion: inside a writing transaction.
        acteur: who does.
        identifiant: public id.
        vers: state wanted.
        instant: now.

    Returns:
        False when it is there already.

    Raises:
        Impossible: it cannot go from where it is to there.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    if prise is None:
        return None
    if prise.etat is vers:
        return False
    if prise.etat not in _DEPARTS[vers]:
        raise Impossible("Une convention se signe, puis se clôt.")
    await depot.changer_etat(connexion, prise.id, vers, instant)
    await noter(connexion, acteur, _VERBES[vers], f"convention:{identifiant}")
    return True


async def abandonner(connexion: Connexion, acteur: Acteur, identifiant: str) -> bool | None:
    """Forget a convention that was never signed.

    Raises:
        Impossible: it was signed.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    if prise is None:
        return None
    if prise.etat is not EtatConvention.PREPAREE:
        raise Impossible("Une convention signée ne s’efface pas : elle se clôt.")
    await depot.abandonner(connexion, prise.id)
    await noter(connexion, acteur, "convention.abandonner", f"convention:{identifiant}")
    return True


async def rattacher(connexion: Connexion, acteur: Acteur, identifiant: str, offre: str, code_rome: str | None, instant: datetime) -> bool | None:
    """Make an offer count for a convention, for a métier of the convention or for its own first one.

    Args:
        connexion: inside a writing transaction.
        acteur: who does.
        identifiant: public id of the convention.
        offre: public id of the offer.
        code_rome: métier chosen, None for the offer's own.
        instant: now.

    Returns:
        True; None also when there is no such offer.

    Raises:
        Impossible: closed, the offer counts elsewhere or is another convention's card, or the métier is not of the convention.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    visee = await depot.offre(connexion, offre) if prise else None
    if prise is None or visee is None:
        return None
    _exiger_ouverte(prise, "d’y rattacher une offre")
    if visee.convention not in {None, identifiant}:
        raise Impossible(f"Cette offre compte déjà pour « {visee.titre_convention} ». Retirez-la d’abord de cette convention.")
    if visee.type_offre is TypeOffre.CONVENTION and visee.structure_id != prise.structure_id:
        raise Impossible("C’est la fiche d’une autre convention : elle ne peut pas compter pour celle-ci.")
    if code_rome is not None and code_rome not in await depot.metiers(connexion, prise.id):
        raise Impossible("Choisissez un métier de la convention.")
    neuve = await depot.rattacher(connexion, prise.id, visee.id, code_rome, acteur.id, instant)
    if not neuve and not await depot.choisir_metier(connexion, prise.id, visee.id, code_rome):
        raise Impossible("Quelqu’un vient de rattacher cette offre à une autre convention.")
    await noter(connexion, acteur, "convention.rattacher", f"convention:{identifiant}")
    return True


async def detacher(connexion: Connexion, acteur: Acteur, identifiant: str, offre: str) -> bool | None:
    """Make an offer no longer count; its hires stop counting with it.

    Returns:
        False when it did not count.

    Raises:
        Impossible: the convention is closed.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    if prise is None:
        return None
    _exiger_ouverte(prise, "d’en retirer une offre")
    fait = await depot.detacher(connexion, prise.id, offre)
    if fait:
        await noter(connexion, acteur, "convention.detacher", f"convention:{identifiant}")
    return fait


async def declarer(
    connexion: Connexion,
    acteur: Acteur,
    identifiant: str,
    cle: str,
    declaration: Declaration,
    instant: datetime,
    tirage: Tirage = secrets.randbelow,
) -> bool | None:
    """Declare hires that came by another way than a prescription.

    Args:
        connexion: inside a writing transaction.
        acteur: who declares.
        identifiant: public id of the convention.
        cle: drawn when the form was shown.
        declaration: checked against the convention.
        instant: now.
        tirage: draws the public id.

    Returns:
        False when this form was already sent.

    Raises:
        Impossible: the convention is not signed, or closed.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    if prise is None:
        return None
    if prise.etat is not EtatConvention.SIGNEE:
        raise Impossible("On déclare des embauches pour une convention signée et qui n’est pas close.")
    fait = await depot.declarer(connexion, prise.id, identifiant_public(tirage), cle, declaration, acteur.id, instant)
    if fait:
        await noter(connexion, acteur, "convention.declarer", f"convention:{identifiant}")
    return fait


async def retirer_declaration(connexion: Connexion, acteur: Acteur, identifiant: str, declaration: str) -> bool | None:
    """Take back hires declared by mistake.

    Returns:
        False when there are none of this public id.

    Raises:
        Impossible: the convention is closed.
    """
    prise = await _prendre(connexion, acteur, identifiant)
    if prise is None:
        return None
    _exiger_ouverte(prise, "de changer ses embauches")
    fait = await depot.retirer_declaration(connexion, prise.id, declaration)
    if fait:
        await noter(connexion, acteur, "convention.retirer_declaration", f"convention:{identifiant}")
    return fait
