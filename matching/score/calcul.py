"""The score of people over offers: prepared once, then computed by blocks that fit the cache."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.image import Image
from catalogue.referentiel import Referentiel
from matching.profils import Profils
from matching.score import offre, situation, temps
from matching.score.facteur import Facteur, distinctes, pour_tous
from matching.score.grille import TOTAL, UNITE, Matrice
from matching.score.metier import Proximites
from matching.score.poids import Part, Poids, poids
from matching.score.trajet import distances_personnes, trajet

# Parts whose tables depend on the same facts are added once for all into one table; the others stay by themselves.
_PAR_PLACE = (Part.TRAJET,)
_PAR_SEMAINE = (Part.HORAIRES,)
_PAR_SITUATION = (Part.FREINS, Part.ETAPE)


@dataclass(frozen=True)
class Scores:
    """Score of ``p`` people × ``n`` offers.

    Attributes:
        parts: value of each part in [0, 1], ``[p, n] float32``.
        total: sum of weight × part, ``[p, n] float32``.
        distances: km, ``[p, n]``, NaN when unknown, 0 for what is done at a distance.
        rome: closeness of métier by the ROME alone, ``[p, n]``.
        proches: closeness of métiers and words on the grid, offers without métier included: candidates are chosen by it.
    """

    parts: dict[Part, Matrice]
    total: Matrice
    distances: Matrice
    rome: Matrice
    proches: Matrice


@dataclass(frozen=True)
class Bloc:
    """What one block of people needs, ``[b, n]``.

    Attributes:
        total: score in whole numbers, at most ``TOTAL``: it only has to be divided by it.
        proches: closeness of métiers and words on the grid, by which candidates are chosen (see :meth:`Proximites.part_metier` for the part).
        competences: part « compétences » on the grid.
    """

    total: Matrice
    proches: Matrice
    competences: Matrice


@dataclass(frozen=True)
class Calcul:
    """Everything that is computed once for ``p`` people and ``n`` offers.

    Attributes:
        proximites: closeness of métiers and skills, computed block by block.
        facteurs: every other part, as a table of distinct rows.
        sommes: the same tables, weighted and added by the facts they depend on.
        distances: km, one row per commune.
    """

    proximites: Proximites
    facteurs: dict[Part, Facteur]
    sommes: tuple[Facteur, ...]
    distances: Facteur
    poids: Poids

    @classmethod
    def preparer(cls, profils: Profils, image: Image, referentiel: Referentiel, plancher: float, jour: date, choisis: Poids | None = None) -> Calcul:
        """Prepare the score.

        Args:
            profils: people, ``p``.
            image: living catalogue, ``n`` offers.
            referentiel: ROME graph and tensions.
            plancher: noise floor of the encoder.
            jour: today.
            choisis: weights, those in force when not given.

        Returns:
            The calculation, ready for any block.
        """
        distances = distances_personnes(profils, image)
        facteurs = _facteurs(profils, image, referentiel, jour, distances)
        en_vigueur = choisis or poids()
        return cls(Proximites.preparer(profils, image, referentiel, plancher), facteurs, _sommes(facteurs, en_vigueur), distances, en_vigueur)

    def pour(self, rangs: NDArray[np.int32]) -> Calcul:
        """The same calculation over some offers only.

        Args:
            rangs: rows of the offers.

        Returns:
            A calculation of as many columns, which gives the same numbers.
        """
        facteurs = {part: facteur.pour(rangs) for part, facteur in self.facteurs.items()}
        sommes = tuple(somme.pour(rangs) for somme in self.sommes)
        return Calcul(self.proximites.pour(rangs), facteurs, sommes, self.distances.pour(rangs), self.poids)

    def bloc(self, debut: int, fin: int) -> Bloc:
        """Totals of some people, without their parts.

        Args:
            debut, fin: people, first in and last out.

        Returns:
            The block.
        """
        proches, competences = self.proximites.proches(debut, fin, self.proximites.rome(debut, fin))
        total = self.proximites.part_metier(proches)
        np.multiply(total, np.float32(self.poids.milliemes(Part.METIER)), out=total)
        np.add(total, competences * np.float32(self.poids.milliemes(Part.COMPETENCES)), out=total)
        for somme in self.sommes:
            np.add(total, somme.valeurs(debut, fin), out=total)
        return Bloc(total, proches, competences)

    def parts_couples(self, personnes: NDArray[np.integer], rangs: NDArray[np.integer], proches: Matrice, competences: Matrice) -> Matrice:
        """Parts of some pairs.

        Args:
            personnes, rangs: rows of the people and of the offers, any shape.
            proches, competences: what is computed block by block (see :class:`Bloc`), the same shape, on the grid.

        Returns:
            The same shape and one more axis, the parts in the order of :class:`Part`, on the grid.
        """
        tables = {part: facteur.table[facteur.lignes[personnes], rangs] for part, facteur in self.facteurs.items()}
        tables |= {Part.METIER: self.proximites.part_metier(proches, rangs), Part.COMPETENCES: competences}
        return np.stack([tables[part] for part in Part], axis=-1)

    def scores(self, debut: int, fin: int) -> Scores:
        """Scores of some people, with their parts.

        Args:
            debut, fin: people, first in and last out.

        Returns:
            The scores: the same numbers as :meth:`bloc`, detailed.
        """
        rome = self.proximites.rome(debut, fin)
        proches, competences = self.proximites.proches(debut, fin, rome)
        metier = self.proximites.part_metier(proches)
        sur_grille = {Part.METIER: metier, Part.COMPETENCES: competences} | {part: f.valeurs(debut, fin) for part, f in self.facteurs.items()}
        total = np.zeros_like(metier)
        for part, valeurs in sur_grille.items():
            total += np.float32(self.poids.milliemes(part)) * valeurs
        parts = {part: sur_grille[part] / np.float32(UNITE) for part in Part}
        return Scores(parts, total / np.float32(TOTAL), self.distances.valeurs(debut, fin), rome, proches)


def scorer(profils: Profils, image: Image, referentiel: Referentiel, plancher: float, jour: date) -> Scores:
    """Score every person against every offer.

    Args:
        profils: people, ``p``.
        image: living catalogue, ``n`` offers.
        referentiel: ROME graph.
        plancher: noise floor of the encoder.
        jour: today.

    Returns:
        Parts and total.
    """
    return Calcul.preparer(profils, image, referentiel, plancher, jour).scores(0, len(profils))


def _facteurs(profils: Profils, image: Image, referentiel: Referentiel, jour: date, distances: Facteur) -> dict[Part, Facteur]:
    taille = len(profils)
    return {
        Part.TRAJET: trajet(profils, image, distances),
        Part.HORAIRES: temps.horaires(profils, image),
        Part.FREINS: situation.freins(profils, image),
        Part.ETAPE: situation.etape(profils, image),
        Part.URGENCE: situation.urgence(profils, image, jour),
    } | {part: pour_tous(ligne, taille) for part, ligne in _pour_tous(image, referentiel, jour).items()}


def _pour_tous(image: Image, referentiel: Referentiel, jour: date) -> dict[Part, Matrice]:
    """Parts that are the same for everybody, worked out once for a picture and a day."""
    cle = ("parts pour tous", jour)
    lu, lignes = image.carnet.get(cle, (None, {}))
    if lu is not referentiel:
        lignes = {
            Part.PRIORITE: offre.priorite(image),
            Part.PLACES: offre.places(image, jour),
            Part.TENSION: offre.tension(image, referentiel, jour),
            Part.ECHEANCE: offre.echeance(image, jour),
            Part.FRAICHEUR: offre.fraicheur(image, jour),
        }
        image.carnet[cle] = (referentiel, lignes)
    return dict(lignes)


def _sommes(facteurs: dict[Part, Facteur], choisis: Poids) -> tuple[Facteur, ...]:
    groupes: tuple[tuple[Part, ...], ...] = (_PAR_PLACE, _PAR_SEMAINE, _PAR_SITUATION)
    reste = tuple(part for part in facteurs if not any(part in groupe for groupe in groupes))
    return tuple(_somme([(facteurs[part], choisis.milliemes(part)) for part in groupe]) for groupe in (*groupes, reste))


def _somme(termes: list[tuple[Facteur, int]]) -> Facteur:
    if len(termes) == 1:
        facteur, poids_part = termes[0]
        return Facteur(facteur.lignes, facteur.table * np.float32(poids_part))
    qui, lignes = distinctes(*(facteur.lignes for facteur, _ in termes))
    table: NDArray[np.float32] = np.zeros((len(qui), termes[0][0].table.shape[1]), dtype=np.float32)
    for facteur, poids_part in termes:
        table += np.float32(poids_part) * facteur.table[facteur.lignes[qui]]
    return Facteur(lignes, table)
