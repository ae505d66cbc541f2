"""Opening hours in the writing of OpenStreetMap: what data·inclusion asks for in ``horaires_accueil``.

Only the common forms are understood (https://wiki.openstreetmap.org/wiki/FR:Key:opening_hours): « Mo-Fr 09:00-12:00,14:00-17:00 »,
« Mo,We 14:00-18:00; Sa 10:00-12:00 », « PH off », « 24/7 », comments between quotation marks. Months, weeks, « sunrise » and the like are
left as the words of the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.domaine import Jour, Periode, creneau

_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_JOURS = tuple(Jour)
_JOUR = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_HEURES = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_REGLE = re.compile(rf"(?P<jours>{_JOUR}(?:-{_JOUR})?(?:,{_JOUR}(?:-{_JOUR})?)*)?(?P<heures>{_HEURES}(?:,{_HEURES})*|off|closed)")
_FERIES = re.compile(r"(?:PH|SH)(?:,(?:PH|SH))*(?:off|closed)")
_COMMENTAIRE = re.compile(r'"([^"]*)"')
# Minutes since midnight; the night goes on after it.
_PERIODES = (
    (Periode.MATIN, 360, 720),
    (Periode.APRES_MIDI, 720, 1080),
    (Periode.SOIR, 1080, 1320),
    (Periode.NUIT, 1320, 1800),
    (Periode.NUIT, 0, 360),
)
DUREE_UTILE = 60
"""Minutes in a period from which one can say that the door is open then: 9 h–12 h 30 is a morning."""


@dataclass(frozen=True, slots=True)
class Horaires:
    """Opening hours understood.

    Attributes:
        creneaux: weekly mask of 28 bits (``catalogue.domaine.creneau``).
        texte: the same in French.
    """

    creneaux: int
    texte: str


Plage = tuple[int, int]


def lire_horaires(osm: str) -> Horaires | None:
    """Understand opening hours.

    Args:
        osm: text of ``horaires_accueil`` (v1), ``recurrence`` or ``horaires_ouverture`` (v0).

    Returns:
        The mask and the French words, None when the text is not in one of the common forms (v0 often holds plain French).
    """
    commentaires = [c.strip() for c in _COMMENTAIRE.findall(osm) if c.strip()]
    plages: dict[int, list[Plage]] = {}
    feries = ""
    for regle in _COMMENTAIRE.sub("", osm).split(";"):
        compact = re.sub(r"\s+", "", regle)
        if _FERIES.fullmatch(compact):
            feries = "fermé les jours fériés" if "PH" in compact else feries
        elif compact and not _appliquer(compact, plages):
            return None
    if not any(plages.values()):
        return None
    return Horaires(_masque(plages), "\u00a0; ".join([*_phrases(plages), *filter(None, [feries]), *commentaires]))


def _appliquer(regle: str, plages: dict[int, list[Plage]]) -> bool:
    if regle == "24/7":
        plages.update({jour: [(0, 1440)] for jour in range(7)})
        return True
    lue = _REGLE.fullmatch(regle)
    if lue is None:
        return False
    heures = [] if lue["heures"] in {"off", "closed"} else [_plage(p) for p in lue["heures"].split(",")]
    if any(debut >= 1440 or fin > 2880 for debut, fin in heures):
        return False
    # A later rule replaces an earlier one for its days, as the specification says.
    plages.update(dict.fromkeys(_jours(lue["jours"]), heures))
    return True


def _plage(texte: str) -> Plage:
    debut, fin = (int(h) * 60 + int(m) for h, m in (heure.split(":") for heure in texte.split("-")))
    return debut, fin if fin > debut else fin + 1440


def _jours(texte: str | None) -> list[int]:
    if not texte:
        return list(range(7))
    jours: list[int] = []
    for morceau in texte.split(","):
        premier, _, dernier = morceau.partition("-")
        debut, fin = _CODES.index(premier), _CODES.index(dernier or premier)
        jours += [jour % 7 for jour in range(debut, fin + 1 if fin >= debut else fin + 8)]
    return jours


def _masque(plages: dict[int, list[Plage]]) -> int:
    masque = 0
    for jour, heures in plages.items():
        for debut, fin in heures:
            communs = [(min(fin, b) - max(debut, a), periode) for periode, a, b in _PERIODES]
            longues = {periode for duree, periode in communs if duree >= DUREE_UTILE}
            for periode in longues or {max(communs)[1]}:
                masque |= creneau(_JOURS[jour], periode)
    return masque


def _phrases(plages: dict[int, list[Plage]]) -> list[str]:
    """« du lundi au vendredi 9 h – 12 h et 14 h – 17 h », days of the same hours together."""
    phrases = []
    ouverts = sorted(jour for jour, heures in plages.items() if heures)
    while ouverts:
        premier = ouverts[0]
        suite = [jour for rang, jour in enumerate(ouverts) if jour - rang == premier and plages[jour] == plages[premier]]
        ouverts = ouverts[len(suite) :]
        phrases.append(f"{_jours_en_mots(suite)} {' et '.join(f'{_heure(a)} – {_heure(b)}' for a, b in plages[premier])}")
    return phrases


def _jours_en_mots(suite: list[int]) -> str:
    if len(suite) == 7:
        return "tous les jours"
    if len(suite) > 2:
        return f"du {_JOURS[suite[0]]} au {_JOURS[suite[-1]]}"
    return " et ".join(_JOURS[jour] for jour in suite)


def _heure(minutes: int) -> str:
    heures, reste = divmod(minutes if minutes <= 1440 else minutes - 1440, 60)
    return f"{heures}\u00a0h\u00a0{reste:02d}" if reste else f"{heures}\u00a0h"
