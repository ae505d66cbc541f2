"""Whom an offer suits, by référent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.commun import UNE_SEULE, Conseil, Lien, Onglet, Page, Pagination, Rubrique


@dataclass(frozen=True, slots=True)
class PersonneConvenue:
    """A person whom the offer suits.

    Attributes:
        raisons: why, two or three sentences.
        a_verifier: what to ask before prescribing.
        en_cours: prescriptions already under way for the person, so that nobody is proposed everywhere.
        action: prescribe, or propose to the référent.
    """

    nom: str
    href: str
    commune: str
    projet: str
    raisons: tuple[str, ...]
    a_verifier: tuple[str, ...]
    en_cours: int
    action: Lien


@dataclass(frozen=True, slots=True)
class GroupeReferent:
    """People of one référent; the name is empty for those whom nobody follows yet."""

    referent: str
    personnes: tuple[PersonneConvenue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInverse(Page):
    """``/offres/{identifiant}/personnes``.

    Attributes:
        seances: sessions that one can still enter; each has its own list, for everything is judged on its first day.
        groupes: people of this page, référents in the order of their best person.
        vivier: people among whom the reader may look.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.OFFRES

    offre: str
    titre: str
    type_offre: TypeOffre
    seances: tuple[Onglet, ...]
    total: int
    vivier: int
    groupes: tuple[GroupeReferent, ...]
    pagination: Pagination = UNE_SEULE
    conseils: tuple[Conseil, ...] = ()
