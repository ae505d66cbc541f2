"""Three-valued eligibility (Kleene): each condition answers oui, non or à vérifier; unknown is never read as « no ».

Everything is judged at the date of the step (the next session of the offer), not today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from catalogue.conditions import OPERATEURS, TYPES, TableConditions
from catalogue.domaine import PUBLICS, Operateur, TypeCondition
from catalogue.image import INCONNU, JAMAIS, PERMANENTE, Image
from matching.profils import Profils

NON, A_VERIFIER, OUI = np.int8(-1), np.int8(0), np.int8(1)
Kleene = NDArray[np.int8]

# What an offer of the catalogue, or a step to take, can change. Age and place of residence are facts.
LEVABLES = frozenset(
    {
        TypeCondition.PERMIS,
        TypeCondition.VEHICULE,
        TypeCondition.FRANCAIS,
        TypeCondition.NIVEAU,
        TypeCondition.INSCRIPTION_FT,
        TypeCondition.PREALABLE,
        TypeCondition.EXPERIENCE,
    }
)


class Statut(StrEnum):
    """What a person may do with an offer."""

    ELIGIBLE = "eligible"
    A_VERIFIER = "a_verifier"
    PRESQUE = "presque"
    NON_ELIGIBLE = "non_eligible"


STATUTS: tuple[Statut, ...] = tuple(Statut)


@dataclass(frozen=True)
class Eligibilite:
    """Answers for ``p`` people, ``m`` conditions and ``n`` offers.

    Attributes:
        conditions: answer of each condition, ``[p, m]``.
        publics: answer of the publics the offer is meant for, ``[p, n]``; never « non »: an intention is not a rule.
        statuts: rank in ``STATUTS``, ``[p, n]``.
    """

    conditions: Kleene
    publics: Kleene
    statuts: NDArray[np.int8]


def evaluer(profils: Profils, image: Image, jour: date) -> Eligibilite:
    """Judge every person against every offer.

    Args:
        profils: people, ``p``.
        image: living catalogue, ``n`` offers and ``m`` conditions.
        jour: today; a dated offer is judged on the first day of its next session.

    Returns:
        The answers, with one status per pair.
    """
    reponses = repondre(profils, image.conditions, jours_des_etapes(image, jour))
    publics = _publics(profils, image)
    return Eligibilite(reponses, publics, _statuts(reponses, publics, image))


def jours_des_etapes(image: Image, jour: date) -> NDArray[np.int32]:
    """Year in which each offer would be entered.

    Args:
        image: living catalogue.
        jour: today.

    Returns:
        Years ``[n]``: that of the next session, of today for a permanent entry.
    """
    prochaines = image.prochaines(jour)
    dates = np.where((prochaines == PERMANENTE) | (prochaines == JAMAIS), jour.toordinal(), prochaines)
    annees = {int(d): date.fromordinal(int(d)).year for d in np.unique(dates)}
    return np.array([annees[int(d)] for d in dates], dtype=np.int32)


def repondre(profils: Profils, table: TableConditions, annees: NDArray[np.int32]) -> Kleene:
    """Answer of every condition for every person.

    Args:
        profils: people, ``p``.
        table: conditions, ``m``.
        annees: year of the step of each offer, ``[n]``.

    Returns:
        ``[p, m] int8``: −1 non, 0 à vérifier, 1 oui.
    """
    reponses = np.full((len(profils), len(table.offre)), A_VERIFIER, dtype=np.int8)
    au_plus = table.operateur == OPERATEURS.index(Operateur.AU_PLUS)
    for genre in TypeCondition:
        lignes = np.flatnonzero(table.type == TYPES.index(genre))
        if len(lignes):
            reponses[:, lignes] = _repondre_type(genre, profils, table, lignes, annees[table.offre[lignes]], au_plus[lignes])
    return reponses


def _repondre_type(
    genre: TypeCondition, profils: Profils, table: TableConditions, lignes: NDArray[np.intp], annees: NDArray[np.int32], au_plus: NDArray[np.bool_]
) -> Kleene:
    valeurs = table.valeur[lignes]
    if genre is TypeCondition.AGE:
        return _age(profils.naissance, annees, valeurs, au_plus)
    if genre is TypeCondition.NIVEAU:
        return _seuil(profils.niveaux, valeurs, au_plus)
    if genre is TypeCondition.FRANCAIS:
        return _seuil(profils.francais, valeurs, au_plus)
    if genre is TypeCondition.VEHICULE:
        return _egal(profils.vehicule, valeurs)
    if genre is TypeCondition.INSCRIPTION_FT:
        return _egal(profils.inscrit_ft, valeurs)
    if genre is TypeCondition.RSA:
        return np.where(valeurs == 1, OUI, NON)[None, :].repeat(len(profils), axis=0)
    if genre is TypeCondition.PERMIS:
        return _permis(profils.permis, table.masque[lignes])
    if genre is TypeCondition.ZONE:
        return _zone(profils.communes, table, valeurs)
    if genre in {TypeCondition.PUBLIC, TypeCondition.CRITERE_IAE}:
        connus = profils.publics if genre is TypeCondition.PUBLIC else profils.criteres
        # A public or a criterion that the file does not mention is unknown, not refused.
        return np.where(connus[:, None] & table.masque[lignes][None, :] != 0, OUI, A_VERIFIER)
    return np.full((len(profils), len(lignes)), A_VERIFIER, dtype=np.int8)


def _age(naissance: NDArray[np.int32], annees: NDArray[np.int32], seuils: NDArray[np.int32], au_plus: NDArray[np.bool_]) -> Kleene:
    """Only the year of birth is known: over the year of the step a person has one of two ages; when they disagree, it is to be checked."""
    haut = annees[None, :] - naissance[:, None]
    reponses = [np.where(au_plus, age <= seuils, age >= seuils) for age in (haut, haut - 1)]
    accord = np.where(reponses[0] == reponses[1], np.where(reponses[0], OUI, NON), A_VERIFIER)
    return np.where((naissance == INCONNU)[:, None], A_VERIFIER, accord).astype(np.int8)


def _seuil(faits: NDArray[np.int32], seuils: NDArray[np.int32], au_plus: NDArray[np.bool_]) -> Kleene:
    tient = np.where(au_plus, faits[:, None] <= seuils, faits[:, None] >= seuils)
    return np.where((faits == INCONNU)[:, None], A_VERIFIER, np.where(tient, OUI, NON)).astype(np.int8)


def _egal(faits: NDArray[np.int32], valeurs: NDArray[np.int32]) -> Kleene:
    return np.where((faits == INCONNU)[:, None], A_VERIFIER, np.where(faits[:, None] == valeurs, OUI, NON)).astype(np.int8)


def _permis(permis: NDArray[np.int64], voulus: NDArray[np.int64]) -> Kleene:
    tient = permis[:, None] & voulus[None, :] != 0
    return np.where((permis == INCONNU)[:, None], A_VERIFIER, np.where(tient, OUI, NON)).astype(np.int8)


def _zone(communes: NDArray[np.str_], table: TableConditions, rangs: NDArray[np.int32]) -> Kleene:
    distinctes, place = np.unique(communes, return_inverse=True)
    reponses = np.full((len(distinctes), len(table.zones)), A_VERIFIER, dtype=np.int8)
    for i, commune in enumerate(distinctes.tolist()):
        if commune:
            reponses[i] = [OUI if _dans_la_zone(commune, zone) else NON for zone in table.zones]
    return reponses[place][:, rangs]


def _dans_la_zone(commune: str, zone: frozenset[str]) -> bool:
    return bool(zone & {commune, commune[:2], commune[:3], "france"})


def _publics(profils: Profils, image: Image) -> Kleene:
    tous = 1 << PUBLICS.index("tous-publics")
    ouvert = (image.publics == 0) | (image.publics & tous != 0)
    return np.where(ouvert[None, :] | (profils.publics[:, None] & image.publics[None, :] != 0), OUI, A_VERIFIER).astype(np.int8)


def _statuts(reponses: Kleene, publics: Kleene, image: Image) -> NDArray[np.int8]:
    table, taille = image.conditions, len(image)
    fermes = table.ferme
    # A ceiling (age, level) is never lifted: one does not lose a diploma.
    levables = np.isin(table.type, [TYPES.index(t) for t in LEVABLES]) & (table.operateur != OPERATEURS.index(Operateur.AU_PLUS))
    non = _compter(reponses == NON, fermes, table, taille)
    non_levables = _compter(reponses == NON, fermes & levables, table, taille)
    a_verifier = (_compter(reponses == A_VERIFIER, fermes, table, taille) > 0) | (publics == A_VERIFIER)
    statuts = np.where(a_verifier, STATUTS.index(Statut.A_VERIFIER), STATUTS.index(Statut.ELIGIBLE))
    presque = (non == 1) & (non_levables == 1)
    refuse = np.where(presque, STATUTS.index(Statut.PRESQUE), STATUTS.index(Statut.NON_ELIGIBLE))
    return np.where(non > 0, refuse, statuts).astype(np.int8)


def _compter(reponses: NDArray[np.bool_], lignes: NDArray[np.bool_], table: TableConditions, taille: int) -> NDArray[np.int32]:
    comptes = np.zeros((len(reponses), taille), dtype=np.int32)
    offres = table.offre[lignes]
    if len(offres):
        debuts = np.flatnonzero(np.r_[True, offres[1:] != offres[:-1]])
        comptes[:, offres[debuts]] = np.add.reduceat(reponses[:, lignes].astype(np.int32), debuts, axis=1)
    return comptes
