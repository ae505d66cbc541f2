"""The French words of conventions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from employeurs.conventions.chiffres import Chiffres
from employeurs.conventions.domaine import Alerte, EtatConvention, NatureAlerte

ETATS: Final[dict[EtatConvention, str]] = {
    EtatConvention.PREPAREE: "En préparation",
    EtatConvention.SIGNEE: "Signée",
    EtatConvention.CLOSE: "Close",
}
DEGRES: Final = {1: "très faible", 2: "faible", 3: "moyenne", 4: "forte", 5: "très forte"}
# Sources of a measure of tension, in words; another one is shown as it names itself.
SOURCES_TENSION: Final = {"demonstration (fictif)": "chiffre fictif de la démonstration"}
SANS_TENSION: Final = "sans mesure connue"


def embauches(n: int) -> str:
    """« aucune embauche », « 1 embauche », « 3 embauches »."""
    return f"{n}\u00a0embauche{'s' if n > 1 else ''}" if n else "aucune embauche"


def mots_ecart(chiffres: Chiffres) -> str:
    """Say where a commitment stands.

    Args:
        chiffres: committed, done, and what should be done by now.

    Returns:
        « objectif atteint », « 2 embauches de retard », « dans les temps », « 1 embauche d’avance », « rien d’attendu pour l’instant ».
    """
    if chiffres.ecart < 0:
        return f"{embauches(-chiffres.ecart)} de retard"
    if chiffres.prevues and chiffres.atteint:
        return "objectif atteint"
    if chiffres.ecart > 0:
        return f"{embauches(chiffres.ecart)} d’avance"
    return "dans les temps" if chiffres.attendues else "rien d’attendu pour l’instant"


def mots_alerte(alerte: Alerte, metiers: Mapping[str, str]) -> str:
    """Say an alert.

    Args:
        alerte: the alert.
        metiers: names by ROME code.

    Returns:
        A sentence.
    """
    c = alerte.chiffres
    faites = f"{embauches(c.realisees)} sur {c.attendues} attendue{'s' if c.attendues > 1 else ''} à ce jour"
    manque = embauches(c.prevues - c.realisees)
    return {
        NatureAlerte.FINIE: f"La période est finie, avec {embauches(c.realisees)} sur {c.prevues} : faites le bilan, puis clôturez.",
        NatureAlerte.RETARD: f"En retard : {faites}.",
        NatureAlerte.FIN_PROCHE: f"La convention finit dans moins de deux mois et il manque {manque}.",
        NatureAlerte.RETARD_METIER: f"En retard, {metiers.get(alerte.code_rome or '', alerte.code_rome)} : {faites}.",
        NatureAlerte.SANS_OFFRE: "Aucune offre ouverte n’est rattachée : personne ne peut être proposé.",
        NatureAlerte.SANS_EMBAUCHE: "Aucune embauche depuis six mois.",
        NatureAlerte.A_SIGNER: "Le premier jour est passé et la convention n’est pas notée comme signée.",
    }[alerte.nature]
