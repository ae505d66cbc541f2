"""Writes the folder that ships: weights of four bits, card, README, and what sentence-transformers asks for."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encodeur import FICHIER_CARTE, FICHIER_JALONS, FICHIER_POIDS
from models.entrainement.donnees import Donnees, Fiche
from models.entrainement.reseau import Reseau
from models.jalons import lire, rapprocher

Encoder = Callable[[Sequence[str]], NDArray[np.float32]]

NOM = "boite-a-parcours-fr"
# Fifteen values for a weight: four bits, a little under once deflated. A word sums a dozen rows, so that their roundings cancel out.
NIVEAUX = 7
_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999)
_LICENCES = {
    "rome-4.0": "France Travail, ROME 4.0 version 60, Licence Ouverte 2.0",
    "esco": "ESCO, © Union européenne, réutilisation autorisée avec mention (décision 2011/833/UE)",
    "certifications": "Certif Info (réseau des Carif-Oref), par un dépôt sous licence MIT",
    "maître": "all-MiniLM-L6-v2, Apache 2.0 (vecteurs anglais d'ESCO, pendant l'apprentissage seulement)",
}


def arrondir(reseau: Reseau) -> dict[str, NDArray[Any]]:
    """Weights as they ship.

    Args:
        reseau: the trained network.

    Returns:
        ``table`` int8 of integers in ``[-NIVEAUX, NIVEAUX]``, ``echelle`` float16, one per row (greatest absolute value over ``NIVEAUX``), and
        ``attention`` float32.
    """
    table = reseau.table.detach().numpy()
    echelle = (np.maximum(np.abs(table).max(axis=1), 1e-4) / NIVEAUX).astype(np.float16)
    return {
        "table": np.clip(np.rint(table / echelle[:, None].astype(np.float32)), -NIVEAUX, NIVEAUX).astype(np.int8),
        "echelle": echelle,
        "attention": reseau.attention.detach().numpy().astype(np.float32),
    }


def bruit(donnees: Donnees, encoder: Encoder, paires: int = 50_000) -> dict[str, float]:
    """Quantiles of the cosines of unrelated titles: other grand domaine, no mobility between their métiers.

    Args:
        donnees: the ROME.
        encoder: the encoder to measure.
        paires: pairs drawn before the related ones are put aside.

    Returns:
        Quantile to cosine; ``"0.999"`` is the floor.
    """
    hasard = Random(11)  # noqa: S311 - reproducible draws, no secret
    fiches = list(donnees.fiches.values())
    gauche, droite = hasard.choices(fiches, k=paires), hasard.choices(fiches, k=paires)
    etrangers = [(a, b) for a, b in zip(gauche, droite, strict=True) if a.code[0] != b.code[0] and not {a.code, b.code} & (a.mobilites | b.mobilites)]
    titres_a = encoder([hasard.choice(a.appellations) for a, _ in etrangers])
    titres_b = encoder([hasard.choice(b.appellations) for _, b in etrangers])
    cosinus = (titres_a * titres_b).sum(axis=1)
    return {str(q): round(float(np.quantile(cosinus, q)), 4) for q in _QUANTILES}


def ecrire_poids(dossier: Path, reseau: Reseau) -> None:
    """Write weights and a first card, enough for the model to be loaded.

    Args:
        dossier: folder, made if needed.
        reseau: the trained network.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(dossier / FICHIER_POIDS, allow_pickle=False, **arrondir(reseau))
    empreinte = hashlib.sha256((dossier / FICHIER_POIDS).read_bytes()).hexdigest()
    ecrire_carte(dossier, {"nom": NOM, "empreinte": empreinte, "plancher": 0.0, "dimension": reseau.table.shape[1]})
    modules = [{"idx": 0, "name": "0", "path": "", "type": "models.module_st.ModuleStatique"}]
    (dossier / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
    reglages: dict[str, Any] = {"model_type": "SentenceTransformer", "prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    (dossier / "config_sentence_transformers.json").write_text(json.dumps(reglages, indent=2) + "\n", encoding="utf-8")


def rapprochant(encoder: Encoder, jalons: NDArray[np.float32]) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """An encoder whose texts are drawn towards their métiers, to measure its noise.

    Args:
        encoder: the model.
        jalons: its métiers, ``[m, d]``.

    Returns:
        Texts to vectors.
    """

    def encoder_rapproche(textes: Sequence[str]) -> NDArray[np.float32]:
        vecteurs = encoder(textes)
        return rapprocher(vecteurs, lire(vecteurs, jalons), jalons)

    return encoder_rapproche


def ecrire_jalons(dossier: Path, fiches: Sequence[Fiche], encoder: Encoder) -> str:
    """Write the vectors of the métiers learnt: each the sum of its titles, brought to norm 1.

    Args:
        dossier: folder of the model.
        fiches: métiers that the model has learnt, in the order of codes.
        encoder: the model.

    Returns:
        SHA-256 of the file, for the card.
    """
    debuts = np.cumsum([0, *(len(f.appellations) for f in fiches)])[:-1]
    sommes = np.add.reduceat(encoder([titre for f in fiches for titre in f.appellations]), debuts, axis=0)
    jalons = sommes / np.linalg.norm(sommes, axis=1, keepdims=True)
    echelle = (np.abs(jalons).max(axis=1) / 127).astype(np.float32)
    np.savez_compressed(dossier / FICHIER_JALONS, allow_pickle=False, table=np.rint(jalons / echelle[:, None]).astype(np.int8), echelle=echelle)
    return hashlib.sha256((dossier / FICHIER_JALONS).read_bytes()).hexdigest()


def ecrire_carte(dossier: Path, carte: dict[str, Any]) -> None:
    """Write ``carte.json``; keys keep their order."""
    (dossier / FICHIER_CARTE).write_text(json.dumps(carte, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def licences() -> dict[str, str]:
    """Licence of each source of data."""
    return dict(_LICENCES)
