"""Everybody against every offer, beside the bare floor of the same run: time, memory, one page, one change, and how it grows."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np

from catalogue.depot import LignesImage
from catalogue.image import construire
from catalogue.memoire import MemoireTextes
from catalogue.recherche import Moteur
from catalogue.suggestion import IndexMetiers
from catalogue.vivant import remplacer
from matching.appariements import LONGUEUR, Appariement, candidats_pour
from matching.bancs import invention
from matching.classement import classer
from matching.eligibilite import Statut
from matching.profils import Profils
from models.encodeur import Encodeur
from models.plancher import recherche_plate

T = TypeVar("T")

GRAINE = 94
FRACTIONS = (0.25, 0.5, 1.0, 2.0)
PAGES, INVERSES, CHANGEMENTS = 200, 20, 20


@dataclass(frozen=True)
class Passage:
    """One matching of ``personnes`` × ``offres``, in seconds; ``plancher_s`` is the best of the floors run just before and just after."""

    personnes: int
    offres: int
    preparation_s: float
    listes_s: float
    plancher_s: float

    @property
    def total_s(self) -> float:
        """Preparation and lists."""
        return self.preparation_s + self.listes_s

    @property
    def rapport(self) -> float:
        """How many times the floor."""
        return self.total_s / self.plancher_s


@dataclass(frozen=True)
class MesureAppariement:
    """What the bench measured.

    Attributes:
        passage: the matching.
        textes_s: reading the texts of the people (words and three vectors each), which the floor does not do either.
        memoire_mo: most memory the process held, what is made up included, Mio.
        page_ms: engine of one person's page, median and 95th centile.
        inverse_ms: people of one offer among all of them, their texts already read, median and 95th centile.
        changement_ms: a new picture after a change of one offer, median and 95th centile.
        par_personnes, par_offres: the matching at 1/4, 1/2, 1 and 2 times as many.
    """

    passage: Passage
    textes_s: float
    memoire_mo: float
    page_ms: tuple[float, float]
    inverse_ms: tuple[float, float]
    changement_ms: tuple[float, float]
    par_personnes: tuple[Passage, ...]
    par_offres: tuple[Passage, ...]


def mesurer(encodeur: Encodeur, jour: date, personnes: int, offres: int, *, croissance: bool = True) -> MesureAppariement:
    """Measure the matching over a territory made up.

    Args:
        encodeur: sentence encoder.
        jour: today.
        personnes, offres: how many.
        croissance: also measure how it grows, in both directions.

    Returns:
        The measures.
    """
    territoire = _Territoire(encodeur, jour, offres)
    textes_s, profils = _chronometrer(lambda: territoire.profils(personnes))
    moteur = territoire.moteur(offres)
    passage = _passer(profils, moteur, jour)
    memoire_mo = _memoire_mo()
    page_ms, inverse_ms, changement_ms = _pages(territoire, moteur), _inverses(profils, moteur, jour), territoire.changements(offres)
    par_personnes: tuple[Passage, ...] = ()
    par_offres: tuple[Passage, ...] = ()
    if croissance:
        par_offres = tuple(_passer(profils, territoire.moteur(int(offres * f)), jour) for f in FRACTIONS)
        tous = territoire.profils(int(personnes * max(FRACTIONS)))
        par_personnes = tuple(_passer(tous.tranche(0, int(personnes * f)), moteur, jour) for f in FRACTIONS)
    return MesureAppariement(passage, textes_s, memoire_mo, page_ms, inverse_ms, changement_ms, par_personnes, par_offres)


class _Territoire:
    """A territory made up, with one memory of texts for all its sizes."""

    def __init__(self, encodeur: Encodeur, jour: date, offres: int) -> None:
        self.encodeur, self.jour = encodeur, jour
        self.referentiel = invention.referentiel(GRAINE)
        self.memoire = MemoireTextes(encodeur)
        self.lignes = invention.lignes(GRAINE, offres, self.referentiel, jour)

    def profils(self, nombre: int) -> Profils:
        return Profils.construire(invention.personnes(GRAINE, nombre, self.referentiel, self.jour), self.referentiel, self.encodeur)

    def moteur(self, offres: int) -> Moteur:
        lignes = invention.lignes(GRAINE, offres, self.referentiel, self.jour)
        image = construire(lignes, self.referentiel, self.encodeur, MemoireTextes(self.encodeur))
        return Moteur(image, self.referentiel, IndexMetiers.construire([], self.encodeur), self.encodeur)

    def changements(self, offres: int) -> tuple[float, float]:
        """One offer rewritten, its text too, the others known: what stands between the reading of its rows and the new picture."""
        construire(self.lignes, self.referentiel, self.encodeur, self.memoire)
        durees = []
        for numero in range(1, CHANGEMENTS + 1):
            neuve = _une_offre(self.lignes, numero, f"Un autre titre {numero}")
            duree, _ = _chronometrer(
                lambda neuve=neuve, numero=numero: construire(remplacer(self.lignes, neuve, {numero}), self.referentiel, self.encodeur, self.memoire)  # type: ignore[misc]
            )
            durees.append(duree)
        return _mediane_et_p95(durees)


def _une_offre(lignes: LignesImage, numero: int, titre: str) -> LignesImage:
    offres = [{**ligne, "titre": titre} for ligne in lignes.offres if ligne["id"] == numero]
    autres = (
        [ligne for ligne in table if ligne["offre_id"] == numero] for table in (lignes.metiers, lignes.conditions, lignes.freins, lignes.sessions)
    )
    return LignesImage(offres, *autres)  # type: ignore[arg-type]


def _passer(profils: Profils, moteur: Moteur, jour: date) -> Passage:
    vecteurs = moteur.image.vecteurs
    avant, _ = _chronometrer(lambda: recherche_plate(profils.projets, vecteurs, LONGUEUR))
    preparation_s, appariement = _chronometrer(lambda: Appariement.preparer(profils, moteur, jour))
    listes_s, _ = _chronometrer(lambda: sum(len(lot.rangs) for _, lot in appariement.lots()))
    apres, _ = _chronometrer(lambda: recherche_plate(profils.projets, vecteurs, LONGUEUR))
    return Passage(len(profils), len(vecteurs), preparation_s, listes_s, min(avant, apres))


def _pages(territoire: _Territoire, moteur: Moteur) -> tuple[float, float]:
    gens = invention.personnes(GRAINE, PAGES, territoire.referentiel, territoire.jour)
    statuts = (Statut.ELIGIBLE, Statut.A_VERIFIER)
    classer(gens[:1], moteur, territoire.jour).ordre(0, statuts)
    return _mediane_et_p95([_chronometrer(lambda p=p: classer([p], moteur, territoire.jour).ordre(0, statuts))[0] for p in gens])  # type: ignore[misc]


def _inverses(profils: Profils, moteur: Moteur, jour: date) -> tuple[float, float]:
    vivantes = np.flatnonzero(moteur.image.vivantes(jour))
    rangs = vivantes[:: max(1, len(vivantes) // INVERSES)][:INVERSES].tolist()
    return _mediane_et_p95([_chronometrer(lambda r=r: candidats_pour(profils, moteur, r, jour))[0] for r in rangs])  # type: ignore[misc]


def _mediane_et_p95(durees: list[float]) -> tuple[float, float]:
    mediane, haut = np.percentile(durees, [50, 95]) * 1000
    return float(mediane), float(haut)


def _chronometrer(travail: Callable[[], T]) -> tuple[float, T]:
    debut = time.perf_counter()
    fait = travail()
    return time.perf_counter() - debut, fait


def _memoire_mo() -> float:
    # Linux counts in kibibytes, macOS in bytes.
    unite = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unite
