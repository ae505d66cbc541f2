"""What simulated people truly want, known to the simulator alone, and what they do before a list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.classement import Classement

Reels = NDArray[np.float64]

# What truly counts for them, far from the weights in force on purpose; a part that is not named counts very little.
GOUTS = {"metier": 0.30, "trajet": 0.28, "horaires": 0.20, "freins": 0.08, "etape": 0.08, "competences": 0.03}
CE_QUI_FAIT_REUSSIR = {"horaires": 0.40, "trajet": 0.30, "freins": 0.20, "competences": 0.05}
_RESTE = 0.005
# Attention falls as ``position ** -ETA``; an offer that was looked at is opened, accepted, entered with these log-odds.
ETA = 0.9
_OUVRIR, _ACCEPTER, _REUSSIR = (-1.2, 1.6), (-2.2, 2.0), (0.0, 1.5)
# Taste of each person for each kind of offer, and chance, in standard deviations of the part that can be learnt.
_GOUT_TYPE, _CAPRICE = 0.25, 0.35


@dataclass(frozen=True)
class Verite:
    """True chances of every person over every offer, ``[p, n]``.

    Attributes:
        ouvrir, accepter: chance that an offer looked at is opened, and that it is then accepted.
        reussir: chance that what is accepted is entered.
    """

    ouvrir: Reels
    accepter: Reels
    reussir: Reels

    @property
    def utile(self) -> Reels:
        """Chance that an offer looked at ends well: what a ranking should put first."""
        return self.ouvrir * self.accepter * self.reussir


def verite(classement: Classement, graine: int) -> Verite:
    """Draw the truth.

    Args:
        classement: the parts of every pair.
        graine: seed.

    Returns:
        The chances.
    """
    hasard = np.random.default_rng(graine)
    parts = {part.value: valeurs.astype(np.float64) for part, valeurs in classement.scores.parts.items()}
    # Distance hurts more than the score says: half as near is much less than half as good.
    parts["trajet"] = parts["trajet"] ** 2
    envie, reussite = _reduire(_somme(parts, GOUTS)), _reduire(_somme(parts, CE_QUI_FAIT_REUSSIR))
    p, n = envie.shape
    types = classement.moteur.image.types.astype(np.int64)
    gouts = _GOUT_TYPE * hasard.standard_normal((p, int(types.max(initial=0)) + 1))[:, types]
    envie = envie + gouts + _CAPRICE * hasard.standard_normal((p, n))
    return Verite(_chance(envie, *_OUVRIR), _chance(envie, *_ACCEPTER), _chance(reussite, *_REUSSIR))


def _somme(parts: dict[str, Reels], poids: dict[str, float]) -> Reels:
    return np.asarray(sum(poids.get(nom, _RESTE) * valeurs for nom, valeurs in parts.items()), dtype=np.float64)


def _reduire(valeurs: Reels) -> Reels:
    return np.asarray((valeurs - valeurs.mean()) / max(float(valeurs.std()), 1e-9), dtype=np.float64)


def _chance(valeurs: Reels, constante: float, pente: float) -> Reels:
    return np.asarray(1 / (1 + np.exp(-(constante + pente * valeurs))), dtype=np.float64)
