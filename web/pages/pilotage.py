"""Steering: is the offer used, how long things take, where people are lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from employeurs.conventions.chiffres import Chiffres
from web.pages.commun import ErreurChamp, Lien, Page, Rubrique


@dataclass(frozen=True, slots=True)
class LigneEffectifs:
    """Places of one kind, one territoire, or all of them; a count of people is None when the group is too small to be shown.

    Attributes:
        href: list of the offers counted.
        parts: lengths of the drawn bar out of 100: taken, held, free; None when a count is hidden.
    """

    libelle: str
    href: str | None
    sessions: int
    offertes: int
    tenues: int | None
    prises: int | None
    presentes: int | None
    perdues: int | None
    type_offre: TypeOffre | None = None
    parts: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Etape:
    """One step of the funnel; ``largeur`` out of 100, None when the count is hidden."""

    libelle: str
    nombre: int | None
    largeur: float | None


@dataclass(frozen=True, slots=True)
class LigneDelai:
    """A delay in words."""

    libelle: str
    mediane: str
    neuf_dixiemes: str
    nombre: int


@dataclass(frozen=True, slots=True)
class OptionTerritoire:
    """A territoire that the reader may choose."""

    code: str
    nom: str
    choisi: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePilotage(Page):
    """Figures of a period, ``/pilotage``.

    Attributes:
        du, au: as typed, given back even when wrong.
        periode: in words.
        total: everything together.
        types, territoires: the same places cut in two ways.
        pertes: why people were lost, most frequent first.
        sans_nombre: sessions that do not say how many places they have.
        classeur: address of the workbook.
        conventions: hires of the conventions signed and not closed, as their list shows them at first.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PILOTAGE

    du: str
    au: str
    erreurs: tuple[ErreurChamp, ...] = ()
    options: tuple[OptionTerritoire, ...] = ()
    periode: str
    total: LigneEffectifs
    types: tuple[LigneEffectifs, ...] = ()
    territoires: tuple[LigneEffectifs, ...] = ()
    entonnoir: tuple[Etape, ...] = ()
    pertes: tuple[Etape, ...] = ()
    delais: tuple[LigneDelai, ...] = ()
    sans_nombre: int = 0
    classeur: Lien
    conventions: Chiffres

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)
