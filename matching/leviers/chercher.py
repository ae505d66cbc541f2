"""« Presque éligible »: what lifts the missing condition, told only when the changed fact really opens the offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from catalogue.domaine import Condition
from catalogue.phrases import enumerer, jour_en_mots
from catalogue.seances import JAMAIS
from matching.champs import champ_condition
from matching.classement import Classement
from matching.eligibilite import evaluer_couples
from matching.leviers.domaine import Levier, OffreLevier
from matching.leviers.levees import LEVEES
from matching.leviers.recherche import OUVERTS, Ouvertes, Porte
from matching.profils import Profils


def leviers(classement: Classement, personne: int, rangs: Sequence[int], *, seance_seule: bool = False) -> dict[int, Levier]:
    """What would open the offers that are almost open.

    Args:
        classement: the ranking.
        personne: row of the person.
        rangs: rows of the picture, those of a page.
        seance_seule: only the session that begins on the day at which the offer is judged counts, not the later ones.

    Returns:
        By row, for the offers « presque éligibles » that a changed fact does open on the day one would then enter; the others are left out, and
        so are the levers that the person may not enter.
    """
    ouvertes = Ouvertes(classement, personne, seance_seule)
    portes = [porte for rang in rangs if (porte := ouvertes.porte(rang)) is not None]
    # None stands for a step outside the catalogue.
    cas = [(porte, option) for porte in portes for option in (*ouvertes.offres(porte), None)]
    retenues: dict[int, list[OffreLevier | None]] = {porte.rang: [] for porte in portes}
    for (porte, option), suffit in zip(cas, _verifier(ouvertes, cas), strict=True):
        retenues[porte.rang] += [option] if suffit else []
    return {porte.rang: _levier(porte, retenues[porte.rang]) for porte in portes if retenues[porte.rang]}


def _verifier(ouvertes: Ouvertes, cas: Sequence[tuple[Porte, OffreLevier | None]]) -> list[bool]:
    """Judge the person again, the fact changed, on the day they would enter."""
    if not cas:
        return []
    classement = ouvertes.classement
    qui = classement.profils.personnes[ouvertes.personne]
    faits = {porte.condition: LEVEES[porte.condition.type].fait(qui, porte.condition) for porte, _ in cas}
    changes = {condition: rang for rang, condition in enumerate(faits)}
    profils = Profils.construire([replace(qui, **fait) for fait in faits.values()], classement.moteur.referentiel, None)
    colonnes = ((changes[porte.condition], porte.rang, porte.entree(option)) for porte, option in cas)
    personnes, rangs, jours = (np.array(colonne, dtype=np.int32) for colonne in zip(*colonnes, strict=True))
    statuts = evaluer_couples(profils, personnes, classement.moteur.image, rangs, jours, classement.jour)
    return [int(statut) in OUVERTS for statut in statuts]


def _levier(porte: Porte, verifiees: Sequence[OffreLevier | None]) -> Levier:
    offres = tuple(o for o in verifiees if o is not None)
    avant = None if porte.avant == JAMAIS else date.fromordinal(porte.avant)
    return Levier(porte.condition, champ_condition(porte.condition.type), _texte(porte.condition, offres, avant), avant, offres)


def _texte(condition: Condition, offres: Sequence[OffreLevier], avant: date | None) -> str:
    donne, aide, sans = LEVEES[condition.type].mots
    phrase = (donne if any(o.donne for o in offres) else aide if offres else sans).format(enumerer(condition.valeurs, "ou"))
    if avant is None:
        return phrase
    if offres and all(o.a_temps is False for o in offres):
        return f"{phrase} Aucune ne finit avant le {jour_en_mots(avant)}, dernier jour pour entrer : ce sera pour une autre session."
    return f"{phrase} À faire avant le {jour_en_mots(avant)}."
