"""Reading the catalogue in PostgreSQL: typed functions, one per question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from catalogue.domaine import (
    DETAILS,
    Apport,
    Commune,
    Condition,
    Contact,
    Details,
    Lieu,
    Metier,
    Offre,
    Session,
    Structure,
    TypeOffre,
)
from catalogue.vues import TextesMetier
from socle.base import Connexion, Ligne
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")

T = TypeVar("T")

_METIERS = TypeAdapter(list[Metier])
_COMMUNES = TypeAdapter(list[Commune])
_DETAILS: dict[TypeOffre, TypeAdapter[Details]] = {genre: TypeAdapter(classe) for genre, classe in DETAILS.items()}
_OFFRE = TypeAdapter(Offre)
_STRUCTURE = TypeAdapter(Structure)
_CONDITION = TypeAdapter(Condition)
_APPORT = TypeAdapter(Apport)
_SESSION = TypeAdapter(Session)

_CHAMPS_LIEU = ("code_insee", "commune", "code_postal", "adresse", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Territoire:
    """A grouping of communes (EDS, CTIDS)."""

    code: str
    nom: str
    nature: str


@dataclass(frozen=True, slots=True)
class Tension:
    """How hard it is to recruit for a métier.

    Attributes:
        code_rome: ROME code.
        degre: from 1 (easy) to 5 (very hard).
        jour: day the measure speaks of.
    """

    code_rome: str
    degre: int
    jour: date


@dataclass(frozen=True, slots=True)
class FicheOffre:
    """An offer as it is stored, with its ids and its structure."""

    id: int
    identifiant: str
    offre: Offre
    structure: Structure | None


@dataclass(frozen=True, slots=True)
class LignesImage:
    """Raw rows of the picture in memory, all read in one transaction."""

    offres: list[Ligne]
    metiers: list[Ligne]
    conditions: list[Ligne]
    freins: list[Ligne]
    sessions: list[Ligne]
    apports: list[Ligne] = field(default_factory=list)


async def metiers(connexion: Connexion) -> list[Metier]:
    """Every métier, by code."""
    return _METIERS.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "metiers")])


async def metiers_en_mots(connexion: Connexion) -> list[TextesMetier]:
    """What is said of every métier in words, by code."""
    lignes = await REQUETES.lignes(connexion, "metiers_en_mots")
    return [TextesMetier(**{**ligne, "titres": tuple(ligne["titres"]), "competences": tuple(ligne["competences"])}) for ligne in lignes]


async def mobilites(connexion: Connexion) -> list[tuple[str, str, int]]:
    """Links between métiers: ``(from, to, rank)``, nearest first."""
    return [(ligne["code_rome"], ligne["code_rome_cible"], ligne["numero_ordre"]) for ligne in await REQUETES.lignes(connexion, "mobilites")]


async def communes(connexion: Connexion) -> list[Commune]:
    """Every commune, in the order of the dictionary."""
    return _COMMUNES.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "communes")])


async def territoires(connexion: Connexion) -> list[Territoire]:
    """Every grouping of communes."""
    return [Territoire(**ligne) for ligne in await REQUETES.lignes(connexion, "territoires")]


async def tensions(connexion: Connexion) -> list[Tension]:
    """The last measure of each métier, by code."""
    return [Tension(**ligne) for ligne in await REQUETES.lignes(connexion, "tensions")]


async def lignes_image(connexion: Connexion, ids: Sequence[int] | None = None) -> LignesImage:
    """What the picture in memory is built from.

    Args:
        connexion: inside a READ ONLY, REPEATABLE READ transaction, so that the six readings agree.
        ids: inner ids of the offers wanted, None for all; those that are not published are left out of the answer.

    Returns:
        Rows of the published offers, ordered by offer.
    """
    noms = ("image_offres", "image_metiers", "image_conditions", "image_freins", "image_sessions", "image_apports")
    voulus = None if ids is None else list(ids)
    return LignesImage(*[await REQUETES.lignes(connexion, nom, ids=voulus) for nom in noms])


async def nombre_structures(connexion: Connexion) -> int:
    """Number of structures that have a published offer."""
    nombre: int = await REQUETES.valeur(connexion, "nombre_structures")
    return nombre


async def id_offre(connexion: Connexion, identifiant: str) -> int | None:
    """Inner id of an offer people may see.

    Args:
        connexion: any.
        identifiant: public id.

    Returns:
        The id, None when there is no such offer or it is still a draft.
    """
    trouve: int | None = await REQUETES.valeur(connexion, "id_de_l_identifiant", identifiant=identifiant)
    return trouve


async def fiches(connexion: Connexion, ids: Sequence[int]) -> dict[int, FicheOffre]:
    """Whole offers.

    Args:
        connexion: any.
        ids: inner ids; unknown ones are left out of the answer.

    Returns:
        The offers by id, in the order asked.
    """
    if not ids:
        return {}
    liste = list(ids)
    offres = await REQUETES.lignes(connexion, "fiches", ids=liste)
    conditions = _par_offre(await REQUETES.lignes(connexion, "fiches_conditions", ids=liste), _CONDITION)
    apports = _par_offre(await REQUETES.lignes(connexion, "fiches_apports", ids=liste), _APPORT)
    sessions = _par_offre(await REQUETES.lignes(connexion, "fiches_sessions", ids=liste), _SESSION)
    structures = await _structures(connexion, {o["structure_id"] for o in offres if o["structure_id"] is not None})
    trouvees = {}
    for o in offres:
        offre = _offre(o, conditions[o["id"]], apports[o["id"]], sessions[o["id"]])
        trouvees[o["id"]] = FicheOffre(o["id"], o["identifiant"], offre, structures.get(o["structure_id"]))
    return {i: trouvees[i] for i in liste if i in trouvees}


def _par_offre(lignes: Iterable[Ligne], adaptateur: TypeAdapter[T]) -> defaultdict[int, list[T]]:
    groupes: defaultdict[int, list[T]] = defaultdict(list)
    for ligne in lignes:
        champs = dict(ligne)
        groupes[champs.pop("offre_id")].append(adaptateur.validate_python(champs))
    return groupes


async def _structures(connexion: Connexion, ids: set[int]) -> dict[int, Structure]:
    lignes = await REQUETES.lignes(connexion, "fiches_structures", ids=sorted(ids))
    return {ligne["id"]: _structure(ligne) for ligne in lignes}


def _structure(ligne: Ligne) -> Structure:
    champs = _regrouper(dict(ligne))
    champs.pop("id")
    return _STRUCTURE.validate_python(champs)


def _offre(ligne: Ligne, conditions: list[Condition], apports: list[Apport], sessions: list[Session]) -> Offre:
    champs = _regrouper(dict(ligne))
    for cle in ("id", "identifiant", "structure_id"):
        champs.pop(cle)
    champs["structure"] = champs.pop("structure_source_id")
    champs["details"] = _DETAILS[TypeOffre(champs["type_offre"])].validate_python(champs["details"])
    return _OFFRE.validate_python({**champs, "conditions": conditions, "apports": apports, "sessions": sessions})


def _regrouper(champs: dict[str, Any]) -> dict[str, Any]:
    """Put the columns of a place and of a contact back into their objects."""
    champs["lieu"] = Lieu(**{cle: champs.pop(cle) for cle in _CHAMPS_LIEU})
    champs["contact"] = Contact(champs.pop("contact_nom"), champs.pop("telephone"), champs.pop("courriel"), champs.pop("lien"))
    return champs
