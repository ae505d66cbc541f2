"""Every typo of one letter: the usual names of the most sought métiers, misspelt, must still find their métier among the first five."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from catalogue.vues import TextesMetier
from matching.evaluation.mesures import rangs
from matching.evaluation.moteurs import Moteur
from matching.evaluation.suggestion import PREMIERS
from matching.evaluation.taches import corpus_metiers
from models.entrainement.textes import un_genre
from socle.erreurs import ErreurPersonne

FICHIER = Path(__file__).parent / "metiers_courants.txt"
GRAINE = 20_261_123
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_REQUETES_PAR_BLOC = 128


@dataclass(frozen=True, slots=True)
class Faute:
    """A name, what was typed instead, how, and where its métier came (None: not at all)."""

    code_rome: str
    nom: str
    tape: str
    genre: str
    rang: int | None


@dataclass(frozen=True)
class BilanFautes:
    """What became of the typos.

    Attributes:
        essais: typos tried, by kind (``juste``: the name as it is).
        trouves: those whose métier came among the first :data:`PREMIERS`, by kind.
        manques: those that did not.
    """

    noms: int
    essais: dict[str, int]
    trouves: dict[str, int]
    manques: tuple[Faute, ...]

    @property
    def taux(self) -> float:
        """Share of the typos that still find their métier, names without typo left out."""
        essais = sum(n for genre, n in self.essais.items() if genre != "juste")
        return sum(n for genre, n in self.trouves.items() if genre != "juste") / essais if essais else 1.0


def codes_courants(fichier: Path = FICHIER) -> list[str]:
    """Codes of the métiers most hired for, the most sought first.

    Args:
        fichier: one ROME code per line, comments after ``#``.

    Returns:
        The codes.
    """
    lignes = (ligne.partition("#")[0].strip() for ligne in fichier.read_text(encoding="utf-8").splitlines())
    return [ligne for ligne in lignes if ligne]


def editions(nom: str) -> Iterator[tuple[str, str]]:
    """Every typo of one letter.

    Args:
        nom: a name; letters alone are touched, blanks and punctuation stay.

    Returns:
        ``(kind, text)``: letter lost, doubled, swapped with the next, replaced by each other, or added after it.
    """
    for i, lettre in enumerate(nom):
        if not lettre.isalpha():
            continue
        avant, apres = nom[:i], nom[i + 1 :]
        yield "perdue", avant + apres
        yield "doublee", avant + lettre + lettre + apres
        if apres[:1].isalpha() and apres[0] != lettre:
            yield "inversee", avant + apres[0] + lettre + apres[1:]
        for autre in _ALPHABET:
            if autre != lettre.lower():
                yield "remplacee", avant + autre + apres
                yield "ajoutee", avant + lettre + autre + apres


def verifier(moteur: Moteur, metiers: Sequence[TextesMetier], codes: Sequence[str], par_nom: int, graine: int = GRAINE) -> BilanFautes:
    """Try typos on the names of métiers.

    Args:
        moteur: the engine; it is given the whole ROME.
        metiers: the whole ROME.
        codes: métiers whose name is tried; one that this ROME does not know is left out.
        par_nom: typos drawn per name, shared between the kinds; every typo when there are fewer.
        graine: seed of the draws.

    Returns:
        The account.

    Raises:
        ErreurPersonne: none of the codes is known.
    """
    connus = {m.code_rome: m for m in metiers}
    choisis = [connus[c] for c in codes if c in connus]
    if not choisis:
        raise ErreurPersonne("Aucun des métiers courants n’est dans ce ROME : importez-le d’abord (« boite importer rome »).")
    essais = [essai for metier in choisis for essai in _essais(metier, par_nom, graine)]
    corpus = corpus_metiers(metiers)
    moteur.indexer(corpus)
    rang_cle = {cle: rang for rang, cle in enumerate(corpus.cles_uniques)}
    fautes: list[Faute] = []
    for debut in range(0, len(essais), _REQUETES_PAR_BLOC):
        bloc = essais[debut : debut + _REQUETES_PAR_BLOC]
        notes = moteur.noter([tape for _, _, _, tape in bloc]).notes
        for (code, nom, genre, tape), valeurs in zip(bloc, notes, strict=True):
            place = rangs(valeurs, np.array([rang_cle[code]]))[0]
            fautes.append(Faute(code, nom, tape, genre, int(place) if np.isfinite(place) else None))
    trouves = Counter(f.genre for f in fautes if f.rang is not None and f.rang <= PREMIERS)
    manques = tuple(f for f in fautes if f.rang is None or f.rang > PREMIERS)
    return BilanFautes(len(choisis), dict(Counter(f.genre for f in fautes)), dict(trouves), manques)


def _essais(metier: TextesMetier, par_nom: int, graine: int) -> list[tuple[str, str, str, str]]:
    hasard = Random(f"{graine} {metier.code_rome}")  # noqa: S311 - reproducible draws, no secret
    nom = un_genre(metier.libelle, hasard)
    par_genre: dict[str, list[str]] = {}
    for genre, tape in editions(nom):
        par_genre.setdefault(genre, []).append(tape)
    essais = [(metier.code_rome, nom, "juste", nom)]
    for genre, tapes in par_genre.items():
        part = max(1, par_nom // len(par_genre))
        essais += [(metier.code_rome, nom, genre, tape) for tape in hasard.sample(tapes, min(part, len(tapes)))]
    return essais
