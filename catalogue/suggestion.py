"""From words to métiers: the ROME codes that a query, a projet or an offer's text speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.fusion import charger
from catalogue.mots import MOTS_DE_DEMANDE
from catalogue.saisie import decouper
from catalogue.vues import NotesMetiers, TextesMetier, VuesMetiers
from models.encodeur import Encodeur
from socle.texte import mots, racines

# Under this share of the best score another métier says nothing more.
PART_DU_MEILLEUR = 0.75
# Words (stop words left out) from which a text is a paragraph.
PARAGRAPHE = 15
# Words named as those that decided, at most; one further than this from the title (cosine) decided nothing.
MOTS_DECISIFS = 4
PROCHE_DU_TITRE = 0.45
# At most that many métiers are kept for the letters of their title alone.
VOISINS_GARDES = 2
# Métiers proposed for each reading of an offer that is posted.
METIERS_PROPOSES = 4


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

    @cached_property
    def mots(self) -> frozenset[str]:
        """Folded words of the names of métiers, three letters and more."""
        return frozenset(m for nom in (self.vues.noms if self.vues else ()) for m in mots(nom) if len(m) > 2)

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

    def suggerer_offre(self, titre: str, texte: str, autre: str = "") -> dict[str, tuple[MetierSuggere, ...]]:
        """Métiers proposed to whoever posts an offer. The title names the post, the text tells what is done: a word of it must not hide the title.

        Args:
            titre: title, as typed.
            texte: text, as typed; it is read after its title.
            autre: another métier, in the words of whoever posts, read first.

        Returns:
            Métiers by reading, in the order in which they are shown; a métier read twice is shown where it comes first.
        """
        lectures = (autre, titre, f"{titre}\n{texte}".strip())
        return {lu: self.suggerer(lu, k=METIERS_PROPOSES) for lu in lectures if lu}

    def mots_decisifs(self, texte: str, suggestions: Sequence[MetierSuggere]) -> tuple[tuple[str, ...], ...]:
        """Words of a text that speak of each métier suggested: those of the title that decided, in any form, then the nearest to it in meaning.

        Args:
            texte: the text the métiers were suggested for.
            suggestions: from :meth:`suggerer`.

        Returns:
            For each métier at most :data:`MOTS_DECISIFS` words, as typed, the nearest first; none when the text as a whole decided.
        """
        tapes = {m.plie: m.tape for m in reversed(decouper(texte)) if m.plie in self._dits(texte)}
        notes = np.zeros((len(suggestions), len(tapes)), dtype=np.float32)
        encodeur = self.vues.encodeur if self.vues else None
        if encodeur is not None and tapes and suggestions:
            notes = encodeur.encoder([s.appellation for s in suggestions]) @ encodeur.encoder(list(tapes)).T
        for ligne, suggestion in enumerate(suggestions):
            titre = set(racines(f"{suggestion.appellation} {suggestion.libelle}"))
            notes[ligne, [rang for rang, mot in enumerate(tapes) if titre & set(racines(mot))]] += 1
        choisis = [sorted(zip(-ligne, tapes, strict=True))[:MOTS_DECISIFS] for ligne in notes]
        return tuple(tuple(tapes[mot] for note, mot in liste if -note >= PROCHE_DU_TITRE) for liste in choisis)

    @staticmethod
    def _dits(texte: str) -> frozenset[str]:
        """Folded words of a text that may speak of a métier: not those of any request, no number."""
        return frozenset(m for m in mots(texte) if m not in MOTS_DE_DEMANDE and not m.isdigit() and len(m) > 1)

    def _parle(self, notes: NotesMetiers) -> NDArray[np.bool_]:
        """Métiers that a title brings near: by its letters, by a cosine above the noise floor, by a word of it.

        A word is enough in a paragraph, whose meaning is that of many sentences and seldom near that of one title, and where there is no encoder.
        """
        assert self.vues is not None
        parlent = notes.notes["lettres"] > 0
        if self.vues.encodeur is None or notes.contexte.longueur >= PARAGRAPHE:
            parlent |= notes.notes["mots_titres"] > 0
        if self.vues.encodeur is not None:
            parlent |= notes.notes["sens_titres"] >= self.vues.encodeur.plancher
        return parlent

    def _suggestion(self, rang: int, notes: NotesMetiers, score: float) -> MetierSuggere:
        assert self.vues is not None
        code = self.vues.codes[rang]
        return MetierSuggere(code, self.libelles[code], self.vues.meilleur_nom(rang, notes), score)
