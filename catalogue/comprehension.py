"""What a query in plain words also says: a place, days and hours, « sans permis ». Each becomes a filter that can be removed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from catalogue.domaine import Commune, Jour, Periode, creneaux
from catalogue.referentiel import Referentiel
from socle.texte import plier

_MOT = re.compile(r"[^\s,;.!?()/]+")
_PREPOSITIONS = frozenset({"a", "sur", "vers", "dans", "de", "d", "pres", "proche", "autour", "cote", "secteur"})
_LONGUEUR_NOM_MAX = 6

_SEMAINE = tuple(Jour)[:5]
_JOURS: dict[str, tuple[Jour, ...]] = {
    **{jour.value: (jour,) for jour in Jour},
    **{jour.value + "s": (jour,) for jour in Jour},
    "week-end": (Jour.SAMEDI, Jour.DIMANCHE),
    "weekend": (Jour.SAMEDI, Jour.DIMANCHE),
    "we": (Jour.SAMEDI, Jour.DIMANCHE),
    "semaine": _SEMAINE,
}
_PERIODES: dict[str, tuple[Periode, ...]] = {
    "matin": (Periode.MATIN,),
    "matinee": (Periode.MATIN,),
    "matins": (Periode.MATIN,),
    "apres-midi": (Periode.APRES_MIDI,),
    "aprem": (Periode.APRES_MIDI,),
    "soir": (Periode.SOIR,),
    "soiree": (Periode.SOIR,),
    "soirs": (Periode.SOIR,),
    "nuit": (Periode.NUIT,),
    "nuits": (Periode.NUIT,),
    "journee": (Periode.MATIN, Periode.APRES_MIDI),
}
_LIAISONS = frozenset({"le", "la", "les", "en", "de", "du", "l", "et", "ou"})


class Compris(StrEnum):
    """What can be understood, and removed by the person who searches."""

    COMMUNE = "commune"
    CRENEAUX = "creneaux"
    SANS_PERMIS = "sans_permis"


@dataclass(frozen=True, slots=True)
class RequeteComprise:
    """A query read.

    Attributes:
        texte: what is left to search by words and by meaning.
        commune: the place named, None when none is.
        creneaux: weekly mask of the days and hours named, None when none is.
        mots_creneaux: the words that said so, for display.
        sans_permis: the person asks for offers that need no driving licence.
    """

    texte: str
    commune: Commune | None = None
    creneaux: int | None = None
    mots_creneaux: str = ""
    sans_permis: bool = False


def comprendre(texte: str, referentiel: Referentiel, ignorer: frozenset[Compris] = frozenset()) -> RequeteComprise:
    """Read a query.

    Args:
        texte: as typed.
        referentiel: communes known.
        ignorer: what the person asked not to understand; its words then stay in the text.

    Returns:
        The filters found and the words left, in their order.
    """
    tapes = _MOT.findall(texte.replace("’", "'").replace("après midi", "après-midi").replace("apres midi", "apres-midi"))
    plies = [plier(m) for m in tapes]
    pris: set[int] = set()
    commune = None if Compris.COMMUNE in ignorer else _commune(plies, referentiel, pris)
    masque, dits = (None, "") if Compris.CRENEAUX in ignorer else _creneaux(plies, tapes, pris)
    sans_permis = Compris.SANS_PERMIS not in ignorer and _sans_permis(plies, pris)
    reste = " ".join(mot for i, mot in enumerate(tapes) if i not in pris)
    return RequeteComprise(reste, commune, masque, dits, sans_permis)


def _commune(plies: list[str], referentiel: Referentiel, pris: set[int]) -> Commune | None:
    for longueur in range(min(_LONGUEUR_NOM_MAX, len(plies)), 0, -1):
        for debut in range(len(plies) - longueur + 1):
            commune = referentiel.commune_nommee(" ".join(plies[debut : debut + longueur]).removeprefix("d'"))
            if commune is None or not _designe_un_lieu(plies, debut, commune):
                continue
            pris.update(range(debut, debut + longueur))
            while debut > 0 and plies[debut - 1] in _PREPOSITIONS:
                debut -= 1
                pris.add(debut)
            return commune
    return None


def _designe_un_lieu(plies: list[str], debut: int, commune: Commune) -> bool:
    """A name counts after a preposition, alone, or when it is a commune of the territoire: « vente » is also a village."""
    annonce = plies[debut].startswith("d'") or (debut > 0 and plies[debut - 1] in _PREPOSITIONS)
    return commune.territoire is not None or len(plies) == 1 or annonce


def _creneaux(plies: list[str], tapes: list[str], pris: set[int]) -> tuple[int | None, str]:
    plies = [m.removeprefix("l'") for m in plies]
    jours = [i for i, m in enumerate(plies) if m in _JOURS and i not in pris]
    periodes = [i for i, m in enumerate(plies) if m in _PERIODES and i not in pris]
    if not jours and not periodes:
        return None, ""
    quels_jours = tuple(dict.fromkeys(j for i in jours for j in _JOURS[plies[i]])) or tuple(Jour)
    quelles_periodes = tuple(dict.fromkeys(p for i in periodes for p in _PERIODES[plies[i]])) or tuple(Periode)
    dits = sorted(jours + periodes)
    pris.update(dits)
    for i in dits:
        while i > 0 and plies[i - 1] in _LIAISONS:
            i -= 1
            pris.add(i)
    return creneaux(quels_jours, quelles_periodes), " ".join(tapes[i] for i in dits)


def _sans_permis(plies: list[str], pris: set[int]) -> bool:
    for i, (premier, second) in enumerate(pairwise(plies)):
        if premier in {"sans", "pas"} and second == "permis":
            pris.update({i, i + 1})
            return True
    return False
