"""The command ``boite``."""

from __future__ import annotations

import sys

from boite import banc, catalogue, evaluer, formulations, importer, modele, service
from boite.francais import groupe, lancer

application = groupe("Boîte à parcours professionnel : importer l’offre, la chercher, la classer pour une personne, la servir.")
application.add_typer(importer.application, name="importer")
application.add_typer(modele.application, name="modele")
application.add_typer(banc.application, name="banc")
application.add_typer(evaluer.application, name="evaluer")
formulations.enregistrer(evaluer.application)
service.enregistrer(application)
catalogue.enregistrer(application)


def principal() -> None:
    """Entry point of the command."""
    sys.exit(lancer(application))
