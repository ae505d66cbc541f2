"""Measures of speed, always as a ratio to a floor measured in the same run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from boite import banc_appariement, banc_recherche
from boite.commun import SortieJson, avec_base, console, ecrire_json, proprement
from boite.francais import Commande, groupe
from etl.banc_import import MesureImport, mesurer
from socle.base import Bassin
from socle.horloge import HorlogeSysteme

application = groupe("Mesurer la vitesse, toujours à côté d’un plancher mesuré dans la même exécution.")


banc_appariement.enregistrer(application)


@application.command("import", cls=Commande, help="Débit de l’import, à côté d’un COPY nu des mêmes lignes. Rien n’est gardé.")
@proprement
def banc_import(
    offres: Annotated[int, typer.Option(help="Nombre d’offres inventées.", min=100, max=1_000_000)] = 5_000,
    en_json: SortieJson = False,
) -> None:
    """Measure the import."""

    async def travail(bassin: Bassin) -> MesureImport:
        return await mesurer(bassin, HorlogeSysteme(), offres=offres)

    mesure = avec_base(travail)
    if en_json:
        ecrire_json({**asdict(mesure), "lignes_par_s": mesure.lignes_par_s, "rapport_copie": mesure.rapport_copie})
        return
    console.print(f"{mesure.offres} offres, {mesure.lignes} lignes")
    console.print(f"  création      {mesure.creees_par_s:8.0f} offres/s   {mesure.lignes_par_s:8.0f} lignes/s")
    console.print(f"  reprise       {mesure.inchangees_par_s:8.0f} offres/s   (rien n’a changé)")
    console.print(f"  COPY nu       {mesure.lignes / mesure.copie_s:8.0f} lignes/s")
    console.print(f"  rapport       {mesure.rapport_copie:8.1f} fois la durée du COPY nu")


application.command("recherche", cls=Commande, help=banc_recherche.AIDE)(proprement(banc_recherche.banc_recherche))
