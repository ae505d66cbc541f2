"""The French words of the codes about prescriptions."""

from __future__ import annotations

from typing import Final

from parcours.prescriptions.attentes import Attente
from parcours.prescriptions.domaine import Etat, Issue, Motif, Qui

ETATS: Final[dict[Etat, str]] = {
    Etat.PROPOSEE: "Proposée",
    Etat.ACCEPTEE_PERSONNE: "La personne est d’accord",
    Etat.TRANSMISE: "Envoyée, en attente de réponse",
    Etat.LISTE_ATTENTE: "Sur liste d’attente",
    Etat.ACCEPTEE_STRUCTURE: "Place confirmée",
    Etat.PRESENTE: "Venue",
    Etat.ENTREE: "Entrée dans l’action",
    Etat.TERMINEE: "Terminée",
    Etat.ABSENTE: "Pas venue",
    Etat.ANNULEE: "Annulée",
    Etat.REFUSEE: "Refusée",
    Etat.EXPIREE: "Sans réponse, close",
}

ATTENTES: Final[dict[Attente, str]] = {
    Attente.REPONSE: "Attend votre réponse",
    Attente.VENUE: "Venue ou pas ?",
    Attente.SUITE: "Entrée dans l’action ?",
    Attente.ISSUE: "Dites ce qu’elle est devenue",
}

# What the button says that takes a prescription to a state.
ACTIONS: Final[dict[Etat, str]] = {
    Etat.ACCEPTEE_PERSONNE: "La personne est d’accord",
    Etat.TRANSMISE: "Envoyer à la structure",
    Etat.LISTE_ATTENTE: "Mettre sur liste d’attente",
    Etat.ACCEPTEE_STRUCTURE: "Oui, une place est pour elle",
    Etat.PRESENTE: "La personne est venue",
    Etat.ABSENTE: "La personne n’est pas venue",
    Etat.ENTREE: "La personne est entrée dans l’action",
    Etat.TERMINEE: "C’est terminé",
    Etat.REFUSEE: "Non, pas cette fois",
    Etat.ANNULEE: "Annuler cette demande",
}

MOTIFS: Final[dict[Motif, str]] = {
    Motif.NON_JOIGNABLE: "Personne injoignable",
    Motif.ABSENT: "Absence sans nouvelles",
    Motif.EN_EMPLOI: "A trouvé un emploi",
    Motif.EN_FORMATION: "Est en formation",
    Motif.NON_ELIGIBLE: "Ne remplit pas les conditions",
    Motif.NON_MOBILE: "Trop loin ou trop difficile d’accès",
    Motif.NON_INTERESSE: "N’est pas intéressée",
    Motif.COMPETENCES: "Compétences à acquérir d’abord",
    Motif.FREIN_INCOMPATIBLE: "Une difficulté à lever d’abord",
    Motif.SESSION_COMPLETE: "Session complète",
    Motif.PLUS_DE_POSTE: "Plus de poste ou d’action",
    Motif.DOUBLON: "Demande en double",
    Motif.AUTRE: "Autre raison",
}

ISSUES: Final[dict[Issue, str]] = {
    Issue.EMPLOI_DURABLE: "Emploi durable (CDI ou CDD de 6 mois et plus)",
    Issue.EMPLOI_COURT: "Emploi de moins de 6 mois",
    Issue.IAE: "Contrat dans l’insertion par l’activité économique",
    Issue.FORMATION_QUALIFIANTE: "Formation qualifiante",
    Issue.CREATION_ACTIVITE: "Création d’activité",
    Issue.POURSUITE: "Poursuite du parcours",
    Issue.ABANDON: "Abandon en cours de route",
    Issue.SANS_SUITE: "Sans suite",
}

QUI: Final[dict[Qui, str]] = {
    Qui.PERSONNE: "la personne",
    Qui.PRESCRIPTEUR: "le conseiller",
    Qui.CRE: "le chargé de relation entreprise",
    Qui.STRUCTURE: "la structure",
    Qui.SYSTEME: "le service",
}
