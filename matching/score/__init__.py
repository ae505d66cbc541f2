"""The score, in parts that add up: each part is in [0, 1], and the sum of the weighted contributions is the score.

One function over arrays ``[p, n]`` serves one pair or everybody, so that what is explained is what was computed.
An unknown fact gives the neutral value of its part: it neither rewards nor punishes.
"""

from matching.score.calcul import Bloc, Calcul, Scores, scorer
from matching.score.grille import NEUTRE, TOTAL, UNITE
from matching.score.metier import MEME_DOMAINE, MEME_FAMILLE, MEME_METIER, MOBILITE, PART_SENS
from matching.score.poids import Part, Poids, poids
from matching.score.situation import ETAPES, etapes

__all__ = [
    "ETAPES",
    "MEME_DOMAINE",
    "MEME_FAMILLE",
    "MEME_METIER",
    "MOBILITE",
    "NEUTRE",
    "PART_SENS",
    "TOTAL",
    "UNITE",
    "Bloc",
    "Calcul",
    "Part",
    "Poids",
    "Scores",
    "etapes",
    "poids",
    "scorer",
]
