"""Wording that the law forbids in an offer: pointed out with the words themselves and a neutral way of saying, never blocked.

Criteria: article L1132-1 of the Code du travail; sex: L1142-1; origin and language: L5321-2; age: L5331-2.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from socle.texte import plier

# How far around the words found an exception is looked for, in characters; a sentence that ends stops it.
AUTOUR = 60
_FIN_DE_PHRASE = re.compile(r"[.!?\n;]")


@dataclass(frozen=True, slots=True)
class Alerte:
    """Words to look at again.

    Attributes:
        critere: code of the criterion (``age``, ``sexe`` …).
        nom: the criterion in words, « l’âge ».
        extrait: the words of the offer, as typed.
        debut, fin: where they stand in the text, in characters.
        pourquoi: the rule, with its article.
        proposition: a neutral way of saying what the post needs.
    """

    critere: str
    nom: str
    extrait: str
    debut: int
    fin: int
    pourquoi: str
    proposition: str


@dataclass(frozen=True, slots=True)
class _Critere:
    code: str
    nom: str
    pourquoi: str
    proposition: str
    motifs: re.Pattern[str]
    sauf: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _criteres() -> tuple[_Critere, ...]:
    lus = tomllib.loads((Path(__file__).parent / "formulations.toml").read_text(encoding="utf-8"))["critere"]
    return tuple(
        _Critere(
            c["code"],
            c["nom"],
            c["pourquoi"],
            c["proposition"],
            re.compile("|".join(c["motifs"])),
            re.compile(c["sauf"]) if "sauf" in c else None,
        )
        for c in lus
    )


def relire(texte: str) -> tuple[Alerte, ...]:
    """Point out the wording that may turn people away for a reason the law forbids.

    Args:
        texte: title and text of an offer, as typed.

    Returns:
        The alerts in the order of the text; empty when nothing was found, which does not prove that nothing is wrong.
    """
    plie, origines = plier_en_place(texte)
    alertes = [
        Alerte(c.code, c.nom, texte[(d := origines[m.start()]) : (f := origines[m.end() - 1] + 1)], d, f, c.pourquoi, c.proposition)
        for c in _criteres()
        for m in c.motifs.finditer(plie)
        if c.sauf is None or not c.sauf.search(entourage(plie, m.start(), m.end()))
    ]
    return tuple(sorted(alertes, key=lambda a: (a.debut, a.fin, a.critere)))


def plier_en_place(texte: str) -> tuple[str, list[int]]:
    """Fold a text and remember where its characters came from.

    Args:
        texte: as typed.

    Returns:
        The folded text, and the place in ``texte`` of each of its characters.
    """
    plis = [plier(caractere) for caractere in texte]
    return "".join(plis), [i for i, pli in enumerate(plis) for _ in pli]


def entourage(plie: str, debut: int, fin: int) -> str:
    """The words found and what stands around them in the same sentence.

    Args:
        plie: folded text.
        debut, fin: where the words stand in it.

    Returns:
        At most :data:`AUTOUR` characters on each side.
    """
    avant = plie[max(0, debut - AUTOUR) : debut]
    apres = plie[fin : fin + AUTOUR]
    coupe = [m.end() for m in _FIN_DE_PHRASE.finditer(avant)]
    arret = _FIN_DE_PHRASE.search(apres)
    return avant[coupe[-1] if coupe else 0 :] + plie[debut:fin] + (apres[: arret.start()] if arret else apres)
