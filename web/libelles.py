"""What pages show beside the words of the domain (``catalogue.libelles``): name of the service, icon, colour and promise of each kind of offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from catalogue import libelles
from catalogue.domaine import TypeApport, TypeCondition, TypeOffre

NOM_SERVICE: Final = "Boîte à parcours"
A_PRECISER: Final = "à préciser"


@dataclass(frozen=True, slots=True)
class LibelleType:
    """How one kind of offer is shown: the same word, icon and colour everywhere.

    Attributes:
        singulier, pluriel: its full name.
        court: the word of the badge.
        icone: id in the sprite, without its prefix.
        classe: CSS class that carries its colour.
        promesse: what one finds there, in one short sentence.
    """

    singulier: str
    pluriel: str
    court: str
    icone: str
    classe: str
    promesse: str


_PROMESSES: Final[dict[TypeOffre, str]] = {
    TypeOffre.DECOUVERTE: "Visites, ateliers et immersions pour voir un métier de près.",
    TypeOffre.RECRUTEMENT: "Des employeurs qui embauchent, et des rencontres pour y arriver.",
    TypeOffre.FORMATION: "Apprendre un métier, préparer un diplôme ou un titre.",
    TypeOffre.IAE: "Travailler en étant accompagné par une structure d’insertion.",
    TypeOffre.CLAUSE: "Des heures de travail réservées dans les marchés publics.",
    TypeOffre.CONVENTION: "Des employeurs qui s’engagent à recruter.",
    TypeOffre.COLLECTIVITE: "Emplois, apprentissages et contrats aidés dans nos services.",
    TypeOffre.APPUI: "Garde d’enfants, mobilité, français, numérique : lever ce qui bloque.",
}

TYPES: Final[dict[TypeOffre, LibelleType]] = {
    genre: LibelleType(nom.singulier, nom.pluriel, nom.court, genre.value, f"type-{genre.value}", _PROMESSES[genre])
    for genre, nom in libelles.TYPES.items()
}

ICONES_APPORTS: Final[dict[TypeApport, str]] = {
    TypeApport.CERTIFICATION: "certificat",
    TypeApport.ATTESTATION: "certificat",
    TypeApport.EXPERIENCE: "recrutement",
    TypeApport.ENTRETIEN: "personnes",
    TypeApport.CONTRAT: "contrat",
    TypeApport.FREIN_LEVE: "appui",
}

ICONES_CONDITIONS: Final[dict[TypeCondition, str]] = {
    TypeCondition.RSA: "cadenas",
    TypeCondition.PUBLIC: "personnes",
    TypeCondition.CRITERE_IAE: "iae",
    TypeCondition.AGE: "calendrier",
    TypeCondition.NIVEAU: "certificat",
    TypeCondition.FRANCAIS: "parole",
    TypeCondition.PERMIS: "voiture",
    TypeCondition.VEHICULE: "voiture",
    TypeCondition.ZONE: "lieu",
    TypeCondition.INSCRIPTION_FT: "info",
    TypeCondition.PREALABLE: "coche",
    TypeCondition.EXPERIENCE: "recrutement",
    TypeCondition.COMPETENCE: "coche",
    TypeCondition.AUTRE: "info",
}
