"""The picture of the live catalogue in memory: a structure of arrays, rebuilt from PostgreSQL at any time.

Rows are in the order of offer ids, so that ties broken by row are broken by id. Days are proleptic ordinals (``date.toordinal``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.apports import TableApports
from catalogue.conditions import TableConditions
from catalogue.depot import LignesImage
from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.memoire import MemoireTextes, TexteOffre
from catalogue.mots import IndexMots
from catalogue.publics import masque_publics
from catalogue.referentiel import Referentiel
from catalogue.seances import INCONNU, JAMAIS, PERMANENTE, Booleens, Entiers, Sessions, entiers, jours
from models.encodeur import Encodeur, arrondir
from models.index import IndexFaiss, IndexVectoriel
from models.jalons import IndexJalons, Lectures, rapprocher
from socle.base import Ligne

__all__ = ["INCONNU", "JAMAIS", "PERMANENTE", "Booleens", "Entiers", "Image", "Sessions", "construire", "masque"]


@dataclass(frozen=True)
class Image:
    """Columns of the published offers, ``[n]`` unless said otherwise.

    Attributes:
        ids: inner ids, increasing.
        identifiants: public ids.
        types: rank of the kind in ``TypeOffre``.
        structures: inner id of the structure, ``INCONNU`` without one.
        latitudes, longitudes: degrees, NaN when unknown.
        communes: INSEE codes, empty when unknown.
        presences: rank in ``Presence``.
        creneaux: weekly mask of 28 bits, ``INCONNU`` when unknown.
        limite: last day to apply, ``JAMAIS`` when there is none.
        verifie: day of the last confirmation, 0 when unknown.
        reserve_rsa: reserved to allocataires of the RSA.
        publics: mask over ``PUBLICS``.
        freins: mask over ``Frein`` of what the offer lifts.
        metiers_debut, metiers: CSR of métiers: row ``i`` owns ``metiers[metiers_debut[i]:metiers_debut[i + 1]]``, ranks in ``codes_rome``.
        codes_rome: ROME codes, sorted.
        vecteurs: ``[n, d] float32``, normalised; empty (``d = 0``) in degraded mode.
        lectures: the same texts read through the métiers of the encoder. jalons: those métiers, none for an encoder without them.
    """

    ids: NDArray[np.int64]
    identifiants: tuple[str, ...]
    titres: tuple[str, ...]
    types: NDArray[np.int8]
    structures: NDArray[np.int64]
    latitudes: NDArray[np.float32]
    longitudes: NDArray[np.float32]
    communes: NDArray[np.str_]
    presences: NDArray[np.int8]
    creneaux: Entiers
    limite: Entiers
    verifie: Entiers
    reserve_rsa: Booleens
    publics: NDArray[np.int64]
    freins: NDArray[np.int64]
    metiers_debut: Entiers
    metiers: Entiers
    codes_rome: tuple[str, ...]
    sessions: Sessions
    conditions: TableConditions
    apports: TableApports
    vecteurs: NDArray[np.float32]
    lectures: Lectures
    jalons: NDArray[np.float32]
    mots: IndexMots

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def degradee(self) -> bool:
        """Whether the encoder is missing: the search then goes by words alone."""
        return int(self.vecteurs.shape[1]) == 0

    @cached_property
    def index(self) -> IndexVectoriel | None:
        """Vectors by row, searched exactly; None in degraded mode."""
        if self.degradee:
            return None
        index = IndexFaiss(self.vecteurs.shape[1])
        index.upsert(np.arange(len(self), dtype=np.int64), self.vecteurs)
        return index

    @cached_property
    def par_metiers(self) -> IndexJalons | None:
        """Offers by the métiers that they are read as; None when the encoder knows none."""
        return IndexJalons.construire(self.lectures, self.jalons) if len(self.jalons) else None

    @cached_property
    def carnet(self) -> dict[Any, Any]:
        """What is worked out once for this picture and a day, under a key of whoever works it out; it goes away with the picture."""
        return {}

    @cached_property
    def rang_code(self) -> dict[str, int]:
        """Rank of each ROME code in ``codes_rome``."""
        return {code: rang for rang, code in enumerate(self.codes_rome)}

    @cached_property
    def metiers_offre(self) -> Entiers:
        """Row of the offer of each entry of ``metiers``."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.metiers_debut))

    def porte_un_metier(self, codes: Sequence[str]) -> Booleens:
        """Offers that bear one of the given métiers.

        Args:
            codes: ROME codes; unknown ones match nothing.

        Returns:
            Mask ``[n]``.
        """
        rangs = [self.rang_code[c] for c in codes if c in self.rang_code]
        masque = np.zeros(len(self), dtype=np.bool_)
        masque[self.metiers_offre[np.isin(self.metiers, rangs)]] = True
        return masque

    @cached_property
    def vecteurs_rapproches(self) -> NDArray[np.float32]:
        """The same offers drawn towards the métiers they are read as; components are whole numbers of 1/2048, so that inner products are exact."""
        return arrondir(rapprocher(self.vecteurs, self.lectures, self.jalons))

    @cached_property
    def rangs_identifiants(self) -> dict[str, int]:
        """Row of each offer by its public id."""
        return {identifiant: rang for rang, identifiant in enumerate(self.identifiants)}

    @cached_property
    def rangs_structures(self) -> Entiers:
        """Small number of the structure of each offer; offers without one share a number."""
        return np.unique(self.structures, return_inverse=True)[1].astype(np.int32)

    @cached_property
    def series(self) -> Entiers:
        """Number of the series of each offer: the same title from the same structure is the same action, dated otherwise."""
        series: dict[tuple[int, str], int] = {}
        cles = zip(self.structures.tolist(), (titre.casefold() for titre in self.titres), strict=True)
        return np.fromiter((series.setdefault(cle, len(series)) for cle in cles), np.int32, len(self))

    def demandes(self, jour: date) -> Entiers:
        """People already on their way to the sessions one can enter, without a place yet.

        Args:
            jour: the day.

        Returns:
            ``[n]``.
        """
        ouvertes = self.sessions.ouvertes(jour)
        total = np.zeros(len(self), dtype=np.int32)
        np.add.at(total, self.sessions.offre[ouvertes], self.sessions.demandes[ouvertes])
        return total

    def vivantes(self, jour: date) -> Booleens:
        """Offers that one can still enter: deadline not passed, and a session to come where sessions are dated.

        Args:
            jour: the day.

        Returns:
            Mask ``[n]``; an offer without any session (a convention, a clause) lives until its deadline.
        """
        avec_session = np.zeros(len(self), dtype=np.bool_)
        avec_session[self.sessions.offre] = True
        a_venir = np.zeros(len(self), dtype=np.bool_)
        a_venir[self.sessions.offre[self.sessions.ouvertes(jour)]] = True
        return (self.limite >= jour.toordinal()) & (a_venir | ~avec_session)

    def prochaines(self, jour: date) -> Entiers:
        """First day of the next session one can enter.

        Args:
            jour: the day.

        Returns:
            ``[n]``; ``PERMANENTE`` for a permanent entry, ``JAMAIS`` without session.
        """
        jours = np.full(len(self), JAMAIS, dtype=np.int32)
        ouvertes = self.sessions.ouvertes(jour)
        np.minimum.at(jours, self.sessions.offre[ouvertes], self.sessions.debut[ouvertes])
        return jours

    def places_libres(self, jour: date) -> Entiers:
        """Places left over the sessions one can enter.

        Args:
            jour: the day.

        Returns:
            ``[n]``; ``INCONNU`` when no session says how many, whatever the others say.
        """
        ouvertes = self.sessions.ouvertes(jour)
        offre, libres = self.sessions.offre[ouvertes], self.sessions.libres[ouvertes]
        total = np.zeros(len(self), dtype=np.int32)
        np.add.at(total, offre, np.maximum(libres, 0))
        connues = np.zeros(len(self), dtype=np.bool_)
        connues[offre[libres != INCONNU]] = True
        indefinies = np.zeros(len(self), dtype=np.bool_)
        indefinies[offre[libres == INCONNU]] = True
        return np.where(connues & ~(indefinies & (total == 0)), total, INCONNU).astype(np.int32)


def construire(lignes: LignesImage, referentiel: Referentiel, encodeur: Encodeur | None, memoire: MemoireTextes | None = None) -> Image:
    """Build the picture.

    Args:
        lignes: rows read in one transaction.
        referentiel: métiers and communes.
        encodeur: sentence encoder, None in degraded mode.
        memoire: what is kept of the texts from the last picture, with the same encoder; without it every text is read.

    Returns:
        The picture, complete and immutable.
    """
    offres = lignes.offres
    rang = {ligne["id"]: i for i, ligne in enumerate(offres)}
    codes = tuple(referentiel.metiers)
    debut, metiers = _metiers(lignes.metiers, rang, codes)
    libelles = [_libelles(metiers[debut[i] : debut[i + 1]], codes, referentiel) for i in range(len(offres))]
    textes = [TexteOffre(o["titre"], dits, o["description"], o["structure"] or "") for o, dits in zip(offres, libelles, strict=True)]
    vecteurs, lectures, mots = (memoire or MemoireTextes(encodeur)).lire(list(rang), textes)
    return Image(
        ids=np.fromiter((o["id"] for o in offres), np.int64, len(offres)),
        identifiants=tuple(o["identifiant"] for o in offres),
        titres=tuple(o["titre"] for o in offres),
        types=_rangs([o["type_offre"] for o in offres], list(TypeOffre)),
        structures=np.array([o["structure_id"] or INCONNU for o in offres], dtype=np.int64),
        latitudes=_decimaux(offres, "latitude"),
        longitudes=_decimaux(offres, "longitude"),
        communes=np.array([o["code_insee"] or "" for o in offres], dtype=np.str_),
        presences=_rangs([o["presence"] for o in offres], list(Presence)),
        creneaux=entiers([o["creneaux"] for o in offres], INCONNU),
        limite=jours([o["date_limite"] for o in offres], int(JAMAIS)),
        verifie=jours([o["verifie_le"] for o in offres], 0),
        reserve_rsa=np.array([o["reserve_rsa"] for o in offres], dtype=np.bool_),
        publics=np.array([masque_publics(o["publics"]) for o in offres], dtype=np.int64),
        freins=_freins(lignes.freins, rang),
        metiers_debut=debut,
        metiers=metiers,
        codes_rome=codes,
        sessions=Sessions.construire(lignes.sessions, rang),
        conditions=TableConditions.construire(lignes.conditions, rang),
        apports=TableApports.construire(lignes.apports, rang),
        vecteurs=vecteurs,
        lectures=lectures,
        jalons=np.zeros((0, 0), dtype=np.float32) if encodeur is None else encodeur.jalons,
        mots=mots,
    )


def masque(valeurs: Sequence[str], vocabulaire: Sequence[str]) -> int:
    """Bits of the values that belong to a vocabulary.

    Args:
        valeurs: values; those outside the vocabulary are ignored.
        vocabulaire: at most 62 values; the rank of a value is its bit.

    Returns:
        The mask.
    """
    return sum(1 << rang for rang, mot in enumerate(vocabulaire) if mot in valeurs)


def _metiers(lignes: list[Ligne], rang: dict[int, int], codes: tuple[str, ...]) -> tuple[Entiers, Entiers]:
    rang_code = {code: i for i, code in enumerate(codes)}
    comptes = np.zeros(len(rang) + 1, dtype=np.int32)
    for ligne in lignes:
        comptes[rang[ligne["offre_id"]] + 1] += 1
    return np.cumsum(comptes, dtype=np.int32), np.array([rang_code[ligne["code_rome"]] for ligne in lignes], dtype=np.int32)


def _libelles(rangs: Entiers, codes: tuple[str, ...], referentiel: Referentiel) -> str:
    return " ; ".join(referentiel.metiers[codes[r]].libelle for r in rangs[:2])


def _freins(lignes: list[Ligne], rang: dict[int, int]) -> NDArray[np.int64]:
    freins = np.zeros(len(rang), dtype=np.int64)
    bits = {frein.value: 1 << i for i, frein in enumerate(Frein)}
    for ligne in lignes:
        freins[rang[ligne["offre_id"]]] |= bits[ligne["frein"]]
    return freins


def _rangs(valeurs: Sequence[str], ordre: Sequence[str]) -> NDArray[np.int8]:
    rang = {str(v): i for i, v in enumerate(ordre)}
    return np.array([rang[v] for v in valeurs], dtype=np.int8)


def _decimaux(lignes: Sequence[Any], champ: str) -> NDArray[np.float32]:
    return np.array([np.nan if ligne[champ] is None else ligne[champ] for ligne in lignes], dtype=np.float32)
