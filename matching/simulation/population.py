"""Invented people, drawn with a seed: varied files, the projet in words, unknown facts left unknown."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from catalogue.domaine import Frein, Jour, NiveauFrancais, Periode, Permis, creneaux
from catalogue.referentiel import Referentiel
from parcours.domaine import Allocataire, MoyenTransport, Orientation

SOURCE = "simulation"
DEPARTEMENT = "94"
_JOURS_OUVRES = (Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI)
_SEMAINES = (
    creneaux(tuple(Jour), tuple(Periode)),
    creneaux(_JOURS_OUVRES, (Periode.MATIN, Periode.APRES_MIDI)),
    creneaux((Jour.LUNDI, Jour.MARDI, Jour.JEUDI, Jour.VENDREDI), (Periode.MATIN,)),
    creneaux(_JOURS_OUVRES, (Periode.APRES_MIDI, Periode.SOIR)),
)
_PHRASES = (
    "je cherche un travail : {}",
    "{}",
    "devenir {}",
    "{} près de chez moi",
    "me former pour être {}",
    "j’ai déjà fait {} et je veux reprendre",
)

T = TypeVar("T")


def population(nombre: int, graine: int, referentiel: Referentiel, codes: Sequence[str]) -> list[Allocataire]:
    """Draw people.

    Args:
        nombre: how many.
        graine: seed; the same seed gives the same people, and the first ones do not change with ``nombre``.
        referentiel: communes of the département, and labels of métiers.
        codes: métiers that one may want, those of the catalogue for instance.

    Returns:
        The people, named by their number.
    """
    communes = sorted(c for c in referentiel.communes if c.startswith(DEPARTEMENT)) or sorted(referentiel.communes)
    metiers = sorted(set(codes) & set(referentiel.metiers))
    return [_personne(rang, Random(f"{graine} {rang}"), communes, metiers, referentiel) for rang in range(nombre)]  # noqa: S311


def _personne(rang: int, hasard: Random, communes: Sequence[str], metiers: Sequence[str], referentiel: Referentiel) -> Allocataire:
    voulus = tuple(hasard.sample(metiers, min(len(metiers), hasard.choice((0, 1, 1, 1, 2)))))
    identifiant = f"simulation-{rang:06d}"
    return Allocataire(
        identifiant=identifiant,
        prenom="Personne",
        nom=str(rang),
        source=SOURCE,
        source_id=identifiant,
        commune=hasard.choice(communes),
        orientation=_parfois(hasard, hasard.choice(tuple(Orientation)), 0.9),
        annee_naissance=_parfois(hasard, hasard.randint(1962, 2007), 0.95),
        metiers=voulus,
        projet=_projet(hasard, voulus, referentiel),
        niveau=_parfois(hasard, hasard.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6)), 0.85),
        francais=_parfois(hasard, hasard.choice(tuple(NiveauFrancais)[1:]), 0.8),
        permis=_parfois(hasard, hasard.choice(((), (), (Permis.B,))), 0.8),
        vehicule=_parfois(hasard, hasard.random() < 0.25, 0.7),
        moyen_transport=_parfois(hasard, hasard.choice(tuple(MoyenTransport)), 0.8),
        rayon_km=_parfois(hasard, float(hasard.choice((4, 8, 12, 20))), 0.5),
        disponibilites=_parfois(hasard, hasard.choice(_SEMAINES), 0.7),
        freins=tuple(hasard.sample(tuple(Frein), hasard.choice((0, 0, 1, 1, 2, 3)))),
        inscrit_ft=_parfois(hasard, hasard.random() < 0.5, 0.8),
        rqth=_parfois(hasard, hasard.random() < 0.15, 0.5),
    )


def _projet(hasard: Random, voulus: Sequence[str], referentiel: Referentiel) -> str:
    if not voulus or hasard.random() < 0.2:
        return ""
    libelle = referentiel.metiers[voulus[0]].libelle.split(" / ")[0].lower()
    return hasard.choice(_PHRASES).format(libelle)


def _parfois(hasard: Random, valeur: T, chance: float) -> T | None:
    """A fact, known with some chance."""
    return valeur if hasard.random() < chance else None
