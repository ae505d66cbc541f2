"""The import engine: elements of a reader in, rows of the catalogue out, in one transaction.

The file goes by in batches. Each batch is checked, sorted by the database into new, changed and unchanged (by the print of each row), and only what
is new or changed travels further, by COPY. A dry run does the same work and undoes it, so that its counts are exact.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from catalogue.domaine import Anomalie, Structure
from etl import depot
from etl.atelier import Atelier
from etl.depot import BilanFermetures
from etl.entree.fichiers import verifier
from etl.lecture import Element, Lu
from etl.lot_offres import importer_offres
from etl.lot_structures import importer_structures
from etl.rapport import Rapport
from socle.base import Bassin, Connexion, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge
from socle.identifiants import Tirage

LOT = 1_000
"""Elements per batch."""
SEUIL_FERMETURES = 10
"""A source with this many living offers or fewer may lose more than half of them at once."""


class FermetureRefusee(ErreurPersonne):
    """A full feed that would close too much: nothing was written."""


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked of the engine.

    Attributes:
        source: name of the source; a full feed closes the vanished offers of it, and of the sources that its elements name.
        ecrire: False for a dry run.
        complet: the file holds everything that the source has.
        confirmer_fermetures: close even when that looks like an accident.
        format, fichier: what is read, for the report.
        empreinte_fichier: SHA-256 of the file, empty when there is none.
    """

    source: str
    ecrire: bool = False
    complet: bool = False
    confirmer_fermetures: bool = False
    format: str = ""
    fichier: str = ""
    empreinte_fichier: bytes = b""


class _FinDEssai(Exception):
    """Undo the transaction of a dry run."""


async def importer(bassin: Bassin, elements: Iterable[Element], demande: Demande, *, horloge: Horloge, tirage: Tirage = secrets.randbelow) -> Rapport:
    """Import elements into the catalogue, in one transaction of its own.

    Args:
        bassin: the pool.
        elements: what a reader yields, consumed once.
        demande: what is asked.
        horloge: clock.
        tirage: draws the public ids.

    Returns:
        The report; nothing is written when ``demande.ecrire`` is False.

    Raises:
        FichierIllisible: raised by the reader; nothing is written.
        FermetureRefusee: a full feed that would close too much; nothing is written.
    """
    try:
        async with transaction(bassin) as connexion:
            rapport = await derouler(connexion, elements, demande, horloge=horloge, tirage=tirage)
            if not demande.ecrire:
                raise _FinDEssai
    except _FinDEssai:
        pass
    return rapport


async def derouler(
    connexion: Connexion, elements: Iterable[Element], demande: Demande, *, horloge: Horloge, tirage: Tirage = secrets.randbelow
) -> Rapport:
    """The work of :func:`importer` inside a transaction that the caller holds, and ends as it likes.

    Args:
        connexion: inside a transaction.
        elements: what a reader yields.
        demande: what is asked.
        horloge: clock.
        tirage: draws the public ids.

    Returns:
        The report.

    Raises:
        FichierIllisible: raised by the reader.
        FermetureRefusee: a full feed that would close too much.
    """
    await depot.preparer(connexion)
    atelier = Atelier(connexion, await depot.referentiels(connexion), horloge.maintenant(), tirage)
    suite = iter(elements)
    while lot := list(islice(suite, LOT)):
        await importer_structures(atelier, [(e.chemin, e.objet) for e in lot if isinstance(e, Lu) and isinstance(e.objet, Structure)])
        await importer_offres(atelier, [e for e in lot if not (isinstance(e, Lu) and isinstance(e.objet, Structure))])
    await _relier_structures(atelier)
    if demande.complet:
        await _fermer(atelier, demande)
    _avertir_du_tout(atelier)
    return await _conclure(atelier, demande)


def empreinte_fichier(chemin: Path) -> bytes:
    """SHA-256 of a file, read block by block.

    Args:
        chemin: path of the file.

    Returns:
        32 bytes.

    Raises:
        FichierIllisible: absent, a folder, empty.
    """
    verifier(chemin)
    with chemin.open("rb") as source:
        return hashlib.file_digest(source, "sha256").digest()


async def _relier_structures(atelier: Atelier) -> None:
    reliees = await depot.relier_structures(atelier.connexion, atelier.instant)
    atelier.journal.compter(modifies=reliees, inchanges=-reliees)
    motif = "Cette structure n’est ni dans le fichier ni dans le catalogue : l’offre est gardée sans elle."
    async for chemin, structure in depot.sans_structure(atelier.connexion):
        atelier.journal.avertir(chemin, [Anomalie("structure", structure, motif)])


async def _fermer(atelier: Atelier, demande: Demande) -> None:
    bilans = [bilan for bilan in await depot.bilan_fermetures(atelier.connexion, demande.source) if bilan.absentes]
    if not demande.confirmer_fermetures:
        for bilan in bilans:
            _verifier_fermetures(bilan)
    fermees = await depot.fermer_absentes(atelier.connexion, [bilan.source for bilan in bilans], atelier.instant)
    atelier.journal.compter(fermes=fermees)


def _verifier_fermetures(bilan: BilanFermetures) -> None:
    suite = "Rien n’est écrit. Si c’est voulu, relancez avec --confirmer-fermetures."
    if not bilan.lues:
        raise FermetureRefusee(f"Ce flux dit complet n’apporte aucune offre valable de « {bilan.source} » et en fermerait {bilan.absentes}. {suite}")
    if bilan.vivantes > SEUIL_FERMETURES and bilan.absentes * 2 > bilan.vivantes:
        raise FermetureRefusee(
            f"Ce flux dit complet fermerait {bilan.absentes} des {bilan.vivantes} offres de « {bilan.source} », plus de la moitié. {suite}"
        )


def _avertir_du_tout(atelier: Atelier) -> None:
    """What concerns the whole file, said once rather than for each line."""
    motifs = []
    if not atelier.journal.offres.lus and not atelier.journal.structures.lus:
        motifs.append(("fichier", "Aucune offre ni structure n’a été lue dans ce fichier."))
    if atelier.journal.offres.lus and not atelier.connus.metiers:
        motifs.append(("metiers", "Le ROME n’est pas chargé : aucun métier n’est repris. Lancez d’abord « boite importer rome »."))
    if atelier.journal.offres.lus and not atelier.connus.communes:
        motif = "Les communes ne sont pas chargées : aucune offre n’est située. Lancez d’abord « boite importer communes »."
        motifs.append(("code_insee", motif))
    atelier.journal.avertir("tout le fichier", [Anomalie(champ, "", motif) for champ, motif in motifs])


async def _conclure(atelier: Atelier, demande: Demande) -> Rapport:
    journal = atelier.journal
    origine = {"format": demande.format, "source": demande.source, "fichier": demande.fichier}
    if demande.ecrire:
        trace = {**origine, "empreinte_fichier": demande.empreinte_fichier}
        await depot.noter(atelier.connexion, trace, (journal.offres, journal.structures), atelier.instant)
    return journal.rapport(**origine, ecrit=demande.ecrire, complet=demande.complet)
