"""Lists of people that structures and départements keep in spreadsheets (CSV or XLSX), each with its own columns, matched by their names."""

from etl.formats.listes_personnes.lecteur import lire

__all__ = ["lire"]
