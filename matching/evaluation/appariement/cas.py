"""Judged cases: people of our own writing, and what a good adviser would find useful for each, written before any measure."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from catalogue.domaine import Frein, Jour, Periode, TypeOffre, creneaux
from parcours.domaine import Allocataire
from socle.erreurs import ErreurPersonne

DOSSIER = Path(__file__).parent / "personnes_jugees"
SOURCE = "cas_juges"
CodeRome = Annotated[str, StringConstraints(pattern=r"^[A-N]\d{4}$")]
_ALLOCATAIRE = TypeAdapter(Allocataire)


class Partie(StrEnum):
    """What a case serves for: those of one file set the weights, those of the other are measured and set nothing."""

    REGLAGE = "reglage"
    MESURE = "mesure"


class Jugement(BaseModel):
    """What an adviser judges useful for one person; see the head of ``reglage.toml``."""

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
    """A person, and the judgement; see the head of ``reglage.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    note: str = Field(min_length=20)
    personne: dict[str, Any]
    juge: Jugement
    projet_autres: tuple[str, ...] = ()
    partie: Partie

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

    cas: tuple[dict[str, Any], ...]


def lire(dossier: Path = DOSSIER) -> tuple[Cas, ...]:
    """Read judged cases.

    Args:
        dossier: holds one TOML file per :class:`Partie`.

    Returns:
        The cases, those of tuning first, in the order of the files.

    Raises:
        ErreurPersonne: a case is not well formed, or two share their id.
    """
    lus = tuple(cas for partie in (Partie.REGLAGE, Partie.MESURE) for cas in _lire(dossier / f"{partie}.toml", partie))
    if len({c.id for c in lus}) < len(lus):
        raise ErreurPersonne(f"« {dossier.name} » : deux cas portent le même nom.")
    for cas in lus:
        cas.allocataire()
    return lus


def _lire(fichier: Path, partie: Partie) -> list[Cas]:
    try:
        contenu = _Fichier.model_validate(tomllib.loads(fichier.read_text(encoding="utf-8")))
        return [Cas.model_validate({**cas, "partie": partie}) for cas in contenu.cas]
    except (OSError, ValidationError, tomllib.TOMLDecodeError) as erreur:
        raise ErreurPersonne(f"« {fichier.name} » n’est pas une liste de cas jugés : {erreur}") from erreur
