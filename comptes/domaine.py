"""The words of accounts: roles, who acts, and decisions with their reason. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who uses the service, as the domain page of the project names them."""

    CIP = "cip"
    CRE = "cre"
    EMPLOYEUR = "employeur"
    ALLOCATAIRE = "allocataire"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Acteur:
    """Who is acting, as every permission is decided on.

    Attributes:
        id: internal id of the account, never shown.
        identifiant: random public id of the account.
        nom: how the person is named on screen.
        structure_id: internal id of the structure the account belongs to, None for an allocataire and for who has none.
        territoires: codes of the territoires (EDS, CTIDS) in which a professional acts; empty means the whole département.
        allocataire_id: internal id of the person's own file, only for the role ``allocataire``.
    """

    id: int
    identifiant: str
    role: Role
    nom: str
    structure_id: int | None = None
    territoires: frozenset[str] = frozenset()
    allocataire_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Answer of a rule ``peut_…(acteur, objet)``.

    Attributes:
        ok: whether the action is allowed.
        motif: why not, in a French sentence a person may read; empty when it is allowed.
    """

    ok: bool
    motif: str = ""

    def __bool__(self) -> bool:
        return self.ok


OUI = Decision(True)


def non(motif: str) -> Decision:
    """A refusal.

    Args:
        motif: French sentence that says why.

    Returns:
        The decision.
    """
    return Decision(False, motif)
