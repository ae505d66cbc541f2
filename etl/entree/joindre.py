"""How to reach someone, as feeds write it: addresses of web pages and of mail boxes, often something else than what the field says."""

from __future__ import annotations

import re

from catalogue.regles import COURRIEL
from etl.entree.valeurs import ValeurInvalide, texte

_AVEC_SCHEMA = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_SANS_SCHEMA = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{2,5})?(?:[/?#][^\s<>\"']*)?", re.IGNORECASE)


def lien_web(v: object) -> str | None:
    """The address of a web page that one may click.

    Args:
        v: « https://… », or « www.exemple.fr/page » whose scheme the feed left out.

    Returns:
        The address with its scheme, None when absent.

    Raises:
        ValeurInvalide: not an address, or one that a page must not link to (``javascript:``, ``file:`` …).
    """
    mot = texte(v)
    if mot is None:
        return None
    if _AVEC_SCHEMA.fullmatch(mot):
        return mot
    if _SANS_SCHEMA.fullmatch(mot):
        return f"http://{mot}"
    raise ValeurInvalide("Ce n’est pas une adresse de page web (https://…).")


def lien_dans(v: object) -> str | None:
    """The first web address written in a sentence.

    Args:
        v: any text, such as « Pour postuler, utiliser le lien suivant : https://… ».

    Returns:
        The address without the full stop that ends the sentence, None when there is none.
    """
    trouve = _AVEC_SCHEMA.search(texte(v) or "")
    return trouve[0].rstrip(".,;)") if trouve else None


def courriel(v: object) -> str | None:
    """An electronic mail address.

    Args:
        v: the address alone, « mailto: » allowed before it.

    Returns:
        The address, None when absent.

    Raises:
        ValeurInvalide: a sentence, or an address without « @ » or domain.
    """
    mot = texte(v)
    if mot is None:
        return None
    adresse = mot.removeprefix("mailto:").strip()
    if not COURRIEL.fullmatch(adresse):
        raise ValeurInvalide("Ce n’est pas une adresse de courriel.")
    return adresse


def telephone(v: object) -> str | None:
    """A phone number as the source writes it; the zero that a spreadsheet dropped is put back.

    Args:
        v: text or number.

    Returns:
        The number, None when absent.

    Raises:
        ValeurInvalide: a list or an object.
    """
    numero = texte(v)
    return f"0{numero}" if numero and re.fullmatch(r"[1-9]\d{8}", numero) else numero
