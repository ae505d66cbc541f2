"""Pages of one's own account, of the accounts an administrator keeps, and of who read a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from comptes.depot import LigneCompte
from web.pages.commun import ErreurChamp, Page, Rubrique


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCompte(Page):
    """One's own account, ``/compte``.

    Attributes:
        courriel: None for an allocataire without one.
        mot_de_passe: the account has one, that can be changed here.
        double_facteur: a code is asked at each entry.
        codes_restants: recovery codes not used yet.
        sessions: browsers that are in, this one included.
        avis: what was just done, empty otherwise.
    """

    nom: str
    role: str
    courriel: str | None
    mot_de_passe: bool
    professionnel: bool
    double_facteur: bool
    codes_restants: int
    sessions: int
    erreurs: tuple[ErreurChamp, ...] = ()
    avis: str = ""

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDoubleFacteur(Page):
    """Setting up the second factor, ``/compte/double-authentification``.

    Attributes:
        image: QR code as a ``data:`` address, empty once it is on.
        secret: the same, to type by hand, in groups of four.
        scelle: the same sealed, that the form brings back.
        codes: recovery codes, shown once, just after it was turned on.
        obligatoire: an administrator goes no further without it.
    """

    image: str = ""
    secret: str = ""
    scelle: str = ""
    codes: tuple[str, ...] = ()
    obligatoire: bool = False
    erreurs: tuple[ErreurChamp, ...] = ()


@dataclass(frozen=True, slots=True)
class SaisieCompte:
    """What was typed to invite somebody."""

    nom: str = ""
    courriel: str = ""
    role: str = ""
    structure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageComptes(Page):
    """Accounts of professionals, ``/comptes``.

    Attributes:
        structures: public id and name.
        moi: public id of who reads: nobody closes their own door.
        lien: invitation just made, to hand over if the mail does not arrive.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.COMPTES

    comptes: tuple[LigneCompte, ...]
    structures: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    moi: str
    saisie: SaisieCompte = SaisieCompte()
    erreurs: tuple[ErreurChamp, ...] = ()
    lien: str = ""
    avis: str = ""

    @property
    def noms_roles(self) -> dict[str, str]:
        """Words of each role by its code."""
        return dict(self.roles)

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True)
class LigneConsultation:
    """A line of the history of a file: when, who, what, in words."""

    quand: datetime
    qui: str
    role: str
    quoi: str
    fois: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageConsultations(Page):
    """Who read a person's file.

    Attributes:
        nom: of the person, empty for themself.
        retour: address of the page one comes from.
    """

    lignes: tuple[LigneConsultation, ...]
    nom: str = ""
    retour: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCode(Page):
    """The personal code to hand over, printed.

    Attributes:
        code: shown once, empty before it is drawn.
        adresse: where the person types it.
    """

    nom: str
    identifiant: str
    code: str = ""
    adresse: str = ""
