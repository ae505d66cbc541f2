"""The ROME in words straight from its open tables, without a database."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from catalogue.vues import TextesMetier
from socle.erreurs import FichierIllisible

_TABLES = ("referentiel_code_rome", "referentiel_appellation", "texte", "coherence_item")
# Skills, knowledge and contexts of work: table, column of the code, column of the label.
_COMPETENCES = (
    ("referentiel_competence", "code_ogr", "libelle_competence"),
    ("referentiel_savoir", "code_ogr_savoir", "libelle_savoir"),
    ("referentiel_contexte_travail", "code_ogr", "libelle_cont_travail"),
)


def lire_rome(dossier: Path) -> list[TextesMetier]:
    """Read the métiers.

    Args:
        dossier: the tables of France Travail, ``unix_NOM_vNNN_utf8.csv``, plain or gzipped.

    Returns:
        Métiers by code, as :func:`catalogue.depot.metiers_en_mots` gives them once the ROME is imported.

    Raises:
        FichierIllisible: a table is missing or is not one of these.
    """
    tables = {nom: list(_table(dossier, nom)) for nom in (*_TABLES, *(nom for nom, _, _ in _COMPETENCES))}
    try:
        return _assembler(tables)
    except KeyError as erreur:
        raise FichierIllisible(f"Les tables de « {dossier} » ne sont pas celles du ROME 4.0 : la colonne {erreur} manque.") from erreur
    except ValueError as erreur:
        raise FichierIllisible(f"Les tables de « {dossier} » sont abîmées : un numéro n’est pas un nombre ({erreur}).") from erreur


def _assembler(tables: dict[str, list[dict[str, str]]]) -> list[TextesMetier]:
    titres: dict[str, list[tuple[int, str]]] = defaultdict(list)
    definitions: dict[str, list[tuple[int, str]]] = defaultdict(list)
    competences: dict[str, list[tuple[int, str]]] = defaultdict(list)
    libelles = {ligne[code]: _propre(ligne[libelle]) for nom, code, libelle in _COMPETENCES for ligne in tables[nom]}
    for ligne in tables["referentiel_appellation"]:
        titres[ligne["code_rome"]].append((int(ligne["code_ogr"]), _propre(ligne["libelle_appellation_long"])))
    for ligne in tables["texte"]:
        if ligne["libelle_type_texte"] == "definition":
            definitions[ligne["code_rome"]].append((int(ligne["position_phrase"]), _propre(ligne["libelle_texte"])))
    for ligne in tables["coherence_item"]:
        if ligne["code_ogr"] in libelles:
            competences[ligne["code_rome"]].append((int(ligne["code_ogr"]), libelles[ligne["code_ogr"]]))
    return [
        TextesMetier(
            code_rome=code,
            libelle=_propre(ligne["libelle_rome"]),
            parent=ligne["code_rome_parent"],
            titres=tuple(t for _, t in sorted(titres[code])),
            definition="\n".join(t for _, t in sorted(definitions[code])),
            competences=tuple(t for _, t in sorted(competences[code])),
        )
        for code, ligne in sorted((ligne["code_rome"], ligne) for ligne in tables["referentiel_code_rome"])
    ]


def _table(dossier: Path, nom: str) -> Iterator[dict[str, str]]:
    trouves = sorted(dossier.glob(f"unix_{nom}_v*_utf8.csv*"))
    if len(trouves) != 1:
        raise FichierIllisible(f"La table « unix_{nom}_v…_utf8.csv » {'est en double' if trouves else 'manque'} dans « {dossier} ».")
    try:
        brut = trouves[0].read_bytes()
        texte = (gzip.decompress(brut) if trouves[0].suffix == ".gz" else brut).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as erreur:
        raise FichierIllisible(f"La table « {trouves[0].name} » ne peut pas être lue : elle est abîmée ou n’est pas en UTF-8.") from erreur
    yield from csv.DictReader(io.StringIO(texte, newline=""))


def _propre(texte: str) -> str:
    # The tables double their apostrophes in places.
    return texte.replace("''", "'").strip()
