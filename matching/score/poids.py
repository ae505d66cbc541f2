"""The parts of the score and their versioned weights."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from matching.score.grille import MILLIEMES
from models.classement import charger_classement
from socle.reglages import reglages

FICHIER = Path(__file__).parents[1] / "poids.toml"


class Part(StrEnum):
    """The parts of the score."""

    METIER = "metier"
    COMPETENCES = "competences"
    TRAJET = "trajet"
    HORAIRES = "horaires"
    FREINS = "freins"
    ETAPE = "etape"
    URGENCE = "urgence"
    PRIORITE = "priorite"
    PLACES = "places"
    TENSION = "tension"
    ECHEANCE = "echeance"
    FRAICHEUR = "fraicheur"


@dataclass(frozen=True)
class Poids:
    """Weights of the parts, summing to 1, and their version."""

    version: str
    parts: dict[Part, float]

    def milliemes(self, part: Part) -> int:
        """Weight of a part in thousandths."""
        return round(self.parts[part] * MILLIEMES)


@lru_cache(maxsize=4)
def poids(fichier: Path | None = None) -> Poids:
    """The weights in force: those learnt and accepted last (``boite apprendre classement``), else those of ``poids.toml``.

    Args:
        fichier: TOML, ``version`` and one weight per part, to be read whatever was learnt.

    Returns:
        The weights.

    Raises:
        ValueError: a weight is negative or finer than a thousandth, or they do not sum to 1.
        KeyError: a part has no weight.
    """
    appris = charger_classement(reglages().donnees / "classement") if fichier is None else None
    if appris is not None and set(appris.noms) == set(Part):
        return Poids(appris.version, {Part(nom): float(valeur) for nom, valeur in zip(appris.noms, appris.poids, strict=True)})
    fichier = fichier or FICHIER
    lu = tomllib.loads(fichier.read_text(encoding="utf-8"))
    charges = Poids(str(lu["version"]), {part: float(lu["parts"][part.value]) for part in Part})
    entiers = [charges.milliemes(part) for part in Part]
    fins = any(abs(charges.parts[part] * MILLIEMES - entier) > 1e-6 for part, entier in zip(Part, entiers, strict=True))
    if min(entiers) < 0 or fins or sum(entiers) != MILLIEMES:
        raise ValueError(f"{fichier.name} : des poids positifs, en millièmes, qui font 1 ensemble")
    return charges
