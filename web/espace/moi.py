"""Who reads: the person of the account, and nobody else."""

from __future__ import annotations

from fastapi import HTTPException

from comptes.domaine import Acteur, Role
from parcours import depot
from parcours.domaine import Allocataire
from parcours.perimetre import Perimetre
from socle.base import Connexion


async def moi(connexion: Connexion, acteur: Acteur) -> Allocataire:
    """The person of the account.

    Args:
        connexion: any.
        acteur: who reads.

    Returns:
        The person.

    Raises:
        HTTPException: 404, the account is not a person's.
    """
    # The perimeter of a person's account holds that person alone.
    personnes = await depot.allocataires(connexion, Perimetre.de(acteur)) if acteur.role is Role.ALLOCATAIRE else []
    if not personnes:
        raise HTTPException(404)
    return personnes[0]
