"""Learning the weights of the fusion: a conditional logistic regression over candidates, weights never negative.

A query gives its candidates (the best of each scorer, and what is right); the loss is minus the log of the share that a softmax of the fused
scores leaves to what is right. Each task counts as one, each query as one within its task. Weights of the four corners are drawn to their mean,
so that a corner without examples says what the others say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from catalogue.fusion import Coin, Contexte, Fusion, Genre, Notes, charger, ramener
from matching.evaluation.mesures import ABSENTE, jugees
from matching.evaluation.moteurs import MoteurHybride
from matching.evaluation.ouvertes import Part, TachesOuvertes, abimee
from matching.evaluation.taches import Tache
from models.encodeur import Encodeur
from models.entrainement.donnees import Donnees

_CANDIDATS = 60
_VERS_LA_MOYENNE = 3e-4
_RETRAIT = 1e-5

Reels = NDArray[np.float64]


@dataclass(frozen=True)
class Exemples:
    """Candidates of every query, one after the other.

    Attributes:
        traits: scores of the scorers times the share of each corner, ``[n_candidats, n_coins * n_notes]``.
        justes: ``[n_candidats] bool``.
        debuts: first candidate of each query.
        poids: weight of each query; they sum to 1.
        noms: scorers.
    """

    traits: Reels
    justes: NDArray[np.bool_]
    debuts: NDArray[np.int64]
    poids: Reels
    noms: tuple[str, ...]


def taches_de_reglage(donnees: Donnees) -> dict[Genre, list[Tache]]:
    """Tasks that tune the weights, by kind of corpus; none is measured.

    Args:
        donnees: the open data.

    Returns:
        Tasks, clean and misspelt, short and long.
    """
    t = TachesOuvertes(donnees, Part.REGLAGE)
    titre, esco, diplome, connue = t.appellation_fiche(), t.esco(), t.diplome_metier(), t.appellation_connue()
    appellations = [(r.texte, code) for r in titre.requetes for code in titre.jugements[r.identifiant]]
    definitions = t.definition_metier()
    textes = [(r.texte, code) for r in definitions.requetes for code in definitions.jugements[r.identifiant]]
    dans_offres = t.vers_offres_inventees("appellations_offres", appellations)
    return {
        Genre.TITRES: [
            *(titre, abimee(titre), t.appellation_appellation(), esco, abimee(esco)),
            t.vers_intitules("diplomes_intitules", t.diplomes()),
            t.vers_intitules("competences_intitules", t.competences()),
            t.vers_intitules("definitions_intitules", textes),
        ],
        Genre.TEXTES: [
            *(dans_offres, abimee(dans_offres)),
            t.vers_offres_inventees("competences_offres", t.competences()),
            t.vers_offres_inventees("diplomes_offres", t.diplomes()),
        ],
        Genre.METIERS: [
            *(abimee(connue), t.competence_metier(), definitions, diplome, abimee(diplome)),
            *(t.offre_titre(), abimee(t.offre_titre()), t.offre_texte()),
        ],
    }


def regler(donnees: Donnees, encodeur: Encodeur, version: str) -> Fusion:
    """Learn the rule.

    Args:
        donnees: the open data.
        encodeur: one that has not learnt what is kept aside: the weight of meaning would be too large with one that has.
        version: name of the rule.

    Returns:
        The rule; each corner's weights sum to 1.
    """
    moteur = MoteurHybride(encodeur, charger())
    poids = {}
    for genre, taches in taches_de_reglage(donnees).items():
        exemples = rassembler(moteur, taches)
        poids[genre] = _lisibles(exemples.noms, apprendre(exemples))
    return Fusion(version, poids)


def rassembler(moteur: MoteurHybride, taches: Sequence[Tache]) -> Exemples:
    """Candidates of every query of tasks.

    Args:
        moteur: gives the scores that are fused.
        taches: tasks of one kind of corpus.

    Returns:
        The examples; queries without any right answer in the corpus are left out.
    """
    traits: list[Reels] = []
    justes: list[NDArray[np.bool_]] = []
    poids: list[float] = []
    noms: tuple[str, ...] = ()
    for tache in taches:
        moteur.indexer(tache.corpus)
        rang_cle = {cle: rang for rang, cle in enumerate(tache.corpus.cles_uniques)}
        nombre = 0
        for requete, vecteur in zip(tache.requetes, moteur.encoder(tache.textes), strict=True):
            lignes, _ = jugees(tache.jugements[requete.identifiant], rang_cle)
            if ABSENTE in lignes or not len(lignes):
                continue
            notes, contexte = moteur.composantes(requete.texte, vecteur)
            noms = tuple(notes)
            choisis, bons = _candidats(notes, lignes)
            traits.append(_traits(notes, contexte, choisis))
            justes.append(bons)
            nombre += 1
        poids += [1 / (nombre * len(taches))] * nombre
    debuts = np.cumsum([0, *(len(t) for t in traits[:-1])]).astype(np.int64)
    return Exemples(np.concatenate(traits), np.concatenate(justes), debuts, np.array(poids), noms)


def _candidats(notes: dict[str, Notes], justes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    meilleurs = [np.argsort(-valeurs, kind="stable")[:_CANDIDATS] for valeurs in notes.values()]
    choisis = np.unique(np.concatenate([*meilleurs, justes]))
    return choisis, np.isin(choisis, justes)


def _traits(notes: dict[str, Notes], contexte: Contexte, choisis: NDArray[np.int64]) -> Reels:
    ramenees = np.stack([ramener(nom, valeurs)[choisis] for nom, valeurs in notes.items()], axis=1)
    parts = np.array(contexte.parts())
    traits: Reels = (ramenees[:, None, :] * parts[None, :, None]).reshape(len(choisis), -1).astype(np.float64)
    return traits


def apprendre(exemples: Exemples) -> Reels:
    """Weights that explain best what is right.

    Args:
        exemples: candidates.

    Returns:
        ``[n_coins, n_notes]``, none negative.
    """
    taille = exemples.traits.shape[1]
    trouve = minimize(_perte, np.ones(taille), args=(exemples,), jac=True, method="L-BFGS-B", bounds=[(0, None)] * taille)
    resultat: Reels = np.asarray(trouve.x, dtype=np.float64).reshape(len(Coin), -1)
    return resultat


def _perte(poids: Reels, exemples: Exemples) -> tuple[float, Reels]:
    """Loss and gradient."""
    debuts, longueurs = exemples.debuts, np.diff([*exemples.debuts, len(exemples.justes)])
    notes = exemples.traits @ poids
    exponentielles = np.exp(notes - np.repeat(np.maximum.reduceat(notes, debuts), longueurs))
    tout = np.add.reduceat(exponentielles, debuts)
    bons = exponentielles * exemples.justes
    juste = np.maximum(np.add.reduceat(bons, debuts), 1e-300)
    pente = exponentielles / np.repeat(tout, longueurs) - bons / np.repeat(juste, longueurs)
    retrait, pente_retrait = _regularisation(poids)
    perte = float((exemples.poids * np.log(tout / juste)).sum()) + retrait
    gradient: Reels = exemples.traits.T @ (np.repeat(exemples.poids, longueurs) * pente) + pente_retrait
    return perte, gradient


def _regularisation(poids: Reels) -> tuple[float, Reels]:
    coins = poids.reshape(len(Coin), -1)
    ecarts = coins - coins.mean(axis=0)
    valeur = _VERS_LA_MOYENNE * float((ecarts**2).sum()) + _RETRAIT * float((poids**2).sum())
    return valeur, (2 * _VERS_LA_MOYENNE * ecarts).ravel() + 2 * _RETRAIT * poids


def _lisibles(noms: Sequence[str], poids: Reels) -> dict[str, tuple[float, ...]]:
    parts = np.round(poids / poids.sum(axis=1, keepdims=True), 3)
    return {nom: tuple(float(p) for p in parts[:, colonne]) for colonne, nom in enumerate(noms)}


def en_toml(fusion: Fusion, entete: Sequence[str]) -> str:
    """The rule as the file that :func:`catalogue.fusion.charger` reads.

    Args:
        fusion: the rule.
        entete: lines of comment: how it was learnt.

    Returns:
        TOML.
    """
    lignes = [f"# {ligne}" for ligne in entete] + [f'version = "{fusion.version}"']
    for genre in Genre:
        for rang, coin in enumerate(Coin):
            lignes += ["", f"[{genre.value}.{coin.value}]"]
            lignes += [f"{nom} = {valeurs[rang]}" for nom, valeurs in sorted(fusion.poids[genre].items())]
    return "\n".join(lignes) + "\n"
