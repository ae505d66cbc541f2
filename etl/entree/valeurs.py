"""Values as files write them, turned into values of the domain.

Every function takes what a cell, a JSON value or an XML text may hold, gives None when nothing was said, and raises ``ValeurInvalide`` with a
reason in French when something was said that cannot be understood. Nothing is guessed: a doubtful value is refused, not repaired, save for the
zeros that spreadsheets are known to drop from codes of fixed length.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from catalogue.regles import CODE_INSEE, DEPARTEMENTS, anomalie_siret
from etl.entree.jours import date_de, heure_de
from etl.entree.textes import ValeurInvalide, texte
from socle.texte import plier

__all__ = [
    "ValeurInvalide",
    "booleen",
    "code_insee",
    "code_postal",
    "code_zone",
    "coordonnees",
    "date_de",
    "entier",
    "heure_de",
    "liste",
    "nombre",
    "siret",
    "texte",
]

ENTIER_MAX = 2**31 - 1
"""Largest integer that the catalogue stores."""

_BLANCS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_OUI = frozenset({"oui", "o", "true", "vrai", "yes", "y", "1", "x"})
_NON = frozenset({"non", "n", "false", "faux", "no", "0"})


def nombre(v: object) -> Decimal | None:
    """A decimal number.

    Args:
        v: number, or text with a decimal point or comma, thousands apart, a euro sign (« 1 234,50 € », « 1.234,50 »).

    Returns:
        The number, None when absent. A float is read as its shortest decimal writing.

    Raises:
        ValeurInvalide: not a finite number.
    """
    if isinstance(v, bool):
        raise ValeurInvalide("Un nombre est attendu ici.")
    mot = texte(v)
    if mot is None:
        return None
    compact = re.sub(r"(?:€|euros?|eur)$", "", _BLANCS.sub("", mot), flags=re.IGNORECASE)
    if "," in compact:
        compact = compact.replace(".", "").replace(",", ".", 1)
    try:
        lu = Decimal(compact)
    except InvalidOperation:
        raise ValeurInvalide("Un nombre est attendu ici.") from None
    if not lu.is_finite():
        raise ValeurInvalide("Un nombre est attendu ici.")
    return lu


def entier(v: object) -> int | None:
    """A whole number that the catalogue can store.

    Args:
        v: number or text, « 12 », « 12.0 », « 1 200 ».

    Returns:
        The number, None when absent.

    Raises:
        ValeurInvalide: not a number, not whole, or beyond ± 2 147 483 647.
    """
    lu = nombre(v)
    if lu is None:
        return None
    if abs(lu) > ENTIER_MAX:
        raise ValeurInvalide("Ce nombre est trop grand.")
    if lu != lu.to_integral_value():
        raise ValeurInvalide("Un nombre entier est attendu ici.")
    return int(lu)


def booleen(v: object) -> bool | None:
    """Yes or no.

    Args:
        v: bool, 0 or 1, or oui/non, o/n, true/false, vrai/faux, yes/no, x.

    Returns:
        The answer, None when absent: unknown is not « no ».

    Raises:
        ValeurInvalide: something else.
    """
    mot = texte(v)
    if mot is None:
        return None
    plie = plier(mot)
    if plie in _OUI:
        return True
    if plie in _NON:
        return False
    raise ValeurInvalide("Répondez par oui ou par non.")


def code_postal(v: object) -> str | None:
    """A postal code of 5 digits; the zero that a spreadsheet dropped is put back (1000 → 01000).

    Args:
        v: text or number.

    Returns:
        The code, None when absent or made of zeros.

    Raises:
        ValeurInvalide: not 4 or 5 digits.
    """
    code = _code(v)
    if code is None:
        return None
    if not re.fullmatch(r"\d{4,5}", code):
        raise ValeurInvalide("Un code postal compte 5 chiffres.")
    return code.zfill(5)


def code_insee(v: object) -> str | None:
    """An INSEE code of commune, 5 characters (2A and 2B in Corsica); a dropped zero is put back.

    Args:
        v: text or number.

    Returns:
        The code, None when absent or made of zeros.

    Raises:
        ValeurInvalide: something else.
    """
    code = _code(v)
    if code is None:
        return None
    code = code.upper().zfill(5) if re.fullmatch(r"\d{4}", code) else code.upper()
    if not CODE_INSEE.fullmatch(code):
        raise ValeurInvalide("Un code INSEE de commune compte 5 caractères.")
    return code


def code_zone(v: object) -> str | None:
    """A commune or a département by its code; a dropped zero is put back (1 → 01, 1004 → 01004).

    Args:
        v: text or number.

    Returns:
        INSEE code of a French commune or code of a département, None when absent.

    Raises:
        ValeurInvalide: neither; foreign countries (99…) are not communes.
    """
    mot = texte(v)
    if mot is None:
        return None
    code = _compact(mot).upper()
    code = code.zfill({1: 2, 4: 5}.get(len(code), 0))
    if code in DEPARTEMENTS or (CODE_INSEE.fullmatch(code) and not code.startswith("99")):
        return code
    raise ValeurInvalide(f"«\u00a0{mot}\u00a0» n’est ni un code INSEE de commune (94028), ni un code de département (94).")


def _code(v: object) -> str | None:
    code = _compact(texte(v) or "")
    # Senders fill the compulsory codes that they do not know with zeros.
    return code if code.strip("0") else None


def _compact(mot: str) -> str:
    # A spreadsheet turns codes into numbers: 94028 comes back as 94028.0.
    return _BLANCS.sub("", mot).removesuffix(".0")


def siret(v: object) -> str | None:
    """A SIRET of 14 digits with its Luhn key.

    A number is taken only when it holds its 14 digits exactly; a lost zero or the scientific notation is refused rather than repaired: a wrong
    SIRET would tie the offer to someone else.

    Args:
        v: text (spaces, dots and non-breaking spaces allowed) or number.

    Returns:
        The 14 digits, None when absent or made of zeros: their key is good and they name nobody.

    Raises:
        ValeurInvalide: with the reason.
    """
    mot = texte(v)
    if mot is None:
        return None
    compact = re.sub(r"[\s\u00a0\u202f.-]", "", mot.removesuffix(".0"))
    if not compact.strip("0"):
        return None
    if re.fullmatch(r"[\d,]+e\+?\d+", compact, re.IGNORECASE):
        raise ValeurInvalide("Un tableur a perdu les derniers chiffres de ce SIRET. Mettez la colonne au format texte et ressaisissez-le.")
    if re.fullmatch(r"\d{12,13}", compact):
        raise ValeurInvalide(f"Un SIRET compte 14 chiffres, celui-ci {len(compact)} : un tableur a peut-être retiré des zéros au début.")
    motif = anomalie_siret(compact)
    if motif:
        raise ValeurInvalide(motif)
    return compact


def coordonnees(lat: object, lon: object) -> tuple[float | None, float | None]:
    """A point of the globe.

    Args:
        lat: latitude, WGS 84 degrees.
        lon: longitude, WGS 84 degrees.

    Returns:
        Both, or ``(None, None)`` when one is absent or both are 0 (how systems write « unknown »).

    Raises:
        ValeurInvalide: not numbers, or out of the globe.
    """
    latitude, longitude = nombre(lat), nombre(lon)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValeurInvalide("Ces coordonnées sont hors du globe.")
    return float(latitude), float(longitude)


def liste(v: object, separateurs: str = ";|,") -> tuple[str, ...]:
    """Several values in one.

    Args:
        v: a list, or a text.
        separateurs: characters that part the values of a text.

    Returns:
        The values, each through :func:`texte`, in their order, none empty, none twice.

    Raises:
        ValeurInvalide: an object, or a list of lists.
    """
    if isinstance(v, list | tuple):
        morceaux = [texte(element) for element in v]
    else:
        morceaux = [texte(morceau) for morceau in re.split(f"[{re.escape(separateurs)}]", texte(v) or "")]
    return tuple(dict.fromkeys(m for m in morceaux if m))
