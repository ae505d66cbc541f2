"""The closed lists of the template: the words people choose, and the codes behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalogue.domaine import (
    NIVEAUX,
    Dispositif,
    EtatOffre,
    EtatSession,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    Jour,
    NiveauFrancais,
    Periode,
    Permis,
    Presence,
    TypeContrat,
    TypeOffre,
    TypeStructure,
)
from socle.texte import plier

_HORS_MOTS = re.compile(r"[^a-z0-9<]+")


@lru_cache(maxsize=4096)
def cle_de_mots(mots: str) -> str:
    """What is left of words when case, accents, blanks and punctuation no longer count.

    Args:
        mots: words of a header or of a list; « < » counts (« <A1 » is not « A1 »).

    Returns:
        Lower-case letters and digits.
    """
    return _HORS_MOTS.sub("", plier(mots))


@dataclass(frozen=True, slots=True)
class Liste:
    """A closed list.

    Attributes:
        titre: header of its column in the sheet « Listes ».
        libelles: code → words shown; no comma in the words of a list where several may be chosen.
    """

    titre: str
    libelles: Mapping[str, str]

    def code(self, mots: str) -> str | None:
        """Code of what someone typed.

        Args:
            mots: words of the list or code itself, whatever the case and accents.

        Returns:
            The code, None when the list does not have it.
        """
        cherche = cle_de_mots(mots)
        return next((c for c, libelle in self.libelles.items() if cherche in {cle_de_mots(c), cle_de_mots(libelle)}), None)


TYPES_OFFRE = Liste(
    "Types d’offre",
    {
        TypeOffre.DECOUVERTE: "Découverte d’un métier",
        TypeOffre.RECRUTEMENT: "Recrutement",
        TypeOffre.FORMATION: "Formation",
        TypeOffre.IAE: "Emploi en insertion",
        TypeOffre.CLAUSE: "Clause sociale",
        TypeOffre.CONVENTION: "Convention métiers en tension",
        TypeOffre.COLLECTIVITE: "Emploi au Département",
        TypeOffre.APPUI: "Appui",
    },
)
OUI_NON = Liste("Oui ou non", {"oui": "oui", "non": "non"})
ETATS = Liste(
    "États de l’offre",
    {
        EtatOffre.BROUILLON: "Brouillon",
        EtatOffre.A_VALIDER: "À valider",
        EtatOffre.PUBLIEE: "Publiée",
        EtatOffre.SUSPENDUE: "Suspendue",
        EtatOffre.FERMEE: "Fermée",
        EtatOffre.EXPIREE: "Expirée",
    },
)
ETATS_SESSION = Liste("États de la session", {EtatSession.OUVERTE: "Ouverte", EtatSession.ANNULEE: "Annulée", EtatSession.TERMINEE: "Terminée"})
STRUCTURES = Liste(
    "Types de structure",
    {
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
    },
)
PRESENCES = Liste(
    "Présence",
    {Presence.SUR_PLACE: "Sur place", Presence.MIXTE: "En partie à distance", Presence.A_DISTANCE: "À distance"},
)
JOURS = Liste("Jours", {jour: jour.value for jour in Jour})
PERIODES = Liste("Moments", {Periode.MATIN: "matin", Periode.APRES_MIDI: "après-midi", Periode.SOIR: "soir", Periode.NUIT: "nuit"})
PUBLICS_LISTE = Liste(
    "Publics",
    {
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
    },
)
NIVEAUX_LISTE = Liste("Niveaux", {str(niveau.code): f"{niveau.code} – {niveau.libelle}" for niveau in NIVEAUX})
FRANCAIS = Liste(
    "Niveaux de français",
    {niveau: "Inférieur à A1" if niveau is NiveauFrancais.INFRA_A1 else niveau.value for niveau in NiveauFrancais},
)
PERMIS = Liste("Permis", {permis: permis.value for permis in Permis})
CRITERES = Liste(
    "Critères IAE",
    {
        "RSA": "Bénéficiaire du RSA",
        "ASS": "Allocataire de l’ASS",
        "AAH": "Allocataire de l’AAH",
        "DETLD": "Demandeur d’emploi de très longue durée",
        "CAP_BEP": "Niveau CAP ou BEP ou moins",
        "SENIOR": "Plus de 50 ans",
        "JEUNE": "Moins de 26 ans",
        "ASE": "Sortant de l’aide sociale à l’enfance",
        "DELD": "Demandeur d’emploi de longue durée",
        "TH": "Travailleur handicapé",
        "PI": "Parent isolé",
        "PSH_PR": "Sans hébergement ou en parcours de rue",
        "REF_DA": "Réfugié ou demandeur d’asile",
        "ZRR": "Habitant d’une zone rurale fragile",
        "QPV": "Habitant d’un quartier prioritaire",
        "DETENTION_MJ": "Sortant de détention ou sous main de justice",
        "FLE": "Maîtrise du français à renforcer",
        "PM": "Problème de mobilité",
    },
)
NIVEAUX_CRITERES = Liste("Niveau des critères", {"1": "1", "2": "2"})
CONTRATS = Liste(
    "Contrats",
    {
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
    },
)
FREINS = Liste(
    "Freins",
    {
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
    },
)
FORMATS_DECOUVERTE = Liste(
    "Formats de découverte",
    {
        FormatDecouverte.VISITE: "Visite",
        FormatDecouverte.ATELIER: "Atelier",
        FormatDecouverte.IMMERSION: "Immersion (PMSMP)",
        FormatDecouverte.FORUM: "Forum",
        FormatDecouverte.INFORMATION_COLLECTIVE: "Information collective",
    },
)
FORMATS_RECRUTEMENT = Liste(
    "Formats de recrutement",
    {
        FormatRecrutement.OFFRE_EMPLOI: "Offre d’emploi",
        FormatRecrutement.JOB_DATING: "Job dating",
        FormatRecrutement.INFORMATION_COLLECTIVE: "Information collective",
    },
)
DISPOSITIFS = Liste(
    "Dispositifs",
    {
        Dispositif.POEI: "Préparation opérationnelle à l’emploi individuelle (POEI)",
        Dispositif.POEC: "Préparation opérationnelle à l’emploi collective (POEC)",
        Dispositif.AFPR: "Action de formation préalable au recrutement (AFPR)",
        Dispositif.CLEA: "Certificat CléA",
        Dispositif.FLE: "Français à visée professionnelle (FLE)",
        Dispositif.QUALIFIANTE: "Formation qualifiante",
        Dispositif.PREQUALIFIANTE: "Formation préqualifiante",
        Dispositif.VAE: "Validation des acquis de l’expérience (VAE)",
        Dispositif.ALTERNANCE: "Formation en alternance",
    },
)

LISTES: tuple[Liste, ...] = (
    TYPES_OFFRE, OUI_NON, ETATS, ETATS_SESSION, STRUCTURES, PRESENCES, JOURS, PERIODES, PUBLICS_LISTE, NIVEAUX_LISTE, FRANCAIS, PERMIS, CRITERES,
    NIVEAUX_CRITERES, CONTRATS, FREINS, FORMATS_DECOUVERTE, FORMATS_RECRUTEMENT, DISPOSITIFS,
)  # fmt: skip
"""Every list, in the order of the columns of the sheet « Listes »."""
