"""One answer of an API, JSON or CSV, with the questions that the mapping puts to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide, liste, texte
from etl.lecture import Contexte

T = TypeVar("T")

REPR_MAX = 200_000
"""Longest text, in characters, that is read as a list written by Python."""
_TROP_PROFOND = re.compile(r"[-+~(\[{\s]{40,}")
_NAN = re.compile(r"(?<=[:\[,])\s*nan(?=\s*[,}\]])")


@dataclass(frozen=True, slots=True)
class Annonce:
    """An offer or an event as the API gives it; a doubtful value is noted in ``releve`` and reads as None."""

    donnees: Mapping[str, Any]
    contexte: Contexte
    releve: Releve

    def brut(self, chemin: str) -> Any:
        """Value at the end of a path.

        Args:
            chemin: names separated by dots, such as « lieuTravail.commune ».

        Returns:
            The value as received, None when something is missing on the way.
        """
        valeur: Any = self.donnees
        for nom in chemin.split("."):
            valeur = valeur.get(nom) if isinstance(valeur, Mapping) else None
        return valeur

    def lire(self, chemin: str, lecteur: Callable[[object], T | None]) -> T | None:
        """Value at the end of a path, read by a function of ``etl.entree.valeurs``.

        Args:
            chemin: names separated by dots.
            lecteur: what reads it.

        Returns:
            The value, None when absent or doubtful.
        """
        return self.releve.lire(chemin, self.brut(chemin), lecteur)

    def texte(self, chemin: str) -> str | None:
        """Plain text at the end of a path.

        Args:
            chemin: names separated by dots.

        Returns:
            The text, None when absent.
        """
        return self.lire(chemin, texte)

    def textes(self, chemin: str) -> tuple[str, ...]:
        """Texts of the list at the end of a path.

        Args:
            chemin: names separated by dots.

        Returns:
            The texts, none empty, none twice; a lone text counts as a list of one.
        """
        return self.lire(chemin, lambda v: liste(v if isinstance(v, list) else [v])) or ()

    def objets(self, chemin: str) -> Iterator[Annonce]:
        """Objects of the list at the end of a path.

        Args:
            chemin: names separated by dots.

        Yields:
            Each object, sharing the same ``releve``.
        """
        valeur = self.brut(chemin)
        for element in valeur if isinstance(valeur, list) else []:
            if isinstance(element, Mapping):
                yield Annonce(element, self.contexte, self.releve)


def deplier(ligne: Mapping[str, str], releve: Releve) -> dict[str, Any]:
    """Turn a flattened CSV line back into the object of the API.

    Args:
        ligne: values by column; dots in the names tell the depth, ``""`` and « nan » that there is nothing.
        releve: where unreadable lists are noted.

    Returns:
        Nested objects; texts that Python wrote from lists (``[{'code': …}]``) are lists again.
    """
    objet: dict[str, Any] = {}
    for colonne, brut in ligne.items():
        valeur = releve.lire(colonne, brut, _valeur)
        if valeur is None:
            continue
        *parents, nom = colonne.split(".")
        niveau = objet
        for parent in parents:
            suivant = niveau.setdefault(parent, {})
            # A column may hold a value where another one tells an object: the object wins.
            niveau = suivant if isinstance(suivant, dict) else niveau
        niveau[nom] = valeur
    return objet


def _valeur(brut: object) -> Any:
    mot = str(brut).strip()
    if mot.lower() in {"", "nan", "none", "null"}:
        return None
    return _liste_python(mot) if mot.startswith("[") and mot.endswith("]") else mot


def _liste_python(mot: str) -> list[Any]:
    if len(mot) > REPR_MAX or _TROP_PROFOND.search(mot):
        raise ValeurInvalide("Cette liste est trop longue ou trop profonde pour être lue : elle est laissée de côté.")
    # ``nan`` is how pandas writes a missing value inside a list; literal_eval does not know it.
    for essai in (mot, _NAN.sub(" None", mot)):
        try:
            lue = ast.literal_eval(essai)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(lue, list):
            return lue
    raise ValeurInvalide("Cette liste ne se lit pas : elle est laissée de côté.")
