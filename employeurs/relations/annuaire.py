"""The list of structures: narrowed by words and filters, counted value by value, gathered by commune."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from employeurs.relations.domaine import SANS_ECHANGE_JOURS, LigneStructure
from socle.texte import cle_tri


@dataclass(frozen=True, slots=True)
class Filtres:
    """What to keep; several values of one filter are « or », several filters « and ».

    Attributes:
        q: beginnings of words of the name, of the commune, or of the SIRET.
        types: kinds of structure.
        territoires: codes.
        commune: INSEE code, empty for all.
        sans_echange: nobody has talked with them for three months.
        offres: with published offers.
        silencieuses: asked, and silent.
    """

    q: str = ""
    types: frozenset[str] = field(default_factory=frozenset)
    territoires: frozenset[str] = field(default_factory=frozenset)
    commune: str = ""
    sans_echange: bool = False
    offres: bool = False
    silencieuses: bool = False


SEULS = ("sans_echange", "offres", "silencieuses")


@dataclass(frozen=True, slots=True)
class ParCommune:
    """Structures of one commune; ``code_insee`` is None for those whose commune is not known."""

    code_insee: str | None
    nom: str
    structures: int
    offres: int
    libres: int


@dataclass(frozen=True, slots=True)
class Vue:
    """What the filters keep, and how many each value of each filter would keep with the others as they are."""

    lignes: tuple[LigneStructure, ...]
    comptes: dict[str, dict[str, int]]


def regarder(lignes: Sequence[LigneStructure], filtres: Filtres, jour: date) -> Vue:
    """Narrow the list.

    Args:
        lignes: every structure, in order.
        filtres: what to keep.
        jour: today.

    Returns:
        The view, in the same order.
    """
    trouvees = [ligne for ligne in lignes if _repond_aux_mots(ligne, cle_tri(filtres.q).split())]

    def garde(voulus: Filtres) -> list[LigneStructure]:
        regles = _regles(voulus, jour)
        return [ligne for ligne in trouvees if all(regle(ligne) for regle in regles)]

    comptes = {nom: _compter(getattr(x, champ) for x in garde(_sans(filtres, nom))) for nom, champ in _MULTIPLES.items()}
    comptes |= {nom: {"1": len(garde(_avec(filtres, nom)))} for nom in SEULS}
    return Vue(tuple(garde(filtres)), comptes)


_MULTIPLES = {"types": "type_structure", "territoires": "territoire"}


def _sans(filtres: Filtres, nom: str) -> Filtres:
    vide: dict[str, Any] = {nom: frozenset()}
    return replace(filtres, **vide)


def _avec(filtres: Filtres, nom: str) -> Filtres:
    oui: dict[str, Any] = {nom: True}
    return replace(filtres, **oui)


def _compter(valeurs: Iterable[str | None]) -> dict[str, int]:
    return dict(Counter(v for v in valeurs if v is not None))


def _regles(filtres: Filtres, jour: date) -> list[Callable[[LigneStructure], bool]]:
    """Only the rules that the filters ask for."""
    anciennete = jour - timedelta(days=SANS_ECHANGE_JOURS)
    regles: list[tuple[object, Callable[[LigneStructure], bool]]] = [
        (filtres.types, lambda x: x.type_structure.value in filtres.types),
        (filtres.territoires, lambda x: x.territoire in filtres.territoires),
        (filtres.commune, lambda x: x.code_insee == filtres.commune),
        (filtres.sans_echange, lambda x: x.dernier_echange is None or x.dernier_echange < anciennete),
        (filtres.offres, lambda x: x.offres > 0),
        (filtres.silencieuses, lambda x: x.silence > 0),
    ]
    return [regle for voulue, regle in regles if voulue]


def _repond_aux_mots(ligne: LigneStructure, cherches: Sequence[str]) -> bool:
    if not cherches:
        return True
    connus = [*ligne.cle_tri.split(), *cle_tri(ligne.commune or "").split(), *([ligne.siret] if ligne.siret else [])]
    chiffres = "".join(cherches)
    if ligne.siret and chiffres.isdigit() and ligne.siret.startswith(chiffres):
        return True
    return all(any(connu.startswith(mot) for connu in connus) for mot in cherches)


def par_commune(lignes: Iterable[LigneStructure]) -> tuple[ParCommune, ...]:
    """Gather structures by commune.

    Args:
        lignes: those to gather.

    Returns:
        Communes in the order of the dictionary, the unknown one last; their sums are those of the lines.
    """
    groupes: dict[str | None, list[LigneStructure]] = {}
    for ligne in lignes:
        groupes.setdefault(ligne.code_insee, []).append(ligne)
    sommes = [
        ParCommune(code, (groupe[0].commune or "") if code else "", len(groupe), sum(x.offres for x in groupe), sum(x.libres for x in groupe))
        for code, groupe in groupes.items()
    ]
    return tuple(sorted(sommes, key=lambda c: (c.code_insee is None, cle_tri(c.nom), c.code_insee or "")))
