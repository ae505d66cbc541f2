"""What the static encoder sees of a text: words, and for each word the hashed buckets of its character n-grams.

Part of the model: a change here asks for a new training (``tests/models`` pins a few buckets to say so).
"""

import re
from functools import lru_cache
from zlib import crc32

from socle.texte import plier

_MOT = re.compile(r"[a-z0-9]+(?:\+\+|#)?")
_GENRE = re.compile(r"\(?\b[hfmx]\s?/\s?[hfmx](?:\s?/\s?[hfmxn]b?)?\b\)?")
_FEMININ = "trice|rice|ice|euse|teuse|eresse|esse|iere|ere|enne|ienne|ne|se|le|te|ve|fe|ie|e"
_INCLUSIF = re.compile(rf"(?<=[a-z]{{3}})[·•⋅.(]{{1,2}}-?(?:{_FEMININ})(?:[·•⋅.]?s)?\)?(?![a-z])")

_FIN_DE_PHRASE = re.compile(r"[\n;!?•]+|\.(?=\s|$)")
LONGUEUR_TITRE = 60
"""A text shorter than this (characters), on one line, is read as one piece."""
LIMITE = 6.0
"""A sentence weighs at most ``exp(LIMITE)`` and at least ``exp(-LIMITE)``."""

# Words that say nothing of a métier, folded. Frozen with the weights.
MOTS_VIDES = frozenset(
    """
    a ai au aux avec ce ces cet cette d dans de des du e elle elles en est et etre eux f h il ils j je l la le les leur leurs
    lui m ma mais me mes mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu
    un une vos votre vous y
    """.split()  # noqa: SIM905 - a hundred quoted words would read worse
)


# Feminine endings and the masculine they are read as, the first that fits. Conflating a few common nouns (« charpente ») costs nothing: both
# sides of every comparison are read alike, and a title gets the same vector for a woman and for a man.
_ACCORDS = (
    *(("trice", "teur"), ("euse", "eur"), ("iere", "ier"), ("ienne", "ien"), ("enne", "en"), ("onne", "on"), ("ante", "ant"), ("ente", "ent")),
    *(("ere", "er"), ("ee", "e"), ("ive", "if"), ("elle", "el"), ("ale", "al"), ("aine", "ain"), ("ate", "at")),
)
_EXCEPTIONS = {"hotesse": "hote", "maitresse": "maitre", "cheffe": "chef", "apprentie": "apprenti", "contremaitresse": "contremaitre"}


@lru_cache(maxsize=65_536)
def accorder(mot: str) -> str:
    """A folded word without plural or feminine ending.

    Args:
        mot: one folded word.

    Returns:
        « serveuses » gives « serveur », « agente » gives « agent »; words under five letters come back as they are.
    """
    if len(mot) > 4 and mot[-1] == "s" and mot[-2] != "s":
        mot = mot[:-1]
    if mot in _EXCEPTIONS:
        return _EXCEPTIONS[mot]
    if len(mot) > 5:
        for feminin, masculin in _ACCORDS:
            if mot.endswith(feminin):
                return mot[: -len(feminin)] + masculin
    return mot


def mots(texte: str) -> list[str]:
    """Words of a text as the encoder sees them.

    Args:
        texte: any text.

    Returns:
        Folded words in order, in the masculine singular, without stop words, without « (h/f) » and inclusive endings (« agent·e », « agent(e) »).
    """
    plie = plier(texte)
    if "/" in plie:
        plie = _GENRE.sub(" ", plie)
    if "(" in plie or "." in plie or "·" in plie or "•" in plie:
        plie = _INCLUSIF.sub("", plie)
    return [accorder(mot) for mot in _MOT.findall(plie) if mot not in MOTS_VIDES]


def phrases(texte: str) -> list[str]:
    """Sentences and lines of a text.

    Args:
        texte: any text.

    Returns:
        At least one piece; a title gives itself. Pieces may hold no word.
    """
    if len(texte) < LONGUEUR_TITRE and "\n" not in texte:
        return [texte]
    return _FIN_DE_PHRASE.split(texte)


def seaux(mot: str, nombre: int) -> list[int]:
    """Buckets of one word: the word itself, then its 3- and 4-grams with boundaries.

    Args:
        mot: one folded word.
        nombre: number of buckets of the model.

    Returns:
        At least one bucket in ``[0, nombre)``; a 3-gram of a short word may repeat the word, on purpose.
    """
    borne = f"<{mot}>".encode()
    resultat = [crc32(borne, 7) % nombre]
    for taille in (3, 4):
        resultat += [crc32(borne[i : i + taille]) % nombre for i in range(len(borne) - taille + 1)]
    return resultat
