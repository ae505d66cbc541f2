"""Codes of a file brought to the référentiels of the database: what is not known there is said, never written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from catalogue.domaine import Anomalie, Lieu, Offre, Structure
from socle.texte import cle_tri

_SAINT = re.compile(r"\bst(e?)\b")


@dataclass(frozen=True, slots=True)
class Referentiels:
    """Codes that the database knows.

    Attributes:
        metiers: ROME codes.
        communes: INSEE codes.
        par_nom: INSEE code by postal code and folded name, None where two communes share both.
    """

    metiers: frozenset[str]
    communes: frozenset[str]
    par_nom: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def construire(cls, metiers: Iterable[str], communes: Iterable[tuple[str, str, Iterable[str]]]) -> Referentiels:
        """Référentiels out of the rows of the database.

        Args:
            metiers: ROME codes.
            communes: INSEE code, folded name, postal codes.

        Returns:
            The référentiels.
        """
        par_nom: dict[tuple[str, str], str | None] = {}
        codes = set()
        for code, nom, codes_postaux in communes:
            codes.add(code)
            for code_postal in codes_postaux:
                cle = (code_postal, _cle_commune(nom))
                par_nom[cle] = code if cle not in par_nom else None
        return cls(frozenset(metiers), frozenset(codes), par_nom)


def _cle_commune(nom: str) -> str:
    # La Poste writes « ST MAUR », most feeds « Saint-Maur ».
    return _SAINT.sub(r"saint\1", cle_tri(nom))


def resoudre_structure(structure: Structure, connus: Referentiels) -> tuple[Structure, list[Anomalie]]:
    """A structure whose commune is of the référentiel, or has no code.

    Args:
        structure: as read.
        connus: codes that the database knows.

    Returns:
        The structure to write, and what had to be left out.
    """
    lieu, anomalies = _resoudre_lieu(structure.lieu, connus)
    return (structure if lieu is structure.lieu else replace(structure, lieu=lieu)), anomalies


def resoudre_offre(offre: Offre, connus: Referentiels) -> tuple[Offre, list[Anomalie]]:
    """An offer whose commune and métiers are of the référentiels.

    Args:
        offre: as read.
        connus: codes that the database knows.

    Returns:
        The offer to write, and what had to be left out.
    """
    lieu, anomalies = _resoudre_lieu(offre.lieu, connus)
    inconnus = [code for code in offre.metiers if code not in connus.metiers]
    if connus.metiers:
        anomalies += [Anomalie("metiers", code, "Ce code n’est pas dans le ROME chargé : il n’est pas repris.") for code in inconnus]
    if inconnus or lieu is not offre.lieu:
        offre = replace(offre, lieu=lieu, metiers=tuple(code for code in offre.metiers if code in connus.metiers))
    return offre, anomalies


def resoudre_commune(lieu: Lieu, connus: Referentiels) -> str | None:
    """INSEE code of the commune of a place, by its code or by its postal code and name; None when the référentiel does not know it.

    Args:
        lieu: as a file gives it.
        connus: codes that the database knows.

    Returns:
        The code.
    """
    return _resoudre_lieu(lieu, connus)[0].code_insee


def _resoudre_lieu(lieu: Lieu, connus: Referentiels) -> tuple[Lieu, list[Anomalie]]:
    if lieu.code_insee in connus.communes:
        return lieu, []
    if lieu.commune and lieu.code_postal and (trouve := connus.par_nom.get((lieu.code_postal, _cle_commune(lieu.commune)))):
        return replace(lieu, code_insee=trouve), []
    if lieu.code_insee is None:
        return lieu, []
    sans_code = replace(lieu, code_insee=None, commune=lieu.commune or lieu.code_insee)
    if not connus.communes:
        return sans_code, []
    motif = "Cette commune n’est pas dans le référentiel chargé : son nom est gardé, pas son code."
    return sans_code, [Anomalie("code_insee", lieu.code_insee, motif)]
