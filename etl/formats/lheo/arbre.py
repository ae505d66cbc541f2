"""Questions put to a LHÉO element, whatever its namespace; what only fills a compulsory element reads as missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from lxml import etree

from etl.entree.releve import Releve
from etl.entree.valeurs import texte
from etl.lecture import Contexte
from socle.texte import plier

T = TypeVar("T")

# LHÉO makes many texts compulsory: senders write these when they have nothing to say. « Non » and « Aucune » mean it for the texts that ask
# whether there is something.
_SIGNES = frozenset({".", "..", "...", "…", "?", "/", "--", "*", "n/a", "na", "nc", "n.c.", "n.c"})
_PARTICIPES = ("renseigne", "communique", "precise")
_RIEN = _SIGNES | {"neant", "rien", "inconnu", "sans objet", "a renseigner"} | {f"non {participe}{e}" for participe in _PARTICIPES for e in ("", "e")}
_RIEN_MAX = max(map(len, _RIEN))
_AUCUN = frozenset(
    {"non", "aucun", "aucune", "aucuns", "aucunes", "sans", "pas de prerequis", "aucun prerequis", "aucune condition", "aucun pre-requis"}
)


def tous(element: etree._Element | None, chemin: str) -> list[etree._Element]:
    """Elements at the end of a path.

    Args:
        element: where to start, None being an empty element.
        chemin: local names separated by « / », such as « coordonnees/adresse/ligne ».

    Returns:
        The elements, in the order of the file.
    """
    if element is None:
        return []
    return list(element.iterfind(_qualifie(chemin)))


@cache
def _qualifie(chemin: str) -> str:
    return "/".join(f"{{*}}{nom}" for nom in chemin.split("/"))


def premier(element: etree._Element | None, chemin: str) -> etree._Element | None:
    """First element at the end of a path.

    Args:
        element: where to start, None being an empty element.
        chemin: local names separated by « / ».

    Returns:
        The element, None when there is none.
    """
    return next(iter(tous(element, chemin)), None)


def mot(v: object) -> str | None:
    """A text, placeholders being no text.

    Args:
        v: what an element holds.

    Returns:
        Plain text, None for nothing, « - », « . », « Néant » and their like.
    """
    lu = texte(v)
    return None if lu is None or (len(lu) <= _RIEN_MAX and plier(lu) in _RIEN) else lu


def dits(element: etree._Element | None, chemin: str) -> tuple[str, ...]:
    """Texts at the end of a path, each once.

    Args:
        element: where to start, None being an empty element.
        chemin: local names separated by « / ».

    Returns:
        Plain texts, placeholders left out.
    """
    return tuple(dict.fromkeys(lu for trouve in tous(element, chemin) if (lu := mot(trouve.text))))


def dit(element: etree._Element | None, chemin: str) -> str | None:
    """First text at the end of a path.

    Args:
        element: where to start, None being an empty element.
        chemin: local names separated by « / ».

    Returns:
        Plain text, None when there is none or only a placeholder.
    """
    return next((lu for trouve in tous(element, chemin) if (lu := mot(trouve.text))), None)


def affirme(element: etree._Element | None, chemin: str) -> str | None:
    """Like :func:`dit`, for an element that asks whether there is something: « Non » and « Aucune » are nothing.

    Args:
        element: where to start, None being an empty element.
        chemin: local names separated by « / ».

    Returns:
        Plain text, or None.
    """
    lu = dit(element, chemin)
    return None if lu is None or plier(lu).strip(" .!-") in _AUCUN else lu


def phrase(lu: str) -> str:
    """A text ended as a sentence, so that another one may follow.

    Args:
        lu: text.

    Returns:
        The text, a full stop added when no punctuation ends it.
    """
    return lu if lu.endswith((".", "!", "?", "…")) else f"{lu.rstrip(' ;,:')}."


def groupes(element: etree._Element | None, info: str) -> Iterator[etree._Element]:
    """Additions of one kind: ``<extras info="…">``, where InterCarif writes what LHÉO has no element for.

    Args:
        element: the one that holds them.
        info: kind of the addition.

    Yields:
        The ``extras`` elements of that kind.
    """
    for extras in tous(element, "extras"):
        if extras.get("info") == info:
            yield extras


def extra(element: etree._Element | None, groupe: str, info: str) -> str | None:
    """A value added by InterCarif: ``<extras info="groupe"><extra info="info">…``.

    Args:
        element: the one that holds it.
        groupe: kind of the addition.
        info: name of the value.

    Returns:
        The first such value, None when there is none.
    """
    return next((lu for extras in groupes(element, groupe) for lu in valeurs_extra(extras, info)), None)


def valeurs_extra(extras: etree._Element, info: str) -> list[str]:
    """Values of one name in one addition.

    Args:
        extras: an ``extras`` element.
        info: name of the values.

    Returns:
        Plain texts, placeholders left out.
    """
    return [lu for valeur in tous(extras, "extra") if valeur.get("info") == info and (lu := mot(valeur.text))]


@dataclass(frozen=True, slots=True)
class Fiche:
    """One action of one training: what becomes one offer, and where its doubts are noted."""

    formation: etree._Element
    action: etree._Element
    contexte: Contexte
    releve: Releve

    @property
    def sessions(self) -> list[etree._Element]:
        """The session elements of the action."""
        return tous(self.action, "session")

    def code(self, element: etree._Element, chemin: str, table: Mapping[str, T], motif: str) -> T | None:
        """What a code means.

        Args:
            element: the training, the action or one of their elements.
            chemin: where the code is.
            table: code to meaning.
            motif: said when the table does not have the code.

        Returns:
            The meaning, None when the code is absent or unknown (a doubt is then noted).
        """
        lu = dit(element, chemin)
        if lu is None:
            return None
        if lu not in table:
            self.releve.doute(chemin, lu, motif)
            return None
        return table[lu]
