"""Métiers seen from several sides: their titles, what they are, what one does there. One score per side and per métier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import log

import numpy as np
from numpy.typing import NDArray

from catalogue.alignement import IndexAlignement
from catalogue.fusion import Contexte, Fusion, Genre, Notes
from catalogue.lettres import IndexLettres
from catalogue.mots import Correction, IndexMots, familles
from models.encodeur import Encodeur, normer
from socle.texte import cle_tri


@dataclass(frozen=True, slots=True)
class TextesMetier:
    """What is known in words of one métier.

    Attributes:
        code_rome: ROME 4.0 code.
        libelle: label of the fiche.
        parent: ROME v3 code (``code_rome_parent``).
        titres: job titles, the label may be among them.
        definition: plain text, empty when unknown.
        competences: labels of skills and knowledge.
    """

    code_rome: str
    libelle: str
    parent: str
    titres: tuple[str, ...] = ()
    definition: str = ""
    competences: tuple[str, ...] = ()

    @property
    def noms(self) -> tuple[str, ...]:
        """The label, then the other titles."""
        return (self.libelle, *(t for t in self.titres if t != self.libelle))


@dataclass(frozen=True)
class _Sens:
    """What the encoder says: a vector per title, three per métier (titles, family, skills), and the words of titles one by one.

    A side for the definition weighed nothing.
    """

    noms: Notes
    metier: Notes
    famille: Notes
    competences: Notes
    mots: IndexAlignement


@dataclass(frozen=True)
class NotesMetiers:
    """What each side says of a query.

    Attributes:
        notes: raw scores by scorer, ``[n_metiers] float32`` each.
        a_une_lettre: métiers that have a title one letter away from the query, ``[n_metiers] bool``; none when a title is the query itself.
        par_nom: cosine with each title, ``[n_noms]``, to name the title that decided; BM25 in degraded mode.
        corrections: spelling forgiven.
        contexte: the query as the fusion sees it.
    """

    notes: dict[str, Notes]
    a_une_lettre: NDArray[np.bool_]
    par_nom: Notes
    corrections: tuple[Correction, ...]
    contexte: Contexte


@dataclass(frozen=True)
class VuesMetiers:
    """The métiers, ready to be searched.

    Attributes:
        codes: ROME codes, in the order given.
        noms: every title, métier after métier.
        debuts: row of the first title of each métier, ``[n_metiers]``.
    """

    codes: tuple[str, ...]
    noms: tuple[str, ...]
    debuts: NDArray[np.int64]
    encodeur: Encodeur | None
    _mots_noms: IndexMots
    _mots_fiches: IndexMots
    _lettres: IndexLettres
    _sens: _Sens | None

    @classmethod
    def construire(cls, metiers: Sequence[TextesMetier], encodeur: Encodeur | None) -> VuesMetiers:
        """Index métiers.

        Args:
            metiers: at least one; the order is kept.
            encodeur: sentence encoder, None in degraded mode.

        Returns:
            The index; a side that is empty for a métier scores 0 there.
        """
        noms = tuple(nom for m in metiers for nom in m.noms)
        debuts = np.cumsum([0, *(len(m.noms) for m in metiers[:-1])]).astype(np.int64)
        return cls(
            codes=tuple(m.code_rome for m in metiers),
            noms=noms,
            debuts=debuts,
            encodeur=encodeur,
            _mots_noms=IndexMots.construire(noms),
            _mots_fiches=IndexMots.construire([" ".join((*m.noms, m.definition, *m.competences)) for m in metiers]),
            _lettres=IndexLettres.construire(noms),
            _sens=_vecteurs(metiers, noms, debuts, encodeur) if encodeur is not None else None,
        )

    def noter(self, texte: str, vecteur: Notes | None = None) -> NotesMetiers:
        """Scores of one query by every side.

        Args:
            texte: a few words or a paragraph. The bare name of a sector (« vente ») is read as each of the words of its métiers (« vendeur vente »):
                no title says it alone but those of the people in charge.
            vecteur: vector of the text when the caller has it, ``[d]``.

        Returns:
            The scores.
        """
        du_secteur = familles().get(cle_tri(texte), ())
        return reduce(_ensemble, (self._noter(f"{mot} {texte}", None) for mot in du_secteur)) if du_secteur else self._noter(texte, vecteur)

    def _noter(self, texte: str, vecteur: Notes | None) -> NotesMetiers:
        mots_noms, mots_fiches = self._mots_noms.chercher(texte), self._mots_fiches.chercher(texte)
        lettres = self._lettres.chercher(texte)
        notes = {
            "mots_titres": np.maximum.reduceat(mots_noms.scores, self.debuts),
            "mots_fiche": mots_fiches.scores,
            "lettres": np.maximum.reduceat(lettres.notes, self.debuts),
        }
        par_nom = mots_noms.scores
        if self.encodeur is not None and self._sens is not None:
            v = self.encodeur.encoder([texte])[0] if vecteur is None else vecteur
            par_nom = self._sens.noms @ v
            notes |= {
                "sens_titres": np.maximum.reduceat(par_nom, self.debuts),
                "sens_metier": self._sens.metier @ v,
                "sens_famille": self._sens.famille @ v,
                "sens_competences": self._sens.competences @ v,
                **{nom: np.maximum.reduceat(valeurs, self.debuts) for nom, valeurs in self._sens.mots.comparer(texte, par_nom).items()},
            }
        voisins = np.logical_or.reduceat(lettres.a_une_lettre, self.debuts)
        return NotesMetiers(notes, voisins, par_nom, mots_noms.corrections, Contexte.de(texte, self._mots_noms.vocabulaire, mots_noms.corrections))

    def fusionner(self, notes: NotesMetiers, fusion: Fusion) -> Notes:
        """One score per métier, ``[n_metiers] float32`` in [0, 1]."""
        return fusion.fusionner(Genre.METIERS, notes.notes, notes.contexte)

    def meilleur_nom(self, rang: int, notes: NotesMetiers) -> str:
        """Title of the métier of that row which is nearest to the query, the first of equals."""
        fin = self.debuts[rang + 1] if rang + 1 < len(self.debuts) else len(self.noms)
        return self.noms[int(self.debuts[rang] + np.argmax(notes.par_nom[self.debuts[rang] : fin]))]


def _ensemble(une: NotesMetiers, autre: NotesMetiers) -> NotesMetiers:
    """The best of two readings of a query, side by side."""
    notes = {nom: np.maximum(valeurs, autre.notes[nom]) for nom, valeurs in une.notes.items()}
    return replace(une, notes=notes, par_nom=np.maximum(une.par_nom, autre.par_nom))


def _vecteurs(metiers: Sequence[TextesMetier], noms: Sequence[str], debuts: NDArray[np.int64], encodeur: Encodeur) -> _Sens:
    vecteurs = encodeur.encoder(noms)
    metier = normer(np.add.reduceat(vecteurs, debuts, axis=0))
    return _Sens(
        noms=vecteurs,
        metier=metier,
        famille=_vecteurs_familles(metiers, metier),
        competences=_vecteurs_competences(metiers, encodeur),
        mots=IndexAlignement.construire(noms, encodeur),
    )


def _vecteurs_familles(metiers: Sequence[TextesMetier], vecteurs: Notes) -> Notes:
    """One vector per métier: that of its family (the métiers of one ROME v3 code), which partners and certifications still speak of."""
    rangs = np.unique([m.parent for m in metiers], return_inverse=True)[1]
    sommes = np.zeros_like(vecteurs)
    np.add.at(sommes, rangs, vecteurs)
    return normer(sommes)[rangs]


def _vecteurs_competences(metiers: Sequence[TextesMetier], encodeur: Encodeur) -> Notes:
    """One vector per métier: its skills, each the heavier the rarer (« communiquer » says little, « abattre un arbre » says it all)."""
    comptes = Counter(c for m in metiers for c in set(m.competences))
    libelles = sorted(comptes)
    rang = {libelle: i for i, libelle in enumerate(libelles)}
    poids = np.array([log((1 + len(metiers)) / comptes[c]) for c in libelles], dtype=np.float32)
    vecteurs = encodeur.encoder(libelles) * poids[:, None]
    sommes = np.zeros((len(metiers), encodeur.dimension), dtype=np.float32)
    for i, metier in enumerate(metiers):
        if metier.competences:
            sommes[i] = vecteurs[[rang[c] for c in sorted(set(metier.competences))]].sum(axis=0)
    return normer(sommes)
