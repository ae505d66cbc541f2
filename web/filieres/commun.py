"""What the pages of a filière share: finding it, its heading, its sessions in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import HTTPException, Path

from catalogue.domaine import TypeOffre
from catalogue.filieres import depot
from catalogue.filieres.domaine import Filiere, Seance
from catalogue.filieres.selection import Selection
from comptes.domaine import Acteur, Role
from comptes.droits import peut_ecrire_filiere, peut_lister_filieres, peut_voir_filiere
from pilotage.droits import peut_chiffrer_filiere
from socle.base import Connexion
from web.contexte import Service
from web.pages.commun import Lien
from web.pages.filieres import EnteteFiliere, SeanceFiliere
from web.typographie import heure, pluriel

# What cannot be the key of a filière is answered 404 before the database hears of it.
Cle = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]

ETAPES_EN_MOTS: Final = {"decouvrir": "Découvrir", "se_former": "Se former", "travailler": "Travailler", "etre_soutenu": "Être soutenu"}


async def lue(connexion: Connexion, acteur: Acteur, cle: str) -> Filiere:
    """A filière that the reader may see.

    Raises:
        HTTPException: 404, also for one that is not shown yet.
    """
    filiere = await depot.une(connexion, cle)
    if filiere is None or not peut_voir_filiere(acteur, filiere.publiee):
        raise HTTPException(404)
    return filiere


async def selection(connexion: Connexion, service: Service, filiere: Filiere) -> Selection:
    """What the filière offers today."""
    return Selection.faire(service.vivant.moteur.image, await depot.offres(connexion, filiere.id), service.horloge.aujourdhui())


def entete(filiere: Filiere, acteur: Acteur, courante: str = "") -> EnteteFiliere:
    """The heading of the pages of a filière.

    Args:
        filiere: the filière.
        acteur: who reads.
        courante: end of the address of the page itself, left out of the links.

    Returns:
        Its name and the links that the reader may follow.
    """
    pages = [("", "Présentation", True), ("/calendrier", "Calendrier", True), ("/chiffres", "Chiffres", bool(peut_chiffrer_filiere(acteur)))]
    pages.append(("/modifier", "Modifier", bool(peut_ecrire_filiere(acteur))))
    liens = tuple(Lien(mots, f"/filieres/{filiere.cle}{fin}") for fin, mots, permis in pages if permis and fin != courante)
    return EnteteFiliere(filiere.cle, filiere.nom, filiere.accroche, filiere.publiee, _ariane(acteur), liens)


def _ariane(acteur: Acteur) -> Lien:
    if peut_lister_filieres(acteur):
        return Lien("Filières", "/filieres")
    return Lien("Mon espace", "/mon-espace") if acteur.role is Role.ALLOCATAIRE else Lien("Offres", "/offres")


def vers_offres(filiere: Filiere, genres: Sequence[TypeOffre] = ()) -> str:
    """Address of the search narrowed to a filière, and to some kinds of it."""
    return f"/offres?{urlencode([('filiere', filiere.cle), *(('type', genre.value) for genre in genres)])}"


def en_mots(seance: Seance, acteur: Acteur) -> SeanceFiliere:
    """A session as it is read.

    Args:
        seance: the session.
        acteur: who reads: an allocataire is led to the pages of their own space.

    Returns:
        Its words.
    """
    racine = "/mon-espace/offres" if acteur.role is Role.ALLOCATAIRE else "/offres"
    fin = f" – {heure(seance.heure_fin)}" if seance.heure_fin else ""
    places = "" if seance.libres is None else pluriel(seance.libres, "place", "places") if seance.libres else "complet"
    return SeanceFiliere(
        href=f"{racine}/{seance.offre}",
        type_offre=seance.type_offre,
        titre=seance.titre,
        debut=seance.debut,
        heures=f"{heure(seance.heure_debut)}{fin}" if seance.heure_debut else "",
        ou=", ".join(mot for mot in (seance.structure, seance.commune) if mot),
        places=places,
        complete=seance.libres == 0,
    )
