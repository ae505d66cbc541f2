"""Reading the figures of a filière in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import Etat, Issue
from pilotage.domaine import Periode, Places
from pilotage.filieres.domaine import ChiffresFiliere, LigneSuivi
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("requetes.sql"))


async def chiffres(connexion: Connexion, filiere_id: int, sessions: Sequence[int], periode: Periode) -> ChiffresFiliere:
    """Figures of a filière.

    Args:
        connexion: inside a transaction, so that the figures agree with one another.
        filiere_id: inner id.
        sessions: inner ids of the sessions that one can still enter.
        periode: days and territoires of the people whose prescriptions are counted.

    Returns:
        The figures, small groups not hidden yet.
    """
    ouvertes = await REQUETES.lignes(connexion, "places", sessions=list(sessions))
    bornes = {"du": periode.du, "au": periode.au, "territoires": sorted(periode.territoires)}
    suivies = await REQUETES.lignes(connexion, "suivi", filiere_id=filiere_id, **bornes)
    noms = ("sessions", "sans_nombre", "offertes", "tenues", "prises")
    return ChiffresFiliere(
        places={TypeOffre(ligne["type_offre"]): Places(**{nom: ligne[nom] for nom in noms}) for ligne in ouvertes},
        suivi=tuple(
            LigneSuivi(TypeOffre(ligne["type_offre"]), Etat(ligne["etat"]), Issue(ligne["issue"]) if ligne["issue"] else None, ligne["nombre"])
            for ligne in suivies
        ),
    )
