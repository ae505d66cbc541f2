"""``boite apprendre classement``: the ranking learns from the lists shown, and says why it changes or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from boite.commun import SortieJson, avec_base, console, ecrire_json, erreurs, proprement
from boite.francais import Commande, groupe
from matching.evaluation.intervalles import GRAINE
from matching.listes import depot
from matching.listes.apprentissage import Rapport, composer_jeu, entrainer
from matching.listes.carte import en_json as rapport_json
from matching.listes.carte import en_markdown
from matching.listes.domaine import Observation
from matching.score import Part, poids
from models.classement import ClassementRefuse
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme
from socle.reglages import reglages

application = groupe("Apprendre de ce qui s’est passé.")


@application.callback()
def _principal() -> None:
    """Keep ``classement`` a command of its own: Typer would merge a group of one."""


@application.command("classement", cls=Commande, help="Réapprendre les poids du classement, et ne les remplacer que s’ils font mieux ensuite.")
@proprement
def classement(
    sortie: Annotated[Path | None, typer.Option(help="Dossier du rapport et des poids appris ; par défaut, celui que le service relit.")] = None,
    en_json: SortieJson = False,
) -> None:
    """Learn from the lists shown."""
    dossier = sortie or reglages().donnees / "classement"
    with erreurs.status("Apprentissage…"):
        rapport = _apprendre(avec_base(_lire))
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / "rapport.json").write_text(json.dumps(rapport_json(rapport), ensure_ascii=False, indent=2), encoding="utf-8")
    (dossier / "CARTE.md").write_text(en_markdown(rapport, f"Classement appris « {rapport.poids.classeur.version} »"), encoding="utf-8")
    if rapport.poids.remplace:
        rapport.poids.classeur.ecrire(dossier)
    if en_json:
        ecrire_json({**rapport_json(rapport), "dossier": str(dossier)})
    else:
        _montrer(rapport, dossier)


async def _lire(bassin: Bassin) -> list[Observation]:
    async with transaction(bassin) as connexion:
        await depot.suivre_prescriptions(connexion)
        return await depot.observations(connexion)


def _apprendre(observations: list[Observation]) -> Rapport:
    en_vigueur = poids()
    par_nom = {part.value: valeur for part, valeur in en_vigueur.parts.items()}
    version = f"appris-{HorlogeSysteme().aujourdhui().isoformat()}"
    try:
        jeu, ecartees = composer_jeu(observations, sorted(part.value for part in Part), par_nom)
        return entrainer(jeu, par_nom, version, GRAINE, ecartees)
    except ClassementRefuse as refus:
        raise ErreurPersonne(f"{refus} Les poids « {en_vigueur.version} » restent en vigueur.") from refus


def _montrer(rapport: Rapport, dossier: Path) -> None:
    for essai in rapport.essais:
        v = essai.valeur
        console.print(
            f"{essai.classeur.algorithme} : gain {v.ecart:+.4f} [{v.bas:+.4f} ; {v.haut:+.4f}], effectif utile {v.effectif:.0f}", highlight=False
        )
        for motif in essai.motifs:
            console.print(f"  {motif}", highlight=False)
    decision = "Les poids appris remplacent ceux en vigueur." if rapport.poids.remplace else "Les poids en vigueur restent."
    console.print(f"{decision} Rapport et carte : {dossier}", highlight=False)
