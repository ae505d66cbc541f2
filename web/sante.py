"""Health, for what watches the service: nothing about anybody."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from socle.base import ERREURS_BASE
from web.contexte import ServiceWeb

routeur = APIRouter()


@routeur.get("/sante")
async def dire(service: ServiceWeb) -> JSONResponse:
    """Whether the database answers, and how many attempts could not be counted (the throttle lets through rather than locks out)."""
    try:
        async with service.annexe.acquire(timeout=2) as connexion:
            await connexion.fetchval("SELECT 1")
    except ERREURS_BASE:
        return JSONResponse({"base": False, "limiteur_en_panne": service.cadence.pannes}, 503)
    return JSONResponse({"base": True, "limiteur_en_panne": service.cadence.pannes})
