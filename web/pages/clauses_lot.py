"""The page of one lot: hours against time, posts, people and their monthly grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from employeurs.clauses.depot import Entree
from employeurs.clauses.domaine import Participation, Poste
from web.pages.clauses import CarteLot
from web.pages.commun import ErreurChamp, Lien, Page, Rubrique


@dataclass(frozen=True, slots=True)
class Courbe:
    """Hours done against time, as points of a drawing of 640 by 220.

    Attributes:
        faites: points of the hours added up, ``x,y`` apart by blanks.
        prevues: both ends of the even pace that the contract asks for.
        aujourdhui: abscissa of today, None out of the drawing.
        graduations: ordinate and words.
        reperes: abscissa and words, along the time.
    """

    faites: str
    prevues: str
    aujourdhui: float | None
    graduations: tuple[tuple[float, str], ...]
    reperes: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell of the grid.

    Attributes:
        champ: name of the field, None when the person was not there that month.
        nom: what an assistive tool reads.
        valeur: as typed, or as kept.
        erreur: what is wrong, empty when it is right.
        gardee: what somebody else wrote meanwhile, empty otherwise.
    """

    champ: str | None
    nom: str
    valeur: str = ""
    erreur: str = ""
    gardee: str = ""


@dataclass(frozen=True, slots=True)
class LigneGrille:
    """Someone and their hours: total of the months shown, and since the entry."""

    personne: Participation
    contrat: str
    cellules: tuple[Cellule, ...]
    total: str
    depuis: str


@dataclass(frozen=True, slots=True)
class Grille:
    """Hours by person and month.

    Attributes:
        periode: « 2026-T4 » or « 2026 », as addresses hold it; ``mots`` says it.
        mois: short words of the months.
        totaux: hours of each month.
        total, depuis: sums of the last two columns.
        precedente, suivante, autre_vue: other periods.
    """

    periode: str
    mots: str
    mois: tuple[str, ...]
    lignes: tuple[LigneGrille, ...]
    totaux: tuple[str, ...]
    total: str
    depuis: str
    precedente: Lien | None
    suivante: Lien | None
    autre_vue: Lien


@dataclass(frozen=True, slots=True)
class LignePoste:
    """A post, and where to publish it as an offer."""

    poste: Poste
    libelle: str
    contrat: str
    personnes: int
    publier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLot(Page):
    """One lot, ``/clauses/{marche}/{lot}``.

    Attributes:
        ecrit: the reader keeps the follow-up; the others read no name.
        rythme: « 180 h par mois ces trois derniers mois », « il en faut 240 »…
        mois: hours of each month and their running sum, in words.
        personnes: how many, in words.
        occuper: where to look for people: the card of the lot, offers of its posts.
        entrees: people who came through this service and are not on the lot yet.
        saisie: what was typed in the form that is shown again.
        cle: drawn for the forms that open something.
        conflit: someone wrote meanwhile.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    carte: CarteLot
    marche: Lien
    offre: Lien | None
    version: int
    ecrit: bool
    courbe: Courbe
    rythme: tuple[str, ...]
    mois: tuple[tuple[str, str, str], ...]
    personnes: str
    postes: tuple[LignePoste, ...]
    occuper: tuple[Lien, ...] = ()
    grille: Grille | None = None
    entrees: tuple[Entree, ...] = ()
    metiers: tuple[tuple[str, str], ...] = ()
    contrats: tuple[tuple[str, str], ...] = ()
    publics: tuple[tuple[str, str], ...] = ()
    saisie: Mapping[str, str] = field(default_factory=dict)
    cle: str = ""
    jour: date
    erreurs: tuple[ErreurChamp, ...] = ()
    conflit: bool = False
    avis: str = ""

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)

    def tape(self, champ: str) -> str:
        """What was typed in a field, empty otherwise."""
        return self.saisie.get(champ, "")
