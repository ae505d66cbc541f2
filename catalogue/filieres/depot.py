"""Filières in PostgreSQL: typed functions, one per question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from catalogue.domaine import TypeOffre, TypeStructure
from catalogue.filieres.domaine import Filiere, Saisie, Seance, StructureLiee
from socle.base import Connexion, Ligne
from socle.sql import charger
from socle.texte import cle_tri

REQUETES = charger(Path(__file__).with_name("requetes.sql"))


async def toutes(connexion: Connexion, *, aussi_cachees: bool = False) -> list[Filiere]:
    """Filières in the order of lists: those that are shown, or all of them."""
    return [_filiere(ligne) for ligne in await REQUETES.lignes(connexion, "toutes", aussi_cachees=aussi_cachees)]


async def une(connexion: Connexion, cle: str) -> Filiere | None:
    """A filière by its key, shown or not."""
    ligne = await REQUETES.ligne(connexion, "une", cle=cle)
    return None if ligne is None else _filiere(ligne)


async def par_identifiant(connexion: Connexion, identifiant: str) -> Filiere | None:
    """A filière by its public id."""
    ligne = await REQUETES.ligne(connexion, "par_identifiant", identifiant=identifiant)
    return None if ligne is None else _filiere(ligne)


async def offres(connexion: Connexion, filiere_id: int) -> list[int]:
    """Inner ids of the offers that belong to a filière, in whatever state, increasing."""
    return [ligne["id"] for ligne in await REQUETES.lignes(connexion, "offres", filiere_id=filiere_id)]


async def structures(connexion: Connexion, filiere_id: int) -> list[StructureLiee]:
    """Structures that a filière names."""
    return _structures(await REQUETES.lignes(connexion, "structures", filiere_id=filiere_id))


async def structures_par_ids(connexion: Connexion, ids: Sequence[int]) -> list[StructureLiee]:
    """Structures by inner ids."""
    return _structures(await REQUETES.lignes(connexion, "structures_par_ids", ids=list(ids)))


async def structures_par_identifiants(connexion: Connexion, identifiants: Sequence[str]) -> list[StructureLiee]:
    """Structures by public ids; unknown ones are left out."""
    return _structures(await REQUETES.lignes(connexion, "structures_par_identifiants", identifiants=list(identifiants)))


async def structures_cherchees(connexion: Connexion, mots: str, limite: int) -> list[StructureLiee]:
    """Structures whose name holds some words, accents and case forgiven, or that bear a SIRET; none without a word."""
    plies = cle_tri(mots)
    return _structures(await REQUETES.lignes(connexion, "structures_cherchees", mots=plies, limite=limite)) if plies else []


async def seances(connexion: Connexion, ids: Sequence[int]) -> list[Seance]:
    """Dated sessions by inner ids, in the order of a calendar."""
    return [Seance(**{**ligne, "type_offre": TypeOffre(ligne["type_offre"])}) for ligne in await REQUETES.lignes(connexion, "seances", ids=list(ids))]


async def domaines(connexion: Connexion) -> dict[str, str]:
    """Names of the letters and domains of the ROME, by code."""
    return {ligne["code"]: ligne["libelle"] for ligne in await REQUETES.lignes(connexion, "domaines")}


async def creer(connexion: Connexion, identifiant: str, cle: str, saisie: Saisie, instant: datetime) -> bool:
    """Keep a new filière; False when its id or its key is taken."""
    filiere_id: int | None = await REQUETES.valeur(connexion, "creer", identifiant=identifiant, cle=cle, **_textes(saisie), instant=instant)
    if filiere_id is None:
        return False
    await _ecrire_ensemble(connexion, filiere_id, saisie)
    return True


async def modifier(connexion: Connexion, filiere_id: int, version: int, saisie: Saisie, instant: datetime) -> bool:
    """Keep the next version of a filière; False when ``version`` is not the last."""
    if await REQUETES.executer(connexion, "modifier", filiere_id=filiere_id, version=version, **_textes(saisie), instant=instant) != 1:
        return False
    await _ecrire_ensemble(connexion, filiere_id, saisie)
    return True


async def _ecrire_ensemble(connexion: Connexion, filiere_id: int, saisie: Saisie) -> None:
    await REQUETES.executer(connexion, "vider_metiers", filiere_id=filiere_id)
    await REQUETES.executer(connexion, "vider_structures", filiere_id=filiere_id)
    await REQUETES.executer(connexion, "ecrire_metiers", filiere_id=filiere_id, codes=list(saisie.codes))
    await REQUETES.executer(connexion, "ecrire_structures", filiere_id=filiere_id, identifiants=list(saisie.structures))


def _textes(saisie: Saisie) -> dict[str, Any]:
    champs = {nom: getattr(saisie, nom) for nom in ("nom", "accroche", "presentation", "contact", "publiee")}
    return {**champs, "ordre": int(saisie.ordre)}


def _filiere(ligne: Ligne) -> Filiere:
    return Filiere(**{**ligne, "codes": tuple(ligne["codes"])})


def _structures(lignes: list[Ligne]) -> list[StructureLiee]:
    return [StructureLiee(**{**ligne, "type_structure": TypeStructure(ligne["type_structure"])}) for ligne in lignes]
