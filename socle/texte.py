"""French text helpers: folding, words, sort keys and plain text out of HTML.

The embedded PostgreSQL has neither ``unaccent`` nor ICU, so folding and sort keys are computed here, once, for the
search, the imports and the columns that a list is ordered by.
"""

import re
import unicodedata
from functools import lru_cache

from lxml import html as lxml_html
from snowballstemmer import stemmer

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss", "’": "'", "ʼ": "'", "‑": "-", "–": "-", "—": "-"})
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_MOT = re.compile(r"[a-z0-9]+(?:\+\+|#)?")
_ESPACES = re.compile(r"[ \t\r\f\v\u00a0\u202f\u200b]+")
_LIGNES = re.compile(r"\s*\n\s*\n\s*")
_BALISE = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|&(?:[a-zA-Z]{2,10}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BLOCS = {"p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "table"}
_OUVERTURES = {"li": "\n- ", "p": "\n\n"}
_RACINISEUR = stemmer("french")
_FEMININS = (
    ("trices", "teur"),
    ("trice", "teur"),
    ("euses", "eur"),
    ("euse", "eur"),
    ("ieres", "ier"),
    ("iere", "ier"),
    ("iennes", "ien"),
    ("ienne", "ien"),
    ("ees", "e"),
    ("ee", "e"),
)

# What carries no meaning of a métier or an offer, folded.
MOTS_VIDES = frozenset(
    """
    a au aux avec c ce ces cet cette chez d dans de des du elle elles en et eux h f il ils j je l la le les leur leurs lui m ma mais me mes
    mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sur t ta te tes toi ton tu un une vos votre vous y
    """.split()  # noqa: SIM905 (a list of a hundred quoted letters reads worse)
)


def plier(texte: str) -> str:
    """Fold a French text for comparison.

    Args:
        texte: any text.

    Returns:
        The text in lower case, without accents, with ligatures opened and typographic apostrophes and dashes made plain.
    """
    return (texte if texte.isascii() else _NON_ASCII.sub(lambda trouve: _sans_accent(trouve[0]), texte)).lower()


@lru_cache(maxsize=4_096)
def _sans_accent(lettres: str) -> str:
    """Letters out of ASCII, ligatures opened and accents removed: French has few of them, and they come back all the time."""
    decompose = unicodedata.normalize("NFKD", lettres.translate(_LIGATURES))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def majuscule(texte: str) -> str:
    """Put a capital on the first letter and leave the rest.

    Args:
        texte: any text.

    Returns:
        The text with its first letter in upper case.
    """
    return texte[:1].upper() + texte[1:]


def cle_tri(texte: str) -> str:
    """Sort key of a French label, to be stored in a column (PostgreSQL sorts by bytes here).

    Args:
        texte: a label, such as « Évry » or « L'Haÿ-les-Roses ».

    Returns:
        The folded words joined by one space, so that accents, hyphens and case do not change the order.
    """
    return " ".join(_MOT.findall(plier(texte)))


def mots(texte: str) -> list[str]:
    """Words of a text, folded, in order, stop words left out.

    Args:
        texte: any text.

    Returns:
        Folded words; an elided article (``l'``, ``d'``) is dropped like any stop word.
    """
    return [m for m in _MOT.findall(plier(texte)) if m not in MOTS_VIDES]


@lru_cache(maxsize=65_536)
def racine(mot: str) -> str:
    """Stem of one folded French word, masculine and feminine brought together.

    Snowball leaves « infirmiere » and « infirmier » apart once accents are folded, and « serveuse » apart from « serveur »: trade endings
    are brought to the masculine before it.

    Args:
        mot: one folded word, as given by :func:`mots`.

    Returns:
        The stem.
    """
    for feminin, masculin in _FEMININS:
        if len(mot) > len(feminin) + 2 and mot.endswith(feminin):
            mot = mot[: -len(feminin)] + masculin
            break
    racine_brute: str = _RACINISEUR.stemWord(mot)
    return racine_brute


def racines(texte: str) -> list[str]:
    """Stems of the words of a text, in order.

    Args:
        texte: any text.

    Returns:
        One stem per word kept by :func:`mots`.
    """
    return [racine(m) for m in mots(texte)]


def texte_brut(texte: str) -> str:
    """Plain text out of what a feed sends: tags removed, entities opened, blank runs closed, paragraphs and list items kept.

    Args:
        texte: plain text or HTML, possibly escaped twice.

    Returns:
        Plain text; lines are kept, never more than one blank line in a row, no blank at either end.
    """
    for _ in range(2):
        if not _BALISE.search(texte):
            break
        texte = _texte_de_html(texte)
    texte = _ESPACES.sub(" ", texte.replace("\x00", ""))
    texte = "\n".join(ligne.strip() for ligne in texte.split("\n"))
    return _LIGNES.sub("\n\n", texte).strip()


def _texte_de_html(fragment: str) -> str:
    racine_html = lxml_html.fragment_fromstring(fragment, create_parent="div")
    morceaux: list[str] = []
    _recueillir(racine_html, morceaux)
    return "".join(morceaux)


def _recueillir(element: lxml_html.HtmlElement, morceaux: list[str]) -> None:
    balise = element.tag if isinstance(element.tag, str) else "script"
    if balise not in {"script", "style"}:
        if balise in _BLOCS:
            morceaux.append(_OUVERTURES.get(balise, "\n"))
        morceaux.append(element.text or "")
        for enfant in element:
            _recueillir(enfant, morceaux)
    morceaux.append(element.tail or "")
