"""French typography and wording as plain functions, registered as Jinja filters by ``web.rendu``.

Spacing follows the « Lexique des règles typographiques en usage à l’Imprimerie nationale »: a no-break space before ``:`` and inside « », a narrow
no-break space before ``; ! ?`` and between groups of three digits. Month and day names come from the CLDR through Babel.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from catalogue import phrases

INSECABLE = "\u00a0"
FINE = "\u202f"

_LOCALE = "fr"
_BLANCS = "[ \\t\u00a0\u202f]"
_REGLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(f"«{_BLANCS}*"), f"«{INSECABLE}"),
    (re.compile(f"{_BLANCS}*»"), f"{INSECABLE}»"),
    (re.compile(rf"(?<=[\w»)’%€]){_BLANCS}*:(?=\s|$)"), f"{INSECABLE}:"),
    (re.compile(rf"(?<=[\w»)’%€]){_BLANCS}*([;!?]+)(?=\s|$|[)»{INSECABLE}])"), rf"{FINE}\1"),
    (re.compile(r"(?<=\d) (?=(?:€|%|h|min|km|m|mois|ans?|jours?|heures?|places?|postes?)\b|[€%])"), INSECABLE),
)
_PUCE = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:\+33|0033|0)([1-9])(\d{8})")


def typo(texte: str) -> str:
    """Put French spacing and apostrophes into a text typed without them.

    Args:
        texte: plain text; addresses (``https://…``) and times (``9:30``) are left alone.

    Returns:
        The text with no-break spaces where a line must not break; applying it twice changes nothing more.
    """
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


def nombre(valeur: int | float | Decimal) -> str:
    """Write a number in figures.

    Args:
        valeur: any number; at most two decimals are kept.

    Returns:
        « 1 584 », « 12,5 ».
    """
    return format_decimal(valeur, format="#,##0.##", locale=_LOCALE)


def pluriel(n: int, singulier: str, au_pluriel: str, aucun: str = "aucune") -> str:
    """Count something in words.

    Args:
        n: how many, 0 or more.
        singulier: « place ».
        au_pluriel: « places »; French uses it from two on.
        aucun: the word for zero, « aucun » before a masculine noun.

    Returns:
        « aucune place », « 1 place », « 2 places », with a no-break space.
    """
    tete = nombre(n) if n else aucun
    return f"{tete}{INSECABLE}{au_pluriel if n >= 2 else singulier}"


def date_longue(jour: date, aujourdhui: date | None = None) -> str:
    """Write a date in words.

    Args:
        jour: the day.
        aujourdhui: the day it is read; the year is left out when it is the same one.

    Returns:
        « mardi 8 décembre », « vendredi 1er janvier 2027 ».
    """
    return f"{format_date(jour, 'EEEE', locale=_LOCALE)} {_jour_et_mois(jour, aujourdhui)}"


def date_courte(jour: date, aujourdhui: date | None = None) -> str:
    """Write a date in words without the day of the week.

    Args:
        jour: the day.
        aujourdhui: the day it is read; the year is left out when it is the same one.

    Returns:
        « 8 décembre », « 1er janvier 2027 ».
    """
    return _jour_et_mois(jour, aujourdhui)


def _jour_et_mois(jour: date, aujourdhui: date | None) -> str:
    annee = "" if aujourdhui and aujourdhui.year == jour.year else f" {jour.year}"
    return f"{_quantieme(jour)}{INSECABLE}{format_date(jour, 'MMMM', locale=_LOCALE)}{annee}"


def _quantieme(jour: date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def heure(moment: time) -> str:
    """Write a time of day.

    Args:
        moment: the time.

    Returns:
        « 9 h », « 9 h 30 », unbreakable.
    """
    minutes = f"{INSECABLE}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{INSECABLE}h{minutes}"


def date_relative(jour: date, aujourdhui: date) -> str:
    """Write a date as people say it.

    Args:
        jour: the day.
        aujourdhui: the day it is read.

    Returns:
        « hier », « aujourd’hui », « demain », otherwise the date in words.
    """
    proches = {-1: "hier", 0: "aujourd’hui", 1: "demain"}
    return proches.get((jour - aujourdhui).days) or date_longue(jour, aujourdhui)


def date_heure(jour: date, moment: time | None, aujourdhui: date) -> str:
    """Write a meeting.

    Args:
        jour: the day.
        moment: its time, None when it is not known.
        aujourdhui: the day it is read.

    Returns:
        « mardi 8 décembre, 9 h 30 », « demain, 14 h ».
    """
    mots = date_relative(jour, aujourdhui)
    return f"{mots}, {heure(moment)}" if moment else mots


def intervalle(debut: date, fin: date | None, aujourdhui: date) -> str:
    """Write a period, saying the month or the year once when it is shared.

    Args:
        debut: first day.
        fin: last day, None or the same day for a single day.
        aujourdhui: the day it is read.

    Returns:
        « mardi 8 décembre », « du 8 au 12 décembre », « du 28 novembre au 3 décembre ».
    """
    if fin is None or fin == debut:
        return date_longue(debut, aujourdhui)
    if (debut.year, debut.month) == (fin.year, fin.month):
        return f"du {_quantieme(debut)} au {_jour_et_mois(fin, aujourdhui)}"
    reference = fin if debut.year == fin.year else aujourdhui
    return f"du {_jour_et_mois(debut, reference)} au {_jour_et_mois(fin, aujourdhui)}"


def anciennete(jour: date, aujourdhui: date) -> str:
    """Say how long ago something happened.

    Args:
        jour: the day it happened; a day to come reads as today.
        aujourdhui: the day it is read.

    Returns:
        « aujourd’hui », « hier », « il y a 12 jours », « il y a 3 mois », « il y a 2 ans ».
    """
    jours = (aujourdhui - jour).days
    if jours <= 1:
        return "hier" if jours == 1 else "aujourd’hui"
    if jours < 60:
        return f"il y a {pluriel(jours, 'jour', 'jours')}"
    if jours < 730:
        return f"il y a {jours // 30}{INSECABLE}mois"
    return f"il y a {pluriel(jours // 365, 'an', 'ans')}"


def distance(km: float) -> str:
    """Say how far a place is.

    Args:
        km: kilometres, 0 or more. Communes are known by one point: two places of one commune are 0 km apart.

    Returns:
        « tout près » under 100 m, « à 800 m » under 1 km, « à 3 km » beyond.
    """
    if km < 0.1:
        return "tout près"
    metres = round(km * 10) * 100
    return f"à {metres}{INSECABLE}m" if metres < 1000 else f"à {nombre(int(km + 0.5))}{INSECABLE}km"


def euros(montant: Decimal) -> str:
    """Write an amount.

    Args:
        montant: euros.

    Returns:
        « gratuit » for zero, « 1 200 € », « 12,50 € ».
    """
    return phrases.euros(montant) if montant else "gratuit"


def heures_semaine(heures: Decimal | float) -> str:
    """Write weekly hours.

    Args:
        heures: hours per week, in decimal (17.5 is 17 h 30).

    Returns:
        « 35 h par semaine », « 17 h 30 par semaine ».
    """
    entieres, minutes = divmod(round(float(heures) * 60), 60)
    reste = f"{INSECABLE}{minutes:02d}" if minutes else ""
    return f"{entieres}{INSECABLE}h{reste} par semaine"


def duree_mois(mois: int) -> str:
    """Write a length given in months.

    Args:
        mois: 1 or more.

    Returns:
        « 6 mois », « 1 an », « 2 ans » when the months make whole years.
    """
    return typo(phrases.duree_mois(mois))


def telephone(numero: str) -> str:
    """Write a French phone number by pairs.

    Args:
        numero: as received, with or without spaces, dots or +33.

    Returns:
        « 01 43 00 00 00 »; a number that is not French comes back as it was.
    """
    trouve = _TELEPHONE.fullmatch(re.sub(r"[\s.()-]", "", numero))
    if not trouve:
        return numero
    chiffres = "0" + trouve[1] + trouve[2]
    return INSECABLE.join(chiffres[i : i + 2] for i in range(0, 10, 2))


def adresse_sure(adresse: str) -> str | None:
    """Keep an address that a page may link to.

    Args:
        adresse: as a source wrote it, with or without its scheme.

    Returns:
        An http or https address, None for anything else (``javascript:``, ``data:`` …).
    """
    adresse = adresse.strip()
    if re.match(r"https?://[^\s/]", adresse, re.IGNORECASE):
        return adresse
    return f"https://{adresse}" if _SITE.fullmatch(adresse) else None


def texte_riche(texte: str) -> Markup:
    """Lay a plain text out in paragraphs and lists, and nothing else.

    Args:
        texte: plain text: a blank line starts a paragraph, lines opening with a dash, a bullet or a number make a list.

    Returns:
        Escaped HTML made of ``p``, ``br``, ``ul`` and ``li`` only.
    """
    blocs: list[Markup] = []
    for bloc in re.split(r"\n\s*\n", texte.replace("\r\n", "\n").strip()):
        blocs += _mettre_en_bloc([ligne.strip() for ligne in bloc.split("\n") if ligne.strip()])
    return Markup("\n").join(blocs)


def _mettre_en_bloc(lignes: list[str]) -> list[Markup]:
    """One paragraph or list per run of lines of the same nature."""
    rendus: list[Markup] = []
    debut = 0
    for rang in range(1, len(lignes) + 1):
        if rang == len(lignes) or bool(_PUCE.match(lignes[rang])) != bool(_PUCE.match(lignes[debut])):
            rendus.append(_liste_ou_paragraphe(lignes[debut:rang]))
            debut = rang
    return rendus


def _liste_ou_paragraphe(lignes: list[str]) -> Markup:
    if _PUCE.match(lignes[0]):
        points = [Markup("<li>{}</li>").format(typo(_PUCE.sub("", ligne))) for ligne in lignes]
        return Markup("<ul>{}</ul>").format(Markup("").join(points))
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(typo(ligne)) for ligne in lignes))
