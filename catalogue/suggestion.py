"""From words to métiers: the ROME codes that a query, a projet or an offer's text speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.fusion import charger
from catalogue.vues import NotesMetiers, TextesMetier, VuesMetiers
from models.encodeur import Encodeur

# Under this share of the best score another métier says nothing more.
PART_DU_MEILLEUR = 0.75
# At most that many métiers are kept for the letters of their title alone.
VOISINS_GARDES = 2


@dataclass(frozen=True, slots=True)
class MetierSuggere:
    """A métier, the title that decided, and a score in [0, 1] that serves to order only."""

    code_rome: str
    libelle: str
    appellation: str
    score: float


@dataclass(frozen=True)
class IndexMetiers:
    """The métiers of the référentiel, searched by words and by meaning; ``vues`` is None when there is none."""

    libelles: dict[str, str]
    vues: VuesMetiers | None

    @classmethod
    def construire(cls, metiers: Sequence[TextesMetier], encodeur: Encodeur | None) -> IndexMetiers:
        """Index métiers.

        Args:
            metiers: in the order of codes.
            encodeur: sentence encoder, None in degraded mode.

        Returns:
            The index.
        """
        vues = VuesMetiers.construire(metiers, encodeur) if metiers else None
        return cls({m.code_rome: m.libelle for m in metiers}, vues)

    def suggerer(self, texte: str, *, k: int = 5) -> tuple[MetierSuggere, ...]:
        """Métiers a text speaks of.

        Args:
            texte: a few words or a paragraph.
            k: most métiers returned.

        Returns:
            Métiers by decreasing score, ties by code; nothing when no title is above the noise. One whose title is a letter away from the text
            always has a place, the last when its score gives it none: « caiste » speaks of tills, and may also be a cariste.
        """
        if self.vues is None or not texte.strip():
            return ()
        notes = self.vues.noter(texte)
        scores = np.where(self._parle(notes), self.vues.fusionner(notes, charger()), 0).astype(np.float32)
        sommet = float(scores.max(initial=0.0))
        rangs = np.lexsort((np.arange(len(scores)), -scores))[:k]
        gardes = [int(r) for r in rangs if scores[r] > 0 and scores[r] >= PART_DU_MEILLEUR * sommet]
        voisins = np.flatnonzero(notes.a_une_lettre)
        oublies = [int(r) for r in voisins[np.lexsort((voisins, -scores[voisins]))] if r not in gardes][:VOISINS_GARDES]
        gardes = [*gardes[: max(1, k - len(oublies))], *oublies][:k]
        return tuple(self._suggestion(r, notes, float(scores[r])) for r in gardes)

    def _parle(self, notes: NotesMetiers) -> NDArray[np.bool_]:
        """Métiers that a title brings near: by its letters, by a cosine above the noise floor, by a word when there is no encoder."""
        assert self.vues is not None
        par_lettres = notes.notes["lettres"] > 0
        if self.vues.encodeur is None:
            return par_lettres | (notes.notes["mots_titres"] > 0)
        return par_lettres | (notes.notes["sens_titres"] >= self.vues.encodeur.plancher)

    def _suggestion(self, rang: int, notes: NotesMetiers, score: float) -> MetierSuggere:
        assert self.vues is not None
        code = self.vues.codes[rang]
        return MetierSuggere(code, self.libelles[code], self.vues.meilleur_nom(rang, notes), score)
