"""Texts as people write them: typos, gender forms, noise of titles, offers and personal projects made from pieces of the ROME.

The turns of phrase are ours (``lexique/tournures.txt``); none comes from a real offer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_LEXIQUE = Path(__file__).parent / "lexique"
_LETTRES = "abcdefghijklmnopqrstuvwxyz"
_VOISINES = {
    **{"a": "zqe", "e": "zra", "i": "uo", "o": "ip", "u": "yi", "s": "qdz", "t": "ry"},
    **{"r": "et", "n": "bm", "m": "n", "l": "km", "c": "sxk", "p": "ol", "d": "sf"},
}
# How a sound may be written by ear.
_PHONETIQUE = (
    *(("ph", "f"), ("qu", "k"), ("eau", "o"), ("au", "o"), ("ss", "s"), ("tt", "t"), ("nn", "n"), ("ll", "l"), ("mm", "m"), ("cc", "c"), ("rr", "r")),
    *(("pp", "p"), ("c", "ss"), ("s", "z"), ("ai", "é"), ("er", "é"), ("gn", "ni"), ("y", "i"), ("h", ""), ("en", "an"), ("an", "en")),
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
    avant = hasard.choice(tournures("titre_avant")) + " " if hasard.random() < 0.5 else ""
    return f"{avant}{titre} {hasard.choice(tournures('titre_apres'))}"


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
    """What one métier gives to an invented text: its title and what is done there."""

    titre: str
    taches: Sequence[str]
    phrases: Sequence[str]


def offre(matiere: Matiere, hasard: Random) -> str:
    """The body of an invented offer.

    Args:
        matiere: pieces of one métier; empty sequences are allowed.
        hasard: source of randomness.

    Returns:
        Three to about fifteen sentences; the title comes first in a quarter of the texts, in a sentence in two fifths.
    """
    tirage = hasard.random()
    morceaux = [_titre_offre(un_genre(matiere.titre, hasard), hasard)] if tirage < 0.25 else []
    morceaux += hasard.sample(tournures("entreprise"), hasard.randrange(3))
    if tirage > 0.6:
        morceaux.append(hasard.choice(tournures("accroches")).format(titre=un_genre(matiere.titre, hasard)))
    morceaux.append(hasard.choice(tournures("entrees")))
    morceaux += ["- " + t for t in _quelques(matiere.taches, 2, 7, hasard)]
    morceaux += _quelques(matiere.phrases, 0, 3, hasard)
    morceaux += hasard.sample(tournures("profils"), hasard.randrange(4)) + hasard.sample(tournures("conditions"), hasard.randrange(4))
    return "\n".join(morceaux)


def projet(matiere: Matiere, hasard: Random) -> str:
    """A few lines in which somebody tells what they did or want.

    Args:
        matiere: pieces of one métier.
        hasard: source of randomness.

    Returns:
        Two to seven sentences in the first person, with a fault now and then.
    """
    morceaux = hasard.sample(tournures("vie"), hasard.randrange(1, 3))
    if hasard.random() < 0.7 or not matiere.taches:
        titre = un_genre(matiere.titre, hasard).lower()
        morceaux.append(hasard.choice(tournures("projets")).format(titre=titre))
    morceaux += [
        hasard.choice(("Je sais ", "J'aime ", "J'ai appris à ")) + t[:1].lower() + t[1:] + "." for t in _quelques(matiere.taches, 0, 3, hasard)
    ]
    hasard.shuffle(morceaux)
    return fautes(" ".join(morceaux), hasard, chance=0.15)


def _quelques(choix: Sequence[str], moins: int, plus: int, hasard: Random) -> list[str]:
    return hasard.sample(list(choix), min(len(choix), hasard.randrange(moins, plus + 1)))
