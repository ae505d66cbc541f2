"""Lists shown to simulated people and what they did, as the base would give them back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from matching.classement import Classement
from matching.eligibilite import STATUTS, Statut
from matching.listes.domaine import Observation
from matching.simulation.verite import ETA, Verite
from parcours.domaine import Allocataire

LIGNES, VISITES, JOURS_ENTRE_VISITES = 20, 3, 45
# From one visit to the next some offers are not there; part of the endings are never known.
_ABSENTES, _SANS_NOUVELLES = 0.35, 0.3
_MONTRABLES = tuple(STATUTS.index(s) for s in (Statut.ELIGIBLE, Statut.A_VERIFIER))


def derouler(classement: Classement, verite: Verite, debut: datetime, graine: int) -> list[Observation]:
    """Let everybody come several times.

    Args:
        classement: lists are in its order.
        verite: what people truly want.
        debut: first day of the first visits.
        graine: seed.

    Returns:
        Every line shown, in the order of time.
    """
    hasard = np.random.default_rng(graine)
    noms = tuple(sorted(part.value for part in classement.scores.parts))
    valeurs = np.stack([_part(classement, nom) for nom in noms], axis=2)
    observations: list[Observation] = []
    for visite in range(VISITES):
        for p, personne in enumerate(classement.profils.personnes):
            jour = debut + timedelta(days=visite * JOURS_ENTRE_VISITES + int(hasard.integers(JOURS_ENTRE_VISITES)))
            rangs = _liste(classement, p, hasard)
            faits = _faits(verite, p, rangs, hasard)
            liste = len(classement.profils) * visite + p
            for position, (rang, (ouverte, acceptee, entree)) in enumerate(zip(rangs.tolist(), faits, strict=True), 1):
                observations.append(
                    Observation(
                        liste_id=liste,
                        montree_le=jour,
                        version=classement.version,
                        parts=noms,
                        position=position,
                        allocataire_id=p,
                        offre_id=rang,
                        score=float(classement.scores.total[p, rang]),
                        valeurs=tuple(valeurs[p, rang].tolist()),
                        ouverte=ouverte,
                        acceptee=acceptee,
                        entree=entree,
                        annee_naissance=personne.annee_naissance,
                        niveau=personne.niveau,
                        rqth=personne.rqth,
                        territoire=_territoire(classement, personne),
                    )
                )
    return sorted(observations, key=lambda o: (o.montree_le, o.liste_id, o.position))


def _part(classement: Classement, nom: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return next(np.asarray(v) for part, v in classement.scores.parts.items() if part.value == nom)


def _territoire(classement: Classement, personne: Allocataire) -> str | None:
    commune = classement.moteur.referentiel.communes.get(personne.commune or "")
    return commune.territoire if commune else None


def _liste(classement: Classement, p: int, hasard: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """First lines of a person, what is not there that day left out."""
    ouvertes = classement.retenus[p] & np.isin(classement.eligibilite.statuts[p], _MONTRABLES)
    rangs = np.flatnonzero(ouvertes & (hasard.random(len(ouvertes)) > _ABSENTES))
    return rangs[np.lexsort((rangs, -classement.scores.total[p, rangs]))][:LIGNES]


def _faits(
    verite: Verite, p: int, rangs: np.ndarray[tuple[int], np.dtype[np.int64]], hasard: np.random.Generator
) -> Iterator[tuple[bool, bool, bool | None]]:
    for position, rang in enumerate(rangs.tolist(), 1):
        tires = hasard.random(5)
        vue = tires[0] < position**-ETA
        ouverte = bool(vue and tires[1] < verite.ouvrir[p, rang])
        acceptee = bool(ouverte and tires[2] < verite.accepter[p, rang])
        connue = acceptee and tires[3] > _SANS_NOUVELLES
        yield ouverte, acceptee, bool(tires[4] < verite.reussir[p, rang]) if connue else None
