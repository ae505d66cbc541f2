"""Every router of the pages: a module of routes is served once it is here, one line per module."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from fastapi import APIRouter

MODULES: Final = (
    "accueil",
    "avis",
    "clauses",
    "compte",
    "comptes",
    "connexion",
    "connexion_liens",
    "connexion_oidc",
    "consultations",
    "conventions",
    "conventions_gestes",
    "conventions_saisie",
    "conventions_suivi",
    "dossier",
    "espace",
    "filieres",
    "inverse",
    "journee",
    "mes_offres",
    "offre",
    "offres",
    "personnes",
    "pilotage",
    "portefeuille",
    "pour_personne",
    "prescriptions",
    "prescrire",
    "profil_formulaire",
    "propositions",
    "propositions_session",
    "rapprochements",
    "relations",
    "reponses",
    "saisie_offre",
    "sante",
    "structure",
    "structure_contacts",
    "structures",
    "validation",
)
ROUTEURS: Final[tuple[APIRouter, ...]] = tuple(import_module(f"web.{nom}").routeur for nom in MODULES)
