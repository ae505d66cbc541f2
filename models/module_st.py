"""The shipped encoder as a module of sentence-transformers: ``SentenceTransformer("models/encodeur_fr", trust_remote_code=True)``.

Its modules.json names this class. It reads the same weights as :class:`models.encodeur.EncodeurStatique` and does the same sums in torch.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers.base.modules.input_module import InputModule
from torch import Tensor, nn
from torch.nn.functional import embedding_bag, normalize

from models.encodeur import FICHIER_CARTE, FICHIER_JALONS, FICHIER_POIDS, lire_modele
from models.jetons import LIMITE, mots, phrases, seaux


class ModuleStatique(InputModule):
    """Hashed n-grams to a unit vector.

    Args:
        dossier: folder of the model.
    """

    def __init__(self, dossier: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._dossier = dossier
        _, poids = lire_modele(dossier)
        table = torch.from_numpy(poids["table"]).float() * torch.from_numpy(poids["echelle"]).float()[:, None]
        self.table = nn.Parameter(table)
        self.attention = nn.Parameter(torch.from_numpy(poids["attention"]))

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Tensor | Any]:
        """Buckets of the sentences of texts, flat: weight of each bucket, start of each sentence, text of each sentence."""
        indices: list[int] = []
        poids: list[float] = []
        debuts: list[int] = []
        texte_de: list[int] = []
        for numero, texte in enumerate(inputs):
            for phrase in phrases((prompt or "") + str(texte)):
                debuts.append(len(indices))
                texte_de.append(numero)
                for mot in dict.fromkeys(mots(phrase)):
                    liste = seaux(mot, len(self.table))
                    indices += liste
                    poids += [len(liste) ** -0.5] * len(liste)
        tenseurs = {"input_ids": indices, "debuts": debuts, "texte_de": texte_de}
        return {"poids": torch.tensor(poids), **{nom: torch.tensor(valeurs, dtype=torch.long) for nom, valeurs in tenseurs.items()}}

    def forward(self, features: dict[str, Tensor | Any], **kwargs: Any) -> dict[str, Tensor | Any]:
        """Adds ``sentence_embedding`` [n, dimension]."""
        sommes = embedding_bag(features["input_ids"], self.table, features["debuts"], mode="sum", per_sample_weights=features["poids"])
        unites = normalize(sommes, dim=1)
        poids = torch.exp((unites @ self.attention).clamp(-LIMITE, LIMITE))
        textes = int(features["texte_de"].max()) + 1
        somme = torch.zeros(textes, unites.shape[1], device=unites.device).index_add(0, features["texte_de"], unites * poids[:, None])
        features["sentence_embedding"] = normalize(somme, dim=1)
        return features

    def get_embedding_dimension(self) -> int:
        """Size of a vector."""
        return int(self.table.shape[1])

    @property
    def max_seq_length(self) -> float:
        """No limit: a text of any length is read whole."""
        return float("inf")

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Copy the card and the weights (a model tuned further is written by our own training, not here)."""
        for nom in (FICHIER_CARTE, FICHIER_POIDS, FICHIER_JALONS):
            if (self._dossier / nom).is_file():
                shutil.copyfile(self._dossier / nom, Path(output_path) / nom)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *args: Any, **kwargs: Any) -> Self:
        """Read the folder written by the training."""
        return cls(Path(model_name_or_path) / subfolder)
