"""The audit trail: who, for whom, what, which object, when. Rows are only ever added, PostgreSQL refuses the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("journal.sql"))
SYSTEME = "Service"


class Agissant(Protocol):
    """Whoever acts: an account, as ``comptes.domaine.Acteur`` is."""

    @property
    def id(self) -> int:
        """Internal id of the account."""
        ...

    @property
    def nom(self) -> str:
        """How they are named on screen."""
        ...

    @property
    def role(self) -> str:
        """Code of their role."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One row of the trail.

    Attributes:
        quand: clock of the database.
        acteur: name at that time; « Service » for a job, the name of a structure for a signed link.
        role: code of the role, None without an account.
        action: ``objet.verbe``, as ``personne.lire``.
        objet: what it was about, by its kind and public id (``offre:4k2m…``), empty when the person is the object.
    """

    quand: datetime
    compte_id: int | None
    acteur: str
    role: str | None
    action: str
    objet: str


async def noter(connexion: Connexion, acteur: Agissant | str | None, action: str, objet: str = "", *, allocataire_id: int | None = None) -> None:
    """Add a row, in the transaction of what is traced.

    Args:
        connexion: inside a writing transaction.
        acteur: the account; a name for who acts without one (a structure by its signed link); None for the service itself.
        action: ``objet.verbe`` in lower case, such as ``prescription.refuser``.
        objet: kind and public id of the object (``prescription:7h2k…``); never a name nor a contact.
        allocataire_id: internal id of the person concerned, who can read this row.

    Raises:
        asyncpg.CheckViolationError: the action is not written ``objet.verbe``.
    """
    compte_id, nom, role = (None, acteur or SYSTEME, None) if acteur is None or isinstance(acteur, str) else (acteur.id, acteur.nom, acteur.role)
    await REQUETES.executer(
        connexion, "ajouter", compte_id=compte_id, acteur=nom, role=role, action=action, objet=objet, allocataire_id=allocataire_id
    )


async def consultations(connexion: Connexion, allocataire_id: int, limite: int = 200) -> list[Trace]:
    """What was read or done about a person, the latest first.

    Args:
        connexion: any.
        allocataire_id: internal id of the person.
        limite: most rows given.

    Returns:
        The rows.
    """
    lignes = await REQUETES.lignes(connexion, "consultations", allocataire_id=allocataire_id, limite=limite)
    return [Trace(**ligne) for ligne in lignes]
