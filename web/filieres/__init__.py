"""Filières: the list, the entry page of each, its calendar, its figures, the form that defines it."""

from fastapi import APIRouter

from web.filieres import calendrier, chiffres, liste, page, saisie

routeur = APIRouter()
# The form first: « nouvelle » is not the key of a filière.
for module in (liste, saisie, page, calendrier, chiffres):
    routeur.include_router(module.routeur)
