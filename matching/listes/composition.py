"""From a ranking to the list that is stored: the same figures that were shown, offers for a person or people for an offer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from matching import exposition
from matching.classement import Classement
from matching.eligibilite import STATUTS
from matching.listes.domaine import LigneListe, Liste, PageListe
from matching.score import Part


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
    parts = _parts(classement)
    lignes = tuple(_ligne(classement, parts, personne, rang, premiere + place) for place, rang in enumerate(rangs))
    noms = tuple(part.value for part in parts)
    empreinte = _empreinte(_faits(classement, personne), classement, classement.version, lignes)
    return Liste(page, classement.version, empreinte, noms, total or len(rangs) + premiere - 1, lignes)


def composer_inverse(classement: Classement, rang: int, reculs: Sequence[int], *, premiere: int = 1, total: int) -> Liste:
    """The people of an offer, as they are shown: the parts of the score, and what the rule of balance took off.

    Args:
        classement: the ranking of the people shown, one at least, in the order of the page.
        rang: row of the offer.
        reculs: thousandths taken off each of them.
        premiere: position of the first of them.
        total: how many people were ranked.

    Returns:
        The list, to be given to ``depot.noter_liste``. It names people by their public ids alone, and its print holds no fact of theirs.
    """
    parts = _parts(classement)
    lignes = tuple(
        replace(ligne, valeurs=(*ligne.valeurs, recul / exposition.regle().plafond))
        for place, recul in enumerate(reculs)
        for ligne in (_ligne(classement, parts, place, rang, premiere + place),)
    )
    noms = (*(part.value for part in parts), exposition.PART)
    offre, version = int(classement.moteur.image.ids[rang]), exposition.version()
    return Liste(PageListe.INVERSE, version, _empreinte(offre, classement, version, lignes), noms, total, lignes, offre)


def _parts(classement: Classement) -> list[Part]:
    return sorted(classement.scores.parts)


def _ligne(classement: Classement, parts: Sequence[Part], personne: int, rang: int, position: int) -> LigneListe:
    return LigneListe(
        position=position,
        allocataire=classement.profils.personnes[personne].identifiant,
        offre_id=int(classement.moteur.image.ids[rang]),
        score=float(classement.scores.total[personne, rang]),
        valeurs=tuple(float(classement.scores.parts[part][personne, rang]) for part in parts),
        statut=STATUTS[classement.eligibilite.statuts[personne, rang]].value,
    )


def _faits(classement: Classement, personne: int) -> dict[str, Any]:
    """Facts of the person, names left out."""
    return {nom: valeur for nom, valeur in asdict(classement.profils.personnes[personne]).items() if nom not in {"prenom", "nom"}}


def _empreinte(de: object, classement: Classement, version: str, lignes: tuple[LigneListe, ...]) -> bytes:
    """Hash of whom or what the list is for, the day, the version, and the figures of the lines."""
    return hashlib.blake2b(repr((de, classement.jour, version, lignes)).encode(), digest_size=16).digest()
