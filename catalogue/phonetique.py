"""How a French word sounds, roughly: two spellings of one sound get one key (« masson », « maçon »)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Rules in the order they are applied. Capitals stand for sounds that no single letter writes: E (é, è, ai), A, I, O (nasals), U (ou), X (eu), C (ch),
# N (gn), Y (ill); « @ » is a mute ending. Endings come first, while the letters that announce them are still there.
_REGLES = tuple(
    (re.compile(motif), son)
    for motif, son in (
        (r"œu|oeu", "eu"),
        (r"œ", "e"),
        (r"ç", "ss"),
        (r"(?:er|ez|ée|ées|és|é)$", "E"),
        (r"(?<=..)[sxz]$", ""),
        (r"(?<=..)e$", "@"),
        (r"(?<=..)[tdp]$", ""),
        (r"[éèêë]", "E"),
        (r"[àâä]", "a"),
        (r"[îï]", "i"),
        (r"[ôö]", "o"),
        (r"[ûùü]", "u"),
        (r"t(?=i[oe]n)", "s"),
        (r"eau|au", "o"),
        (r"ph", "f"),
        (r"sch|sh|ch", "C"),
        (r"gn", "N"),
        (r"qu?|ck|k", "k"),
        (r"gu(?=[eiyE@])", "G"),
        (r"ge(?=[aou])|g(?=[eiyE@])", "j"),
        (r"sc(?=[eiyE@])|c(?=[eiyE@])|ss", "S"),
        (r"(?<=[aeiouyE])s(?=[aeiouyEAIO@])", "z"),
        (r"c", "k"),
        (r"h", ""),
        (r"oi|oy", "wa"),
        (r"ou", "U"),
        (r"(?<=[aeiouy])ill?(?=[aeiouEX@]|$)|ill(?=[aeiouE@])|ill$", "Y"),
        (r"(?:ain|ein|aim)(?![aeiouyE@Ymn])", "I"),
        (r"ai|ei|ay|ey", "E"),
        (r"eu", "X"),
        (r"(?:an|am|en|em)(?![aeiouyEXU@Ymn])", "A"),
        (r"(?:in|im|yn|ym|un|um)(?![aeiouyEXU@Ymn])", "I"),
        (r"(?:on|om)(?![aeiouyEXU@Ymn])", "O"),
        (r"e", "E"),
        (r"y", "i"),
        (r"w(?!a)", "v"),
        (r"x", "ks"),
        (r"S", "s"),
        (r"G", "g"),
        (r"@", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def son(mot: str) -> str:
    """Key of the sound of a word.

    Args:
        mot: one word in lower case, with its accents when they are known.

    Returns:
        The key; two words of one key sound alike, near enough to have been meant for one another.
    """
    cle = unicodedata.normalize("NFC", mot)
    for motif, remplacement in _REGLES:
        cle = motif.sub(remplacement, cle)
    return cle
