"""Numbered pages of a list."""

from __future__ import annotations

from starlette.datastructures import QueryParams

from web.adresses import Adresse
from web.pages.commun import LienPage, Pagination

VOISINES = 1
PAGE_MAX = 10_000


def numero_page(parametres: QueryParams) -> int:
    """Page wanted.

    Args:
        parametres: parameters of the request; the page is ``page``.

    Returns:
        From 1 to ``PAGE_MAX``; 1 for what is not a number.
    """
    texte = parametres.get("page", "1")
    return min(max(int(texte), 1), PAGE_MAX) if texte.isdecimal() and texte.isascii() and len(texte) < 12 else 1


def paginer(adresse: Adresse, total: int, par_page: int, courante: int) -> Pagination:
    """Links to the pages of a list: the first, the last and those around the current one.

    Args:
        adresse: address of the list.
        total: elements, all pages together.
        par_page: elements of one page.
        courante: current page, from 1.

    Returns:
        The links, none when one page is enough.
    """
    derniere = max(1, -(-total // par_page))
    if derniere == 1 and courante == 1:
        return Pagination()
    montrees = sorted({1, derniere, *range(max(1, courante - VOISINES), min(derniere, courante + VOISINES) + 1)})
    liens: list[LienPage] = []
    for precedente, numero in zip([0, *montrees], montrees, strict=False):
        if numero - precedente > 1:
            liens.append(LienPage(None, None))
        liens.append(LienPage(numero, str(adresse.page(numero)), numero == courante))
    return Pagination(
        tuple(liens),
        precedente=str(adresse.page(min(courante - 1, derniere))) if courante > 1 else None,
        suivante=str(adresse.page(courante + 1)) if courante < derniere else None,
    )
