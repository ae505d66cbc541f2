"""Exact vector search, filter first: the eligible rows are sliced, then searched without approximation.

One port, two implementations held to one contract test: FAISS to serve, numpy as the oracle.
"""

import io
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Matrice = NDArray[np.float32]

_VIDE = np.int64(-1)


class InstantaneIllisible(Exception):
    """The snapshot is missing, damaged, or of another dimension."""


@dataclass(frozen=True, slots=True)
class Capacites:
    """What an index can do, for who must choose one or refuse it at start."""

    exact: bool
    filtre_exact: bool
    persistant: bool


class IndexVectoriel(Protocol):
    """Vectors by id, searched by inner product."""

    dimension: int

    def upsert(self, ids: Sequence[int] | Ids, vecteurs: Matrice) -> None:
        """Add vectors or replace those of the same ids.

        Args:
            ids: ``[n]`` non-negative integers; the last one wins when an id comes twice.
            vecteurs: ``[n, dimension] float32``.

        Raises:
            ValueError: shapes disagree, an id is negative, or a number is not finite.
        """

    def supprimer(self, ids: Sequence[int] | Ids) -> int:
        """Forget ids; unknown ones are passed over. Returns how many were there."""

    def chercher(self, requetes: Matrice, k: int, parmi: Ids | None = None) -> tuple[Ids, Matrice]:
        """The k nearest of each query, exactly.

        Args:
            requetes: ``[n, dimension] float32``.
            k: neighbours wanted, at least 1.
            parmi: ids among which to search; None for all. Unknown ids are passed over.

        Returns:
            ``(ids [n, k] int64, scores [n, k] float32)``, greatest first, ties by smallest id; where there are fewer than k, id -1 and score -inf.

        Raises:
            ValueError: shapes disagree or k is under 1.
        """

    def instantane(self, chemin: Path) -> None:
        """Write everything to one file, replaced at once or not at all."""

    def restaurer(self, chemin: Path) -> None:
        """Replace everything by a snapshot; on :class:`InstantaneIllisible` nothing has changed."""

    def __len__(self) -> int:
        """Number of vectors held."""

    @property
    def capacites(self) -> Capacites:
        """What this index can do."""


class _Base:
    """Rows kept sorted by id in one array, which is never written in place: a search under way keeps the one it started with."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._etat: tuple[Ids, Matrice] = (np.zeros(0, dtype=np.int64), np.zeros((0, dimension), dtype=np.float32))

    def __len__(self) -> int:
        return len(self._etat[0])

    @property
    def capacites(self) -> Capacites:
        return Capacites(exact=True, filtre_exact=True, persistant=True)

    def upsert(self, ids: Sequence[int] | Ids, vecteurs: Matrice) -> None:
        """See :meth:`IndexVectoriel.upsert`."""
        nouveaux = np.asarray(ids, dtype=np.int64).reshape(-1)
        lignes = self._verifier(vecteurs)
        if len(nouveaux) != len(lignes) or (nouveaux < 0).any() or not np.isfinite(lignes).all():
            raise ValueError("one finite vector per non-negative id is expected")
        anciens, matrice = self._etat
        gardes = ~np.isin(anciens, nouveaux)
        tous = np.concatenate([anciens[gardes], nouveaux[::-1]])
        uniques, premiers = np.unique(tous, return_index=True)
        self._poser(uniques, np.concatenate([matrice[gardes], lignes[::-1]])[premiers])

    def supprimer(self, ids: Sequence[int] | Ids) -> int:
        """See :meth:`IndexVectoriel.supprimer`."""
        anciens, matrice = self._etat
        gardes = ~np.isin(anciens, np.asarray(ids, dtype=np.int64))
        self._poser(anciens[gardes], matrice[gardes])
        return int(len(anciens) - gardes.sum())

    def chercher(self, requetes: Matrice, k: int, parmi: Ids | None = None) -> tuple[Ids, Matrice]:
        """See :meth:`IndexVectoriel.chercher`."""
        lignes = self._verifier(requetes)
        if k < 1:
            raise ValueError("k must be at least 1")
        trouves = np.full((len(lignes), k), _VIDE)
        scores = np.full((len(lignes), k), -np.inf, dtype=np.float32)
        ids, notes = self._chercher(lignes, k, parmi)
        trouves[:, : ids.shape[1]], scores[:, : ids.shape[1]] = ids, notes
        return trouves, scores

    def instantane(self, chemin: Path) -> None:
        """See :meth:`IndexVectoriel.instantane`."""
        ids, matrice = self._etat
        with tempfile.NamedTemporaryFile(dir=chemin.parent, prefix=chemin.name, delete=False) as fichier:
            np.savez(fichier, ids=ids, vecteurs=matrice, entete=np.array(json.dumps({"version": 1, "dimension": self.dimension})))
            fichier.flush()
            os.fsync(fichier.fileno())
        Path(fichier.name).replace(chemin)

    def restaurer(self, chemin: Path) -> None:
        """See :meth:`IndexVectoriel.restaurer`."""
        try:
            with np.load(io.BytesIO(chemin.read_bytes()), allow_pickle=False) as archive:
                ids, matrice, entete = archive["ids"], archive["vecteurs"], json.loads(str(archive["entete"]))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as erreur:
            raise InstantaneIllisible(f"L'instantané « {chemin.name} » est absent ou illisible.") from erreur
        if entete.get("dimension") != self.dimension or matrice.shape != (len(ids), self.dimension):
            raise InstantaneIllisible(f"L'instantané « {chemin.name} » n'a pas la dimension attendue ({self.dimension}).")
        self._poser(ids.astype(np.int64), matrice.astype(np.float32))

    def _poser(self, ids: Ids, matrice: Matrice) -> None:
        self._etat = (ids, np.ascontiguousarray(matrice))

    def _chercher(self, requetes: Matrice, k: int, parmi: Ids | None) -> tuple[Ids, Matrice]:
        raise NotImplementedError

    def _verifier(self, vecteurs: Matrice) -> Matrice:
        lignes = np.ascontiguousarray(vecteurs, dtype=np.float32)
        if lignes.ndim != 2 or lignes.shape[1] != self.dimension:
            raise ValueError(f"[n, {self.dimension}] is expected, not {lignes.shape}")
        return lignes


def _rangs(ids: Ids, parmi: Ids) -> Ids:
    """Rows of the ids that are held, sorted, each once."""
    voulus = np.unique(np.asarray(parmi, dtype=np.int64))
    if not len(ids):
        return voulus[:0]
    places = np.searchsorted(ids, voulus)
    presents = places < len(ids)
    presents[presents] = ids[places[presents]] == voulus[presents]
    return places[presents]


def _ordonner(ids: Ids, notes: Matrice, k: int) -> tuple[Ids, Matrice]:
    """Rows sorted by falling score then rising id, cut at k; both ``[n, m]``."""
    ordre = np.lexsort((ids, -notes), axis=1)[:, :k]
    return np.take_along_axis(ids, ordre, axis=1), np.take_along_axis(notes, ordre, axis=1)


class IndexMemoire(_Base):
    """The oracle: every score, fully sorted."""

    def _chercher(self, requetes: Matrice, k: int, parmi: Ids | None) -> tuple[Ids, Matrice]:
        ids, matrice = self._etat
        if parmi is not None:
            rangs = _rangs(ids, parmi)
            ids, matrice = ids[rangs], matrice[rangs]
        notes = (requetes[:, None, :] * matrice[None, :, :]).sum(axis=2, dtype=np.float32) if len(ids) < 512 else requetes @ matrice.T
        return _ordonner(np.broadcast_to(ids, notes.shape), notes, k)


class IndexFaiss(_Base):
    """FAISS brute-force inner product over the rows, or over the eligible slice: the search of its IndexFlatIP, without a copy of the rows."""

    def _chercher(self, requetes: Matrice, k: int, parmi: Ids | None) -> tuple[Ids, Matrice]:
        ids, matrice = self._etat
        if parmi is not None:
            rangs = _rangs(ids, parmi)
            ids, matrice = ids[rangs], matrice[rangs]
        if not len(ids) or not len(requetes):
            return np.zeros((len(requetes), 0), dtype=np.int64), np.zeros((len(requetes), 0), dtype=np.float32)
        return _plus_proches(requetes, ids, matrice, k)


def _plus_proches(requetes: Matrice, ids: Ids, matrice: Matrice, k: int) -> tuple[Ids, Matrice]:
    """FAISS keeps any of those that tie at the last place: ask for more until the tie is whole, then sort by id."""
    import faiss

    voulus = min(len(ids), k + 16)
    while True:
        notes, rangs = faiss.knn(requetes, matrice, voulus, metric=faiss.METRIC_INNER_PRODUCT)
        if voulus == len(ids) or not (notes[:, min(k, voulus) - 1] == notes[:, -1]).any():
            return _ordonner(ids[rangs], notes, k)
        voulus = min(len(ids), voulus * 4)
