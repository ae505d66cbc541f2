"""Reader of data·inclusion: services and structures of the offer of insertion, schemas v1 and v0, JSON of the API and import workbook.

Schema: https://gip-inclusion.github.io/data-inclusion-schema/ (Licence Ouverte 2.0).
"""

from etl.formats.data_inclusion.lecteur import lire

__all__ = ["lire"]
