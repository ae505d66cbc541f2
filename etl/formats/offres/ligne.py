"""The cells of one line of the template, read by kind of value; what cannot be read is noted under the header of its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide, booleen, date_de, entier, heure_de, liste, nombre, texte
from etl.formats.offres.colonnes import PAR_CLE

T = TypeVar("T")
E = TypeVar("E")
Cellules = Mapping[str, object]
"""Cells of a line by key of column."""


class Ligne:
    """Cells of an offer, or of one of its sessions.

    Args:
        cellules: cells by key of column.
        releve: where faults are noted.
        numero: line to name beside the header, None when the offer holds on one line (the path says it then).
    """

    def __init__(self, cellules: Cellules, releve: Releve, numero: int | None = None) -> None:
        self.cellules = cellules
        self.releve = releve
        self._numero = numero

    def remplie(self, cle: str) -> bool:
        """Whether the cell holds something."""
        return est_remplie(self.cellules.get(cle))

    def faute(self, cle: str, motif: str) -> None:
        """Note that the value of a column rejects the offer."""
        self.releve.faute(self._champ(cle), self.cellules.get(cle), motif)

    def doute(self, cle: str, motif: str) -> None:
        """Note that the value of a column is left aside."""
        self.releve.doute(self._champ(cle), self.cellules.get(cle), motif)

    def lire(self, cle: str, lecteur: Callable[[object], T | None]) -> T | None:
        """Value of a column through a function of ``etl.entree.valeurs``; None when absent or bad."""
        return self.releve.lire(self._champ(cle), self.cellules.get(cle), lecteur, faute=True)

    def texte(self, cle: str) -> str | None:
        """Text of a column."""
        return self.lire(cle, texte)

    def jour(self, cle: str) -> date | None:
        """Day of a column."""
        return self.lire(cle, date_de)

    def heure(self, cle: str) -> time | None:
        """Hour of a column."""
        return self.lire(cle, heure_de)

    def nombre(self, cle: str) -> Decimal | None:
        """Number of a column."""
        return self.lire(cle, nombre)

    def oui(self, cle: str) -> bool | None:
        """Answer of a column, None when unknown."""
        return self.lire(cle, booleen)

    def entier(self, cle: str, minimum: int = 0, maximum: int | None = None) -> int | None:
        """Whole number of a column, within bounds."""
        lu = self.lire(cle, entier)
        if lu is not None and (lu < minimum or (maximum is not None and lu > maximum)):
            self.faute(
                cle, f"Un nombre de {minimum} à {maximum} est attendu ici." if maximum else f"Ce nombre ne peut pas être inférieur à {minimum}."
            )
            return None
        return lu

    def choix(self, cle: str, valeur: Callable[[str], E]) -> E | None:
        """Value chosen in the list of a column.

        Args:
            cle: key of the column.
            valeur: what makes a value of a code, such as an enumeration.

        Returns:
            The value, None when absent or not in the list.
        """
        mots = self.texte(cle)
        code = None if mots is None else self._code(cle, mots)
        return None if code is None else valeur(code)

    def plusieurs(self, cle: str, valeur: Callable[[str], E]) -> tuple[E, ...]:
        """Values chosen in the list of a column, without repetition (see :meth:`choix`)."""
        codes = [self._code(cle, mots) for mots in self.codes(cle)]
        return tuple(valeur(code) for code in dict.fromkeys(codes) if code is not None)

    def codes(self, cle: str) -> tuple[str, ...]:
        """Values of a column that holds several, parted by commas or semicolons."""
        return self.lire(cle, liste) or ()

    def _code(self, cle: str, mots: str) -> str | None:
        liste_fermee = PAR_CLE[cle].liste
        # « 3 - CAP » and « 3 » say the same: levels are known by their number.
        chiffre = re.match(r"([1-8])\s*(?:[–—-]|$)", mots) if cle.startswith("niveau") else None
        code = liste_fermee.code(chiffre[1] if chiffre else mots) if liste_fermee else None
        if code is None and liste_fermee is not None:
            permises = ", ".join(f"«\u00a0{libelle}\u00a0»" for libelle in liste_fermee.libelles.values())
            self.releve.faute(self._champ(cle), mots, f"Cette valeur n’est pas dans la liste\u00a0: {permises}.")
        return code

    def _champ(self, cle: str) -> str:
        libelle = PAR_CLE[cle].libelle
        return libelle if self._numero is None else f"{libelle} (ligne {self._numero})"


def est_remplie(cellule: object) -> bool:
    """Whether a cell holds something.

    Args:
        cellule: cell as it was read.

    Returns:
        False for an empty cell, blanks, « NaN » or a lone dash.
    """
    if cellule is None or cellule == "":
        # Nine cells in ten of the template.
        return False
    try:
        return texte(cellule) is not None
    except ValeurInvalide:
        return True
