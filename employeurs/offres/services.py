"""Posting an offer: keeping a draft, sending it, checking it, copying it, saying that it still holds, closing it.

Every function is called inside one writing transaction and answers None for an offer that the account may not touch: for it, there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from catalogue.depot import fiches
from catalogue.domaine import Commune, EtatOffre, Offre
from catalogue.regles import anomalie_siret
from comptes.domaine import Acteur, Role
from comptes.droits import OffreVisee, peut_creer_offre, peut_modifier_offre, peut_publier_offre
from employeurs.offres import depot
from employeurs.offres.construction import construire
from employeurs.offres.copie import copier, de_offre
from employeurs.offres.depot import Visee
from employeurs.offres.domaine import Brouillon, Faute, Saisie, StructureVisee
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter

Nommer = Callable[[str], Commune | None]


class VersionPassee(ErreurPersonne):
    """The draft was written meanwhile, in another tab or by a colleague.

    Attributes:
        brouillon: what it holds now.
    """

    def __init__(self, brouillon: Brouillon) -> None:
        super().__init__("Cette offre a été modifiée entre-temps, dans un autre onglet ou par un collègue.")
        self.brouillon = brouillon


class NonPubliable(ErreurPersonne):
    """The draft has faults.

    Attributes:
        fautes: in the order of the form.
    """

    def __init__(self, fautes: tuple[Faute, ...]) -> None:
        super().__init__("L’offre n’est pas encore complète.")
        self.fautes = fautes


class DejaTraitee(ErreurPersonne):
    """The offer is no longer where the page showed it."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a form brings back: the draft it speaks of and the version it was shown."""

    identifiant: str
    numero: int


async def lire(connexion: Connexion, acteur: Acteur, identifiant: str) -> Brouillon | None:
    """What was typed, for who may touch it.

    Args:
        connexion: any.
        acteur: who asks.
        identifiant: public id.

    Returns:
        The draft; None when there is none, or it is another structure's.
    """
    lu = await depot.brouillon(connexion, identifiant)
    return lu if lu and peut_modifier_offre(acteur, OffreVisee(lu.structure_id, lu.etat)) else None


async def viser_structure(connexion: Connexion, acteur: Acteur, saisie: Saisie) -> tuple[StructureVisee | None, tuple[Faute, ...]]:
    """The structure an offer is posted for: the account's own, or the one a CRE names.

    Args:
        connexion: any.
        acteur: who writes.
        saisie: what was typed.

    Returns:
        The structure, None when it is not known, and then what to do.
    """
    if acteur.role is not Role.CRE:
        return (await depot.structure(connexion, acteur.structure_id) if acteur.structure_id else None), ()
    chiffres = "".join(saisie.structure.split())
    siret = chiffres if chiffres.isascii() and chiffres.isdigit() else None
    if not chiffres:
        return None, (Faute("structure", "Écrivez le nom ou le SIRET de la structure qui propose l’offre."),)
    if siret and (motif := anomalie_siret(siret)):
        return None, (Faute("structure", motif),)
    trouvees = await depot.structures_nommees(connexion, saisie.structure, siret)
    if len(trouvees) == 1:
        return trouvees[0], ()
    motif = "Plusieurs structures portent ce nom : écrivez le SIRET." if trouvees else "Aucune structure du catalogue ne porte ce nom ou ce SIRET."
    return None, (Faute("structure", motif),)


async def enregistrer(connexion: Connexion, acteur: Acteur, version: Version, saisie: Saisie, instant: datetime) -> Brouillon | None:
    """Keep what was typed, right or wrong.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        version: 0 for a form that was never kept.
        saisie: what was typed.
        instant: now.

    Returns:
        The draft kept.

    Raises:
        VersionPassee: somebody wrote it meanwhile; nothing changes.
    """
    existant = await depot.brouillon(connexion, version.identifiant)
    visee = await depot.visee(connexion, version.identifiant)
    if not peut_creer_offre(acteur) or (existant is None and visee is not None):
        return None
    if existant and not peut_modifier_offre(acteur, OffreVisee(existant.structure_id, existant.etat)):
        return None
    structure, _ = await viser_structure(connexion, acteur, saisie)
    structure_id = structure.id if structure else None
    if existant is None:
        fait = version.numero == 0 and await depot.ouvrir(
            connexion, version.identifiant, saisie, structure_id=structure_id, auteur_id=acteur.id, instant=instant
        )
        await noter(connexion, acteur, "offre.rediger", f"offre:{version.identifiant}")
    else:
        fait = await depot.ecrire(connexion, version.identifiant, saisie, version=version.numero, structure_id=structure_id, instant=instant)
    garde = await depot.brouillon(connexion, version.identifiant)
    if not fait and garde:
        raise VersionPassee(garde)
    return garde


def preparer(brouillon: Brouillon, nommer: Nommer) -> tuple[Offre, tuple[Faute, ...]]:
    """The offer that a draft describes.

    Args:
        brouillon: the draft.
        nommer: the commune that a name or a postal code means.

    Returns:
        The offer and what is still to be corrected.
    """
    return construire(brouillon.saisie, brouillon.identifiant, brouillon.type_structure, nommer)


async def publier(connexion: Connexion, acteur: Acteur, version: Version, nommer: Nommer, jour: date, instant: datetime) -> EtatOffre | None:
    """Send an offer: at once in the catalogue for a CRE or a trusted structure, to be checked otherwise.

    Args:
        connexion: inside a writing transaction.
        acteur: who sends.
        version: the version that was read.
        nommer: the commune that a name means.
        jour: today.
        instant: now.

    Returns:
        Where the offer stands now.

    Raises:
        VersionPassee: somebody wrote it since it was read.
        NonPubliable: it has faults; nothing changes.
    """
    brouillon = await lire(connexion, acteur, version.identifiant)
    if brouillon is None:
        return None
    if brouillon.version != version.numero:
        raise VersionPassee(brouillon)
    offre, fautes = preparer(brouillon, nommer)
    _, sans_structure = await viser_structure(connexion, acteur, brouillon.saisie) if brouillon.structure_id is None else (None, ())
    occupees = await depot.occupation(connexion, version.identifiant)
    fautes = (*fautes, *sans_structure, *_trop_peu(offre, occupees))
    if fautes or brouillon.structure_id is None:
        raise NonPubliable(fautes)
    etat = EtatOffre.PUBLIEE if publiee_d_office(acteur, brouillon) else EtatOffre.A_VALIDER
    publie = jour if etat is EtatOffre.PUBLIEE else None
    await depot.ecrire_offre(connexion, version.identifiant, offre, structure_id=brouillon.structure_id, etat=etat, jour=publie, instant=instant)
    verbe = "publier" if etat is EtatOffre.PUBLIEE else "envoyer"
    await noter(connexion, acteur, f"offre.{verbe}", f"offre:{version.identifiant}")
    return etat


def publiee_d_office(acteur: Acteur, brouillon: Brouillon) -> bool:
    """Whether sending a draft puts it in the catalogue without a check.

    Args:
        acteur: who sends.
        brouillon: the draft.

    Returns:
        True for a CRE and for a trusted structure.
    """
    return bool(peut_publier_offre(acteur)) or brouillon.confiance


def _trop_peu(offre: Offre, occupees: dict[str, int]) -> tuple[Faute, ...]:
    return tuple(
        Faute(f"seance-{s.source_id}-places", f"{occupees[s.source_id]} déjà tenues ou prises à cette date : on ne peut pas descendre en dessous.")
        for s in offre.sessions
        if s.places is not None and s.places < occupees.get(s.source_id, 0)
    )


async def trancher(
    connexion: Connexion, acteur: Acteur, identifiant: str, *, mot: str | None, lue: datetime, jour: date, instant: datetime
) -> EtatOffre | None:
    """A CRE publishes an offer that waited, or sends it back with a word.

    Args:
        connexion: inside a writing transaction.
        acteur: a CRE.
        identifiant: public id.
        mot: what is to be changed; None to publish.
        lue: when the offer that was read had been written: nobody publishes what they have not read.
        jour: today.
        instant: now.

    Returns:
        Where the offer stands now.

    Raises:
        DejaTraitee: it no longer waits, or was written again since it was read.
    """
    visee = await depot.visee(connexion, identifiant)
    if visee is None or not peut_publier_offre(acteur):
        return None
    etat = EtatOffre.PUBLIEE if mot is None else EtatOffre.BROUILLON
    if not await depot.changer_etat(connexion, visee.id, etat, lue=lue, jour=jour if mot is None else None, instant=instant):
        raise DejaTraitee("Cette offre n’attend plus de validation, ou elle a été modifiée depuis que vous l’avez lue. Rechargez la page.")
    if mot is not None:
        await depot.noter_renvoi(connexion, identifiant, mot, instant)
    await noter(connexion, acteur, "offre.valider" if mot is None else "offre.renvoyer", f"offre:{identifiant}")
    return etat


async def dupliquer(connexion: Connexion, acteur: Acteur, identifiant: str, instant: datetime, tirage: Tirage | None = None) -> str | None:
    """A new draft like an offer, its dates left blank.

    Args:
        connexion: inside a writing transaction.
        acteur: who copies.
        identifiant: public id of the offer, whoever wrote it.
        instant: now.
        tirage: draws the new public id.

    Returns:
        Public id of the new draft.
    """
    source = await lire(connexion, acteur, identifiant)
    visee = None if source else await _touchable(connexion, acteur, identifiant)
    if source is None and visee is None:
        return None
    if source:
        saisie, structure_id = copier(source.saisie), source.structure_id
    else:
        assert visee is not None
        fiche = (await fiches(connexion, [visee.id]))[visee.id]
        saisie, structure_id = de_offre(fiche.offre, fiche.structure.nom if fiche.structure else ""), visee.structure_id
    nouveau = identifiant_public(tirage) if tirage else identifiant_public()
    await depot.ouvrir(connexion, nouveau, saisie, structure_id=structure_id, auteur_id=acteur.id, instant=instant)
    await noter(connexion, acteur, "offre.dupliquer", f"offre:{nouveau}")
    return nouveau


async def confirmer(connexion: Connexion, acteur: Acteur, identifiant: str, jour: date, instant: datetime) -> bool | None:
    """« Toujours d’actualité ».

    Args:
        connexion: inside a writing transaction.
        acteur: who says so.
        identifiant: public id.
        jour: today.
        instant: now.

    Returns:
        False when the offer is not published, so that there is nothing to confirm.
    """
    visee = await _touchable(connexion, acteur, identifiant)
    if visee is None:
        return None
    fait = await depot.confirmer(connexion, visee.id, jour, instant)
    if fait:
        await noter(connexion, acteur, "offre.confirmer", f"offre:{identifiant}")
    return fait


async def fermer(connexion: Connexion, acteur: Acteur, identifiant: str, instant: datetime) -> bool | None:
    """Close an offer for good, or give up a draft that was never sent.

    Args:
        connexion: inside a writing transaction.
        acteur: who closes.
        identifiant: public id.
        instant: now.

    Returns:
        False when a person had already closed it.
    """
    visee = await _touchable(connexion, acteur, identifiant)
    if visee is not None:
        fait = await depot.fermer(connexion, visee.id, instant)
    elif await lire(connexion, acteur, identifiant):
        fait = await depot.oublier(connexion, identifiant)
    else:
        return None
    if fait:
        await noter(connexion, acteur, "offre.fermer", f"offre:{identifiant}")
    return fait


async def accorder_confiance(connexion: Connexion, acteur: Acteur, structure: str, confiance: bool) -> bool:
    """Trust a structure with publishing by itself, or no longer.

    Args:
        connexion: inside a writing transaction.
        acteur: a CRE.
        structure: public id.
        confiance: whether its offers are published at once.

    Returns:
        False when there is no such structure, or the account may not.
    """
    if not peut_publier_offre(acteur) or not await depot.accorder_confiance(connexion, structure, confiance):
        return False
    await noter(connexion, acteur, "structure.accorder_confiance" if confiance else "structure.retirer_confiance", f"structure:{structure}")
    return True


async def _touchable(connexion: Connexion, acteur: Acteur, identifiant: str) -> Visee | None:
    visee = await depot.visee(connexion, identifiant)
    return visee if visee and peut_modifier_offre(acteur, OffreVisee(visee.structure_id, visee.etat)) else None
