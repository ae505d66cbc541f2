"""Typer in French: panels, usage line, the help option, and what is said of a badly written command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from rich.console import Console
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import Abort, Exit, TyperException

rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.DEFAULT_STRING = "[par défaut : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"

AIDE = "Afficher cette aide."
CODE_MAL_ECRITE, CODE_INTERROMPUE = 2, 130


def _en_francais(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = AIDE
    return option


class Commande(TyperCommand):
    """A command whose usage and help option are in French."""

    def get_help_option(self, ctx: typer.Context) -> TyperOption | None:  # type: ignore[override]
        """The help option, in French."""
        return _en_francais(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line, in French."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")


class Groupe(TyperGroup):
    """A group of commands whose usage and help option are in French; its commands are :class:`Commande`."""

    def get_help_option(self, ctx: typer.Context) -> TyperOption | None:  # type: ignore[override]
        """The help option, in French."""
        return _en_francais(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line, in French."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")


def groupe(aide: str) -> typer.Typer:
    """A group of commands in French.

    Args:
        aide: one line of help.

    Returns:
        The group.
    """
    return typer.Typer(
        help=aide,
        cls=Groupe,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        subcommand_metavar="COMMANDE [ARGUMENTS]…",
        context_settings={"help_option_names": ["--help", "-h"]},
    )


def lancer(application: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run the command line and say in French what is wrong with what was typed.

    Args:
        application: the command line.
        arguments: what was typed after the name of the command, ``sys.argv`` by default.

    Returns:
        Exit status: 2 for a command that is badly written.
    """
    try:
        resultat = application(args=list(sys.argv[1:] if arguments is None else arguments), standalone_mode=False, prog_name="boite")
    except Exit as fin:
        return fin.exit_code
    except Abort:
        return CODE_INTERROMPUE
    except TyperException as erreur:
        if type(erreur).__name__ == "NoArgsIsHelpError":
            Console().print(erreur.format_message())
            return CODE_MAL_ECRITE
        Console(stderr=True).print(
            f"[bold red]Erreur :[/] {expliquer(erreur)}\nAjoutez --help à la commande pour voir comment l’écrire.", highlight=False
        )
        return CODE_MAL_ECRITE
    return resultat if isinstance(resultat, int) else 0


def expliquer(erreur: TyperException) -> str:
    """What is wrong with a command, in French.

    Args:
        erreur: what Typer raised.

    Returns:
        One sentence that names the option or the argument.
    """
    genre = type(erreur).__name__
    champ = _champ(erreur)
    if genre == "NoSuchOption":
        return f"l’option {getattr(erreur, 'option_name', '')} n’existe pas."
    if genre == "MissingParameter":
        return f"il manque {champ}."
    if genre == "BadParameter":
        return f"la valeur donnée pour {champ} n’est pas possible."
    if "No such command" in erreur.message:
        return f"la commande « {erreur.message.split(chr(39))[1]} » n’existe pas."
    return f"la commande est mal écrite ({erreur.message})."


def _champ(erreur: TyperException) -> str:
    parametre = getattr(erreur, "param", None)
    if parametre is None:
        return "un argument"
    return str(max(parametre.opts, key=len)) if isinstance(parametre, TyperOption) else str(parametre.metavar or parametre.name).upper()
