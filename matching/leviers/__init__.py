"""Levers: what opens the offers that are almost open to a person."""

from matching.leviers.chercher import leviers
from matching.leviers.domaine import Levier, OffreLevier

__all__ = ["Levier", "OffreLevier", "leviers"]
