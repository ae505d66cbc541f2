"""The suggestion of métiers as people see it: a few codes in order, or nothing. What is not shown counts as not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from catalogue.suggestion import IndexMetiers, MetierSuggere
from matching.evaluation.moteurs import Reponses
from matching.evaluation.taches import Corpus
from models.encodeur import Encodeur

PREMIERS = 5


class MoteurSuggestion:
    """The suggestion of métiers, as whoever types a métier sees it.

    Args:
        encodeur: sentence encoder.
    """

    nom = "produit"
    encodeur: Encodeur | None = None

    def __init__(self, encodeur: Encodeur) -> None:
        self.empreinte = encodeur.empreinte
        self._encodeur = encodeur

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`matching.evaluation.moteurs.Moteur`: only the métiers of the corpus are read."""
        self._index = IndexMetiers.construire(corpus.metiers, self._encodeur)
        self._rang = {cle: rang for rang, cle in enumerate(corpus.cles_uniques)}

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`matching.evaluation.moteurs.Moteur`: scores are minus the rank in the list people see."""
        notes = np.full((len(requetes), len(self._rang)), -np.inf, dtype=np.float32)
        for ligne, texte in enumerate(requetes):
            for place, code in enumerate(dict.fromkeys(metier.code_rome for metier in self._montrer(texte))):
                notes[ligne, self._rang[code]] = -place
        return Reponses(notes, np.array([np.isneginf(ligne).all() for ligne in notes], dtype=np.bool_))

    def _montrer(self, texte: str) -> Iterable[MetierSuggere]:
        return self._index.suggerer(texte, k=PREMIERS)


class MoteurDepot(MoteurSuggestion):
    """The same as whoever posts an offer sees it: the first line of a query is the title, the others are the text."""

    nom = "suggestion"

    def _montrer(self, texte: str) -> Iterable[MetierSuggere]:
        titre, _, suite = texte.partition("\n")
        return (metier for trouves in self._index.suggerer_offre(titre, suite).values() for metier in trouves)
