"""The contract between the readers of people and the engine that recognises and writes them.

A NIR, a matricule or the number of a request never leaves the reader: what it hands over is a keyed print, which lives as long as the import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from catalogue.domaine import Anomalie, Lieu
from etl.lecture import Avertissement, Rejet
from parcours.dossier.faits import Faits, Situation
from socle.chiffrement import Coffre


@dataclass(frozen=True, slots=True)
class PersonneLue:
    """A person as one line or block of a file names them.

    Attributes:
        chemin: where in the file, the only thing a report repeats (« ligne 12 »).
        autre_nom: birth name where it is given and may differ.
        naissance: full date, compared within the file; only its year is kept.
        nir, dossier: keyed prints of the NIR, and of the matricule or of the number of the request; for the length of the import.
        lieu: commune as the file gives it (code, or postal code and name).
        structure: name of the structure that follows the person, as the file writes it.
        referent: mail address of the référent.
        organisme: CAF or MSA that pays, with its number: its next monthly flow holds the person, or they have left.
    """

    chemin: str
    prenom: str
    nom: str
    autre_nom: str | None = None
    naissance: date | None = None
    nir: bytes | None = None
    dossier: bytes | None = None
    lieu: Lieu = field(default_factory=Lieu)
    structure: str | None = None
    referent: str | None = None
    organisme: str | None = None
    situation: Situation = Situation.AU_RSA
    faits: Faits = field(default_factory=Faits)


@dataclass(frozen=True, slots=True)
class Ecartee:
    """Someone of the file who is not for this service (a child, a closed file of someone unknown); counted, never kept."""

    chemin: str
    raison: str


@dataclass(frozen=True, slots=True)
class EntreeFlux:
    """What the flow says of itself: ``complet`` holds everybody with an open right on the day ``reference``."""

    reference: date
    complet: bool


@dataclass(frozen=True, slots=True)
class ColonnesLues:
    """How the columns of a list were understood: header → field, and the headers that nothing was read from."""

    comprises: tuple[tuple[str, str], ...]
    inconnues: tuple[str, ...]
    tues: tuple[str, ...]


ElementPersonne = PersonneLue | Ecartee | EntreeFlux | ColonnesLues | Rejet | Avertissement
Elements = Iterator[ElementPersonne]

_HORS_NUMERO = re.compile(r"[^0-9A-Z]+")
_NIR = re.compile(r"[1-478]\d{4}(?:\d\d|2A|2B)\d{6}(?:\d\d)?")


class Numeros:
    """Turns the numbers that name a person into prints, and nothing else of them is kept.

    Args:
        coffre: keys of the installation.
    """

    def __init__(self, coffre: Coffre) -> None:
        self._coffre = coffre

    def nir(self, mot: str) -> bytes | None:
        """Print of a NIR, with or without its key.

        Args:
            mot: as the file writes it; blanks do not count.

        Returns:
            32 bytes, None when it does not look like a NIR (a temporary number, a cut one): it would tie strangers together.
        """
        compact = _HORS_NUMERO.sub("", mot.upper())
        return self._coffre.empreinte("import nir", compact[:13]) if _NIR.fullmatch(compact) else None

    def dossier(self, genre: str, mot: str) -> bytes | None:
        """Print of a matricule or of the number of a request.

        Args:
            genre: which kind of number it is; two kinds never meet.
            mot: as the file writes it; blanks and leading zeros do not count.

        Returns:
            32 bytes, None for an empty number.
        """
        compact = _HORS_NUMERO.sub("", mot.upper()).lstrip("0")
        return self._coffre.empreinte(f"import {genre}", compact) if compact else None


def sans_valeur(champ: str, motif: str) -> Anomalie:
    """A finding about a person: the field and the reason, never what the file held there."""
    return Anomalie(champ, "", motif)


def nom_propre(mot: str) -> str:
    """A name as people write it, out of capitals or of lower case alone; accents cannot be guessed.

    Args:
        mot: « MARIE-JOSEE », « charlie », « de La Tour ».

    Returns:
        « Marie-Josee », « Charlie »; a name that mixes both is left as it is.
    """
    return mot.title() if mot.isupper() or mot.islower() else mot
