"""The ways of ranking that are compared: ours, and baselines over the same living offers and the same eligibility."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from catalogue.depot import FicheOffre
from catalogue.image import Booleens
from catalogue.recherche import Moteur
from matching.classement import Classement, classer
from matching.eligibilite import STATUTS, Statut
from matching.evaluation.moteurs import Moteur as MoteurTexte
from matching.evaluation.taches import Corpus
from matching.profils import texte_projet
from matching.score import poids
from parcours.domaine import Allocataire

PREMIERES = 10
# What « Les emplois de l'inclusion » offers by default: a radius around a commune, results by distance.
RAYON_EMPLOIS_KM = 25.0
_MONTRABLES = (Statut.ELIGIBLE, Statut.A_VERIFIER)

Rangs = NDArray[np.int32]
Notes = NDArray[np.float32]


@dataclass(frozen=True)
class Terrain:
    """What every method ranks: the same people, offers, day, and eligibility.

    Attributes:
        personnes: ``p`` people.
        fiches: whole offers by internal id.
        classement: ours, from which only the answers of eligibility and the distances are read by the baselines.
        vivantes: offers one can still enter, ``[n]``.
        permises: living offers open to each person, eligible or to be checked, ``[p, n]``.
        corpus: texts of the living offers, for the engines of words.
    """

    personnes: tuple[Allocataire, ...]
    moteur: Moteur
    fiches: dict[int, FicheOffre]
    classement: Classement
    vivantes: Booleens
    permises: Booleens
    corpus: Corpus
    jour: date

    @property
    def textes(self) -> list[str]:
        """The projet of each person, with the labels of the métiers wanted: what the engines of words are asked."""
        return [texte_projet(p, self.moteur.referentiel) for p in self.personnes]


def terrain(personnes: Sequence[Allocataire], moteur: Moteur, fiches: dict[int, FicheOffre], corpus: Corpus, jour: date) -> Terrain:
    """Prepare a comparison.

    Args:
        personnes: people.
        moteur: picture of the catalogue.
        fiches: every offer of the picture, whole.
        corpus: texts of the living offers; keys are public ids.
        jour: today.

    Returns:
        The ground.
    """
    classement = classer(personnes, moteur, jour)
    vivantes = moteur.image.vivantes(jour)
    montrables = np.isin(classement.eligibilite.statuts, [STATUTS.index(s) for s in _MONTRABLES])
    return Terrain(tuple(personnes), moteur, fiches, classement, vivantes, montrables & vivantes[None, :], corpus, jour)


class Methode(Protocol):
    """A way of ranking."""

    @property
    def nom(self) -> str:
        """Name in the tables."""

    @property
    def empreinte(self) -> str:
        """Version or hash of what it depends on."""

    def ordres(self, t: Terrain, *, filtre: bool) -> list[Rangs]:
        """First offers of each person.

        Args:
            t: the ground.
            filtre: only offers open to the person; without it, every living offer, as where eligibility is not known.

        Returns:
            Up to :data:`PREMIERES` rows of the picture per person, best first, ties by id.
        """


class Boite:
    """Ours: candidates, parts, spacing, as the page shows it."""

    nom = "boite"

    def __init__(self) -> None:
        self.empreinte = f"poids {poids().version}"

    def ordres(self, t: Terrain, *, filtre: bool) -> list[Rangs]:
        """See :class:`Methode`; it never shows what is not open to the person, asked or not."""
        return [t.classement.ordre(p, _MONTRABLES)[:PREMIERES] for p in range(len(t.personnes))]


@dataclass(frozen=True)
class ParNotes:
    """A baseline: one score per person and offer, ``[p, n]``, the greatest first, ``-inf`` for what it does not show."""

    nom: str
    empreinte: str
    noter: Callable[[Terrain], Notes]

    def ordres(self, t: Terrain, *, filtre: bool) -> list[Rangs]:
        """See :class:`Methode`."""
        ouvertes = t.permises if filtre else np.broadcast_to(t.vivantes, t.permises.shape)
        return [premieres(np.where(ouvertes[p], notes, -np.inf)) for p, notes in enumerate(self.noter(t))]


def premieres(notes: Notes) -> Rangs:
    """First rows by decreasing score.

    Args:
        notes: ``[n]``, ``-inf`` for what is not shown.

    Returns:
        Up to :data:`PREMIERES` rows, ties by row.
    """
    rangs = np.flatnonzero(notes > -np.inf)
    return rangs[np.lexsort((rangs, -notes[rangs]))][:PREMIERES].astype(np.int32)


def par_texte(moteur: MoteurTexte) -> ParNotes:
    """An engine of words asked with the projet.

    Args:
        moteur: BM25, an encoder…

    Returns:
        The method; who says nothing is shown the offers by id.
    """

    def noter(t: Terrain) -> Notes:
        moteur.indexer(t.corpus)
        trouvees = moteur.noter(t.textes).notes
        notes = np.full(t.permises.shape, -np.inf, dtype=np.float32)
        rang = {cle: r for r, cle in enumerate(t.moteur.image.identifiants)}
        notes[:, [rang[cle] for cle in t.corpus.cles_uniques]] = trouvees
        return notes

    return ParNotes(moteur.nom, moteur.empreinte, noter)


def simples(graine: int) -> list[ParNotes]:
    """Baselines that read facts alone.

    Args:
        graine: seed of the random one.

    Returns:
        Random, popularity, newest, nearest, same métier, and the filters of Les emplois de l'inclusion.
    """
    return [
        ParNotes("hasard", f"graine {graine}", lambda t: _hasard(t, graine)),
        ParNotes("popularite", "places prises et tenues", _popularite),
        ParNotes("recentes", "date de publication", _recentes),
        ParNotes("proches", "distance à la commune", _proches),
        ParNotes("meme_metier", "code ROME demandé, puis distance", _meme_metier),
        ParNotes("filtres_distance", f"grand domaine, {RAYON_EMPLOIS_KM:.0f} km, puis distance", _filtres_distance),
    ]


def _hasard(t: Terrain, graine: int) -> Notes:
    notes = np.empty(t.permises.shape, dtype=np.float32)
    for ligne, personne in enumerate(t.personnes):
        # One draw per person, named by what does not change from one load of the demonstration to the next.
        tirage = int.from_bytes(hashlib.sha256(f"{graine} {personne.source} {personne.source_id}".encode()).digest()[:8], "big")
        notes[ligne] = np.random.default_rng(tirage).random(len(t.vivantes), dtype=np.float32)
    return notes


def _popularite(t: Terrain) -> Notes:
    demandes = [sum(s.places_prises + s.places_tenues for s in t.fiches[int(i)].offre.sessions) for i in t.moteur.image.ids]
    return np.broadcast_to(np.array(demandes, dtype=np.float32), t.permises.shape)


def _recentes(t: Terrain) -> Notes:
    offres = [t.fiches[int(i)].offre for i in t.moteur.image.ids]
    jours = [(o.publie_le or o.verifie_le or date.min).toordinal() for o in offres]
    return np.broadcast_to(np.array(jours, dtype=np.float32), t.permises.shape)


def _proches(t: Terrain) -> Notes:
    return -np.nan_to_num(t.classement.scores.distances, nan=1e6)


def _meme_metier(t: Terrain) -> Notes:
    notes = _proches(t)
    for ligne, personne in enumerate(t.personnes):
        notes[ligne] += 1e7 * t.moteur.image.porte_un_metier(personne.metiers)
    return notes


def _filtres_distance(t: Terrain) -> Notes:
    """The métiers of the same grand domaine (first letter of the code), within the radius, nearest first; who wants no métier is shown them all."""
    notes = _proches(t)
    notes[notes < -RAYON_EMPLOIS_KM] = -np.inf
    for ligne, personne in enumerate(t.personnes):
        domaines = {code[0] for code in personne.metiers}
        if domaines:
            codes = [c for c in t.moteur.image.codes_rome if c[0] in domaines]
            notes[ligne, ~t.moteur.image.porte_un_metier(codes)] = -np.inf
    return notes
