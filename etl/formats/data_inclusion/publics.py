"""Who a service is for, and when it is for allocataires of the RSA only."""

from __future__ import annotations

import re

from catalogue.domaine import PUBLICS
from etl.entree.releve import Releve
from etl.entree.valeurs import liste, texte
from etl.formats.data_inclusion.champs import Enregistrement, valeurs_connues
from etl.formats.data_inclusion.vocabulaire import MINIMAS, PROFIL_RSA, TOUS_PUBLICS
from socle.texte import plier

_RSA = re.compile(r"\b(?:rsa|brsa)\b|revenu de solidarite active")
_AUTRES = re.compile(r"\b(?:ass|aah|aspa|asi|ada|ata|minima|minimas)\b|allocation")


def lire_publics(v1: Enregistrement, releve: Releve) -> tuple[str, ...]:
    """Publics of v1.

    Args:
        v1: record in the fields of v1.
        releve: where unknown values, and « tous publics » among others, are noted.

    Returns:
        Values of the value set; « tous-publics » alone when it is there, since one public is enough to be eligible (schema v1, ``publics``).
    """
    publics = valeurs_connues(v1, "publics", PUBLICS, releve)
    if TOUS_PUBLICS in publics and len(publics) > 1:
        releve.doute("publics", ", ".join(publics), "«\u00a0tous-publics\u00a0» ne va pas avec d’autres publics\u00a0: il est retenu seul.")
        return (TOUS_PUBLICS,)
    return publics


def reserve_au_rsa(v1: Enregistrement, publics: tuple[str, ...]) -> bool:
    """Whether the service is for allocataires of the RSA only.

    « Minimas sociaux » is wider than the RSA (ASS, AAH, ASPA…): the words of the source must name the RSA and no other allowance.

    Args:
        v1: record in the fields of v1, with ``profils`` when it comes from v0.
        publics: publics read from it.

    Returns:
        True only when it is certain.
    """
    if publics != (MINIMAS,):
        return False
    if liste(v1.get("profils")) == (PROFIL_RSA,):
        return True
    mots = plier(" ".join(filter(None, (texte(v1.get(champ)) for champ in ("publics_precisions", "conditions_acces")))))
    return bool(_RSA.search(mots)) and not _AUTRES.search(mots)
