"""SQL kept in ``.sql`` files, each query named with its purpose, read by aiosql and run with typed calls."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiosql

from socle.base import Connexion, Ligne


@dataclass(frozen=True)
class Requete:
    """A query ready for asyncpg: ``$1``-style text and the names of its parameters in that order."""

    sql: str
    parametres: tuple[str, ...]


class Requetes:
    """The queries of one file.

    Args:
        fichier: path of the ``.sql`` file; each query starts with ``-- name: son_nom``.
    """

    def __init__(self, fichier: Path) -> None:
        chargees = aiosql.from_path(fichier, "asyncpg", mandatory_parameters=False)
        self.fichier = fichier
        self.par_nom: dict[str, Requete] = {}
        for nom in sorted(chargees.available_queries):
            if nom.endswith("_cursor"):
                continue
            fonction = getattr(chargees, nom)
            self.par_nom[nom] = Requete(fonction.sql, tuple(chargees.driver_adapter.var_sorted[nom]))

    def _appel(self, nom: str, valeurs: dict[str, Any]) -> tuple[str, list[Any]]:
        requete = self.par_nom[nom]
        if set(valeurs) != set(requete.parametres):
            raise TypeError(f"{nom} attend {sorted(requete.parametres)} et reçoit {sorted(valeurs)}")
        return requete.sql, [valeurs[p] for p in requete.parametres]

    async def lignes(self, connexion: Connexion, nom: str, /, **valeurs: Any) -> list[Ligne]:
        """Every row of a query."""
        sql, arguments = self._appel(nom, valeurs)
        return await connexion.fetch(sql, *arguments)

    async def ligne(self, connexion: Connexion, nom: str, /, **valeurs: Any) -> Ligne | None:
        """The first row of a query, None when there is none."""
        sql, arguments = self._appel(nom, valeurs)
        return await connexion.fetchrow(sql, *arguments)

    async def valeur(self, connexion: Connexion, nom: str, /, **valeurs: Any) -> Any:
        """The first column of the first row, None when there is none."""
        sql, arguments = self._appel(nom, valeurs)
        return await connexion.fetchval(sql, *arguments)

    async def executer(self, connexion: Connexion, nom: str, /, **valeurs: Any) -> int:
        """Run a command; the number of rows it touched."""
        sql, arguments = self._appel(nom, valeurs)
        etat = await connexion.execute(sql, *arguments)
        compte = etat.rsplit(" ", 1)[-1]
        return int(compte) if compte.isdigit() else 0


def charger(fichier: Path) -> Requetes:
    """Read the queries of a file.

    Args:
        fichier: path of the ``.sql`` file.

    Returns:
        Its queries, by name.
    """
    return Requetes(fichier)
