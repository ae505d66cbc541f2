"""The words about people. Unknown is a value: a fact that nobody gave is ``None``, never « no ».

Never stored: NIR and CAF matricule (an import uses them to match within the file, then drops them).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.domaine import Frein, NiveauFrancais, Permis


class Orientation(StrEnum):
    """The four cases of orientation of the Département."""

    RUS_PROCHE = "rus_proche"
    RUS_ELOIGNE = "rus_eloigne"
    FT_PROCHE = "ft_proche"
    FT_GLOBAL = "ft_global"


class MoyenTransport(StrEnum):
    """How the person travels."""

    A_PIED = "a_pied"
    VELO = "velo"
    TRANSPORTS = "transports"
    DEUX_ROUES = "deux_roues"
    VOITURE = "voiture"


@dataclass(frozen=True, slots=True)
class Allocataire:
    """A person receiving the RSA, as the catalogue needs to know them.

    Attributes:
        identifiant: random public id.
        prenom, nom: shown to the référent only.
        commune: INSEE code.
        publics: values of data·inclusion v1.
        criteres_iae: administrative criteria of the IAE known for the person (``RSA``, ``DELD``, ``QPV`` …).
        metiers: ROME codes wanted, the first preferred.
        projet, experience: in the person's own words.
        niveau: EU level 1–8.
        rayon_km: how far the person accepts to go, km.
        disponibilites: weekly mask of 28 bits of the periods when the person is free (see ``catalogue.domaine.creneau``).
        inscrit_ft: registered with France Travail.
        rqth: recognised disabled worker, only where the person wants it used.
        pass_iae_fin: last day of the PASS IAE.
    """

    identifiant: str
    prenom: str
    nom: str
    source: str
    source_id: str
    commune: str | None = None
    orientation: Orientation | None = None
    annee_naissance: int | None = None
    entree_rsa: date | None = None
    date_cer: date | None = None
    publics: tuple[str, ...] = ()
    criteres_iae: tuple[str, ...] = ()
    metiers: tuple[str, ...] = ()
    projet: str = ""
    experience: str = ""
    competences: tuple[str, ...] = ()
    niveau: int | None = None
    francais: NiveauFrancais | None = None
    permis: tuple[Permis, ...] | None = None
    vehicule: bool | None = None
    moyen_transport: MoyenTransport | None = None
    rayon_km: float | None = None
    disponibilites: int | None = None
    freins: tuple[Frein, ...] = ()
    inscrit_ft: bool | None = None
    rqth: bool | None = None
    pass_iae_fin: date | None = None
