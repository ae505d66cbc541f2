"""Golden queries: ours, in the words of those who search, judged by facts of the offers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from catalogue.conditions import TYPES
from catalogue.depot import LignesImage
from catalogue.domaine import Frein, Jour, Periode, TypeCondition, TypeOffre, creneaux
from catalogue.fusion import Notes
from catalogue.image import INCONNU, Booleens
from catalogue.recherche import RAYON_PAR_DEFAUT_KM, Requete
from catalogue.recherche import Moteur as MoteurDeRecherche
from matching.evaluation import taches
from matching.evaluation.comparaison import passer
from matching.evaluation.moteurs import Moteur, Reponses
from matching.evaluation.taches import Corpus, Tache
from models.encodeur import Encodeur
from socle.erreurs import ErreurPersonne

FICHIER = Path(__file__).parent / "requetes_or.toml"
CODES_PAR_PAGE = 10_000

CodeRome = Annotated[str, StringConstraints(pattern=r"^[A-N]\d{4}$")]


class RequeteOr(BaseModel):
    """A golden query and the facts that make an offer right; see the head of ``requetes_or.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    texte: str = Field(min_length=1)
    exact: tuple[CodeRome, ...] = ()
    proche: tuple[CodeRome, ...] = ()
    freins: tuple[Frein, ...] = ()
    types: tuple[TypeOffre, ...] = ()
    sauf: tuple[CodeRome, ...] = ()
    commune: str | None = None
    jours: tuple[Jour, ...] = ()
    periodes: tuple[Periode, ...] = ()
    sans_permis: bool = False


_REQUETES = TypeAdapter(dict[str, tuple[RequeteOr, ...]])


def lire(fichier: Path = FICHIER) -> dict[str, RequeteOr]:
    """Read golden queries.

    Args:
        fichier: TOML, a list of queries per theme.

    Returns:
        Queries by id (``theme-03``), in the order of the file.

    Raises:
        ErreurPersonne: a query that is not well formed, or that no fact judges.
    """
    try:
        themes = _REQUETES.validate_python(tomllib.loads(fichier.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as erreur:
        raise ErreurPersonne(f"« {fichier.name} » n’est pas une liste de requêtes : {erreur}") from erreur
    requetes = {f"{theme}-{rang:02d}": r for theme, liste in themes.items() for rang, r in enumerate(liste, 1)}
    nues = [r.texte for r in requetes.values() if not (r.exact or r.proche or r.freins)]
    if nues:
        raise ErreurPersonne(f"« {fichier.name} » : rien ne dit quelles offres répondent à « {nues[0]} ».")
    return requetes


def tache(requetes: Mapping[str, RequeteOr], moteur: MoteurDeRecherche, lignes: LignesImage, jour: date) -> Tache:
    """The golden queries over a catalogue.

    Args:
        requetes: from :func:`lire`.
        moteur: the search engine of the product, for the facts of the offers.
        lignes: the rows of the same offers, for the texts.
        jour: today.

    Returns:
        The task over the offers one can still enter; keys are public ids.

    Raises:
        ErreurPersonne: a commune that is not known, or no offer to search.
    """
    rangs = np.flatnonzero(moteur.image.vivantes(jour))
    if not len(rangs):
        raise ErreurPersonne("Le catalogue ne contient aucune offre ouverte : chargez la démonstration (« boite demo --preparer-seulement »).")
    jugements: dict[str, dict[str, int]] = {}
    for identifiant, requete in requetes.items():
        notes = noter(requete, moteur)
        jugements[identifiant] = {moteur.image.identifiants[r]: int(notes[r]) for r in rangs.tolist() if notes[r] > 0}
    textes = _textes(lignes, moteur)
    return Tache(
        nom="or",
        libelle="Requêtes d’or dans le catalogue",
        requetes=tuple(taches.Requete(i, r.texte) for i, r in requetes.items()),
        corpus=Corpus(tuple(textes[int(moteur.image.ids[r])] for r in rangs), tuple(moteur.image.identifiants[r] for r in rangs.tolist())),
        jugements=jugements,
    )


def noter(requete: RequeteOr, moteur: MoteurDeRecherche) -> NDArray[np.int64]:
    """Grades of every offer for a golden query.

    Args:
        requete: the query.
        moteur: the search engine, for the facts of the offers.

    Returns:
        ``[n]``, 0 (wrong), 1 or 2.

    Raises:
        ErreurPersonne: a commune that is not known.
    """
    image = moteur.image
    principaux = np.array([image.codes_rome[m] for m in image.metiers], dtype="U5")
    debuts, fins = image.metiers_debut[:-1], image.metiers_debut[1:]
    premier = np.array([principaux[d] if f > d else "" for d, f in zip(debuts, fins, strict=True)], dtype="U5")
    notes = np.where(image.porte_un_metier((*requete.exact, *requete.proche)), 1, 0)
    notes[np.isin(premier, list(requete.exact))] = 2
    leves = sum((image.freins >> list(Frein).index(f) & 1 for f in requete.freins), start=np.zeros(len(image), dtype=np.int64))
    notes = np.maximum(notes, np.where(leves == 0, 0, np.where(leves == len(requete.freins), 2, 1)))
    if requete.types:
        notes -= ~np.isin(image.types, [list(TypeOffre).index(t) for t in requete.types])
    return np.where(_possible(requete, moteur), np.maximum(notes, 0), 0)


def _possible(requete: RequeteOr, moteur: MoteurDeRecherche) -> Booleens:
    """Offers that nothing in the words of the person excludes: métier refused, place, hours, licence."""
    image = moteur.image
    possible = ~image.porte_un_metier(requete.sauf)
    if requete.commune is not None:
        commune = moteur.referentiel.commune_nommee(requete.commune)
        if commune is None:
            raise ErreurPersonne(f"Requêtes d’or : la commune « {requete.commune} » n’est pas dans la base.")
        possible &= moteur.distances(commune.code_insee) <= RAYON_PAR_DEFAUT_KM
    if requete.jours or requete.periodes:
        libre = creneaux(requete.jours or tuple(Jour), requete.periodes or tuple(Periode))
        possible &= (image.creneaux == INCONNU) | (image.creneaux & ~np.int32(libre) == 0)
    if requete.sans_permis:
        conditions = image.conditions
        possible[conditions.offre[(conditions.type == TYPES.index(TypeCondition.PERMIS)) & conditions.ferme]] = False
    return possible


def _textes(lignes: LignesImage, moteur: MoteurDeRecherche) -> dict[int, str]:
    """What the other engines read of each offer, by inner id: title, structure, labels of its métiers, description."""
    libelles: dict[int, list[str]] = {}
    for ligne in lignes.metiers:
        libelles.setdefault(ligne["offre_id"], []).append(moteur.referentiel.metiers[ligne["code_rome"]].libelle)
    return {o["id"]: "\n".join((o["titre"], o["structure"] or "", " ; ".join(libelles.get(o["id"], ())), o["description"])) for o in lignes.offres}


class MoteurProduit:
    """The search people use, whole: places and hours understood as filters, spelling, métiers, fusion.

    Args:
        moteur: over the same catalogue as the corpus.
        jour: today.
        empreinte: hash of the encoder.
    """

    nom = "produit"
    encodeur: Encodeur | None = None

    def __init__(self, moteur: MoteurDeRecherche, jour: date, empreinte: str) -> None:
        self.empreinte = empreinte
        self._moteur = moteur
        self._jour = jour

    def indexer(self, corpus: Corpus) -> None:
        """See :class:`matching.evaluation.moteurs.Moteur`: the product has its own index, only the keys are read."""
        self._rang = {cle: rang for rang, cle in enumerate(corpus.cles_uniques)}

    def noter(self, requetes: Sequence[str]) -> Reponses:
        """See :class:`matching.evaluation.moteurs.Moteur`: scores are minus the rank in the list people see."""
        notes = np.full((len(requetes), len(self._rang)), -np.inf, dtype=np.float32)
        for ligne, texte in enumerate(requetes):
            trouves = self._moteur.chercher(Requete(texte, par_page=CODES_PAR_PAGE), self._jour)
            for place, rang in enumerate(trouves.rangs.tolist()):
                notes[ligne, self._rang[self._moteur.image.identifiants[rang]]] = -place
        vides: Booleens = np.array([np.isneginf(ligne).all() for ligne in notes], dtype=np.bool_)
        return Reponses(notes, vides)


def pires(tache_or: Tache, notes: Notes, nombre: int) -> list[dict[str, Any]]:
    """The queries that a ranking serves worst.

    Args:
        tache_or: the golden task.
        notes: scores of the engine, ``[n_requetes, n_cles]``.
        nombre: how many.

    Returns:
        For each, worst first (ties by id): id, text, reciprocal rank of the first right offer, number of right offers and of results.
    """
    lignes = []
    for requete, valeurs in zip(tache_or.requetes, notes, strict=True):
        jugement = tache_or.jugements[requete.identifiant]
        justes = np.isin(tache_or.corpus.cles_uniques, list(jugement))
        if justes.any():
            meilleure = float(valeurs[justes].max())
            rang = 1 + int((valeurs > meilleure).sum()) if meilleure > -np.inf else None
            lignes.append((rang, requete, len(jugement), int((valeurs > -np.inf).sum())))
    lignes.sort(key=lambda ligne: (-(ligne[0] or 1e9), ligne[1].identifiant))
    return [
        {"requete": r.identifiant, "texte": r.texte, "premiere_juste": rang, "justes": justes, "resultats": total}
        for rang, r, justes, total in lignes[:nombre]
    ]


def themes(requetes: Iterable[str]) -> list[str]:
    """Themes of golden queries, in their order.

    Args:
        requetes: ids (``theme-03``).

    Returns:
        Each theme once.
    """
    return list(dict.fromkeys(i.rsplit("-", 1)[0] for i in requetes))


def par_theme(tache_or: Tache, moteur: Moteur) -> dict[str, dict[str, float]]:
    """Figures of one engine for each theme.

    Args:
        tache_or: the golden task.
        moteur: the engine.

    Returns:
        Theme → ``n`` judged queries, ``mrr``, ``ndcg@10`` and share of queries without result; no mean where nothing is judged.
    """
    figures = {}
    for theme in themes(r.identifiant for r in tache_or.requetes):
        mesures = passer(replace(tache_or, requetes=tuple(r for r in tache_or.requetes if themes([r.identifiant]) == [theme])), moteur)
        moyennes = {nom: float(mesures.valeurs[:, mesures.colonnes.index(nom)].mean()) for nom in ("mrr", "ndcg@10") if len(mesures.valeurs)}
        figures[theme] = {"n": len(mesures.valeurs), **moyennes, "sans_resultat": mesures.vides}
    return figures
