"""The French words of every code of the domain, in one place: pages, sentences, reports and the template of offers all take them from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from catalogue import domaine
from catalogue.domaine import (
    Dispositif,
    EtatOffre,
    EtatSession,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    NiveauFrancais,
    Periode,
    Presence,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
)


@dataclass(frozen=True, slots=True)
class NomType:
    """How one kind of offer is named.

    Attributes:
        singulier, pluriel: its full name.
        court: one word or two, for where room is scarce.
    """

    singulier: str
    pluriel: str
    court: str


TYPES: Final[dict[TypeOffre, NomType]] = {
    TypeOffre.DECOUVERTE: NomType("Découverte d’un métier", "Découvertes de métiers", "Découverte"),
    TypeOffre.RECRUTEMENT: NomType("Recrutement", "Recrutements", "Recrutement"),
    TypeOffre.FORMATION: NomType("Formation", "Formations", "Formation"),
    TypeOffre.IAE: NomType("Emploi en insertion", "Emplois en insertion", "Insertion"),
    TypeOffre.CLAUSE: NomType("Clause sociale", "Clauses sociales", "Clause sociale"),
    TypeOffre.CONVENTION: NomType("Convention métiers en tension", "Conventions métiers en tension", "Convention"),
    TypeOffre.COLLECTIVITE: NomType("Emploi au Département", "Emplois au Département", "Département"),
    TypeOffre.APPUI: NomType("Appui", "Appuis", "Appui"),
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

FREINS_LEVES: Final[dict[Frein, str]] = {
    Frein.GARDE_ENFANTS: "Solution de garde d’enfants",
    Frein.MOBILITE: "Aide à la mobilité",
    Frein.LANGUE: "Apprentissage du français",
    Frein.ILLETTRISME: "Lecture, écriture, calcul",
    Frein.NUMERIQUE: "Aide au numérique",
    Frein.SANTE: "Soutien de santé",
    Frein.LOGEMENT: "Aide au logement",
    Frein.ADMINISTRATIF: "Aide aux démarches et aux droits",
    Frein.FINANCIER: "Aide financière ou budgétaire",
    Frein.CONFIANCE: "Confiance en soi et lien social",
    Frein.JUDICIAIRE: "Appui juridique ou judiciaire",
    Frein.AIDANT: "Soutien aux aidants",
}
"""What an offer gives when it lifts a frein and its source has no words for it."""

PRESENCES: Final[dict[Presence, str]] = {
    Presence.SUR_PLACE: "Sur place",
    Presence.MIXTE: "En partie à distance",
    Presence.A_DISTANCE: "À distance",
}

PERIODES: Final[dict[Periode, str]] = {
    Periode.MATIN: "matin",
    Periode.APRES_MIDI: "après-midi",
    Periode.SOIR: "soir",
    Periode.NUIT: "nuit",
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

FORMATS_DECOUVERTE: Final[dict[FormatDecouverte, str]] = {
    FormatDecouverte.VISITE: "Visite",
    FormatDecouverte.ATELIER: "Atelier",
    FormatDecouverte.IMMERSION: "Immersion (PMSMP)",
    FormatDecouverte.FORUM: "Forum",
    FormatDecouverte.INFORMATION_COLLECTIVE: "Information collective",
}

FORMATS_RECRUTEMENT: Final[dict[FormatRecrutement, str]] = {
    FormatRecrutement.OFFRE_EMPLOI: "Offre d’emploi",
    FormatRecrutement.JOB_DATING: "Job dating",
    FormatRecrutement.INFORMATION_COLLECTIVE: "Information collective",
}

APPORTS: Final[dict[TypeApport, str]] = {
    TypeApport.CERTIFICATION: "Une certification",
    TypeApport.ATTESTATION: "Une attestation",
    TypeApport.EXPERIENCE: "Une expérience",
    TypeApport.ENTRETIEN: "Un entretien",
    TypeApport.CONTRAT: "Un contrat",
    TypeApport.FREIN_LEVE: "Un frein levé",
}

# What a condition is about.
CONDITIONS: Final[dict[TypeCondition, str]] = {
    TypeCondition.RSA: "RSA",
    TypeCondition.PUBLIC: "Public",
    TypeCondition.CRITERE_IAE: "Critères de l’insertion",
    TypeCondition.AGE: "Âge",
    TypeCondition.NIVEAU: "Niveau d’études",
    TypeCondition.FRANCAIS: "Français",
    TypeCondition.PERMIS: "Permis",
    TypeCondition.VEHICULE: "Véhicule",
    TypeCondition.ZONE: "Lieu d’habitation",
    TypeCondition.INSCRIPTION_FT: "France Travail",
    TypeCondition.PREALABLE: "Avant d’entrer",
    TypeCondition.EXPERIENCE: "Expérience",
    TypeCondition.COMPETENCE: "Compétence",
    TypeCondition.AUTRE: "À savoir",
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

# In lower case, and without a comma: several are said one after the other.
CRITERES_IAE: Final[dict[str, str]] = {
    "RSA": "bénéficiaire du RSA",
    "ASS": "allocataire de l’ASS",
    "AAH": "allocataire de l’AAH",
    "DETLD": "demandeur d’emploi de très longue durée",
    "CAP_BEP": "niveau CAP ou BEP ou moins",
    "SENIOR": "plus de 50 ans",
    "JEUNE": "moins de 26 ans",
    "ASE": "sortant de l’aide sociale à l’enfance",
    "DELD": "demandeur d’emploi de longue durée",
    "TH": "travailleur handicapé",
    "PI": "parent isolé",
    "PSH_PR": "sans hébergement ou hébergé ou en parcours de rue",
    "REF_DA": "réfugié ou demandeur d’asile",
    "ZRR": "habitant d’une zone rurale fragile",
    "QPV": "habitant d’un quartier prioritaire",
    "DETENTION_MJ": "sortant de détention ou sous main de justice",
    "FLE": "maîtrise du français à renforcer",
    "PM": "problème de mobilité",
}

NIVEAUX: Final[dict[int, str]] = {niveau.code: niveau.libelle for niveau in domaine.NIVEAUX}

FRANCAIS: Final[dict[NiveauFrancais, str]] = {
    niveau: "Inférieur à A1" if niveau is NiveauFrancais.INFRA_A1 else niveau.value for niveau in NiveauFrancais
}

SOURCES: Final[dict[str, str]] = {
    "demonstration": "Données de démonstration, inventées",
    "data-inclusion": "data·inclusion",
    "lheo": "Carif-Oref (LHEO)",
    "france-travail": "France Travail",
    "saisie": "Modèle d’offres de la Boîte à parcours",
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
