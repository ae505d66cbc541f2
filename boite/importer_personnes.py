"""Importing people: a list of a structure (CSV, XLSX) or the flow of the CAF and the MSA (XML)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from boite.commun import SortieJson, avec_base, erreurs, proprement, rendre_rapport
from boite.francais import Commande
from comptes.production import LONGUEUR_CLE
from etl.entree.flux import ouvrir_octets
from etl.formats import caf, listes_personnes
from etl.formats.listes_personnes.colonnes import NOMS, cle_entete
from etl.moteur import empreinte_fichier
from etl.personnes.lecture import Elements, Numeros
from etl.personnes.moteur import Demande, Lecteur, importer
from etl.personnes.rapport import RapportPersonnes, afficher_personnes, ecrire_rapport
from socle.base import Bassin
from socle.chiffrement import Coffre
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge, HorlogeSysteme
from socle.reglages import CLE_DEMONSTRATION, Mode, Reglages, reglages


def enregistrer(application: typer.Typer) -> None:
    """Add the command to the group of imports.

    Args:
        application: the group.
    """
    aide = "Des personnes : liste d’une structure (CSV, XLSX) ou flux bénéficiaires RSA de la CAF et de la MSA (XML)."
    application.command("allocataires", cls=Commande, help=aide)(allocataires)


@proprement
def allocataires(
    fichier: Annotated[Path, typer.Argument(help="Fichier à importer.")],
    structure: Annotated[str | None, typer.Option(help="Identifiant de la structure qui suit ces personnes.")] = None,
    ecrire: Annotated[bool, typer.Option("--ecrire", help="Écrire pour de bon (sinon, essai à blanc).")] = False,
    colonne: Annotated[list[str] | None, typer.Option(help="Sens d’une colonne, « En-tête=champ » ; retenu pour la structure.")] = None,
    confirmer: Annotated[bool, typer.Option("--confirmer-sorties", help="Écrire même si plus de la moitié des personnes sort du RSA.")] = False,
    rapport: Annotated[Path | None, typer.Option(help="Où enregistrer le compte rendu (.xlsx).")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Finir en erreur si une seule ligne est rejetée.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Import people."""
    coffre, horloge = coffre_des_reglages(reglages()), HorlogeSysteme()
    format_, lecteur = _lecteur(fichier, Numeros(coffre), horloge)
    demande = Demande(
        format_,
        fichier.name,
        empreinte_fichier(fichier),
        ecrire=ecrire,
        structure=structure,
        colonnes=lire_colonnes(colonne or ()),
        confirmer_sorties=confirmer,
    )

    async def travail(bassin: Bassin) -> RapportPersonnes:
        with erreurs.status("Lecture…"):
            return await importer(bassin, lecteur, demande, horloge=horloge, coffre=coffre)

    chemin = rapport or Path(f"rapport-{fichier.stem}.xlsx")
    rendre_rapport(avec_base(travail), chemin, ecrire_rapport, afficher_personnes, strict=strict, en_json=en_json)


def coffre_des_reglages(choisis: Reglages) -> Coffre:
    """The keys under which numbers are compared during an import.

    Args:
        choisis: settings of the process.

    Returns:
        The keys.

    Raises:
        ErreurPersonne: in production, the key of the demonstration or one that is too short.
    """
    cle = choisis.cle.get_secret_value()
    if choisis.mode is Mode.PRODUCTION and (cle == CLE_DEMONSTRATION or len(cle) < LONGUEUR_CLE):
        raise ErreurPersonne(f"BOITE_CLE doit être une clé propre à cette installation, d’au moins {LONGUEUR_CLE} caractères.")
    return Coffre(cle)


def lire_colonnes(dites: Sequence[str]) -> dict[str, str]:
    """What the columns told on the command line mean.

    Args:
        dites: « En-tête=champ »; « En-tête= » to leave a column aside.

    Returns:
        Field by folded header.

    Raises:
        ErreurPersonne: badly written, or no such field.
    """
    colonnes: dict[str, str] = {}
    for dite in dites:
        entete, signe, champ = (morceau.strip() for morceau in dite.rpartition("="))
        if not signe or not entete or (champ and champ not in NOMS):
            raise ErreurPersonne(f"« {dite} » : écrivez « En-tête=champ ». Champs : {', '.join(NOMS)}.")
        colonnes[cle_entete(entete)] = champ
    return colonnes


def _lecteur(fichier: Path, numeros: Numeros, horloge: Horloge) -> tuple[str, Lecteur]:
    with ouvrir_octets(fichier) as flux:
        debut = flux.read(200) or b""
    if debut.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):

        def lire_flux(_appris: Mapping[str, str]) -> Elements:
            return caf.lire(fichier, numeros)

        return "caf", lire_flux

    def lire_liste(appris: Mapping[str, str]) -> Elements:
        return listes_personnes.lire(fichier, numeros, appris, horloge.aujourdhui())

    return "liste", lire_liste
