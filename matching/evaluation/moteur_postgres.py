"""PostgreSQL full text search as an engine of reference."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from matching.evaluation import depot
from matching.evaluation.moteurs import Reponses, reponses_mots
from matching.evaluation.taches import Corpus
from models.encodeur import Encodeur
from socle.base import Bassin, Connexion, ouvrir


class MoteurPostgres:
    """Full text search in French, one of the words is enough, ``ts_rank_cd``: what a Département has without anything more.

    Args:
        coureur: runs what is asynchronous; never from inside a running loop.
        connexion: one connection, whose temporary table holds the corpus.
    """

    nom = "postgres"
    encodeur: Encodeur | None = None

    def __init__(self, coureur: asyncio.Runner, connexion: Connexion) -> None:
        self._coureur = coureur
        self._connexion = connexion
        self.empreinte = f"PostgreSQL {coureur.run(depot.version_serveur(connexion))} french ts_rank_cd"

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`matching.evaluation.moteurs.Moteur`."""
        self._corpus = corpus
        self._coureur.run(depot.indexer_documents(self._connexion, corpus.textes))

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`matching.evaluation.moteurs.Moteur`."""
        notes = np.zeros((len(requetes), len(self._corpus.textes)), dtype=np.float32)
        for ligne, requete in enumerate(requetes):
            for rang, note in self._coureur.run(depot.noter_documents(self._connexion, requete)):
                notes[ligne, rang] = note
        return reponses_mots(self._corpus.par_cle(notes))


@contextmanager
def moteur_postgres(url: str) -> Iterator[MoteurPostgres]:
    """Open the engine for the length of a block.

    Args:
        url: address of the database; nothing is written in it but a temporary table.

    Yields:
        The engine.

    Raises:
        BaseInaccessible: no server answers there.
    """
    with asyncio.Runner() as coureur:
        bassin = coureur.run(ouvrir(url, taille=1))
        try:
            connexion = coureur.run(_prendre(bassin))
            yield MoteurPostgres(coureur, connexion)
        finally:
            coureur.run(_rendre(bassin))


async def _prendre(bassin: Bassin) -> Connexion:
    return await bassin.acquire()


async def _rendre(bassin: Bassin) -> None:
    bassin.terminate()
