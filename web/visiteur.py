"""Who reads the page, as the header shows it: menu of the role, name, way out."""

from __future__ import annotations

from dataclasses import dataclass

from comptes.domaine import Acteur, Role

ROLES: dict[Role, str] = {
    Role.CIP: "Conseiller en insertion",
    Role.CRE: "Chargé de relation entreprise",
    Role.EMPLOYEUR: "Employeur",
    Role.ALLOCATAIRE: "Personne accompagnée",
    Role.MANAGER: "Pilotage",
    Role.ADMIN: "Administration",
}


@dataclass(frozen=True, slots=True)
class Entree:
    """An entry of the main menu: a page names its own by ``rubrique``."""

    rubrique: str
    libelle: str
    href: str


_ACCUEIL = Entree("accueil", "Accueil", "/")
_OFFRES = Entree("offres", "Offres", "/offres")
_PERSONNES = Entree("personnes", "Personnes", "/personnes")

MENUS: dict[Role, tuple[Entree, ...]] = {
    Role.CIP: (_ACCUEIL, _OFFRES, _PERSONNES),
    Role.CRE: (_ACCUEIL, _OFFRES, _PERSONNES),
    Role.EMPLOYEUR: (_ACCUEIL, _OFFRES),
    Role.ALLOCATAIRE: (_ACCUEIL, _OFFRES),
    Role.MANAGER: (_ACCUEIL, _OFFRES),
    Role.ADMIN: (_ACCUEIL, _OFFRES),
}
# First page of each role after entering.
ARRIVEES: dict[Role, str] = {role: "/" for role in Role}


@dataclass(frozen=True, slots=True)
class Visiteur:
    """What the header of a page says of its reader; nothing for who has not entered."""

    nom: str = ""
    role: str = ""
    menu: tuple[Entree, ...] = ()

    @classmethod
    def de(cls, acteur: Acteur | None) -> Visiteur:
        """The header of an account.

        Args:
            acteur: the account, None before entering.

        Returns:
            Its name, its role in words, its menu.
        """
        return ANONYME if acteur is None else cls(acteur.nom, ROLES[acteur.role], MENUS[acteur.role])


ANONYME = Visiteur()


def page_d_arrivee(role: Role) -> str:
    """Where an account lands when it enters.

    Args:
        role: role of the account.

    Returns:
        Path of its first useful page.
    """
    return ARRIVEES[role]
