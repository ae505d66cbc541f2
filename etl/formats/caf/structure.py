"""What the flow must look like: blocks, order and types of version vrsb0801, kept as data in ``structure.txt``.

The rules are those of the public XSD of the CNAF; messages are ours, with the line and what to do, where an XSD validator speaks of patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from lxml import etree

_PLUSIEURS = 10_000_000
_OCCURRENCES = {"": (1, 1), "?": (0, 1), "*": (0, _PLUSIEURS), "+": (1, _PLUSIEURS)}
_ENFANT = re.compile(r"(\w+?)(\?|\*|\+|\{(\d+)(?:,(\d+))?\})?(?::([a-z_]+)([\d.]*))?")


@dataclass(frozen=True, slots=True)
class Attendu:
    """A child that a block expects.

    Attributes:
        minimum, maximum: how many times in a row.
        type: ``texte``, ``entier``, ``decimal``, ``date``, ``heure`` or ``oui_non``; empty for a block.
        mesure: longest text, or most digits (``9.2`` for a decimal).
    """

    nom: str
    minimum: int
    maximum: int
    type: str = ""
    mesure: str = ""


@dataclass(frozen=True, slots=True)
class Ecart:
    """A place where the file is not what the structure says."""

    ligne: int
    motif: str


@lru_cache(maxsize=1)
def blocs() -> dict[str, tuple[Attendu, ...]]:
    """The expected children of each block, in order."""
    lignes = Path(__file__).with_name("structure.txt").read_text("utf-8").splitlines()
    couples = (ligne.split(" = ", 1) for ligne in lignes if ligne and not ligne.startswith("#"))
    return {bloc: tuple(_attendu(mot) for mot in enfants.split()) for bloc, enfants in couples}


def _attendu(mot: str) -> Attendu:
    lu = _ENFANT.fullmatch(mot)
    assert lu, mot
    nom, signe, minimum, maximum, genre, mesure = lu.groups()
    bornes = (int(minimum), int(maximum or minimum)) if minimum else _OCCURRENCES[signe or ""]
    return Attendu(nom, *bornes, genre or "", mesure or "")


def ligne(element: etree._Element) -> int:
    """Line of an element in its file, 0 when it is not known."""
    return int(cast("int | None", element.sourceline) or 0)


def ecarts(element: etree._Element) -> Iterator[Ecart]:
    """Where a block and all that it holds depart from the structure.

    Args:
        element: a block of the flow.

    Yields:
        One finding per fault, in the order of the file; a block whose children are not in order is not looked into further.
    """
    bloc = _nom(element)
    enfants = [enfant for enfant in element if isinstance(enfant.tag, str)]
    noms = [_nom(enfant) for enfant in enfants]
    faute = _faute_d_ordre(bloc, element, enfants, noms)
    if faute:
        yield faute
        return
    attendus = _par_nom(bloc)
    for enfant, nom in zip(enfants, noms, strict=True):
        attendu = attendus[nom]
        if not attendu.type:
            yield from ecarts(enfant)
        elif motif := _motif(attendu, enfant.text or ""):
            yield Ecart(ligne(enfant), f"dans <{bloc}>, <{attendu.nom}> {motif}")


@cache
def _par_nom(bloc: str) -> dict[str, Attendu]:
    return {attendu.nom: attendu for attendu in blocs()[bloc]}


def _faute_d_ordre(bloc: str, element: etree._Element, enfants: Sequence[etree._Element], noms: Sequence[str]) -> Ecart | None:
    rang = 0
    for attendu in blocs()[bloc]:
        fois = 0
        while fois < attendu.maximum and rang < len(noms) and noms[rang] == attendu.nom:
            rang, fois = rang + 1, fois + 1
        if fois < attendu.minimum:
            return Ecart(ligne(enfants[rang] if rang < len(enfants) else element), f"il manque <{attendu.nom}> dans <{bloc}>")
    if rang < len(enfants):
        return Ecart(ligne(enfants[rang]), f"<{noms[rang]}> n’est pas attendu ici dans <{bloc}>")
    return None


def _nom(element: etree._Element) -> str:
    # As QName(element).localname, four times as fast: it is asked of every element of a file of several hundred megabytes.
    return str(element.tag).rpartition("}")[2]


def _motif(attendu: Attendu, texte: str) -> str | None:
    """Why a value does not fit, in words that follow the name of its element; the value itself may name someone and is not repeated."""
    if attendu.type == "texte":
        return f"dépasse {attendu.mesure} caractères" if len(texte) > int(attendu.mesure) else None
    mot = texte.strip()
    if attendu.type == "entier":
        chiffres = mot.lstrip("+-").lstrip("0")
        bon = mot.lstrip("+-").isdecimal() and len(chiffres) <= int(attendu.mesure)
        return None if bon else f"n’est pas un nombre entier d’au plus {attendu.mesure} chiffres"
    if attendu.type == "oui_non":
        return None if mot in {"0", "1", "true", "false"} else "ne dit ni oui (1) ni non (0)"
    try:
        return _motif_mesure(attendu, mot)
    except (ValueError, InvalidOperation):
        return {"date": "n’est pas une date (aaaa-mm-jj)", "heure": "n’est pas une heure (hh:mm:ss)"}.get(attendu.type, "n’est pas un nombre décimal")


def _motif_mesure(attendu: Attendu, mot: str) -> str | None:
    if attendu.type == "date":
        date.fromisoformat(mot[:10])
        return None if re.fullmatch(r"\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", mot) else "n’est pas une date (aaaa-mm-jj)"
    if attendu.type == "heure":
        time.fromisoformat(re.sub(r"\.\d+", "", mot))
        return None
    lu, (total, apres) = Decimal(mot).normalize(), map(int, attendu.mesure.split("."))
    exposant = lu.as_tuple().exponent
    decimales = max(0, -exposant) if isinstance(exposant, int) else total
    if decimales > apres or max(lu.adjusted() + 1, 0) + decimales > total:
        return f"compte plus de {total} chiffres ou de {apres} décimales"
    return None
