"""Reader of France Travail: job offers (API Offres d’emploi v2, in JSON or flattened to CSV) and events (API Mes événements emploi v1, in JSON).

APIs: https://francetravail.io/produits-partages/catalogue. What each field becomes is told in ``docs/imports/france-travail.md``.
"""

from etl.formats.france_travail.lecteur import lire

__all__ = ["lire"]
