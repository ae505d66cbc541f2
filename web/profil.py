"""A person in words: each fact that the choice of offers rests on, the unknown ones said to be so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.libelles import FREINS, NIVEAUX
from parcours.domaine import Allocataire
from parcours.libelles import ORIENTATIONS, TRANSPORTS
from web.horaires import mots_creneaux
from web.typographie import anciennete, date_longue, nombre


@dataclass(frozen=True, slots=True)
class Fait:
    """One fact about a person; ``valeur`` is None when nobody gave it."""

    icone: str
    libelle: str
    valeur: str | None


def faits_personne(personne: Allocataire, communes: Mapping[str, str], metiers: Mapping[str, str], aujourdhui: date) -> tuple[Fait, ...]:
    """What is known of a person and serves to choose offers.

    Args:
        personne: the person.
        communes: names of the communes by INSEE code.
        metiers: names of the métiers by ROME code.
        aujourdhui: the day the page is read.

    Returns:
        The facts, always the same and in the same order; an unknown one has no value and is never read as « no ».
    """
    return (
        Fait("recrutement", "Métiers souhaités", ", ".join(metiers.get(c, c) for c in personne.metiers) or None),
        Fait("lieu", "Habite", communes.get(personne.commune or "") or personne.commune),
        Fait("voiture", "Déplacements", _deplacements(personne)),
        Fait("horloge", "Disponible", mots_creneaux(personne.disponibilites) if personne.disponibilites else None),
        Fait("calendrier", "Âge", _age(personne.annee_naissance, aujourdhui)),
        Fait("certificat", "Niveau d’études", NIVEAUX.get(personne.niveau) if personne.niveau else None),
        Fait("parole", "Français", f"niveau {personne.francais}" if personne.francais else None),
        Fait("voiture", "Permis", _permis(personne)),
        Fait("voiture", "Véhicule", _oui_non(personne.vehicule)),
        Fait("euro", "Au RSA depuis", _depuis(personne.entree_rsa, aujourdhui)),
        Fait("contrat", "CER signé", date_longue(personne.date_cer, aujourdhui) if personne.date_cer else None),
        Fait("info", "Inscription à France Travail", _oui_non(personne.inscrit_ft)),
        Fait("appui", "Freins", ", ".join(FREINS[f].lower() for f in personne.freins) or None),
    )


def situation(personne: Allocataire) -> str:
    """Who follows the person, in one line.

    Args:
        personne: the person.

    Returns:
        The words of the orientation, « orientation à préciser » when it is unknown.
    """
    return ORIENTATIONS[personne.orientation] if personne.orientation else "Orientation à préciser"


def _deplacements(personne: Allocataire) -> str | None:
    moyen = TRANSPORTS[personne.moyen_transport] if personne.moyen_transport else ""
    rayon = f"jusqu’à {nombre(round(personne.rayon_km))}\u00a0km" if personne.rayon_km else ""
    return ", ".join(m for m in (moyen, rayon) if m) or None


def _age(annee: int | None, aujourdhui: date) -> str | None:
    # Only the year of birth is kept: the age is known to within a year.
    return None if annee is None else f"{aujourdhui.year - annee}\u00a0ans dans l’année"


def _permis(personne: Allocataire) -> str | None:
    if personne.permis is None:
        return None
    return " et ".join(personne.permis) or "aucun"


def _depuis(jour: date | None, aujourdhui: date) -> str | None:
    return None if jour is None else anciennete(jour, aujourdhui).removeprefix("il y a ")


def _oui_non(valeur: bool | None) -> str | None:
    return None if valeur is None else "oui" if valeur else "non"
