"""The people of a référent, narrowed and sorted. Pure: the list is read once and every filter says how many it would keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from catalogue.domaine import Frein
from parcours.domaine import Orientation
from parcours.dossier.domaine import Cer, DroitRsa, EtatCer, horloge_cer
from socle.texte import cle_tri

INCONNU = "inconnu"
"""Value of a filter for a fact that nobody gave."""


@dataclass(frozen=True, slots=True)
class LignePortefeuille:
    """A person of the portefeuille.

    Attributes:
        cle_tri: folded « nom prenom ».
        projet: whether the person's projet has been written down.
        commune: name of the commune.
    """

    identifiant: str
    nom: str
    prenom: str
    cle_tri: str
    commune: str | None
    orientation: Orientation | None
    entree_rsa: date | None
    date_cer: date | None
    freins: tuple[Frein, ...]
    metiers: tuple[str, ...]
    projet: bool
    sortie_rsa: date | None
    droit_rsa: DroitRsa | None
    referent_id: int | None
    referent: str | None
    maj_le: datetime | None

    def cer(self, aujourdhui: date) -> Cer:
        """Where the contract stands."""
        return horloge_cer(self.entree_rsa, self.date_cer, self.orientation, aujourdhui)


class Tri(StrEnum):
    """Orders of the list."""

    NOM = "nom"
    CER = "cer"
    ENTREE = "entree"
    MAJ = "maj"


class Suivies(StrEnum):
    """Whose people."""

    MOI = "moi"
    STRUCTURE = "structure"
    SANS_REFERENT = "sans_referent"


@dataclass(frozen=True, slots=True)
class Filtres:
    """What to keep; an empty filter keeps everybody, several values of one filter are « or », several filters « and ».

    Attributes:
        q: words of a name or of a commune.
        orientations, freins, cers: codes, ``inconnu`` for who has none.
        sans_projet: only those whose projet is not written down.
        sorties: only those who have left the RSA; they are left out otherwise.
    """

    suivies: Suivies = Suivies.MOI
    q: str = ""
    orientations: frozenset[str] = field(default_factory=frozenset)
    freins: frozenset[str] = field(default_factory=frozenset)
    cers: frozenset[str] = field(default_factory=frozenset)
    sans_projet: bool = False
    sorties: bool = False


@dataclass(frozen=True, slots=True)
class Vue:
    """What the filters keep, in order, and how many each value of each filter would keep with the other filters as they are."""

    lignes: tuple[LignePortefeuille, ...]
    comptes: dict[str, dict[str, int]]


def regarder(lignes: Sequence[LignePortefeuille], filtres: Filtres, tri: Tri, compte_id: int, aujourdhui: date) -> Vue:
    """Narrow and sort.

    Args:
        lignes: the portefeuille, by name.
        filtres: what to keep.
        tri: order; ties by name.
        compte_id: who looks, for « mes personnes ».
        aujourdhui: today, for the clock of the contract.

    Returns:
        The view.
    """
    regles = _regles(aujourdhui)

    def garde(ligne: LignePortefeuille, voulus: Filtres) -> bool:
        return _repond(ligne, voulus, regles, compte_id)

    gardees = [ligne for ligne in lignes if garde(ligne, filtres)]
    comptes: dict[str, dict[str, int]] = {}
    for nom, lire in regles.items():
        vide: dict[str, Any] = {nom: frozenset()}
        sans = replace(filtres, **vide)
        comptes[nom] = _compter(valeur for ligne in lignes if garde(ligne, sans) for valeur in lire(ligne))
    comptes["suivies"] = {s.value: sum(garde(ligne, replace(filtres, suivies=s)) for ligne in lignes) for s in Suivies}
    comptes["sans_projet"] = {"1": sum(garde(ligne, replace(filtres, sans_projet=True)) for ligne in lignes)}
    comptes["sorties"] = {"1": sum(garde(ligne, replace(filtres, sorties=True)) for ligne in lignes)}
    return Vue(tuple(sorted(gardees, key=_ordre(tri, aujourdhui))), comptes)


_Regles = dict[str, Callable[[LignePortefeuille], tuple[str, ...]]]


def _regles(aujourdhui: date) -> _Regles:
    """What each multiple filter looks at."""
    return {
        "orientations": lambda ligne: (ligne.orientation or INCONNU,),
        "freins": lambda ligne: tuple(ligne.freins) or (INCONNU,),
        "cers": lambda ligne: (ligne.cer(aujourdhui).etat,),
    }


def _repond(ligne: LignePortefeuille, filtres: Filtres, regles: _Regles, compte_id: int) -> bool:
    if filtres.sorties is not (ligne.sortie_rsa is not None) or (filtres.sans_projet and ligne.projet):
        return False
    if filtres.suivies is Suivies.MOI and ligne.referent_id != compte_id:
        return False
    if filtres.suivies is Suivies.SANS_REFERENT and ligne.referent_id is not None:
        return False
    if not all(set(lire(ligne)) & choix for nom, lire in regles.items() if (choix := getattr(filtres, nom))):
        return False
    texte = f"{ligne.cle_tri} {cle_tri(ligne.commune or '')}"
    return all(mot in texte for mot in cle_tri(filtres.q).split())


def _compter(valeurs: Iterable[str]) -> dict[str, int]:
    comptes: dict[str, int] = {}
    for valeur in valeurs:
        comptes[valeur] = comptes.get(valeur, 0) + 1
    return comptes


def _ordre(tri: Tri, aujourdhui: date) -> Callable[[LignePortefeuille], tuple[object, ...]]:
    """Key of the order; what is unknown comes last."""

    def cer(ligne: LignePortefeuille) -> tuple[object, ...]:
        suivi = ligne.cer(aujourdhui)
        rang = (EtatCer.EN_RETARD, EtatCer.A_SIGNER, EtatCer.INCONNU, EtatCer.SIGNE).index(suivi.etat)
        return rang, suivi.limite or date.max

    cles: dict[Tri, Callable[[LignePortefeuille], tuple[object, ...]]] = {
        Tri.NOM: lambda ligne: (),
        Tri.CER: cer,
        Tri.ENTREE: lambda ligne: (-(ligne.entree_rsa or date.min).toordinal(),),
        Tri.MAJ: lambda ligne: (ligne.maj_le.timestamp() if ligne.maj_le else float("-inf"),),
    }
    return lambda ligne: (*cles[tri](ligne), ligne.cle_tri, ligne.identifiant)
