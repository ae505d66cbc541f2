"""Everybody against every offer: the lists of all, and the people of an offer, with the score of one person.

The same objects answer the three questions: what suits a person, who suits an offer, and the lists of everybody.
"""

from matching.appariements.calcul import LONGUEUR, Appariement, Listes
from matching.appariements.inverse import Candidature, candidats_pour
from matching.appariements.services import Bilan, apparier

__all__ = ["LONGUEUR", "Appariement", "Bilan", "Candidature", "Listes", "apparier", "candidats_pour"]
