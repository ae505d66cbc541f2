"""The three tabs of « Engagements »: conventions, clauses, filières."""

from __future__ import annotations

from typing import Final

from web.pages.commun import Onglet

_ONGLETS: Final = (("conventions", "Conventions"), ("clauses", "Clauses sociales"), ("filieres", "Filières"))


def onglets_engagements(actif: str) -> tuple[Onglet, ...]:
    """The tabs, each with its own address.

    Args:
        actif: the one being read: « conventions », « clauses » or « filieres ».

    Returns:
        The tabs, in their order.
    """
    return tuple(Onglet(libelle, f"/{cle}", None, cle == actif) for cle, libelle in _ONGLETS)
