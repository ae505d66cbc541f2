"""Sentences from the real terms of the score: each names its field and comes from a fact of the record, never from a mood.

Everything is said from the picture the score was computed on: what is explained is what was judged, even while the catalogue changes.
"""

from matching.explication.expliquer import RAISONS_MAX, Explication, expliquer
from matching.explication.pas_plus_haut import pourquoi_pas_plus_haut
from matching.explication.raison import Raison

__all__ = ["RAISONS_MAX", "Explication", "Raison", "expliquer", "pourquoi_pas_plus_haut"]
