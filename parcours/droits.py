"""What each account may do about a person. Pure: an answer and its reason, nothing is read or written.

``peut_voir_personne`` says in words what ``allocataires_visibles`` says in SQL; a test compares the two on every situation.
"""

from __future__ import annotations

from comptes.domaine import OUI, Acteur, Decision, Role, non
from parcours.perimetre import Suivi

_INCONNUE = non("Cette personne n’est pas suivie par votre structure.")


def peut_voir_personne(acteur: Acteur, suivi: Suivi) -> Decision:
    """Read a person's file: their référent, the référent's structure and those of the parcours within the territoire, and the person.

    An employer, a manager and an administrator see nobody's file.
    """
    if acteur.role is Role.ALLOCATAIRE:
        return OUI if acteur.allocataire_id == suivi.id else _INCONNUE
    if acteur.role is Role.CIP and suivi.referent_id == acteur.id:
        return OUI
    if acteur.role not in {Role.CIP, Role.CRE}:
        return non("Votre rôle n’ouvre pas les dossiers des personnes.")
    concernee = acteur.structure_id in {suivi.structure_id, *suivi.impliquees} - {None}
    return OUI if concernee and _sur_place(acteur, suivi) else _INCONNUE


def peut_lister_personnes(acteur: Acteur) -> Decision:
    """Open the list of people; which ones are in it is the perimeter's business."""
    return OUI if acteur.role in {Role.CIP, Role.CRE} else non("Votre rôle n’ouvre pas la liste des personnes.")


def _sur_place(acteur: Acteur, suivi: Suivi) -> bool:
    return not acteur.territoires or suivi.territoire in acteur.territoires


def _suit(acteur: Acteur, suivi: Suivi) -> bool:
    """Whether a counsellor follows the person, alone or with their structure."""
    meme_structure = acteur.structure_id is not None and acteur.structure_id == suivi.structure_id
    return acteur.role is Role.CIP and (suivi.referent_id == acteur.id or (meme_structure and _sur_place(acteur, suivi)))


def peut_modifier_personne(acteur: Acteur, suivi: Suivi) -> Decision:
    """Change a person's file: who follows them, not the structures their parcours only goes through."""
    return OUI if _suit(acteur, suivi) else non("Seuls le référent de la personne et sa structure modifient son dossier.")


def peut_prescrire(acteur: Acteur, suivi: Suivi) -> Decision:
    """Prescribe an offer to a person."""
    return OUI if _suit(acteur, suivi) else non("Seuls le référent de la personne et sa structure prescrivent pour elle.")


def peut_proposer(acteur: Acteur, suivi: Suivi) -> Decision:
    """Suggest an offer to a person's référent, who decides."""
    if acteur.role is not Role.CRE:
        return non("Seuls les chargés de relation entreprise proposent une offre au référent.")
    return OUI if peut_voir_personne(acteur, suivi) else _INCONNUE


def peut_demander(acteur: Acteur, suivi: Suivi) -> Decision:
    """Say « Cela m’intéresse » for oneself."""
    return OUI if acteur.role is Role.ALLOCATAIRE and acteur.allocataire_id == suivi.id else non("Chacun ne demande que pour soi.")


def peut_donner_code(acteur: Acteur, suivi: Suivi) -> Decision:
    """Give a person the code that opens their space."""
    return OUI if _suit(acteur, suivi) else non("Seuls le référent de la personne et sa structure lui remettent un code.")


def peut_lire_consultations(acteur: Acteur, suivi: Suivi) -> Decision:
    """Read who opened a person's file: the person, and who follows them."""
    if acteur.role is Role.ALLOCATAIRE and acteur.allocataire_id == suivi.id:
        return OUI
    return OUI if _suit(acteur, suivi) else non("Seuls la personne, son référent et sa structure lisent cet historique.")


def peut_chercher_des_personnes(acteur: Acteur) -> Decision:
    """Look, from an offer, for the people whom it suits: never the employer, who receives nobody before the person agrees."""
    return OUI if acteur.role in {Role.CIP, Role.CRE} else non("La recherche de personnes est réservée aux conseillers et aux chargés de relation.")
