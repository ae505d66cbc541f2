"""Searching the catalogue and ranking it for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from boite.commun import SortieJson, avec_base, console, ecrire_json, encodeur, proprement
from boite.francais import Commande
from catalogue import depot
from catalogue.depot import FicheOffre
from catalogue.domaine import TypeOffre
from catalogue.libelles import FREINS
from catalogue.recherche import RAYON_PAR_DEFAUT_KM, Filtres, Moteur, Requete, Resultats
from catalogue.vivant import charger
from etl.profil import lire_profil
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.explication import Explication, expliquer
from matching.leviers import Levier, leviers
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme

STATUTS = {
    Statut.ELIGIBLE: "[green]éligible[/]",
    Statut.A_VERIFIER: "[yellow]à vérifier[/]",
    Statut.PRESQUE: "[magenta]presque éligible[/]",
    Statut.NON_ELIGIBLE: "[red]non éligible[/]",
}


def enregistrer(application: typer.Typer) -> None:
    """Add the commands.

    Args:
        application: the command line.
    """
    application.command("chercher", cls=Commande, help="Chercher dans le catalogue avec des mots de tous les jours.")(proprement(chercher))
    application.command("classer", cls=Commande, help="Classer le catalogue pour une personne décrite dans un fichier TOML, avec les raisons.")(
        proprement(classer_profil)
    )


def chercher(
    mots: Annotated[str, typer.Argument(help="Ce que l’on cherche : « aide à domicile le matin ».")],
    commune: Annotated[str, typer.Option(help="Commune, ou code postal.")] = "",
    rayon: Annotated[float, typer.Option(help="Rayon autour de la commune, en kilomètres.", min=0.1, max=100)] = RAYON_PAR_DEFAUT_KM,
    genre: Annotated[TypeOffre | None, typer.Option("--type", help="Un seul type d’offre.")] = None,
    nombre: Annotated[int, typer.Option("--nombre", "-n", help="Nombre d’offres affichées.", min=1, max=200)] = 10,
    en_json: SortieJson = False,
) -> None:
    """Search the catalogue."""

    async def travail(bassin: Bassin) -> tuple[Resultats, list[FicheOffre]]:
        moteur = await charger(bassin, encodeur())
        filtres = Filtres(types=frozenset({genre}) if genre else frozenset(), commune=_code(moteur, commune), rayon_km=rayon)
        resultats = moteur.chercher(Requete(mots, filtres, par_page=nombre), HorlogeSysteme().aujourdhui())
        async with transaction(bassin, lecture_seule=True) as connexion:
            fiches = await depot.fiches(connexion, [int(moteur.image.ids[r]) for r in resultats.rangs])
        return resultats, list(fiches.values())

    resultats, fiches = avec_base(travail)
    if en_json:
        ecrire_json(_recherche_json(resultats, fiches))
        return
    if resultats.metiers:
        console.print("Métiers compris : " + ", ".join(m.libelle for m in resultats.metiers))
    for correction in resultats.corrections:
        console.print(f"« {correction.tape} » compris comme « {correction.compris} »")
    if resultats.refus:
        console.print("Mis de côté : " + ", ".join(r.texte for r in resultats.refus))
    if resultats.comprise.freins:
        console.print("Freins entendus : " + ", ".join(FREINS[f.frein] for f in resultats.comprise.freins))
    console.print(_tableau(resultats, fiches))


def _code(moteur: Moteur, commune: str) -> str | None:
    if not commune:
        return None
    trouvee = moteur.referentiel.commune_nommee(commune)
    if trouvee is None:
        raise ErreurPersonne(f"La commune « {commune} » n’est pas connue. Vérifiez son nom ou donnez son code postal.")
    return trouvee.code_insee


def _tableau(resultats: Resultats, fiches: list[FicheOffre]) -> Table:
    tableau = Table(title=f"{resultats.total} offre{'s' if resultats.total > 1 else ''}", title_justify="left")
    for colonne in ("Offre", "Type", "Structure", "Commune", "Distance"):
        tableau.add_column(colonne, overflow="fold")
    for fiche, km in zip(fiches, resultats.distances.tolist(), strict=False):
        offre = fiche.offre
        structure = fiche.structure.nom if fiche.structure else ""
        tableau.add_row(
            offre.titre, offre.type_offre.value, structure, offre.lieu.commune or "", f"{km:.1f} km".replace(".", ",") if km == km else ""
        )
    return tableau


def _recherche_json(resultats: Resultats, fiches: list[FicheOffre]) -> dict[str, Any]:
    return {
        "total": resultats.total,
        "metiers": [{"code_rome": m.code_rome, "libelle": m.libelle} for m in resultats.metiers],
        "corrections": [{"tape": c.tape, "compris": c.compris} for c in resultats.corrections],
        "refus": [{"texte": r.texte, "codes_rome": sorted(r.codes | r.contraintes)} for r in resultats.refus],
        "freins": [f.frein.value for f in resultats.comprise.freins],
        "commune": resultats.filtres.commune,
        "degrade": resultats.degrade,
        "offres": [
            {**_offre_json(fiche), "distance_km": round(km, 1) if km == km else None}
            for fiche, km in zip(fiches, resultats.distances.tolist(), strict=False)
        ],
    }


def _offre_json(fiche: FicheOffre) -> dict[str, Any]:
    offre = fiche.offre
    return {
        "identifiant": fiche.identifiant,
        "type_offre": offre.type_offre.value,
        "titre": offre.titre,
        "structure": fiche.structure.nom if fiche.structure else None,
        "commune": offre.lieu.commune,
        "metiers": list(offre.metiers),
    }


def classer_profil(
    profil: Annotated[Path, typer.Argument(help="Fichier TOML de la personne (voir docs/exemples/profil.toml).", metavar="PROFIL.toml")],
    nombre: Annotated[int, typer.Option("--nombre", "-n", help="Nombre d’offres affichées.", min=1, max=200)] = 10,
    presque: Annotated[bool, typer.Option("--presque", help="Montrer plutôt les offres presque accessibles, et ce qui manque.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Rank the catalogue for one person."""
    statuts = (Statut.PRESQUE,) if presque else (Statut.ELIGIBLE, Statut.A_VERIFIER)

    async def travail(bassin: Bassin) -> tuple[Classement, list[tuple[FicheOffre, Explication]]]:
        moteur = await charger(bassin, encodeur())
        personne = lire_profil(profil, moteur.referentiel)
        classement = classer([personne], moteur, HorlogeSysteme().aujourdhui())
        rangs = classement.ordre(0, statuts)[:nombre].tolist()
        async with transaction(bassin, lecture_seule=True) as connexion:
            fiches = await depot.fiches(connexion, [int(moteur.image.ids[r]) for r in rangs])
        par_id = {int(moteur.image.ids[r]): r for r in rangs}
        return classement, [(f, expliquer(classement, 0, par_id[i])) for i, f in fiches.items()]

    classement, lignes = avec_base(travail)
    if en_json:
        ecrire_json({"version": classement.version, "offres": [{**_offre_json(f), **_explication_json(e)} for f, e in lignes]})
        return
    if not lignes:
        console.print("Aucune offre. Complétez le projet ou les métiers souhaités : ce sont eux qui font trouver.")
    image = classement.moteur.image
    par_identifiant = {image.identifiants[r]: levier for r, levier in leviers(classement, 0, classement.ordre(0, statuts)[:nombre].tolist()).items()}
    for place, (fiche, explication) in enumerate(lignes, 1):
        _montrer(place, fiche, explication, par_identifiant.get(fiche.identifiant))


def _montrer(place: int, fiche: FicheOffre, explication: Explication, levier: Levier | None) -> None:
    lieu = f" · {fiche.offre.lieu.commune}" if fiche.offre.lieu.commune else ""
    console.print(f"[bold]{place}. {fiche.offre.titre}[/]{lieu} · {STATUTS[explication.statut]}", highlight=False)
    for raison in explication.raisons:
        console.print(f"   {raison.texte}", highlight=False)
    for doute in explication.a_verifier:
        console.print(f"   [yellow]À vérifier :[/] {doute}", highlight=False)
    for manque in explication.manque:
        console.print(f"   [magenta]Il manque :[/] {manque}", highlight=False)
    if levier:
        console.print(f"   {levier.texte}", highlight=False)


def _explication_json(explication: Explication) -> dict[str, Any]:
    return {
        "statut": explication.statut.value,
        "score": round(explication.score, 6),
        "contributions": {part.value: round(v, 6) for part, v in explication.contributions.items()},
        "distance_km": explication.distance_km,
        "etape": explication.etape.isoformat(),
        "raisons": [{"part": r.part, "texte": r.texte, "personne": r.champ.personne, "offre": r.champ.offre} for r in explication.raisons],
        "a_verifier": list(explication.a_verifier),
        "manque": list(explication.manque),
    }
