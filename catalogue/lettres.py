"""Search by the letters of a whole title: the one that is typed with a letter lost, swapped or changed, whatever its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from socle.texte import cle_tri

# Longer (characters) than any title: nothing is compared.
LONGUEUR_D_UN_TITRE = 60
# One letter out of four: « ariste » is near « cariste »; « verte » is near « vente » too, but nearer to itself when it is a title.
RESSEMBLANCE_MIN = 0.75


@dataclass(frozen=True)
class NotesLettres:
    """What the letters of a query say of each title.

    Attributes:
        notes: ``[n] float32``: 1 for the same letters, 0 from the least similarity down.
        a_une_lettre: ``[n] bool``: one letter lost, added, changed or swapped away; none when a title has the very letters of the query.
    """

    notes: NDArray[np.float32]
    a_une_lettre: NDArray[np.bool_]


@dataclass(frozen=True)
class IndexLettres:
    """Titles, folded, in the masculine and in the feminine.

    Attributes:
        formes: folded forms.
        rangs: row of the title of each form.
        taille: number of titles.
    """

    formes: tuple[str, ...]
    rangs: NDArray[np.int64]
    taille: int

    @classmethod
    def construire(cls, titres: Sequence[str]) -> IndexLettres:
        """Index titles.

        Args:
            titres: titles of the ROME or of offers; one longer than a title is never found.

        Returns:
            The index.
        """
        paires = [(forme, rang) for rang, titre in enumerate(titres) for forme in sorted({cle_tri(f) for f in formes(titre)})]
        return cls(tuple(forme for forme, _ in paires), np.array([rang for _, rang in paires], dtype=np.int64), len(titres))

    def chercher(self, texte: str) -> NotesLettres:
        """Similarity of a query with each title.

        Args:
            texte: the query.

        Returns:
            The scores, ``[taille]``.
        """
        notes, ecarts = np.zeros(self.taille, dtype=np.float32), np.full(self.taille, LONGUEUR_D_UN_TITRE)
        tape = cle_tri(texte)
        for forme, ressemblance, rang in self._proches(tape):
            titre = self.rangs[rang]
            notes[titre] = max(notes[titre], (ressemblance - RESSEMBLANCE_MIN) / (1 - RESSEMBLANCE_MIN))
            ecarts[titre] = min(ecarts[titre], round((1 - ressemblance) * max(len(tape), len(forme))))
        return NotesLettres(notes, (ecarts == 1) & (ecarts.min(initial=1) > 0))

    def _proches(self, tape: str) -> list[tuple[str, float, int]]:
        if not 0 < len(tape) <= LONGUEUR_D_UN_TITRE:
            return []
        proches: list[tuple[str, float, int]] = process.extract(
            tape, self.formes, scorer=OSA.normalized_similarity, score_cutoff=RESSEMBLANCE_MIN, limit=None
        )
        return proches


def formes(titre: str) -> tuple[str, ...]:
    """The two forms of a title of the ROME.

    Args:
        titre: « Soudeur / Soudeuse à l'arc », or a title with one form.

    Returns:
        « Soudeur à l'arc » and « Soudeuse à l'arc »; the title itself when it has one form.
    """
    masculin, barre, feminin = titre.partition(" / ")
    if not barre:
        return (titre,)
    gauche, droite = masculin.split(), feminin.split()
    return " ".join((*gauche, *droite[len(gauche) :])), feminin
