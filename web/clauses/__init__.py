"""Social clauses: lots and their hours, the forms that keep them, the workbook that comes in, what is printed."""

from fastapi import APIRouter

from web.clauses import exports, gestes, heures, importation, liste, lot, saisie

# Fixed addresses come before those that hold an id.
routeur = APIRouter()
for module in (saisie, importation, exports, liste, lot, heures, gestes):
    routeur.include_router(module.routeur)
