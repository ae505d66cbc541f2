"""The portefeuille of a counsellor, and the doubtful lines of imports to decide upon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from parcours.dossier.domaine import Cer
from web.pages.commun import UNE_SEULE, Conseil, ErreurChamp, Lien, Page, Pagination, Rubrique


@dataclass(frozen=True, slots=True)
class LignePersonne:
    """A person of the portefeuille; what is None is unknown."""

    identifiant: str
    nom: str
    commune: str | None
    orientation: str | None
    cer: Cer
    freins: tuple[str, ...]
    projet: bool
    referent: str | None


@dataclass(frozen=True, slots=True)
class ValeurFiltre:
    """A value of a filter, with how many people it would keep."""

    valeur: str
    libelle: str
    nombre: int
    active: bool


@dataclass(frozen=True, slots=True)
class Filtre:
    """A filter; ``unique`` when one value excludes the others."""

    nom: str
    titre: str
    valeurs: tuple[ValeurFiltre, ...]
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Choix:
    """An entry of a list to choose from."""

    valeur: str
    libelle: str
    choisi: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePortefeuille(Page):
    """The people of a counsellor, ``/portefeuille``.

    Attributes:
        filtres, tris: with counts; ``actifs`` are links that take one filter away.
        export: address of the workbook of the same people.
        collegues: to whom people may be given.
        avec_referent: the référent is shown, since the people are not all one's own.
        rapprochements: doubtful lines that wait for this account.
        retour: query to come back to after an action.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PORTEFEUILLE

    total: int
    personnes: tuple[LignePersonne, ...]
    q: str
    filtres: tuple[Filtre, ...]
    actifs: tuple[Lien, ...]
    tris: tuple[Choix, ...]
    collegues: tuple[Choix, ...]
    export: str
    retour: str
    rapprochements: int = 0
    avec_referent: bool = True
    pagination: Pagination = UNE_SEULE
    conseils: tuple[Conseil, ...] = ()
    avis: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparaison:
    """One fact of the file beside those of the candidates; ``accords`` tell whether each says the same, None where one is silent."""

    libelle: str
    lue: str | None
    candidats: tuple[tuple[str | None, bool | None], ...]


@dataclass(frozen=True, slots=True)
class LigneDouteuse:
    """A doubtful line, side by side with whom it may be."""

    identifiant: str
    nom: str
    motif: str
    origine: str
    quand: datetime
    candidats: tuple[tuple[str, str], ...]
    comparaisons: tuple[Comparaison, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRapprochements(Page):
    """Doubtful lines, ``/rapprochements``; ``voir`` when the reader may open the files of the candidates."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.PORTEFEUILLE

    total: int
    lignes: tuple[LigneDouteuse, ...]
    voir: bool
    pagination: Pagination = UNE_SEULE
    avis: str = ""
