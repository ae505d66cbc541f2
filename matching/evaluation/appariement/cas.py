"""Judged cases: people of our own writing, and what a good adviser would find useful for each, written before any measure."""

from __future__ import annotations

import hashlib
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from catalogue.domaine import Frein, Jour, Periode, TypeOffre, creneaux
from parcours.domaine import Allocataire
from socle.erreurs import ErreurPersonne

FICHIER = Path(__file__).parent / "cas.toml"
SOURCE = "cas_juges"
# Two cases in five set the weights; the others are measured and set nothing.
PART_REGLAGE = 0.4

CodeRome = Annotated[str, StringConstraints(pattern=r"^[A-N]\d{4}$")]
_ALLOCATAIRE = TypeAdapter(Allocataire)


class Partie(StrEnum):
    """What a case serves for."""

    REGLAGE = "reglage"
    MESURE = "mesure"


class Jugement(BaseModel):
    """What an adviser judges useful for one person; see the head of ``cas.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bons: tuple[CodeRome, ...] = ()
    proches: tuple[CodeRome, ...] = ()
    refus: tuple[CodeRome, ...] = ()
    maintenant: tuple[TypeOffre, ...] = ()
    ensuite: tuple[TypeOffre, ...] = ()
    ouvert: bool = False
    dabord: tuple[Frein, ...] = ()
    aussi: tuple[Frein, ...] = ()
    km: float = Field(gt=0)
    pas_jours: tuple[Jour, ...] = ()
    pas_periodes: tuple[Periode, ...] = ()
    acquis: tuple[str, ...] = ()


class Cas(BaseModel):
    """A person, and the judgement; see the head of ``cas.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    note: str = Field(min_length=20)
    personne: dict[str, Any]
    juge: Jugement
    projet_autres: tuple[str, ...] = ()

    @property
    def partie(self) -> Partie:
        """Part of the case, decided by the hash of its id."""
        rang = int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:4], "big") / 2**32
        return Partie.REGLAGE if rang < PART_REGLAGE else Partie.MESURE

    def allocataire(self) -> Allocataire:
        """The person's file, as the engine reads it: what is not written is unknown.

        Raises:
            ErreurPersonne: a field that a file does not have, or a value that it refuses.
        """
        champs = dict(self.personne)
        jours, periodes = champs.pop("jours", None), champs.pop("periodes", None)
        if jours is not None and periodes is not None:
            champs["disponibilites"] = creneaux(tuple(map(Jour, jours)), tuple(map(Periode, periodes)))
        identite = {"identifiant": self.id, "prenom": "Personne", "nom": self.id, "source": SOURCE, "source_id": self.id}
        try:
            return _ALLOCATAIRE.validate_python({**champs, **identite})
        except ValidationError as erreur:
            raise ErreurPersonne(f"Le cas « {self.id} » n’est pas un dossier : {erreur}") from erreur


class _Fichier(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cas: tuple[Cas, ...]


def lire(fichier: Path = FICHIER) -> tuple[Cas, ...]:
    """Read judged cases.

    Args:
        fichier: TOML.

    Returns:
        The cases, in the order of the file.

    Raises:
        ErreurPersonne: a case is not well formed, or two share their id.
    """
    try:
        lus = _Fichier.model_validate(tomllib.loads(fichier.read_text(encoding="utf-8"))).cas
    except (ValidationError, tomllib.TOMLDecodeError) as erreur:
        raise ErreurPersonne(f"« {fichier.name} » n’est pas une liste de cas jugés : {erreur}") from erreur
    if len({c.id for c in lus}) < len(lus):
        raise ErreurPersonne(f"« {fichier.name} » : deux cas portent le même nom.")
    for cas in lus:
        cas.allocataire()
    return lus
