"""A person described in a TOML file, for the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalogue.domaine import Jour, Periode, creneaux
from catalogue.referentiel import Referentiel
from parcours.domaine import Allocataire
from socle.erreurs import ErreurPersonne

_ALLOCATAIRE = TypeAdapter(Allocataire)
_CONNUS = frozenset(Allocataire.__dataclass_fields__) | {"disponibilites"}


def lire_profil(chemin: Path, referentiel: Referentiel) -> Allocataire:
    """Read a person.

    Args:
        chemin: TOML file; every field is optional, and what is absent is unknown. ``commune`` is a name, a postal code or an INSEE code;
            ``disponibilites`` a table ``{jours = ["lundi", …], periodes = ["matin", …]}``.
        referentiel: communes and métiers known.

    Returns:
        The person.

    Raises:
        ErreurPersonne: the file cannot be read, or says something that cannot be; the message names the field.
    """
    lu = _ouvrir(chemin)
    inconnus = sorted(set(lu) - _CONNUS)
    if inconnus:
        raise ErreurPersonne(f"Le profil contient un champ inconnu : « {inconnus[0]} ».")
    champs: dict[str, Any] = {"identifiant": "profil", "prenom": "", "nom": "", "source": "profil", "source_id": "profil", **lu}
    if "commune" in champs:
        champs["commune"] = _commune(str(champs["commune"]), referentiel)
    for code in champs.get("metiers", ()):
        if code not in referentiel.metiers:
            raise ErreurPersonne(f"Le code ROME « {code} » n’est pas dans le référentiel chargé.")
    if isinstance(champs.get("disponibilites"), dict):
        champs["disponibilites"] = _disponibilites(champs["disponibilites"])
    try:
        return _ALLOCATAIRE.validate_python(champs)
    except ValidationError as erreur:
        champ = ".".join(str(c) for c in erreur.errors()[0]["loc"])
        raise ErreurPersonne(f"Le champ « {champ} » du profil n’a pas une valeur possible.") from None


def _ouvrir(chemin: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(chemin.read_text(encoding="utf-8"))
    except OSError:
        raise ErreurPersonne(f"Le fichier « {chemin} » ne peut pas être lu.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ErreurPersonne(f"Le fichier « {chemin} » n’est pas un fichier TOML bien écrit.") from None


def _commune(nom: str, referentiel: Referentiel) -> str:
    commune = referentiel.commune_nommee(nom)
    if commune is None:
        raise ErreurPersonne(f"La commune « {nom} » n’est pas connue.")
    return commune.code_insee


def _disponibilites(table: dict[str, Any]) -> int:
    try:
        return creneaux(tuple(Jour(j) for j in table["jours"]), tuple(Periode(p) for p in table["periodes"]))
    except (KeyError, ValueError, TypeError):
        raise ErreurPersonne('Les disponibilités s’écrivent { jours = ["lundi", …], periodes = ["matin", "apres_midi", "soir", "nuit"] }.') from None
