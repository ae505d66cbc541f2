"""Reading the indicators in PostgreSQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from catalogue.domaine import TypeOffre
from parcours.prescriptions.domaine import Etat, Motif
from pilotage.domaine import Delai, Entonnoir, LignePlaces, Periode, Perte, Places, Tableau
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")


async def tableau(connexion: Connexion, periode: Periode, jour: date) -> Tableau:
    """Every figure of a period.

    Args:
        connexion: inside a transaction, so that the figures agree with one another.
        periode: days and territoires.
        jour: today; a session begun before it has lost the places that nobody took.

    Returns:
        The figures.
    """
    bornes = {"du": periode.du, "au": periode.au, "territoires": sorted(periode.territoires)}
    entonnoir = await REQUETES.ligne(connexion, "entonnoir", **bornes)
    assert entonnoir is not None
    return Tableau(
        periode=periode,
        places=tuple(_places(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "places", **bornes, jour=jour)),
        entonnoir=Entonnoir(**dict(entonnoir)),
        pertes=tuple(
            Perte(Etat(ligne["etat"]), Motif(ligne["motif"]) if ligne["motif"] else None, ligne["nombre"])
            for ligne in await REQUETES.lignes(connexion, "pertes", **bornes)
        ),
        delais=tuple(Delai(**dict(ligne)) for ligne in await REQUETES.lignes(connexion, "delais", **bornes)),
    )


def _places(ligne: dict[str, object]) -> LignePlaces:
    genre, territoire = TypeOffre(str(ligne.pop("type_offre"))), ligne.pop("territoire")
    return LignePlaces(genre, None if territoire is None else str(territoire), Places(**{nom: int(str(n)) for nom, n in ligne.items()}))
