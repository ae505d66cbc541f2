"""The offers of one batch: checked, sorted, written with their métiers, conditions, apports and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.domaine import Anomalie, Offre
from catalogue.regles import anomalies_offre
from etl import depot
from etl.atelier import Atelier, Cle, anomalie_base, anomalie_cle, anomalie_doublon, moities
from etl.depot import CleOffre, LigneRefusee, LotOffres, Tri
from etl.lecture import Avertissement, Lu, Rejet
from etl.lignes import LignesOffre, lignes_offre
from etl.resolution import resoudre_offre
from socle.identifiants import identifiant_public


@dataclass(frozen=True, slots=True)
class _Prete:
    """An offer under way; ``lignes`` is None when it was rejected."""

    cle: CleOffre
    offre: Offre | None = None
    lignes: LignesOffre | None = None


@dataclass(frozen=True, slots=True)
class _AEcrire:
    """A new offer, or a changed one."""

    id: int
    changee: bool
    cle: CleOffre
    offre: Offre
    lignes: LignesOffre


async def importer_offres(atelier: Atelier, elements: Sequence[Lu | Rejet | Avertissement]) -> None:
    """Import the offers of a batch; note the rejections and warnings of the reader, in the order of the file.

    Args:
        atelier: the import under way.
        elements: offers read, rejections and warnings.
    """
    pretes: dict[Cle, _Prete] = {}
    for element in elements:
        match element:
            case Avertissement(chemin, anomalie):
                atelier.journal.avertir(chemin, [anomalie])
            case Rejet():
                _noter_rejet(atelier, element, pretes)
            case Lu(chemin, Offre() as offre):
                _lire(atelier, chemin, offre, pretes)
    if pretes:
        tris = await depot.trier_offres(atelier.connexion, [prete.cle for prete in pretes.values()])
        a_ecrire, confirmees = _trancher(atelier, list(pretes.values()), tris)
        await depot.confirmer_offres(atelier.connexion, confirmees)
        await _ecrire(atelier, await _respecter_places(atelier, a_ecrire))


def _noter_rejet(atelier: Atelier, rejet: Rejet, pretes: dict[Cle, _Prete]) -> None:
    atelier.journal.compter(structure=rejet.structure, lus=1)
    atelier.journal.rejeter(rejet)
    if rejet.cle and not rejet.structure and not anomalie_cle(rejet.cle):
        pretes.setdefault(rejet.cle, _Prete(_cle_rejetee(rejet.cle, rejet.chemin)))


def _cle_rejetee(cle: Cle, chemin: str) -> CleOffre:
    return CleOffre(cle, None, "", None, chemin)


def _lire(atelier: Atelier, chemin: str, offre: Offre, pretes: dict[Cle, _Prete]) -> None:
    atelier.journal.compter(lus=1)
    cle = (offre.source, offre.source_id)
    if faute := anomalie_cle(cle) or (anomalie_doublon(cle) if cle in pretes else None):
        atelier.journal.rejeter(Rejet(chemin, (faute,)))
    elif anomalies := anomalies_offre(offre):
        atelier.journal.rejeter(Rejet(chemin, anomalies))
        pretes[cle] = _Prete(_cle_rejetee(cle, chemin))
    else:
        resolue, doutes = resoudre_offre(offre, atelier.connus)
        atelier.journal.avertir(chemin, doutes)
        lignes = lignes_offre(resolue)
        pretes[cle] = _Prete(CleOffre(cle, lignes.empreinte, resolue.etat.value, resolue.structure, chemin), resolue, lignes)


def _trancher(atelier: Atelier, pretes: Sequence[_Prete], tris: Sequence[Tri]) -> tuple[list[_AEcrire], list[tuple[int, date]]]:
    a_ecrire: list[_AEcrire] = []
    confirmees: list[tuple[int, date]] = []
    for prete, tri in zip(pretes, tris, strict=True):
        if prete.offre is None or prete.lignes is None:
            continue
        if tri.id is None:
            atelier.journal.rejeter(Rejet(prete.cle.chemin, (anomalie_doublon(prete.cle.cle),)))
        elif tri.statut != "inchangee":
            a_ecrire.append(_AEcrire(tri.id, tri.statut == "modifiee", prete.cle, prete.offre, prete.lignes))
        else:
            atelier.journal.compter(inchanges=1)
            vue = prete.offre.verifie_le
            if vue is not None and (tri.verifie_le is None or tri.verifie_le < vue):
                confirmees.append((tri.id, vue))
    return a_ecrire, confirmees


async def _respecter_places(atelier: Atelier, offres: Sequence[_AEcrire]) -> list[_AEcrire]:
    """Leave out the offers that would withdraw a place from someone who holds it."""
    changees = [offre.id for offre in offres if offre.changee]
    occupees = await depot.occupation(atelier.connexion, changees) if changees else {}
    gardees, refusees = [], []
    for offre in offres:
        if anomalies := _places_retirees(offre, occupees):
            atelier.journal.rejeter(Rejet(offre.cle.chemin, anomalies))
            refusees.append(offre.cle.cle)
        else:
            gardees.append(offre)
    if refusees:
        await depot.marquer_rejetees(atelier.connexion, refusees)
    return gardees


def _places_retirees(offre: _AEcrire, occupees: dict[tuple[int, str], int]) -> tuple[Anomalie, ...]:
    fautes = []
    for session in offre.offre.sessions:
        prises = occupees.get((offre.id, session.source_id), 0)
        if session.places is not None and session.places < prises:
            deja = "places y sont déjà tenues ou prises" if prises > 1 else "place y est déjà tenue ou prise"
            motif = f"Session « {session.source_id} » : {prises} {deja}, on ne peut pas descendre en dessous."
            fautes.append(Anomalie("places", str(session.places), motif))
    return tuple(fautes)


async def _ecrire(atelier: Atelier, offres: Sequence[_AEcrire]) -> None:
    if not offres:
        return
    try:
        async with depot.essai_de_lot(atelier.connexion):
            await depot.ecrire_offres(atelier.connexion, _lot(atelier, offres), atelier.instant)
    except LigneRefusee as refus:
        if len(offres) == 1:
            atelier.journal.rejeter(Rejet(offres[0].cle.chemin, (anomalie_base(refus),)))
            await depot.marquer_rejetees(atelier.connexion, [offres[0].cle.cle])
            return
        for moitie in moities(offres):
            await _ecrire(atelier, moitie)
        return
    changees = sum(offre.changee for offre in offres)
    atelier.journal.compter(crees=len(offres) - changees, modifies=changees)


def _lot(atelier: Atelier, offres: Sequence[_AEcrire]) -> LotOffres:
    return LotOffres(
        offres=[(o.id, identifiant_public(atelier.tirage), *o.lignes.offre, o.lignes.empreinte) for o in offres],
        metiers=[(o.id, *ligne) for o in offres for ligne in o.lignes.metiers],
        conditions=[(o.id, *ligne) for o in offres for ligne in o.lignes.conditions],
        apports=[(o.id, *ligne) for o in offres for ligne in o.lignes.apports],
        sessions=[(o.id, *ligne) for o in offres for ligne in o.lignes.sessions],
        changees=[o.id for o in offres if o.changee],
    )
