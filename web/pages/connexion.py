"""Pages to enter."""

from __future__ import annotations

from dataclasses import dataclass

from comptes.depot import CompteDemonstration
from web.pages.commun import Conseil, ErreurChamp, Lien, Page


@dataclass(frozen=True, slots=True)
class GroupeComptes:
    """Accounts of the demonstration of one role."""

    role: str
    comptes: tuple[CompteDemonstration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageConnexion(Page):
    """Login page, ``/connexion``.

    Attributes:
        suite: page to come back to after entering, one of ours.
        courriel: what was typed, given back.
        fournisseurs: other ways to enter (ProConnect…).
        demonstration: accounts offered in one click, empty outside the demonstration.
        avis: what just happened (« Vous êtes déconnecté »), empty otherwise.
    """

    suite: str = ""
    courriel: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()
    fournisseurs: tuple[Lien, ...] = ()
    demonstration: tuple[GroupeComptes, ...] = ()
    avis: str = ""


@dataclass(frozen=True, slots=True)
class Champ:
    """The one field of a small form.

    Attributes:
        nom: name of the field, and its id.
        genre: ``email``, ``password`` or ``text``.
        remplissage: value of ``autocomplete``.
        clavier: value of ``inputmode``, empty for the usual keyboard.
        valeur: what was typed, given back (never a password).
        aide: a line under the label.
    """

    nom: str
    libelle: str
    genre: str
    remplissage: str
    clavier: str = ""
    valeur: str = ""
    aide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFormulaire(Page):
    """One thing per page: a question, one field or none, one button.

    Attributes:
        titre: heading and title of the window.
        texte: what to do, in a sentence or two.
        action: address the form is sent to.
        caches: values sent with it.
    """

    titre: str
    texte: str
    action: str
    bouton: str
    champ: Champ | None = None
    caches: tuple[tuple[str, str], ...] = ()
    erreurs: tuple[ErreurChamp, ...] = ()
    autres: tuple[Lien, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMessage(Page):
    """Something was done, and what comes next."""

    titre: str
    texte: str
    conseils: tuple[Conseil, ...] = ()
