"""People as columns, so that one person is an array of one and the whole territoire is the same code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import CRITERES_IAE, Frein, NiveauFrancais, Permis
from catalogue.image import INCONNU, masque
from catalogue.mots import MOTS_DE_DEMANDE
from catalogue.publics import masque_publics
from catalogue.referentiel import Referentiel
from matching.deplacement import MODES, mode, rayon
from models.encodeur import Encodeur, arrondir, normer
from models.jalons import lire, rapprocher
from parcours.domaine import Allocataire, Orientation
from socle.texte import mots, plier, racine

_RSA = "RSA"
NIVEAU_CAP = 3
_PUBLIC_RSA = "beneficiaires-des-minimas-sociaux"


@dataclass(frozen=True)
class Profils:
    """Columns of people, ``[p]`` unless said otherwise; ``INCONNU`` (−1) where nobody knows.

    Attributes:
        personnes: the people themselves, for the sentences.
        latitudes, longitudes: degrees of their commune, NaN when unknown.
        communes: INSEE codes, empty when unknown.
        rayons: how far they go, km: what they accept, else what their means of travel allows.
        modes: how they travel, rank in ``MODES``.
        naissance: year of birth.
        niveaux: EU level 1–8. francais: CECRL rank 0–6.
        permis: mask over ``Permis``, ``INCONNU`` when unknown, 0 when known to have none.
        vehicule, inscrit_ft: 0, 1 or ``INCONNU``.
        publics, criteres, freins: masks over ``PUBLICS``, ``CRITERES_IAE``, ``Frein``; what is absent is unknown, not « no ».
        pass_iae: last day of the PASS IAE, ordinal.
        acquis: what the person says to know or hold, folded, between bars.
        disponibilites: weekly mask of 28 bits.
        orientations: rank in ``Orientation``.
        projets, experiences: ``[p, d] float32`` vectors, zero rows for empty texts.
        competences: ``[p, d] float32``, the mean of the vectors of each skill brought to norm 1, so that a long list weighs no more than a short one.
        racines: stems of the projet and of the métiers wanted, each once, by person.
        projet_connu: the person wants a métier or says something of a projet.
    """

    personnes: tuple[Allocataire, ...]
    latitudes: NDArray[np.float32]
    longitudes: NDArray[np.float32]
    communes: NDArray[np.str_]
    rayons: NDArray[np.float32]
    modes: NDArray[np.int8]
    naissance: NDArray[np.int32]
    niveaux: NDArray[np.int32]
    francais: NDArray[np.int32]
    permis: NDArray[np.int64]
    vehicule: NDArray[np.int32]
    inscrit_ft: NDArray[np.int32]
    publics: NDArray[np.int64]
    criteres: NDArray[np.int64]
    freins: NDArray[np.int64]
    pass_iae: NDArray[np.int32]
    acquis: NDArray[np.bytes_]
    disponibilites: NDArray[np.int32]
    orientations: NDArray[np.int32]
    projets: NDArray[np.float32]
    experiences: NDArray[np.float32]
    competences: NDArray[np.float32]
    racines: tuple[tuple[str, ...], ...]
    projet_connu: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.personnes)

    def tranche(self, debut: int, fin: int) -> Profils:
        """Some of the people.

        Args:
            debut, fin: rows, first in and last out.

        Returns:
            Their columns, not copied.
        """
        return Profils(**{champ.name: getattr(self, champ.name)[debut:fin] for champ in fields(self)})

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
        modes = [mode(p.moyen_transport, p.vehicule) for p in personnes]
        textes = [texte_projet(p, referentiel) for p in personnes]
        points = [referentiel.communes.get(p.commune or "") for p in personnes]
        return cls(
            personnes=tuple(personnes),
            latitudes=_decimaux([c.latitude if c else None for c in points]),
            longitudes=_decimaux([c.longitude if c else None for c in points]),
            communes=np.array([p.commune or "" for p in personnes], dtype=np.str_),
            rayons=_decimaux([p.rayon_km or rayon(m) for p, m in zip(personnes, modes, strict=True)]),
            modes=np.array([MODES.index(m) for m in modes], dtype=np.int8),
            naissance=_entiers([p.annee_naissance for p in personnes]),
            niveaux=_entiers([p.niveau for p in personnes]),
            francais=_entiers([None if p.francais is None else p.francais.rang for p in personnes]),
            permis=np.array([INCONNU if p.permis is None else masque(p.permis, [x.value for x in Permis]) for p in personnes], dtype=np.int64),
            vehicule=_entiers([p.vehicule for p in personnes]),
            inscrit_ft=_entiers([p.inscrit_ft for p in personnes]),
            publics=np.array([masque_publics(publics_connus(p)) for p in personnes], dtype=np.int64),
            criteres=np.array([masque(criteres_connus(p), CRITERES_IAE) for p in personnes], dtype=np.int64),
            freins=np.array([masque(p.freins, [f.value for f in Frein]) for p in personnes], dtype=np.int64),
            pass_iae=_entiers([None if p.pass_iae_fin is None else p.pass_iae_fin.toordinal() for p in personnes]),
            acquis=np.array([acquis(p) for p in personnes], dtype=np.bytes_),
            disponibilites=_entiers([p.disponibilites for p in personnes]),
            orientations=_entiers([None if p.orientation is None else list(Orientation).index(p.orientation) for p in personnes]),
            projets=_rapprocher(textes, encodeur),
            experiences=_rapprocher([p.experience for p in personnes], encodeur),
            competences=_competences(personnes, encodeur),
            racines=_racines(textes),
            projet_connu=np.array([bool(p.metiers or p.projet.strip()) for p in personnes], dtype=np.bool_),
        )


def publics_connus(personne: Allocataire) -> tuple[str, ...]:
    """Publics a person is known to belong to.

    Args:
        personne: an allocataire, who receives a minimum income.

    Returns:
        Those of the file, and those that another fact of the file proves. A recognised handicap only opens: it is never read as a « no ».
    """
    prouves = {"demandeurs-emploi": personne.inscrit_ft, "personnes-en-situation-de-handicap": personne.rqth}
    return (*personne.publics, _PUBLIC_RSA, *(public for public, fait in prouves.items() if fait))


def criteres_connus(personne: Allocataire) -> tuple[str, ...]:
    """Criteria of the insertion a person is known to meet, age left aside: it is judged at the date of the step.

    Args:
        personne: an allocataire, who receives the RSA.

    Returns:
        Those of the file, and those that another fact of the file proves (CAP or under, French under A1, recognised handicap).
    """
    prouves = {
        "TH": bool(personne.rqth),
        "CAP_BEP": personne.niveau is not None and personne.niveau <= NIVEAU_CAP,
        "FLE": personne.francais is NiveauFrancais.INFRA_A1,
    }
    return (*personne.criteres_iae, _RSA, *(critere for critere, fait in prouves.items() if fait))


def acquis(personne: Allocataire) -> bytes:
    """What the person says to know or hold, ready to be searched by whole entries.

    Args:
        personne: an allocataire.

    Returns:
        « |sst|caces r489| », empty when nothing is said.
    """
    return "".join(f"|{plier(mots)}" for mots in personne.competences).encode("ascii", "ignore") + b"|"


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


def _rapprocher(textes: list[str], encodeur: Encodeur | None) -> NDArray[np.float32]:
    """Vectors of texts, drawn towards the métiers they speak of, as those of the offers they are compared with."""
    vecteurs = _encoder(textes, encodeur)
    if encodeur is None:
        return vecteurs
    return rapprocher(vecteurs, lire(arrondir(vecteurs), encodeur.jalons), encodeur.jalons)


def _racines(textes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Stems of each text, without the words people say whatever they ask for."""
    connues: dict[str, str] = {}

    def lire(texte: str) -> tuple[str, ...]:
        utiles = [mot for mot in mots(texte) if mot not in MOTS_DE_DEMANDE]
        return tuple(dict.fromkeys(connues[m] if m in connues else connues.setdefault(m, racine(m)) for m in utiles))

    return tuple(lire(texte) for texte in textes)


def _competences(personnes: Sequence[Allocataire], encodeur: Encodeur | None) -> NDArray[np.float32]:
    distinctes = {texte: rang for rang, texte in enumerate(sorted({c for p in personnes for c in p.competences}))}
    vecteurs = _encoder(list(distinctes), encodeur)
    sommes = np.zeros((len(personnes), vecteurs.shape[1]), dtype=np.float32)
    for ligne, personne in enumerate(personnes):
        if personne.competences:
            vecteurs[[distinctes[c] for c in personne.competences]].sum(axis=0, out=sommes[ligne])
    return normer(sommes)


def _entiers(valeurs: Sequence[int | bool | None]) -> NDArray[np.int32]:
    return np.array([INCONNU if v is None else int(v) for v in valeurs], dtype=np.int32)


def _decimaux(valeurs: Sequence[float | None]) -> NDArray[np.float32]:
    return np.array([np.nan if v is None else v for v in valeurs], dtype=np.float32)
