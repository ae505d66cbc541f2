"""Tasks on what was never learnt, and the same figures for every engine."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from models.entrainement.donnees import Donnees, Fiche, part
from models.entrainement.paires import Coupe, fiche_gardee, noms_communs
from models.entrainement.textes import fautes, un_genre
from models.jetons import mots
from models.lexique import entrees

Notes = NDArray[np.float32]
Moteur = Callable[[Sequence[str], Sequence[str]], Notes]
_REQUETES = Path(__file__).parent / "lexique" / "requetes.tsv"


@dataclass(frozen=True, slots=True)
class Tache:
    """Queries, a corpus whose documents belong to keys, and the keys that are right for each query."""

    nom: str
    requetes: tuple[str, ...]
    corpus: tuple[str, ...]
    cles: tuple[str, ...]
    bonnes: tuple[frozenset[str], ...]
    groupes: tuple[str, ...] = ()


def taches(donnees: Donnees) -> list[Tache]:
    """Every task, from data whose hash keeps them out of the training.

    Args:
        donnees: everything read.

    Returns:
        Tasks in a fixed order.
    """
    gardees = [f for f in donnees.fiches.values() if fiche_gardee(f)]
    hasard = Random(7)  # noqa: S311 - reproducible draws, no secret
    liste = [_titre_vers_titre(donnees, gardees, hasard), _appellation_vers_code(donnees, gardees, hasard)]
    liste.append(_abimee(liste[1], hasard))
    liste += [
        _esco(donnees),
        *_passerelle(donnees, hasard),
        _savoirs(donnees),
        _definitions(donnees, gardees),
        _diplomes(donnees),
        _requetes(donnees),
    ]
    liste += _offres(donnees)
    return liste


def _titre_vers_titre(donnees: Donnees, gardees: Sequence[Fiche], hasard: Random) -> Tache:
    requetes, bonnes, corpus, cles = [], [], [], []
    for fiche in donnees.fiches.values():
        for appellation in fiche.appellations:
            if fiche in gardees and len(fiche.appellations) > 1 and part(appellation) < 50:
                requetes.append(un_genre(appellation, hasard))
                bonnes.append(frozenset([fiche.code]))
            else:
                corpus.append(appellation)
                cles.append(fiche.code)
    return Tache("titre_titre", tuple(requetes), tuple(corpus), tuple(cles), tuple(bonnes), tuple(next(iter(b))[0] for b in bonnes))


def _fiches_corpus(donnees: Donnees, lenient: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fiches = donnees.fiches.values()
    return tuple(f.libelle for f in fiches), tuple(f.parent if lenient else f.code for f in fiches)


def _toutes_appellations(donnees: Donnees, lenient: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    paires = [(a, f.parent if lenient else f.code) for f in donnees.fiches.values() for a in f.appellations]
    return tuple(a for a, _ in paires), tuple(c for _, c in paires)


def _appellation_vers_code(donnees: Donnees, gardees: Sequence[Fiche], hasard: Random) -> Tache:
    paires = [(un_genre(a, hasard), f.code) for f in gardees for a in f.appellations if a != f.libelle]
    return Tache(
        "titre_fiche", tuple(a for a, _ in paires), *_fiches_corpus(donnees), tuple(frozenset([c]) for _, c in paires), tuple(c[0] for _, c in paires)
    )


def _abimee(tache: Tache, hasard: Random) -> Tache:
    return Tache(tache.nom + "_fautes", tuple(fautes(r, hasard) for r in tache.requetes), tache.corpus, tache.cles, tache.bonnes, tache.groupes)


def _esco(donnees: Donnees) -> Tache:
    paires = [(lab, c.uri) for c in donnees.metiers_esco if part(c.uri) < 10 for lab in c.francais[1:] if lab not in c.francais[0]]
    corpus = [c.francais[0] for c in donnees.metiers_esco]
    return Tache(
        "esco_alternatif",
        tuple(a for a, _ in paires),
        tuple(corpus),
        tuple(c.uri for c in donnees.metiers_esco),
        tuple(frozenset([c]) for _, c in paires),
    )


def _passerelle(donnees: Donnees, hasard: Random) -> list[Tache]:
    """Appellation of a métier kept aside → occupation of ESCO that shares one of its other names, and the other way round."""
    communs = noms_communs(donnees.fiches.values(), donnees.metiers_esco)
    retour: dict[str, set[str]] = defaultdict(set)
    for uri, codes in communs.items():
        for code in codes:
            retour[code].add(uri)
    du_rome = {frozenset(mots(a)) for f in donnees.fiches.values() for a in f.appellations}
    d_esco = {frozenset(mots(nom)) for c in donnees.metiers_esco for nom in c.francais}
    gardees = [f for f in donnees.fiches.values() if fiche_gardee(f) and f.code in retour]
    gardes = [c for c in donnees.metiers_esco if part(c.uri) < 10 and communs[c.uri]]
    aller = [(un_genre(a, hasard), frozenset(retour[f.code])) for f in gardees for a in f.appellations if frozenset(mots(a)) not in d_esco]
    venir = [(un_genre(nom, hasard), communs[c.uri]) for c in gardes for nom in c.francais if frozenset(mots(nom)) not in du_rome]
    noms = [(nom, c.uri) for c in donnees.metiers_esco for nom in c.francais]
    vers_esco = (tuple(nom for nom, _ in noms), tuple(uri for _, uri in noms))
    return [
        Tache("rome_esco", tuple(q for q, _ in aller), *vers_esco, tuple(b for _, b in aller)),
        Tache("esco_rome", tuple(q for q, _ in venir), *_toutes_appellations(donnees), tuple(b for _, b in venir)),
    ]


def _savoirs(donnees: Donnees) -> Tache:
    codes: dict[str, set[str]] = defaultdict(set)
    for fiche in donnees.fiches.values():
        for item in fiche.items:
            if item in donnees.items and part(donnees.items[item]) < 5:
                codes[donnees.items[item]].add(fiche.code)
    gardes = {libelle: c for libelle, c in sorted(codes.items()) if len(c) <= 5}
    return Tache("savoir_fiche", tuple(gardes), *_fiches_corpus(donnees), tuple(frozenset(c) for c in gardes.values()))


def _definitions(donnees: Donnees, gardees: Sequence[Fiche]) -> Tache:
    avec = [f for f in gardees if f.definition]
    return Tache(
        "definition_fiche",
        tuple(" ".join(f.definition) for f in avec),
        *_fiches_corpus(donnees),
        tuple(frozenset([f.code]) for f in avec),
        tuple(f.code[0] for f in avec),
    )


def _diplomes(donnees: Donnees) -> Tache:
    gardes = [d for d in donnees.diplomes if part(d.titre) < 15]
    return Tache("diplome_metier", tuple(d.titre for d in gardes), *_fiches_corpus(donnees, True), tuple(frozenset(d.codes) for d in gardes))


def _requetes(donnees: Donnees) -> Tache:
    lignes = [ligne.split("\t") for ligne in _REQUETES.read_text(encoding="utf-8").splitlines() if "\t" in ligne]
    return Tache("requetes", tuple(t for t, _ in lignes), *_toutes_appellations(donnees, True), tuple(frozenset(c.split(",")) for _, c in lignes))


def _offres(donnees: Donnees) -> list[Tache]:
    bonnes = tuple(frozenset([o.code]) for o in donnees.offres)
    titres, corps = tuple(o.titre for o in donnees.offres), tuple(o.texte for o in donnees.offres)
    return [
        Tache("offre_titre", titres, *_toutes_appellations(donnees), bonnes),
        Tache("offre_corps", corps, *_toutes_appellations(donnees), bonnes),
        Tache("offre_corps_fiche", corps, *_fiches_corpus(donnees), bonnes),
        Tache("offre_entiere", tuple(f"{t}\n{c}" for t, c in zip(titres, corps, strict=True)), *_toutes_appellations(donnees), bonnes),
    ]


def rangs(tache: Tache, moteur: Moteur) -> NDArray[np.int64]:
    """Rank of the first right key for each query.

    Args:
        tache: the task.
        moteur: gives ``[n_requetes, n_corpus] float32``, the greater the closer.

    Returns:
        ``[n_requetes] int64`` from 1; a key counts once, at its best document; ties count against the engine.
    """
    noms, inverse = np.unique(np.array(tache.cles), return_inverse=True)
    ordre = np.argsort(inverse, kind="stable")
    debuts = np.searchsorted(inverse[ordre], np.arange(len(noms)))
    rang_cle = {nom: i for i, nom in enumerate(noms.tolist())}
    resultat = np.empty(len(tache.requetes), dtype=np.int64)
    for i in range(0, len(tache.requetes), 512):
        par_cle = np.maximum.reduceat(moteur(tache.requetes[i : i + 512], tache.corpus)[:, ordre], debuts, axis=1)
        for k, notes in enumerate(par_cle):
            justes = [rang_cle[b] for b in tache.bonnes[i + k] if b in rang_cle]
            meilleure = notes[justes].max() if justes else -np.inf
            resultat[i + k] = 1 + int((np.delete(notes, justes) >= meilleure).sum()) if justes else len(noms)
    return resultat


def resume(liste: NDArray[np.int64]) -> dict[str, float]:
    """MRR, accuracy at 1, recall at 5 and 10 of first right ranks."""
    return {
        "mrr": float((1 / liste).mean()),
        "p1": float((liste == 1).mean()),
        "r5": float((liste <= 5).mean()),
        "r10": float((liste <= 10).mean()),
        "n": len(liste),
    }


def moteur_vecteurs(encoder: Callable[[Sequence[str]], Notes]) -> Moteur:
    """Engine of cosines; the corpus is encoded once."""
    reserve: dict[int, Notes] = {}

    def noter(requetes: Sequence[str], corpus: Sequence[str]) -> Notes:
        if id(corpus) not in reserve:
            reserve[id(corpus)] = encoder(corpus)
        produit: Notes = encoder(requetes) @ reserve[id(corpus)].T
        return produit

    return noter


def par_groupe(tache: Tache, liste: NDArray[np.int64]) -> dict[str, dict[str, float]]:
    """Figures of a task for each of its groups.

    Args:
        tache: a task with one group per query.
        liste: ranks of its queries.

    Returns:
        Group to figures, sorted by group.
    """
    groupes = np.array(tache.groupes)
    return {str(g): resume(liste[groupes == g]) for g in np.unique(groupes)}


def recouvrement(tache: Tache, donnees: Donnees, coupe: Coupe) -> float:
    """Share of the queries whose words, folded and in order, are those of one text learnt from.

    Args:
        tache: the task.
        donnees: everything read.
        coupe: the part learnt from.

    Returns:
        A share in ``[0, 1]``.
    """
    appris = [cote for f in coupe.fiches for a in f.appellations for cote in (a, *a.split(" / "))]
    appris += [label for c in (*coupe.metiers, *coupe.competences) for label in c.francais]
    appris += [donnees.items[i] for i in coupe.items] + [titre for titre, _ in coupe.diplomes]
    appris += [champ for nom in ("sigles", "oral") for entree in entrees(nom) for champ in entree]
    connus = {" ".join(mots(texte)) for texte in appris}
    return sum(" ".join(mots(r)) in connus for r in tache.requetes) / len(tache.requetes)
