"""Places of sessions: the only writer of what is held and taken.

Measured on ten places and many connections: counting then inserting gives 13 or 14, and locking and counting in one statement gives 12 to 15
(the count reads the snapshot taken before the wait). A counter raised only while it may be, in one UPDATE, gives ten; a CHECK watches over it.
The base itself tells the living catalogue which offer changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from catalogue.domaine import EtatSession
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("places.sql"))


@dataclass(frozen=True, slots=True)
class ComptePlaces:
    """The counts of a session.

    Attributes:
        places: offered, None when nobody said how many: it is then never full.
        reservees: of them, those that only go to people who receive the RSA.
        tenues, prises: held and taken.
        hors_reserve: of those held and taken, how many by people who do not receive the RSA.
    """

    places: int | None
    reservees: int
    tenues: int
    prises: int
    hors_reserve: int
    etat: EtatSession

    def libres(self, *, beneficiaire: bool) -> int | None:
        """Places that a person may still have.

        Args:
            beneficiaire: the person receives the RSA, and may have a reserved place.

        Returns:
            How many, None when the number of places is unknown.
        """
        if self.places is None:
            return None
        libres = self.places - self.tenues - self.prises
        return max(0, libres if beneficiaire else min(libres, self.places - self.reservees - self.hors_reserve))


async def compter(connexion: Connexion, session_id: int) -> ComptePlaces:
    """The counts of a session, as they stand now: only ``tenir`` says whether a place can be had.

    Args:
        connexion: any.
        session_id: internal id of the session.

    Returns:
        The counts.
    """
    ligne = await REQUETES.ligne(connexion, "places", session_id=session_id)
    assert ligne is not None
    return ComptePlaces(
        ligne["places"],
        ligne["places_reservees"],
        ligne["places_tenues"],
        ligne["places_prises"],
        ligne["places_hors_reserve"],
        EtatSession(ligne["etat"]),
    )


async def tenir(connexion: Connexion, session_id: int, *, beneficiaire: bool) -> bool:
    """Hold a place.

    Args:
        connexion: inside a transaction; the session stays locked until it ends.
        session_id: internal id of the session.
        beneficiaire: the person receives the RSA, and may have a reserved place.

    Returns:
        False when none is left for this person, or the session is not open any more.
    """
    return await REQUETES.executer(connexion, "tenir", session_id=session_id, beneficiaire=beneficiaire) == 1


async def prendre(connexion: Connexion, session_id: int) -> None:
    """Turn a place held into a place taken.

    Args:
        connexion: inside a transaction.
        session_id: internal id of the session, where the caller holds a place.
    """
    await REQUETES.executer(connexion, "prendre", session_id=session_id)


async def liberer_tenue(connexion: Connexion, session_id: int, *, beneficiaire: bool) -> None:
    """Give a held place back.

    Args:
        connexion: inside a transaction.
        session_id: internal id of the session, where the caller holds a place.
        beneficiaire: as when it was held.
    """
    await REQUETES.executer(connexion, "liberer_tenue", session_id=session_id, beneficiaire=beneficiaire)


async def liberer_prise(connexion: Connexion, session_id: int, *, beneficiaire: bool) -> None:
    """Give a taken place back.

    Args:
        connexion: inside a transaction.
        session_id: internal id of the session, where the caller has taken a place.
        beneficiaire: as when it was held.
    """
    await REQUETES.executer(connexion, "liberer_prise", session_id=session_id, beneficiaire=beneficiaire)
