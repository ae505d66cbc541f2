"""What a service in production refuses to start with: keys everybody knows, people who do not exist."""

from __future__ import annotations

from comptes.depot import Restes
from socle.reglages import CLE_DEMONSTRATION, Reglages

LONGUEUR_CLE = 32


def obstacles(reglages: Reglages, restes: Restes) -> tuple[str, ...]:
    """Why the service must not start in production.

    Args:
        reglages: settings of the process.
        restes: rows of the demonstration in the base.

    Returns:
        French sentences, each saying what to do; empty when it may start.
    """
    raisons = []
    cle = reglages.cle.get_secret_value()
    if cle == CLE_DEMONSTRATION or len(cle) < LONGUEUR_CLE:
        raisons.append(f"BOITE_CLE doit être un secret à vous, d’au moins {LONGUEUR_CLE} caractères (par exemple : openssl rand -base64 48).")
    if not reglages.adresse_publique.startswith("https://"):
        raisons.append("BOITE_ADRESSE_PUBLIQUE doit être l’adresse du service, en https:// : les courriels l’écrivent et les sessions en dépendent.")
    if restes.comptes or restes.personnes or restes.offres:
        raisons.append(
            f"La base contient la démonstration ({restes.comptes} comptes, {restes.personnes} personnes et {restes.offres} offres inventés). "
            "Servez une base neuve."
        )
    raisons += [f"BOITE_OIDC : l’émetteur de « {nom} » doit commencer par https://." for nom, f in reglages.oidc.items() if not _sur(f.emetteur)]
    return tuple(raisons)


def _sur(emetteur: str) -> bool:
    return emetteur.startswith("https://")
