"""Reader of the project's own template of offers, all eight kinds, CSV or XLSX (``boite modele offres`` writes an empty one)."""

from etl.formats.offres.lecteur import lire

__all__ = ["lire"]
