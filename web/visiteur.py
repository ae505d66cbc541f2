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
_PERSONNES = Entree("portefeuille", "Personnes", "/personnes")

_JOURNEE = Entree("journee", "Ma journée", "/ma-journee")
_RELATIONS = Entree("journee", "Ma journée", "/relations")
_STRUCTURES = Entree("structures", "Structures", "/structures")
_ESPACE = Entree("espace", "Mon espace", "/mon-espace")
_COMPTES = Entree("comptes", "Comptes", "/comptes")
_PROPOSITIONS = Entree("propositions", "Personnes proposées", "/mes-propositions")
_MES_OFFRES = Entree("mes-offres", "Mes offres", "/mes-offres")
_A_VALIDER = Entree("a-valider", "À valider", "/a-valider")
_ENGAGEMENTS = Entree("engagements", "Engagements", "/conventions")
_PORTEFEUILLE = Entree("portefeuille", "Portefeuille", "/portefeuille")
_RAPPROCHEMENTS = Entree("portefeuille", "Rapprochements", "/rapprochements")
_PILOTAGE = Entree("pilotage", "Pilotage", "/pilotage")

MENUS: dict[Role, tuple[Entree, ...]] = {
    Role.CIP: (_JOURNEE, _PORTEFEUILLE, _OFFRES),
    Role.CRE: (_RELATIONS, _STRUCTURES, _A_VALIDER, _MES_OFFRES, _OFFRES, _ENGAGEMENTS, _PERSONNES),
    Role.EMPLOYEUR: (_PROPOSITIONS, _MES_OFFRES, _OFFRES),
    Role.ALLOCATAIRE: (_ESPACE,),
    Role.MANAGER: (_PILOTAGE, _ENGAGEMENTS, _OFFRES),
    Role.ADMIN: (_COMPTES, _RAPPROCHEMENTS, _ACCUEIL, _OFFRES),
}
# First page of each role after entering.
ARRIVEES: dict[Role, str] = {
    **dict.fromkeys(Role, "/"),
    Role.CIP: "/ma-journee",
    Role.CRE: "/relations",
    Role.ALLOCATAIRE: "/mon-espace",
    Role.MANAGER: "/pilotage",
    Role.EMPLOYEUR: "/mes-propositions",
    Role.ADMIN: "/comptes",
}


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
