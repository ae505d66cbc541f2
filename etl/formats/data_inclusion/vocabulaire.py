"""The value sets of data·inclusion, v1 and v0, and what each value means in our words.

The two long tables are data beside this file: ``thematiques.csv`` (value, schemas that have it, freins it lifts) and ``structures.csv``
(nature: network of v1, label of v0 or typology of v0; code; kind of structure).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from catalogue.domaine import Frein, Presence, TypeStructure
from catalogue.publics import PUBLICS_V0

_ICI = Path(__file__).parent

TOUS_PUBLICS = "tous-publics"
MINIMAS = "beneficiaires-des-minimas-sociaux"
PROFIL_RSA = "beneficiaires-rsa"

PROFILS = PUBLICS_V0

TYPES = frozenset({"accompagnement", "aide-financiere", "aide-materielle", "atelier", "formation", "information"})
# v0 typologies of services to v1 types.
TYPES_V0: dict[str, str] = {
    **{valeur: valeur for valeur in TYPES},
    "accueil": "information",
    "autonomie": "aide-materielle",
    "delegation": "accompagnement",
    "financement": "aide-financiere",
    "numerique": "information",
}

FRAIS = frozenset({"gratuit", "payant"})
# v0 frais to the v1 value (None: neither free nor with a price) and to the words that v0 said more precisely.
FRAIS_V0: dict[str, tuple[str | None, str | None]] = {
    "gratuit": ("gratuit", None),
    "payant": ("payant", None),
    "adhesion": ("payant", "Adhésion demandée"),
    "gratuit-sous-conditions": (None, "Gratuit sous conditions"),
    "pass-numerique": (None, "Pass numérique accepté"),
}

PRESENCES: dict[str, Presence] = {"a-distance": Presence.A_DISTANCE, "en-presentiel": Presence.SUR_PLACE}

MODES_MOBILISATION: dict[str, str] = {
    "envoyer-un-courriel": "envoyer un courriel",
    "se-presenter": "se présenter sur place",
    "telephoner": "téléphoner",
    "utiliser-lien-mobilisation": "utiliser le lien",
    # v0 (modes_orientation_*)
    "autre": "voir les précisions",
    "completer-le-formulaire-dadhesion": "remplir le formulaire d’adhésion",
    "envoyer-un-mail": "envoyer un courriel",
    "envoyer-un-mail-avec-une-fiche-de-prescription": "envoyer un courriel avec une fiche de prescription",
    "prendre-rdv": "prendre rendez-vous",
}
MOBILISABLE_PAR: dict[str, str] = {"professionnels": "les professionnels de l’insertion", "usagers": "les personnes elles-mêmes"}

# Régions of v0 (zone_diffusion_type = region) by INSEE code, as their départements (Code officiel géographique 2024).
REGIONS: dict[str, tuple[str, ...]] = {
    code: tuple(departements.split())
    for code, departements in {
        "01": "971",
        "02": "972",
        "03": "973",
        "04": "974",
        "06": "976",
        "11": "75 77 78 91 92 93 94 95",
        "24": "18 28 36 37 41 45",
        "27": "21 25 39 58 70 71 89 90",
        "28": "14 27 50 61 76",
        "32": "02 59 60 62 80",
        "44": "08 10 51 52 54 55 57 67 68 88",
        "52": "44 49 53 72 85",
        "53": "22 29 35 56",
        "75": "16 17 19 23 24 33 40 47 64 79 86 87",
        "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
        "84": "01 03 07 15 26 38 42 43 63 69 73 74",
        "93": "04 05 06 13 83 84",
        "94": "2A 2B",
    }.items()
}


def _table(nom: str) -> list[dict[str, str]]:
    with (_ICI / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))


@cache
def freins_par_thematique() -> dict[str, tuple[Frein, ...]]:
    """Freins that each thématique lifts.

    Returns:
        Every thématique of v1 (69) and v0 (168); an empty tuple for those that lift none of our freins (a job search workshop, for instance).
    """
    return {ligne["thematique"]: tuple(map(Frein, ligne["freins"].split())) for ligne in _table("thematiques.csv")}


@cache
def types_de_structure() -> dict[tuple[str, str], TypeStructure | None]:
    """Kind of structure that a network, label or typology tells.

    Returns:
        ``(nature, code)`` → kind, None where it tells nothing of the kind; natures: ``reseau`` (v1, 108), ``label`` (v0, those that v1 dropped)
        and ``typologie`` (v0, 92).
    """
    return {(x["nature"], x["code"]): TypeStructure(x["type_structure"]) if x["type_structure"] else None for x in _table("structures.csv")}
