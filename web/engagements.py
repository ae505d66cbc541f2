"""« Engagements »: conventions, clauses and filières are three tabs of one entry of the menu."""

from __future__ import annotations

from typing import Final

from web.pages.commun import Onglet

_ONGLETS: Final = (("conventions", "Conventions"), ("clauses", "Clauses sociales"), ("filieres", "Filières"))


def onglets_engagements(actif: str) -> tuple[Onglet, ...]:
    """The tabs of « Engagements ».

    Args:
        actif: the one that is read: ``conventions``, ``clauses`` or ``filieres``.

    Returns:
        The three tabs.
    """
    return tuple(Onglet(libelle, f"/{cle}", None, cle == actif) for cle, libelle in _ONGLETS)
