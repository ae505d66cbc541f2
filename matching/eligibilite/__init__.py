"""Who may enter what: three-valued answers, judged at the date of the step, with their reasons kept."""

from matching.eligibilite.etapes import jours_des_etapes
from matching.eligibilite.kleene import A_VERIFIER, NON, OUI, Kleene
from matching.eligibilite.statuts import STATUTS, Eligibilite, Statut, evaluer, evaluer_couples

__all__ = ["A_VERIFIER", "NON", "OUI", "STATUTS", "Eligibilite", "Kleene", "Statut", "evaluer", "evaluer_couples", "jours_des_etapes"]
