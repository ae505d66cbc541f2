"""What the import of a référentiel did: counts by table, for a screen or as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.lecture import Rejet
from etl.rapport import MONTRES, conclusion, milliers


@dataclass(frozen=True, slots=True)
class CompteTable:
    """What became of the rows of one table: ``lus = crees + modifies + inchanges``; ``supprimes`` were there and are no more in the file."""

    nom: str
    lus: int
    crees: int
    modifies: int
    supprimes: int = 0

    @property
    def inchanges(self) -> int:
        """Rows found as they were."""
        return self.lus - self.crees - self.modifies


@dataclass(frozen=True, slots=True)
class RapportReferentiel:
    """Outcome of the import of a référentiel.

    Attributes:
        format, fichier: what was read.
        ecrit: False for a dry run, whose counts are those that writing would have given.
        tables: in the order they are loaded.
        rejets: lines left out.
        remarques: sentences about what was kept or left aside.
    """

    format: str
    fichier: str
    ecrit: bool
    tables: tuple[CompteTable, ...]
    rejets: tuple[Rejet, ...] = ()
    remarques: tuple[str, ...] = ()

    @property
    def rejetes(self) -> int:
        """Lines left out."""
        return len(self.rejets)

    @property
    def a_change(self) -> bool:
        """Whether a row is not what it was."""
        return any(table.crees or table.modifies or table.supprimes for table in self.tables)

    def total(self, nom: str) -> int:
        """Sum of a count over the tables, by its name (``lus``, ``crees`` …)."""
        return sum(getattr(table, nom) for table in self.tables)

    def vers_dict(self) -> dict[str, Any]:
        """The report as plain values, ready for JSON."""
        tables = [{**asdict(table), "inchanges": table.inchanges} for table in self.tables]
        return {**asdict(self), "tables": tables, "rejetes": self.rejetes}


_TABLES = {
    "grand_domaine": "Grands domaines",
    "domaine_professionnel": "Domaines",
    "metier": "Métiers",
    "appellation": "Appellations",
    "competence": "Compétences",
    "metier_competence": "Liens métier",
    "mobilite": "Mobilités",
    "commune": "Communes",
}
_COLONNES = {"lus": "Lues", "crees": "Créées", "modifies": "Modifiées", "inchanges": "Inchangées", "supprimes": "Supprimées"}


def afficher_referentiel(rapport: RapportReferentiel, console: Console) -> None:
    """Show a report on a screen.

    Args:
        rapport: the report.
        console: where.
    """
    table = Table(title=f"Import de {rapport.fichier} ({rapport.format})", title_justify="left")
    table.add_column("Table", no_wrap=True)
    for libelle in _COLONNES.values():
        table.add_column(libelle, justify="right")
    for compte in rapport.tables:
        table.add_row(_TABLES.get(compte.nom, compte.nom), *(milliers(getattr(compte, nom)) for nom in _COLONNES))
    console.print(table)
    for rejet in rapport.rejets[:MONTRES]:
        for a in rejet.anomalies:
            console.print(Text(f"  {rejet.chemin}, {a.champ} « {a.valeur} » : {a.motif}"))
    if rapport.rejetes > MONTRES:
        console.print(f"  … et {milliers(rapport.rejetes - MONTRES)} autres lignes rejetées.")
    for remarque in rapport.remarques:
        console.print(Text(remarque))
    console.print(conclusion(ecrit=rapport.ecrit, a_change=rapport.a_change))
