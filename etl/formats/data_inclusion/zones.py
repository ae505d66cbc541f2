"""Where one must live to be eligible (``zone_eligibilite``)."""

from __future__ import annotations

import re

from catalogue.domaine import Condition, Operateur, TypeCondition
from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide, code_zone, liste

FRANCE = frozenset({"france", "99100"})
PARIS = "75056"
"""The commune is the whole département, and people live in its arrondissements (75101 to 75120)."""
_SIREN = re.compile(r"\d{9}")
_PREFIXE = re.compile(r"d(?=\d[\dab]$|\d{3}$)", re.IGNORECASE)


def condition_de_zone(valeur: object, releve: Releve) -> Condition | None:
    """Condition on the commune of the person.

    Args:
        valeur: ``zone_eligibilite``: codes of communes, départements (« 94 », « d94 »), EPCI, countries, or « france ».
        releve: where codes that cannot be followed are noted.

    Returns:
        None when everyone in France is eligible or nothing is said; a hard condition on communes and départements; and, as soon as a code cannot
        be followed (an EPCI, a mistake), a condition in words to be checked by a person: leaving the code out would wrongly exclude.
    """
    zones = tuple(map(_normaliser, releve.lire("zone_eligibilite", valeur, liste) or ()))
    if not zones or FRANCE.intersection(zones):
        return None
    suivis = tuple(z for z in zones if _suivie(z))
    autres = [z for z in zones if z not in suivis]
    for code in autres:
        releve.doute("zone_eligibilite", code, _motif(code))
    if autres:
        return Condition(TypeCondition.AUTRE, Operateur.DANS, (), libelle=f"Zone à vérifier\u00a0: {', '.join(zones)}")
    # No words: the page says the names of the communes.
    return Condition(TypeCondition.ZONE, Operateur.DANS, suivis)


def _normaliser(code: str) -> str:
    code = _PREFIXE.sub("", code)
    if code == PARIS:
        return "75"
    return code.lower() if code.lower() in FRANCE else _suivie(code) or code.upper()


def _suivie(code: str) -> str | None:
    try:
        return code_zone(code)
    except ValeurInvalide:
        return None


def _motif(code: str) -> str:
    if _SIREN.fullmatch(code):
        return "La liste des communes de cette intercommunalité n’est pas connue ici\u00a0: la zone reste à vérifier."
    if code.startswith("99"):
        return "Ce code est celui d’un pays étranger\u00a0: la zone reste à vérifier."
    return "Ce code n’est ni celui d’une commune, ni celui d’un département\u00a0: la zone reste à vérifier."
