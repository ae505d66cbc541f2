"""The French words of social clauses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from employeurs.clauses.domaine import EtatLot, EtatPoste, PublicClause

ETATS_LOT: Final = {EtatLot.EN_COURS: "En cours", EtatLot.TERMINE: "Terminé", EtatLot.RESILIE: "Résilié"}
ETATS_POSTE: Final = {EtatPoste.OUVERT: "Ouvert", EtatPoste.POURVU: "Pourvu", EtatPoste.ANNULE: "Annulé"}
PUBLICS: Final = {
    PublicClause.RSA: "Allocataire du RSA",
    PublicClause.DELD: "Demandeur d’emploi de longue durée",
    PublicClause.MINIMA: "Autre minimum social (ASS, AAH…)",
    PublicClause.TH: "Travailleur handicapé",
    PublicClause.JEUNE: "Jeune de moins de 26 ans",
    PublicClause.SENIOR: "Personne de 50 ans ou plus",
    PublicClause.QPV: "Habitant d’un quartier prioritaire",
    PublicClause.IAE: "Salarié d’une structure d’insertion",
    PublicClause.REFUGIE: "Réfugié ou protégé",
    PublicClause.JUSTICE: "Personne sous main de justice",
    PublicClause.AUTRE: "Autre, sur avis motivé",
}
A_PRECISER: Final = "À préciser"
MOIS: Final = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
_LOT = re.compile(r"lots?\s*(?:n\s?[°ºo]\s*)?(\d{1,4}[a-z]?|uniques?)\s*[-–—:,.]?\s*(.*)", re.IGNORECASE)


def mois_en_mots(mois: date) -> str:
    """« octobre 2026 »."""
    return f"{MOIS[mois.month - 1]} {mois.year}"


def heures_en_mots(heures: Decimal) -> str:
    """« 35 h », « 35 h 30 » never: « 35,5 h », as hours are added up.

    Args:
        heures: hours, to the hundredth.

    Returns:
        The hours with a decimal comma and groups of three digits, a no-break space before « h ».
    """
    entier, _, reste = f"{heures:.2f}".partition(".")
    milliers = f"{int(entier):,}".replace(",", "\u202f")
    decimales = reste.rstrip("0")
    return f"{milliers}{',' + decimales if decimales else ''}\u00a0h"


def lire_lot(texte: str) -> tuple[str, str]:
    """Number and title of a lot out of the words of a card or of a file.

    Args:
        texte: « Lot 4 – peinture », « lot n° 4 », « 4 », « Lot unique », « Lot réservé à l’insertion ».

    Returns:
        ``("4", "peinture")``, ``("4", "")``, ``("unique", "")``, ``("réservé à l’insertion", "")``.
    """
    propre = " ".join(texte.split())
    if lu := _LOT.fullmatch(propre):
        return lu[1].lower().replace("uniques", "unique"), lu[2].strip()
    return re.sub(r"^lots?\s+", "", propre, flags=re.IGNORECASE), ""
