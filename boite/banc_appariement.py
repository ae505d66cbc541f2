"""The bench of the matching of everybody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from boite.commun import SortieJson, console, ecrire_json, encodeur, proprement
from boite.francais import Commande
from matching.bancs.appariement import MesureAppariement, Passage, mesurer
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme


def enregistrer(application: typer.Typer) -> None:
    """Add the command.

    Args:
        application: the group of the benches.
    """
    aide = "Tout le monde contre toutes les offres, à côté d’une recherche plate de FAISS de la même forme. Tout est inventé, en mémoire."
    application.command("appariement", cls=Commande, help=aide)(proprement(banc_appariement))


def banc_appariement(
    personnes: Annotated[int, typer.Option(help="Nombre de personnes inventées.", min=100, max=1_000_000)] = 44_212,
    offres: Annotated[int, typer.Option(help="Nombre d’offres inventées.", min=100, max=100_000)] = 6_000,
    sans_croissance: Annotated[bool, typer.Option("--sans-croissance", help="Ne pas mesurer 1/4, 1/2 et 2 fois la taille.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Measure the matching of everybody."""
    modele = encodeur()
    if modele is None:
        raise ErreurPersonne("Le banc compare à une recherche par vecteurs : il demande un encodeur lisible.")
    mesure = mesurer(modele, HorlogeSysteme().aujourdhui(), personnes, offres, croissance=not sans_croissance)
    if en_json:
        ecrire_json(_json(mesure))
    else:
        _montrer(mesure)


def _json(mesure: MesureAppariement) -> dict[str, Any]:
    passages = {"par_personnes": mesure.par_personnes, "par_offres": mesure.par_offres}
    return {
        **asdict(mesure),
        "passage": _passage(mesure.passage),
        **{nom: [_passage(p) for p in liste] for nom, liste in passages.items()},
    }


def _passage(passage: Passage) -> dict[str, float]:
    return {**asdict(passage), "total_s": passage.total_s, "rapport": passage.rapport}


def _montrer(mesure: MesureAppariement) -> None:
    tableau = Table(title="Listes de cinquante offres pour chacun", title_justify="left")
    for colonne in ("Personnes", "Offres", "Préparation", "Listes", "Plancher", "Rapport"):
        tableau.add_column(colonne, justify="right")
    for p in (mesure.passage, *mesure.par_personnes, *mesure.par_offres):
        durees = (f"{s:.2f} s".replace(".", ",") for s in (p.preparation_s, p.listes_s, p.plancher_s))
        tableau.add_row(str(p.personnes), str(p.offres), *durees, f"{p.rapport:.1f}".replace(".", ","))
    console.print(tableau)
    durees_ms = {"Page d’une personne": mesure.page_ms, "Personnes d’une offre": mesure.inverse_ms, "Changement d’une offre": mesure.changement_ms}
    for nom, (mediane, haut) in durees_ms.items():
        console.print(f"{nom} : médiane {mediane:.1f} ms, 95 % sous {haut:.1f} ms".replace(".", ","), highlight=False)
    console.print(
        f"Lecture des textes des personnes : {mesure.textes_s:.1f} s · mémoire : {mesure.memoire_mo:.0f} Mio".replace(".", ","), highlight=False
    )
