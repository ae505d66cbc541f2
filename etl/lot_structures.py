"""The structures of one batch: checked, sorted, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.domaine import Anomalie, Structure
from catalogue.regles import anomalies_structure
from etl import depot
from etl.atelier import Atelier, Cle, anomalie_base, anomalie_cle, anomalie_doublon, moities
from etl.depot import LigneRefusee, Tri
from etl.lecture import Rejet
from etl.lignes import LignesStructure, lignes_structure
from etl.resolution import resoudre_structure
from socle.identifiants import identifiant_public


@dataclass(frozen=True, slots=True)
class _Prete:
    """A structure under way; ``lignes`` is None when it was rejected."""

    chemin: str
    cle: Cle
    lignes: LignesStructure | None


async def importer_structures(atelier: Atelier, lues: Sequence[tuple[str, Structure]]) -> None:
    """Import the structures of a batch.

    Args:
        atelier: the import under way.
        lues: path in the file and structure.
    """
    pretes: dict[Cle, _Prete] = {}
    for chemin, structure in lues:
        atelier.journal.compter(structure=True, lus=1)
        cle = (structure.source, structure.source_id)
        if faute := anomalie_cle(cle) or (anomalie_doublon(cle) if cle in pretes else None):
            _rejeter(atelier, chemin, faute)
        else:
            pretes[cle] = _Prete(chemin, cle, _lire(atelier, chemin, structure))
    if pretes:
        tris = await depot.trier_structures(atelier.connexion, [(p.cle, p.lignes.empreinte if p.lignes else None) for p in pretes.values()])
        await _ecrire(atelier, _trancher(atelier, list(pretes.values()), tris))


def _lire(atelier: Atelier, chemin: str, structure: Structure) -> LignesStructure | None:
    if anomalies := anomalies_structure(structure):
        _rejeter(atelier, chemin, *anomalies)
        return None
    resolue, doutes = resoudre_structure(structure, atelier.connus)
    atelier.journal.avertir(chemin, doutes)
    return lignes_structure(resolue)


def _rejeter(atelier: Atelier, chemin: str, *anomalies: Anomalie) -> None:
    atelier.journal.rejeter(Rejet(chemin, anomalies, structure=True))


def _trancher(atelier: Atelier, pretes: Sequence[_Prete], tris: Sequence[Tri]) -> list[tuple[_Prete, Tri]]:
    a_ecrire = []
    for prete, tri in zip(pretes, tris, strict=True):
        if prete.lignes is None:
            continue
        if tri.statut == "doublon":
            _rejeter(atelier, prete.chemin, anomalie_doublon(prete.cle))
        elif tri.statut == "inchangee":
            atelier.journal.compter(structure=True, inchanges=1)
        else:
            a_ecrire.append((prete, tri))
    return a_ecrire


async def _ecrire(atelier: Atelier, pretes: Sequence[tuple[_Prete, Tri]]) -> None:
    if not pretes:
        return
    lignes = [(t.id, identifiant_public(atelier.tirage), *p.lignes.structure, p.lignes.empreinte) for p, t in pretes if p.lignes]
    try:
        async with depot.essai_de_lot(atelier.connexion):
            await depot.ecrire_structures(atelier.connexion, lignes, atelier.instant)
    except LigneRefusee as refus:
        if len(pretes) == 1:
            _rejeter(atelier, pretes[0][0].chemin, anomalie_base(refus))
            return
        for moitie in moities(pretes):
            await _ecrire(atelier, moitie)
        return
    nouvelles = sum(tri.statut == "nouvelle" for _, tri in pretes)
    atelier.journal.compter(structure=True, crees=nouvelles, modifies=len(pretes) - nouvelles)
