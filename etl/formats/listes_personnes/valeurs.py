"""Values of lists of people, as they are written there; what cannot be understood raises ``ValeurInvalide`` with its reason."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from etl.entree.valeurs import ValeurInvalide, booleen, code_postal, nombre, texte
from parcours.domaine import Orientation
from parcours.dossier.domaine import DroitRsa
from socle.texte import cle_tri

V = TypeVar("V")
PLUS_VIEIL_AGE = 110
_ORIGINE_EXCEL = date(1899, 12, 30)
_FRANCAISE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})(?:[ T].*)?")
_ISO = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T].*)?")
_CODE_ROME = re.compile(r"\b[A-N]\d{4}\b")
_CP_VILLE = re.compile(r"(\d{4,5})\s+(\D.*)")
_RIEN: Final = frozenset({"", "null"})

# Levels of France Travail (NV1 to NV5, and below), and the diplomas people write; EU levels on the right.
_NIVEAUX: Final = {
    "nv1": 7, "nv2": 6, "nv3": 5, "nv4": 4, "nv5": 3, "c12": 2, "c3a": 2, "cfg": 2, "cp4": 1, "afs": 1,
    "cap": 3, "bep": 3, "cap bep": 3, "bac": 4, "bac 2": 5, "bts": 5, "dut": 5, "bac 3": 6, "licence": 6, "bac 4": 6, "bac 5": 7, "master": 7,
}  # fmt: skip
_ORIENTATIONS: Final = {
    "professionnelle": Orientation.RUS_PROCHE, "professionnel": Orientation.RUS_PROCHE, "socio professionnelle": Orientation.RUS_PROCHE,
    "socio professionnel": Orientation.RUS_PROCHE, "sociale": Orientation.RUS_ELOIGNE, "social": Orientation.RUS_ELOIGNE,
    "france travail": Orientation.FT_PROCHE, "pole emploi": Orientation.FT_PROCHE, "accompagnement global": Orientation.FT_GLOBAL,
    **{cle_tri(code): code for code in Orientation},
}  # fmt: skip
_DROITS: Final = {
    "rsa droit ouvert versable": DroitRsa.OUVERT, "rsa droit ouvert et suspendu": DroitRsa.SUSPENDU, "rsa suspendu": DroitRsa.SUSPENDU,
    "rsa droit ouvert versement suspendu": DroitRsa.VERSEMENT_SUSPENDU, "rsa clos": DroitRsa.CLOS, "rsa refuse": DroitRsa.REFUSE,
    "rsa demande en attente": DroitRsa.EN_ATTENTE, "oui": DroitRsa.OUVERT, "non": DroitRsa.CLOS,
    **{cle_tri(code): code for code in DroitRsa},
}  # fmt: skip


def naissance(v: object, aujourdhui: date) -> date | None:
    """A day of birth.

    Args:
        v: ``jj/mm/aaaa``, ``jj-mm-aaaa``, ``aaaa-mm-jj`` (with or without an hour), a date or a serial number of a spreadsheet.
        aujourdhui: today.

    Returns:
        The day, None when absent.

    Raises:
        ValeurInvalide: another writing, a year on two digits, a day to come or more than 110 years ago.
    """
    jour = _jour(v)
    if jour is not None and not aujourdhui.year - PLUS_VIEIL_AGE <= jour.year <= aujourdhui.year:
        raise ValeurInvalide("Cette année de naissance n’est pas possible.")
    return jour


def _jour(v: object) -> date | None:
    if isinstance(v, datetime):
        return v.date()
    if isinstance(v, date):
        return v
    mot = texte(v)
    if mot is None:
        return None
    try:
        if re.fullmatch(r"\d{4,5}", mot):
            return _ORIGINE_EXCEL + timedelta(days=int(mot))
        if lue := _ISO.fullmatch(mot):
            return date(int(lue[1]), int(lue[2]), int(lue[3]))
        if lue := _FRANCAISE.fullmatch(mot):
            return date(int(lue[3]), int(lue[2]), int(lue[1]))
    except ValueError:
        raise ValeurInvalide("Ce jour n’existe pas.") from None
    raise ValeurInvalide("Une date de naissance s’écrit jj/mm/aaaa, avec l’année en entier.")


def telephone(v: object) -> str | None:
    """The first good number of a cell.

    Args:
        v: « 06 01 23 45 67 », « 0601234567, 0712345678 », « +33 6… », or the number that a spreadsheet took its zero from.

    Returns:
        Ten digits, or + and the digits of a foreign number; None when absent.

    Raises:
        ValeurInvalide: something is there and no good number.
    """
    mot = texte(v)
    if mot is None:
        return None
    for morceau in re.split(r"[,;/]| ou ", mot):
        compact = re.sub(r"[\s.()-]", "", morceau)
        compact = re.sub(r"^(?:\+33|0033)0?(?=[1-9]\d{8}$)", "0", compact)
        if re.fullmatch(r"[1-9]\d{8}", compact):
            compact = f"0{compact}"
        if re.fullmatch(r"0[1-9]\d{8}|\+\d{8,15}", compact):
            return compact
    raise ValeurInvalide("Un numéro de téléphone compte 10 chiffres.")


def cp_ville(v: object) -> tuple[str | None, str | None]:
    """A postal code and a commune in one cell.

    Args:
        v: « 94000 Créteil ».

    Returns:
        Both, or None and what was written.
    """
    mot = texte(v)
    if mot and (lu := _CP_VILLE.fullmatch(mot)):
        return code_postal(lu[1]), lu[2].strip()
    return None, mot


def orientation(v: object) -> Orientation | None:
    """An orientation, by its code or by the words that départements use."""
    return _dans(v, _ORIENTATIONS, "Cette orientation n’est pas connue : rus_proche, rus_eloigne, ft_proche ou ft_global.")


def droit(v: object) -> DroitRsa | None:
    """A state of the right to the RSA."""
    return _dans(v, _DROITS, "Cet état du droit au RSA n’est pas connu.")


def niveau(v: object) -> int | None:
    """An EU level, out of a level of France Travail or of the name of a diploma; a bare figure could mean two scales and is refused."""
    return _dans(v, _NIVEAUX, "Ce niveau n’est pas connu : NV1 à NV5, CAP, Bac, Bac+2…")


def _dans(v: object, valeurs: dict[str, V], motif: str) -> V | None:
    mot = texte(v)
    if mot is None:
        return None
    if (cle := cle_tri(mot)) not in valeurs:
        raise ValeurInvalide(motif)
    return valeurs[cle]


def metiers(v: object) -> tuple[str, ...] | None:
    """ROME codes written in a cell.

    Args:
        v: « Agent d’entretien (K2204) », « K2204, K2110 ».

    Returns:
        The codes, None when absent.

    Raises:
        ValeurInvalide: words without a code.
    """
    mot = texte(v)
    if mot is None or cle_tri(mot) in _RIEN:
        return None
    codes = tuple(dict.fromkeys(_CODE_ROME.findall(mot)))
    if not codes:
        raise ValeurInvalide("Ce métier n’a pas de code ROME : il est à choisir dans le dossier de la personne.")
    return codes


def rayon(v: object) -> float | None:
    """How far someone accepts to go, km."""
    lu = nombre(v)
    if lu is None:
        return None
    if not 0 < lu <= 200:
        raise ValeurInvalide("Un rayon de déplacement va de 1 à 200 km.")
    return float(lu)


def oui_non(v: object) -> bool | None:
    """Yes, no, or nothing said; the date that some files write for « yes » counts as yes."""
    try:
        return booleen(v)
    except ValeurInvalide:
        _jour(v)
        return True
