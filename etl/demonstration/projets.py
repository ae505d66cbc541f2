"""What people say of themselves: portraits written one by one, and short projets composed from ways of speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from etl.demonstration.referentiels import mobilites
from etl.demonstration.tables import Fiche, document, fiches, hasard

# Words that only a woman would use of herself.
FEMININ = re.compile(r"euse\b|iere\b|ière\b|femme|conductrice|preparatrice|assistante|hotesse|nounou|gardienne|aide soignante")
# One composed projet in twelve is silent: the adviser has not asked yet, or the person did not wish to say.
SILENCE = 12


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the file says of a person; what it does not say is drawn, or stays unknown.

    Attributes:
        age: youngest and oldest age.
        enfant: has children, None when the file does not say.
        dispo: name of an availability, see ``personnes.DISPONIBILITES``.
    """

    projet: str
    experience: str = ""
    metiers: tuple[str, ...] = ()
    sexe: str = "f"
    age: tuple[int, int] | None = None
    competences: tuple[str, ...] = ()
    niveau: int | None = None
    francais: str | None = None
    permis: tuple[str, ...] | None = None
    vehicule: bool | None = None
    transport: str | None = None
    dispo: str | None = None
    freins: tuple[str, ...] = ()
    criteres: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    orientation: str | None = None
    inscrit_ft: bool | None = None
    rqth: bool | None = None
    enfant: bool | None = None
    commune: str | None = None


def portraits(graine: int, nombre: int) -> tuple[Portrait, ...]:
    """Portraits of all the people.

    Args:
        graine: seed.
        nombre: how many people.

    Returns:
        Those written one by one, then composed ones, no two with the same projet except for the silent ones.
    """
    ecrits = tuple(_ecrit(graine, rang, fiche) for rang, fiche in enumerate(fiches("personnes/portraits", "portrait")))
    return (*ecrits, *_composes(graine, nombre - len(ecrits)))


def _ecrit(graine: int, rang: int, fiche: Fiche) -> Portrait:
    champs: Fiche = {cle: tuple(valeur) if isinstance(valeur, list) else valeur for cle, valeur in fiche.items()}
    champs.setdefault("sexe", hasard(graine, "portrait", rang).choice("fm"))
    return Portrait(**champs)


def _composes(graine: int, nombre: int) -> Iterator[Portrait]:
    dits: set[str] = set()
    for rang in range(nombre):
        tirage = hasard(graine, "projet", rang)
        yield _silencieux(tirage) if rang % SILENCE == SILENCE - 1 else _compose(tirage, rang, dits)


def _silencieux(tirage: Random) -> Portrait:
    return Portrait(projet="", experience=_experience(tirage, ""), sexe=tirage.choice("fm"))


def _compose(tirage: Random, rang: int, dits: set[str]) -> Portrait:
    recueil = document("personnes/facons")
    facon = recueil["facons"][rang % len(recueil["facons"])]
    while True:
        premier, second = _deux_metiers(tirage)
        projet = facon["dit"].format(m=tirage.choice(recueil["mots"][premier]), n=tirage.choice(recueil["mots"][second]))
        if projet not in dits:
            break
    dits.add(projet)
    faits: Fiche = {cle: tuple(valeur) if isinstance(valeur, list) else valeur for cle, valeur in facon.items() if cle != "dit"}
    return Portrait(
        projet=projet,
        experience=_experience(tirage, premier),
        metiers=(premier, second) if "{n}" in facon["dit"] else (premier,),
        sexe="f" if FEMININ.search(projet) else tirage.choice("fmm"),
        competences=_competences(tirage, premier),
        **faits,
    )


@cache
def _voisins() -> dict[str, tuple[str, ...]]:
    """For each métier that has words of its own, those that the ROME says one goes to from there, else those of the same letter."""
    codes = document("personnes/facons")["mots"]
    mobiles = {code: tuple(cible for depart, cible, _ in mobilites() if depart == code and cible in codes) for code in codes}
    return {
        code: cibles or tuple(c for c in codes if c != code and c[0] == code[0]) or tuple(c for c in codes if c != code)
        for code, cibles in mobiles.items()
    }


def _deux_metiers(tirage: Random) -> tuple[str, str]:
    premier = tirage.choice(list(_voisins()))
    return premier, tirage.choice(_voisins()[premier])


def _experience(tirage: Random, code: str) -> str:
    experiences = document("personnes/facons")["experiences"]
    return str(tirage.choice((*_du_metier(experiences, code), *experiences["tous"])))


def _competences(tirage: Random, code: str) -> tuple[str, ...]:
    connues = _du_metier(document("personnes/facons")["competences"], code)
    return tuple(tirage.sample(connues, min(len(connues), tirage.choice((0, 0, 1, 2)))))


def _du_metier(reserve: Fiche, code: str) -> list[str]:
    """Words of the domain of a métier, else of its letter."""
    mots: list[str] = reserve.get(code[:3]) or reserve.get(code[:1]) or []
    return mots
