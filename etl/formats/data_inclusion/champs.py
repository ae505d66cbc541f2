"""What services and structures have in common: identifier, words, place, contact, day of update."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from markdown_it import MarkdownIt

from catalogue.domaine import Contact, Lieu
from etl.entree.joindre import courriel, lien_web, telephone
from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide, code_insee, code_postal, coordonnees, date_de, liste, texte
from etl.lecture import Contexte
from socle.texte import texte_brut

Enregistrement = Mapping[str, Any]

_CEDEX = re.compile(r"\s+cedex(?:\s+\d{1,2})?$", re.IGNORECASE)
# Blank lines around the items of a list, which Markdown keeps and which only make the text longer.
_LISTE_AEREE = re.compile(r"\s*(</?li>)\s*(?:</?p>)?")
# What may be Markdown or HTML; most short texts are neither, and parsing them would be most of the time of an import.
_MARQUES = re.compile(r"[*_#`\[<&\\]|^\s*(?:[-+=]|\d+[.)])", re.MULTILINE)
_ANCRE = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def identifiant(enregistrement: Enregistrement, champ: str, releve: Releve) -> str:
    """Identifier as v1 builds it: ``producer--id``.

    In v0 and in some exports ``id`` is that of the producer alone, so that two producers may share one: the producer is put in front, which also
    keeps the same key when a feed moves from v0 to v1.

    Args:
        enregistrement: record.
        champ: ``id`` or ``structure_id``.
        releve: where a bad value is noted.

    Returns:
        The identifier, ``""`` when absent.
    """
    local = releve.lire(champ, enregistrement.get(champ), texte, faute=True) or ""
    source = releve.lire("source", enregistrement.get("source"), texte)
    return f"{source}--{local}" if local and source and not local.startswith(f"{source}--") else local


def texte_riche(valeur: object) -> str | None:
    """Plain text out of Markdown and HTML, addresses of links kept.

    Args:
        valeur: description of a record (CommonMark, as the schema allows).

    Returns:
        Plain text, None when empty.

    Raises:
        ValeurInvalide: a list or an object where a text is expected.
    """
    if not isinstance(valeur, str) or not _MARQUES.search(valeur):
        return texte(valeur)
    rendu = _LISTE_AEREE.sub(r"\1", _markdown().render(valeur))
    return texte(texte_brut(_ANCRE.sub(_ancre_en_clair, rendu)))


def _ancre_en_clair(ancre: re.Match[str]) -> str:
    adresse, mots = ancre[1], ancre[2]
    return mots if html.unescape(adresse) in html.unescape(mots) else f"{mots} ({adresse})"


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True})


def valeurs_connues(enregistrement: Enregistrement, champ: str, connues: Collection[str], releve: Releve) -> tuple[str, ...]:
    """Values of a value set; those that are not in it are dropped with a doubt.

    Args:
        enregistrement: record.
        champ: field holding one value, a list, or a text with commas (workbook).
        connues: the value set.
        releve: where unknown values are noted.

    Returns:
        Known values in their order, without repetition.
    """
    valeurs = releve.lire(champ, enregistrement.get(champ), liste) or ()
    for valeur in valeurs:
        if valeur not in connues:
            releve.doute(champ, valeur, "Cette valeur n’est pas dans le référentiel de data·inclusion\u00a0: elle n’est pas reprise.")
    return tuple(v for v in valeurs if v in connues)


def lieu(enregistrement: Enregistrement, releve: Releve) -> Lieu:
    """Where it is.

    Args:
        enregistrement: record.
        releve: where bad codes and coordinates are noted.

    Returns:
        The place; a code of arrondissement (75111) is kept as it is, « CEDEX » leaves the name of the commune.
    """
    adresse = [releve.lire(champ, enregistrement.get(champ), texte) for champ in ("adresse", "complement_adresse")]
    commune = releve.lire("commune", enregistrement.get("commune"), texte)
    latitude, longitude = _coordonnees(enregistrement, releve)
    return Lieu(
        code_insee=releve.lire("code_insee", enregistrement.get("code_insee"), code_insee),
        commune=_CEDEX.sub("", commune) if commune else None,
        code_postal=releve.lire("code_postal", enregistrement.get("code_postal"), code_postal),
        adresse=", ".join(filter(None, adresse)) or None,
        latitude=latitude,
        longitude=longitude,
    )


def _coordonnees(enregistrement: Enregistrement, releve: Releve) -> tuple[float | None, float | None]:
    latitude, longitude = enregistrement.get("latitude"), enregistrement.get("longitude")
    recu = f"{latitude} ; {longitude}"
    if latitude == 0 and longitude == 0:
        releve.doute("latitude", recu, "Latitude et longitude valent 0\u00a0: ce point est en mer, les coordonnées sont inconnues.")
        return None, None
    try:
        return coordonnees(latitude, longitude)
    except ValeurInvalide as erreur:
        releve.doute("latitude", recu, erreur.motif)
        return None, None


def contact(enregistrement: Enregistrement, liens: tuple[str, ...], releve: Releve) -> Contact:
    """Whom to reach.

    Args:
        enregistrement: record.
        liens: fields holding a link, the best first.
        releve: where a bad e-mail or link is noted.

    Returns:
        The contact, with the first good link.
    """
    lus = [releve.lire(champ, enregistrement.get(champ), lien_web) for champ in liens]
    return Contact(
        nom=releve.lire("contact_nom_prenom", enregistrement.get("contact_nom_prenom"), texte),
        telephone=releve.lire("telephone", enregistrement.get("telephone"), telephone),
        courriel=releve.lire("courriel", enregistrement.get("courriel"), courriel),
        lien=next(filter(None, lus), None),
    )


def jour_maj(enregistrement: Enregistrement, contexte: Contexte, releve: Releve) -> date | None:
    """Day of the last update, never in the future.

    Args:
        enregistrement: record (``date_maj``: a day in v1, an instant in v0).
        contexte: the day of the import.
        releve: where a bad date is noted.

    Returns:
        The day, None when absent or bad.
    """
    jour = releve.lire("date_maj", enregistrement.get("date_maj"), date_de)
    if jour and jour > contexte.aujourdhui:
        releve.doute("date_maj", jour.isoformat(), "Cette date est dans le futur\u00a0: elle n’est pas reprise.")
        return None
    return jour
