"""What an import did, for people: counts, rejections and warnings, on a screen, as data or in a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import xlsxwriter
import xlsxwriter.exceptions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalogue.domaine import Anomalie
from etl.lecture import Avertissement, Rejet
from socle.erreurs import ErreurPersonne

PLAFOND = 10_000
"""Most rejections, and most warnings, kept with their words; all of them are counted."""
VALEUR_MAX = 300
MONTRES = 10


@dataclass(frozen=True, slots=True)
class Compte:
    """What became of the elements of one kind: ``lus = crees + modifies + inchanges + rejetes``."""

    lus: int = 0
    crees: int = 0
    modifies: int = 0
    inchanges: int = 0
    fermes: int = 0
    rejetes: int = 0

    def plus(self, **ajouts: int) -> Compte:
        """The same with some more, by name of count."""
        return replace(self, **{nom: getattr(self, nom) + ajout for nom, ajout in ajouts.items()})


@dataclass(frozen=True, slots=True)
class Rapport:
    """Outcome of an import. ``lus``, ``crees`` … are those of the offers; structures have their own count.

    Attributes:
        format, source, fichier: where it came from.
        ecrit: False for a dry run, whose counts are those that writing would have given.
        complet: the file was a full feed.
        rejets, avertissements: in the order of the file, the first ``PLAFOND`` of each.
        avertissements_total: all the warnings.
    """

    format: str
    source: str
    fichier: str
    ecrit: bool
    complet: bool
    offres: Compte
    structures: Compte
    rejets: tuple[Rejet, ...]
    avertissements: tuple[Avertissement, ...]
    avertissements_total: int

    @property
    def lus(self) -> int:
        """Offers read."""
        return self.offres.lus

    @property
    def crees(self) -> int:
        """Offers created."""
        return self.offres.crees

    @property
    def modifies(self) -> int:
        """Offers changed."""
        return self.offres.modifies

    @property
    def inchanges(self) -> int:
        """Offers found as they were."""
        return self.offres.inchanges

    @property
    def fermes(self) -> int:
        """Offers closed because they have vanished from a full feed."""
        return self.offres.fermes

    @property
    def rejetes(self) -> int:
        """Elements left out, offers and structures."""
        return self.offres.rejetes + self.structures.rejetes

    @property
    def a_change(self) -> bool:
        """Whether the catalogue is not what it was."""
        return any(c.crees or c.modifies or c.fermes for c in (self.offres, self.structures))

    def vers_dict(self) -> dict[str, Any]:
        """The report as plain values, ready for JSON."""
        return {**asdict(self), "rejetes": self.rejetes}


class Journal:
    """Counts and words gathered while the import runs; its size does not grow with the file."""

    def __init__(self, plafond: int = PLAFOND) -> None:
        self._plafond = plafond
        self.offres = Compte()
        self.structures = Compte()
        self._rejets: list[Rejet] = []
        self._avertissements: list[Avertissement] = []
        self._avertissements_total = 0

    def compter(self, *, structure: bool = False, **ajouts: int) -> None:
        """Add to the counts.

        Args:
            structure: of the structures instead of the offers.
            ajouts: number to add, by name of count.
        """
        if structure:
            self.structures = self.structures.plus(**ajouts)
        else:
            self.offres = self.offres.plus(**ajouts)

    def rejeter(self, rejet: Rejet) -> None:
        """Note an element left out."""
        self.compter(structure=rejet.structure, rejetes=1)
        if len(self._rejets) < self._plafond:
            self._rejets.append(replace(rejet, chemin=_borner(rejet.chemin), anomalies=tuple(_bornee(a) for a in rejet.anomalies)))

    def avertir(self, chemin: str, anomalies: Iterable[Anomalie]) -> None:
        """Note what is doubtful in an element that is kept."""
        for anomalie in anomalies:
            self._avertissements_total += 1
            if len(self._avertissements) < self._plafond:
                self._avertissements.append(Avertissement(_borner(chemin), _bornee(anomalie)))

    def rapport(self, *, format: str, source: str, fichier: str, ecrit: bool, complet: bool) -> Rapport:
        """The report, at the end.

        Args:
            format: name of the format.
            source: name of the source.
            fichier: name of the file.
            ecrit: whether it was written.
            complet: whether it was a full feed.

        Returns:
            The report.
        """
        return Rapport(
            format,
            source,
            fichier,
            ecrit,
            complet,
            self.offres,
            self.structures,
            tuple(self._rejets),
            tuple(self._avertissements),
            self._avertissements_total,
        )


def _bornee(anomalie: Anomalie) -> Anomalie:
    return replace(anomalie, valeur=_borner(anomalie.valeur))


def _borner(valeur: str) -> str:
    propre = valeur.encode("utf-8", "replace").decode()
    return propre if len(propre) <= VALEUR_MAX else propre[: VALEUR_MAX - 1] + "…"


# --- Workbook -------------------------------------------------------------------------------------------------------------------------------


def ecrire_xlsx(rapport: Rapport, chemin: Path) -> None:
    """Save a report as a workbook: Résumé, Rejets, Avertissements.

    Args:
        rapport: the report.
        chemin: file to write; replaced when it exists.

    Raises:
        ErreurPersonne: the file cannot be written there.
    """
    # What comes from a file stays text: never a formula, a link or a number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(chemin), options) as classeur:
            _remplir(classeur, rapport)
    except xlsxwriter.exceptions.FileCreateError as erreur:
        raise ErreurPersonne(f"Le compte rendu ne peut pas être écrit dans « {chemin} ». Le fichier est peut-être ouvert ailleurs.") from erreur


def _remplir(classeur: Any, rapport: Rapport) -> None:
    _feuille(classeur, "Résumé", ("", "Offres", "Structures"), _lignes_resume(rapport))
    colonnes = ("Endroit", "Champ", "Valeur reçue", "Raison")
    rejets = ((r.chemin, a.champ, a.valeur, a.motif) for r in rapport.rejets for a in r.anomalies)
    _feuille(classeur, "Rejets", colonnes, rejets)
    avertissements = ((a.chemin, a.anomalie.champ, a.anomalie.valeur, a.anomalie.motif) for a in rapport.avertissements)
    _feuille(classeur, "Avertissements", colonnes, avertissements)


def _feuille(classeur: Any, nom: str, colonnes: tuple[str, ...], lignes: Iterable[tuple[str | int, ...]]) -> None:
    feuille = classeur.add_worksheet(nom)
    feuille.freeze_panes(1, 0)
    feuille.set_column(0, len(colonnes) - 2, 28)
    feuille.set_column(len(colonnes) - 1, len(colonnes) - 1, 80 if len(colonnes) > 3 else 28)
    feuille.write_row(0, 0, colonnes, classeur.add_format({"bold": True}))
    for rang, ligne in enumerate(lignes, start=1):
        for colonne, valeur in enumerate(ligne):
            if isinstance(valeur, str):
                feuille.write_string(rang, colonne, valeur)
            else:
                feuille.write_number(rang, colonne, valeur)


_LIBELLES = {
    "lus": "Lues",
    "crees": "Créées",
    "modifies": "Modifiées",
    "inchanges": "Inchangées",
    "fermes": "Fermées",
    "rejetes": "Rejetées",
}


def _lignes_resume(rapport: Rapport) -> list[tuple[str | int, ...]]:
    lignes: list[tuple[str | int, ...]] = [
        ("Fichier", rapport.fichier),
        ("Format", rapport.format),
        ("Source", rapport.source),
        ("Écrit dans le catalogue", "oui" if rapport.ecrit else "non, essai seulement"),
        ("Flux complet", "oui" if rapport.complet else "non"),
    ]
    lignes += [(libelle, getattr(rapport.offres, nom), getattr(rapport.structures, nom)) for nom, libelle in _LIBELLES.items()]
    lignes.append(("Avertissements", rapport.avertissements_total))
    if rapport.rejetes > len(rapport.rejets):
        lignes.append(("Rejets détaillés", len(rapport.rejets)))
    if rapport.avertissements_total > len(rapport.avertissements):
        lignes.append(("Avertissements détaillés", len(rapport.avertissements)))
    return lignes


# --- Screen ---------------------------------------------------------------------------------------------------------------------------------


def afficher(rapport: Rapport, console: Console) -> None:
    """Show a report on a screen.

    Args:
        rapport: the report.
        console: where.
    """
    table = Table(title=f"Import de {rapport.fichier} ({rapport.format})", title_justify="left")
    table.add_column("")
    table.add_column("Offres", justify="right")
    table.add_column("Structures", justify="right")
    for nom, libelle in _LIBELLES.items():
        table.add_row(libelle, milliers(getattr(rapport.offres, nom)), milliers(getattr(rapport.structures, nom)))
    console.print(table)
    _afficher_anomalies(console, "rejet", rapport.rejetes, [(r.chemin, a) for r in rapport.rejets for a in r.anomalies])
    _afficher_anomalies(console, "avertissement", rapport.avertissements_total, [(a.chemin, a.anomalie) for a in rapport.avertissements])
    console.print(conclusion(ecrit=rapport.ecrit, a_change=rapport.a_change))


def conclusion(*, ecrit: bool, a_change: bool) -> str:
    """The last sentence of a report.

    Args:
        ecrit: whether it was written.
        a_change: whether something is not as before.

    Returns:
        One sentence in French.
    """
    if not a_change:
        return "Rien n’a changé : la base contenait déjà tout." if ecrit else "Essai : rien ne changerait, la base contient déjà tout."
    return "C’est écrit." if ecrit else "Essai : rien n’a été écrit. Ajoutez --ecrire pour écrire."


def milliers(n: int) -> str:
    """A count as French people read it: « 13 120 », with a narrow non-breaking space."""
    return f"{n:,}".replace(",", "\u202f")


def _afficher_anomalies(console: Console, nom: str, total: int, anomalies: list[tuple[str, Anomalie]]) -> None:
    if not total:
        return
    console.print(f"\n{milliers(total)} {nom}{'s' if total > 1 else ''}", style="bold")
    for chemin, a in anomalies[:MONTRES]:
        # Text, not markup: brackets of a file must not change the screen.
        console.print(Text(f"  {chemin}, {a.champ} « {a.valeur} » : {a.motif}" if a.valeur else f"  {chemin}, {a.champ} : {a.motif}"))
    if len(anomalies) > MONTRES:
        console.print("  … la suite est dans le rapport XLSX (--rapport).")
    console.print()
