"""Attempts counted by account and by address, in PostgreSQL, so that every process counts together.

Counting never stops anybody by its own failure: when the table cannot be reached the attempt goes on, and the failure is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from socle.base import ERREURS_BASE, Bassin
from socle.chiffrement import Coffre
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "cadence.sql")
FENETRE = timedelta(minutes=15)
JOURNAL = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seuil:
    """How many attempts of one kind a window of 15 minutes allows.

    Attributes:
        nom: kind; the same address counts apart for each.
        nombre: attempts allowed.
    """

    nom: str
    nombre: int


PAR_COMPTE = Seuil("compte", 10)
PAR_ADRESSE = Seuil("adresse", 60)
SECOND_FACTEUR = Seuil("second_facteur", 8)
CODE_PERSONNEL = Seuil("code_personnel", 20)
COURRIER = Seuil("courrier", 4)
COURRIER_ADRESSE = Seuil("courrier_adresse", 30)


@dataclass
class Cadence:
    """Counts attempts.

    Attributes:
        bassin: where they are counted.
        coffre: keys under which who tries is written.
        pannes: attempts let through because they could not be counted.
    """

    bassin: Bassin
    coffre: Coffre
    pannes: int = field(default=0)

    async def permet(self, seuil: Seuil, qui: str, maintenant: datetime) -> bool:
        """Count one more attempt.

        Args:
            seuil: what is tried, and how often it may be.
            qui: account or address, whether it exists or not: the answer teaches nothing.
            maintenant: now.

        Returns:
            False when there have been too many; True when the count itself fails.
        """
        cle = self.coffre.empreinte(f"cadence {seuil.nom}", qui)
        try:
            async with self.bassin.acquire() as connexion:
                nombre: int = await REQUETES.valeur(connexion, "compter", cle=cle, fenetre=_fenetre(maintenant))
        except ERREURS_BASE as erreur:
            self.pannes += 1
            JOURNAL.warning("cadence_en_panne", seuil=seuil.nom, erreur=type(erreur).__name__, pannes=self.pannes)
            return True
        return nombre <= seuil.nombre

    async def rendre(self, seuil: Seuil, qui: str, maintenant: datetime, *, tout: bool = False) -> None:
        """Give back the attempt of who succeeded: only failures count.

        Args:
            seuil: what was tried.
            qui: account or address.
            maintenant: now.
            tout: forget the failures before it too.
        """
        cle = self.coffre.empreinte(f"cadence {seuil.nom}", qui)
        try:
            async with self.bassin.acquire() as connexion:
                await REQUETES.executer(connexion, "oublier" if tout else "rendre", cle=cle, fenetre=_fenetre(maintenant))
        except ERREURS_BASE:
            self.pannes += 1


def _fenetre(maintenant: datetime) -> datetime:
    """Start of the window of 15 minutes that holds an instant."""
    return maintenant.replace(minute=maintenant.minute - maintenant.minute % 15, second=0, microsecond=0)
