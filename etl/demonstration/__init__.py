"""The demonstration: an invented catalogue and invented people, seeded, dated from today, without a database.

Everything is fictitious except facts: codes and labels of the ROME, communes, codes of certifications. See ``docs/demonstration.md``.
"""

from etl.demonstration.offres import offres
from etl.demonstration.personnes import allocataires
from etl.demonstration.referentiels import appellations, communes, domaines_professionnels, grands_domaines, metiers, mobilites, tensions, territoires
from etl.demonstration.structures import structures
from etl.demonstration.tables import SOURCE

__all__ = [
    "SOURCE",
    "allocataires",
    "appellations",
    "communes",
    "domaines_professionnels",
    "grands_domaines",
    "metiers",
    "mobilites",
    "offres",
    "structures",
    "tensions",
    "territoires",
]
