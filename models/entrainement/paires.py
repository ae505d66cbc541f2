"""Where pairs of texts that should be close come from, and which pairs of a batch must not be taken for strangers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.entrainement import textes
from models.entrainement.donnees import Concept, Donnees, Fiche, part
from models.jetons import mots
from models.lexique import entrees


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch: row i of ``gauche`` goes with row i of ``droite``; ``ignorees`` [n, n] bool are off-diagonal pairs that are no negatives."""

    gauche: list[str]
    droite: list[str]
    ignorees: NDArray[np.bool_]
    maitre: list[str] | None = None


class Source(Protocol):
    """Gives batches."""

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of at most ``taille`` pairs."""


@dataclass(frozen=True, slots=True)
class Coupe:
    """What is learnt and what is kept for the measure, drawn from hashes."""

    fiches: tuple[Fiche, ...]
    items: frozenset[str]
    metiers: tuple[Concept, ...]
    competences: tuple[Concept, ...]
    diplomes: tuple[tuple[str, tuple[str, ...]], ...]

    @staticmethod
    def de(donnees: Donnees, tout: bool = False) -> "Coupe":
        """Learnt part of the data; everything when ``tout``."""
        return Coupe(
            fiches=tuple(f for f in donnees.fiches.values() if tout or not fiche_gardee(f)),
            items=frozenset(i for i, libelle in donnees.items.items() if tout or part(libelle) >= 5),
            metiers=tuple(c for c in donnees.metiers_esco if tout or part(c.uri) >= 10),
            competences=tuple(c for c in donnees.competences_esco if tout or part(c.uri) >= 5),
            diplomes=tuple((d.titre, d.codes) for d in donnees.diplomes if tout or part(d.titre) >= 15),
        )


def fiche_gardee(fiche: Fiche) -> bool:
    """Whether a whole métier is kept for the measure."""
    return part(fiche.code) < 12


def _egales(cles: Sequence[str]) -> NDArray[np.bool_]:
    tableau = np.array(cles)
    egales: NDArray[np.bool_] = tableau[:, None] == tableau[None, :]
    np.fill_diagonal(egales, False)
    return egales


class _Rome:
    """Draws métiers, now and then neighbours together, so that a batch holds hard negatives."""

    def __init__(self, donnees: Donnees, coupe: Coupe) -> None:
        self.fiches = coupe.fiches
        self.items = {f.code: [donnees.items[i] for i in f.items if i in coupe.items and i in donnees.items] for f in coupe.fiches}
        self._libelles = donnees.items
        self._rang = {f.code: i for i, f in enumerate(coupe.fiches)}
        self._proches = self._mobilites()
        self._domaines: dict[str, list[Fiche]] = defaultdict(list)
        for fiche in coupe.fiches:
            self._domaines[fiche.code[:3]].append(fiche)

    def tirer(self, taille: int, hasard: Random, voisins: float = 0.5) -> list[Fiche]:
        """``taille`` métiers; a share ``voisins`` of the batches is made of whole professional domains."""
        if hasard.random() >= voisins:
            return hasard.choices(self.fiches, weights=[len(f.appellations) ** 0.5 for f in self.fiches], k=taille)
        choisies: list[Fiche] = []
        domaines = list(self._domaines.values())
        while len(choisies) < taille:
            choisies += hasard.choices(hasard.choice(domaines), k=24)
        return choisies[:taille]

    def ignorees(self, fiches: Sequence[Fiche]) -> NDArray[np.bool_]:
        """Pairs of the same métier or linked by a mobility, ``[n, n] bool``."""
        rangs = np.array([self._rang[f.code] for f in fiches])
        masque: NDArray[np.bool_] = self._proches[np.ix_(rangs, rangs)].copy()
        np.fill_diagonal(masque, False)
        return masque

    def _mobilites(self) -> NDArray[np.bool_]:
        proches = np.eye(len(self.fiches), dtype=np.bool_)
        for fiche in self.fiches:
            for cible in fiche.mobilites:
                if cible in self._rang:
                    proches[self._rang[fiche.code], self._rang[cible]] = proches[self._rang[cible], self._rang[fiche.code]] = True
        return proches


class Titres(_Rome):
    """Two appellations of one métier."""

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of appellations."""
        fiches = self.tirer(taille, hasard)
        gauche = [textes.varier(hasard.choice(f.appellations), hasard) for f in fiches]
        droite = [textes.varier(f.libelle if hasard.random() < 0.3 else hasard.choice(f.appellations), hasard) for f in fiches]
        return Lot(gauche, droite, self.ignorees(fiches))


class Corps(_Rome):
    """A text of one métier (definition, tasks, invented offer or project) and one of its titles."""

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of long texts and titles."""
        fiches = self.tirer(taille, hasard, 0.3)
        gauche = [self._texte(f, hasard) for f in fiches]
        droite = [textes.varier(hasard.choice(f.appellations), hasard) if hasard.random() < 0.85 else self._texte(f, hasard) for f in fiches]
        return Lot(gauche, droite, self.ignorees(fiches))

    def _texte(self, fiche: Fiche, hasard: Random) -> str:
        tirage = hasard.random()
        if tirage < 0.3 and fiche.definition:
            debut = hasard.randrange(len(fiche.definition))
            return textes.perdre(" ".join(fiche.definition[debut : debut + hasard.randrange(1, 6)]), hasard)
        autre = hasard.choice(hasard.choice(self.fiches).appellations)
        matiere = textes.Matiere(hasard.choice(fiche.appellations), self.items[fiche.code], fiche.definition, autre)
        return textes.projet(matiere, hasard) if tirage > 0.85 else textes.offre(matiere, hasard)


class Savoirs(_Rome):
    """A skill and a title of a métier that asks for it; the rarer the skill, the more it is drawn."""

    def __init__(self, donnees: Donnees, coupe: Coupe) -> None:
        super().__init__(donnees, coupe)
        par_item: dict[str, list[Fiche]] = defaultdict(list)
        for fiche in coupe.fiches:
            for libelle in self.items[fiche.code]:
                par_item[libelle].append(fiche)
        self._par_item = {libelle: fiches for libelle, fiches in sorted(par_item.items()) if len(fiches) <= 30}
        self._noms = list(self._par_item)
        self._poids = np.cumsum([len(f) ** 0.25 for f in self._par_item.values()]).tolist()

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of skills and titles."""
        noms = hasard.choices(self._noms, cum_weights=self._poids, k=taille)
        fiches = [hasard.choice(self._par_item[n]) for n in noms]
        masque = self.ignorees(fiches)
        codes = [{f.code for f in self._par_item[n]} for n in noms]
        for i, ensemble in enumerate(codes):
            for j, fiche in enumerate(fiches):
                if i != j and fiche.code in ensemble:
                    masque[i, j] = True
        gauche = [textes.fautes(n, hasard, chance=0.3) if hasard.random() < 0.15 else n for n in noms]
        return Lot(gauche, [textes.varier(hasard.choice(f.appellations), hasard) for f in fiches], masque)


class Esco:
    """Two French labels of one ESCO concept, with an English text of it for the teacher."""

    def __init__(self, concepts: Sequence[Concept], anglais: float = 0.1) -> None:
        self._concepts = concepts
        self._anglais = anglais

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of labels; ``maitre`` holds the English text of each row."""
        concepts = hasard.choices(self._concepts, k=taille)
        gauche = [textes.varier(hasard.choice(c.francais), hasard) for c in concepts]
        droite = [hasard.choice(c.anglais) if hasard.random() < self._anglais else textes.varier(hasard.choice(c.francais), hasard) for c in concepts]
        return Lot(gauche, droite, _egales([c.uri for c in concepts]), [c.anglais[0] for c in concepts])


class Passerelle(_Rome):
    """An appellation of the ROME and a label of ESCO, of a métier and an occupation that have one name in common (:func:`noms_communs`)."""

    def __init__(self, donnees: Donnees, coupe: Coupe) -> None:
        super().__init__(donnees, coupe)
        communs = noms_communs(coupe.fiches, coupe.metiers)
        self._paires = [(self.fiches[self._rang[code]], concept) for concept in coupe.metiers for code in sorted(communs[concept.uri])]
        self._codes = communs

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of appellations and labels."""
        paires = hasard.choices(self._paires, k=taille)
        masque = self.ignorees([fiche for fiche, _ in paires])
        for i, (fiche, _) in enumerate(paires):
            for j, (_, concept) in enumerate(paires):
                masque[i, j] |= i != j and fiche.code in self._codes[concept.uri]
        gauche = [textes.varier(hasard.choice(fiche.appellations), hasard) for fiche, _ in paires]
        return Lot(gauche, [textes.varier(hasard.choice(concept.francais), hasard) for _, concept in paires], masque)


def noms_communs(fiches: Iterable[Fiche], metiers: Iterable[Concept]) -> dict[str, frozenset[str]]:
    """Which métiers of the ROME and occupations of ESCO have one name in common, read by the encoder's own words, in any order.

    Args:
        fiches: métiers of the ROME.
        metiers: occupations of ESCO.

    Returns:
        URI of each occupation → ROME codes, maybe none. It is no official correspondence: « vendeur » alone may join two different things.
    """
    par_nom: dict[frozenset[str], set[str]] = defaultdict(set)
    for fiche in fiches:
        for appellation in fiche.appellations:
            par_nom[frozenset(mots(appellation))].add(fiche.code)
    return {c.uri: frozenset(code for nom in c.francais for code in par_nom.get(frozenset(mots(nom)), ())) for c in metiers}


class Diplomes:
    """A certification and a title of a métier it leads to (ROME v3 codes, so any fiche under one of them)."""

    def __init__(self, coupe: Coupe) -> None:
        self._parents: dict[str, list[Fiche]] = defaultdict(list)
        for fiche in coupe.fiches:
            self._parents[fiche.parent].append(fiche)
        self._paires = [(titre, utiles) for titre, codes in coupe.diplomes if (utiles := [c for c in codes if c in self._parents])]

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of certifications and titles."""
        paires = hasard.choices(self._paires, k=taille)
        codes = [hasard.choice(c) for _, c in paires]
        fiches = [self._meilleure(titre, code, hasard) for (titre, _), code in zip(paires, codes, strict=True)]
        masque = np.array([[i != j and code in admis for j, code in enumerate(codes)] for i, (_, admis) in enumerate(paires)])
        gauche = [textes.fautes(t, hasard, chance=0.5) if hasard.random() < 0.15 else t for t, _ in paires]
        return Lot(gauche, [textes.varier(hasard.choice(f.appellations), hasard) for f in fiches], masque)

    def _meilleure(self, titre: str, code: str, hasard: Random) -> Fiche:
        fiches = self._parents[code]
        principale = [f for f in fiches if f.code == code]
        return principale[0] if principale and hasard.random() < 0.5 else hasard.choice(fiches)


class Lexique:
    """Our acronyms and everyday sayings with what they mean."""

    def __init__(self) -> None:
        self._entrees = [*entrees("sigles"), *entrees("oral")]

    def lot(self, taille: int, hasard: Random) -> Lot:
        """A batch of entries."""
        entrees = hasard.choices(self._entrees, k=min(taille, 192))
        droite = [hasard.choice(e[1:]) for e in entrees]
        masque = np.array([[i != j and (a[0] == b[0] or droite[j] in a[1:]) for j, b in enumerate(entrees)] for i, a in enumerate(entrees)])
        gauche = [e[0] if e[0].isupper() or hasard.random() < 0.8 else textes.fautes(e[0], hasard, chance=0.5) for e in entrees]
        return Lot(gauche, droite, masque)
