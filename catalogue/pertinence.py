"""How well each offer answers the words of a query: words and meaning fused, métiers and freins understood added, what is refused taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalogue.facettes import Filtrage
from catalogue.freins import FreinCompris
from catalogue.fusion import Contexte, Genre, charger
from catalogue.image import Image
from catalogue.mots import Correction
from catalogue.saisie import assembler, decouper, sans_demande
from catalogue.seances import Booleens
from catalogue.suggestion import MetierSuggere
from models.encodeur import Encodeur
from socle.texte import cle_tri, racines

# What bearing a métier understood in the query adds to the fused score of words and meaning, itself in [0, 1].
POIDS_METIER = 0.4
# What lifting a frein said in the query adds, when the query says nothing else.
POIDS_FREIN = 0.6
# What answering to words that are refused takes off.
POIDS_REFUS = 0.5

Notes = NDArray[np.float32]


@dataclass(frozen=True)
class Refus:
    """Something the person does not want: the offers of the métiers that it names, or that ask it, are set aside.

    Attributes:
        texte: as typed.
        codes: ROME codes that it names.
        contraintes: ROME codes of what asks it, set aside unless the rest of the query names them.
    """

    texte: str
    codes: frozenset[str]
    contraintes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lecteur:
    """Scores of the offers of one picture; ``noms_metiers`` are the words of the names of métiers, never taken for mistakes."""

    image: Image
    filtrage: Filtrage
    encodeur: Encodeur | None
    noms_metiers: frozenset[str]

    def corriger(self, texte: str) -> tuple[str, tuple[Correction, ...]]:
        """A query in the spelling that is understood.

        Args:
            texte: the query.

        Returns:
            The query with the words understood in place of those misspelt, without « je cherche un emploi de », and what was replaced.
        """
        corrections = self.image.mots.corrections(texte, self.noms_metiers)
        remplaces = {c.tape: c.compris for c in corrections}
        return assembler(sans_demande([replace(m, tape=remplaces.get(m.plie, m.tape)) for m in decouper(texte)])), corrections

    def noter(
        self, texte: str, corrige: str, compris: Sequence[MetierSuggere], freins: Sequence[FreinCompris], refus: Sequence[Refus]
    ) -> Notes | None:
        """Score every offer.

        Args:
            texte: words left to search.
            corrige: the same in the spelling understood.
            compris: métiers understood in them.
            freins: freins heard.
            refus: what is refused.

        Returns:
            ``[n] float32``, 0 where nothing answers; None when the query leaves no word and no frein: every offer is then as good.
        """
        if not texte and not freins:
            return None
        score, trouve = self._fusionner(texte, corrige)
        for metier in compris:
            portent = self.filtrage.porte_un_metier([metier.code_rome])
            score[portent] += np.float32(POIDS_METIER * metier.score)
            trouve |= portent
        for frein in freins:
            levent = self.filtrage.leve_un_frein(frozenset({frein.frein}))
            score[levent] += np.float32(POIDS_FREIN * frein.part**2)
            trouve |= levent
        for refuse in refus:
            score -= np.float32(POIDS_REFUS) * self._fusionner(refuse.texte, refuse.texte)[0]
        score[~trouve] = 0
        return np.maximum(score, 0, out=score)

    def ecartees(self, refus: Sequence[Refus], voulus: Sequence[MetierSuggere]) -> Booleens:
        """Offers of what is refused: those of the métiers it names, those whose title says it whole.

        Args:
            refus: what is refused.
            voulus: métiers understood in the rest of the query.

        Returns:
            Mask ``[n]``.
        """
        gardes = {m.code_rome for m in voulus}
        masque = np.zeros(len(self.image), dtype=np.bool_)
        for refuse in refus:
            masque |= self.filtrage.porte_un_metier(sorted(refuse.codes | (refuse.contraintes - gardes)))
            masque |= self._titre_dit(refuse.texte)
        return masque

    def _titre_dit(self, texte: str) -> Booleens:
        voulues = set(racines(texte))
        masque = np.zeros(len(self.image), dtype=np.bool_)
        if voulues:
            titres = self.image.titres
            masque[[r for r in self.image.mots.portent(voulues).tolist() if all(f" {v}" in _plie(titres[r]) for v in voulues)]] = True
        return masque

    def _fusionner(self, texte: str, corrige: str) -> tuple[Notes, Booleens]:
        """Words and meaning of a text, and which offers answer at all."""
        if not texte:
            return np.zeros(len(self.image), dtype=np.float32), np.zeros(len(self.image), dtype=np.bool_)
        lus = self.image.mots.chercher(texte, self.noms_metiers)
        notes, trouve = {"mots": lus.scores}, lus.scores > 0
        if self.encodeur is not None and not self.image.degradee:
            vecteur = self.encodeur.encoder([corrige])[0]
            notes["sens"] = self.image.vecteurs @ vecteur
            if self.image.par_metiers is not None:
                notes["metiers"] = self.image.par_metiers.comparer(vecteur)
            trouve |= notes["sens"] >= np.float32(self.encodeur.plancher)
        contexte = Contexte.de(texte, self.image.mots.vocabulaire, lus.corrections)
        return charger().fusionner(Genre.TEXTES, notes, contexte), trouve


@lru_cache(maxsize=200_000)
def _plie(titre: str) -> str:
    """A folded title, each word after a blank."""
    return f" {cle_tri(titre)}"
