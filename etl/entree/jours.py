"""Days and hours as files write them: part of ``etl.entree.valeurs``, which is where readers take these functions from."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from etl.entree.textes import ValeurInvalide, texte
from socle.horloge import PARIS

ANNEE_MIN, ANNEE_MAX = 1990, 2100

_ORIGINE_EXCEL = date(1899, 12, 30)
_DATE_FRANCAISE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?")
_DATE_COMPACTE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HEURE = re.compile(r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?(?::(\d{2})(?:\.\d+)?)?)(?:\s*min)?", re.IGNORECASE)


def date_de(v: object, *, fin: bool = False) -> date | None:
    """A day, in Paris when the value carries an hour and a time zone.

    Understood: ISO 8601, ``jj/mm/aaaa``, ``aaaammjj``, dates and serial numbers of Excel. LHEO's own convention holds everywhere: ``00000000``
    and ``99999999`` mean « unknown », ``aaaamm00`` a month, ``aaaa0000`` a year (LHEO 2.3, elements debut and fin). The years 1, 1900 and 9999,
    with which systems say « no date », read as None.

    Args:
        v: text, number, date, datetime or None.
        fin: a month or a year alone means its last day instead of its first.

    Returns:
        The day, None when absent or unknown.

    Raises:
        ValeurInvalide: not a date, a year on two digits, or a day out of 1990–2100.
    """
    if isinstance(v, datetime):
        return _dans_bornes(_jour_a_paris(v))
    if isinstance(v, date):
        return _dans_bornes(v)
    mot = texte(v)
    if mot is None:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?", mot):
        return _dans_bornes(_ORIGINE_EXCEL + timedelta(days=int(float(mot))))
    try:
        return _date_de_mot(mot, fin=fin)
    except ValeurInvalide:
        raise
    except (ValueError, OverflowError):
        raise ValeurInvalide("Cette date n’existe pas ou ne s’écrit pas ainsi : jj/mm/aaaa ou aaaa-mm-jj.") from None


def _date_de_mot(mot: str, *, fin: bool) -> date | None:
    if compacte := _DATE_COMPACTE.fullmatch(mot):
        return _date_compacte(*map(int, compacte.groups()), fin=fin)
    if francaise := _DATE_FRANCAISE.fullmatch(mot):
        jour, mois, annee = map(int, francaise.groups())
        return _dans_bornes(date(annee, mois, jour))
    return _dans_bornes(_jour_a_paris(datetime.fromisoformat(mot)))


def _date_compacte(annee: int, mois: int, jour: int, *, fin: bool) -> date | None:
    if annee in {0, 9999}:
        return None
    if jour:
        return _dans_bornes(date(annee, mois, jour))
    if not fin:
        return _dans_bornes(date(annee, mois or 1, 1))
    dernier = mois or 12
    return _dans_bornes((date(annee, dernier, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _jour_a_paris(instant: datetime) -> date:
    if instant.tzinfo is None or instant.year in {1, 9999}:
        return instant.date()
    return instant.astimezone(PARIS).date()


def _dans_bornes(jour: date) -> date | None:
    if jour.year in {1, 1900, 9999}:
        return None
    if not ANNEE_MIN <= jour.year <= ANNEE_MAX:
        raise ValeurInvalide(f"L’année {jour.year} est hors de {ANNEE_MIN}–{ANNEE_MAX} : vérifiez la date.")
    return jour


def heure_de(v: object) -> time | None:
    """An hour of the day, to the minute.

    Args:
        v: « 9h », « 9h30 », « 09:30 », « 09:30:00 », an ISO datetime (brought to Paris), a time, a duration or a fraction of a day of Excel.

    Returns:
        The hour, None when absent.

    Raises:
        ValeurInvalide: not an hour of a day.
    """
    if isinstance(v, time):
        return v.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(v, datetime):
        return _heure_a_paris(v)
    if isinstance(v, timedelta):
        return _heure_de_minutes(round(v.total_seconds() / 60))
    if isinstance(v, float) and 0 <= v < 1:
        return _heure_de_minutes(round(v * 24 * 60))
    mot = texte(v)
    if mot is None:
        return None
    try:
        if lue := _HEURE.fullmatch(mot):
            return time(int(lue[1]), int(lue[2] or 0))
        if "T" in mot or " " in mot:
            return _heure_a_paris(datetime.fromisoformat(mot))
    except ValueError:
        pass
    raise ValeurInvalide("Une heure s’écrit 9h, 9h30 ou 09:30.")


def _heure_a_paris(instant: datetime) -> time:
    local = instant if instant.tzinfo is None else instant.astimezone(PARIS)
    return time(local.hour, local.minute)


def _heure_de_minutes(minutes: int) -> time:
    if not 0 <= minutes < 24 * 60:
        raise ValeurInvalide("Une heure de la journée va de 0h à 23h59.")
    return time(minutes // 60, minutes % 60)
