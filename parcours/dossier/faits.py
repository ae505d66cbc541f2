"""What a file changes in the file of a person already known.

Where a person lives, their rights and who follows them come from the files. What a professional may have typed (contact, level, métiers, freins) is
completed where it is unknown and never replaced: the difference is said, someone decides. Nothing that is known is ever erased by a silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from catalogue.domaine import Frein
from parcours.domaine import Orientation
from parcours.dossier.domaine import DROITS_OUVERTS, DroitRsa


class Situation(StrEnum):
    """Where the person stands, as the file says it."""

    AU_RSA = "au_rsa"
    SORTIE = "sortie"
    EN_ATTENTE = "en_attente"


@dataclass(frozen=True, slots=True)
class Faits:
    """What a source says of a person; None or an empty tuple when it says nothing, which never erases what is known.

    Attributes:
        rayon_km: how far the person accepts to go, km.
        niveau: EU level 1–8.
        freins, freins_absents: freins said to be there, and said not to be.
    """

    annee_naissance: int | None = None
    entree_rsa: date | None = None
    date_cer: date | None = None
    orientation: Orientation | None = None
    telephone: str | None = None
    courriel: str | None = None
    droit_rsa: DroitRsa | None = None
    droits_devoirs: bool | None = None
    sortie_rsa: date | None = None
    inscrit_ft: bool | None = None
    niveau: int | None = None
    rayon_km: float | None = None
    metiers: tuple[str, ...] = ()
    freins: tuple[Frein, ...] = ()
    freins_absents: tuple[Frein, ...] = ()


COMPLETES: Final = ("annee_naissance", "telephone", "courriel", "inscrit_ft", "niveau", "rayon_km", "metiers")
"""Filled where unknown, never replaced."""
REMPLACES: Final = ("orientation", "droit_rsa", "droits_devoirs")
DATES: Final = ("entree_rsa", "date_cer")
"""A later date replaces an earlier one: a list may be old."""

_RIEN: Final = (None, ())

LIBELLES: Final = {
    "annee_naissance": "Année de naissance",
    "entree_rsa": "Entrée dans le RSA",
    "date_cer": "Date du CER",
    "orientation": "Orientation",
    "telephone": "Téléphone",
    "courriel": "Courriel",
    "droit_rsa": "Droit au RSA",
    "droits_devoirs": "Droits et devoirs",
    "sortie_rsa": "Sortie du RSA",
    "inscrit_ft": "Inscription à France Travail",
    "niveau": "Niveau",
    "rayon_km": "Rayon de déplacement",
    "metiers": "Métiers",
    "structure": "Structure",
    "referent": "Référent",
}


@dataclass(frozen=True, slots=True)
class Attaches:
    """Where the person lives and who follows them, by the codes and ids of the base; None when the file does not say or is not understood."""

    commune: str | None = None
    structure_id: int | None = None
    referent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Connue:
    """What the base holds of a person, as an import may complete it; ``sortie_rsa`` and the rights are in ``faits``."""

    id: int
    faits: Faits
    attaches: Attaches


@dataclass(frozen=True, slots=True)
class Dires:
    """What a file says of a person, in the codes and ids of the base.

    Attributes:
        jour: reference day of the file, for a departure without a date.
    """

    faits: Faits
    attaches: Attaches
    situation: Situation
    jour: date


@dataclass(frozen=True, slots=True)
class PersonneDite:
    """A person as a file names and describes them.

    Attributes:
        cles: folded names, the main one first.
    """

    nom: str
    prenom: str
    cles: tuple[str, ...]
    dires: Dires


@dataclass(frozen=True, slots=True)
class Changements:
    """What to write, by column, and what was left as it was although the file says otherwise (fields)."""

    valeurs: dict[str, Any] = field(default_factory=dict)
    gardes: tuple[str, ...] = ()


def comparer_faits(connue: Connue, dires: Dires) -> Changements:
    """What a file changes in the file of a person.

    Args:
        connue: the person as the base holds them.
        dires: what the file says.

    Returns:
        The changes; nothing when the file says what the base holds.
    """
    sus, lus = connue.faits, dires.faits
    valeurs: dict[str, Any] = {}
    for champ in REMPLACES:
        if (dit := getattr(lus, champ)) is not None and dit != getattr(sus, champ):
            valeurs[champ] = dit
    for champ in DATES:
        if (dit := getattr(lus, champ)) is not None and ((su := getattr(sus, champ)) is None or dit > su):
            valeurs[champ] = dit
    for champ in COMPLETES:
        if getattr(lus, champ) not in _RIEN and getattr(sus, champ) in _RIEN:
            valeurs[champ] = getattr(lus, champ)
    for champ in ("commune", "structure_id", "referent_id"):
        if (dit := getattr(dires.attaches, champ)) is not None and dit != getattr(connue.attaches, champ):
            valeurs[champ] = dit
    return Changements(valeurs | _freins(sus, lus) | _sortie(sus, dires), tuple(_gardes(sus, lus)))


def valeurs_nouvelles(dires: Dires) -> dict[str, Any]:
    """Columns of someone whom the base does not know yet.

    Args:
        dires: what a file says.

    Returns:
        Values by column.
    """
    return comparer_faits(Connue(0, Faits(), Attaches()), dires).valeurs


def _freins(sus: Faits, lus: Faits) -> dict[str, Any]:
    connus = {*sus.freins, *sus.freins_absents}
    ajoutes = {champ: tuple(f for f in getattr(lus, champ) if f not in connus) for champ in ("freins", "freins_absents")}
    return {champ: (*getattr(sus, champ), *nouveaux) for champ, nouveaux in ajoutes.items() if nouveaux}


def _sortie(sus: Faits, dires: Dires) -> dict[str, Any]:
    if dires.situation is Situation.SORTIE:
        # The day of departure is kept as first told: the CAF goes on sending a closed file for some months.
        return {} if sus.sortie_rsa else {"sortie_rsa": dires.faits.sortie_rsa or dires.jour}
    revient = sus.sortie_rsa is not None and dires.faits.droit_rsa in DROITS_OUVERTS
    return {"sortie_rsa": None} if revient else {}


def _gardes(sus: Faits, lus: Faits) -> Iterator[str]:
    for champ in COMPLETES:
        dit, su = getattr(lus, champ), getattr(sus, champ)
        if dit not in _RIEN and su not in _RIEN and (set(dit) - set(su) if champ == "metiers" else dit != su):
            yield champ
    for champ in DATES:
        dit, su = getattr(lus, champ), getattr(sus, champ)
        if dit is not None and su is not None and dit < su:
            yield champ
