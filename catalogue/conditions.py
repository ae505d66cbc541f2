"""Conditions of the live catalogue as columns, one row per condition, ready for a vectorised evaluation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import CRITERES_IAE, PUBLICS, NiveauFrancais, Operateur, Permis, TypeCondition
from socle.base import Ligne

TYPES: tuple[TypeCondition, ...] = tuple(TypeCondition)
OPERATEURS: tuple[Operateur, ...] = tuple(Operateur)
_VOCABULAIRES: dict[TypeCondition, tuple[str, ...]] = {
    TypeCondition.PUBLIC: PUBLICS,
    TypeCondition.CRITERE_IAE: CRITERES_IAE,
    TypeCondition.PERMIS: tuple(p.value for p in Permis),
}
_NOMBRES = frozenset({TypeCondition.AGE, TypeCondition.NIVEAU, TypeCondition.EXPERIENCE})
_BOOLEENS = frozenset({TypeCondition.RSA, TypeCondition.VEHICULE, TypeCondition.INSCRIPTION_FT})


@dataclass(frozen=True)
class TableConditions:
    """Conditions, ``[m]`` rows ordered by offer then by rank.

    Attributes:
        offre: row of the offer in the picture.
        rang: rank of the condition within its offer.
        type: rank in ``TYPES``.
        operateur: rank in ``OPERATEURS``.
        valeur: number asked (age in years, level, CECRL rank, months), 1 for a yes/no fact, rank in ``zones`` for a zone, else 0.
        masque: bits of the values asked over the vocabulary of the type (publics, criteria, licences), else 0.
        ferme: hard condition.
        zones: distinct sets of communes and départements asked by conditions of type ``zone``.
    """

    offre: NDArray[np.int32]
    rang: NDArray[np.int32]
    type: NDArray[np.int8]
    operateur: NDArray[np.int8]
    valeur: NDArray[np.int32]
    masque: NDArray[np.int64]
    ferme: NDArray[np.bool_]
    zones: tuple[frozenset[str], ...]

    @classmethod
    def construire(cls, lignes: list[Ligne], rang_offre: dict[int, int]) -> TableConditions:
        """Columns out of rows ordered by offer and rank.

        Args:
            lignes: ``offre_id, type, operateur, valeurs, ferme``.
            rang_offre: row of each offer id.

        Returns:
            The table.
        """
        offres = np.array([rang_offre[ligne["offre_id"]] for ligne in lignes], dtype=np.int32)
        types = [TypeCondition(ligne["type"]) for ligne in lignes]
        zones: dict[frozenset[str], int] = {}
        valeurs = [_valeur(genre, ligne["valeurs"], zones) for genre, ligne in zip(types, lignes, strict=True)]
        return cls(
            offre=offres,
            rang=_rang_dans_offre(offres),
            type=np.array([TYPES.index(genre) for genre in types], dtype=np.int8),
            operateur=np.array([OPERATEURS.index(Operateur(ligne["operateur"])) for ligne in lignes], dtype=np.int8),
            valeur=np.array(valeurs, dtype=np.int32),
            masque=np.array([_masque(genre, ligne["valeurs"]) for genre, ligne in zip(types, lignes, strict=True)], dtype=np.int64),
            ferme=np.array([ligne["ferme"] for ligne in lignes], dtype=np.bool_),
            zones=tuple(zones),
        )


def _valeur(genre: TypeCondition, valeurs: list[str], zones: dict[frozenset[str], int]) -> int:
    if genre in _NOMBRES:
        return int(valeurs[0])
    if genre is TypeCondition.FRANCAIS:
        return NiveauFrancais(valeurs[0]).rang
    if genre in _BOOLEENS:
        return int(valeurs[0] in {"oui", "1", "true"})
    if genre is TypeCondition.ZONE:
        return zones.setdefault(frozenset(valeurs), len(zones))
    return 0


def _masque(genre: TypeCondition, valeurs: list[str]) -> int:
    return sum(1 << rang for rang, mot in enumerate(_VOCABULAIRES.get(genre, ())) if mot in valeurs)


def _rang_dans_offre(offres: NDArray[np.int32]) -> NDArray[np.int32]:
    if not len(offres):
        return offres
    debuts = np.flatnonzero(np.r_[True, offres[1:] != offres[:-1]])
    return (np.arange(len(offres)) - np.repeat(debuts, np.diff(np.r_[debuts, len(offres)]))).astype(np.int32)
