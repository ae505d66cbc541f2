"""The import of people: lines of a reader in, files of people out, in one transaction, a dry run unless told to write.

Everybody of the file is read before anything is decided, since what a line means depends on the others; the numbers that served are gone at the end.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from etl import depot as depot_imports
from etl.lecture import Avertissement, Rejet
from etl.personnes import depot
from etl.personnes.ecriture import Atelier, traiter
from etl.personnes.lecture import ColonnesLues, Ecartee, Elements, EntreeFlux, PersonneLue
from etl.personnes.rapport import JournalPersonnes, RapportPersonnes
from etl.personnes.rapprochement import Annuaire
from etl.personnes.reunion import Groupe, reunir
from parcours.dossier.faits import LIBELLES
from socle.base import Bassin, Connexion, transaction
from socle.chiffrement import Coffre
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge
from socle.identifiants import Tirage

SEUIL_SORTIES = 10
"""An organisme with this many people or fewer may lose more than half of them at once."""

Lecteur = Callable[[Mapping[str, str]], Elements]
"""Given the names of columns already learnt, reads the file."""


class SortiesRefusees(ErreurPersonne):
    """A monthly flow that would make too many people leave: nothing was written."""


class FluxAncien(ErreurPersonne):
    """A flow older than the last one taken: nothing was written."""


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked of the import.

    Attributes:
        format: ``caf`` or ``liste``, also the source of the people created.
        structure: public id of the structure that follows those for whom the file names none.
        colonnes: field by folded header, told for this file and remembered when it is written.
        confirmer_sorties: go on even when more than half of the people of an organisme leave.
        empreinte_fichier: SHA-256 of the file.
    """

    format: str
    fichier: str
    empreinte_fichier: bytes
    ecrire: bool = False
    structure: str | None = None
    colonnes: Mapping[str, str] = field(default_factory=dict)
    confirmer_sorties: bool = False


@dataclass(slots=True)
class _Lus:
    """What the reader gave, kept until the file has been read whole."""

    personnes: list[PersonneLue] = field(default_factory=list)
    flux: EntreeFlux | None = None


class _FinDEssai(Exception):
    """Undo the transaction of a dry run."""


async def importer(
    bassin: Bassin, lecteur: Lecteur, demande: Demande, *, horloge: Horloge, coffre: Coffre, tirage: Tirage = secrets.randbelow
) -> RapportPersonnes:
    """Import people, in one transaction.

    Args:
        bassin: the pool.
        lecteur: reads the file, given the columns already learnt.
        demande: what is asked.
        horloge: clock.
        coffre: keys of the installation.
        tirage: draws the public ids.

    Returns:
        The report; nothing is written when ``demande.ecrire`` is False.

    Raises:
        ErreurPersonne: unreadable file, unknown structure, flow too old, or too many departures; nothing is written.
    """
    try:
        async with transaction(bassin) as connexion:
            await depot_imports.prendre_son_tour(connexion)
            rapport = await _derouler(connexion, lecteur, demande, horloge.maintenant(), coffre, tirage)
            if not demande.ecrire:
                raise _FinDEssai
    except _FinDEssai:
        pass
    return rapport


async def _derouler(connexion: Connexion, lecteur: Lecteur, demande: Demande, instant: datetime, coffre: Coffre, tirage: Tirage) -> RapportPersonnes:
    structure_id = await _structure(connexion, demande.structure)
    journal = JournalPersonnes()
    lus = _lire(lecteur({**await depot.colonnes_apprises(connexion, structure_id), **demande.colonnes}), journal)
    await _refuser_ancien(connexion, lus)
    groupes = _reunir(lus.personnes, journal)
    atelier = await _atelier(connexion, demande, journal, instant, lus, (coffre, tirage, structure_id))
    atelier.jumelles = Counter(atelier.identite(groupe.lue) for groupe in groupes)
    for rang, groupe in enumerate(groupes):
        await traiter(atelier, rang, groupe)
    if lus.flux and lus.flux.complet:
        await _faire_partir(atelier, lus.flux, groupes, confirme=demande.confirmer_sorties)
    if demande.ecrire:
        await depot.apprendre_colonnes(connexion, structure_id, demande.colonnes)
        await _noter(connexion, demande, journal, instant)
    return journal.rapport(format=demande.format, fichier=demande.fichier, ecrit=demande.ecrire)


def _lire(elements: Elements, journal: JournalPersonnes) -> _Lus:
    lus = _Lus()
    for element in elements:
        match element:
            case PersonneLue():
                lus.personnes.append(element)
            case Ecartee():
                journal.ecarter(element.raison)
            case Rejet():
                journal.rejeter(element)
            case Avertissement():
                journal.garder(element)
            case EntreeFlux():
                lus.flux = element
            case ColonnesLues():
                journal.colonnes = element
    return lus


def _reunir(personnes: list[PersonneLue], journal: JournalPersonnes) -> list[Groupe]:
    groupes = reunir(personnes)
    for groupe in groupes:
        journal.comptes["fusionnes"] += len(groupe.chemins) - 1
        for chemin, champ in groupe.ecarts:
            journal.avertir(chemin, LIBELLES[champ], "Dit autrement plus haut pour la même personne : c’est la première ligne qui compte.")
        if groupe.numero_ecarte:
            journal.avertir(groupe.chemins[0], "NIR", "Ce numéro est aussi celui d’une autre personne du fichier : il n’a pas servi.")
    return groupes


async def _structure(connexion: Connexion, identifiant: str | None) -> int | None:
    if identifiant is None:
        return None
    trouvee = await depot.structure(connexion, identifiant)
    if trouvee is None:
        raise ErreurPersonne(f"Aucune structure ne porte l’identifiant « {identifiant} ».")
    return trouvee


async def _refuser_ancien(connexion: Connexion, lus: _Lus) -> None:
    if lus.flux is None:
        return
    for organisme in sorted({lue.organisme for lue in lus.personnes if lue.organisme}):
        dernier = await depot.dernier_flux(connexion, organisme)
        if dernier and lus.flux.reference < dernier:
            raise FluxAncien(f"Ce flux est du {lus.flux.reference:%d/%m/%Y} ; celui du {dernier:%d/%m/%Y} est déjà repris. Rien n’est écrit.")


async def _atelier(
    connexion: Connexion, demande: Demande, journal: JournalPersonnes, instant: datetime, lus: _Lus, reste: tuple[Coffre, Tirage, int | None]
) -> Atelier:
    couples = await depot.connues(connexion)
    return Atelier(
        connexion=connexion,
        journal=journal,
        instant=instant,
        jour=lus.flux.reference if lus.flux else instant.date(),
        fichier=demande.fichier,
        source=demande.format,
        coffre=reste[0],
        tirage=reste[1],
        structure_id=reste[2],
        referentiels=await depot_imports.referentiels(connexion),
        structures=await depot.structures(connexion),
        referents=await depot.referents(connexion),
        annuaire=Annuaire(identite for identite, _ in couples),
        connues={connue.id: connue for _, connue in couples},
        decisions=await depot.decisions(connexion),
        en_attente=await depot.en_attente(connexion),
    )


async def _faire_partir(atelier: Atelier, flux: EntreeFlux, groupes: list[Groupe], *, confirme: bool) -> None:
    """Mark those whom the flow holds, then those whom the earlier flows of the same organismes held and this one does not."""
    vues: dict[str, list[int]] = defaultdict(list)
    for rang, id_ in atelier.ids.items():
        if organisme := groupes[rang].lue.organisme:
            vues[organisme].append(id_)
    avant = await depot.presents(atelier.connexion, vues)
    for organisme, ids in sorted(vues.items()):
        await depot.marquer_vues(atelier.connexion, sorted(ids), organisme, flux.reference)
    sauf = atelier.douteuses | await depot.candidats_en_attente(atelier.connexion)
    partis = await depot.sorties(atelier.connexion, vues, flux.reference, sauf)
    if not confirme and avant > SEUIL_SORTIES and len(partis) * 2 > avant:
        raise SortiesRefusees(
            f"Ce flux mensuel ferait sortir du RSA {len(partis)} des {avant} personnes connues, plus de la moitié. "
            "Rien n’est écrit. Si c’est voulu, relancez avec --confirmer-sorties."
        )
    await depot.marquer_sorties(atelier.connexion, partis, flux.reference, atelier.instant)
    atelier.journal.comptes["partis"] += len(partis)


async def _noter(connexion: Connexion, demande: Demande, journal: JournalPersonnes, instant: datetime) -> None:
    rapport = journal.rapport(format=demande.format, fichier=demande.fichier, ecrit=True)
    origine = {"format": "allocataires", "source": demande.format, "fichier": demande.fichier, "empreinte_fichier": demande.empreinte_fichier}
    comptes = {nom: getattr(rapport, nom) for nom in ("lus", "crees", "modifies", "inchanges", "partis", "rejetes")}
    await depot.noter(connexion, origine, comptes, instant)
