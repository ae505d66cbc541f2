"""Conditions of the live catalogue: one row per condition with its own words, one rule for all those that judge alike.

Six thousand offers ask for a few hundred different things: a rule is judged once, then read by every offer that bears it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import CRITERES_IAE, Condition, NiveauFrancais, Operateur, OrigineCondition, Permis, TypeCondition, TypeStructure
from catalogue.publics import masque_publics
from socle.base import Ligne

TYPES: tuple[TypeCondition, ...] = tuple(TypeCondition)
OPERATEURS: tuple[Operateur, ...] = tuple(Operateur)
# Level-2 criteria that open the insertion by kind of structure (arrêté du 1er septembre 2021); one of level 1 is enough everywhere.
SEUILS_IAE: dict[TypeStructure, int] = {
    TypeStructure.AI: 2,
    TypeStructure.ETTI: 2,
    TypeStructure.ACI: 3,
    TypeStructure.EI: 3,
    TypeStructure.EITI: 3,
}
SEUIL_PRUDENT = 3
# The structure lists the criteria it takes, and any one of them will do.
UN_DE_LA_LISTE = -1
# The structure takes level-1 criteria only.
NIVEAU_1_SEUL = 0
LOI_IAE = (
    "Relever de l’insertion par l’activité économique : un critère de niveau 1 (RSA, ASS, AAH, chômage de très longue durée) ou plusieurs de niveau 2"
)

Cle = tuple[str, str, tuple[str, ...], int]


@dataclass(frozen=True)
class Regles:
    """Distinct rules, ``[r]``: what two conditions share when nobody can be let in by one and kept out by the other.

    Attributes:
        type: rank in ``TYPES``.
        operateur: rank in ``OPERATEURS``.
        valeur: number asked (age in years, level, CECRL rank, months), 1 for a yes/no fact, else 0.
        masque: bits of the values asked over the vocabulary of the type (publics, criteria, licences, levels), else 0.
        seuil: for the criteria of the insertion, how many of level 2 open the door, or ``UN_DE_LA_LISTE``, ``NIVEAU_1_SEUL``; else 0.
        valeurs: values as written.
    """

    type: NDArray[np.int8]
    operateur: NDArray[np.int8]
    valeur: NDArray[np.int32]
    masque: NDArray[np.int64]
    seuil: NDArray[np.int8]
    valeurs: tuple[tuple[str, ...], ...]

    @classmethod
    def construire(cls, cles: list[Cle]) -> Regles:
        """Columns out of the distinct keys.

        Args:
            cles: kind, operator, values and threshold of each rule.

        Returns:
            The rules, in the same order.
        """
        genres = [TypeCondition(cle[0]) for cle in cles]
        return cls(
            type=np.array([TYPES.index(genre) for genre in genres], dtype=np.int8),
            operateur=np.array([OPERATEURS.index(Operateur(cle[1])) for cle in cles], dtype=np.int8),
            valeur=np.array([_valeur(genre, cle[2]) for genre, cle in zip(genres, cles, strict=True)], dtype=np.int32),
            masque=np.array([_masque(genre, cle[2]) for genre, cle in zip(genres, cles, strict=True)], dtype=np.int64),
            seuil=np.array([cle[3] for cle in cles], dtype=np.int8),
            valeurs=tuple(cle[2] for cle in cles),
        )


@dataclass(frozen=True)
class Signatures:
    """Offers that ask for the same firm rules share a signature; signature 0 asks for nothing.

    Attributes:
        offres: rows of the offers that have a condition, increasing.
        rang: signature of each of them.
        debut, regles: CSR of the rules of each signature.
    """

    offres: NDArray[np.int32]
    rang: NDArray[np.int32]
    debut: NDArray[np.int32]
    regles: NDArray[np.int32]


@dataclass(frozen=True)
class TableConditions:
    """Conditions, ``[m]`` rows ordered by offer then by rank.

    Attributes:
        offre: row of the offer in the picture.
        regle: row in ``regles``.
        ferme: hard condition; a skill never is one, whatever its source says (it only moves the rank).
        conditions: the conditions in the words of their source: what is judged and what is said never come from two instants.
        regles: distinct rules.
    """

    offre: NDArray[np.int32]
    regle: NDArray[np.int32]
    ferme: NDArray[np.bool_]
    conditions: tuple[Condition, ...]
    regles: Regles

    @classmethod
    def construire(cls, lignes: list[Ligne], rang_offre: dict[int, int]) -> TableConditions:
        """Columns out of rows ordered by offer and rank.

        Args:
            lignes: ``offre_id, type, operateur, valeurs, ferme, origine, libelle``, and the kind of structure and the level of criteria of the
                offer (``type_structure, niveau_criteres``), which say how many criteria of the insertion are asked.
            rang_offre: row of each offer id.

        Returns:
            The table.
        """
        regles: dict[Cle, int] = {}
        rangs = [regles.setdefault(_cle(ligne), len(regles)) for ligne in lignes]
        competence = TypeCondition.COMPETENCE.value
        return cls(
            offre=np.array([rang_offre[ligne["offre_id"]] for ligne in lignes], dtype=np.int32),
            regle=np.array(rangs, dtype=np.int32),
            ferme=np.array([ligne["ferme"] and ligne["type"] != competence for ligne in lignes], dtype=np.bool_),
            conditions=tuple(_condition(ligne) for ligne in lignes),
            regles=Regles.construire(list(regles)),
        )

    @cached_property
    def type(self) -> NDArray[np.int8]:
        """Kind of each condition, rank in ``TYPES``, ``[m]``."""
        return self.regles.type[self.regle]

    @cached_property
    def signatures(self) -> Signatures:
        """What each offer asks for firmly, as one number per distinct set of rules."""
        offres = np.unique(self.offre)
        fermes: dict[int, set[int]] = {int(offre): set() for offre in offres}
        for offre, regle in zip(self.offre[self.ferme].tolist(), self.regle[self.ferme].tolist(), strict=True):
            fermes[offre].add(regle)
        distinctes: dict[tuple[int, ...], int] = {(): 0}
        rangs = [distinctes.setdefault(tuple(sorted(regles)), len(distinctes)) for regles in fermes.values()]
        longueurs = np.array([0, *map(len, distinctes)], dtype=np.int32)
        a_plat = np.array([regle for regles in distinctes for regle in regles], dtype=np.int32)
        return Signatures(offres, np.array(rangs, dtype=np.int32), np.cumsum(longueurs, dtype=np.int32), a_plat)

    def fermes_de(self, offre: int) -> list[int]:
        """Firm conditions of one offer.

        Args:
            offre: row of the offer.

        Returns:
            Rows of this table, in the order of the offer.
        """
        debut, fin = np.searchsorted(self.offre, [offre, offre + 1])
        return [ligne for ligne in range(debut, fin) if self.ferme[ligne]]


def _cle(ligne: Ligne) -> Cle:
    return ligne["type"], ligne["operateur"], tuple(ligne["valeurs"]), _seuil(ligne)


def _seuil(ligne: Ligne) -> int:
    if ligne["type"] != TypeCondition.CRITERE_IAE:
        return 0
    if ligne["origine"] != OrigineCondition.LOI:
        return UN_DE_LA_LISTE
    if ligne["niveau_criteres"] == 1:
        return NIVEAU_1_SEUL
    genre = ligne["type_structure"]
    return SEUIL_PRUDENT if genre is None else SEUILS_IAE.get(TypeStructure(genre), SEUIL_PRUDENT)


def _condition(ligne: Ligne) -> Condition:
    genre, origine = TypeCondition(ligne["type"]), OrigineCondition(ligne["origine"])
    de_la_loi = genre is TypeCondition.CRITERE_IAE and origine is OrigineCondition.LOI
    libelle = ligne["libelle"] or (LOI_IAE if de_la_loi else "")
    return Condition(genre, Operateur(ligne["operateur"]), tuple(ligne["valeurs"]), ligne["ferme"], origine, libelle)


def _valeur(genre: TypeCondition, valeurs: tuple[str, ...]) -> int:
    match genre:
        case TypeCondition.AGE | TypeCondition.NIVEAU | TypeCondition.EXPERIENCE:
            return int(valeurs[0])
        case TypeCondition.FRANCAIS:
            return NiveauFrancais(valeurs[0]).rang
        case TypeCondition.RSA | TypeCondition.VEHICULE | TypeCondition.INSCRIPTION_FT:
            return int(valeurs[0] in {"oui", "1", "true"})
    return 0


def _masque(genre: TypeCondition, valeurs: tuple[str, ...]) -> int:
    match genre:
        case TypeCondition.PUBLIC:
            return masque_publics(valeurs)
        case TypeCondition.CRITERE_IAE:
            return _bits([CRITERES_IAE.index(v) for v in valeurs if v in CRITERES_IAE])
        case TypeCondition.PERMIS:
            return _bits([list(Permis).index(Permis(v)) for v in valeurs if v in list(Permis)])
        case TypeCondition.FRANCAIS:
            return _bits([NiveauFrancais(v).rang for v in valeurs if v in list(NiveauFrancais)])
        case TypeCondition.NIVEAU:
            return _bits([int(v) for v in valeurs if v in "12345678"])
    return 0


def _bits(rangs: list[int]) -> int:
    return sum(1 << rang for rang in set(rangs))
