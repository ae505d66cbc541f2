"""The words shown for every code of the domain, in one place: the same kind of offer has the same word, icon and colour everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from catalogue.domaine import (
    Dispositif,
    EtatOffre,
    EtatSession,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    Periode,
    Presence,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
)
from parcours.domaine import MoyenTransport, Orientation

NOM_SERVICE: Final = "Boîte à parcours"
A_PRECISER: Final = "à préciser"


@dataclass(frozen=True, slots=True)
class LibelleType:
    """How one kind of offer is shown.

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


def _type(genre: TypeOffre, singulier: str, pluriel: str, court: str, promesse: str) -> LibelleType:
    return LibelleType(singulier, pluriel, court, genre.value, f"type-{genre.value}", promesse)


TYPES: Final[dict[TypeOffre, LibelleType]] = {
    genre: _type(genre, *mots)
    for genre, mots in {
        TypeOffre.DECOUVERTE: (
            "Découverte d’un métier",
            "Découvertes de métiers",
            "Découverte",
            "Visites, ateliers et immersions pour voir un métier de près.",
        ),
        TypeOffre.RECRUTEMENT: ("Recrutement", "Recrutements", "Recrutement", "Des employeurs qui embauchent, et des rencontres pour y arriver."),
        TypeOffre.FORMATION: ("Formation", "Formations", "Formation", "Apprendre un métier, préparer un diplôme ou un titre."),
        TypeOffre.IAE: ("Emploi en insertion", "Emplois en insertion", "Insertion", "Travailler en étant accompagné par une structure d’insertion."),
        TypeOffre.CLAUSE: ("Clause sociale", "Clauses sociales", "Clause sociale", "Des heures de travail réservées dans les marchés publics."),
        TypeOffre.CONVENTION: (
            "Convention métiers en tension",
            "Conventions métiers en tension",
            "Convention",
            "Des employeurs qui s’engagent à recruter.",
        ),
        TypeOffre.COLLECTIVITE: (
            "Emploi au Département",
            "Emplois au Département",
            "Département",
            "Emplois, apprentissages et contrats aidés dans nos services.",
        ),
        TypeOffre.APPUI: ("Appui", "Appuis", "Appui", "Garde d’enfants, mobilité, français, numérique : lever ce qui bloque."),
    }.items()
}

FREINS: Final[dict[Frein, str]] = {
    Frein.GARDE_ENFANTS: "Garde d’enfants",
    Frein.MOBILITE: "Mobilité",
    Frein.LANGUE: "Français",
    Frein.ILLETTRISME: "Lecture et écriture",
    Frein.NUMERIQUE: "Numérique",
    Frein.SANTE: "Santé",
    Frein.LOGEMENT: "Logement",
    Frein.ADMINISTRATIF: "Démarches administratives",
    Frein.FINANCIER: "Difficultés financières",
    Frein.CONFIANCE: "Confiance en soi",
    Frein.JUDICIAIRE: "Situation judiciaire",
    Frein.AIDANT: "Aide à un proche",
}

PRESENCES: Final[dict[Presence, str]] = {
    Presence.SUR_PLACE: "Sur place",
    Presence.MIXTE: "En partie à distance",
    Presence.A_DISTANCE: "À distance",
}

ETATS: Final[dict[EtatOffre, str]] = {
    EtatOffre.BROUILLON: "Brouillon",
    EtatOffre.A_VALIDER: "À valider",
    EtatOffre.PUBLIEE: "Publiée",
    EtatOffre.SUSPENDUE: "Suspendue",
    EtatOffre.FERMEE: "Fermée",
    EtatOffre.EXPIREE: "Expirée",
}

ETATS_SESSION: Final[dict[EtatSession, str]] = {
    EtatSession.OUVERTE: "Ouverte",
    EtatSession.ANNULEE: "Annulée",
    EtatSession.TERMINEE: "Terminée",
}

CONTRATS: Final[dict[TypeContrat, str]] = {
    TypeContrat.CDI: "CDI",
    TypeContrat.CDD: "CDD",
    TypeContrat.CDDI: "CDD d’insertion",
    TypeContrat.CTT: "Intérim",
    TypeContrat.APPRENTISSAGE: "Contrat d’apprentissage",
    TypeContrat.PROFESSIONNALISATION: "Contrat de professionnalisation",
    TypeContrat.PEC: "Parcours emploi compétences",
    TypeContrat.TITULAIRE: "Titulaire de la fonction publique",
    TypeContrat.SAISONNIER: "Contrat saisonnier",
    TypeContrat.LIBERAL: "Activité libérale",
    TypeContrat.AUTRE: "Autre contrat",
}

STRUCTURES: Final[dict[TypeStructure, str]] = {
    TypeStructure.ACI: "Atelier ou chantier d’insertion (ACI)",
    TypeStructure.AI: "Association intermédiaire (AI)",
    TypeStructure.EI: "Entreprise d’insertion (EI)",
    TypeStructure.EITI: "Entreprise d’insertion par le travail indépendant (EITI)",
    TypeStructure.ETTI: "Entreprise de travail temporaire d’insertion (ETTI)",
    TypeStructure.GEIQ: "Groupement d’employeurs pour l’insertion et la qualification (GEIQ)",
    TypeStructure.EA: "Entreprise adaptée (EA)",
    TypeStructure.OPCS: "Organisme porteur de la clause sociale (OPCS)",
    TypeStructure.ENTREPRISE: "Entreprise",
    TypeStructure.ORGANISME_FORMATION: "Organisme de formation",
    TypeStructure.ASSOCIATION: "Association",
    TypeStructure.COLLECTIVITE: "Collectivité",
    TypeStructure.SERVICE_PUBLIC: "Service public",
    TypeStructure.AUTRE: "Autre structure",
}

DISPOSITIFS: Final[dict[Dispositif, str]] = {
    Dispositif.POEI: "Préparation opérationnelle à l’emploi individuelle (POEI)",
    Dispositif.POEC: "Préparation opérationnelle à l’emploi collective (POEC)",
    Dispositif.AFPR: "Action de formation préalable au recrutement (AFPR)",
    Dispositif.CLEA: "Certificat CléA",
    Dispositif.FLE: "Français à visée professionnelle (FLE)",
    Dispositif.QUALIFIANTE: "Formation qualifiante",
    Dispositif.PREQUALIFIANTE: "Formation préqualifiante",
    Dispositif.VAE: "Validation des acquis de l’expérience (VAE)",
    Dispositif.ALTERNANCE: "Formation en alternance",
}

FORMATS: Final[dict[FormatDecouverte | FormatRecrutement, str]] = {
    FormatDecouverte.VISITE: "Visite",
    FormatDecouverte.ATELIER: "Atelier",
    FormatDecouverte.IMMERSION: "Immersion (PMSMP)",
    FormatDecouverte.FORUM: "Forum",
    FormatDecouverte.INFORMATION_COLLECTIVE: "Information collective",
    FormatRecrutement.OFFRE_EMPLOI: "Offre d’emploi",
    FormatRecrutement.JOB_DATING: "Job dating",
    FormatRecrutement.INFORMATION_COLLECTIVE: "Information collective",
}

APPORTS: Final[dict[TypeApport, tuple[str, str]]] = {
    TypeApport.CERTIFICATION: ("certificat", "Une certification"),
    TypeApport.ATTESTATION: ("certificat", "Une attestation"),
    TypeApport.EXPERIENCE: ("recrutement", "Une expérience"),
    TypeApport.ENTRETIEN: ("personnes", "Un entretien"),
    TypeApport.CONTRAT: ("contrat", "Un contrat"),
    TypeApport.FREIN_LEVE: ("appui", "Un frein levé"),
}

# What a condition is about: its icon and its word.
CONDITIONS: Final[dict[TypeCondition, tuple[str, str]]] = {
    TypeCondition.RSA: ("cadenas", "RSA"),
    TypeCondition.PUBLIC: ("personnes", "Public"),
    TypeCondition.CRITERE_IAE: ("iae", "Critères de l’insertion"),
    TypeCondition.AGE: ("calendrier", "Âge"),
    TypeCondition.NIVEAU: ("certificat", "Niveau d’études"),
    TypeCondition.FRANCAIS: ("parole", "Français"),
    TypeCondition.PERMIS: ("voiture", "Permis"),
    TypeCondition.VEHICULE: ("voiture", "Véhicule"),
    TypeCondition.ZONE: ("lieu", "Lieu d’habitation"),
    TypeCondition.INSCRIPTION_FT: ("info", "France Travail"),
    TypeCondition.PREALABLE: ("coche", "Avant d’entrer"),
    TypeCondition.EXPERIENCE: ("recrutement", "Expérience"),
    TypeCondition.COMPETENCE: ("coche", "Compétence"),
    TypeCondition.AUTRE: ("info", "À savoir"),
}

# Values of data·inclusion v1, then the project's own.
PUBLICS: Final[dict[str, str]] = {
    "actifs": "Actifs",
    "beneficiaires-des-minimas-sociaux": "Bénéficiaires de minima sociaux",
    "demandeurs-emploi": "Demandeurs d’emploi",
    "etudiants": "Étudiants",
    "familles": "Familles",
    "femmes": "Femmes",
    "jeunes": "Jeunes",
    "personnes-en-situation-de-handicap": "Personnes en situation de handicap",
    "personnes-en-situation-durgence": "Personnes en situation d’urgence",
    "personnes-en-situation-juridique-specifique": "Personnes en situation juridique spécifique",
    "personnes-exilees": "Personnes exilées",
    "residents-qpv-frr": "Habitants d’un quartier prioritaire ou d’une zone rurale fragile",
    "seniors": "Seniors",
    "tous-publics": "Tous publics",
}

CRITERES_IAE: Final[dict[str, str]] = {
    "RSA": "bénéficiaire du RSA",
    "ASS": "allocataire de l’ASS",
    "AAH": "allocataire de l’AAH",
    "DETLD": "demandeur d’emploi de très longue durée",
    "CAP_BEP": "niveau CAP ou BEP, ou moins",
    "SENIOR": "plus de 50 ans",
    "JEUNE": "moins de 26 ans",
    "ASE": "sortant de l’aide sociale à l’enfance",
    "DELD": "demandeur d’emploi de longue durée",
    "TH": "travailleur handicapé",
    "PI": "parent isolé",
    "PSH_PR": "sans hébergement, ou hébergé ou en parcours de rue",
    "REF_DA": "réfugié ou demandeur d’asile",
    "ZRR": "habitant d’une zone rurale fragile",
    "QPV": "habitant d’un quartier prioritaire",
    "DETENTION_MJ": "sortant de détention ou sous main de justice",
    "FLE": "maîtrise du français à renforcer",
    "PM": "problème de mobilité",
}

SOURCES: Final[dict[str, str]] = {
    "demonstration": "Données de démonstration, inventées",
    "data-inclusion": "data·inclusion",
    "lheo": "Carif-Oref (LHEO)",
    "france-travail": "France Travail",
    "offres": "Modèle d’offres de la Boîte à parcours",
}

ORIENTATIONS: Final[dict[Orientation, str]] = {
    Orientation.RUS_PROCHE: "Proche de l’emploi, suivi par le Département",
    Orientation.RUS_ELOIGNE: "Des freins à lever d’abord, suivi par un travailleur social",
    Orientation.FT_PROCHE: "Suivi par France Travail",
    Orientation.FT_GLOBAL: "Accompagnement global avec France Travail",
}

TRANSPORTS: Final[dict[MoyenTransport, str]] = {
    MoyenTransport.A_PIED: "à pied",
    MoyenTransport.VELO: "à vélo",
    MoyenTransport.TRANSPORTS: "en transports en commun",
    MoyenTransport.DEUX_ROUES: "en deux-roues",
    MoyenTransport.VOITURE: "en voiture",
}

PERIODES: Final[dict[Periode, str]] = {
    Periode.MATIN: "matin",
    Periode.APRES_MIDI: "après-midi",
    Periode.SOIR: "soir",
    Periode.NUIT: "nuit",
}


def libelle_public(code: str) -> str:
    """Words for a public; a value outside the list is shown as its source wrote it.

    Args:
        code: value of data·inclusion v1 or words of a source.

    Returns:
        The words, first letter in upper case.
    """
    return PUBLICS.get(code) or code.replace("-", " ").strip().capitalize()


def libelle_source(code: str) -> str:
    """Words for where an offer comes from; an unknown source is shown as its import named it.

    Args:
        code: name of the source, given when a file is imported.

    Returns:
        The words.
    """
    return SOURCES.get(code, code)


def libelle_critere(code: str) -> str:
    """Words for a criterion of the IAE; an unknown code is shown as it is.

    Args:
        code: ``RSA``, ``DELD``, ``QPV`` …

    Returns:
        The words, in lower case.
    """
    return CRITERES_IAE.get(code, code)
