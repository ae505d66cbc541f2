"""The space of a person who receives the RSA: what is for me, « cela m’intéresse », what became of it."""

from fastapi import APIRouter

from web.espace import accueil, offres, parcours

routeur = APIRouter()
for module in (accueil, offres, parcours):
    routeur.include_router(module.routeur)
