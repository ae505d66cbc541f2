"""What a ranked list can be narrowed by: named masks over its rows, counted under every other choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.image import JAMAIS, PERMANENTE, Image
from matching.classement import Classement

Booleens = NDArray[np.bool_]
Choix = Mapping[str, frozenset[str]]

TRAJETS_KM = (2, 5, 10, 20)


class Quand(StrEnum):
    """When an offer can be entered."""

    SEMAINE = "semaine"
    MOIS = "mois"
    PLUS_TARD = "plus_tard"
    PERMANENTE = "permanente"


class Acces(StrEnum):
    """What the offer is open to."""

    PLACES = "places"
    RESERVEE = "reservee"


@dataclass(frozen=True)
class Facette:
    """One facet.

    Attributes:
        nom: unique name, the parameter of the address.
        valeurs: each value with the rows that bear it, ``[n]``.
    """

    nom: str
    valeurs: tuple[tuple[str, Booleens], ...]

    def masque(self, choisies: frozenset[str], taille: int) -> Booleens:
        """Rows that bear one of the values chosen; every row when none is.

        Args:
            choisies: values; those that the facet does not know are ignored.
            taille: rows of the list, ``n``.
        """
        masques = [m for v, m in self.valeurs if v in choisies]
        return np.logical_or.reduce(masques) if masques else np.ones(taille, dtype=np.bool_)


def affiner(facettes: Iterable[Facette], choix: Choix, base: Booleens) -> Booleens:
    """Rows that answer every choice.

    Args:
        facettes: facets of the list.
        choix: values chosen by name of facet.
        base: rows of the list before any choice, ``[n]``.

    Returns:
        Mask ``[n]``.
    """
    retenues = base.copy()
    for facette in facettes:
        retenues &= facette.masque(choix.get(facette.nom, frozenset()), len(base))
    return retenues


def compter(facettes: tuple[Facette, ...], choix: Choix, base: Booleens) -> dict[str, tuple[tuple[str, int], ...]]:
    """How many rows each value would leave, under every other choice.

    Args:
        facettes: facets of the list.
        choix: values chosen by name of facet.
        base: rows of the list before any choice, ``[n]``.

    Returns:
        For each facet, ``(value, count)`` in the order of its values; values that nothing bears are left out unless they are chosen.
    """
    comptes = {}
    for facette in facettes:
        autres = affiner((f for f in facettes if f is not facette), choix, base)
        choisies = choix.get(facette.nom, frozenset())
        nombres = ((v, int((m & autres).sum())) for v, m in facette.valeurs)
        comptes[facette.nom] = tuple((v, n) for v, n in nombres if n or v in choisies)
    return comptes


def facettes_offres(classement: Classement, personne: int) -> tuple[Facette, ...]:
    """Facets of the offers ranked for one person.

    Args:
        classement: ranking.
        personne: row of the person.

    Returns:
        Kind, access, when, how far, frein lifted, and where; each over the rows of the picture.
    """
    image = classement.moteur.image
    distances = classement.scores.distances[personne]
    with np.errstate(invalid="ignore"):
        trajets = tuple((str(km), distances <= km) for km in TRAJETS_KM)
    return (
        Facette("type", tuple((t.value, image.types == i) for i, t in enumerate(TypeOffre))),
        Facette("acces", _acces(image, classement.jour)),
        Facette("quand", _quand(image, classement.jour)),
        Facette("trajet", trajets),
        Facette("frein", tuple((f.value, image.freins >> i & 1 == 1) for i, f in enumerate(Frein))),
        Facette("presence", tuple((p.value, image.presences == i) for i, p in enumerate(Presence))),
    )


def _acces(image: Image, jour: date) -> tuple[tuple[str, Booleens], ...]:
    return ((Acces.PLACES, image.places_libres(jour) > 0), (Acces.RESERVEE, image.reserve_rsa))


def _quand(image: Image, jour: date) -> tuple[tuple[str, Booleens], ...]:
    prochaines = image.prochaines(jour)
    datee = (prochaines != PERMANENTE) & (prochaines != JAMAIS)
    semaine, mois = ((jour + timedelta(days=n)).toordinal() for n in (7, 31))
    return (
        (Quand.SEMAINE, datee & (prochaines <= semaine)),
        (Quand.MOIS, datee & (prochaines <= mois)),
        (Quand.PLUS_TARD, datee & (prochaines > mois)),
        (Quand.PERMANENTE, prochaines == PERMANENTE),
    )
