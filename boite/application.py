"""The command ``boite``."""

from __future__ import annotations

import sys

from boite import appariement, apprendre, banc, catalogue, comptes, evaluer, evaluer_appariement, formulations, importer, modele, service, taches
from boite.francais import groupe, lancer

application = groupe("Boîte à parcours professionnel : importer l’offre, la chercher, la classer pour une personne, la servir.")
application.add_typer(importer.application, name="importer")
application.add_typer(comptes.application, name="comptes")
application.add_typer(modele.application, name="modele")
application.add_typer(banc.application, name="banc")
application.add_typer(evaluer.application, name="evaluer")
formulations.enregistrer(evaluer.application)
evaluer_appariement.enregistrer(evaluer.application)
application.add_typer(apprendre.application, name="apprendre")
service.enregistrer(application)
taches.enregistrer(application)
catalogue.enregistrer(application)
appariement.enregistrer(application)


def principal() -> None:
    """Entry point of the command."""
    sys.exit(lancer(application))
