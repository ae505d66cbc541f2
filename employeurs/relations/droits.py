"""Who keeps the relation with structures. Pure: an answer and its reason."""

from __future__ import annotations

from datetime import datetime

from comptes.domaine import OUI, Acteur, Decision, Role, non
from employeurs.relations.domaine import Echange


def peut_tenir_relations(acteur: Acteur) -> Decision:
    """Read and write the files of structures: every CRE, over the whole département, for a colleague away is replaced."""
    return OUI if acteur.role is Role.CRE else non("Le suivi des structures est celui des chargés de relation entreprise.")


def peut_retirer_echange(acteur: Acteur, echange: Echange, maintenant: datetime) -> Decision:
    """Take an exchange back: its author, on the day it was written."""
    permis = peut_tenir_relations(acteur)
    if not permis or echange.retirable(acteur.id, maintenant):
        return permis
    return non("Un échange se retire par son auteur, le jour où il l’a noté. Ensuite, ajoutez une note.")
