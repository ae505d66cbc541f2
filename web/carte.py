"""A small map drawn by the server: communes by their usual points, the Seine and the Marne to find one's bearings. No tile server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from catalogue.domaine import Commune
from web.typographie import typo

LARGEUR = 320
MARGE = 18.0
RAYON_MIN, RAYON_MAX = 5.0, 18.0
# Half the width of a written digit, in the units of the view box.
DEMI_CHIFFRE = 2.4

# Hand-drawn courses (latitude, longitude), schematic: they only help to find one's way and are never measured.
SEINE: tuple[tuple[float, float], ...] = (
    (48.690, 2.405), (48.703, 2.416), (48.717, 2.421), (48.732, 2.427), (48.744, 2.431), (48.755, 2.418), (48.767, 2.410), (48.780, 2.417),
    (48.794, 2.413), (48.807, 2.408), (48.816, 2.410), (48.823, 2.395), (48.831, 2.384), (48.842, 2.368), (48.852, 2.354),
)  # fmt: skip
MARNE: tuple[tuple[float, float], ...] = (
    (48.862, 2.522), (48.850, 2.519), (48.840, 2.513), (48.833, 2.497), (48.829, 2.482), (48.820, 2.477), (48.816, 2.486), (48.817, 2.502),
    (48.808, 2.514), (48.795, 2.523), (48.783, 2.518), (48.778, 2.502), (48.780, 2.484), (48.790, 2.469), (48.803, 2.462), (48.815, 2.461),
    (48.817, 2.446), (48.815, 2.428), (48.816, 2.410),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PointCarte:
    """A commune on the map; ``x`` and ``y`` are in the units of the view box."""

    nom: str
    x: float
    y: float
    actif: bool
    a_gauche: bool


@dataclass(frozen=True, slots=True)
class CarteCommunes:
    """A map ready to draw.

    Attributes:
        largeur, hauteur: view box.
        points: communes, the highlighted one last so that it is drawn over the others.
        cours: polylines of the rivers, as the ``points`` attribute of SVG.
        legende: what the map says, for those who do not see it.
    """

    largeur: int
    hauteur: int
    points: tuple[PointCarte, ...]
    cours: tuple[str, ...]
    legende: str


def dessiner(communes: Iterable[Commune], active: str | None) -> CarteCommunes | None:
    """Draw the communes and highlight one.

    Args:
        communes: those of the territory; the ones without coordinates are left out.
        active: INSEE code of the commune to highlight.

    Returns:
        The map, None when the commune to highlight is not among them: there is then nothing to show.
    """
    situees = [(c, c.latitude, c.longitude) for c in communes if c.latitude is not None and c.longitude is not None]
    visee = next((c for c, _, _ in situees if c.code_insee == active), None)
    if visee is None:
        return None
    projection = _Projection.cadrer([(lat, lon) for _, lat, lon in situees])
    points = [_point(c, projection.projeter(lat, lon), c is visee) for c, lat, lon in situees]
    return CarteCommunes(
        largeur=LARGEUR,
        hauteur=projection.hauteur,
        points=tuple(sorted(points, key=lambda p: (p.actif, p.nom))),
        cours=tuple(projection.ligne(cours) for cours in (SEINE, MARNE)),
        legende=f"{typo(visee.nom)} parmi les communes du territoire",
    )


@dataclass(frozen=True, slots=True)
class PointChiffre:
    """A commune and its figure; the area of its disc grows with it. ``x``, ``y`` and ``rayon`` are in the units of the view box."""

    nom: str
    nombre: int
    x: float
    y: float
    rayon: float
    href: str

    @property
    def ecrit(self) -> bool:
        """Whether the figure can be written within the disc."""
        return self.rayon > 1 + DEMI_CHIFFRE * len(str(self.nombre))


@dataclass(frozen=True, slots=True)
class CarteChiffres:
    """A map of figures, ready to draw.

    Attributes:
        vides: points of the communes that have none.
        points: the others, the largest first so that the small ones are drawn over.
        legende: what the map says, for those who do not see it.
    """

    largeur: int
    hauteur: int
    cours: tuple[str, ...]
    vides: tuple[tuple[float, float], ...]
    points: tuple[PointChiffre, ...]
    legende: str


def repartir(communes: Iterable[Commune], chiffres: Mapping[str, int], adresses: Mapping[str, str], legende: str) -> CarteChiffres | None:
    """Draw a figure by commune.

    Args:
        communes: those of the territory; the ones without coordinates are left out.
        chiffres: by INSEE code; a commune without one, or with zero, is only a point.
        adresses: by INSEE code, where its disc leads.
        legende: what the map shows, in words.

    Returns:
        The map, None when no commune of the territory has a figure.
    """
    situees = [(c, (c.latitude, c.longitude)) for c in communes if c.latitude is not None and c.longitude is not None]
    plus_grand = max((chiffres.get(c.code_insee, 0) for c, _ in situees), default=0)
    if not plus_grand:
        return None
    projection = _Projection.cadrer([position for _, position in situees])
    places = [(c, projection.projeter(*position), chiffres.get(c.code_insee, 0)) for c, position in situees]
    points = [PointChiffre(typo(c.nom), n, x, y, _rayon(n, plus_grand), adresses[c.code_insee]) for c, (x, y), n in places if n]
    return CarteChiffres(
        largeur=LARGEUR,
        hauteur=projection.hauteur,
        cours=tuple(projection.ligne(cours) for cours in (SEINE, MARNE)),
        vides=tuple(position for _, position, n in places if not n),
        points=tuple(sorted(points, key=lambda p: (-p.nombre, p.nom))),
        legende=legende,
    )


def _rayon(nombre: int, plus_grand: int) -> float:
    return round(RAYON_MIN + (RAYON_MAX - RAYON_MIN) * sqrt(nombre / plus_grand), 1)


def _point(commune: Commune, position: tuple[float, float], actif: bool) -> PointCarte:
    x, y = position
    return PointCarte(typo(commune.nom), x, y, actif, a_gauche=x > LARGEUR / 2)


@dataclass(frozen=True, slots=True)
class _Projection:
    """Plate carrée corrected by the cosine of the middle latitude: enough over 25 km."""

    nord: float
    ouest: float
    echelle: float
    aplatissement: float
    hauteur: int

    @classmethod
    def cadrer(cls, points: Sequence[tuple[float, float]]) -> _Projection:
        latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
        nord, sud, ouest, est = max(latitudes), min(latitudes), min(longitudes), max(longitudes)
        aplatissement = cos(radians((nord + sud) / 2))
        # A single commune has no extent: any scale will do.
        echelle = (LARGEUR - 2 * MARGE) / (((est - ouest) * aplatissement) or 1.0)
        return cls(nord, ouest, echelle, aplatissement, round((nord - sud) * echelle + 2 * MARGE))

    def projeter(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = MARGE + (longitude - self.ouest) * self.aplatissement * self.echelle
        return round(x, 1), round(MARGE + (self.nord - latitude) * self.echelle, 1)

    def ligne(self, cours: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x},{y}" for x, y in (self.projeter(*p) for p in cours))
