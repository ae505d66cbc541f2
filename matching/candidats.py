"""Candidates: the union of what is near by meaning, by words, by the ROME, and of what lifts a frein. Exact, filter first.

Closeness is read before the neutral value of the score: an offer without métier is a candidate for what it says or lifts, not for being neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import TypeOffre
from catalogue.image import Image
from matching.profils import Profils
from matching.score import ETAPES, UNITE, etapes
from matching.score.facteur import Rangs, distinctes
from matching.score.grille import Matrice

Masque = NDArray[np.bool_]

# Share of the best BM25 score from which words alone make a candidate.
PART_MOTS = 0.4
# A word that one offer in ten bears finds nothing by itself; in a small catalogue, twenty offers are not many.
PART_BANALE, PEU_D_OFFRES = 0.1, 20
# People whose words are looked up together.
BLOC = 64
# Closeness of métiers and words from which meaning or the ROME make a candidate.
SEUIL_METIER = 0.12


@dataclass(frozen=True)
class Candidats:
    """What the candidates of ``p`` people among ``n`` offers are chosen from, block by block.

    Attributes:
        vivantes: offers one can still enter, ``[n]``.
        lignes: row of ``d_office`` of each person, ``[p]``.
        d_office: living offers that lift a frein, or that help to find a projet, ``[c, n]``.
        mots: words of each person against those of the offers.
    """

    vivantes: Masque
    lignes: Rangs
    d_office: Masque
    mots: MotsPersonnes

    @classmethod
    def preparer(cls, profils: Profils, image: Image, jour: date) -> Candidats:
        """Everything that is computed once.

        Args:
            profils: people, ``p``.
            image: living catalogue, ``n`` offers.
            jour: today; what one can no longer enter is out.

        Returns:
            The material.
        """
        vivantes = image.vivantes(jour)
        sans_projet = (etapes(profils) != ETAPES.index("emploi")) & ~profils.projet_connu
        qui, lignes = distinctes(profils.freins, sans_projet)
        decouvertes = image.types == list(TypeOffre).index(TypeOffre.DECOUVERTE)
        # Who has no projet yet is shown what helps to find one.
        d_office = (profils.freins[qui][:, None] & image.freins[None, :] != 0) | (sans_projet[qui][:, None] & decouvertes[None, :])
        return cls(vivantes, lignes, d_office & vivantes[None, :], MotsPersonnes.preparer(profils, image))

    def bloc(self, debut: int, fin: int, proximites: Matrice) -> Masque:
        """Offers worth ranking for some people.

        Args:
            debut, fin: people, first in and last out.
            proximites: closeness of métiers and words of the same people, ``[b, n]`` on the grid of the score.

        Returns:
            Mask ``[b, n]``.
        """
        proches = proximites >= np.float32(SEUIL_METIER * UNITE)
        proches |= self.mots.bloc(debut, fin)
        proches &= self.vivantes
        proches |= self.d_office[self.lignes[debut:fin]]
        return proches

    def pour(self, rang: int, proximites: Matrice) -> Masque:
        """People for whom one offer is worth ranking.

        Args:
            rang: row of the offer.
            proximites: closeness of métiers and words of everybody for it, ``[p]`` on the grid of the score.

        Returns:
            Mask ``[p]``.
        """
        retenus: Masque = proximites >= np.float32(SEUIL_METIER * UNITE)
        # Words ask for every other offer: only those whom nothing else retains, and who say a word of this one, are asked.
        qui = np.flatnonzero(~retenus & self.mots.disent(rang))
        mots = self.mots.choisir(qui)
        for debut in range(0, len(qui), BLOC):
            fin = min(debut + BLOC, len(qui))
            retenus[qui[debut:fin]] = mots.bloc(debut, fin)[:, rang]
        retenus &= self.vivantes[rang]
        retenus |= self.d_office[self.lignes, rang]
        return retenus


@dataclass(frozen=True)
class MotsPersonnes:
    """Words of people found in the catalogue, and the weight of each word in each offer.

    Attributes:
        debut, termes: CSR of the stems of each person, ranks in the index of the catalogue.
        colonnes: CSC of the BM25 weights: ``indptr``, ``indices`` and ``data``; None for an index without words.
        taille: number of offers.
    """

    debut: Rangs
    termes: Rangs
    colonnes: tuple[Rangs, Rangs, Matrice] | None
    taille: int

    @classmethod
    def preparer(cls, profils: Profils, image: Image) -> MotsPersonnes:
        """Find the words of people in the index; the misspelt ones are left to the encoder, which reads letters.

        Args:
            profils: people.
            image: catalogue.

        Returns:
            The words.
        """
        vocabulaire, bm25 = image.mots.vocabulaire, image.mots.bm25
        colonnes = None if bm25 is None else (bm25.scores["indptr"], bm25.scores["indices"], bm25.scores["data"])
        termes = [[vocabulaire[r] for r in racines if r in vocabulaire] for racines in profils.racines]
        if colonnes is not None:
            banale = (np.diff(colonnes[0]) > max(PEU_D_OFFRES, PART_BANALE * len(image))).tolist()
            termes = [[rang for rang in siens if not banale[rang]] for siens in termes]
        debut = np.cumsum([0, *map(len, termes)], dtype=np.int32)
        return cls(debut, np.array([rang for siens in termes for rang in siens], dtype=np.int32), colonnes, len(image))

    def disent(self, rang: int) -> Masque:
        """People who say at least one word of an offer.

        Args:
            rang: row of the offer.

        Returns:
            Mask ``[p]``.
        """
        dits = np.zeros(len(self.debut) - 1, dtype=np.bool_)
        if self.colonnes is not None and len(self.termes):
            indptr, offres, _ = self.colonnes
            siens = np.zeros(len(indptr) - 1, dtype=np.bool_)
            siens[np.searchsorted(indptr, np.flatnonzero(offres == rang), side="right") - 1] = True
            dits[np.repeat(np.arange(len(dits)), np.diff(self.debut))[siens[self.termes]]] = True
        return dits

    def choisir(self, qui: NDArray[np.intp]) -> MotsPersonnes:
        """The words of some people.

        Args:
            qui: their rows.

        Returns:
            Their words, in this order.
        """
        longueurs = np.diff(self.debut)[qui]
        debut = np.concatenate([[0], np.cumsum(longueurs)]).astype(np.int32)
        places = np.arange(debut[-1]) + np.repeat(self.debut[qui] - debut[:-1], longueurs)
        return MotsPersonnes(debut, self.termes[places], self.colonnes, self.taille)

    def bloc(self, debut: int, fin: int) -> Masque:
        """Offers that speak with the words of some people.

        Args:
            debut, fin: people, first in and last out.

        Returns:
            Mask ``[b, n]``: BM25 at least ``PART_MOTS`` of the person's best.
        """
        termes = self.termes[self.debut[debut] : self.debut[fin]]
        if self.colonnes is None or not len(termes):
            return np.zeros((fin - debut, self.taille), dtype=np.bool_)
        indptr, offres, poids = self.colonnes
        personnes = np.repeat(np.arange(fin - debut), np.diff(self.debut[debut : fin + 1]))
        longueurs = indptr[termes + 1] - indptr[termes]
        # One entry per word and offer that holds it, words in the order of the person: sums come out the same in any block.
        entrees = np.arange(longueurs.sum()) + np.repeat(indptr[termes] - np.cumsum(longueurs) + longueurs, longueurs)
        cles = np.repeat(personnes * self.taille, longueurs) + offres[entrees]
        scores = np.bincount(cles, weights=poids[entrees], minlength=(fin - debut) * self.taille).reshape(fin - debut, self.taille)
        sommets = scores.max(axis=1, keepdims=True, initial=0.0)
        # Where the person has no word nothing is found.
        dits: Masque = scores >= np.where(sommets > 0, PART_MOTS * sommets, np.inf)
        return dits
