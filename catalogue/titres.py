"""Short labels searched by a query: words, meaning, what each word says at its place, the métiers they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from catalogue.alignement import IndexAlignement
from catalogue.fusion import Contexte
from catalogue.mots import Correction, IndexMots
from catalogue.saisie import assembler, decouper
from models.encodeur import Encodeur
from models.jalons import IndexJalons

Notes = NDArray[np.float32]

# Neighbours that tell how crowded the place of a label is.
VOISINS = 10
# A word is taken for another only when the two are near for the encoder too: a typo keeps most of its letters' meaning, « verte » is no « vente ».
MEME_MOT = 0.5
_PAR_BLOC = 512


@dataclass(frozen=True)
class IndexTitres:
    """Labels, ready to be searched.

    Attributes:
        vecteurs: ``[n, d]``.
        isolement: one minus the mean cosine with the nearest other labels, ``[n]``: a label in a crowd is near everything, and says less by it.
    """

    encodeur: Encodeur
    mots: IndexMots
    vecteurs: Notes
    alignement: IndexAlignement
    isolement: Notes
    par_metiers: IndexJalons | None

    @classmethod
    def construire(cls, titres: Sequence[str], encodeur: Encodeur) -> IndexTitres:
        """Index labels.

        Args:
            titres: at least one.
            encodeur: sentence encoder.

        Returns:
            The index.
        """
        vecteurs = encodeur.encoder(titres)
        return cls(
            encodeur=encodeur,
            mots=IndexMots.construire(titres),
            vecteurs=vecteurs,
            alignement=IndexAlignement.construire(titres, encodeur),
            isolement=_isolement(vecteurs),
            par_metiers=IndexJalons.de(vecteurs, encodeur.jalons),
        )

    def noter(self, texte: str, vecteur: Notes) -> tuple[dict[str, Notes], Contexte]:
        """What each scorer says of a query.

        Args:
            texte: the query.
            vecteur: its vector, ``[d]``.

        Returns:
            Raw scores by scorer, ``[n]`` each, and the context of the fusion.
        """
        lus = self.mots.chercher(texte)
        sens, corrige = self.vecteurs @ vecteur, self._corriger(texte, lus.corrections)
        notes = {
            "mots": lus.scores,
            "sens": sens,
            "sens_corrige": sens if corrige == texte else self.vecteurs @ self.encodeur.encoder([corrige])[0],
            "isolement": self.isolement * np.clip(sens, 0, 1),
            "couverture": self.alignement.couvrir(texte),
            **self.alignement.comparer(texte, sens),
        }
        if self.par_metiers is not None:
            notes["metiers"] = self.par_metiers.comparer(vecteur)
        return notes, Contexte.de(texte, self.mots.vocabulaire, lus.corrections)

    def _corriger(self, texte: str, corrections: Sequence[Correction]) -> str:
        """The query with the words that are surely misspelt put right."""
        if not corrections:
            return texte
        tapes, compris = (self.encodeur.encoder([getattr(c, cote) for c in corrections]) for cote in ("tape", "compris"))
        surs = {c.tape: c.compris for c, proche in zip(corrections, (tapes * compris).sum(axis=1), strict=True) if proche >= MEME_MOT}
        return assembler([replace(m, tape=surs.get(m.plie, m.tape)) for m in decouper(texte)]) if surs else texte


def _isolement(vecteurs: Notes) -> Notes:
    voisins = min(VOISINS, len(vecteurs) - 1)
    if voisins < 1:
        return np.ones(len(vecteurs), dtype=np.float32)
    isolement = np.empty(len(vecteurs), dtype=np.float32)
    for debut in range(0, len(vecteurs), _PAR_BLOC):
        bloc = slice(debut, debut + _PAR_BLOC)
        proches = -np.partition(-(vecteurs[bloc] @ vecteurs.T), voisins, axis=1)[:, : voisins + 1]
        isolement[bloc] = 1 - (proches.sum(axis=1) - proches.max(axis=1)) / voisins
    return np.clip(isolement, 0, 1)
