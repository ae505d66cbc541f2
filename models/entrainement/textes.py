"""Texts as people write them: typos, gender forms, noise of titles, offers and personal projects made from pieces of the ROME.

The turns of phrase are ours (``lexique/tournures.txt``); none comes from a real offer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_LEXIQUE = Path(__file__).parent / "lexique"
_ACCOLADES = re.compile(r"\{(\w+)\}")
_LETTRES = "abcdefghijklmnopqrstuvwxyz"
_VOISINES = {
    **{"a": "zqe", "e": "zra", "i": "uo", "o": "ip", "u": "yi", "s": "qdz", "t": "ry"},
    **{"r": "et", "n": "bm", "m": "n", "l": "km", "c": "sxk", "p": "ol", "d": "sf"},
}
# How a sound may be written by ear.
_PHONETIQUE = (
    *(("ph", "f"), ("qu", "k"), ("eau", "o"), ("au", "o"), ("ss", "s"), ("tt", "t"), ("nn", "n"), ("ll", "l"), ("mm", "m"), ("cc", "c"), ("rr", "r")),
    *(("pp", "p"), ("c", "ss"), ("s", "z"), ("ai", "é"), ("er", "é"), ("gn", "ni"), ("y", "i"), ("h", ""), ("en", "an"), ("an", "en")),
    ("ç", "ss"),
)


@cache
def tournures(section: str) -> tuple[str, ...]:
    """Turns of phrase of ``tournures.txt``.

    Args:
        section: a name between brackets in the file.

    Returns:
        The lines of that section.
    """
    blocs = (_LEXIQUE / "tournures.txt").read_text(encoding="utf-8").split("\n[")[1:]
    sections = {bloc.partition("]")[0]: bloc.partition("]\n")[2].splitlines() for bloc in blocs}
    return tuple(ligne for ligne in sections[section] if ligne)


def faute(mot: str, hasard: Random) -> str:
    """One edit in a word: letter lost, doubled, swapped, replaced, added, or a spelling by ear.

    Args:
        mot: a word; under four letters it is given back.
        hasard: source of randomness.

    Returns:
        The word with one fault.
    """
    if len(mot) < 4:
        return mot
    i = hasard.randrange(1, len(mot) - 1) if len(mot) > 4 else hasard.randrange(len(mot) - 1)
    sorte = hasard.randrange(6)
    if sorte == 0:
        return mot[:i] + mot[i + 1 :]
    if sorte == 1:
        return mot[:i] + mot[i] + mot[i:]
    if sorte == 2:
        return mot[:i] + mot[i + 1] + mot[i] + mot[i + 2 :]
    if sorte == 3:
        return mot[:i] + hasard.choice(_VOISINES.get(mot[i].lower(), _LETTRES)) + mot[i + 1 :]
    if sorte == 4:
        return mot[:i] + hasard.choice(_LETTRES) + mot[i:]
    possibles = [(a, b) for a, b in _PHONETIQUE if a in mot]
    return mot.replace(*hasard.choice(possibles), 1) if possibles else mot[:i] + mot[i + 1 :]


def fautes(texte: str, hasard: Random, longueur: int = 5, chance: float = 1.0) -> str:
    """One edit in each long word of a text.

    Args:
        texte: any text.
        hasard: source of randomness.
        longueur: shortest word touched.
        chance: probability for each long word.

    Returns:
        The text with faults.
    """
    return " ".join(faute(mot, hasard) if len(mot) >= longueur and mot.isalpha() and hasard.random() < chance else mot for mot in texte.split())


def un_genre(titre: str, hasard: Random) -> str:
    """One of the two sides of « Soudeur / Soudeuse », with what follows both.

    Args:
        titre: an appellation of the ROME or an ESCO label.
        hasard: source of randomness.

    Returns:
        One side, or the title itself when it has one form.
    """
    gauche, barre, droite = titre.partition(" / ")
    if not barre:
        gauche, barre, droite = titre.partition("/")
        return hasard.choice((gauche, droite)) if barre and len(gauche.split()) == len(droite.split()) else titre
    reste = droite.split()
    suite = reste[len(gauche.split()) :] if len(reste) > len(gauche.split()) else []
    return droite if hasard.random() < 0.5 else " ".join([gauche, *suite])


def _titre_offre(titre: str, hasard: Random) -> str:
    avant = _dire("titre_avant", hasard) + " " if hasard.random() < 0.5 else ""
    return f"{avant}{titre} {_dire('titre_apres', hasard)}"


def _dire(section: str, hasard: Random, **connus: str) -> str:
    """One turn of phrase, its braces filled with what is known, or with a line of the section they name."""
    return _remplir(hasard.choice(tournures(section)), hasard, connus)


def _plusieurs(section: str, nombre: int, hasard: Random) -> list[str]:
    return [_remplir(tournure, hasard, {}) for tournure in hasard.sample(tournures(section), nombre)]


def _remplir(tournure: str, hasard: Random, connus: Mapping[str, str]) -> str:
    return _ACCOLADES.sub(lambda m: connus[m[1]] if m[1] in connus else hasard.choice(tournures(m[1] + "s")), tournure)


def varier(titre: str, hasard: Random) -> str:
    """A title as somebody would type it.

    Args:
        titre: an appellation.
        hasard: source of randomness.

    Returns:
        The title with one side kept, words lost, faults or the noise of an offer's title, each now and then.
    """
    texte = un_genre(titre, hasard) if hasard.random() < 0.5 else titre
    mots = texte.split()
    if len(mots) > 2 and hasard.random() < 0.1:
        del mots[hasard.randrange(len(mots))]
        texte = " ".join(mots)
    if hasard.random() < 0.1:
        texte = _titre_offre(texte, hasard)
    return fautes(texte, hasard, chance=0.8) if hasard.random() < 0.25 else texte


@dataclass(frozen=True, slots=True)
class Matiere:
    """What one métier gives to an invented text: its title, what is done there, and the title of another métier."""

    titre: str
    taches: Sequence[str]
    phrases: Sequence[str]
    autre: str = ""


def offre(matiere: Matiere, hasard: Random) -> str:
    """The body of an invented offer.

    Args:
        matiere: pieces of one métier; empty sequences are allowed.
        hasard: source of randomness.

    Returns:
        Three to about twenty sentences; the title comes first in a quarter of the texts, in a sentence in two fifths.
    """
    tirage = hasard.random()
    morceaux = [_titre_offre(un_genre(matiere.titre, hasard), hasard)] if tirage < 0.25 else []
    morceaux += _plusieurs("entreprise", hasard.randrange(4), hasard)
    if tirage > 0.6:
        morceaux.append(_dire("accroches", hasard, titre=un_genre(matiere.titre, hasard)))
    morceaux.append(_dire("entrees", hasard))
    coeur = _taches(_quelques(matiere.taches, 2, 7, hasard), hasard) + _quelques(matiere.phrases, 0, 3, hasard)
    morceaux += [perdre(phrase, hasard) for phrase in coeur]
    morceaux += _plusieurs("profils", hasard.randrange(5), hasard) + _plusieurs("conditions", hasard.randrange(5), hasard)
    return hasard.choice(("\n", "\n", "\n\n", " ")).join(morceaux)


def _taches(taches: Sequence[str], hasard: Random) -> list[str]:
    """Tasks as a list of infinitives, as sentences to « vous », or run together with commas."""
    forme = hasard.randrange(3)
    if forme == 0:
        return ["- " + t for t in taches]
    if forme == 1:
        return [f"Vous {_a_vous(t)}." for t in taches]
    return [", ".join(t[:1].lower() + t[1:] for t in taches) + "."]


def _a_vous(tache: str) -> str:
    """« Préparer les commandes » gives « préparez les commandes »; other verbs stay as they are."""
    verbe, espace, reste = (tache[:1].lower() + tache[1:]).partition(" ")
    return (verbe[:-2] + "ez" if verbe.endswith("er") else verbe) + espace + reste


def perdre(texte: str, hasard: Random, chance: float = 0.12) -> str:
    """A text without some of its words, so that none of its sentences is ever learnt by heart.

    Args:
        texte: any text.
        hasard: source of randomness.
        chance: probability of losing each word.

    Returns:
        The text with at least its first word.
    """
    lus = texte.split(" ")
    return " ".join([lus[0], *(mot for mot in lus[1:] if hasard.random() >= chance)])


def projet(matiere: Matiere, hasard: Random) -> str:
    """A few lines in which somebody tells what they did or want.

    Args:
        matiere: pieces of one métier.
        hasard: source of randomness.

    Returns:
        Two to ten sentences, most of them in the first person, with a fault now and then.
    """
    morceaux = _plusieurs("vie", hasard.randrange(1, 5), hasard)
    if hasard.random() < 0.7 or not matiere.taches:
        titre = un_genre(matiere.titre, hasard).lower()
        if matiere.autre and hasard.random() < 0.2:
            morceaux.append(_dire("reconversions", hasard, titre=titre, autre=un_genre(matiere.autre, hasard).lower()))
        else:
            morceaux.append(_dire("projets", hasard, titre=titre))
    for tache in _quelques(matiere.taches, 0, 4, hasard):
        morceaux.append(perdre(f"{_dire('savoirs', hasard)} {tache[:1].lower()}{tache[1:]}.", hasard))
    hasard.shuffle(morceaux)
    return fautes(" ".join(morceaux), hasard, chance=0.15)


def _quelques(choix: Sequence[str], moins: int, plus: int, hasard: Random) -> list[str]:
    return hasard.sample(list(choix), min(len(choix), hasard.randrange(moins, plus + 1)))
