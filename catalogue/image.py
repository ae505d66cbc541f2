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

from catalogue.conditions import TableConditions
from catalogue.depot import LignesImage
from catalogue.domaine import PUBLICS, Frein, Presence, TypeOffre
from catalogue.mots import IndexMots
from catalogue.referentiel import Referentiel
from models.encodeur import Encodeur
from models.index import IndexFaiss, IndexVectoriel
from socle.base import Ligne

PERMANENTE = 0
JAMAIS = np.int32(2**31 - 1)
INCONNU = -1

# The title says what the offer is; the description says it again with many other words.
POIDS_TITRE, POIDS_METIER, POIDS_DESCRIPTION = 0.5, 0.2, 0.3

Entiers = NDArray[np.int32]
Booleens = NDArray[np.bool_]


@dataclass(frozen=True)
class Sessions:
    """Open sessions, one row each, ordered by offer.

    Attributes:
        offre: row of the offer, ``[m] int32``.
        debut: first day, ``PERMANENTE`` for a permanent entry.
        limite: last day to apply, ``JAMAIS`` when there is none.
        libres: places neither held nor taken, ``INCONNU`` when the number offered is unknown.
        places: places offered, ``INCONNU`` when unknown.
        reservees: places reserved to allocataires of the RSA.
    """

    offre: Entiers
    debut: Entiers
    limite: Entiers
    libres: Entiers
    places: Entiers
    reservees: Entiers

    def ouvertes(self, jour: date, *, au: date | None = None) -> Booleens:
        """Sessions that one can still enter.

        Args:
            jour: first day wanted; sessions begun or closed to applications before it are out.
            au: last day wanted for the beginning.

        Returns:
            Mask ``[m]``; a permanent entry is always in, a full session never.
        """
        n = jour.toordinal()
        a_temps: Booleens = (self.debut == PERMANENTE) | (self.debut >= n)
        if au is not None:
            a_temps &= self.debut <= au.toordinal()
        return a_temps & (self.limite >= n)


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
    vecteurs: NDArray[np.float32]
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


def construire(lignes: LignesImage, referentiel: Referentiel, encodeur: Encodeur | None) -> Image:
    """Build the picture.

    Args:
        lignes: rows read in one transaction.
        referentiel: métiers and communes.
        encodeur: sentence encoder, None in degraded mode.

    Returns:
        The picture, complete and immutable.
    """
    offres = lignes.offres
    rang = {ligne["id"]: i for i, ligne in enumerate(offres)}
    codes = tuple(referentiel.metiers)
    debut, metiers = _metiers(lignes.metiers, rang, codes)
    libelles = [_libelles(metiers[debut[i] : debut[i + 1]], codes, referentiel) for i in range(len(offres))]
    textes = [(o["titre"], libelles[i], o["description"]) for i, o in enumerate(offres)]
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
        creneaux=_entiers([o["creneaux"] for o in offres], INCONNU),
        limite=_jours([o["date_limite"] for o in offres], int(JAMAIS)),
        verifie=_jours([o["verifie_le"] for o in offres], 0),
        reserve_rsa=np.array([o["reserve_rsa"] for o in offres], dtype=np.bool_),
        publics=np.array([masque(o["publics"], PUBLICS) for o in offres], dtype=np.int64),
        freins=_freins(lignes.freins, rang),
        metiers_debut=debut,
        metiers=metiers,
        codes_rome=codes,
        sessions=_sessions(lignes.sessions, rang),
        conditions=TableConditions.construire(lignes.conditions, rang),
        vecteurs=vecteurs_offres(textes, encodeur),
        mots=IndexMots.construire([_texte_mots(o, libelles[i]) for i, o in enumerate(offres)]),
    )


def vecteurs_offres(textes: Sequence[tuple[str, str, str]], encodeur: Encodeur | None) -> NDArray[np.float32]:
    """One vector per offer out of its title, the labels of its métiers and its description.

    Args:
        textes: ``(title, labels, description)`` of each offer.
        encodeur: sentence encoder, None in degraded mode.

    Returns:
        ``[n, d] float32``, rows normalised; ``d = 0`` without encoder.
    """
    if encodeur is None:
        return np.zeros((len(textes), 0), dtype=np.float32)
    titres, libelles, descriptions = (encodeur.encoder([t[rang] for t in textes]) for rang in range(3))
    somme = POIDS_TITRE * titres + POIDS_METIER * libelles + POIDS_DESCRIPTION * descriptions
    normes = np.linalg.norm(somme, axis=1, keepdims=True)
    normalisee: NDArray[np.float32] = (somme / np.where(normes > 0, normes, 1)).astype(np.float32)
    return normalisee


def masque(valeurs: Sequence[str], vocabulaire: Sequence[str]) -> int:
    """Bits of the values that belong to a vocabulary.

    Args:
        valeurs: values; those outside the vocabulary are ignored.
        vocabulaire: at most 62 values; the rank of a value is its bit.

    Returns:
        The mask.
    """
    return sum(1 << rang for rang, mot in enumerate(vocabulaire) if mot in valeurs)


def _texte_mots(offre: Ligne, libelles: str) -> str:
    # BM25 knows no fields: the title is counted twice.
    return " ".join((offre["titre"], offre["titre"], libelles, offre["structure"] or "", offre["description"]))


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


def _sessions(lignes: list[Ligne], rang: dict[int, int]) -> Sessions:
    places = _entiers([s["places"] for s in lignes], INCONNU)
    prises = _entiers([s["places_tenues"] + s["places_prises"] for s in lignes], 0)
    return Sessions(
        offre=_entiers([rang[s["offre_id"]] for s in lignes], 0),
        debut=_jours([s["debut"] for s in lignes], PERMANENTE),
        limite=_jours([s["date_limite"] for s in lignes], int(JAMAIS)),
        libres=np.where(places == INCONNU, INCONNU, places - prises).astype(np.int32),
        places=places,
        reservees=_entiers([s["places_reservees"] for s in lignes], 0),
    )


def _rangs(valeurs: Sequence[str], ordre: Sequence[str]) -> NDArray[np.int8]:
    rang = {str(v): i for i, v in enumerate(ordre)}
    return np.array([rang[v] for v in valeurs], dtype=np.int8)


def _entiers(valeurs: Sequence[int | None], defaut: int) -> Entiers:
    return np.array([defaut if v is None else v for v in valeurs], dtype=np.int32)


def _jours(valeurs: Sequence[date | None], defaut: int) -> Entiers:
    return np.array([defaut if v is None else v.toordinal() for v in valeurs], dtype=np.int32)


def _decimaux(lignes: Sequence[Any], champ: str) -> NDArray[np.float32]:
    return np.array([np.nan if ligne[champ] is None else ligne[champ] for ligne in lignes], dtype=np.float32)
