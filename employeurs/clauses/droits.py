"""Who follows social clauses. Pure: an answer and its reason."""

from __future__ import annotations

from comptes.domaine import OUI, Acteur, Decision, Role, non


def peut_lire_clauses(acteur: Acteur) -> Decision:
    """Read marchés, lots and their hours."""
    return (
        OUI if acteur.role in {Role.CRE, Role.MANAGER} else non("Le suivi des clauses est réservé aux chargés de relation entreprise et au pilotage.")
    )


def peut_suivre_clauses(acteur: Acteur) -> Decision:
    """Write marchés, lots, posts and hours, and read who works there (a first name and an initial)."""
    return OUI if acteur.role is Role.CRE else non("Seuls les chargés de relation entreprise tiennent le suivi des clauses.")
