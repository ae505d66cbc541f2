"""The engines of the bench, each a function « query, share of the catalogue » that gives the rows found."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from catalogue.facettes import Filtres
from catalogue.image import Image
from catalogue.recherche import Requete
from matching.bancs import depot
from matching.bancs.corpus import MILLE, Corpus, quartiers
from models.moteurs_reference import FaissPlat
from socle.base import Connexion, ouvrir
from socle.postgres import creer_base, supprimer_base
from socle.texte import racines

Chercher = Callable[[int, int], list[int]]

PRODUIT, MOTS, SENS, FAISS, BM25S = "produit", "produit_mots", "produit_sens", "faiss", "bm25s"
POSTGRES, PGVECTOR, HNSW, HNSW_ITERATIF = "postgres", "pgvector_exact", "pgvector_hnsw", "pgvector_hnsw_iteratif"


@dataclass(frozen=True)
class MoteurBanc:
    """One engine, ready.

    Attributes:
        nom: its name in the table.
        chercher: rank of the query and share of the catalogue in thousandths → rows, the best first.
        octets: what its index holds.
        cpu: seconds of processor spent so far for it, this process and its server; a server elsewhere is not counted.
    """

    nom: str
    chercher: Chercher
    octets: int
    cpu: Callable[[], float] = time.process_time


def moteurs_en_memoire(corpus: Corpus, jour: date, k: int) -> list[MoteurBanc]:
    """Ours, whole and by parts, then bm25s and FAISS over the same data.

    Args:
        corpus: the catalogue.
        jour: today.
        k: results wanted.

    Returns:
        The engines; FAISS and the exact pgvector are given the vector of the query, ours has to make it.
    """
    moteur, image = corpus.moteur, corpus.moteur.image
    faiss = FaissPlat(image.vecteurs)
    encodeur, index = moteur.encodeur, image.index
    assert encodeur is not None
    assert index is not None
    eligibles = {millieme: corpus.parts < millieme for millieme in (1_000, 100, 10, 1)}
    rangs = {millieme: None if millieme == MILLE else np.flatnonzero(masque) for millieme, masque in eligibles.items()}

    def produit(q: int, millieme: int) -> list[int]:
        filtres = Filtres(territoires=quartiers(millieme))
        return list(moteur.chercher(Requete(corpus.requetes[q], filtres, par_page=k), jour).rangs.tolist())

    def mots(q: int, millieme: int) -> list[int]:
        scores = image.mots.chercher(corpus.requetes[q]).scores
        return _premiers(scores if millieme == MILLE else np.where(eligibles[millieme], scores, 0), k)

    def sens(q: int, millieme: int) -> list[int]:
        trouves, _ = index.chercher(encodeur.encoder([corpus.requetes[q]]), k, rangs[millieme])
        return [r for r in trouves[0].tolist() if r >= 0]

    def nu(q: int, millieme: int) -> list[int]:
        return list(faiss.chercher(corpus.vecteurs[q], k, None if millieme == MILLE else eligibles[millieme]).tolist())

    def bm25s(q: int, millieme: int) -> list[int]:
        assert image.mots.bm25 is not None
        lus = [image.mots.vocabulaire[r] for r in racines(corpus.requetes[q]) if r in image.mots.vocabulaire]
        return _premiers(image.mots.bm25.get_scores_from_ids(lus, weight_mask=eligibles[millieme]), k) if lus else []

    octets_mots = sum(image.mots.bm25.scores[c].nbytes for c in ("data", "indices", "indptr")) if image.mots.bm25 else 0
    return [
        MoteurBanc(PRODUIT, produit, octets_image(image) + octets_mots),
        MoteurBanc(MOTS, mots, octets_mots),
        MoteurBanc(SENS, sens, image.vecteurs.nbytes),
        MoteurBanc(BM25S, bm25s, octets_mots),
        MoteurBanc(FAISS, nu, image.vecteurs.nbytes),
    ]


def octets_image(image: Image) -> int:
    """Bytes of the columns of a picture, its index by words apart."""
    colonnes = [getattr(image, champ.name) for champ in fields(image)]
    sous = [getattr(c, f.name) for c in (image.sessions, image.conditions) for f in fields(c)]
    return sum(c.nbytes for c in (*colonnes, *sous) if isinstance(c, np.ndarray)) + sum(len(t.encode()) for t in image.titres)


@dataclass
class BasePg:
    """A PostgreSQL database of the bench: one connection, one core, no parallel plan."""

    connexion: Connexion
    coureur: asyncio.Runner
    corpus: Corpus
    k: int

    def regler(self, **reglages: str) -> None:
        """Change settings of the session."""
        for nom, valeur in reglages.items():
            self.coureur.run(depot.regler(self.connexion, nom.replace("__", "."), valeur))

    def mots(self) -> MoteurBanc:
        """The full text search, filled and indexed."""
        self.coureur.run(depot.poser_mots(self.connexion, self.corpus.textes, self.corpus.parts))

        def chercher(q: int, millieme: int) -> list[int]:
            return self.coureur.run(depot.chercher_mots(self.connexion, self.corpus.requetes[q], millieme, self.k))

        return MoteurBanc(POSTGRES, chercher, self.coureur.run(depot.taille(self.connexion, "banc_recherche")), self.cpu)

    def sens(self) -> MoteurBanc:
        """Vectors in PostgreSQL without index: every row is compared."""
        self.coureur.run(depot.poser_sens(self.connexion, self.corpus.moteur.image.vecteurs, self.corpus.parts))
        return self._sens(PGVECTOR)

    def indexer_sens(self) -> MoteurBanc:
        """Vectors in PostgreSQL by their HNSW index, which the planner is made to take."""
        self.coureur.run(depot.indexer_sens(self.connexion))
        self.regler(enable_seqscan="off", hnsw__ef_search="100")
        return self._sens(HNSW)

    def iteratif(self) -> MoteurBanc:
        """The same index, which goes on until the filter has let enough through (pgvector 0.8 and later)."""
        self.regler(hnsw__iterative_scan="strict_order")
        return self._sens(HNSW_ITERATIF)

    def _sens(self, nom: str) -> MoteurBanc:
        textes = [depot.en_texte(v) for v in self.corpus.vecteurs]

        def chercher(q: int, millieme: int) -> list[int]:
            return self.coureur.run(depot.chercher_sens(self.connexion, textes[q], millieme, self.k))

        return MoteurBanc(nom, chercher, self.coureur.run(depot.taille(self.connexion, "banc_sens")), self.cpu)

    def cpu(self) -> float:
        """Seconds of processor of this process and of the one that serves its connection, where the system says it (proc(5), fields 14 and 15)."""
        etat = Path(f"/proc/{self.connexion.get_server_pid()}/stat")
        champs = etat.read_text(encoding="ascii").rpartition(")")[2].split() if etat.is_file() else []
        return time.process_time() + (sum(int(n) for n in champs[11:13]) / os.sysconf("SC_CLK_TCK") if champs else 0.0)


@contextmanager
def base_du_banc(url: str, corpus: Corpus, k: int) -> Iterator[BasePg]:
    """A database of its own for the length of a block, dropped at the end whatever happens.

    Args:
        url: address of any database of the server, by someone who may create one.
        corpus: the catalogue.
        k: results wanted.

    Yields:
        The database, empty.
    """
    nom = f"banc_{uuid4().hex[:12]}"
    with ExitStack() as pile:
        coureur = pile.enter_context(asyncio.Runner())
        coureur.run(creer_base(url, nom))
        pile.callback(lambda: coureur.run(supprimer_base(url, nom)))
        bassin = coureur.run(ouvrir(urlunsplit(urlsplit(url)._replace(path=f"/{nom}")), taille=1))
        pile.callback(bassin.terminate)
        base = BasePg(coureur.run(_attendre(bassin.acquire())), coureur, corpus, k)
        base.regler(max_parallel_workers_per_gather="0", jit="off")
        yield base


async def _attendre(promesse: Any) -> Any:
    return await promesse


def _premiers(scores: NDArray[np.float32], k: int) -> list[int]:
    """Rows of the best scores above zero, the best first, ties by row."""
    candidats = np.argpartition(-scores, min(k, len(scores) - 1))[:k]
    ordre = candidats[np.lexsort((candidats, -scores[candidats]))]
    return [r for r in ordre.tolist() if scores[r] > 0]
