"""The command ``boite``."""

from __future__ import annotations

import typer

from boite import banc, catalogue, importer, modele, service

application = typer.Typer(
    name="boite",
    help="Boîte à parcours professionnel : importer l’offre, la chercher, la classer pour une personne, la servir.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)
application.add_typer(importer.application, name="importer")
application.add_typer(modele.application, name="modele")
application.add_typer(banc.application, name="banc")
service.enregistrer(application)
catalogue.enregistrer(application)


def principal() -> None:
    """Entry point of the command."""
    application()
