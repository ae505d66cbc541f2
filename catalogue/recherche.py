"""The search of the catalogue: exact filters, facets with counts, words and meaning fused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from catalogue.comprehension import Compris, RequeteComprise, comprendre
from catalogue.conditions import TYPES
from catalogue.domaine import Commune, Frein, Presence, TypeCondition, TypeOffre
from catalogue.fusion import Contexte, Genre, charger
from catalogue.image import INCONNU, JAMAIS, Booleens, Image
from catalogue.mots import Correction
from catalogue.referentiel import Referentiel
from catalogue.suggestion import IndexMetiers, MetierSuggere
from models.encodeur import Encodeur
from socle.geo import distances_km

RAYON_PAR_DEFAUT_KM = 5.0
METIERS_COMPRIS = 3
# What bearing a métier understood in the query adds to the fused score of words and meaning, itself in [0, 1].
POIDS_METIER = 0.4
# An offer far under the best one is noise: it would only fill the list and the counts.
PART_DU_MEILLEUR = 0.15
FACETTE_MAX = 12


class Facette(StrEnum):
    """What the results can be narrowed by."""

    TYPE = "type"
    METIER = "metier"
    FREIN = "frein"
    PRESENCE = "presence"
    TERRITOIRE = "territoire"


@dataclass(frozen=True)
class Filtres:
    """What the person asked for, besides words. Everything empty: the whole living catalogue."""

    types: frozenset[TypeOffre] = frozenset()
    metiers: frozenset[str] = frozenset()
    freins: frozenset[Frein] = frozenset()
    presences: frozenset[Presence] = frozenset()
    territoires: frozenset[str] = frozenset()
    commune: str | None = None
    rayon_km: float = RAYON_PAR_DEFAUT_KM
    du: date | None = None
    au: date | None = None
    avec_places: bool = False
    reserve_rsa: bool = False
    creneaux: int | None = None
    sans_permis: bool = False


@dataclass(frozen=True)
class Requete:
    """A search: words, filters, what not to understand, métiers removed, and the page wanted (from 1)."""

    texte: str = ""
    filtres: Filtres = Filtres()
    ignorer: frozenset[Compris] = frozenset()
    metiers_retires: frozenset[str] = frozenset()
    page: int = 1
    par_page: int = 20


@dataclass(frozen=True)
class Resultats:
    """What a search found.

    Attributes:
        total: number of offers found, all pages together.
        rangs: rows of the picture for this page, best first.
        distances: km from the commune asked, for this page, NaN when unknown or when no commune is asked.
        facettes: for each facet, ``(value, count)`` by decreasing count then value; counted under every other filter.
        comprise: what the words also said.
        metiers: métiers understood in the words.
        corrections: spelling forgiven.
        degrade: the encoder is missing, the search went by words alone.
    """

    total: int
    rangs: NDArray[np.int32]
    distances: NDArray[np.float32]
    facettes: dict[Facette, tuple[tuple[str, int], ...]]
    comprise: RequeteComprise
    filtres: Filtres
    metiers: tuple[MetierSuggere, ...]
    corrections: tuple[Correction, ...]
    degrade: bool


@dataclass(frozen=True)
class Moteur:
    """What a search needs, all from the same instant."""

    image: Image
    referentiel: Referentiel
    metiers: IndexMetiers
    encodeur: Encodeur | None

    def chercher(self, requete: Requete, jour: date) -> Resultats:
        """Search the living catalogue.

        Args:
            requete: words, filters and page.
            jour: today.

        Returns:
            The page wanted; a page past the end is empty. Ties are broken by date of the next session, then by id.
        """
        comprise = comprendre(requete.texte, self.referentiel, requete.ignorer)
        filtres = self._completer(requete.filtres, comprise)
        trouves = self.metiers.suggerer(comprise.texte, k=METIERS_COMPRIS) if comprise.texte else ()
        compris = tuple(m for m in trouves if m.code_rome not in requete.metiers_retires)
        pertinence, corrections = self._pertinence(comprise.texte, compris)
        fixes, masques = self._masques(filtres, jour)
        # The bar hangs on the best living offer, whatever the filters: narrowing a search never lets in what it had left out.
        base = fixes if pertinence is None else fixes & (pertinence > 0) & (pertinence >= PART_DU_MEILLEUR * self._meilleure(pertinence, jour))
        retenus = np.flatnonzero(base & _et(masques.values(), len(self.image))).astype(np.int32)
        ordre = self._ordonner(retenus, pertinence, filtres, jour)
        debut = (requete.page - 1) * requete.par_page
        page = ordre[debut : debut + requete.par_page]
        return Resultats(
            total=len(retenus),
            rangs=page,
            distances=self.distances(filtres.commune)[page],
            facettes={facette: self._compter(facette, base, masques) for facette in Facette},
            comprise=comprise,
            filtres=filtres,
            metiers=compris,
            corrections=corrections,
            degrade=self.image.degradee,
        )

    def distances(self, commune: str | None) -> NDArray[np.float32]:
        """Distances from a commune to every offer.

        Args:
            commune: INSEE code, None for no place.

        Returns:
            ``[n] float32`` km, 0 for what is done at a distance, NaN when unknown.
        """
        point = self.referentiel.communes.get(commune or "")
        if point is None or point.latitude is None or point.longitude is None:
            return np.full(len(self.image), np.nan, dtype=np.float32)
        km = distances_km(self.image.latitudes, self.image.longitudes, point.latitude, point.longitude)
        km[self.image.presences == list(Presence).index(Presence.A_DISTANCE)] = 0
        return km

    def proches(self, id_offre: int, k: int, jour: date) -> NDArray[np.int32]:
        """Living offers that resemble one by their meaning: filter first, then the exact nearest.

        Args:
            id_offre: inner id; an offer that is not in the picture resembles nothing.
            k: most offers returned, at least 1.
            jour: today.

        Returns:
            Rows of the picture, nearest first, the offer itself left out; none in degraded mode.
        """
        index, trouve = self.image.index, np.flatnonzero(self.image.ids == id_offre)
        if index is None or not len(trouve):
            return np.zeros(0, dtype=np.int32)
        autres = np.flatnonzero(self.image.vivantes(jour) & (self.image.ids != id_offre))
        rangs, _ = index.chercher(self.image.vecteurs[trouve[:1]], k, autres.astype(np.int64))
        voisins: NDArray[np.int32] = rangs[0][rangs[0] >= 0].astype(np.int32)
        return voisins

    def _completer(self, filtres: Filtres, comprise: RequeteComprise) -> Filtres:
        commune: Commune | None = comprise.commune
        return replace(
            filtres,
            commune=filtres.commune or (commune.code_insee if commune else None),
            creneaux=filtres.creneaux if filtres.creneaux is not None else comprise.creneaux,
            sans_permis=filtres.sans_permis or comprise.sans_permis,
        )

    def _pertinence(self, texte: str, compris: tuple[MetierSuggere, ...]) -> tuple[NDArray[np.float32] | None, tuple[Correction, ...]]:
        if not texte:
            return None, ()
        mots = self.image.mots.chercher(texte)
        notes, trouve = {"mots": mots.scores}, mots.scores > 0
        if self.encodeur is not None and not self.image.degradee:
            notes["sens"] = self.image.vecteurs @ self.encodeur.encoder([texte])[0]
            trouve = trouve | (notes["sens"] >= self.encodeur.plancher)
        score = charger().fusionner(Genre.TEXTES, notes, Contexte.de(texte, self.image.mots.vocabulaire, mots.corrections))
        for metier in compris:
            portent = self.image.porte_un_metier([metier.code_rome])
            score, trouve = score + POIDS_METIER * metier.score * portent, trouve | portent
        return np.where(trouve, score, 0).astype(np.float32), mots.corrections

    def _meilleure(self, pertinence: NDArray[np.float32], jour: date) -> float:
        return float(pertinence[self.image.vivantes(jour)].max(initial=0.0))

    def _masques(self, filtres: Filtres, jour: date) -> tuple[Booleens, dict[Facette, Booleens]]:
        """Mask of the filters without facet, and one mask per facet."""
        image = self.image
        fixes = image.vivantes(jour)
        for actif, masque in self._filtres_simples(filtres, jour):
            if actif:
                fixes = fixes & masque()
        tout = np.ones(len(image), dtype=np.bool_)
        return fixes, {
            Facette.TYPE: _parmi(image.types, [i for i, t in enumerate(TypeOffre) if t in filtres.types]),
            Facette.METIER: image.porte_un_metier(sorted(filtres.metiers)) if filtres.metiers else tout,
            Facette.FREIN: _bits(image.freins, [i for i, f in enumerate(Frein) if f in filtres.freins]),
            Facette.PRESENCE: _parmi(image.presences, [i for i, p in enumerate(Presence) if p in filtres.presences]),
            Facette.TERRITOIRE: np.isin(self._territoires, sorted(filtres.territoires)) if filtres.territoires else tout,
        }

    def _filtres_simples(self, filtres: Filtres, jour: date) -> tuple[tuple[bool, Callable[[], Booleens]], ...]:
        image = self.image
        return (
            (filtres.commune is not None, lambda: self.distances(filtres.commune) <= filtres.rayon_km),
            (filtres.du is not None or filtres.au is not None, lambda: self._entre(max(filtres.du or jour, jour), filtres.au)),
            (filtres.avec_places, lambda: image.places_libres(jour) > 0),
            (filtres.reserve_rsa, lambda: image.reserve_rsa),
            (filtres.creneaux is not None, lambda: (image.creneaux == INCONNU) | (image.creneaux & ~np.int32(filtres.creneaux or 0) == 0)),
            (filtres.sans_permis, lambda: ~self._demande_le_permis),
        )

    def _entre(self, du: date, au: date | None) -> Booleens:
        masque = np.zeros(len(self.image), dtype=np.bool_)
        masque[self.image.sessions.offre[self.image.sessions.ouvertes(du, au=au)]] = True
        return masque

    @property
    def _demande_le_permis(self) -> Booleens:
        conditions = self.image.conditions
        masque = np.zeros(len(self.image), dtype=np.bool_)
        masque[conditions.offre[(conditions.type == TYPES.index(TypeCondition.PERMIS)) & conditions.ferme]] = True
        return masque

    @property
    def _territoires(self) -> NDArray[np.str_]:
        communes = self.referentiel.communes
        par_commune = {code: communes[code].territoire or "" if code in communes else "" for code in np.unique(self.image.communes).tolist()}
        return np.array([par_commune[code] for code in self.image.communes.tolist()], dtype=np.str_)

    def _ordonner(self, retenus: NDArray[np.int32], pertinence: NDArray[np.float32] | None, filtres: Filtres, jour: date) -> NDArray[np.int32]:
        prochaines = self.image.prochaines(jour)[retenus]
        # Without words: dated sessions first, soonest first, then permanent entries, then what has no session.
        dates = np.where(prochaines == 0, JAMAIS - 1, prochaines)
        if pertinence is not None:
            # Rounded, so that equal texts are not ordered by the last bit of a float.
            return retenus[np.lexsort((retenus, dates, -np.round(pertinence[retenus], 4)))]
        return retenus[np.lexsort((retenus, dates))]

    def _compter(self, facette: Facette, base: Booleens, masques: dict[Facette, Booleens]) -> tuple[tuple[str, int], ...]:
        autres = base & _et((m for f, m in masques.items() if f is not facette), len(self.image))
        rangs = np.flatnonzero(autres)
        if facette is Facette.TYPE:
            comptes = _denombrer(self.image.types[rangs], list(TypeOffre))
        elif facette is Facette.PRESENCE:
            comptes = _denombrer(self.image.presences[rangs], list(Presence))
        elif facette is Facette.FREIN:
            comptes = [(f.value, int((self.image.freins[rangs] >> i & 1).sum())) for i, f in enumerate(Frein)]
        elif facette is Facette.METIER:
            comptes = _denombrer(self.image.metiers[autres[self.image.metiers_offre]], self.image.codes_rome)
        else:
            codes, nombres = np.unique(self._territoires[rangs], return_counts=True)
            comptes = [(str(c), int(n)) for c, n in zip(codes, nombres, strict=True) if c]
        return tuple(sorted(((v, n) for v, n in comptes if n), key=lambda c: (-c[1], c[0]))[:FACETTE_MAX])


def sens(vecteurs: NDArray[np.float32], requetes: NDArray[np.float32], plancher: float) -> NDArray[np.float32]:
    """Closeness of meaning, the noise floor taken out.

    Args:
        vecteurs: ``[n, d]`` normalised.
        requetes: ``[q, d]`` normalised.
        plancher: cosine under which two texts are as good as unrelated.

    Returns:
        ``[q, n] float32`` in [0, 1], 0 under the floor.
    """
    au_dessus: NDArray[np.float32] = np.clip((requetes @ vecteurs.T - plancher) / (1 - plancher), 0, 1).astype(np.float32)
    return au_dessus


def _et(masques: Iterable[Booleens], taille: int) -> Booleens:
    total = np.ones(taille, dtype=np.bool_)
    for masque in masques:
        total &= masque
    return total


def _parmi(colonne: NDArray[np.int8], voulus: list[int]) -> Booleens:
    return np.isin(colonne, voulus) if voulus else np.ones(len(colonne), dtype=np.bool_)


def _bits(colonne: NDArray[np.int64], voulus: list[int]) -> Booleens:
    return colonne & sum(1 << i for i in voulus) != 0 if voulus else np.ones(len(colonne), dtype=np.bool_)


def _denombrer(colonne: NDArray[np.int8] | NDArray[np.int32], valeurs: Sequence[str]) -> list[tuple[str, int]]:
    noms = [str(v) for v in valeurs]
    comptes = np.bincount(colonne, minlength=len(noms))
    return [(nom, int(comptes[i])) for i, nom in enumerate(noms)]
