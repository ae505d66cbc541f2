"""From words to métiers: the ROME codes that a query, a projet or an offer's text speaks of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from models.encodeur import Encodeur
from numpy.typing import NDArray

from catalogue.mots import IndexMots
from catalogue.referentiel import Referentiel

POIDS_SENS, POIDS_MOTS = 0.7, 0.3
# Under this share of the best score a second métier says nothing more.
PART_DU_MEILLEUR = 0.75


@dataclass(frozen=True, slots=True)
class MetierSuggere:
    """A métier, why it was thought of, and a score in [0, 1] that serves to order only."""

    code_rome: str
    libelle: str
    appellation: str
    score: float


@dataclass(frozen=True)
class IndexMetiers:
    """Every job title of the ROME, by meaning and by words.

    Attributes:
        titres: job titles, labels of the fiches among them.
        codes: ROME code of each title.
        vecteurs: ``[n, d] float32``; ``d = 0`` in degraded mode.
        mots: the same titles by words.
    """

    titres: tuple[str, ...]
    codes: tuple[str, ...]
    libelles: dict[str, str]
    vecteurs: NDArray[np.float32]
    mots: IndexMots
    encodeur: Encodeur | None

    @classmethod
    def construire(cls, referentiel: Referentiel, encodeur: Encodeur | None) -> IndexMetiers:
        """Index the référentiel.

        Args:
            referentiel: métiers and their titles.
            encodeur: sentence encoder, None in degraded mode.

        Returns:
            The index.
        """
        paires = [(m.libelle, m.code_rome) for m in referentiel.metiers.values()]
        for code, liste in referentiel.appellations.items():
            paires += [(a.libelle, code) for a in liste if a.libelle != referentiel.metiers[code].libelle]
        titres = tuple(titre for titre, _ in paires)
        vecteurs = np.zeros((len(titres), 0), dtype=np.float32) if encodeur is None or not titres else encodeur.encoder(titres)
        libelles = {m.code_rome: m.libelle for m in referentiel.metiers.values()}
        return cls(titres, tuple(code for _, code in paires), libelles, vecteurs, IndexMots.construire(titres), encodeur)

    def suggerer(self, texte: str, *, k: int = 5) -> tuple[MetierSuggere, ...]:
        """Métiers a text speaks of.

        Args:
            texte: a few words or a paragraph.
            k: most métiers returned.

        Returns:
            Métiers by decreasing score, ties by code; nothing when the text says nothing above the noise.
        """
        if not texte.strip() or not self.titres:
            return ()
        scores = self._scores(texte)
        ordre = np.lexsort((np.array(self.codes), -scores))
        retenus: dict[str, MetierSuggere] = {}
        for rang in ordre[: 40 * k]:
            score, code = float(scores[rang]), self.codes[rang]
            if score <= 0 or (retenus and score < PART_DU_MEILLEUR * float(scores[ordre[0]])):
                break
            retenus.setdefault(code, MetierSuggere(code, self.libelles[code], self.titres[rang], score))
            if len(retenus) == k:
                break
        return tuple(retenus.values())

    def _scores(self, texte: str) -> NDArray[np.float32]:
        lexical = self.mots.chercher(texte).scores
        sommet = float(lexical.max(initial=0.0))
        lexical = lexical / sommet if sommet > 0 else lexical
        if self.encodeur is None:
            return lexical
        plancher = self.encodeur.plancher
        cosinus = self.vecteurs @ self.encodeur.encoder([texte])[0]
        sens = np.clip((cosinus - plancher) / (1 - plancher), 0, 1)
        return np.where(sens > 0, POIDS_SENS * sens + POIDS_MOTS * lexical, 0).astype(np.float32)
