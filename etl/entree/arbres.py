"""JSON and XML files read element by element: the rest of ``etl.entree.fichiers``, which is where readers take these functions from."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import ijson
from lxml import etree

from etl.entree.flux import ELEMENT_MAX, FluxGarde, ouvrir_octets
from socle.erreurs import FichierIllisible

_BLOC = 1 << 18
_XML_LIMITE = 114  # XML_ERR_RESOURCE_LIMIT, which lxml does not name

# --- JSON -----------------------------------------------------------------------------------------------------------------------------------

_JETON_JSON = re.compile(rb'\\.|["\[\]{}]|NaN|-?Infinity', re.DOTALL)
_JETON_MAX = len(b"-Infinity")
_PROFONDEUR = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
PROFONDEUR_MAX = 100
"""Deepest nesting of a JSON file; ijson names each level, so that thousands of them would fill the memory."""


class _JsonTolere:
    """JSON bytes with the BOM removed and ``NaN``, which Python writes and JSON does not know, turned into ``null``."""

    def __init__(self, flux: FluxGarde, nom: str) -> None:
        self._flux = flux
        self._nom = nom
        self._profondeur = 0
        self._reste = b""
        self._debut = True
        self._dans_chaine = False

    def read(self, taille: int = -1) -> bytes:
        """Bytes, about ``taille`` of them; ``b""`` at the end only (or when none is asked for)."""
        sortie = b""
        while taille and not sortie:
            bloc = self._flux.read(taille if taille > 0 else _BLOC)
            if self._debut:
                bloc = bloc.removeprefix(codecs.BOM_UTF8)
                self._debut = False
            if not bloc and not self._reste:
                break
            sortie = self._filtrer(self._reste + bloc, dernier=not bloc)
        return sortie

    def _filtrer(self, texte: bytes, *, dernier: bool) -> bytes:
        # A token that could go on in the next block waits there.
        limite = len(texte) if dernier else max(0, len(texte) - _JETON_MAX)
        morceaux: list[bytes] = []
        ecrit = vu = 0
        for jeton in _JETON_JSON.finditer(texte):
            if jeton.start() >= limite:
                break
            vu = jeton.end()
            if jeton[0] == b'"':
                self._dans_chaine = not self._dans_chaine
            elif self._dans_chaine or jeton[0][:1] == b"\\":
                continue
            elif jeton[0] in _PROFONDEUR:
                self._descendre(_PROFONDEUR[jeton[0]])
            else:
                morceaux += [texte[ecrit : jeton.start()], b"null"]
                ecrit = vu
        limite = max(limite, vu)
        self._reste = texte[limite:]
        return b"".join([*morceaux, texte[ecrit:limite]])

    def _descendre(self, pas: int) -> None:
        self._profondeur += pas
        if self._profondeur > PROFONDEUR_MAX:
            raise FichierIllisible(f"« {self._nom} » emboîte plus de {PROFONDEUR_MAX} niveaux : ce n’est pas le format attendu.")


def elements_json(chemin: Path, prefixes: Collection[str]) -> Iterator[tuple[str, int, Any]]:
    """Elements of the first list of a JSON file found under one of the given prefixes, in the words of ijson.

    Args:
        chemin: path of the file, plain or gzip, UTF-8.
        prefixes: « item » for a list at the root, « items.item » for the list of the key ``items``; ``""`` takes the whole document when it
            is an object in which no other prefix is found.

    Yields:
        Prefix found, rank of the element (0 for the first), element. Numbers are ``int`` or ``float``, ``NaN`` reads as None.

    Raises:
        FichierIllisible: cut or badly formed JSON, none of the prefixes in it, an element over 20 MB.
    """
    prefixe = _prefixe_json(chemin, prefixes)
    rang = 0
    with ouvrir_octets(chemin, texte=True, element_max=ELEMENT_MAX) as flux:
        try:
            for element in ijson.items(_JsonTolere(flux, chemin.name), prefixe, use_float=True):
                flux.repartir()
                yield prefixe, rang, element
                rang += 1
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as erreur:
            raise _json_illisible(chemin, rang) from erreur


def _prefixe_json(chemin: Path, prefixes: Collection[str]) -> str:
    listes = {prefixe.removesuffix("item").removesuffix("."): prefixe for prefixe in prefixes if prefixe}
    racine = ""
    with ouvrir_octets(chemin, texte=True, element_max=ELEMENT_MAX) as flux:
        try:
            for prefixe, evenement, _ in ijson.parse(_JsonTolere(flux, chemin.name), use_float=True):
                racine = racine or evenement
                if evenement == "start_array" and prefixe in listes:
                    return listes[prefixe]
                if evenement == "end_map" and prefixe.endswith("item"):
                    flux.repartir()
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as erreur:
            raise _json_illisible(chemin, 0) from erreur
    if "" in prefixes and racine == "start_map":
        return ""
    attendus = " ni ".join(f"« {cle} »" if cle else "à la racine" for cle in sorted(listes))
    raise FichierIllisible(f"« {chemin.name} » n’a pas la forme attendue : aucune liste {attendus}.")


def _json_illisible(chemin: Path, rang: int) -> FichierIllisible:
    ou = f" après l’élément {rang}" if rang else ""
    return FichierIllisible(f"Le fichier JSON « {chemin.name} » est coupé ou mal formé{ou}. Rien n’est repris d’un fichier incomplet.")


# --- XML ------------------------------------------------------------------------------------------------------------------------------------


def _iterparse(flux: FluxGarde, evenement: str, balises: Sequence[str] | None) -> Any:
    # No entity is opened, nothing is fetched, and libxml2 keeps its own limits on depth and on the length of a text.
    return etree.iterparse(
        flux,
        events=(evenement,),
        tag=balises,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def elements_xml(chemin: Path, balise: str, racine: str, *autres: str) -> Iterator[etree._Element]:
    """Elements of an XML file, whatever its namespaces, each freed as soon as the next one is asked for.

    Args:
        chemin: path of the file, plain or gzip, in the encoding that it declares.
        balise: local name of the elements.
        racine: local name that the root must have.
        autres: local names of other elements wanted, in the order of the file.

    Yields:
        Elements with all that they hold; ``sourceline`` tells the line. None may be kept by the caller.

    Raises:
        FichierIllisible: cut or badly formed XML (with its line), another root, entities declared in a DOCTYPE, an element over 20 MB.
    """
    _verifier_racine(chemin, racine)
    with ouvrir_octets(chemin, element_max=ELEMENT_MAX) as flux:
        try:
            for _, element in _iterparse(flux, "end", [f"{{*}}{nom}" for nom in (balise, *autres)]):
                flux.repartir()
                yield element
                _liberer(element)
        except etree.XMLSyntaxError as erreur:
            raise _xml_illisible(chemin, erreur) from erreur


def _verifier_racine(chemin: Path, racine: str) -> None:
    with ouvrir_octets(chemin, element_max=ELEMENT_MAX) as flux:
        try:
            element = next(iter(_iterparse(flux, "start", None)))[1]
        except etree.XMLSyntaxError as erreur:
            raise _xml_illisible(chemin, erreur) from erreur
        definition = element.getroottree().docinfo.internalDTD
        if definition is not None and any(True for _ in definition.iterentities()):
            raise FichierIllisible(f"« {chemin.name} » déclare des entités XML : il n’est pas lu, par sécurité.")
        nom = etree.QName(element).localname
        if nom != racine:
            raise FichierIllisible(f"« {chemin.name} » n’est pas le fichier attendu : sa racine est <{nom}> et non <{racine}>.")


def _liberer(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and (precedent := element.getprevious()) is not None:
        parent.remove(precedent)


def _xml_illisible(chemin: Path, erreur: etree.XMLSyntaxError) -> FichierIllisible:
    nom = f"Le fichier XML « {chemin.name} »"
    if getattr(erreur, "code", 0) == etree.ErrorTypes.ERR_INVALID_ENCODING:
        return FichierIllisible(f"{nom} n’est pas dans l’encodage qu’il annonce, ligne {erreur.lineno}. Enregistrez-le en UTF-8.")
    if getattr(erreur, "code", 0) == _XML_LIMITE:
        return FichierIllisible(f"{nom} contient un texte ou un emboîtement démesuré, ligne {erreur.lineno} : il n’est pas lu, par sécurité.")
    return FichierIllisible(f"{nom} est coupé ou mal formé, ligne {erreur.lineno}. Rien n’est repris d’un fichier incomplet.")
