"""The search of the catalogue: exact filters, facets with counts, words and meaning fused, what is refused set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.comprehension import Compris, RequeteComprise, comprendre
from catalogue.contraintes import codes_refuses
from catalogue.domaine import Commune
from catalogue.facettes import FACETTE_MAX, RAYON_PAR_DEFAUT_KM, Facette, Filtrage, Filtres, Jour, retenir
from catalogue.image import Image
from catalogue.mots import Correction, familles
from catalogue.pertinence import Lecteur, Refus
from catalogue.referentiel import Referentiel
from catalogue.suggestion import IndexMetiers, MetierSuggere
from models.encodeur import Encodeur
from socle.texte import cle_tri

__all__ = ["FACETTE_MAX", "RAYON_PAR_DEFAUT_KM", "Facette", "Filtres", "Moteur", "Refus", "Requete", "Resultats"]

METIERS_COMPRIS = 3
# An offer far under the best one is noise: it would only fill the list and the counts.
PART_DU_MEILLEUR = 0.15
# Scores are rounded so that equal texts are not ordered by the last bit of a float.
PAS_DES_NOTES = 10_000
JOURS_GARDES = 2
# « chez les particuliers » names a place of work, not a métier.
_PAS_UN_METIER = ("chez ", "avec ")
SANS_FILTRE = Filtres()


@dataclass(frozen=True)
class Requete:
    """A search: words, filters, what not to understand, métiers removed, and the page wanted (from 1)."""

    texte: str = ""
    filtres: Filtres = SANS_FILTRE
    ignorer: frozenset[Compris] = frozenset()
    metiers_retires: frozenset[str] = frozenset()
    page: int = 1
    par_page: int = 20


@dataclass(frozen=True)
class Resultats:
    """What a search found.

    Attributes:
        total: number of offers found, all pages together.
        rangs: rows of the picture for this page, best first.
        distances: km from the commune asked, for this page, NaN when unknown or when no commune is asked.
        facettes: for each facet, ``(value, count)`` by decreasing count then value; counted under every other filter.
        comprise: what the words also said.
        metiers: métiers understood in the words.
        corrections: spelling forgiven.
        refus: what was set aside because the person does not want it.
        degrade: the encoder is missing, the search went by words alone.
    """

    total: int
    rangs: NDArray[np.int32]
    distances: NDArray[np.float32]
    facettes: dict[Facette, tuple[tuple[str, int], ...]]
    comprise: RequeteComprise
    filtres: Filtres
    metiers: tuple[MetierSuggere, ...]
    corrections: tuple[Correction, ...]
    degrade: bool
    refus: tuple[Refus, ...] = ()


@dataclass(frozen=True)
class Moteur:
    """What a search needs, all from the same instant."""

    image: Image
    referentiel: Referentiel
    metiers: IndexMetiers
    encodeur: Encodeur | None
    _jours: dict[date, Jour] = field(default_factory=dict, compare=False, repr=False)

    def chercher(self, requete: Requete, jour: date) -> Resultats:
        """Search the living catalogue.

        Args:
            requete: words, filters and page.
            jour: today.

        Returns:
            The page wanted; a page past the end is empty. Ties are broken by date of the next session, then by id.
        """
        comprise = comprendre(requete.texte, self.referentiel, requete.ignorer)
        filtres = _completer(requete.filtres, comprise)
        corrige, corrections = self.lecteur.corriger(comprise.texte)
        refus = self._refus(comprise.refus)
        metiers = self._metiers(corrige, requete.metiers_retires.union(*(r.codes for r in refus)))
        colonnes = self._jour(jour)
        vivantes = colonnes.vivantes & ~self.lecteur.ecartees(refus, metiers) if refus else colonnes.vivantes
        pertinence = self.lecteur.noter(comprise.texte, corrige, metiers, comprise.freins, refus)
        base = self.filtrage.fixes(filtres, jour, vivantes)
        if pertinence is not None:
            # The bar hangs on the best living offer, whatever the filters: narrowing a search never lets in what it had left out.
            meilleure = float(pertinence.max(initial=0.0, where=vivantes))
            base = base & (pertinence > 0) & (pertinence >= PART_DU_MEILLEUR * meilleure)
        masques = self.filtrage.masques(filtres)
        retenus = retenir(base, masques)
        page = _page(retenus, pertinence, colonnes.places, requete)
        return Resultats(
            total=len(retenus),
            rangs=page,
            distances=self.distances(filtres.commune)[page],
            facettes=self.filtrage.compter(base, masques),
            comprise=comprise,
            filtres=filtres,
            metiers=metiers,
            corrections=corrections,
            degrade=self.image.degradee,
            refus=refus,
        )

    def distances(self, commune: str | None) -> NDArray[np.float32]:
        """Distances from a commune to every offer; see :meth:`catalogue.facettes.Filtrage.distances`."""
        return self.filtrage.distances(commune)

    def proches(self, id_offre: int, k: int, jour: date) -> NDArray[np.int32]:
        """Living offers that resemble one by their meaning: filter first, then the exact nearest.

        Args:
            id_offre: inner id; an offer that is not in the picture resembles nothing.
            k: most offers returned, at least 1.
            jour: today.

        Returns:
            Rows of the picture, nearest first, the offer itself left out; none in degraded mode.
        """
        index, trouve = self.image.index, np.flatnonzero(self.image.ids == id_offre)
        if index is None or not len(trouve):
            return np.zeros(0, dtype=np.int32)
        autres = np.flatnonzero(self.image.vivantes(jour) & (self.image.ids != id_offre))
        rangs, _ = index.chercher(self.image.vecteurs[trouve[:1]], k, autres.astype(np.int64))
        voisins: NDArray[np.int32] = rangs[0][rangs[0] >= 0].astype(np.int32)
        return voisins

    @cached_property
    def filtrage(self) -> Filtrage:
        """Masks and counts over the picture."""
        return Filtrage(self.image, self.referentiel)

    @cached_property
    def lecteur(self) -> Lecteur:
        """Scores of the offers of the picture."""
        return Lecteur(self.image, self.filtrage, self.encodeur, self.metiers.mots)

    def chauffer(self) -> Moteur:
        """Compute now what the first search would have to: the spelling, the columns of the facets.

        Returns:
            The engine itself.
        """
        self.filtrage.chauffer()
        self.lecteur.corriger("orthographe")
        self.metiers.suggerer("orthographe")
        return self

    def _jour(self, jour: date) -> Jour:
        colonnes = self._jours.get(jour)
        if colonnes is None:
            colonnes = Jour.calculer(self.image, jour)
            while len(self._jours) >= JOURS_GARDES:
                self._jours.pop(next(iter(self._jours)), None)
            self._jours[jour] = colonnes
        return colonnes

    def _metiers(self, texte: str, retires: frozenset[str]) -> tuple[MetierSuggere, ...]:
        trouves = self.metiers.suggerer(texte, k=METIERS_COMPRIS) if texte else ()
        return tuple(m for m in trouves if m.code_rome not in retires)

    def _refus(self, textes: Sequence[str]) -> tuple[Refus, ...]:
        return tuple(Refus(texte, self._nommes(texte), codes_refuses(texte, self.image.codes_rome)) for texte in textes)

    def _nommes(self, texte: str) -> frozenset[str]:
        """Métiers that words refused name."""
        if texte.lower().startswith(_PAS_UN_METIER):
            return frozenset()
        corrige = self.lecteur.corriger(texte)[0]
        dits = (corrige, *familles().get(cle_tri(corrige), ()))
        return frozenset(m.code_rome for dit in dits for m in self.metiers.suggerer(dit, k=METIERS_COMPRIS))


def _completer(filtres: Filtres, comprise: RequeteComprise) -> Filtres:
    commune: Commune | None = comprise.commune
    return replace(
        filtres,
        commune=filtres.commune or (commune.code_insee if commune else None),
        creneaux=filtres.creneaux if filtres.creneaux is not None else comprise.creneaux,
        sans_permis=filtres.sans_permis or comprise.sans_permis,
    )


def _page(retenus: NDArray[np.int32], pertinence: NDArray[np.float32] | None, places: NDArray[np.int64], requete: Requete) -> NDArray[np.int32]:
    """The page wanted of the offers kept: by falling score, then by date, then by id. Only what comes up to that page is sorted."""
    cles = places[retenus]
    if pertinence is not None:
        cles = cles - np.rint(pertinence[retenus] * np.float32(PAS_DES_NOTES)).astype(np.int64) * len(places)
    debut = (requete.page - 1) * requete.par_page
    fin = debut + requete.par_page
    if fin < len(cles):
        devant = np.argpartition(cles, fin)[:fin]
        retenus, cles = retenus[devant], cles[devant]
    return retenus[np.argsort(cles)][debut:fin]
