"""The sentence encoder: one protocol, the small static model that ships, and any sentence-transformers model beside it.

The static path needs numpy alone; torch is imported only by :class:`EncodeurSentenceTransformers`.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.jetons import LIMITE, mots, phrases, seaux

Vecteurs = NDArray[np.float32]

MODELE_LIVRE = Path(__file__).parent / "encodeur_fr"
FICHIER_POIDS = "poids.npz"
FICHIER_CARTE = "carte.json"
FICHIER_JALONS = "jalons.npz"
# Vectors whose components are whole numbers of that have exact inner products, whatever the order of the additions.
PAS_VECTEUR = np.float32(2048)

_MOTS_EN_RESERVE = 40_000
_TEXTES_PAR_BLOC = 2_048


class ModeleIllisible(Exception):
    """The folder of a model is missing, incomplete, or does not hold what its card says."""


class Encodeur(Protocol):
    """Texts in, unit vectors out."""

    nom: str
    dimension: int
    empreinte: str
    """SHA-256 of the weights, to be stored beside every vector kept."""
    plancher: float
    """Cosine that one unrelated pair in a thousand goes beyond: nothing is said close under it."""
    plancher_rapproche: float
    """The same for texts drawn towards their métiers (``models.jalons.rapprocher``)."""
    jalons: Vecteurs
    """``[m, dimension]``, one vector per métier learnt, through which texts are read (``models.jalons``); no row for a model that has none."""

    def encoder(self, textes: Sequence[str]) -> Vecteurs:
        """Vectors of texts.

        Args:
            textes: titles, queries, skills or whole paragraphs.

        Returns:
            ``[len(textes), dimension] float32``, each row of norm 1, or all zero for a text without any word.
        """


class EncodeurStatique:
    """The shipped model: a word is the sum of its hashed n-grams, a sentence of its words, a text of its sentences.

    Sentences are brought to norm 1, then weighed by ``exp(attention · sentence)``: what says nothing of a métier (hours, pay, praise of the
    employer) is learnt to weigh little, and the title of an offer to weigh much.

    Args:
        poids: arrays of the model: ``table`` [seaux, dimension] int8, ``echelle`` [seaux] float16, ``attention`` [dimension] float32.
        carte: the card; ``nom``, ``empreinte`` and the noise floors are read.
        jalons: see :attr:`Encodeur.jalons`.
    """

    def __init__(self, poids: dict[str, NDArray[Any]], carte: dict[str, Any], jalons: Vecteurs | None = None) -> None:
        self.nom: str = carte["nom"]
        self.empreinte: str = carte["empreinte"]
        self.plancher: float = float(carte["plancher"])
        self.plancher_rapproche: float = float(carte.get("plancher_rapproche", self.plancher))
        self._table: NDArray[np.int8] = poids["table"]
        self._echelle: Vecteurs = poids["echelle"].astype(np.float32)
        self._attention: Vecteurs = poids["attention"]
        self.dimension: int = self._table.shape[1]
        self.jalons: Vecteurs = np.zeros((0, self.dimension), dtype=np.float32) if jalons is None else jalons
        self._rang: dict[str, int] = {}
        self._mots: Vecteurs = np.zeros((0, self.dimension), dtype=np.float32)
        self._verrou = Lock()

    def encoder(self, textes: Sequence[str]) -> Vecteurs:
        """Vectors of texts; see :meth:`Encodeur.encoder`."""
        resultat = np.zeros((len(textes), self.dimension), dtype=np.float32)
        for debut in range(0, len(textes), _TEXTES_PAR_BLOC):
            bloc = textes[debut : debut + _TEXTES_PAR_BLOC]
            resultat[debut : debut + len(bloc)] = self._bloc(bloc)
        return resultat

    def _bloc(self, textes: Sequence[str]) -> Vecteurs:
        decoupes = [phrases(texte) for texte in textes]
        vecteurs = self._phrases([phrase for decoupe in decoupes for phrase in decoupe])
        if len(vecteurs) == len(textes):
            return vecteurs
        poids = np.exp((vecteurs @ self._attention).clip(-LIMITE, LIMITE))
        debuts = np.concatenate([[0], np.cumsum([len(decoupe) for decoupe in decoupes])[:-1]])
        return normer(np.add.reduceat(vecteurs * poids[:, None], debuts, axis=0))

    def _phrases(self, liste: Sequence[str]) -> Vecteurs:
        """Unit sums of the words of sentences, each word once, ``[len(liste), dimension] float32``."""
        decoupes = [list(dict.fromkeys(mots(phrase))) for phrase in liste]
        with self._verrou:
            self._apprendre_mots({mot for decoupe in decoupes for mot in decoupe})
            rang, vecteurs = self._rang, self._mots
        sommes = np.zeros((len(liste), self.dimension), dtype=np.float32)
        for ligne, decoupe in enumerate(decoupes):
            if decoupe:
                vecteurs[[rang[mot] for mot in decoupe]].sum(axis=0, out=sommes[ligne])
        return normer(sommes)

    def _apprendre_mots(self, voulus: set[str]) -> None:
        """Put the vectors of words in the reserve, which starts afresh when it is full (it is a cache and never changes a result)."""
        nouveaux = sorted(voulus - self._rang.keys())
        if not nouveaux:
            return
        if len(self._rang) + len(nouveaux) > _MOTS_EN_RESERVE:
            self._rang, self._mots, nouveaux = {}, self._mots[:0], sorted(voulus)
        listes = [seaux(mot, len(self._table)) for mot in nouveaux]
        longueurs = np.array([len(liste) for liste in listes])
        plats = np.concatenate([np.array(liste, dtype=np.int64) for liste in listes])
        lignes = self._table[plats] * self._echelle[plats, None]
        bornes = np.concatenate([[0], np.cumsum(longueurs)[:-1]])
        vecteurs = np.add.reduceat(lignes, bornes, axis=0) / np.sqrt(longueurs, dtype=np.float32)[:, None]
        self._rang.update({mot: len(self._rang) + i for i, mot in enumerate(nouveaux)})
        self._mots = np.concatenate([self._mots, vecteurs.astype(np.float32)])


class EncodeurSentenceTransformers:
    """Any model that sentence-transformers can load, to compare or to replace ours.

    Args:
        source: a name or a folder.
        plancher: noise floor of that model; 0 when unknown.

    Raises:
        ModeleIllisible: the library is not installed or the model cannot be loaded.
    """

    def __init__(self, source: str | Path, plancher: float = 0.0) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._modele = SentenceTransformer(str(source), device="cpu", trust_remote_code=_est_de_la_maison(source))
        except (ImportError, OSError, ValueError) as erreur:
            raise ModeleIllisible(f"Le modèle « {source} » ne peut pas être chargé : {erreur}") from erreur
        self.nom = str(source)
        self.dimension: int = int(self._modele.get_embedding_dimension() or 0)
        self.plancher = self.plancher_rapproche = plancher
        self.jalons: Vecteurs = np.zeros((0, self.dimension), dtype=np.float32)
        self.empreinte = _empreinte_torch(self._modele)

    def encoder(self, textes: Sequence[str]) -> Vecteurs:
        """Vectors of texts; see :meth:`Encodeur.encoder`."""
        if not textes:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vecteurs: Vecteurs = np.array(self._modele.encode(list(textes), batch_size=64, show_progress_bar=False), dtype=np.float32)
        vecteurs[[not mots(texte) for texte in textes]] = 0
        return normer(vecteurs)


def charger(source: str | Path | None = None) -> Encodeur:
    """Load an encoder.

    Args:
        source: None for the model that ships with the program; else a folder of ours (it holds ``carte.json``), or the name or folder of any
            sentence-transformers model.

    Returns:
        The encoder, ready.

    Raises:
        ModeleIllisible: missing or damaged files, or weights whose SHA-256 is not the one of the card.
    """
    dossier = Path(source) if source is not None else MODELE_LIVRE
    if source is None or (dossier / FICHIER_CARTE).is_file():
        carte, poids = lire_modele(dossier)
        return EncodeurStatique(poids, carte, lire_jalons(dossier, carte))
    return EncodeurSentenceTransformers(source)


def lire_modele(dossier: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Card and weights of a static model, checked against each other.

    Args:
        dossier: folder holding ``carte.json`` and ``poids.npz``.

    Returns:
        The card and the arrays.

    Raises:
        ModeleIllisible: see :func:`charger`.
    """
    try:
        carte: dict[str, Any] = json.loads((dossier / FICHIER_CARTE).read_text(encoding="utf-8"))
        return carte, _lire_tableaux(dossier / FICHIER_POIDS, carte["empreinte"])
    except (OSError, ValueError, KeyError) as erreur:
        raise ModeleIllisible(f"Le modèle « {dossier.name} » est absent ou illisible : {erreur}") from erreur


def lire_jalons(dossier: Path, carte: dict[str, Any]) -> Vecteurs | None:
    """Vectors of the métiers that a static model has learnt, checked against its card.

    Args:
        dossier: folder of the model.
        carte: its card; ``empreinte_jalons`` is the SHA-256 of the file.

    Returns:
        ``[m, dimension] float32`` in whole numbers of ``1 / PAS_VECTEUR``; None when the card names none.

    Raises:
        ModeleIllisible: missing or damaged file.
    """
    if "empreinte_jalons" not in carte:
        return None
    try:
        lus = _lire_tableaux(dossier / FICHIER_JALONS, carte["empreinte_jalons"])
        jalons = arrondir(lus["table"] * lus["echelle"][:, None])
    except (OSError, ValueError, KeyError) as erreur:
        raise ModeleIllisible(f"Les jalons de « {dossier.name} » sont absents ou illisibles : {erreur}") from erreur
    return jalons


def _lire_tableaux(fichier: Path, empreinte: str) -> dict[str, NDArray[Any]]:
    brut = fichier.read_bytes()
    if hashlib.sha256(brut).hexdigest() != empreinte:
        raise ModeleIllisible(f"Les poids de « {fichier.parent.name} » sont abîmés : leur empreinte n'est pas celle de la carte.")
    with np.load(io.BytesIO(brut), allow_pickle=False) as archive:
        return {nom: archive[nom] for nom in archive.files}


def normer(vecteurs: Vecteurs) -> Vecteurs:
    """Rows brought to norm 1, zero rows kept.

    Args:
        vecteurs: ``[n, d]``.

    Returns:
        The same shape, ``float32``.
    """
    normes = np.linalg.norm(vecteurs, axis=1, keepdims=True)
    resultat: Vecteurs = (vecteurs / np.where(normes > 0, normes, 1)).astype(np.float32, copy=False)
    return resultat


def arrondir(vecteurs: Vecteurs) -> Vecteurs:
    """Unit vectors whose inner products are exact, whatever the order of the additions.

    Args:
        vecteurs: rows of norm 1 or 0.

    Returns:
        The same shape, ``float32`` with components in whole numbers of 1/2048. Products are whole numbers of 2⁻²² and no partial sum passes 1, so
        that a float32 holds them all; a cosine moves by about 2·10⁻⁴.
    """
    exacts: Vecteurs = np.rint(vecteurs * PAS_VECTEUR) / PAS_VECTEUR
    return exacts


def _est_de_la_maison(source: str | Path) -> bool:
    """Our own folder names a module of ours, which sentence-transformers calls remote code; nobody else's code is ever run."""
    return (Path(source) / FICHIER_CARTE).is_file() and Path(source).resolve() == MODELE_LIVRE.resolve()


def _empreinte_torch(modele: Any) -> str:
    somme = hashlib.sha256()
    for nom, tenseur in sorted(modele.state_dict().items()):
        somme.update(nom.encode() + tenseur.detach().cpu().float().numpy().tobytes())
    return somme.hexdigest()
