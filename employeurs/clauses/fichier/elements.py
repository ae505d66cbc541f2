"""What a workbook says, before anything is compared with what is known. Of a name, only the first name and an initial ever get here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalogue.domaine import TypeContrat
from employeurs.clauses.domaine import PublicClause


@dataclass(frozen=True, slots=True)
class Remarque:
    """Something to look at in a file: where (sheet and cell) and what, in French, without a name."""

    ou: str
    message: str


@dataclass(frozen=True, slots=True)
class LotDit:
    """A lot as the lines of a file describe it; empty or None where they say nothing.

    Attributes:
        ou: the first cell that speaks of it.
    """

    ou: str
    marche: str
    lot: str
    intitule: str = ""
    objet: str = ""
    acheteur: str = ""
    acheteur_siret: str | None = None
    titulaire: str = ""
    titulaire_siret: str | None = None
    cpv: str | None = None
    notification: date | None = None
    debut: date | None = None
    fin: date | None = None
    heures_prevues: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HeuresDites:
    """Hours of someone for a month; ``marche`` and ``lot`` as in the ``LotDit`` they belong to."""

    ou: str
    marche: str
    lot: str
    prenom: str
    initiale: str
    repere: str
    mois: date
    heures: Decimal
    public: PublicClause | None = None
    code_rome: str | None = None
    contrat: TypeContrat | None = None
    entree: date | None = None
    sortie: date | None = None

    @property
    def qui(self) -> tuple[str, str, str]:
        """Who, as far as a lot tells them apart."""
        return self.prenom, self.initiale, self.repere

    @property
    def nom(self) -> str:
        """« Samira B. », « Samira B. (2) »."""
        nom = f"{self.prenom} {self.initiale}." if self.initiale else self.prenom
        return f"{nom} ({self.repere})" if self.repere else nom


@dataclass(frozen=True, slots=True)
class Lecture:
    """A workbook once read.

    Attributes:
        fichier: its name.
        lots: what it says of each lot, once.
        heures: by person and month, once.
        rejets: what was left out.
        avertissements: what was read and deserves a look.
    """

    fichier: str
    lots: tuple[LotDit, ...]
    heures: tuple[HeuresDites, ...]
    rejets: tuple[Remarque, ...] = ()
    avertissements: tuple[Remarque, ...] = ()
