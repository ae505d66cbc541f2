"""Who a person of a file is in the base, without a number: name and year of birth, then what agrees or contradicts.

Nothing is decided on one e-mail or one telephone, which a household shares, nor on a name alone. What is likely but not sure goes to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz.distance import OSA

CANDIDATS_MAX = 5
LETTRES_MIN = 4
"""Shorter names are not compared letter by letter: « Ba » and « Da » are two names."""


class Issue(StrEnum):
    """What becomes of a person of the file."""

    SURE = "sure"
    NOUVELLE = "nouvelle"
    DOUTEUSE = "douteuse"


class Motif(StrEnum):
    """Why a person has to decide."""

    LIEU = "lieu"
    DATE = "date"
    PEU_D_INDICES = "peu_d_indices"
    PLUSIEURS = "plusieurs"
    ORTHOGRAPHE = "orthographe"
    DEJA_PRISE = "deja_prise"
    NUMERO = "numero"


@dataclass(frozen=True, slots=True)
class Identite:
    """What tells one person from another, in a file or in the base.

    Attributes:
        id: internal id in the base, 0 for a person of a file.
        nom, prenom: folded.
        cles: keys « nom prenom » the person is known under.
        annee: year of birth.
    """

    id: int
    nom: str
    prenom: str
    cles: tuple[str, ...]
    annee: int | None = None
    commune: str | None = None
    telephone: str | None = None
    courriel: str | None = None
    entree_rsa: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who it is: one id when sure, the candidates when in doubt, nobody when new."""

    issue: Issue
    ids: tuple[int, ...] = ()
    motif: Motif | None = None


@dataclass(frozen=True, slots=True)
class _Paire:
    connue: Identite
    issue: Issue
    accords: int
    motif: Motif | None = None


def comparer(lue: Identite, connue: Identite) -> tuple[Issue, int, Motif | None]:
    """Compare two people of one name.

    Args:
        lue: the person of the file.
        connue: the one of the base.

    Returns:
        Sure, in doubt, or someone else (``nouvelle``); how many facts agree beside the name and the year; why there is a doubt.
    """
    couples = {champ: (getattr(lue, champ), getattr(connue, champ)) for champ in ("commune", "telephone", "courriel", "entree_rsa")}
    egaux = {champ for champ, (a, b) in couples.items() if a is not None and a == b}
    contraires = {champ for champ, (a, b) in couples.items() if a is not None and b is not None and a != b}
    personnels = egaux - {"commune"}
    if lue.annee is None or connue.annee is None:
        return (Issue.SURE, len(egaux), None) if personnels else (Issue.DOUTEUSE, len(egaux), Motif.PEU_D_INDICES)
    if lue.annee != connue.annee:
        return (Issue.DOUTEUSE, len(egaux), Motif.DATE) if personnels else (Issue.NOUVELLE, len(egaux), None)
    if egaux or not contraires:
        return Issue.SURE, len(egaux), None
    motif = Motif.LIEU if "commune" in contraires else Motif.DATE if "entree_rsa" in contraires else Motif.PEU_D_INDICES
    return Issue.DOUTEUSE, 0, motif


class Annuaire:
    """The people of the base, found by their names."""

    def __init__(self, connues: Iterable[Identite]) -> None:
        self._par_cle: dict[str, list[Identite]] = defaultdict(list)
        self._par_mots: dict[tuple[int | None, str], list[Identite]] = defaultdict(list)
        self._par_prenom: dict[tuple[int | None, str], list[Identite]] = defaultdict(list)
        self._par_nom: dict[tuple[int | None, str], list[Identite]] = defaultdict(list)
        for connue in connues:
            self.ajouter(connue)

    def ajouter(self, connue: Identite) -> None:
        """Know someone more."""
        for cle in connue.cles:
            self._par_cle[cle].append(connue)
        self._par_mots[connue.annee, _mots(connue)].append(connue)
        self._par_prenom[connue.annee, connue.prenom].append(connue)
        self._par_nom[connue.annee, connue.nom].append(connue)

    def juger(self, lue: Identite, prises: set[int], jumelles: int = 1) -> Verdict:
        """Say who a person of the file is.

        Args:
            lue: the person.
            prises: ids that another person of the same file already is.
            jumelles: people of the file that nothing kept here tells apart (two NIRs, one name, one year, one commune): when the base holds as
                many, which is which changes nothing.

        Returns:
            The verdict, the same whatever the order of the base.
        """
        homonymes = {connue.id: connue for cle in lue.cles for connue in self._par_cle.get(cle, ())}
        paires = [_Paire(connue, *comparer(lue, connue)) for _, connue in sorted(homonymes.items())]
        if sures := [p for p in paires if p.issue is Issue.SURE]:
            return _parmi(sures, prises, jumelles)
        if douteuses := [p for p in paires if p.issue is Issue.DOUTEUSE]:
            tri = sorted(douteuses, key=lambda p: (-p.accords, p.connue.id))
            return Verdict(Issue.DOUTEUSE, _ids([p.connue for p in tri]), tri[0].motif)
        if proches := [connue for connue in self._proches(lue) if connue.id not in homonymes]:
            return Verdict(Issue.DOUTEUSE, _ids(proches), Motif.ORTHOGRAPHE)
        return Verdict(Issue.NOUVELLE)

    def _proches(self, lue: Identite) -> list[Identite]:
        """People of the same year whose name is the same turned round, or one letter away with a fact that agrees."""
        if lue.annee is None:
            return []
        trouvees = {c.id: c for c in self._par_mots.get((lue.annee, _mots(lue)), ())}
        voisins = [(c, c.nom, lue.nom) for c in self._par_prenom.get((lue.annee, lue.prenom), ())]
        voisins += [(c, c.prenom, lue.prenom) for c in self._par_nom.get((lue.annee, lue.nom), ())]
        for connue, ecrit, lu in voisins:
            if _a_une_lettre(ecrit, lu) and comparer(lue, connue)[1]:
                trouvees[connue.id] = connue
        return [connue for _, connue in sorted(trouvees.items())]


def _parmi(sures: Sequence[_Paire], prises: set[int], jumelles: int) -> Verdict:
    sommet = max(p.accords for p in sures)
    meilleures = [p.connue for p in sures if p.accords == sommet]
    libres = [connue for connue in meilleures if connue.id not in prises]
    if len(libres) == 1 or (libres and len(meilleures) == jumelles):
        return Verdict(Issue.SURE, (libres[0].id,))
    return Verdict(Issue.DOUTEUSE, _ids(libres or meilleures), Motif.PLUSIEURS if libres else Motif.DEJA_PRISE)


def _ids(connues: Sequence[Identite]) -> tuple[int, ...]:
    return tuple(connue.id for connue in connues[:CANDIDATS_MAX])


def _mots(identite: Identite) -> str:
    return " ".join(sorted(f"{identite.nom} {identite.prenom}".split()))


def _a_une_lettre(un: str, autre: str) -> bool:
    return min(len(un), len(autre)) >= LETTRES_MIN and OSA.distance(un, autre, score_cutoff=1) == 1
