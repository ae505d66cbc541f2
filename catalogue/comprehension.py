"""What a query in plain words also says: a place, days and hours, « sans permis », what is refused, freins. Each can be removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalogue.domaine import Commune, Jour, Periode, creneaux
from catalogue.freins import FreinCompris, charges, entendre
from catalogue.referentiel import Referentiel
from catalogue.refus import lire_refus, nommer
from catalogue.saisie import Mot, assembler, decouper
from socle.texte import cle_tri

_PREPOSITIONS = frozenset({"a", "sur", "vers", "dans", "de", "d'", "pres", "proche", "autour", "cote", "secteur"})
_VERS = frozenset({"a", "sur", "vers", "pres", "proche", "autour", "cote", "secteur", "habite"})
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
_LIAISONS = frozenset({"le", "la", "les", "en", "de", "du", "l'", "et", "ou"})
# What only says « work » beside hours: « pas de travail de nuit » refuses hours.
_HORAIRES = _LIAISONS | {"travail", "travailler", "horaires", "heures", "equipe", "des", "ni"}
_JUSQUE = frozenset({"au", "a"})
_DEVANT_PERMIS = frozenset({"de", "d'", "le", "mon", "encore", "un", "du"})
_AVOIR = frozenset({"je", "j'", "ne", "n'", "ai", "on", "avoir", "mais", "et"})
_CATEGORIES = frozenset({"a", "b", "c", "d", "be", "ce"})
_TOUS = creneaux(tuple(Jour), tuple(Periode))


class Compris(StrEnum):
    """What can be understood, and removed by the person who searches."""

    COMMUNE = "commune"
    CRENEAUX = "creneaux"
    SANS_PERMIS = "sans_permis"
    REFUS = "refus"
    FREIN = "frein"


@dataclass(frozen=True, slots=True)
class RequeteComprise:
    """A query read.

    Attributes:
        texte: what is left to search by words and by meaning.
        commune: the place named, None when none is.
        creneaux: weekly mask of the days and hours named, None when none is.
        mots_creneaux: the words that said so, for display.
        sans_permis: the person asks for offers that need no driving licence.
        refus: what the person does not want, each as typed; hours refused are in ``creneaux``.
        freins: what stands in the way, in the person's words.
    """

    texte: str
    commune: Commune | None = None
    creneaux: int | None = None
    mots_creneaux: str = ""
    sans_permis: bool = False
    refus: tuple[str, ...] = ()
    freins: tuple[FreinCompris, ...] = ()


def comprendre(texte: str, referentiel: Referentiel, ignorer: frozenset[Compris] = frozenset()) -> RequeteComprise:
    """Read a query.

    Args:
        texte: as typed.
        referentiel: communes known.
        ignorer: what the person asked not to understand; its words then stay in the text.

    Returns:
        What was understood and the words left, in their order. The words of a frein stay: they also find.
    """
    mots = decouper(texte)
    plies = [m.plie for m in mots]
    pris: set[int] = set()
    commune = None if Compris.COMMUNE in ignorer else _commune(plies, referentiel, pris)
    freins, proteges = ((), frozenset[int]()) if Compris.FREIN in ignorer else entendre(mots, pris | _heures(plies))
    sans_permis = Compris.SANS_PERMIS not in ignorer and _sans_permis(plies, pris, proteges)
    refuses = () if Compris.REFUS in ignorer else lire_refus(mots, pris, proteges)
    heures = [r for r in refuses if _que_des_heures(plies, r)]
    masque, dits = (None, "") if Compris.CRENEAUX in ignorer else _creneaux(mots, plies, pris, heures)
    refus = tuple(nommer(mots, r) for r in refuses if r not in heures)
    reste = assembler(mots, pris) if charges(mots) - pris else ""
    return RequeteComprise(reste, commune, masque, dits, sans_permis, refus, freins)


def _commune(plies: list[str], referentiel: Referentiel, pris: set[int]) -> Commune | None:
    for longueur in range(min(_LONGUEUR_NOM_MAX, len(plies)), 0, -1):
        for debut in range(len(plies) - longueur + 1):
            nom = " ".join(plies[debut : debut + longueur])
            commune = referentiel.commune_nommee(nom)
            if commune is None or not _designe_un_lieu(plies, debut, longueur, commune):
                continue
            pris.update(range(debut, debut + longueur))
            while debut > 0 and plies[debut - 1] in _PREPOSITIONS:
                debut -= 1
                pris.add(debut)
            return commune
    return None


def _designe_un_lieu(plies: list[str], debut: int, longueur: int, commune: Commune) -> bool:
    """A name counts after a preposition, alone, or when it is a commune of the territoire: « vente » is also a village.

    The short name of one (« Vitry ») counts alone or after a word of place: « visite de maisons » is not Maisons-Alfort.
    """
    if longueur == len(plies):
        return True
    avant = plies[:debut]
    if commune.territoire is not None and cle_tri(commune.nom) != cle_tri(" ".join(plies[debut : debut + longueur])) and not plies[debut].isdigit():
        return bool(avant) and (avant[-1] in _VERS or (avant[-1] in {"de", "d'"} and avant[-2:-1] != [] and avant[-2] in _VERS))
    return commune.territoire is not None or (bool(avant) and avant[-1] in _PREPOSITIONS)


def _creneaux(mots: Sequence[Mot], plies: list[str], pris: set[int], refuses: Sequence[tuple[int, ...]]) -> tuple[int | None, str]:
    voulus = sorted(_heures(plies) - pris)
    if not voulus and not refuses:
        return None, ""
    masque = _masque(plies, voulus) if voulus else _TOUS
    suites = {i + 1 for i in voulus if i + 2 in voulus and plies[i + 1] in _JUSQUE}
    dits = [" ".join(mots[i].tape for i in sorted({*voulus, *suites}))] if voulus else []
    for rangs in refuses:
        masque &= ~_masque(plies, rangs)
        dits.append(f"sauf {nommer(mots, rangs)}")
    pris.update(voulus, suites)
    for i in voulus:
        while i > 0 and plies[i - 1] in _LIAISONS:
            i -= 1
            pris.add(i)
    return masque & _TOUS, ", ".join(dits)


def _masque(plies: list[str], rangs: Sequence[int]) -> int:
    """Weekly mask of the days and hours named at those ranks."""
    jours = dict.fromkeys(j for i in rangs for j in (*_JOURS.get(plies[i], ()), *_intervalle(plies, i)))
    periodes = dict.fromkeys(p for i in rangs for p in _PERIODES.get(plies[i], ()))
    return creneaux(tuple(jours) or tuple(Jour), tuple(periodes) or tuple(Periode))


def _intervalle(plies: list[str], i: int) -> tuple[Jour, ...]:
    """Days from that one to the next named, in « du lundi au vendredi »."""
    if i + 2 >= len(plies) or plies[i + 1] not in _JUSQUE:
        return ()
    du, au = _JOURS.get(plies[i], ()), _JOURS.get(plies[i + 2], ())
    semaine = tuple(Jour)
    return semaine[semaine.index(du[0]) : semaine.index(au[0])] if len(du) == len(au) == 1 else ()


def _heures(plies: list[str]) -> set[int]:
    """Ranks of the words that name days or hours."""
    return {i for i, m in enumerate(plies) if m in _JOURS or m in _PERIODES}


def _que_des_heures(plies: list[str], rangs: Sequence[int]) -> bool:
    heures = _heures(plies)
    return all(i in heures or plies[i] in _HORAIRES for i in rangs) and not heures.isdisjoint(rangs)


def _sans_permis(plies: list[str], pris: set[int], proteges: frozenset[int]) -> bool:
    for i, mot in enumerate(plies):
        if mot != "permis":
            continue
        debut = i
        while debut > 0 and plies[debut - 1] in _DEVANT_PERMIS:
            debut -= 1
        if debut == 0 or plies[debut - 1] not in {"sans", "pas", "plus", "perdu"}:
            continue
        debut -= 1
        while debut > 0 and plies[debut - 1] in _AVOIR:
            debut -= 1
        suite = i + 1 < len(plies) and plies[i + 1] in _CATEGORIES
        pris.update(r for r in range(debut, i + 1 + suite) if r not in proteges)
        return True
    return False
