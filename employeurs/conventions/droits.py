"""Who may see and follow conventions. Pure: an answer and its reason."""

from __future__ import annotations

from dataclasses import dataclass

from comptes.domaine import OUI, Acteur, Decision, Role, non

_LECTEURS = frozenset({Role.CRE, Role.MANAGER, Role.EMPLOYEUR})


@dataclass(frozen=True, slots=True)
class Vue:
    """Which conventions an account sees.

    Attributes:
        structure_id: those of one employer, None for all.
        territoires: those of employers of these territoires; empty for all.
        engagees: those that engage someone only: a convention in preparation is a chargé de relation entreprise's draft.
    """

    structure_id: int | None
    territoires: frozenset[str]
    engagees: bool = False


def peut_lire(acteur: Acteur) -> Decision:
    """Open the pages of conventions: who follows them, who steers, and each employer for its own."""
    return OUI if acteur.role in _LECTEURS else non("Les conventions sont suivies par les chargés de relation entreprise.")


def vue(acteur: Acteur) -> Vue:
    """Which conventions an account sees: an employer its own once they are signed, a manager those of its territoires, a CRE all.

    Args:
        acteur: the account, which may read (``peut_lire``).

    Returns:
        The bounds of what is read. An employer without a structure sees none: no structure has the number 0.
    """
    if acteur.role is Role.EMPLOYEUR:
        return Vue(acteur.structure_id or 0, frozenset(), engagees=True)
    return Vue(None, acteur.territoires if acteur.role is Role.MANAGER else frozenset())


def peut_suivre(acteur: Acteur) -> Decision:
    """Write a convention, attach offers, declare hires, close."""
    return OUI if acteur.role is Role.CRE else non("Seuls les chargés de relation entreprise suivent les conventions.")


def voit_les_petits_groupes(acteur: Acteur) -> bool:
    """Whether counts of fewer than five people are shown: only to who follows the convention, who knows these people already."""
    return acteur.role is Role.CRE
