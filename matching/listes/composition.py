"""From a ranking to the list that is stored: the same figures that were shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from matching.classement import Classement
from matching.eligibilite import STATUTS
from matching.listes.domaine import LigneListe, Liste, PageListe


def composer(
    classement: Classement, personne: int, rangs: Sequence[int], *, page: PageListe = PageListe.PERSONNE, premiere: int = 1, total: int | None = None
) -> Liste:
    """The list of one person, as it is shown.

    Args:
        classement: the ranking.
        personne: row of the person in it.
        rangs: rows of the offers shown, best first; one at least.
        page: where it is shown, ``PERSONNE`` or ``ESPACE``.
        premiere: position of the first of them (the second page of a list does not begin at 1).
        total: how many offers were ranked, the rows shown by default.

    Returns:
        The list, to be given to ``depot.noter_liste``.
    """
    parts = sorted(classement.scores.parts)
    valeurs = np.stack([classement.scores.parts[part][personne, rangs] for part in parts], axis=1).astype(np.float32)
    allocataire = classement.profils.personnes[personne].identifiant
    lignes = tuple(
        LigneListe(
            position=premiere + place,
            allocataire=allocataire,
            offre_id=int(classement.moteur.image.ids[rang]),
            score=float(classement.scores.total[personne, rang]),
            valeurs=tuple(valeurs[place].tolist()),
            statut=STATUTS[classement.eligibilite.statuts[personne, rang]].value,
        )
        for place, rang in enumerate(rangs)
    )
    noms = tuple(part.value for part in parts)
    return Liste(page, classement.version, _empreinte(classement, personne, lignes), noms, total or len(rangs) + premiere - 1, lignes)


def _empreinte(classement: Classement, personne: int, lignes: tuple[LigneListe, ...]) -> bytes:
    """Hash of the facts of the person (names left out), the day, the version, and the figures of the lines."""
    faits = {nom: valeur for nom, valeur in asdict(classement.profils.personnes[personne]).items() if nom not in {"prenom", "nom"}}
    return hashlib.blake2b(repr((faits, classement.jour, classement.version, lignes)).encode(), digest_size=16).digest()
