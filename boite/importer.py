"""Importing real files: a dry run unless told to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Protocol

import typer

from boite.commun import SortieJson, avec_base, console, ecrire_json, erreurs, proprement, rendre_rapport
from boite.francais import Commande, groupe
from boite.importer_clauses import enregistrer as enregistrer_clauses
from boite.importer_personnes import enregistrer as enregistrer_personnes
from etl.communes import importer_communes
from etl.formats.registre import FORMATS, Format
from etl.lecture import Contexte, Element
from etl.moteur import Demande, empreinte_fichier, importer
from etl.rapport import Rapport, afficher, ecrire_xlsx
from etl.rapport_referentiel import RapportReferentiel, afficher_referentiel
from etl.rome import importer_rome
from socle.base import Bassin
from socle.horloge import Horloge, HorlogeSysteme

application = groupe("Importer un fichier réel. Sans [bold]--ecrire[/], rien n’est écrit : le compte rendu dit ce qui se passerait.")

PAS_DE_PROGRES = 500

Ecrire = Annotated[bool, typer.Option("--ecrire", help="Écrire pour de bon (sinon, essai à blanc).")]
Strict = Annotated[bool, typer.Option("--strict", help="Finir en erreur si une seule ligne est rejetée.")]


def _commande(cle: str, format_: Format) -> None:
    @application.command(cle, cls=Commande, help=format_.aide)
    @proprement
    def commande(
        fichier: Annotated[Path, typer.Argument(help="Fichier à importer.")],
        ecrire: Ecrire = False,
        complet: Annotated[bool, typer.Option("--complet", help="Flux complet : ce qui a disparu du fichier est fermé.")] = False,
        confirmer: Annotated[bool, typer.Option("--confirmer-fermetures", help="Fermer même si plus de la moitié des offres disparaît.")] = False,
        source: Annotated[str, typer.Option(help="Nom de la source.")] = format_.source,
        rapport: Annotated[Path | None, typer.Option(help="Où enregistrer le compte rendu (.xlsx).")] = None,
        strict: Strict = False,
        en_json: SortieJson = False,
    ) -> None:
        demande = Demande(
            source,
            ecrire=ecrire,
            complet=complet,
            confirmer_fermetures=confirmer,
            format=cle,
            fichier=fichier.name,
            empreinte_fichier=empreinte_fichier(fichier),
        )
        horloge = HorlogeSysteme()
        elements = format_.lecteur(fichier, Contexte(horloge.aujourdhui(), source))

        async def travail(bassin: Bassin) -> Rapport:
            with erreurs.status("Lecture…") as etat:
                return await importer(bassin, _avec_progres(elements, etat.update), demande, horloge=horloge)

        chemin = rapport or Path(f"rapport-{fichier.stem}.xlsx")
        rendre_rapport(avec_base(travail), chemin, ecrire_xlsx, afficher, strict=strict, en_json=en_json)


def _avec_progres(elements: Iterator[Element], dire: Callable[[str], None]) -> Iterator[Element]:
    for nombre, element in enumerate(elements, 1):
        if nombre % PAS_DE_PROGRES == 0:
            dire(f"{nombre} éléments lus…")
        yield element


for _cle, _format in FORMATS.items():
    _commande(_cle, _format)
enregistrer_personnes(application)
enregistrer_clauses(application)


@application.command("rome", cls=Commande, help="Le ROME 4.0 complet : dossier des tables ouvertes de France Travail (csv ou csv.gz).")
@proprement
def rome(
    dossier: Annotated[Path, typer.Argument(help="Dossier des tables.")],
    ecrire: Ecrire = False,
    en_json: SortieJson = False,
) -> None:
    """Import the ROME."""
    _importer_referentiel(importer_rome, dossier, ecrire=ecrire, en_json=en_json)


@application.command("communes", cls=Commande, help="Les communes de France et leurs codes postaux (fichier ouvert de La Poste).")
@proprement
def communes(
    fichier: Annotated[Path, typer.Argument(help="Fichier csv ou csv.gz.")],
    ecrire: Ecrire = False,
    en_json: SortieJson = False,
) -> None:
    """Import the communes."""
    _importer_referentiel(importer_communes, fichier, ecrire=ecrire, en_json=en_json)


class _ImportReferentiel(Protocol):
    async def __call__(self, bassin: Bassin, chemin: Path, /, *, ecrire: bool, horloge: Horloge) -> RapportReferentiel: ...


def _importer_referentiel(importer_: _ImportReferentiel, chemin: Path, *, ecrire: bool, en_json: bool) -> None:
    async def travail(bassin: Bassin) -> RapportReferentiel:
        with erreurs.status("Lecture…"):
            return await importer_(bassin, chemin, ecrire=ecrire, horloge=HorlogeSysteme())

    rapport = avec_base(travail)
    if en_json:
        ecrire_json(rapport.vers_dict())
    else:
        afficher_referentiel(rapport, console)
