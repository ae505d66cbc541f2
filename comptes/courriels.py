"""The mails of accounts: few words, no personal data in the subject, what to do when one did not ask for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Courriel:
    """A mail: its subject and its words."""

    objet: str
    texte: str


def invitation(nom: str, lien: str) -> Courriel:
    """To a professional whose account was just created."""
    return Courriel(
        "Votre accès à la Boîte à parcours",
        f"Bonjour {nom},\n\nUn compte vous attend dans la Boîte à parcours. Choisissez votre mot de passe ici :\n\n{lien}\n\n"
        "Ce lien sert une seule fois et s’éteint dans 7 jours. Si vous n’attendiez pas ce message, vous pouvez l’ignorer : sans vous, "
        "le compte reste fermé.",
    )


def reinitialisation(nom: str, lien: str) -> Courriel:
    """To who asked for a new password."""
    return Courriel(
        "Choisir un nouveau mot de passe",
        f"Bonjour {nom},\n\nVous avez demandé à changer de mot de passe. C’est ici :\n\n{lien}\n\n"
        "Ce lien sert une seule fois et s’éteint dans une heure. Si vous n’avez rien demandé, ne faites rien : votre mot de passe ne change pas.",
    )


def lien_connexion(prenom: str, lien: str) -> Courriel:
    """To an allocataire who enters without a password."""
    return Courriel(
        "Votre lien pour entrer",
        f"Bonjour {prenom},\n\nPour ouvrir votre espace, cliquez ici :\n\n{lien}\n\n"
        "Ce lien marche une seule fois, pendant 30 minutes. Vous n’avez rien demandé ? Ne cliquez pas, c’est tout.",
    )


def mot_de_passe_change(nom: str) -> Courriel:
    """To warn that a password changed."""
    return Courriel(
        "Votre mot de passe a changé",
        f"Bonjour {nom},\n\nLe mot de passe de votre compte vient de changer, et vos autres appareils ont été déconnectés.\n\n"
        "Si ce n’était pas vous, demandez tout de suite un nouveau mot de passe depuis la page d’entrée, puis prévenez l’administration du service.",
    )
