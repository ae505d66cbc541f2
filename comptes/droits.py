"""What each account may do with accounts, with offers and with filières. Pure: an answer and its reason, nothing is read or written.

Rights about people are in ``parcours.droits``, which knows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.domaine import EtatOffre
from comptes.domaine import OUI, Acteur, Decision, Role, non

_VISIBLES = frozenset({EtatOffre.PUBLIEE, EtatOffre.SUSPENDUE, EtatOffre.FERMEE, EtatOffre.EXPIREE})


@dataclass(frozen=True, slots=True)
class OffreVisee:
    """What a right about an offer is decided on.

    Attributes:
        structure_id: who proposes it, None when nobody says.
        etat: an offer that was never published is shown only to who writes or checks it.
    """

    structure_id: int | None
    etat: EtatOffre


def peut_administrer_comptes(acteur: Acteur) -> Decision:
    """Create, invite, close accounts of professionals."""
    return OUI if acteur.role is Role.ADMIN else non("Seule l’administration gère les comptes.")


def peut_voir_offre(acteur: Acteur, offre: OffreVisee) -> Decision:
    """Read an offer: everybody what was published; its structure and the CRE the rest."""
    if offre.etat in _VISIBLES or acteur.role in {Role.CRE, Role.ADMIN}:
        return OUI
    return OUI if _de_sa_structure(acteur, offre) else non("Cette offre n’est pas publiée.")


def peut_creer_offre(acteur: Acteur) -> Decision:
    """Write an offer: an employer for their structure, a CRE for any."""
    return (
        OUI if acteur.role in {Role.EMPLOYEUR, Role.CRE} else non("Seuls les employeurs et les chargés de relation entreprise déposent des offres.")
    )


def peut_modifier_offre(acteur: Acteur, offre: OffreVisee) -> Decision:
    """Change, suspend or close an offer."""
    if acteur.role is Role.CRE or _de_sa_structure(acteur, offre):
        return OUI
    return non("Seuls la structure qui propose l’offre et les chargés de relation entreprise peuvent la modifier.")


def peut_publier_offre(acteur: Acteur) -> Decision:
    """Check an offer and publish it, confirm that it still holds."""
    return OUI if acteur.role is Role.CRE else non("Seuls les chargés de relation entreprise valident et publient les offres.")


def peut_ecrire_filiere(acteur: Acteur) -> Decision:
    """Create a filière, change it, show or hide it."""
    if acteur.role in {Role.CRE, Role.ADMIN}:
        return OUI
    return non("Seuls les chargés de relation entreprise et l’administration écrivent les filières.")


def peut_lister_filieres(acteur: Acteur) -> Decision:
    """Read the list of filières, those that are not shown included."""
    if acteur.role in {Role.CRE, Role.MANAGER, Role.ADMIN}:
        return OUI
    return non("La liste des filières est réservée à la relation entreprise et au pilotage.")


def peut_voir_filiere(acteur: Acteur, publiee: bool) -> Decision:
    """Read the page of a filière: everybody once it is shown, who lists them all before."""
    return OUI if publiee else peut_lister_filieres(acteur)


def _de_sa_structure(acteur: Acteur, offre: OffreVisee) -> bool:
    return acteur.role is Role.EMPLOYEUR and offre.structure_id is not None and acteur.structure_id == offre.structure_id
