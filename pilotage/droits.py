"""Who may see the figures, and of which territoires."""

from __future__ import annotations

from comptes.domaine import OUI, Acteur, Decision, Role, non


def peut_piloter(acteur: Acteur) -> Decision:
    """Whether an account may see the figures.

    Args:
        acteur: the account.

    Returns:
        The decision.
    """
    return OUI if acteur.role is Role.MANAGER else non("Les chiffres du pilotage sont réservés aux personnes qui en ont la charge.")


def peut_chiffrer_filiere(acteur: Acteur) -> Decision:
    """Whether an account may see the figures of a filière.

    Args:
        acteur: the account.

    Returns:
        The decision.
    """
    if acteur.role in {Role.CRE, Role.MANAGER}:
        return OUI
    return non("Les chiffres des filières sont réservés à la relation entreprise et au pilotage.")


def territoires_permis(acteur: Acteur, connus: frozenset[str]) -> frozenset[str]:
    """Territoires that an account may choose.

    Args:
        acteur: the account; without territoires of its own, it sees the whole département.
        connus: codes of every territoire.

    Returns:
        Codes.
    """
    return acteur.territoires & connus if acteur.territoires else connus
