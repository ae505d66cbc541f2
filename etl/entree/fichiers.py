"""Reading files that came from elsewhere, element by element: CSV, XLSX, JSON and XML.

Every function streams, refuses what could fill the memory, and says in French why a file cannot be read. Values are left as they are: their
meaning is the business of ``etl.entree.valeurs`` and of each reader.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from etl.entree.arbres import elements_json, elements_xml
from etl.entree.classeurs import feuilles_xlsx, lignes_xlsx
from etl.entree.flux import FluxGarde, ouvrir_octets, verifier
from socle.classeurs import MO
from socle.erreurs import FichierIllisible

__all__ = ["COLONNES_EN_TROP", "elements_json", "elements_xml", "feuilles_xlsx", "lignes_csv", "lignes_xlsx", "ouvrir_texte", "verifier"]

ENREGISTREMENT_MAX = 5 * MO
"""Longest record of a CSV file, in characters: an unclosed quotation mark swallows lines until there."""
LIGNES_MAX = 20_000
"""Most physical lines in one record of a CSV file."""
COLONNES_EN_TROP = "(colonnes en trop)"
"""Key of what a CSV line holds beyond its header, when that is not blank: most often a separator left unquoted in a text."""

_TROP_LONG = f"plus de {ENREGISTREMENT_MAX // MO} Mo ou de {LIGNES_MAX} lignes d’un seul tenant. Un guillemet est sans doute resté ouvert."
_JAMAIS_FERME = "un guillemet ouvert n’est jamais refermé. Le fichier est sans doute coupé."
_SEPARATEURS = ";,|\t"
_BLOC = 1 << 18

csv.field_size_limit(ENREGISTREMENT_MAX)


# --- Text -----------------------------------------------------------------------------------------------------------------------------------


def ouvrir_texte(chemin: Path) -> TextIO:
    """Open a text file, UTF-8 (with or without BOM) or else Windows-1252, gzip opened on the fly.

    The whole file is read once, block by block, to know: a UTF-8 file with one damaged character stays UTF-8 (that character is replaced).

    Args:
        chemin: path of the file.

    Returns:
        A text stream with untranslated line ends, to be closed by the caller.

    Raises:
        FichierIllisible: absent, empty, binary, archive, or bomb.
    """
    encodage = _encodage(chemin)
    contexte = ouvrir_octets(chemin, texte=True)
    return _TexteFermant(contexte.__enter__(), encodage, contexte)


class _TexteFermant(io.TextIOWrapper):
    """A text stream that closes the file under its guarded stream as well."""

    def __init__(self, flux: FluxGarde, encodage: str, contexte: Any) -> None:
        super().__init__(io.BufferedReader(flux, _BLOC), encoding=encodage, errors="replace", newline="")
        self._contexte = contexte

    def close(self) -> None:
        super().close()
        self._contexte.__exit__(None, None, None)


def _encodage(chemin: Path) -> str:
    decodeur = codecs.getincrementaldecoder("utf-8")("replace")
    bons = mauvais = 0
    with ouvrir_octets(chemin, texte=True) as flux:
        while bloc := flux.read(_BLOC):
            texte = decodeur.decode(bloc)
            if not texte.isascii():
                fautes = texte.count("\ufffd")
                mauvais += fautes
                bons += len(texte) - len(texte.encode("ascii", "ignore")) - fautes
    return "utf-8-sig" if bons >= mauvais else "cp1252"


# --- CSV ------------------------------------------------------------------------------------------------------------------------------------


class _Lignes:
    """Physical lines for ``csv.reader``; keeps those of the record under way and refuses the ones that never end."""

    def __init__(self, texte: TextIO, nom: str) -> None:
        self._texte = texte
        self._nom = nom
        self.enregistrement: list[str] = []
        self._longueur = 0
        self.debut = 1
        self._numero = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        ligne = self._texte.readline(ENREGISTREMENT_MAX + 1)
        if not ligne:
            raise StopIteration
        self._numero += 1
        self._longueur += len(ligne)
        if self._longueur > ENREGISTREMENT_MAX or len(self.enregistrement) > LIGNES_MAX:
            raise FichierIllisible(f"« {self._nom} », ligne {self.debut} : {_TROP_LONG}")
        self.enregistrement.append(ligne)
        return ligne

    def repartir(self) -> None:
        """A record is about to start."""
        self.enregistrement.clear()
        self._longueur = 0
        self.debut = self._numero + 1


def lignes_csv(chemin: Path, separateur: str | None = None, colonnes: Collection[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """Records of a CSV file with a header line.

    Args:
        chemin: path of the file, plain or gzip, UTF-8 or Windows-1252.
        separateur: one character, guessed among ``; , |`` and tab when None.
        colonnes: columns that must be there.

    Yields:
        Line where the record starts (1 for the first line of the file) and its values by column; a missing value is ``""``, blank records are
        left out, and what exceeds the header is under ``COLONNES_EN_TROP``.

    Raises:
        FichierIllisible: see :func:`ouvrir_texte`; no header, missing column, record too long, quotation mark never closed.
    """
    with closing(ouvrir_texte(chemin)) as texte:
        lignes = _Lignes(texte, chemin.name)
        entete, separateur = _entete_csv(lignes, separateur, colonnes, chemin.name)
        lecteur = csv.reader(lignes, delimiter=separateur)
        while True:
            lignes.repartir()
            try:
                valeurs = next(lecteur, None)
            except csv.Error as erreur:
                raise FichierIllisible(f"« {chemin.name} », ligne {lignes.debut} : {_motif_csv(erreur)}") from erreur
            if valeurs is None:
                return
            if any(valeur.strip() for valeur in valeurs):
                _refuser_coupe(lignes, separateur, chemin.name)
                yield lignes.debut, _ligne_csv(entete, valeurs, separateur)


def _motif_csv(erreur: csv.Error) -> str:
    if "field larger" in str(erreur):
        return _TROP_LONG
    return "cette ligne ne se lit pas comme du CSV."


def _entete_csv(lignes: _Lignes, separateur: str | None, colonnes: Collection[str], nom: str) -> tuple[list[str], str]:
    premiere = next((ligne for ligne in lignes if ligne.strip()), None)
    if premiere is None:
        raise FichierIllisible(f"Le fichier « {nom} » est vide.")
    if premiere.startswith("PK\x03\x04"):
        raise FichierIllisible(f"« {nom} » est un classeur ou une archive, pas un fichier CSV.")
    if annonce := re.fullmatch(r"sep=(.)\s*", premiere):
        separateur, premiere = annonce[1], next(lignes, "")
    if separateur is None:
        separateur = max(_SEPARATEURS, key=lambda s: (len(set(colonnes) & set(_decouper(premiere, s))), len(_decouper(premiere, s))))
    entete = _decouper(premiere, separateur)
    manquantes = [f"« {colonne} »" for colonne in colonnes if colonne not in entete]
    if manquantes:
        lues = ", ".join(f"« {colonne} »" for colonne in entete[:30])
        quoi = "la colonne" if len(manquantes) == 1 else "les colonnes"
        raise FichierIllisible(f"Il manque {quoi} {', '.join(manquantes)} dans « {nom} ». Colonnes lues : {lues}.")
    return entete, separateur


def _decouper(ligne: str, separateur: str) -> list[str]:
    return [valeur.strip() for valeur in next(csv.reader([ligne], delimiter=separateur), [])]


def _ligne_csv(entete: Sequence[str], valeurs: Sequence[str], separateur: str) -> dict[str, str]:
    ligne: dict[str, str] = {}
    for rang, colonne in enumerate(entete):
        # The first of two columns of the same name wins.
        ligne.setdefault(colonne, valeurs[rang] if rang < len(valeurs) else "")
    if any(valeur.strip() for valeur in valeurs[len(entete) :]):
        ligne[COLONNES_EN_TROP] = separateur.join(valeurs[len(entete) :])
    return ligne


def _refuser_coupe(lignes: _Lignes, separateur: str, nom: str) -> None:
    # Only a record over several lines can hide lines swallowed by a quotation mark that nothing closes: the csv module says nothing of it.
    if len(lignes.enregistrement) < 2:
        return
    try:
        list(csv.reader(lignes.enregistrement, delimiter=separateur, strict=True))
    except csv.Error as erreur:
        if "unexpected end" in str(erreur):
            raise FichierIllisible(f"« {nom} », ligne {lignes.debut} : {_JAMAIS_FERME}") from erreur
