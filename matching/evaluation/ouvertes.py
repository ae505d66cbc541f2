"""Open tasks made from the open data, with what the witness encoder never learnt; nothing of them is kept in the repository.

What is kept aside is decided by the hashes of ``models.entrainement``: whole métiers, ESCO occupations, skills, certifications. Of that, a part
(again by hash) tunes the fusion and is never measured; the rest is measured and never tuned on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from random import Random

from catalogue.vues import TextesMetier
from matching.evaluation.taches import Corpus, Requete, Tache, corpus_metiers
from models.entrainement.donnees import Concept, Donnees, Fiche, Offre, part
from models.entrainement.paires import Coupe, fiche_gardee
from models.entrainement.textes import Matiere, fautes, offre, un_genre
from models.jetons import mots
from models.lexique import entrees

PART_REGLAGE = 40
_GRAINE = 20_261_123
# A skill that more métiers share says too little of each.
_METIERS_PAR_COMPETENCE = 5
_MOITIE = 50


class Part(StrEnum):
    """Which half of what is kept aside."""

    REGLAGE = "reglage"
    MESURE = "mesure"


def dans(cle: str, choisie: Part) -> bool:
    """Whether a key belongs to a part, the same on every machine.

    Args:
        cle: a code, an URI, a label or a text.
        choisie: the part.

    Returns:
        True for about 40 keys in 100 of the tuning part, the others being measured.
    """
    return (part(f"réglage {cle}") < PART_REGLAGE) is (choisie is Part.REGLAGE)


class TachesOuvertes:
    """Makes the tasks.

    Args:
        donnees: the open data, read.
        choisie: the part of what is kept aside that gives the queries.
    """

    def __init__(self, donnees: Donnees, choisie: Part) -> None:
        self._donnees = donnees
        self._part = choisie
        self._coupe = Coupe.de(donnees)

    def toutes(self) -> list[Tache]:
        """Every task that is measured, in a fixed order, with what its queries share with the texts learnt."""
        return [replace(tache, recouvrement=self._recouvrement(tache)) for tache in self._taches()]

    def _recouvrement(self, tache: Tache) -> float:
        return sum(" ".join(mots(texte)) in self._appris for texte in tache.textes) / len(tache.textes)

    @cached_property
    def _appris(self) -> frozenset[str]:
        """Words, folded and in order, of every label the witness encoder learnt from."""
        textes = [cote for f in self._coupe.fiches for a in f.appellations for cote in (a, *a.split(" / "))]
        textes += [libelle for c in (*self._coupe.metiers, *self._coupe.competences) for libelle in c.francais]
        textes += [self._donnees.items[i] for i in self._coupe.items] + [titre for titre, _ in self._coupe.diplomes]
        textes += [champ for nom in ("sigles", "oral") for entree in entrees(nom) for champ in entree]
        return frozenset(" ".join(mots(texte)) for texte in textes)

    def _taches(self) -> list[Tache]:
        titre_fiche, esco, diplome = self.appellation_fiche(), self.esco(), self.diplome_metier()
        connue, offre_titre = self.appellation_connue(), self.offre_titre()
        return [
            titre_fiche,
            abimee(titre_fiche),
            self.appellation_appellation(),
            abimee(connue),
            esco,
            abimee(esco),
            self.competence_metier(),
            self.definition_metier(),
            diplome,
            abimee(diplome),
            offre_titre,
            abimee(offre_titre),
            self.offre_texte(),
            self.appellation_offre(),
            self.titre_offre(),
        ]

    @cached_property
    def fiches(self) -> list[Fiche]:
        """Métiers kept aside from the encoder, of this part."""
        return [f for f in self._donnees.fiches.values() if fiche_gardee(f) and dans(f.code, self._part)]

    def appellation_fiche(self) -> Tache:
        """Job title → label of the fiche; whole métiers kept aside."""
        paires = [(titre, f.code) for f in self.fiches for a in f.appellations if a != f.libelle for titre in [self._un_genre(a)]]
        return _tache("appellation_fiche", "Appellation vers l’intitulé de sa fiche, métiers entiers tenus à l’écart", paires, self._intitules)

    def appellation_appellation(self) -> Tache:
        """Job title → another title of the same métier; whole métiers kept aside."""
        paires = [(self._un_genre(a), f.code) for f in self.fiches for a in f.appellations if self._cachee(f, a)]
        restes = [(a, f.code) for f in self._donnees.fiches.values() for a in f.appellations if not (f in self.fiches and self._cachee(f, a))]
        libelle = "Appellation vers une autre appellation du même métier, métiers entiers tenus à l’écart"
        return _tache("appellation_appellation", libelle, paires, Corpus(tuple(a for a, _ in restes), tuple(c for _, c in restes)))

    def appellation_connue(self) -> Tache:
        """Job title that the index holds → métier."""
        paires = [(self._un_genre(a), f.code) for f in self.fiches for a in f.appellations]
        libelle = "Appellation connue du ROME vers son métier, métiers entiers tenus à l’écart de l’encodeur"
        return _tache("appellation_connue", libelle, paires, self._rome())

    def esco(self) -> Tache:
        """Alternative label of ESCO → preferred label.

        One question for the two genders of a label, and none for a label that another occupation bears too (« assistant de justice » is at once an
        occupation and another name of « auxiliaire juridique »): its answer would be wrong for half of those who ask.
        """
        appris = {c.uri for c in self._coupe.metiers}
        concepts = self._donnees.metiers_esco
        porteurs: dict[str, set[str]] = {}
        for c in concepts:
            for forme in _formes(*c.francais):
                porteurs.setdefault(forme, set()).add(c.uri)
        gardes = [c for c in concepts if c.uri not in appris and dans(c.uri, self._part)]
        paires = [
            (self._un_genre(autre), c.uri)
            for c in gardes
            for autre in _un_par_genre(c)
            if all(porteurs[forme] == {c.uri} for forme in _formes(autre))
        ]
        corpus = Corpus(tuple(c.francais[0] for c in concepts), tuple(c.uri for c in concepts))
        return _tache("esco", "Libellé alternatif d’ESCO vers le libellé préféré, métiers tenus à l’écart", paires, corpus)

    def competence_metier(self) -> Tache:
        """Skill kept aside → the few métiers that ask for it; it is taken out of the texts of the métiers."""
        corpus = self._rome(sans_competences=True)
        return _tache("competence_metier", "Compétence vers les métiers qui la demandent, compétence tenue à l’écart", self.competences(), corpus)

    def competences(self) -> list[tuple[str, str]]:
        """Skills kept aside and their métiers."""
        codes: dict[str, set[str]] = {}
        for fiche in self._donnees.fiches.values():
            for item in fiche.items:
                if item in self._donnees.items and item not in self._coupe.items:
                    codes.setdefault(self._donnees.items[item], set()).add(fiche.code)
        rares = {libelle: c for libelle, c in sorted(codes.items()) if len(c) <= _METIERS_PAR_COMPETENCE and dans(libelle, self._part)}
        return [(libelle, code) for libelle, c in rares.items() for code in sorted(c)]

    def definition_metier(self) -> Tache:
        """Definition of a métier kept aside → métier; no definition is in the texts of the métiers."""
        paires = [(" ".join(f.definition), f.code) for f in self.fiches if f.definition]
        libelle = "Définition vers le métier, métiers entiers tenus à l’écart"
        return _tache("definition_metier", libelle, paires, self._rome(sans_definitions=True))

    def diplome_metier(self) -> Tache:
        """Title of a certification → métiers it leads to (ROME v3 codes: every métier of the family is right)."""
        return _tache("diplome_metier", "Intitulé de certification vers les métiers qu’elle vise", self.diplomes(), self._rome())

    def diplomes(self) -> list[tuple[str, str]]:
        """Certifications kept aside and their métiers."""
        appris = {titre for titre, _ in self._coupe.diplomes}
        gardes = [d for d in self._donnees.diplomes if d.titre not in appris and dans(d.titre, self._part)]
        return [(d.titre, code) for d in gardes for parent in d.codes for code in self._familles.get(parent, ())]

    def offre_titre(self) -> Tache:
        """Title of a real offer → métier."""
        paires = [(o.titre, o.code) for o in self._offres]
        return self._avec_familles(_tache("offre_titre", "Titre d’une offre réelle vers son métier", paires, self._rome()))

    def offre_texte(self) -> Tache:
        """Text of a real offer, without its title → métier."""
        paires = [(o.texte, o.code) for o in self._offres]
        return self._avec_familles(_tache("offre_texte", "Texte d’une offre réelle, sans son titre, vers son métier", paires, self._rome()))

    def deposees(self) -> list[Tache]:
        """Real offers as a person posts them, for the suggester: title on the first line then text, and title alone; each as it is, then misspelt."""
        paires = [(f"{o.titre}\n{o.texte}", o.code) for o in self._offres]
        entieres = self._avec_familles(_tache("offre_deposee", "Offre réelle, titre puis texte, vers son métier", paires, self._rome()))
        return [entieres, abimee(entieres), self.offre_titre(), abimee(self.offre_titre())]

    def appellation_offre(self) -> Tache:
        """Job title → real offers of that métier: a short query in long texts."""
        offres = self._donnees.offres
        corpus = Corpus(tuple(f"{o.titre}\n{o.texte}" for o in offres), tuple(f"{i:04d}" for i in range(len(offres))))
        par_code: dict[str, list[str]] = {}
        for cle, o in zip(corpus.cles, offres, strict=True):
            par_code.setdefault(o.code, []).append(cle)
        titres = [(self._un_genre(a), c) for c in sorted(par_code) if c in self._donnees.fiches for a in self._donnees.fiches[c].appellations]
        paires = [(titre, cle) for titre, code in titres if dans(titre, self._part) for cle in par_code[code]]
        return _tache("appellation_offre", "Appellation du ROME vers les offres réelles de ce métier", paires, corpus)

    def titre_offre(self) -> Tache:
        """Title of a real offer → its own text among the others."""
        offres = self._donnees.offres
        corpus = Corpus(tuple(o.texte for o in offres), tuple(f"{i:04d}" for i in range(len(offres))))
        paires = [(o.titre, cle) for cle, o in zip(corpus.cles, offres, strict=True) if dans(o.texte, self._part)]
        return _tache("titre_offre", "Titre d’une offre réelle vers son propre texte", paires, corpus)

    def vers_intitules(self, nom: str, paires: Iterable[tuple[str, str]]) -> Tache:
        """Any queries → labels of the fiches: long and odd queries over short documents."""
        return _tache(nom, nom, paires, self._intitules)

    def vers_offres_inventees(self, nom: str, paires: Iterable[tuple[str, str]]) -> Tache:
        """Any queries → invented offers, two per métier: the long documents that the tuning needs, real ones being kept for the measure."""
        return _tache(nom, nom, paires, self._offres_inventees)

    @cached_property
    def _intitules(self) -> Corpus:
        fiches = self._donnees.fiches.values()
        return Corpus(tuple(f.libelle for f in fiches), tuple(f.code for f in fiches))

    @cached_property
    def _offres_inventees(self) -> Corpus:
        hasard = Random(_GRAINE)  # noqa: S311 - reproducible draws, no secret
        textes, cles = [], []
        for metier, fiche in zip(self._textes_metiers(sans_competences=True), self._donnees.fiches.values(), strict=True):
            for titre in hasard.choices(fiche.appellations, k=2):
                textes.append(f"{un_genre(titre, hasard)}\n{offre(Matiere(titre, metier.competences, fiche.definition), hasard)}")
                cles.append(fiche.code)
        return Corpus(tuple(textes), tuple(cles))

    @cached_property
    def _familles(self) -> dict[str, list[str]]:
        familles: dict[str, list[str]] = {}
        for fiche in self._donnees.fiches.values():
            familles.setdefault(fiche.parent, []).append(fiche.code)
        return familles

    @property
    def _offres(self) -> list[Offre]:
        return [o for o in self._donnees.offres if dans(o.texte, self._part)]

    def _cachee(self, fiche: Fiche, appellation: str) -> bool:
        """Half of the titles, of the métiers that keep another."""
        return part(appellation) < _MOITIE and any(part(a) >= _MOITIE for a in fiche.appellations)

    def _rome(self, *, sans_competences: bool = False, sans_definitions: bool = False) -> Corpus:
        return corpus_metiers(self._textes_metiers(sans_competences=sans_competences, sans_definitions=sans_definitions))

    def _textes_metiers(self, *, sans_competences: bool = False, sans_definitions: bool = False) -> list[TextesMetier]:
        items = self._donnees.items
        return [
            TextesMetier(
                code_rome=f.code,
                libelle=f.libelle,
                parent=f.parent,
                titres=f.appellations,
                definition="" if sans_definitions else "\n".join(f.definition),
                competences=tuple(items[i] for i in f.items if i in items and not (sans_competences and i not in self._coupe.items)),
            )
            for f in self._donnees.fiches.values()
        ]

    def _avec_familles(self, tache: Tache) -> Tache:
        parents = {f.code: f.parent for f in self._donnees.fiches.values()}
        souples = {
            q: {code: 1 for juste in notes if juste in parents for code in self._familles[parents[juste]]} for q, notes in tache.jugements.items()
        }
        return Tache(tache.nom, tache.libelle, tache.requetes, tache.corpus, tache.jugements, souples)

    @staticmethod
    def _un_genre(appellation: str) -> str:
        return un_genre(appellation, Random(f"{_GRAINE} {appellation}"))  # noqa: S311 - reproducible draws, no secret


def _formes(*libelles: str) -> set[str]:
    """The forms in which labels are written, folded: « vendeur/vendeuse » is both."""
    return {" ".join(mots(forme)) for libelle in libelles for forme in libelle.split("/")}


def _un_par_genre(concept: Concept) -> list[str]:
    """Alternative labels of an occupation that say something else than its preferred one, one of the two genders of each."""
    deja, gardes = _formes(concept.francais[0]), []
    # « vendeur/vendeuse » comes before « vendeur » and « vendeuse », and stands for them.
    for libelle in sorted(concept.francais[1:], key=lambda lu: ("/" not in lu, lu)):
        formes = _formes(libelle)
        if not formes & deja:
            gardes.append(libelle)
            deja |= formes
    return gardes


def abimee(tache: Tache) -> Tache:
    """The same task with one fault in each word of five letters or more of the queries.

    Args:
        tache: any task.

    Returns:
        A task named ``NOM_fautes``.
    """

    def abimer(requete: Requete) -> Requete:
        hasard = Random(f"{_GRAINE} {requete.identifiant} {requete.texte}")  # noqa: S311 - reproducible draws, no secret
        # Line by line: the first one of an offer is its title.
        return Requete(requete.identifiant, "\n".join(fautes(ligne, hasard) for ligne in requete.texte.split("\n")))

    requetes = tuple(map(abimer, tache.requetes))
    libelle = f"{tache.libelle}, une faute par mot long"
    return Tache(f"{tache.nom}_fautes", libelle, requetes, tache.corpus, tache.jugements, tache.souples)


def _tache(nom: str, libelle: str, paires: Iterable[tuple[str, str]], corpus: Corpus) -> Tache:
    """A task out of ``(text, right key)``; the same text twice is one query with two right keys."""
    cles: dict[str, dict[str, int]] = {}
    for texte, cle in paires:
        cles.setdefault(texte, {})[cle] = 1
    requetes = tuple(Requete(f"q{rang:05d}", texte) for rang, texte in enumerate(cles))
    return Tache(nom, libelle, requetes, corpus, {r.identifiant: cles[r.texte] for r in requetes})
