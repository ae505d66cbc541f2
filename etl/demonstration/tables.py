"""Reading the files of the demonstration, once per process."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from random import Random
from typing import Any

Fiche = dict[str, Any]

SOURCE = "demonstration"


def hasard(graine: int, *cles: object) -> Random:
    """Draws of one object of the demonstration.

    Each object has its own generator, so that writing one more offer changes none of the others, and no draw depends on the day.

    Args:
        graine: seed of the whole demonstration.
        cles: what names the object, such as its kind and its id.

    Returns:
        A generator; the same seed and names always give the same draws.
    """
    return Random(":".join(map(str, (graine, *cles))))  # noqa: S311 — a demonstration, nothing to keep secret


@cache
def document(nom: str) -> Fiche:
    """Content of one TOML file.

    Args:
        nom: path under ``donnees``, without extension.

    Returns:
        The decoded document.
    """
    return tomllib.loads((_donnees() / f"{nom}.toml").read_text(encoding="utf-8"))


@cache
def fiches(nom: str, cle: str) -> tuple[Fiche, ...]:
    """Entries of one file or of all the files of one folder, in the order of their names.

    Args:
        nom: file (without extension) or folder under ``donnees``.
        cle: name of the TOML array of tables.

    Returns:
        The entries.
    """
    dossier = _donnees() / nom
    if not dossier.is_dir():
        return tuple(document(nom)[cle])
    noms = sorted(fichier.name.removesuffix(".toml") for fichier in dossier.iterdir())
    return tuple(fiche for fichier in noms for fiche in document(f"{nom}/{fichier}")[cle])


@cache
def lignes(nom: str) -> tuple[dict[str, str], ...]:
    """Rows of one table of facts (tab-separated, first line of names).

    Args:
        nom: file under ``donnees``, without extension.

    Returns:
        The rows, values as text.
    """
    return tuple(_lire_lignes(_donnees() / f"{nom}.tsv"))


def _lire_lignes(fichier: Traversable) -> Iterator[dict[str, str]]:
    with fichier.open(encoding="utf-8") as flux:
        yield from csv.DictReader(flux, delimiter="\t", quoting=csv.QUOTE_NONE)


def _donnees() -> Traversable:
    return files(__package__) / "donnees"
