"""The French words of the indicators."""

from __future__ import annotations

from typing import Final

ETAPES: Final = {
    "proposees": "Proposées",
    "acceptees_personne": "Acceptées par la personne",
    "transmises": "Transmises à la structure",
    "acceptees_structure": "Acceptées par la structure",
    "presentes": "Personnes présentes",
    "entrees": "Personnes entrées",
    "sorties_positives": "Sorties positives",
}
DELAIS: Final = {
    "transmission": "De la proposition à l’envoi à la structure",
    "reponse": "De l’envoi à la réponse de la structure",
    "presence": "De la proposition au premier jour",
}
HORS_TERRITOIRE: Final = "Hors du département ou lieu inconnu"
EFFECTIF_CACHE: Final = "moins de 5"
