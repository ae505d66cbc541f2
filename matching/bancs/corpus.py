"""A catalogue of invented offers for the bench of the search: the same engine as the product's, its pictures built by the same code."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random as Hasard
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from catalogue.depot import LignesImage, Territoire
from catalogue.domaine import Commune, Frein, Jour, Periode, Presence, TypeOffre, creneaux
from catalogue.image import construire as construire_image
from catalogue.recherche import Moteur
from catalogue.referentiel import Referentiel, indexer_noms
from catalogue.suggestion import IndexMetiers
from catalogue.vues import TextesMetier
from matching.bancs.textes import TexteInvente, inventer
from matching.evaluation import etalon
from models.encodeur import Encodeur
from socle.base import Ligne
from socle.erreurs import ErreurPersonne

MILLE = 1_000
# Shares of the catalogue, in thousandths, that the filters of the bench let through, and the quarters they are made of.
SELECTIVITES = (1_000, 100, 10, 1)
_QUARTIERS = ((1, "b0"), (10, "b1"), (100, "b2"), (1_000, "b3"))
_CRENEAUX = (
    None,
    creneaux(tuple(Jour)[:5], (Periode.MATIN, Periode.APRES_MIDI)),
    creneaux(tuple(Jour), (Periode.MATIN,)),
    creneaux(tuple(Jour), (Periode.SOIR, Periode.NUIT)),
)
_PRESENCES = (*(p.value for p in Presence), *[Presence.SUR_PLACE.value] * 17)
_FREINS = tuple(f.value for f in Frein)
_SUR = 4
_SANS_LIEU = ("sigle", "faute", "oral", "negation", "horaire", "frein", "recit")


@dataclass(frozen=True)
class Corpus:
    """What every engine of the bench reads.

    Attributes:
        moteur: the search of the product over the invented offers.
        textes: what the engines of words read of each offer, ``[n]``.
        parts: a number from 0 to 999 drawn for each offer, ``[n] int16``: a filter at 1 % is ``parts < 10``.
        requetes: the queries, every fourth of our golden queries, those that name a place left out, in an order drawn from the seed.
        vecteurs: of the queries, ``[q, d]``.
        empreinte: SHA-256 of the texts and the queries.
        invention_s, construction_s: time to make the offers up, and to build the picture.
    """

    moteur: Moteur
    textes: tuple[str, ...]
    parts: NDArray[np.int16]
    requetes: tuple[str, ...]
    vecteurs: NDArray[np.float32]
    empreinte: str
    invention_s: float
    construction_s: float


def inventer_corpus(nombre: int, lu: Referentiel, metiers: Sequence[TextesMetier], encodeur: Encodeur, jour: date, graine: int) -> Corpus:
    """Make a catalogue up.

    Args:
        nombre: how many offers.
        lu: référentiels, for the métiers; their communes give way to four fictitious quarters.
        metiers: what is said of the same métiers.
        encodeur: sentence encoder.
        jour: today.
        graine: seed; the first offers are the same whatever the number.

    Returns:
        The catalogue.

    Raises:
        ErreurPersonne: no métier to draw from.
    """
    if not lu.metiers:
        raise ErreurPersonne("La base ne contient aucun métier : chargez la démonstration (« boite demo --preparer-seulement ») ou le ROME.")
    debut = time.perf_counter()
    ville = _quartiers(lu)
    parts = np.random.default_rng(graine).integers(0, MILLE, nombre).astype(np.int16)
    lignes = _lignes(nombre, ville, parts.tolist(), graine, jour)
    invente = time.perf_counter()
    image = construire_image(lignes, ville, encodeur)
    textes = tuple(f"{o['titre']}\n{o['structure']}\n{o['description']}" for o in lignes.offres)
    requetes = _requetes(graine)
    return Corpus(
        moteur=Moteur(image, ville, IndexMetiers.construire(metiers, encodeur), encodeur),
        textes=textes,
        parts=parts,
        requetes=requetes,
        vecteurs=encodeur.encoder(requetes),
        empreinte=hashlib.sha256("\n".join((*textes, *requetes)).encode()).hexdigest(),
        invention_s=invente - debut,
        construction_s=time.perf_counter() - invente,
    )


def quartiers(millieme: int) -> frozenset[str]:
    """Quarters that make up a share of the catalogue.

    Args:
        millieme: one of :data:`SELECTIVITES`.

    Returns:
        Codes of territoires; none for the whole catalogue, which needs no filter.
    """
    return frozenset(code for part, code in _QUARTIERS if part <= millieme) if millieme < MILLE else frozenset()


def _quartiers(lu: Referentiel) -> Referentiel:
    communes = {code: Commune(code, f"Quartier {code}", (), 48.7 + i / 50, 2.4, code) for i, (_, code) in enumerate(_QUARTIERS)}
    territoires = {code: Territoire(code, f"Quartier {code}", "banc") for _, code in _QUARTIERS}
    return replace(lu, communes=communes, communes_par_nom=indexer_noms(communes), territoires=territoires)


def _lignes(nombre: int, ville: Referentiel, parts: list[int], graine: int, jour: date) -> LignesImage:
    """Rows of the offers as the database gives them: one session each, one or two métiers, a third with a licence asked or a frein lifted."""
    codes, genres = list(ville.metiers), [t.value for t in TypeOffre]
    lignes = LignesImage([], [], [], [], [])
    for numero, part in enumerate(parts, 1):
        hasard = Hasard(graine * 10_000_000 + numero)  # noqa: S311 - nothing secret is drawn
        metiers = dict.fromkeys(hasard.choice(codes) for _ in range(hasard.randint(1, 2)))
        autre = ville.metiers[hasard.choice(codes)].libelle
        texte = inventer(hasard, ville.metiers[next(iter(metiers))].libelle, autre)
        commune = ville.communes[next(code for borne, code in _QUARTIERS if part < borne)]
        lignes.offres.append(cast(Ligne, _offre(hasard, numero, texte, commune, hasard.choice(genres))))
        lignes.metiers.extend(cast(Ligne, {"offre_id": numero, "code_rome": code}) for code in metiers)
        _completer(lignes, hasard, numero, jour)
    return lignes


def _offre(hasard: Hasard, numero: int, texte: TexteInvente, commune: Commune, genre: str) -> dict[str, Any]:
    return {
        "id": numero,
        "identifiant": f"{numero:012d}",
        "type_offre": genre,
        "titre": texte.titre,
        "description": texte.description,
        "structure": texte.structure,
        "structure_id": numero // 20,
        "publics": [],
        "reserve_rsa": hasard.random() < 0.2,
        "date_limite": None,
        "code_insee": commune.code_insee,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "presence": hasard.choice(_PRESENCES),
        "creneaux": hasard.choice(_CRENEAUX),
        "verifie_le": None,
    }


def _completer(lignes: LignesImage, hasard: Hasard, numero: int, jour: date) -> None:
    """The session of an offer, what it asks, what it lifts."""
    dates = {"debut": jour + timedelta(days=hasard.randint(0, 180)), "fin": None, "date_limite": None}
    places = {"places": hasard.randint(1, 20), "places_reservees": 0, "places_tenues": 0, "places_prises": 0, "demandes": 0}
    lignes.sessions.append(cast(Ligne, {"id": numero, "offre_id": numero, **dates, **places}))
    if hasard.random() < 0.2:
        permis = {"type": "permis", "operateur": "dans", "valeurs": ["B"], "ferme": True, "origine": "structure", "libelle": "", "rang": 0}
        lignes.conditions.append(cast(Ligne, {"offre_id": numero, "type_structure": None, "niveau_criteres": None, **permis}))
    if hasard.random() < 0.1:
        lignes.freins.append(cast(Ligne, {"offre_id": numero, "frein": hasard.choice(_FREINS)}))


def _requetes(graine: int) -> tuple[str, ...]:
    voulues = [r.texte for identifiant, r in etalon.lire().items() if identifiant.rsplit("-", 1)[0] in _SANS_LIEU][::_SUR]
    Hasard(graine).shuffle(voulues)  # noqa: S311 - nothing secret is drawn
    return tuple(voulues)
