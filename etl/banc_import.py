"""How fast the engine imports, beside a bare COPY of the same rows in the same transaction. Everything is undone at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from catalogue.domaine import (
    Apport,
    Condition,
    Contact,
    DetailsFormation,
    Lieu,
    Offre,
    Operateur,
    Session,
    Structure,
    TypeApport,
    TypeCondition,
    TypeOffre,
)
from etl import depot
from etl.lecture import Lu
from etl.lignes import lignes_offre
from etl.moteur import Demande, derouler
from socle.base import Bassin, Connexion, transaction
from socle.horloge import Horloge

SOURCE = "banc"
OFFRES_PAR_STRUCTURE = 20

_PHRASE = (
    "Formation en petit groupe, en présentiel, avec un stage de trois semaines dans une entreprise du département. "
    "Une remise à niveau en calcul et en français écrit est comprise. "
)


class _Annuler(Exception):
    """Undo everything that the bench wrote."""


@dataclass(frozen=True, slots=True)
class MesureImport:
    """Durations of one bench, in seconds.

    Attributes:
        offres: number of offers.
        lignes: rows written for them: offers, métiers, conditions, apports, sessions.
        creation_s: import of offers that are all new.
        reprise_s: the same file again, nothing changed.
        copie_s: bare COPY of the same rows into tables without keys or constraints.
    """

    offres: int
    lignes: int
    creation_s: float
    reprise_s: float
    copie_s: float

    @property
    def creees_par_s(self) -> float:
        """Offers created per second."""
        return self.offres / self.creation_s

    @property
    def inchangees_par_s(self) -> float:
        """Unchanged offers read per second."""
        return self.offres / self.reprise_s

    @property
    def lignes_par_s(self) -> float:
        """Rows written per second by the creation."""
        return self.lignes / self.creation_s

    @property
    def rapport_copie(self) -> float:
        """How many times longer than a bare COPY of the same rows the creation takes."""
        return self.creation_s / self.copie_s


def elements_synthetiques(n: int, aujourdhui: date, *, source: str = SOURCE) -> Iterator[Lu]:
    """Invented trainings of a usual size, and their structures, one by one.

    Args:
        n: number of offers.
        aujourdhui: sessions start after this day.
        source: name of the source.

    Yields:
        A structure before each run of ``OFFRES_PAR_STRUCTURE`` offers, and the offers.
    """
    for rang in range(n):
        if rang % OFFRES_PAR_STRUCTURE == 0:
            yield Lu(f"structure {rang}", _structure(rang, source))
        yield Lu(f"offre {rang}", _offre(rang, aujourdhui, source))


def _structure(rang: int, source: str) -> Structure:
    return Structure(source, f"s{rang // OFFRES_PAR_STRUCTURE}", f"Organisme fictif n° {rang // OFFRES_PAR_STRUCTURE}")


def _offre(rang: int, aujourdhui: date, source: str) -> Offre:
    debut = aujourdhui + timedelta(days=10 + rang % 200)
    return Offre(
        source=source,
        source_id=f"o{rang}",
        type_offre=TypeOffre.FORMATION,
        titre=f"Formation fictive n° {rang}",
        details=DetailsFormation(rncp=str(10_000 + rang), niveau_sortie=3 + rang % 3, duree_heures=400, financeur="Région"),
        description=_PHRASE * 5,
        structure=f"s{rang // OFFRES_PAR_STRUCTURE}",
        conditions=(
            Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("3",)),
            Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("A2",), libelle="Comprendre une consigne écrite"),
        ),
        apports=(Apport(TypeApport.CERTIFICATION, "Titre professionnel fictif", str(10_000 + rang)),),
        publics=("beneficiaires-rsa",),
        sessions=tuple(Session(f"{rang}-{i}", debut + timedelta(days=60 * i), debut + timedelta(days=60 * i + 90), places=12) for i in range(2)),
        lieu=Lieu(commune="Créteil", code_postal="94000", latitude=48.79, longitude=2.46),
        heures_hebdo=Decimal(35),
        contact=Contact(telephone="01 99 00 00 00", courriel="contact@exemple.fr"),
        cout=Decimal(0),
        verifie_le=aujourdhui,
    )


async def mesurer(bassin: Bassin, horloge: Horloge, *, offres: int = 5_000, chrono: Callable[[], float] = time.perf_counter) -> MesureImport:
    """Measure creation, second run and bare COPY in one transaction, then undo it.

    Args:
        bassin: the pool; the catalogue is left as it was.
        horloge: clock.
        offres: number of offers.
        chrono: seconds on a clock that never goes back.

    Returns:
        The durations.
    """
    try:
        async with transaction(bassin) as connexion:
            mesure = await _mesurer(connexion, horloge, offres, chrono)
            raise _Annuler
    except _Annuler:
        return mesure


async def _mesurer(connexion: Connexion, horloge: Horloge, offres: int, chrono: Callable[[], float]) -> MesureImport:
    demande = Demande(SOURCE, format="banc", fichier="offres inventées")
    jour = horloge.aujourdhui()
    depart = chrono()
    await derouler(connexion, elements_synthetiques(offres, jour), demande, horloge=horloge)
    cree = chrono()
    await derouler(connexion, elements_synthetiques(offres, jour), demande, horloge=horloge)
    repris = chrono()
    lot = _lignes_nues(offres, jour)
    avant_copie = chrono()
    await depot.copier_nu(connexion, lot)
    return MesureImport(offres, _nombre_lignes(lot), cree - depart, repris - cree, chrono() - avant_copie)


def _lignes_nues(offres: int, jour: date) -> depot.LotOffres:
    lues = [lu.objet for lu in elements_synthetiques(offres, jour) if isinstance(lu.objet, Offre)]
    lignes = [lignes_offre(replace(offre, metiers=())) for offre in lues]
    return depot.LotOffres(
        offres=[(rang, f"{rang:012d}", *ligne.offre, ligne.empreinte) for rang, ligne in enumerate(lignes)],
        metiers=[],
        conditions=[(rang, *c) for rang, ligne in enumerate(lignes) for c in ligne.conditions],
        apports=[(rang, *a) for rang, ligne in enumerate(lignes) for a in ligne.apports],
        sessions=[(rang, *s) for rang, ligne in enumerate(lignes) for s in ligne.sessions],
        changees=[],
    )


def _nombre_lignes(lot: depot.LotOffres) -> int:
    return len(lot.offres) + len(lot.metiers) + len(lot.conditions) + len(lot.apports) + len(lot.sessions)
