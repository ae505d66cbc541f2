"""The encoder while it learns: the same arithmetic as the shipped one, in torch and in float32."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import embedding_bag, normalize

from models.jetons import LIMITE, mots, phrases, seaux


class Reseau(nn.Module):
    """A word is the sum of its buckets, a sentence the unit sum of its words, a text the unit sum of its sentences, each weighed.

    Args:
        seaux_nombre: number of buckets.
        dimension: size of a vector.
        idf: ``[seaux_nombre] float32``, weight of each bucket at the start.
        graine: seed of the first weights.
    """

    def __init__(self, seaux_nombre: int, dimension: int, idf: NDArray[np.float32], graine: int) -> None:
        super().__init__()
        alea = torch.Generator().manual_seed(graine)
        depart = torch.randn(seaux_nombre, dimension, generator=alea) / dimension**0.5
        self.table = nn.Parameter(depart * torch.from_numpy(idf)[:, None])
        self.attention = nn.Parameter(torch.zeros(dimension))
        self._seaux = lru_cache(maxsize=400_000)(lambda mot: np.array(seaux(mot, seaux_nombre), dtype=np.int64))

    def forward(self, textes: Sequence[str]) -> Tensor:
        """Vectors of texts, ``[len(textes), dimension] float32``, unit rows (zero for a text without words)."""
        decoupes = [phrases(texte) for texte in textes]
        vecteurs = self._phrases([phrase for decoupe in decoupes for phrase in decoupe])
        poids = torch.exp((vecteurs @ self.attention).clamp(-LIMITE, LIMITE))
        texte_de = torch.from_numpy(np.repeat(np.arange(len(textes)), [len(decoupe) for decoupe in decoupes]))
        return normalize(torch.zeros(len(textes), vecteurs.shape[1]).index_add(0, texte_de, vecteurs * poids[:, None]), dim=1)

    def _phrases(self, liste: Sequence[str]) -> Tensor:
        indices, debuts, uniques = self._decouper(liste)
        seaux_mots = [self._seaux(mot) for mot in uniques]
        longueurs = np.array([len(s) for s in seaux_mots])
        plats = torch.from_numpy(np.concatenate(seaux_mots))
        bornes = torch.from_numpy(np.concatenate([[0], np.cumsum(longueurs)[:-1]]))
        echelle = torch.from_numpy(np.repeat(longueurs**-0.5, longueurs).astype(np.float32))
        vecteurs_mots = embedding_bag(plats, self.table, bornes, mode="sum", per_sample_weights=echelle)
        return normalize(embedding_bag(indices, vecteurs_mots, debuts, mode="sum"), dim=1)

    def _decouper(self, liste: Sequence[str]) -> tuple[Tensor, Tensor, list[str]]:
        """Distinct words of a batch, and for each sentence their ranks, flat, each word once."""
        rang: dict[str, int] = {}
        indices: list[int] = []
        debuts: list[int] = []
        for texte in liste:
            debuts.append(len(indices))
            indices += [rang.setdefault(mot, len(rang)) for mot in dict.fromkeys(mots(texte))]
        return torch.tensor(indices, dtype=torch.long), torch.tensor(debuts, dtype=torch.long), list(rang) or ["?"]

    @torch.no_grad()
    def encoder(self, textes: Sequence[str], bloc: int = 2048) -> NDArray[np.float32]:
        """Vectors without gradient, ``[len(textes), dimension] float32``."""
        return np.concatenate([self(textes[i : i + bloc]).numpy() for i in range(0, len(textes), bloc)])


def poids_idf(textes: Sequence[str], nombre: int) -> NDArray[np.float32]:
    """IDF of every bucket over the titles learnt from.

    Args:
        textes: the titles.
        nombre: number of buckets.

    Returns:
        ``[nombre] float32``; a bucket never seen weighs as much as one seen once.
    """
    comptes = np.zeros(nombre, dtype=np.int64)
    for texte in textes:
        comptes[list({s for mot in mots(texte) for s in seaux(mot, nombre)})] += 1
    poids: NDArray[np.float64] = np.log((1 + len(textes)) / (1 + comptes)) / np.log(1 + len(textes)) + 0.05
    return poids.astype(np.float32)
