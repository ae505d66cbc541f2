"""A list of people taken away (printed, exported) is traced for each person whose whole name is on it."""

from __future__ import annotations

from collections.abc import Sequence

from comptes.domaine import Acteur
from parcours.prescriptions.lignes import DemandeRecue
from socle import journal
from socle.base import transaction
from web.contexte import Service


async def tracer_liste(service: Service, qui: Acteur | str, action: str, demandes: Sequence[DemandeRecue]) -> None:
    """Write, beside the reading transaction of a page, who took a list away.

    Args:
        service: for a connection of its own.
        qui: the account, or the name of a structure for a signed link.
        action: ``objet.verbe``.
        demandes: the requests on the list.
    """
    async with transaction(service.annexe) as ecriture:
        for d in demandes:
            await journal.noter(ecriture, qui, action, f"prescription:{d.identifiant}", allocataire_id=d.allocataire_id)
