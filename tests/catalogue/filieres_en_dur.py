"""The rule of filières told again, row by row, by who does not trust the function of the database nor the picture in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from socle.base import Connexion

JOUR = date(2026, 11, 23)
AUTONOMIE = "plateforme-des-metiers-de-l-autonomie"
BATIMENT = "batiment-et-travaux-publics"


async def vivantes(connexion: Connexion, cle: str, jour: date = JOUR) -> dict[int, dict[str, Any]]:
    """Offers of a filière that one can still enter, by inner id, with their open sessions under ``sessions``."""
    f = await connexion.fetchval("SELECT id FROM filiere WHERE cle = $1", cle)
    codes = [r["code"] for r in await connexion.fetch("SELECT code FROM filiere_metier WHERE filiere_id = $1", f)]
    structures = {r["structure_id"] for r in await connexion.fetch("SELECT structure_id FROM filiere_structure WHERE filiere_id = $1", f)}
    metiers: dict[int, list[str]] = {}
    for r in await connexion.fetch("SELECT offre_id, code_rome FROM offre_metier"):
        metiers.setdefault(r["offre_id"], []).append(r["code_rome"])
    sessions: dict[int, list[Any]] = {}
    for r in await connexion.fetch("SELECT * FROM session WHERE etat = 'ouverte'"):
        sessions.setdefault(r["offre_id"], []).append(r)
    trouvees = {}
    for o in await connexion.fetch("SELECT * FROM offre WHERE etat = 'publiee'"):
        dedans = o["structure_id"] in structures or any(m.startswith(c) for m in metiers.get(o["id"], []) for c in codes)
        siennes = sessions.get(o["id"], [])
        a_venir = [s for s in siennes if (s["debut"] is None or s["debut"] >= jour) and (s["date_limite"] is None or s["date_limite"] >= jour)]
        if dedans and (o["date_limite"] is None or o["date_limite"] >= jour) and (a_venir or not siennes):
            trouvees[o["id"]] = {**o, "metiers": metiers.get(o["id"], []), "sessions": a_venir}
    return trouvees


def libres(offres: Iterable[dict[str, Any]]) -> int:
    """Places left over the sessions that say how many they have."""
    return sum(max(0, s["places"] - s["places_tenues"] - s["places_prises"]) for o in offres for s in o["sessions"] if s["places"] is not None)
