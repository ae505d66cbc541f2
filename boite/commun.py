"""What every command shares: the console, the database, JSON output, and errors said in French without a traceback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec, Protocol, TypeVar

import typer
from rich.console import Console

from models.encodeur import Encodeur, ModeleIllisible
from models.encodeur import charger as charger_encodeur
from socle.base import Bassin, ouvrir
from socle.erreurs import ErreurPersonne
from socle.migrer import migrer
from socle.postgres import url_serveur
from socle.reglages import reglages

console = Console()
erreurs = Console(stderr=True)

P = ParamSpec("P")
T = TypeVar("T")


class CompteRendu(Protocol):
    """Report of an import."""

    @property
    def rejetes(self) -> int:
        """Elements rejected."""
        ...

    def vers_dict(self) -> dict[str, Any]:
        """The report for another program."""
        ...


R = TypeVar("R", bound=CompteRendu)

SortieJson = Annotated[bool, typer.Option("--json", help="Écrire le résultat en JSON, pour un autre programme.")]


def proprement(commande: Callable[P, T]) -> Callable[P, T]:
    """Say the errors a person can act on in one line, and end with status 2.

    Args:
        commande: a command.

    Returns:
        The same command, which never shows a traceback for these errors.
    """

    @wraps(commande)
    def enveloppe(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return commande(*args, **kwargs)
        except (ErreurPersonne, ModeleIllisible) as erreur:
            erreurs.print(f"[bold red]Erreur :[/] {erreur}", highlight=False)
            raise typer.Exit(2) from None

    return enveloppe


def url_prete() -> str:
    """Address of the database, started when it is the embedded one, and migrated."""
    url = url_serveur(reglages())
    migrer(url)
    return url


def avec_base(travail: Callable[[Bassin], Coroutine[Any, Any, T]]) -> T:
    """Run a piece of work over the database.

    Args:
        travail: coroutine function that takes the pool.

    Returns:
        What the work returns.
    """
    url = url_prete()

    async def principal() -> T:
        bassin = await ouvrir(url)
        try:
            return await travail(bassin)
        finally:
            await bassin.close()

    return asyncio.run(principal())


def encodeur() -> Encodeur | None:
    """The sentence encoder of the settings; None, said on the error console, when it cannot be read: the search then goes by words alone."""
    choisi = reglages().modele
    try:
        return charger_encodeur(Path(choisi) if choisi and Path(choisi).exists() else choisi or None)
    except ModeleIllisible as erreur:
        erreurs.print(f"[yellow]Recherche par les mots seulement :[/] {erreur}", highlight=False)
        return None


def ecrire_json(valeur: object) -> None:
    """Print a value as JSON on the standard output, French letters kept.

    Args:
        valeur: dictionaries, lists, and anything ``str`` can write.
    """
    typer.echo(json.dumps(valeur, ensure_ascii=False, indent=2, default=str))


def rendre_rapport(
    rapport: R, chemin: Path, ecrire: Callable[[R, Path], None], afficher: Callable[[R, Console], None], *, strict: bool, en_json: bool
) -> None:
    """Hand back the report of an import: saved, then shown or written as JSON.

    Args:
        rapport: the report.
        chemin: workbook to write.
        ecrire: how this report is saved.
        afficher: how it is shown.
        strict: end in error when anything was rejected.
        en_json: write JSON instead of showing.

    Raises:
        typer.Exit: status 1, something was rejected and ``strict`` was asked for.
    """
    ecrire(rapport, chemin)
    if en_json:
        ecrire_json({**rapport.vers_dict(), "rapport": str(chemin)})
    else:
        afficher(rapport, console)
        console.print(f"Compte rendu enregistré : {chemin}", highlight=False)
    if strict and rapport.rejetes:
        raise typer.Exit(1)
