"""Measuring the reading of wording the law forbids."""

from __future__ import annotations

import typer

from boite.commun import SortieJson, console, ecrire_json, proprement
from boite.francais import Commande
from employeurs.mesure import JEUX, MesureFormulations, mesurer

_NOMS = {"jugees": "phrases jugées, qui ont servi à corriger les règles", "temoin": "phrases témoins, qui n’ont rien corrigé"}


def enregistrer(application: typer.Typer) -> None:
    """Add the command to a group.

    Args:
        application: group of the measures.
    """
    application.command("formulations", cls=Commande, help="Formulations discriminatoires : précision et rappel.")(formulations)


@proprement
def formulations(en_json: SortieJson = False) -> None:
    """Measure the reading of wording."""
    mesures = {jeu: mesurer(jeu) for jeu in JEUX}
    if en_json:
        ecrire_json({jeu: _en_json(mesure) for jeu, mesure in mesures.items()})
        return
    for jeu, mesure in mesures.items():
        console.print(f"{len(mesure.jugements)} {_NOMS[jeu]}", highlight=False)
        console.print(f"  précision  {mesure.precision:.3f}\n  rappel     {mesure.rappel:.3f}")
        for ecart in mesure.ecarts:
            attendus, trouves = (", ".join(sorted(c)) or "rien" for c in (ecart.attendus, ecart.trouves))
            console.print(f"  « {ecart.phrase} » : attendu {attendus}, trouvé {trouves}", highlight=False)


def _en_json(mesure: MesureFormulations) -> dict[str, object]:
    ecarts = [{"phrase": j.phrase, "attendus": sorted(j.attendus), "trouves": sorted(j.trouves)} for j in mesure.ecarts]
    return {"phrases": len(mesure.jugements), "precision": mesure.precision, "rappel": mesure.rappel, "ecarts": ecarts}
