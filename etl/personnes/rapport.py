"""What an import of people did, told without a name or a number: counts, and for each line the place and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import xlsxwriter
import xlsxwriter.exceptions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalogue.domaine import Anomalie
from etl.lecture import Avertissement, Rejet
from etl.personnes.lecture import ColonnesLues
from etl.rapport import MONTRES, PLAFOND, conclusion, milliers
from socle.erreurs import ErreurPersonne

COMPTES: Final = {
    "lus": "Lues",
    "crees": "Créées",
    "modifies": "Modifiées",
    "inchanges": "Inchangées",
    "douteux": "À décider par une personne",
    "fusionnes": "Lignes d’une personne déjà lue",
    "ecartes": "Laissées de côté",
    "rejetes": "Rejetées",
}
"""``lus`` is the sum of all the others."""
MOUVEMENTS: Final = {
    "entres": "Entrées dans le RSA",
    "partis": "Sorties du RSA",
    "deplaces_commune": "Changent de commune",
    "deplaces_structure": "Changent de structure",
    "droits_changes": "Changent de droit",
}
"""Counted beside: one person may move and change rights at once."""


@dataclass(frozen=True, slots=True)
class RapportPersonnes:
    """Outcome of an import of people.

    Attributes:
        ecrit: False for a dry run, whose counts are those that writing would have given.
        comptes: by key of ``COMPTES``.
        mouvements: by key of ``MOUVEMENTS``.
        raisons: how many were left aside, by reason.
        colonnes: how the columns of a list were understood.
        deja_en_attente: doubtful lines that already waited for someone.
    """

    format: str
    fichier: str
    ecrit: bool
    comptes: dict[str, int]
    mouvements: dict[str, int]
    raisons: dict[str, int]
    deja_en_attente: int
    rejets: tuple[Rejet, ...]
    avertissements: tuple[Avertissement, ...]
    avertissements_total: int
    colonnes: ColonnesLues | None = None

    def __getattr__(self, nom: str) -> int:
        """A count by its name (``rapport.crees``)."""
        for comptes in (self.comptes, self.mouvements):
            if nom in comptes:
                return comptes[nom]
        raise AttributeError(nom)

    @property
    def a_change(self) -> bool:
        """Whether the base is not what it was."""
        return bool(self.crees or self.modifies or self.partis or self.douteux > self.deja_en_attente)

    def vers_dict(self) -> dict[str, Any]:
        """The report as plain values, ready for JSON."""
        return asdict(self) | {"a_change": self.a_change}


@dataclass(slots=True)
class JournalPersonnes:
    """Counts and words gathered while the import runs."""

    comptes: Counter[str] = field(default_factory=Counter)
    raisons: Counter[str] = field(default_factory=Counter)
    rejets: list[Rejet] = field(default_factory=list)
    avertissements: list[Avertissement] = field(default_factory=list)
    avertissements_total: int = 0
    deja_en_attente: int = 0
    colonnes: ColonnesLues | None = None

    def rejeter(self, rejet: Rejet) -> None:
        """Note a line left out."""
        self.comptes["rejetes"] += 1
        if len(self.rejets) < PLAFOND:
            self.rejets.append(rejet)

    def ecarter(self, raison: str) -> None:
        """Note someone who is not for this service."""
        self.comptes["ecartes"] += 1
        self.raisons[raison] += 1

    def avertir(self, chemin: str, champ: str, motif: str) -> None:
        """Note a doubt, without what the file held."""
        self.garder(Avertissement(chemin, Anomalie(champ, "", motif)))

    def garder(self, avertissement: Avertissement) -> None:
        """Note a doubt of a reader."""
        self.avertissements_total += 1
        if len(self.avertissements) < PLAFOND:
            self.avertissements.append(avertissement)

    def rapport(self, *, format: str, fichier: str, ecrit: bool) -> RapportPersonnes:
        """The report, at the end.

        Args:
            format: ``caf`` or ``liste``.
            fichier: name of the file.
            ecrit: whether it was written.

        Returns:
            The report.
        """
        self.comptes["lus"] = sum(self.comptes[nom] for nom in COMPTES if nom != "lus")
        return RapportPersonnes(
            format,
            fichier,
            ecrit,
            {nom: self.comptes[nom] for nom in COMPTES},
            {nom: self.comptes[nom] for nom in MOUVEMENTS},
            dict(sorted(self.raisons.items())),
            self.deja_en_attente,
            tuple(self.rejets),
            tuple(self.avertissements),
            self.avertissements_total,
            self.colonnes,
        )


def afficher_personnes(rapport: RapportPersonnes, console: Console) -> None:
    """Show a report on a screen.

    Args:
        rapport: the report.
        console: where.
    """
    table = Table(title=f"Import de {rapport.fichier}", title_justify="left", show_header=False)
    table.add_column("")
    table.add_column("", justify="right")
    for libelles, comptes in ((COMPTES, rapport.comptes), (MOUVEMENTS, rapport.mouvements)):
        for nom, libelle in libelles.items():
            table.add_row(libelle, milliers(comptes[nom]))
        table.add_section()
    console.print(table)
    for raison, nombre in rapport.raisons.items():
        console.print(Text(f"  {milliers(nombre)} : {raison}"))
    if rapport.colonnes:
        _afficher_colonnes(rapport.colonnes, console)
    _afficher_lignes(console, "rejet", rapport.comptes["rejetes"], [(r.chemin, a) for r in rapport.rejets for a in r.anomalies])
    _afficher_lignes(console, "avertissement", rapport.avertissements_total, [(a.chemin, a.anomalie) for a in rapport.avertissements])
    if rapport.douteux:
        console.print(f"{milliers(rapport.douteux)} à décider dans « Rapprochements », dont {milliers(rapport.deja_en_attente)} y étaient déjà.")
    console.print(conclusion(ecrit=rapport.ecrit, a_change=rapport.a_change))


def _afficher_colonnes(colonnes: ColonnesLues, console: Console) -> None:
    console.print(Text("Colonnes comprises : " + ", ".join(f"{entete} → {champ}" for entete, champ in colonnes.comprises)))
    if colonnes.tues:
        console.print(Text("Colonnes laissées de côté exprès : " + ", ".join(colonnes.tues)))
    if colonnes.inconnues:
        console.print(Text("Colonnes inconnues, non lues : " + ", ".join(colonnes.inconnues)))


def _afficher_lignes(console: Console, nom: str, total: int, lignes: list[tuple[str, Anomalie]]) -> None:
    if not total:
        return
    console.print(f"\n{milliers(total)} {nom}{'s' if total > 1 else ''}", style="bold")
    for chemin, a in lignes[:MONTRES]:
        console.print(Text(f"  {chemin}, {a.champ} : {a.motif}"))
    if len(lignes) > MONTRES:
        console.print("  … la suite est dans le rapport XLSX (--rapport).")
    console.print()


def ecrire_rapport(rapport: RapportPersonnes, chemin: Path) -> None:
    """Save a report as a workbook: Résumé, Colonnes, Rejets, Avertissements. It names nobody.

    Args:
        rapport: the report.
        chemin: file to write; replaced when it exists.

    Raises:
        ErreurPersonne: the file cannot be written there.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(chemin), options) as classeur:
            _feuille(classeur, "Résumé", ("", "Nombre"), _resume(rapport))
            _feuille(classeur, "Colonnes", ("Colonne", "Lue comme"), _colonnes(rapport.colonnes))
            entete = ("Endroit", "Champ", "Raison")
            _feuille(classeur, "Rejets", entete, ((r.chemin, a.champ, a.motif) for r in rapport.rejets for a in r.anomalies))
            _feuille(classeur, "Avertissements", entete, ((a.chemin, a.anomalie.champ, a.anomalie.motif) for a in rapport.avertissements))
    except xlsxwriter.exceptions.FileCreateError as erreur:
        raise ErreurPersonne(f"Le compte rendu ne peut pas être écrit dans « {chemin} ». Le fichier est peut-être ouvert ailleurs.") from erreur


def _resume(rapport: RapportPersonnes) -> Iterable[tuple[str, str]]:
    yield "Fichier", rapport.fichier
    yield "Écrit", "oui" if rapport.ecrit else "non, essai seulement"
    for libelles, comptes in ((COMPTES, rapport.comptes), (MOUVEMENTS, rapport.mouvements)):
        yield from ((libelle, str(comptes[nom])) for nom, libelle in libelles.items())
    yield from ((f"Laissées de côté : {raison}", str(nombre)) for raison, nombre in rapport.raisons.items())
    yield "Avertissements", str(rapport.avertissements_total)


def _colonnes(colonnes: ColonnesLues | None) -> Iterable[tuple[str, str]]:
    if colonnes is not None:
        yield from colonnes.comprises
        yield from ((entete, "laissée de côté exprès") for entete in colonnes.tues)
        yield from ((entete, "inconnue, non lue") for entete in colonnes.inconnues)


def _feuille(classeur: Any, nom: str, colonnes: tuple[str, ...], lignes: Iterable[tuple[str, ...]]) -> None:
    feuille = classeur.add_worksheet(nom)
    feuille.freeze_panes(1, 0)
    feuille.set_column(0, len(colonnes) - 1, 36)
    feuille.write_row(0, 0, colonnes, classeur.add_format({"bold": True}))
    for rang, ligne in enumerate(lignes, start=1):
        for colonne, mot in enumerate(ligne):
            feuille.write_string(rang, colonne, mot)
