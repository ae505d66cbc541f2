"""Answer of each rule for each person: one function per kind of condition, over arrays ``[k, p]`` (rules × people)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.conditions import OPERATEURS, TYPES, Regles
from catalogue.domaine import PUBLICS, NiveauFrancais, Operateur, Permis, TypeCondition
from catalogue.image import masque
from catalogue.regles import CODE_INSEE, DEPARTEMENTS
from catalogue.seances import INCONNU
from matching.eligibilite.etapes import Jours, annees
from matching.eligibilite.insertion import Dossiers, repondre_iae
from matching.eligibilite.kleene import A_VERIFIER, NON, OUI, Kleene, accorder, trancher
from matching.profils import Profils
from socle.texte import plier

AU_MOINS, AU_PLUS, EGAL, DANS = (OPERATEURS.index(o) for o in (Operateur.AU_MOINS, Operateur.AU_PLUS, Operateur.EGAL, Operateur.DANS))
JEUNES, SENIORS = masque(("jeunes",), PUBLICS), masque(("seniors",), PUBLICS)
TOUS_PUBLICS = masque(("tous-publics",), PUBLICS)
# Ages that no scheme disputes: everybody is young up to 25 and nobody after 30; nobody is a senior before 45. Between the two, one asks.
JEUNE_SUR, PLUS_JEUNE, PAS_SENIOR = 25, 31, 45
FRANCE = "france"
# A licence holds those that one must have to get it (Code de la route, articles R221-4 to R221-6).
_CONTENUS: dict[Permis, tuple[Permis, ...]] = {
    Permis.A: (Permis.AM,),
    Permis.B: (Permis.AM,),
    Permis.BE: (Permis.AM, Permis.B),
    Permis.C: (Permis.AM, Permis.B),
    Permis.CE: (Permis.AM, Permis.B, Permis.C),
    Permis.D: (Permis.AM, Permis.B),
}


@dataclass(frozen=True)
class Lot:
    """Rules of one kind to be judged, ``[k]``, each at its day.

    Attributes:
        operateur, valeur, masque, seuil, valeurs: as in ``Regles``.
        etapes: ordinal of the day of the step.
        jour: today.
    """

    operateur: NDArray[np.int8]
    valeur: NDArray[np.int32]
    masque: NDArray[np.int64]
    seuil: NDArray[np.int8]
    valeurs: tuple[tuple[str, ...], ...]
    etapes: Jours
    jour: date


def repondre(profils: Profils, regles: Regles, rangs: NDArray[np.int32], etapes: Jours, jour: date) -> Kleene:
    """Answer of rules at given days.

    Args:
        profils: people, ``p``.
        regles: distinct rules.
        rangs: rules to judge, ``[u]``.
        etapes: day at which each is judged, ``[u]`` ordinals.
        jour: today.

    Returns:
        ``[u, p] int8``: −1 non, 0 à vérifier, 1 oui. Conditions in words alone (``autre``, ``competence``) are always to be checked.
    """
    reponses = np.full((len(rangs), len(profils)), A_VERIFIER, dtype=np.int8)
    types = regles.type[rangs]
    for genre, juger in _JUGES.items():
        lignes = np.flatnonzero(types == TYPES.index(genre))
        if len(lignes):
            reponses[lignes] = juger(profils, _lot(regles, rangs[lignes], etapes[lignes], jour))
    return reponses


def _lot(regles: Regles, rangs: NDArray[np.int32], etapes: Jours, jour: date) -> Lot:
    valeurs = tuple(regles.valeurs[r] for r in rangs)
    return Lot(regles.operateur[rangs], regles.valeur[rangs], regles.masque[rangs], regles.seuil[rangs], valeurs, etapes, jour)


def _age(profils: Profils, lot: Lot) -> Kleene:
    """Only the year of birth is known: over the year of the step a person has one of two ages; when they disagree, it is to be checked."""
    haut = annees(lot.etapes)[:, None] - profils.naissance[None, :]
    cas = [_compare(age, lot.operateur, lot.valeur) for age in (haut, haut - 1)]
    # A list of ages is no condition we know how to read.
    lisible = (lot.operateur != DANS)[:, None]
    return accorder(cas[0], cas[1], (profils.naissance != INCONNU)[None, :] & lisible)


def _compare(faits: NDArray[np.int32], operateur: NDArray[np.int8], seuils: NDArray[np.int32]) -> NDArray[np.bool_]:
    op, seuil = operateur[:, None], seuils[:, None]
    return np.where(op == AU_MOINS, faits >= seuil, np.where(op == AU_PLUS, faits <= seuil, faits == seuil))


def _niveau(profils: Profils, lot: Lot) -> Kleene:
    return _echelle(profils.niveaux, lot, 1, 8)


def _francais(profils: Profils, lot: Lot) -> Kleene:
    return _echelle(profils.francais, lot, 0, len(NiveauFrancais) - 1)


def _echelle(faits: NDArray[np.int32], lot: Lot, bas: int, haut: int) -> Kleene:
    """A place on a scale; what the whole scale satisfies (« grands débutants acceptés ») holds for those of whom nothing is known."""
    bits = np.left_shift(np.int64(1), np.maximum(faits, 0).astype(np.int64))[None, :]
    tient = np.where((lot.operateur == DANS)[:, None], lot.masque[:, None] & bits != 0, _compare(faits[None, :], lot.operateur, lot.valeur))
    toujours = ((lot.operateur == AU_MOINS) & (lot.valeur <= bas)) | ((lot.operateur == AU_PLUS) & (lot.valeur >= haut))
    return np.where(toujours[:, None], OUI, trancher(tient, (faits != INCONNU)[None, :])).astype(np.int8)


def _experience(profils: Profils, lot: Lot) -> Kleene:
    """Experience is told in words: only « débutants acceptés » is sure."""
    return np.where((lot.valeur == 0) & (lot.operateur == AU_MOINS), OUI, A_VERIFIER)[:, None].repeat(len(profils), axis=1).astype(np.int8)


def _rsa(profils: Profils, lot: Lot) -> Kleene:
    """Everybody in the file receives the RSA."""
    return np.where(lot.valeur == 1, OUI, NON)[:, None].repeat(len(profils), axis=1).astype(np.int8)


def _vehicule(profils: Profils, lot: Lot) -> Kleene:
    return trancher(profils.vehicule[None, :] == lot.valeur[:, None], (profils.vehicule != INCONNU)[None, :])


def _inscription(profils: Profils, lot: Lot) -> Kleene:
    return trancher(profils.inscrit_ft[None, :] == lot.valeur[:, None], (profils.inscrit_ft != INCONNU)[None, :])


def _permis(profils: Profils, lot: Lot) -> Kleene:
    voulus = np.array([_qui_contient(int(m)) for m in lot.masque], dtype=np.int64)
    return trancher(voulus[:, None] & profils.permis[None, :] != 0, (profils.permis != INCONNU)[None, :])


def _qui_contient(voulus: int) -> int:
    """Mask of the licences that will do for one of those asked: who drives a lorry drives a car."""
    rang = {permis: i for i, permis in enumerate(Permis)}
    plus_grands = (1 << rang[grand] for grand, contenus in _CONTENUS.items() if any(voulus >> rang[petit] & 1 for petit in contenus))
    return voulus | sum(plus_grands)


def _zone(profils: Profils, lot: Lot) -> Kleene:
    distinctes, place = np.unique(profils.communes, return_inverse=True)
    reponses = [[_dans_la_zone(commune, frozenset(valeurs)) for commune in distinctes.tolist()] for valeurs in lot.valeurs]
    return np.array(reponses, dtype=np.int8)[:, place]


def _dans_la_zone(commune: str, zone: frozenset[str]) -> np.int8:
    if FRANCE in zone or zone & {commune, commune[:2], commune[:3]} - {""}:
        return OUI
    # A quartier prioritaire, an intercommunalité or a mistake: nobody here can tell who lives there.
    a_lire = any(code not in DEPARTEMENTS and not CODE_INSEE.match(code) for code in zone)
    return A_VERIFIER if a_lire or not commune else NON


def _public(profils: Profils, lot: Lot) -> Kleene:
    """A public that the file does not mention is unknown; age alone can prove or rule one out."""
    tient = lot.masque[:, None] & profils.publics[None, :] != 0
    jeune, senior = _jeune(profils, lot), _senior(profils, lot)
    ouvert = tient | (lot.masque & TOUS_PUBLICS != 0)[:, None] | ((lot.masque & JEUNES != 0)[:, None] & (jeune == OUI))
    # Each public asked for must be ruled out: one of those that age says nothing of leaves the question open.
    ecarte = ((lot.masque & ~(JEUNES | SENIORS) == 0) & (lot.masque != 0))[:, None]
    ecarte = ecarte & ((lot.masque & JEUNES == 0)[:, None] | (jeune == NON)) & ((lot.masque & SENIORS == 0)[:, None] | (senior == NON))
    return np.select([ouvert & ~ecarte, ecarte], [OUI, NON], A_VERIFIER).astype(np.int8)


def _ages(profils: Profils, lot: Lot) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    return annees(lot.etapes)[:, None] - profils.naissance[None, :], (profils.naissance != INCONNU)[None, :]


def _jeune(profils: Profils, lot: Lot) -> Kleene:
    haut, connu = _ages(profils, lot)
    return np.select([connu & (haut <= JEUNE_SUR), connu & (haut - 1 >= PLUS_JEUNE)], [OUI, NON], A_VERIFIER).astype(np.int8)


def _senior(profils: Profils, lot: Lot) -> Kleene:
    haut, connu = _ages(profils, lot)
    return np.where(connu & (haut < PAS_SENIOR), NON, A_VERIFIER).astype(np.int8)


def _critere_iae(profils: Profils, lot: Lot) -> Kleene:
    dossiers = Dossiers(profils.criteres, profils.naissance, profils.pass_iae)
    return repondre_iae(dossiers, lot.masque, lot.seuil, lot.etapes, lot.jour)


def _prealable(profils: Profils, lot: Lot) -> Kleene:
    """What must come before is known only where the person says it in the very words of the condition."""
    reponses = np.full((len(lot.valeurs), len(profils)), A_VERIFIER, dtype=np.int8)
    for k, valeurs in enumerate(lot.valeurs):
        for mots in valeurs:
            entier = b"|" + plier(mots).encode("ascii", "ignore") + b"|"
            reponses[k, np.char.find(profils.acquis, entier) >= 0] = OUI
    return reponses


_JUGES: dict[TypeCondition, Callable[[Profils, Lot], Kleene]] = {
    TypeCondition.AGE: _age,
    TypeCondition.NIVEAU: _niveau,
    TypeCondition.FRANCAIS: _francais,
    TypeCondition.EXPERIENCE: _experience,
    TypeCondition.RSA: _rsa,
    TypeCondition.VEHICULE: _vehicule,
    TypeCondition.INSCRIPTION_FT: _inscription,
    TypeCondition.PERMIS: _permis,
    TypeCondition.ZONE: _zone,
    TypeCondition.PUBLIC: _public,
    TypeCondition.CRITERE_IAE: _critere_iae,
    TypeCondition.PREALABLE: _prealable,
}


def intentions(profils: Profils, masques: NDArray[np.int64], etapes: Jours, jour: date) -> Kleene:
    """Answer of the publics that offers are meant for: an intention, never « non ».

    Args:
        profils: people, ``p``.
        masques: publics of each intention, ``[q]``; none means everybody.
        etapes: day of the step, ``[q]``.
        jour: today.

    Returns:
        ``[q, p] int8``: 0 à vérifier, 1 oui.
    """
    rien = np.zeros(len(masques), dtype=np.int32)
    ouverts = np.where(masques == 0, TOUS_PUBLICS, masques)
    lot = Lot(rien.astype(np.int8), rien, ouverts, rien.astype(np.int8), ((),) * len(masques), etapes, jour)
    return np.maximum(_public(profils, lot), A_VERIFIER)
