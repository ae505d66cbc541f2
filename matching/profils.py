"""People as columns, so that one person is an array of one and the whole territoire is the same code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import CRITERES_IAE, PUBLICS, Frein, Permis
from catalogue.image import INCONNU, masque
from catalogue.referentiel import Referentiel
from models.encodeur import Encodeur
from parcours.domaine import Allocataire, MoyenTransport, Orientation

# How far one goes when nobody asked, km as the crow flies, by means of travel (about 45 minutes in the Val-de-Marne).
RAYONS_KM: dict[MoyenTransport | None, float] = {
    MoyenTransport.A_PIED: 2.5,
    MoyenTransport.VELO: 7.0,
    MoyenTransport.TRANSPORTS: 12.0,
    MoyenTransport.DEUX_ROUES: 18.0,
    MoyenTransport.VOITURE: 20.0,
    None: 10.0,
}
_RSA = "RSA"
_PUBLIC_RSA = "beneficiaires-des-minimas-sociaux"


@dataclass(frozen=True)
class Profils:
    """Columns of people, ``[p]`` unless said otherwise; ``INCONNU`` (−1) where nobody knows.

    Attributes:
        personnes: the people themselves, for the sentences.
        latitudes, longitudes: degrees of their commune, NaN when unknown.
        communes: INSEE codes, empty when unknown.
        rayons: how far they go, km.
        naissance: year of birth.
        niveaux: EU level 1–8. francais: CECRL rank 0–6.
        permis: mask over ``Permis``, ``INCONNU`` when unknown, 0 when known to have none.
        vehicule, inscrit_ft: 0, 1 or ``INCONNU``.
        publics, criteres, freins: masks over ``PUBLICS``, ``CRITERES_IAE``, ``Frein``; what is absent is unknown, not « no ».
        disponibilites: weekly mask of 28 bits.
        orientations: rank in ``Orientation``.
        projets, experiences: ``[p, d] float32`` vectors, zero rows for empty texts.
        projet_connu: the person wants a métier or says something of a projet.
    """

    personnes: tuple[Allocataire, ...]
    latitudes: NDArray[np.float32]
    longitudes: NDArray[np.float32]
    communes: NDArray[np.str_]
    rayons: NDArray[np.float32]
    naissance: NDArray[np.int32]
    niveaux: NDArray[np.int32]
    francais: NDArray[np.int32]
    permis: NDArray[np.int64]
    vehicule: NDArray[np.int32]
    inscrit_ft: NDArray[np.int32]
    publics: NDArray[np.int64]
    criteres: NDArray[np.int64]
    freins: NDArray[np.int64]
    disponibilites: NDArray[np.int32]
    orientations: NDArray[np.int32]
    projets: NDArray[np.float32]
    experiences: NDArray[np.float32]
    projet_connu: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.personnes)

    @classmethod
    def construire(cls, personnes: Sequence[Allocataire], referentiel: Referentiel, encodeur: Encodeur | None) -> Profils:
        """Columns out of people.

        Args:
            personnes: allocataires.
            referentiel: communes and métiers.
            encodeur: sentence encoder, None in degraded mode (vectors are then ``[p, 0]``).

        Returns:
            The columns, in the order given.
        """
        points = [referentiel.communes.get(p.commune or "") for p in personnes]
        return cls(
            personnes=tuple(personnes),
            latitudes=_decimaux([c.latitude if c else None for c in points]),
            longitudes=_decimaux([c.longitude if c else None for c in points]),
            communes=np.array([p.commune or "" for p in personnes], dtype=np.str_),
            rayons=_decimaux([p.rayon_km or RAYONS_KM[p.moyen_transport] for p in personnes]),
            naissance=_entiers([p.annee_naissance for p in personnes]),
            niveaux=_entiers([p.niveau for p in personnes]),
            francais=_entiers([None if p.francais is None else p.francais.rang for p in personnes]),
            permis=np.array([INCONNU if p.permis is None else masque(p.permis, [x.value for x in Permis]) for p in personnes], dtype=np.int64),
            vehicule=_entiers([p.vehicule for p in personnes]),
            inscrit_ft=_entiers([p.inscrit_ft for p in personnes]),
            publics=np.array([masque((*p.publics, _PUBLIC_RSA), PUBLICS) for p in personnes], dtype=np.int64),
            criteres=np.array([masque((*p.criteres_iae, _RSA), CRITERES_IAE) for p in personnes], dtype=np.int64),
            freins=np.array([masque(p.freins, [f.value for f in Frein]) for p in personnes], dtype=np.int64),
            disponibilites=_entiers([p.disponibilites for p in personnes]),
            orientations=_entiers([None if p.orientation is None else list(Orientation).index(p.orientation) for p in personnes]),
            projets=_encoder([texte_projet(p, referentiel) for p in personnes], encodeur),
            experiences=_encoder([" ".join((p.experience, *p.competences)) for p in personnes], encodeur),
            projet_connu=np.array([bool(p.metiers or p.projet.strip()) for p in personnes], dtype=np.bool_),
        )


def texte_projet(personne: Allocataire, referentiel: Referentiel) -> str:
    """The projet in the person's words, with the labels of the métiers wanted.

    Args:
        personne: an allocataire.
        referentiel: métiers.

    Returns:
        One text, empty when nothing is known.
    """
    libelles = (referentiel.metiers[code].libelle for code in personne.metiers if code in referentiel.metiers)
    return " ".join((personne.projet, *libelles)).strip()


def _encoder(textes: list[str], encodeur: Encodeur | None) -> NDArray[np.float32]:
    return np.zeros((len(textes), 0), dtype=np.float32) if encodeur is None else encodeur.encoder(textes)


def _entiers(valeurs: Sequence[int | bool | None]) -> NDArray[np.int32]:
    return np.array([INCONNU if v is None else int(v) for v in valeurs], dtype=np.int32)


def _decimaux(valeurs: Sequence[float | None]) -> NDArray[np.float32]:
    return np.array([np.nan if v is None else v for v in valeurs], dtype=np.float32)
