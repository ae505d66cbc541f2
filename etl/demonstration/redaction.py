"""Sentences put together: lists in good French, paragraphs, ids out of titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from catalogue.domaine import TypeOffre
from etl.demonstration.tables import document
from socle.texte import cle_tri

SIGLES = frozenset({"ASH", "AES", "ATSEM", "AESH"})
# Enough words to tell two titles apart, few enough to be read in an address.
SLUG_MAX = 72


def identifiant(genre: TypeOffre, *mots: str) -> str:
    """Id of an offer within the source, made of its own words: it does not change when other offers are written.

    Args:
        genre: kind of offer.
        mots: title, then what tells two editions apart.

    Returns:
        Folded words joined by hyphens.
    """
    titre, *suite = mots
    return "-".join([genre.value, cle_tri(titre).replace(" ", "-")[:SLUG_MAX].strip("-"), *suite])


def tirer(tirage: Random, choix: Sequence[str], nombre: int) -> list[str]:
    """A few entries, in the order of the file.

    Args:
        tirage: draws.
        choix: entries.
        nombre: how many, at most all.

    Returns:
        Entries without repetition.
    """
    rangs = sorted(tirage.sample(range(len(choix)), min(nombre, len(choix))))
    return [choix[rang] for rang in rangs]


def enumerer(elements: Sequence[str]) -> str:
    """Join with commas and « et ».

    Args:
        elements: one phrase or more.

    Returns:
        « a, b et c ».
    """
    return elements[0] if len(elements) == 1 else f"{', '.join(elements[:-1])} et {elements[-1]}"


def missions(tirage: Random, fiche: Sequence[str], nombre: int) -> str:
    """What one does there, said in one of three ways.

    Args:
        tirage: draws.
        fiche: missions of the métier, in the infinitive.
        nombre: how many are kept.

    Returns:
        A sentence or a list.
    """
    choisies = tirer(tirage, fiche, nombre)
    facon = tirage.randrange(3)
    simples = all("," not in mission and " et " not in mission for mission in choisies)
    if facon == 0:
        return "Vos missions :\n" + "\n".join(f"- {mission}" for mission in choisies)
    if facon == 1 or not simples:
        return f"Au programme : {' ; '.join(choisies)}."
    return f"Au quotidien : {enumerer(choisies)}."


def paragraphes(morceaux: Iterable[str]) -> str:
    """Paragraphs of a description.

    Args:
        morceaux: texts, the empty ones left out.

    Returns:
        The texts, a blank line between them.
    """
    return "\n\n".join(morceau for morceau in morceaux if morceau)


def phrase(tirage: Random, *chemin: str) -> str:
    """One of the common sentences.

    Args:
        tirage: draws.
        chemin: keys in ``phrases.toml``.

    Returns:
        The sentence.
    """
    noeud = document("phrases")
    for cle in chemin:
        noeud = noeud[cle]
    choix: list[str] = list(noeud)
    return tirage.choice(choix)


def minuscule(texte: str) -> str:
    """First letter in lower case, except for an acronym.

    Args:
        texte: a title.

    Returns:
        The title as it reads within a sentence.
    """
    return texte if texte.split()[0].strip(",") in SIGLES else texte[0].lower() + texte[1:]
