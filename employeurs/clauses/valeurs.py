"""Hours, months, days and names as people and spreadsheets write them. Nothing is guessed: what is doubtful is refused with its reason."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from catalogue.regles import anomalie_siret
from employeurs.clauses.domaine import HEURES_MAX_PAR_MOIS, ZERO, arrondir, premier_du_mois
from employeurs.clauses.libelles import MOIS
from socle.texte import cle_tri

_RIEN: Final = frozenset({"", "-", "–", "—", "nan", "none", "null"})
_BLANCS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_HEURES_MINUTES = re.compile(r"(\d{1,4})(?:h|:)(\d{2})?(?::00)?(?:min|mn)?", re.IGNORECASE)
_JOUR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOIS_CHIFFRE = re.compile(r"(\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2})")
_MOIS_MOT = re.compile(r"(?:heures? |hres? |h )?([a-z]+)(?: (\d{4}|\d{2}))?")
# « janv. », « févr. », « sept. » and shorter: three letters tell the months apart, save June and July.
_ABREGES: Final = {cle_tri(mot)[:n]: rang for rang, mot in enumerate(MOIS, 1) for n in range(3, len(mot) + 1) if cle_tri(mot)[:n] != "jui"}
ANNEES: Final = range(2000, 2101)


class ValeurRefusee(ValueError):
    """A value that is there but cannot be taken; ``motif`` says why, for who wrote it."""

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


def mot_de(v: object) -> str:
    """A cell as a text, blanks closed up; empty for nothing, a dash or « null »."""
    if v is None or isinstance(v, bool):
        return ""
    mot = str(int(v)) if isinstance(v, float) and v.is_integer() else str(v)
    mot = _BLANCS.sub(" ", mot).strip()
    return "" if mot.lower() in _RIEN else mot


def heures_de(v: object) -> Decimal | None:
    """Hours.

    Args:
        v: number, « 35,5 », « 1 607 », « 35h30 », « 35:30 », « 35 h », or a duration of a spreadsheet.

    Returns:
        Hours to the hundredth, None when nothing is said.

    Raises:
        ValeurRefusee: neither hours nor nothing, or less than zero.
    """
    if isinstance(v, datetime):
        raise ValeurRefusee("Une date est écrite là où des heures sont attendues.")
    if isinstance(v, timedelta | time):
        secondes = v.total_seconds() if isinstance(v, timedelta) else v.hour * 3600 + v.minute * 60 + v.second
        return _positives(Decimal(round(secondes)) / 3600)
    mot = _BLANCS.sub("", mot_de(v))
    if not mot:
        return None
    if lu := _HEURES_MINUTES.fullmatch(mot):
        minutes = int(lu[2] or 0)
        if minutes >= 60:
            raise ValeurRefusee("Une heure compte 60 minutes : écrivez 35h30 ou 35,5.")
        return _positives(int(lu[1]) + Decimal(minutes) / 60)
    try:
        nombre = Decimal(re.sub(r"(?:h|heures?)$", "", mot, flags=re.IGNORECASE).replace(",", "."))
    except InvalidOperation:
        raise ValeurRefusee("Des heures s’écrivent 35,5 ou 35h30.") from None
    return _positives(nombre)


def _positives(heures: Decimal) -> Decimal:
    if not heures.is_finite() or heures < ZERO:
        raise ValeurRefusee("Des heures ne peuvent pas être négatives.")
    if heures >= 10_000_000:
        raise ValeurRefusee("Ce nombre d’heures est trop grand.")
    return arrondir(heures)


def heures_du_mois(v: object) -> Decimal | None:
    """Hours of one person for one month: as ``heures_de``, within what the law allows."""
    heures = heures_de(v)
    if heures is not None and heures > HEURES_MAX_PAR_MOIS:
        raise ValeurRefusee(f"Une personne ne peut pas faire plus de {HEURES_MAX_PAR_MOIS} heures en un mois (48 heures par semaine).")
    return heures


def jour_de(v: object) -> date | None:
    """A day.

    Args:
        v: date of a spreadsheet, « 12/03/2026 », « 2026-03-12 ».

    Returns:
        The day, None when nothing is said.

    Raises:
        ValeurRefusee: another writing, a day that does not exist, or a year out of 2000–2100.
    """
    try:
        jour = _jour(v)
    except ValueError:
        raise ValeurRefusee("Cette date n’existe pas ou ne s’écrit pas ainsi : jj/mm/aaaa.") from None
    if jour is not None and jour.year not in ANNEES:
        raise ValeurRefusee(f"L’année {jour.year} n’est pas possible : vérifiez la date.")
    return jour


def _jour(v: object) -> date | None:
    if isinstance(v, datetime):
        return v.date()
    if isinstance(v, date):
        return v
    mot = mot_de(v)
    if not mot:
        return None
    if lu := _JOUR.fullmatch(mot):
        return date(int(lu[3]), int(lu[2]), int(lu[1]))
    return date.fromisoformat(mot[:10] if mot.endswith("00:00:00") else mot)


def mois_de(v: object, annee: int | None = None) -> date | None:
    """The month that a header or a cell names.

    Args:
        v: date of a spreadsheet, « janv. 2026 », « Heures janvier 26 », « 01/2026 », « 2026-01 », « 01/01/2026 ».
        annee: year of a month written without one.

    Returns:
        First day of the month, None when this does not name one.
    """
    if isinstance(v, date):
        return premier_du_mois(v.date() if isinstance(v, datetime) else v) if v.year in ANNEES else None
    if not isinstance(v, str):
        return None
    if lu := _MOIS_CHIFFRE.fullmatch(mot_de(v)):
        return _mois(int(lu[2] or lu[3]), int(lu[1] or lu[4]))
    if lu := _JOUR.fullmatch(mot_de(v)):
        return _mois(int(lu[3]), int(lu[2]))
    lu = _MOIS_MOT.fullmatch(cle_tri(v))
    if lu is None or lu[1] not in _ABREGES:
        return None
    an = int(lu[2]) if lu[2] else annee
    return None if an is None else _mois(an + 2000 if an < 100 else an, _ABREGES[lu[1]])


def nomme_un_mois(v: object) -> bool:
    """Whether a header names a month, with a year or without."""
    return mois_de(v, ANNEES[0]) is not None


def _mois(annee: int, mois: int) -> date | None:
    return date(annee, mois, 1) if annee in ANNEES and 1 <= mois <= 12 else None


def siret_de(v: object) -> str | None:
    """A SIRET of 14 digits with its key.

    Raises:
        ValeurRefusee: something else; a SIRET is never repaired.
    """
    chiffres = re.sub(r"[\s\u00a0\u202f.-]", "", mot_de(v))
    if not chiffres:
        return None
    if motif := anomalie_siret(chiffres):
        raise ValeurRefusee(motif)
    return chiffres


def cpv_de(v: object) -> str | None:
    """A code of the common procurement vocabulary, 8 digits and maybe its key.

    Raises:
        ValeurRefusee: something else (règlement (CE) n° 213/2008).
    """
    code = mot_de(v).replace(" ", "")
    if code and not re.fullmatch(r"\d{8}(?:-\d)?", code):
        raise ValeurRefusee("Un code CPV compte 8 chiffres, parfois suivis d’un tiret et d’une clé : 45442100-8.")
    return code or None


def prenom_de(v: object) -> str:
    """A first name as it is shown: « SAMIRA » and « samira » are « Samira »; what is not letters is left out."""
    mots = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", mot_de(v))
    return " ".join("-".join(m.capitalize() for m in mot.split("-")) for mot in mots)[:60].strip()


def initiale_de(v: object) -> str:
    """First letter of a name, in capitals; empty without one."""
    return next((lettre.upper() for lettre in mot_de(v) if lettre.isalpha()), "")[:1]


def separer_nom(v: object) -> tuple[str, str] | None:
    """First name and family name out of one cell, when capitals tell them apart.

    Args:
        v: « BENALI Samira », « Samira BENALI », « Samira B. ».

    Returns:
        ``("Samira", "BENALI")``, None when nothing tells which is which.
    """
    mots = mot_de(v).split()
    noms = [m for m in mots if m.isupper() and any(c.isalpha() for c in m)]
    prenoms = [m for m in mots if m not in noms]
    return (" ".join(prenoms), " ".join(noms)) if noms and prenoms else None
