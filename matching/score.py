"""The score, in parts that add up: each part is in [0, 1], and the sum of the weighted contributions is the score.

One function over arrays ``[p, n]`` serves one pair or everybody, so that what is explained is what was computed.
An unknown fact gives the neutral value of its part: it neither rewards nor punishes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import Frein, Jour, Periode, Presence, TypeOffre, creneaux
from catalogue.image import INCONNU, JAMAIS, PERMANENTE, Image
from catalogue.recherche import sens
from catalogue.referentiel import Referentiel
from matching.profils import Profils
from parcours.domaine import Orientation
from socle.geo import distances_km

Matrice = NDArray[np.float32]
NEUTRE = 0.5

# Closeness of métiers, from the structure of the ROME: same fiche, a mobility of the fiche, same v3 family, same professional domain.
MEME_METIER, MOBILITE, MEME_FAMILLE, MEME_DOMAINE = 1.0, 0.7, 0.6, 0.35
PART_SENS = 0.45

# Evenings, nights and week-ends: what childcare rarely covers.
DECALES = creneaux(tuple(Jour), (Periode.SOIR, Periode.NUIT)) | creneaux((Jour.SAMEDI, Jour.DIMANCHE), tuple(Periode))

# What helps most at each stage, by kind of offer: discovery before training before job for who has no projet yet.
_ETAPES: dict[str, dict[TypeOffre, float]] = {
    "freins": {
        TypeOffre.APPUI: 1.0,
        TypeOffre.DECOUVERTE: 0.7,
        TypeOffre.IAE: 0.6,
        TypeOffre.FORMATION: 0.4,
        TypeOffre.CLAUSE: 0.35,
        TypeOffre.COLLECTIVITE: 0.3,
        TypeOffre.RECRUTEMENT: 0.25,
        TypeOffre.CONVENTION: 0.2,
    },
    "projet": {
        TypeOffre.DECOUVERTE: 1.0,
        TypeOffre.FORMATION: 0.6,
        TypeOffre.IAE: 0.6,
        TypeOffre.APPUI: 0.55,
        TypeOffre.CLAUSE: 0.45,
        TypeOffre.RECRUTEMENT: 0.4,
        TypeOffre.COLLECTIVITE: 0.4,
        TypeOffre.CONVENTION: 0.3,
    },
    "emploi": {
        TypeOffre.RECRUTEMENT: 1.0,
        TypeOffre.COLLECTIVITE: 0.95,
        TypeOffre.IAE: 0.9,
        TypeOffre.CLAUSE: 0.9,
        TypeOffre.FORMATION: 0.85,
        TypeOffre.CONVENTION: 0.7,
        TypeOffre.DECOUVERTE: 0.5,
        TypeOffre.APPUI: 0.35,
    },
}
ETAPES: tuple[str, ...] = tuple(_ETAPES)


class Part(StrEnum):
    """The parts of the score."""

    METIER = "metier"
    TRAJET = "trajet"
    HORAIRES = "horaires"
    FREINS = "freins"
    ETAPE = "etape"
    PRIORITE = "priorite"
    PLACES = "places"
    ECHEANCE = "echeance"
    FRAICHEUR = "fraicheur"


@dataclass(frozen=True)
class Poids:
    """Weights of the parts, summing to 1, and their version."""

    version: str
    parts: dict[Part, float]


@dataclass(frozen=True)
class Scores:
    """Score of ``p`` people × ``n`` offers.

    Attributes:
        parts: value of each part in [0, 1], ``[p, n] float32``.
        total: sum of weight × part, ``[p, n] float32``.
        distances: km, ``[p, n]``, NaN when unknown, 0 for what is done at a distance.
        rome: closeness of métier by the ROME alone, ``[p, n]``.
    """

    parts: dict[Part, Matrice]
    total: Matrice
    distances: Matrice
    rome: Matrice


@lru_cache(maxsize=1)
def poids() -> Poids:
    """The weights in force, from ``poids.toml``."""
    lu = tomllib.loads((Path(__file__).parent / "poids.toml").read_text(encoding="utf-8"))
    return Poids(lu["version"], {part: float(lu["parts"][part.value]) for part in Part})


def scorer(profils: Profils, image: Image, referentiel: Referentiel, plancher: float, jour: date) -> Scores:
    """Score every person against every offer.

    Args:
        profils: people, ``p``.
        image: living catalogue, ``n`` offers.
        referentiel: ROME graph.
        plancher: noise floor of the encoder.
        jour: today.

    Returns:
        Parts and total.
    """
    distances = distances_personnes(profils, image)
    rome = proximite_rome(profils, image, referentiel)
    parts = {
        Part.METIER: _metier(rome, _sens_personnes(profils, image, plancher), profils),
        Part.TRAJET: _trajet(distances, profils.rayons),
        Part.HORAIRES: _horaires(profils.disponibilites, image.creneaux),
        Part.FREINS: _freins(profils, image, distances),
        Part.ETAPE: _etape(profils, image),
        Part.PRIORITE: _lignes(profils, _priorite(image)),
        Part.PLACES: _lignes(profils, _places(image, jour)),
        Part.ECHEANCE: _lignes(profils, _echeance(image, jour)),
        Part.FRAICHEUR: _lignes(profils, _fraicheur(image, jour)),
    }
    total = np.zeros((len(profils), len(image)), dtype=np.float32)
    for part, poids_part in poids().parts.items():
        total += np.float32(poids_part) * parts[part]
    return Scores(parts, total, distances, rome)


def distances_personnes(profils: Profils, image: Image) -> Matrice:
    """Distances from each person's commune to each offer.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.

    Returns:
        ``[p, n] float32`` km, NaN when either point is unknown, 0 for what is done at a distance.
    """
    points = np.stack([profils.latitudes, profils.longitudes], axis=1)
    distincts, place = np.unique(points, axis=0, return_inverse=True, equal_nan=True)
    km: Matrice = np.stack([distances_km(image.latitudes, image.longitudes, float(lat), float(lon)) for lat, lon in distincts])[place.ravel()]
    km[:, image.presences == list(Presence).index(Presence.A_DISTANCE)] = 0
    return km


def proximite_rome(profils: Profils, image: Image, referentiel: Referentiel) -> Matrice:
    """Closeness of the métiers wanted to those of each offer, by the ROME alone.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.
        referentiel: codes, families and mobilities.

    Returns:
        ``[p, n] float32`` in [0, 1]; the best pair of métiers counts.
    """
    distincts = {p.metiers: i for i, p in enumerate(profils.personnes)}
    lignes = {metiers: _proximite(metiers, image, referentiel) for metiers in distincts}
    return np.stack([lignes[p.metiers] for p in profils.personnes]) if lignes else np.zeros((0, len(image)), dtype=np.float32)


def _proximite(voulus: tuple[str, ...], image: Image, referentiel: Referentiel) -> Matrice:
    par_code = np.zeros(len(image.codes_rome), dtype=np.float32)
    for code in voulus:
        metier = referentiel.metiers.get(code)
        famille = metier.code_rome_parent if metier else code
        for rang, autre in enumerate(image.codes_rome):
            if autre[:3] == code[:3]:
                proche = MEME_FAMILLE if referentiel.metiers[autre].code_rome_parent == famille else MEME_DOMAINE
                par_code[rang] = max(par_code[rang], proche)
        for autre in referentiel.voisins.get(code, ()):
            par_code[image.rang_code[autre]] = max(par_code[image.rang_code[autre]], MOBILITE)
        if code in image.rang_code:
            par_code[image.rang_code[code]] = MEME_METIER
    proximite = np.zeros(len(image), dtype=np.float32)
    np.maximum.at(proximite, image.metiers_offre, par_code[image.metiers])
    return proximite


def _sens_personnes(profils: Profils, image: Image, plancher: float) -> Matrice:
    if image.degradee or profils.projets.size == 0:
        return np.zeros((len(profils), len(image)), dtype=np.float32)
    projet = sens(image.vecteurs, profils.projets, plancher)
    # What one has done counts, a little less than what one wants.
    mieux: Matrice = np.maximum(projet, np.float32(0.8) * sens(image.vecteurs, profils.experiences, plancher))
    return mieux


def _metier(rome: Matrice, proche: Matrice, profils: Profils) -> Matrice:
    veut_un_metier = np.array([bool(p.metiers) for p in profils.personnes])[:, None]
    fusion = np.where(veut_un_metier, (1 - PART_SENS) * rome + PART_SENS * proche, proche)
    return np.clip(fusion, 0, 1).astype(np.float32)


def _trajet(distances: Matrice, rayons: NDArray[np.float32]) -> Matrice:
    part = np.exp(-((distances / rayons[:, None]) ** 2))
    return np.where(np.isnan(part), NEUTRE, part).astype(np.float32)


def _horaires(disponibilites: NDArray[np.int32], creneaux_offres: NDArray[np.int32]) -> Matrice:
    communs = _bits_a_un(disponibilites[:, None] & creneaux_offres[None, :])
    part = communs / np.maximum(_bits_a_un(creneaux_offres), 1)[None, :]
    inconnu = (disponibilites == INCONNU)[:, None] | (creneaux_offres <= 0)[None, :]
    return np.where(inconnu, NEUTRE, part).astype(np.float32)


def _freins(profils: Profils, image: Image, distances: Matrice) -> Matrice:
    leves = _bits_a_un(profils.freins[:, None] & image.freins[None, :]) > 0
    garde = _porte(profils, Frein.GARDE_ENFANTS) & (image.creneaux > 0) & (image.creneaux & DECALES != 0)
    loin = _porte(profils, Frein.MOBILITE) & (np.nan_to_num(distances) > 0.6 * profils.rayons[:, None])
    part = np.where(garde | loin, 0.15, NEUTRE)
    return np.where(leves, 1.0, part).astype(np.float32)


def _porte(profils: Profils, frein: Frein) -> NDArray[np.bool_]:
    porte: NDArray[np.bool_] = (profils.freins >> list(Frein).index(frein)) & 1 == 1
    return porte[:, None]


def etapes(profils: Profils) -> NDArray[np.int8]:
    """Stage of each person.

    Args:
        profils: people, ``p``.

    Returns:
        Rank in ``ETAPES``: freins first (orientation ``rus_eloigne`` or three freins), projet to find, or job.
    """
    eloigne = (profils.orientations == list(Orientation).index(Orientation.RUS_ELOIGNE)) | (_bits_a_un(profils.freins) >= 3)
    return np.where(eloigne, ETAPES.index("freins"), np.where(profils.projet_connu, ETAPES.index("emploi"), ETAPES.index("projet"))).astype(np.int8)


def _etape(profils: Profils, image: Image) -> Matrice:
    table = np.array([[_ETAPES[etape][genre] for genre in TypeOffre] for etape in ETAPES], dtype=np.float32)
    part = table[etapes(profils)][:, image.types]
    # A support that lifts none of the person's freins is no step of their parcours.
    hors_sujet = (image.types == list(TypeOffre).index(TypeOffre.APPUI))[None, :] & (image.freins != 0)[None, :]
    hors_sujet = hors_sujet & (profils.freins[:, None] & image.freins[None, :] == 0)
    return np.where(hors_sujet, 0.1, part).astype(np.float32)


def _priorite(image: Image) -> NDArray[np.float32]:
    avec_places_reservees = np.zeros(len(image), dtype=np.bool_)
    avec_places_reservees[image.sessions.offre[image.sessions.reservees > 0]] = True
    insertion = np.isin(image.types, [list(TypeOffre).index(t) for t in (TypeOffre.IAE, TypeOffre.CLAUSE)])
    return np.select([image.reserve_rsa, avec_places_reservees, insertion], [1.0, 0.8, 0.6], 0.3).astype(np.float32)


def _places(image: Image, jour: date) -> NDArray[np.float32]:
    libres = image.places_libres(jour)
    return np.where(libres == INCONNU, NEUTRE, np.minimum(libres, 6) / 6).astype(np.float32)


def _echeance(image: Image, jour: date) -> NDArray[np.float32]:
    prochaines = image.prochaines(jour)
    attente = np.where(prochaines == PERMANENTE, 0, prochaines - jour.toordinal())
    part = np.interp(attente, [0, 7, 30, 120], [0.8, 1.0, 0.8, 0.2])
    return np.where(prochaines == JAMAIS, NEUTRE, part).astype(np.float32)


def _fraicheur(image: Image, jour: date) -> NDArray[np.float32]:
    age = jour.toordinal() - image.verifie
    return np.where(image.verifie == 0, NEUTRE, np.interp(age, [30, 180], [1.0, 0.0])).astype(np.float32)


def _lignes(profils: Profils, part: NDArray[np.float32]) -> Matrice:
    return np.broadcast_to(part, (len(profils), len(part)))


def _bits_a_un(masques: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.int32]:
    valeurs = np.where(masques < 0, 0, masques).astype(np.uint64)
    return np.bitwise_count(valeurs).astype(np.int32)
