"""Reader of LHÉO, the exchange format of trainings: versions 2.x in XML with the additions of InterCarif, and its JSON rendering.

Format: https://github.com/lheo/lheo-schema (definition 2.3.0, 12 January 2022). What each element becomes is told in ``docs/imports/lheo.md``.
"""

from etl.formats.lheo.lecteur import lire

__all__ = ["lire"]
