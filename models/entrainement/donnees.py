"""Reads the open data the encoder learns from (ROME 4.0, ESCO, certifications) and is measured on."""

import csv
import gzip
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

csv.field_size_limit(1 << 24)


@dataclass(frozen=True, slots=True)
class Fiche:
    """One métier of the ROME."""

    code: str
    libelle: str
    parent: str
    appellations: tuple[str, ...]
    definition: tuple[str, ...]
    items: tuple[str, ...]
    mobilites: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concept:
    """One occupation or skill of ESCO: French labels (the first is preferred), English labels, English description."""

    uri: str
    francais: tuple[str, ...]
    anglais: tuple[str, ...]
    description: str
    groupe: str


@dataclass(frozen=True, slots=True)
class Diplome:
    """One certification and the ROME v3 codes it leads to."""

    titre: str
    type_diplome: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offre:
    """One real job offer, for measure only."""

    titre: str
    texte: str
    code: str


@dataclass(frozen=True, slots=True)
class Donnees:
    """All that is read, ready to be split."""

    fiches: dict[str, Fiche]
    items: dict[str, str]
    metiers_esco: tuple[Concept, ...]
    competences_esco: tuple[Concept, ...]
    diplomes: tuple[Diplome, ...]
    offres: tuple[Offre, ...]
    empreintes: dict[str, str]


def part(cle: str) -> int:
    """Stable part of a key, the same on every machine.

    Args:
        cle: a code, an URI or a title.

    Returns:
        An integer in ``[0, 100)`` drawn from the SHA-256 of the key.
    """
    return int(hashlib.sha256(cle.encode()).hexdigest()[:12], 16) % 100


def lire(racine: Path) -> Donnees:
    """Read every source.

    Args:
        racine: folder holding ``rome-4.0``, ``esco``, ``certifications`` and, for the measure, ``france-travail``.

    Returns:
        The data, in the order of the files.

    Raises:
        FileNotFoundError: a source is missing.
    """
    empreintes: dict[str, str] = {}
    lecteur = _Lecteur(racine, empreintes)
    items = {ligne["code_ogr"]: _propre(ligne["libelle"]) for ligne in lecteur.lignes("rome-4.0/unix_item_v460_utf8.csv.gz")}
    return Donnees(
        fiches=_fiches(lecteur),
        items=items,
        metiers_esco=_esco(lecteur, "occupations", "esco/v1.0/occupations_fr.csv", "esco/v1.0/occupations_en.csv.gz"),
        competences_esco=_esco(lecteur, "skills", "esco/v1.0/skills_fr.csv.gz", "esco/v1.0/skills_en-us.csv.gz"),
        diplomes=_diplomes(lecteur),
        offres=_offres(lecteur),
        empreintes=empreintes,
    )


class _Lecteur:
    """Reads CSV files and keeps the SHA-256 of each."""

    def __init__(self, racine: Path, empreintes: dict[str, str]) -> None:
        self._racine = racine
        self._empreintes = empreintes

    def lignes(self, nom: str, separateur: str = ",") -> Iterator[dict[str, str]]:
        """Rows of one file, gzipped or not; ``nom`` is relative to the root."""
        brut = (self._racine / nom).read_bytes()
        self._empreintes[nom] = hashlib.sha256(brut).hexdigest()
        texte = (gzip.decompress(brut) if nom.endswith(".gz") else brut).decode("utf-8-sig")
        yield from csv.DictReader(io.StringIO(texte, newline=""), delimiter=separateur)


def _propre(texte: str) -> str:
    return texte.replace("''", "'").strip()


def _fiches(lecteur: _Lecteur) -> dict[str, Fiche]:
    appellations: dict[str, list[str]] = defaultdict(list)
    definitions: dict[str, list[str]] = defaultdict(list)
    items: dict[str, list[str]] = defaultdict(list)
    mobilites: dict[str, set[str]] = defaultdict(set)
    for ligne in lecteur.lignes("rome-4.0/unix_referentiel_appellation_v460_utf8.csv.gz"):
        appellations[ligne["code_rome"]].append(_propre(ligne["libelle_appellation_long"]))
    for ligne in lecteur.lignes("rome-4.0/unix_texte_v460_utf8.csv.gz"):
        if ligne["libelle_type_texte"] == "definition":
            definitions[ligne["code_rome"]].append(_propre(ligne["libelle_texte"]))
    for ligne in lecteur.lignes("rome-4.0/unix_coherence_item_v460_utf8.csv.gz"):
        items[ligne["code_rome"]].append(ligne["code_ogr"])
    for ligne in lecteur.lignes("rome-4.0/unix_rubrique_mobilite_v460_utf8.csv"):
        mobilites[ligne["code_rome"]].add(ligne["code_rome_cible"])
    return {
        code: Fiche(
            code,
            _propre(ligne["libelle_rome"]),
            ligne["code_rome_parent"],
            tuple(appellations[code]),
            tuple(definitions[code]),
            tuple(items[code]),
            frozenset(mobilites[code]),
        )
        for ligne in lecteur.lignes("rome-4.0/unix_referentiel_code_rome_v460_utf8.csv")
        for code in [ligne["code_rome"]]
    }


def _esco(lecteur: _Lecteur, genre: str, francais: str, anglais: str) -> tuple[Concept, ...]:
    autres = {
        ligne["conceptUri"]: _etiquettes(ligne, "|")
        for ligne in lecteur.lignes(f"esco/v1.x-labels-fr/{genre}_fr.csv" + (".gz" if genre == "skills" else ""))
    }
    en = {ligne["conceptUri"]: ligne for ligne in lecteur.lignes(anglais)}
    concepts = []
    for ligne in lecteur.lignes(francais):
        uri = ligne["conceptUri"]
        labels = tuple(dict.fromkeys([*_etiquettes(ligne, "\n"), *autres.get(uri, ())]))
        if uri in en and labels and _etiquettes(en[uri], "\n"):
            concepts.append(Concept(uri, labels, _etiquettes(en[uri], "\n"), en[uri]["description"].strip(), ligne.get("iscoGroup", "")))
    return tuple(concepts)


def _etiquettes(ligne: dict[str, str], separateur: str) -> tuple[str, ...]:
    toutes = [ligne["preferredLabel"], *(ligne["altLabels"] or "").split(separateur)]
    return tuple(dict.fromkeys(t.strip() for t in toutes if t.strip()))


def _diplomes(lecteur: _Lecteur) -> tuple[Diplome, ...]:
    resultat: dict[str, Diplome] = {}
    for ligne in lecteur.lignes("certifications/certifinfo_2024.csv.gz", ";"):
        codes = tuple(ligne[f"Code_Rome_{i}"].strip() for i in range(1, 6) if ligne[f"Code_Rome_{i}"].strip())
        if codes:
            resultat.setdefault(
                ligne["Libelle_Diplome"].strip(), Diplome(ligne["Libelle_Diplome"].strip(), ligne["Libelle_Type_Diplome"].strip(), codes)
            )
    return tuple(resultat.values())


def _offres(lecteur: _Lecteur) -> tuple[Offre, ...]:
    lignes = lecteur.lignes("france-travail/offres-ft-dep07-cdi-mai2025.csv", "|")
    return tuple(Offre(ligne["intitule"], ligne["description"], ligne["romeCode"]) for ligne in lignes)
