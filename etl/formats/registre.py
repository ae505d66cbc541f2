"""The formats that offers travel in: their name on the command line, their reader and the source they are filed under."""

from __future__ import annotations

from dataclasses import dataclass

from etl.formats import data_inclusion, france_travail, lheo, offres
from etl.lecture import Lecteur


@dataclass(frozen=True, slots=True)
class Format:
    """A format of file.

    Attributes:
        nom: name on the command line.
        source: source its offers are filed under unless one is given.
        aide: one line of French help.
        lecteur: its reader.
    """

    nom: str
    source: str
    aide: str
    lecteur: Lecteur


FORMATS: dict[str, Format] = {
    f.nom: f
    for f in (
        Format(
            "data-inclusion", "data-inclusion", "Services et structures de data·inclusion (v1 et v0, JSON ou classeur XLSX).", data_inclusion.lire
        ),
        Format("lheo", "lheo", "Formations au format LHÉO 2.x (XML, avec les compléments InterCarif, ou JSON).", lheo.lire),
        Format("france-travail", "france-travail", "Offres d’emploi de France Travail (réponse JSON de l’API, ou CSV aplati).", france_travail.lire),
        Format("offres", "saisie", "Le modèle du projet pour les huit types d’offres (CSV ou XLSX, voir « boite modele offres »).", offres.lire),
    )
}
"""Readers by name, in the order of the help."""
