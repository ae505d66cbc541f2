"""The bench of the search on the command line, and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from boite.commun import SortieJson, avec_base, console, ecrire_json, encodeur, erreurs
from catalogue import depot, referentiel
from matching.bancs.recherche import MesureRecherche, Metiers, mesurer
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme
from socle.postgres import url_serveur
from socle.reglages import reglages

AIDE = "Vitesse et exactitude de la recherche sur des offres inventées, à côté de bm25s, PostgreSQL, pgvector et FAISS nu, dans la même exécution."
MAXIMUM = 1_000_000
NOMS = {
    "produit": "Notre recherche, entière",
    "produit_mots": "  ses mots seuls",
    "produit_sens": "  ses vecteurs seuls",
    "bm25s": "bm25s",
    "postgres": "PostgreSQL plein texte",
    "pgvector_exact": "pgvector exact",
    "pgvector_hnsw": "pgvector HNSW",
    "pgvector_hnsw_iteratif": "pgvector HNSW itératif",
    "faiss": "FAISS nu (plancher)",
}


def banc_recherche(
    offres: Annotated[str, typer.Option(help="Tailles du catalogue inventé, séparées par des virgules.")] = "6000,300000",
    en_json: SortieJson = False,
) -> None:
    """Measure the search."""
    tailles = _tailles(offres)
    modele = encodeur()
    if modele is None:
        raise ErreurPersonne("Le banc mesure la recherche par le sens : il lui faut l’encodeur.")
    metiers = avec_base(_lire)
    jour = HorlogeSysteme().aujourdhui()
    mesures = []
    with erreurs.status("Banc de la recherche…") as etat:
        for taille in tailles:
            dire = lambda quoi, taille=taille: etat.update(f"{_entier(taille)} offres : {quoi}…")  # noqa: E731
            mesures.append(mesurer(taille, url_serveur(reglages()), metiers, modele, jour, dire))
    if en_json:
        ecrire_json([asdict(m) for m in mesures])
        return
    for mesure in mesures:
        _montrer(mesure)


async def _lire(bassin: Bassin) -> Metiers:
    async with transaction(bassin, lecture_seule=True) as connexion:
        return await referentiel.charger(connexion), await depot.metiers_en_mots(connexion)


def _tailles(texte: str) -> list[int]:
    morceaux = [m.strip().replace(" ", "") for m in texte.split(",") if m.strip()]
    if not morceaux or not all(m.isdecimal() and 0 < int(m) <= MAXIMUM for m in morceaux):
        raise ErreurPersonne(f"« {texte} » : donnez des nombres d’offres de 1 à {_entier(MAXIMUM)}, séparés par des virgules.")
    return [int(m) for m in morceaux]


def _montrer(mesure: MesureRecherche) -> None:
    console.print(_vitesses(mesure))
    console.print(_filtres(mesure))
    console.print(
        f"  {mesure.requetes} requêtes, {mesure.k} résultats, dimension {mesure.dimension}, un cœur, graine {mesure.graine}, données "
        f"{mesure.empreinte[:16]}, modèle {mesure.modele[:16]}",
        highlight=False,
    )
    console.print(
        f"  offres inventées en {_nombre(mesure.invention_s)} s, index construits en {_nombre(mesure.construction_s)} s, requête encodée en "
        f"{_nombre(mesure.encodage_ms, 2)} ms (comprise chez nous, pas chez pgvector ni FAISS), {mesure.memoire_processus / 1e6:.0f} Mo pour tout le "
        f"processus, {_nombre(mesure.duree_s, 0)} s de banc",
        highlight=False,
    )
    for nom, motif in mesure.absents.items():
        console.print(f"[yellow]{nom} : absent, {motif}.[/]", highlight=False)


def _vitesses(mesure: MesureRecherche) -> Table:
    colonnes = ("Moteur", "posées", "p50 ms", "p95 ms", "p99 ms", "processeur ms", "requêtes/s", "× FAISS", "Mo", "indexé en s")
    tableau = _tableau(f"Recherche dans {_entier(mesure.offres)} offres inventées", colonnes)
    for v in mesure.vitesses:
        indexation = "" if v.indexation_s is None else _nombre(v.indexation_s)
        temps = (_nombre(t) for t in (v.p50_ms, v.p95_ms, v.p99_ms, v.cpu_ms))
        tableau.add_row(NOMS[v.moteur], str(v.posees), *temps, _nombre(v.requetes_par_s, 0), _nombre(v.rapport), _nombre(v.octets / 1e6), indexation)
    return tableau


def _filtres(mesure: MesureRecherche) -> Table:
    tableau = _tableau(f"Sous un filtre, {mesure.k} résultats voulus", ("Moteur", "part gardée", "p50 ms", "p95 ms", "rappel", "rendus"))
    for f in mesure.filtres:
        part = f"{_nombre(100 * f.part, 1 if f.part < 0.01 else 0)} %"
        tableau.add_row(NOMS[f.moteur], part, _nombre(f.p50_ms), _nombre(f.p95_ms), _nombre(f.rappel, 3), _nombre(f.rendus))
    return tableau


def _tableau(titre: str, colonnes: Sequence[str]) -> Table:
    tableau = Table(title=titre, title_justify="left")
    for rang, colonne in enumerate(colonnes):
        tableau.add_column(colonne, justify="right" if rang else "left", no_wrap=True)
    return tableau


def _nombre(valeur: float, decimales: int = 1) -> str:
    return f"{valeur:.{decimales}f}".replace(".", ",")


def _entier(valeur: int) -> str:
    return f"{valeur:,}".replace(",", "\u202f")
