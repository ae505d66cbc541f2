"""The night run: the lists of everybody, written lot after lot, taken up where it was when it is killed, put in force at once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from catalogue.memoire import MemoireTextes
from catalogue.vivant import Etat
from matching.appariements import depot
from matching.appariements.calcul import LOT, Appariement, Listes
from matching.appariements.depot import Ligne, NouveauLot, Suivie
from matching.profils import Profils
from matching.score import Part, poids
from matching.score.poids import FICHIER
from models.encodeur import Encodeur
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import Horloge

T = TypeVar("T")

DEJA_EN_COURS = "Un appariement de tout le monde est déjà en cours. Attendez qu’il finisse, ou arrêtez-le."


@dataclass(frozen=True)
class Bilan:
    """What a run did.

    Attributes:
        personnes, offres: how many entered.
        reprises: people whose lists an interrupted run had already written.
        version: of the weights. empreinte: of everything that entered, in hexadecimal.
    """

    personnes: int
    offres: int
    reprises: int
    version: str
    empreinte: str


@dataclass(frozen=True)
class Consigne:
    """How a run goes.

    Attributes:
        reprendre: go on with an interrupted run of the same inputs; else begin again.
        lot: people written together.
        suivre: told how many people are done, and how many there are.
    """

    reprendre: bool = False
    lot: int = LOT
    suivre: Callable[[int, int], None] = lambda faites, total: None


async def apparier(bassin: Bassin, encodeur: Encodeur | None, horloge: Horloge, consigne: Consigne | None = None) -> Bilan:
    """Compute and keep the lists of everybody.

    Args:
        bassin: the pool; one connection holds the lock of the runs.
        encodeur: sentence encoder, None in degraded mode.
        horloge: the clock.
        consigne: how the run goes.

    Returns:
        What was done; the lists are in force.

    Raises:
        ErreurPersonne: another run is going on.
    """
    voulue = consigne or Consigne()
    async with _seul(bassin):
        etat = await Etat.lire(bassin, MemoireTextes(encodeur))
        async with transaction(bassin, lecture_seule=True) as connexion:
            suivies = await depot.personnes(connexion)
        nouveau = _decrire(etat, suivies, horloge)
        lot_id, faites = await _ouvrir(bassin, nouveau, voulue.reprendre)
        appariement = await asyncio.to_thread(_preparer, etat, suivies, horloge)
        voulue.suivre(faites, len(suivies))
        async for debut, listes in _en_fil(appariement.lots(faites, voulue.lot)):
            async with transaction(bassin) as connexion:
                await depot.ecrire(connexion, _lignes(lot_id, suivies[debut : debut + voulue.lot], listes, etat))
            voulue.suivre(min(debut + voulue.lot, len(suivies)), len(suivies))
        async with transaction(bassin) as connexion:
            await depot.mettre_en_vigueur(connexion, lot_id, horloge.maintenant())
    return Bilan(len(suivies), nouveau.offres, faites, nouveau.version, nouveau.empreinte.hex())


@asynccontextmanager
async def _seul(bassin: Bassin) -> AsyncIterator[None]:
    async with bassin.acquire() as connexion:
        if not await depot.verrouiller(connexion):
            raise ErreurPersonne(DEJA_EN_COURS)
        try:
            yield
        finally:
            await depot.lacher(connexion)


async def _ouvrir(bassin: Bassin, nouveau: NouveauLot, reprendre: bool) -> tuple[int, int]:
    """The run to fill, and how many people it already holds."""
    async with transaction(bassin) as connexion:
        trouve = await depot.inacheve(connexion, nouveau.empreinte) if reprendre else None
        await depot.oublier_inacheves(connexion, trouve[0] if trouve else None)
        return trouve or (await depot.ouvrir_lot(connexion, nouveau), 0)


def _preparer(etat: Etat, suivies: list[Suivie], horloge: Horloge) -> Appariement:
    moteur = etat.moteur
    profils = Profils.construire([s.personne for s in suivies], moteur.referentiel, moteur.encodeur)
    return Appariement.preparer(profils, moteur, horloge.aujourdhui())


def _decrire(etat: Etat, suivies: list[Suivie], horloge: Horloge) -> NouveauLot:
    return NouveauLot(
        version=poids().version,
        empreinte=_empreinte(etat, suivies, horloge),
        jour=horloge.aujourdhui(),
        parts=[part.value for part in Part],
        personnes=len(suivies),
        offres=len(etat.moteur.image),
        instant=horloge.maintenant(),
    )


def _empreinte(etat: Etat, suivies: list[Suivie], horloge: Horloge) -> bytes:
    """Print of all that enters: weights, encoder, day, référentiels, rows of the catalogue, people (names left out)."""
    somme = hashlib.blake2b(FICHIER.read_bytes(), digest_size=32)
    encodeur, lu = etat.moteur.encodeur, etat.moteur.referentiel
    for fait in (encodeur.empreinte if encodeur else "", horloge.aujourdhui(), lu.metiers, lu.voisins, lu.communes, lu.tensions):
        somme.update(repr(fait).encode())
    for table in (getattr(etat.lignes, nom) for nom in type(etat.lignes).__dataclass_fields__):
        somme.update(repr([tuple(ligne) for ligne in table]).encode())
    for suivie in suivies:
        faits = {nom: getattr(suivie.personne, nom) for nom in type(suivie.personne).__dataclass_fields__ if nom not in {"prenom", "nom"}}
        somme.update(repr((suivie.id, faits)).encode())
    return somme.digest()


def _lignes(lot_id: int, suivies: list[Suivie], listes: Listes, etat: Etat) -> Iterable[Ligne]:
    ids = etat.moteur.image.ids
    for place, suivie in enumerate(suivies):
        n = int((listes.rangs[place] >= 0).sum())
        parts = listes.parts[place, :n].ravel().tolist()
        yield (lot_id, suivie.id, ids[listes.rangs[place, :n]].tolist(), listes.totaux[place, :n].tolist(), listes.statuts[place, :n].tolist(), parts)


async def _en_fil(iterateur: Iterator[T]) -> AsyncIterator[T]:
    """Go through an iterator whose steps are long, without holding the loop."""
    while (suivant := await asyncio.to_thread(next, iterateur, None)) is not None:
        yield suivant
