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
    "dossier",
    "espace",
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
    "rapprochements",
    "reponses",
    "saisie_offre",
    "sante",
    "validation",
)
ROUTEURS: Final[tuple[APIRouter, ...]] = tuple(import_module(f"web.{nom}").routeur for nom in MODULES)
