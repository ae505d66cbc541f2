"""The contract between a reader (one per real format) and the import engine.

A reader is a generator: it opens the file, yields elements one by one in the order of the file, and never holds the file in memory. It raises
``FichierIllisible`` when the file as a whole cannot be trusted (cut XML, wrong root, binary, bomb): the engine then writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue.domaine import Anomalie, Offre, Structure


@dataclass(frozen=True, slots=True)
class Rejet:
    """An element of the file that is left out, and why.

    Attributes:
        chemin: where in the file, as a person would look for it (« ligne 12 », « formation 24_162227 / action 24_1390142 »).
        anomalies: one per faulty field: field, value received, reason in plain French.
        cle: ``(source, source_id)`` of the rejected offer where it could be read: faulty is not vanished, so a full feed must not close it.
        structure: the element was a structure, not an offer.
    """

    chemin: str
    anomalies: tuple[Anomalie, ...]
    cle: tuple[str, str] | None = None
    structure: bool = False


@dataclass(frozen=True, slots=True)
class Avertissement:
    """Something doubtful in an element that is kept all the same (an unknown commune, a code dropped)."""

    chemin: str
    anomalie: Anomalie


@dataclass(frozen=True, slots=True)
class Lu:
    """An element read: the structure or the offer, and where it was in the file."""

    chemin: str
    objet: Structure | Offre


Element = Lu | Rejet | Avertissement


@dataclass(frozen=True, slots=True)
class Contexte:
    """What a reader may need to know.

    Attributes:
        aujourdhui: the day of the import.
        source: name of the source, part of the key ``(source, source_id)``; a format may override it by what the file says.
    """

    aujourdhui: date
    source: str


Lecteur = Callable[[Path, Contexte], Iterator[Element]]
