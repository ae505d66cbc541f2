"""What a free text about a person had better not say, pointed out before it is saved.

A NIR is refused: this service never keeps one. Health, opinions and beliefs, origin and private life, justice (GDPR, articles 9 and 10) and
judgements on the person (CNIL: comments are factual, the person may read them) are pointed out; the author rewrites them, or keeps them knowingly.
Rules of words, ours, in ``sensible.txt``: they help attention and prove nothing. The tests measure what they find and miss on a set of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from socle.texte import plier


class Genre(StrEnum):
    """What a text seems to speak of."""

    NIR = "nir"
    SANTE = "sante"
    OPINION = "opinion"
    ORIGINE = "origine"
    JUSTICE = "justice"
    JUGEMENT = "jugement"


CONSEILS: Final[dict[Genre, str]] = {
    Genre.NIR: "Un numéro de sécurité sociale ne se garde jamais ici. Retirez-le.",
    Genre.SANTE: "Ces mots parlent de santé. Dites plutôt ce qui compte pour l’emploi : « pas de port de charges », « horaires réguliers ».",
    Genre.OPINION: "Ces mots parlent d’opinions, de croyances ou d’engagement syndical. Ils ne servent pas au parcours : retirez-les.",
    Genre.ORIGINE: "Ces mots parlent d’origine ou de vie intime. Ils ne servent pas au parcours : retirez-les.",
    Genre.JUSTICE: "Ces mots parlent de justice. Dites plutôt la contrainte : « disponible à partir de mars », « pas de casier demandé ».",
    Genre.JUGEMENT: "Ces mots jugent la personne, qui peut lire cette note. Écrivez un fait : « absente aux rendez-vous du 3 et du 10 ».",
}


@dataclass(frozen=True, slots=True)
class Alerte:
    """Words of a text that deserve a second look.

    Attributes:
        mots: as the text writes them, folded; a NIR is never repeated.
    """

    genre: Genre
    mots: tuple[str, ...]

    @property
    def conseil(self) -> str:
        """What to do, in a sentence."""
        return CONSEILS[self.genre]


_SECTION = re.compile(r"\[(\w+)\]")
_ENTIER = r"(?<![a-z0-9])(?:{})(?![a-z0-9])"


@lru_cache(maxsize=1)
def _regles() -> dict[str, re.Pattern[str]]:
    """The rules of ``sensible.txt``, by kind; ``sans_risque`` is what is taken out before the others look."""
    motifs: dict[str, list[str]] = {}
    section = ""
    for ligne in Path(__file__).with_name("sensible.txt").read_text("utf-8").splitlines():
        if titre := _SECTION.fullmatch(ligne):
            section = titre[1]
        elif ligne and not ligne.startswith("#"):
            motifs.setdefault(section, []).append(ligne)
    return {nom: re.compile(_ENTIER.format("|".join(lignes))) for nom, lignes in motifs.items()}


_NIR = re.compile(
    r"(?<![\dA-Za-z])([12])[ .]?(\d{2})[ .]?(\d{2})[ .]?(\d{2}|2[AB])[ .]?(\d{3})[ .]?(\d{3})(?:[ .-]?(\d{2}))?(?![\dA-Za-z])", re.IGNORECASE
)
_CORSE: Final = {"2A": "19", "2B": "18"}


def alertes(texte: str) -> tuple[Alerte, ...]:
    """What a text had better not say.

    Args:
        texte: free text about a person.

    Returns:
        One alert per kind found, the NIR first; nothing when the text raises no doubt.
    """
    trouvees = [Alerte(Genre.NIR, ())] if contient_nir(texte) else []
    regles = _regles()
    lu = regles["sans_risque"].sub(" ", " ".join(plier(texte).split()))
    for genre in (g for g in Genre if g in regles):
        if mots := tuple(dict.fromkeys(trouve[0] for trouve in regles[genre].finditer(lu))):
            trouvees.append(Alerte(genre, mots))
    return tuple(trouvees)


def contient_nir(texte: str) -> bool:
    """Whether a text holds a NIR: 15 characters with a good key, or the 13 first alone.

    Args:
        texte: any text; blanks and dots within the number do not count.

    Returns:
        True when one is there. Key: 97 minus the rest of the number divided by 97, 2A read as 19 and 2B as 18 (INSEE).
    """
    return any(_est_nir(*trouve.groups()) for trouve in _NIR.finditer(texte))


def _est_nir(sexe: str, annee: str, mois: str, departement: str, commune: str, ordre: str, cle: str | None) -> bool:
    if not (1 <= int(mois) <= 12 or 20 <= int(mois) <= 42 or int(mois) >= 50) or departement == "00" or ordre == "000":
        return False
    nombre = int(f"{sexe}{annee}{mois}{_CORSE.get(departement.upper(), departement)}{commune}{ordre}")
    return cle is None or 97 - nombre % 97 == int(cle)
