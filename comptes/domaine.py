"""The words of accounts: roles, who acts, and decisions with their reason. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
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


class Etape(StrEnum):
    """How far a session has gone: nothing is shown before it is ``ouverte``."""

    OUVERTE = "ouverte"
    SECOND_FACTEUR = "second_facteur"
    ENROLEMENT = "enrolement"


class Usage(StrEnum):
    """What a hashed token is for."""

    INVITATION = "invitation"
    REINITIALISATION = "reinitialisation"
    LIEN_CONNEXION = "lien_connexion"
    CODE_PERSONNEL = "code_personnel"
    CODE_SECOURS = "code_secours"


# How long each token lives.
VALIDITES: dict[Usage, timedelta] = {
    Usage.INVITATION: timedelta(days=7),
    Usage.REINITIALISATION: timedelta(hours=1),
    Usage.LIEN_CONNEXION: timedelta(minutes=30),
    Usage.CODE_PERSONNEL: timedelta(days=180),
    Usage.CODE_SECOURS: timedelta(days=3650),
}


@dataclass(frozen=True, slots=True)
class DureeSession:
    """How long a session lives without being used, and at most."""

    inactivite: timedelta
    totale: timedelta


_PROFESSIONNEL = DureeSession(timedelta(hours=2), timedelta(hours=12))
DUREES: dict[Role, DureeSession] = {
    Role.CIP: _PROFESSIONNEL,
    Role.CRE: _PROFESSIONNEL,
    Role.EMPLOYEUR: _PROFESSIONNEL,
    Role.MANAGER: _PROFESSIONNEL,
    # Often on a shared screen: a library, a front desk.
    Role.ALLOCATAIRE: DureeSession(timedelta(minutes=45), timedelta(hours=8)),
    Role.ADMIN: DureeSession(timedelta(minutes=30), timedelta(hours=8)),
}
DUREE_ETAPE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SessionWeb:
    """A session of a browser.

    Attributes:
        empreinte: hash of its token.
        acteur: the account.
        etape: ``ouverte``, or what is still asked before.
        vue_le: last time it was used, to the minute.
        expire_le: when it ends whatever happens.
    """

    empreinte: bytes
    acteur: Acteur
    etape: Etape
    creee_le: datetime
    vue_le: datetime
    expire_le: datetime

    @property
    def ouverte(self) -> bool:
        """Whether nothing more is asked before showing pages."""
        return self.etape is Etape.OUVERTE

    def vivante(self, maintenant: datetime) -> bool:
        """Whether it can still be used.

        Args:
            maintenant: now.

        Returns:
            False past its end, or after too long without use.
        """
        return maintenant < self.expire_le and maintenant - self.vue_le < DUREES[self.acteur.role].inactivite


def duree_totale(role: Role, etape: Etape) -> timedelta:
    """How long a session lives at most.

    Args:
        role: role of the account.
        etape: an unfinished entry lives minutes.

    Returns:
        The duration.
    """
    return DUREES[role].totale if etape is Etape.OUVERTE else DUREE_ETAPE


@dataclass(frozen=True, slots=True)
class NouveauCompte:
    """What is known of an account when it is created.

    Attributes:
        courriel: lower case; None only for an allocataire.
    """

    role: Role
    nom: str
    courriel: str | None = None
    structure_id: int | None = None
    territoires: frozenset[str] = frozenset()
    allocataire_id: int | None = None


# Roles that act for a structure.
AVEC_STRUCTURE = frozenset({Role.CIP, Role.CRE, Role.EMPLOYEUR})


def etape_apres_mot_de_passe(role: Role, *, double_facteur: bool) -> Etape:
    """What is still asked once the password is right.

    Args:
        role: role of the account.
        double_facteur: the account has a second factor.

    Returns:
        The code for who has a second factor; setting one up for an administrator who has none; else nothing.
    """
    if double_facteur:
        return Etape.SECOND_FACTEUR
    return Etape.ENROLEMENT if role is Role.ADMIN else Etape.OUVERTE
