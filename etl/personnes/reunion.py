"""Lines of one file that speak of one person are brought together; lines that only look alike are kept apart or put to a person.

Numbers decide here, because here alone they are known: the same NIR is the same person unless the first names say otherwise, two NIRs are two people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import Enum, auto
from typing import Any

from rapidfuzz.distance import JaroWinkler

from etl.personnes.lecture import PersonneLue
from parcours.dossier.faits import Faits, Situation
from socle.texte import cle_tri

PRENOMS_SEMBLABLES = 0.8
"""Jaro-Winkler similarity from which two first names under one NIR are one name misspelled."""
_LISTES = frozenset({"metiers", "freins", "freins_absents"})


class Lien(Enum):
    """What two lines are to each other."""

    MEME = auto()
    DISTINCTES = auto()
    DOUTE = auto()
    NUMERO_PARTAGE = auto()


@dataclass(slots=True)
class Groupe:
    """One person of the file.

    Attributes:
        lue: what its lines say together.
        chemins: its lines, in order.
        doute_avec: rank of an earlier group that may be the same person: their numbers contradict each other.
        ecarts: ``(chemin, field)`` of what a later line says otherwise: the first one is kept.
        numero_ecarte: the NIR serves someone else as well, and was not used.
    """

    lue: PersonneLue
    chemins: list[str]
    doute_avec: int | None = None
    ecarts: list[tuple[str, str]] = field(default_factory=list)
    numero_ecarte: bool = False


def cle_nom(nom: str, prenom: str) -> str:
    """Key of a name, as ``allocataire.cle_tri`` keeps it."""
    return cle_tri(f"{nom} {prenom}")


def cles_noms(lue: PersonneLue) -> tuple[str, ...]:
    """Keys a person may be known under: usual name, then birth name."""
    noms = (lue.nom, lue.autre_nom) if lue.autre_nom else (lue.nom,)
    return tuple(dict.fromkeys(cle_nom(nom, lue.prenom) for nom in noms))


def reunir(lues: Iterable[PersonneLue]) -> list[Groupe]:
    """One group per person of a file.

    Args:
        lues: the lines, in order.

    Returns:
        Groups in the order of their first line.
    """
    groupes: list[Groupe] = []
    par_indice: dict[object, list[int]] = defaultdict(list)
    for lue in lues:
        indices = [*cles_noms(lue), *([lue.nir] if lue.nir else [])]
        voisins = sorted({rang for indice in indices for rang in par_indice[indice]})
        liens = {rang: lier(groupes[rang].lue, lue) for rang in voisins}
        meme = next((rang for rang, lien in liens.items() if lien is Lien.MEME), None)
        if meme is None:
            meme = len(groupes)
            groupes.append(_nouveau(lue, liens))
        else:
            _ajouter(groupes[meme], lue)
        for indice in indices:
            if meme not in par_indice[indice]:
                par_indice[indice].append(meme)
    return groupes


def lier(une: PersonneLue, autre: PersonneLue) -> Lien:
    """What two lines of one file are to each other.

    Args:
        une, autre: two lines that share a name or a NIR.

    Returns:
        The link; the order of the two does not matter.
    """
    meme_nom = bool(set(cles_noms(une)) & set(cles_noms(autre)))
    if une.nir and autre.nir:
        if une.nir == autre.nir:
            return Lien.MEME if meme_nom or _prenoms_semblables(une, autre) else Lien.NUMERO_PARTAGE
        contradictoires = meme_nom and une.dossier is not None and une.dossier == autre.dossier and _naissances_possibles(une, autre)
        return Lien.DOUTE if contradictoires else Lien.DISTINCTES
    if not meme_nom:
        return Lien.DISTINCTES
    return _lier_sans_nir(une, autre)


def _lier_sans_nir(une: PersonneLue, autre: PersonneLue) -> Lien:
    if une.naissance and autre.naissance:
        if une.naissance != autre.naissance:
            return Lien.DISTINCTES
        return Lien.DOUTE if une.dossier and autre.dossier and une.dossier != autre.dossier else Lien.MEME
    communs = ((une.dossier, autre.dossier), (une.faits.telephone, autre.faits.telephone), (une.faits.courriel, autre.faits.courriel))
    return Lien.MEME if any(a is not None and a == b for a, b in communs) else Lien.DISTINCTES


def _naissances_possibles(une: PersonneLue, autre: PersonneLue) -> bool:
    return une.naissance is None or autre.naissance is None or une.naissance == autre.naissance


def _prenoms_semblables(une: PersonneLue, autre: PersonneLue) -> bool:
    return JaroWinkler.similarity(cle_tri(une.prenom), cle_tri(autre.prenom)) >= PRENOMS_SEMBLABLES


def _nouveau(lue: PersonneLue, liens: dict[int, Lien]) -> Groupe:
    doute = next((rang for rang, lien in liens.items() if lien is Lien.DOUTE), None)
    return Groupe(lue, [lue.chemin], doute, numero_ecarte=Lien.NUMERO_PARTAGE in liens.values())


def _ajouter(groupe: Groupe, lue: PersonneLue) -> None:
    # An open right in one foyer goes before a closed one in another: the person has moved from one to the other.
    base, suite = (lue, groupe.lue) if lue.situation is Situation.AU_RSA is not groupe.lue.situation else (groupe.lue, lue)
    memes_faits = base.situation is suite.situation
    if memes_faits:
        groupe.ecarts += [(lue.chemin, champ) for champ in _ecarts(base, suite)]
    complements = {champ: getattr(base, champ) or getattr(suite, champ) for champ in ("autre_nom", "naissance", "nir", "structure", "referent")}
    lieu = base.lieu if (base.lieu.code_insee or base.lieu.commune) else suite.lieu
    faits = _completer(base.faits, suite.faits) if memes_faits else base.faits
    groupe.lue = replace(base, **complements, chemin=groupe.lue.chemin, lieu=lieu, faits=faits)
    groupe.chemins.append(lue.chemin)


def _completer(faits: Faits, autres: Faits) -> Faits:
    complet: dict[str, Any] = {}
    for champ in (c.name for c in fields(Faits)):
        dit, suite = getattr(faits, champ), getattr(autres, champ)
        complet[champ] = tuple(dict.fromkeys((*dit, *suite))) if champ in _LISTES else suite if dit is None else dit
    complet["freins_absents"] = tuple(frein for frein in complet["freins_absents"] if frein not in complet["freins"])
    return Faits(**complet)


def _ecarts(base: PersonneLue, suite: PersonneLue) -> Iterator[str]:
    for champ in (c.name for c in fields(Faits) if c.name not in _LISTES):
        dit, autre = getattr(base.faits, champ), getattr(suite.faits, champ)
        if None not in (dit, autre) and dit != autre:
            yield champ
    for champ in ("structure", "referent"):
        if (dit := getattr(base, champ)) and (autre := getattr(suite, champ)) and cle_tri(dit) != cle_tri(autre):
            yield champ
