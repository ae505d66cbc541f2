"""Closeness of métier and skills: the graph of the ROME, and the meaning of what the person wants, has done and knows.

An offer without métier (a support, most often) is neither near nor far from one: its part « métier » is neutral. The closeness of its words still
chooses who it is shown to, so that the neutral value brings nobody in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from catalogue.image import Image
from catalogue.referentiel import Referentiel
from matching.profils import Profils
from matching.score.grille import NEUTRE, UNITE, Matrice
from models.encodeur import arrondir

# Closeness of métiers, from the structure of the ROME: same fiche, a mobility of the fiche, same v3 family, same professional domain.
# Exact in binary, so that they can be compared.
MEME_METIER, MOBILITE, MEME_FAMILLE, MEME_DOMAINE = 1.0, 0.4375, 0.375, 0.25
PART_SENS = 0.45
# What one has done counts a little less than what one wants, and what one knows a little less again.
PART_EXPERIENCE, PART_COMPETENCES = 0.8, 0.6
# Rows under which a matrix product costs more than as many scalar ones.
PEU = 6


@dataclass(frozen=True)
class Proximites:
    """What the closeness of métiers of ``p`` people and ``n`` offers is computed from, block by block.

    Attributes:
        voulus: row of ``codes`` of each métier wanted, ``[p, k] int32``; the last row is that of nothing.
        codes: closeness of each distinct métier wanted to each offer, ``[c + 1, n]`` in [0, 1].
        part_sens: what meaning counts for against the ROME, ``[p]``: all of it for who wants no métier, on the scale of the grid.
        requetes: vectors of projet, experience and skills, ``[p, d]`` each.
        connait: the person says some skill, ``[p] bool``.
        offres: vectors of the offers, ``[n, d]``, drawn towards their métiers as those of projet and experience are.
        sans_metier: offers that bear no métier, ``[n] bool``.
        plancher: noise floor of the encoder.
    """

    voulus: NDArray[np.int32]
    codes: Matrice
    part_sens: Matrice
    requetes: tuple[Matrice, Matrice, Matrice]
    connait: NDArray[np.bool_]
    offres: Matrice
    sans_metier: NDArray[np.bool_]
    plancher: float

    @classmethod
    def preparer(cls, profils: Profils, image: Image, referentiel: Referentiel, plancher: float) -> Proximites:
        """Everything that is computed once.

        Args:
            profils: people, ``p``.
            image: offers, ``n``.
            referentiel: codes, families and mobilities.
            plancher: noise floor of the encoder.

        Returns:
            The material.
        """
        rangs = {code: rang for rang, code in enumerate(sorted({code for p in profils.personnes for code in p.metiers}))}
        voulus = np.full((len(profils), max((len(p.metiers) for p in profils.personnes), default=0)), len(rangs), dtype=np.int32)
        for i, personne in enumerate(profils.personnes):
            voulus[i, : len(personne.metiers)] = [rangs[code] for code in personne.metiers]
        return cls(
            voulus=voulus,
            codes=_par_offre(_par_code(list(rangs), image, referentiel), image),
            part_sens=np.array([(PART_SENS if p.metiers else 1.0) * UNITE for p in profils.personnes], dtype=np.float32),
            requetes=(profils.projets, profils.experiences, profils.competences),
            connait=np.array([bool(p.competences) for p in profils.personnes], dtype=np.bool_),
            offres=image.vecteurs_rapproches,
            sans_metier=np.diff(image.metiers_debut) == 0,
            plancher=plancher,
        )

    def pour(self, rangs: NDArray[np.int32]) -> Proximites:
        """The same material over some offers only."""
        return replace(self, codes=self.codes[:, rangs], offres=self.offres[rangs], sans_metier=self.sans_metier[rangs])

    def rome(self, debut: int, fin: int) -> Matrice:
        """Closeness by the ROME alone.

        Args:
            debut, fin: people, first in and last out.

        Returns:
            ``[fin - debut, n]`` in [0, 1]: the best pair of métiers counts.
        """
        voulus = self.voulus[debut:fin]
        if not voulus.shape[1]:
            return np.zeros((fin - debut, len(self.offres)), dtype=np.float32)
        proches = self.codes[voulus[:, 0]]
        for rang in range(1, voulus.shape[1]):
            np.maximum(proches, self.codes[voulus[:, rang]], out=proches)
        return proches

    def proches(self, debut: int, fin: int, rome: Matrice) -> tuple[Matrice, Matrice]:
        """Closeness of métiers and words, whatever the offer, and part « compétences ».

        Args:
            debut, fin: people, first in and last out.
            rome: closeness by the ROME of the same people.

        Returns:
            Two matrices ``[fin - debut, n]`` on the grid.
        """
        projet, experience, competences = self._sens(debut, fin)
        np.multiply(experience, np.float32(PART_EXPERIENCE), out=experience)
        np.maximum(projet, experience, out=projet)
        np.multiply(competences, np.float32(PART_COMPETENCES), out=experience)
        np.maximum(projet, experience, out=projet)
        # The weights are put on the grid's scale here, to round once.
        np.multiply(projet, self.part_sens[debut:fin, None], out=projet)
        np.multiply(rome, np.float32((1 - PART_SENS) * UNITE), out=experience)
        np.add(projet, experience, out=projet)
        return _arrondir(projet), self._competences(competences, debut, fin)

    def part_metier(self, proches: Matrice, rangs: NDArray[np.integer] | None = None) -> Matrice:
        """Part « métier »: the closeness, neutral for an offer without métier.

        Args:
            proches: from :meth:`proches`, on the grid.
            rangs: rows of the offers, the shape of ``proches``; every offer in order when not given.

        Returns:
            A new matrix of the same shape, on the grid.
        """
        sans = self.sans_metier if rangs is None else self.sans_metier[rangs]
        return np.where(sans, np.float32(NEUTRE * UNITE), proches)

    def _competences(self, proches: Matrice, debut: int, fin: int) -> Matrice:
        """Skills only ever lift: one that an offer does not ask for is no fault, and a mean of unit vectors favours no long list."""
        part = np.where(self.connait[debut:fin], (1 - NEUTRE) * UNITE, 0.0).astype(np.float32)[:, None]
        np.multiply(proches, part, out=proches)
        np.add(proches, np.float32(NEUTRE * UNITE), out=proches)
        return _arrondir(proches)

    def _sens(self, debut: int, fin: int) -> Matrice:
        """Closeness of meaning of projet, experience and skills, ``[3, b, n]`` from 0: what the cosine has above the noise floor."""
        if not self.offres.shape[1]:
            return np.zeros((3, fin - debut, len(self.offres)), dtype=np.float32)
        proches = _produits(arrondir(np.concatenate([vecteurs[debut:fin] for vecteurs in self.requetes])), self.offres)
        np.subtract(proches, np.float32(self.plancher), out=proches)
        np.maximum(proches, 0, out=proches)
        np.multiply(proches, np.float32(1 / (1 - self.plancher)), out=proches)
        return proches.reshape(3, fin - debut, -1)


def _arrondir(valeurs: Matrice) -> Matrice:
    """On the grid, in place; a vector compared with itself may go a hair beyond 1."""
    np.minimum(valeurs, np.float32(UNITE), out=valeurs)
    return np.rint(valeurs, out=valeurs)


def _produits(requetes: Matrice, offres: Matrice) -> Matrice:
    """Inner products, exact either way: one person does not wake the threads of the matrix product."""
    if len(requetes) <= PEU:
        return np.stack([np.vecdot(offres, requete) for requete in requetes])
    produits: Matrice = requetes @ offres.T
    return produits


def _par_code(voulus: Sequence[str], image: Image, referentiel: Referentiel) -> Matrice:
    """Closeness of each métier wanted to each code of the picture, ``[c + 1, codes]``; the last row is that of nothing."""
    proches = np.zeros((len(voulus) + 1, len(image.codes_rome)), dtype=np.float32)
    domaines = np.array([code[:3] for code in image.codes_rome], dtype="U3")
    familles = np.array([referentiel.metiers[code].code_rome_parent for code in image.codes_rome], dtype="U5")
    for proche, voulu in zip(proches, voulus, strict=False):
        metier = referentiel.metiers.get(voulu)
        famille = metier.code_rome_parent if metier else voulu
        proche[:] = np.where(domaines == voulu[:3], np.where(familles == famille, MEME_FAMILLE, MEME_DOMAINE), 0)
        voisins = [image.rang_code[autre] for autre in referentiel.voisins.get(voulu, ())]
        proche[voisins] = np.maximum(proche[voisins], MOBILITE)
        if voulu in image.rang_code:
            proche[image.rang_code[voulu]] = MEME_METIER
    return proches


def _par_offre(par_code: Matrice, image: Image) -> Matrice:
    """The best métier of each offer, ``[c, n]``; 0 for an offer without métier."""
    proches = np.zeros((len(par_code), len(image)), dtype=np.float32)
    debuts, fins = image.metiers_debut[:-1], image.metiers_debut[1:]
    avec = np.flatnonzero(fins > debuts)
    if len(avec):
        proches[:, avec] = np.maximum.reduceat(par_code[:, image.metiers], debuts[avec], axis=1)
    return proches
