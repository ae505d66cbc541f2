"""Proposals of the demonstration: batches made by the CRE of the demonstration, by the same service as the real ones, a few days ago."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from comptes.domaine import Acteur, Role
from etl.demonstration.comptes import comptes
from etl.demonstration.prescriptions import instant_passe
from etl.demonstration.tables import SOURCE, Fiche, fiches
from parcours.propositions.services import DemandeLot, proposer
from socle.base import Connexion
from socle.horloge import Horloge
from socle.reglages import reglages
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("propositions.sql"))


async def charger_propositions(connexion: Connexion, horloge: Horloge) -> int:
    """Propose, unless someone has proposed already.

    Args:
        connexion: writing transaction, over the people, accounts and offers of the demonstration.
        horloge: the clock; batches are counted from its day.

    Returns:
        How many people were proposed.
    """
    if await REQUETES.valeur(connexion, "deja"):
        return 0
    return sum([await _proposer(connexion, fiche, horloge) for fiche in fiches("propositions", "lot")])


async def _proposer(connexion: Connexion, fiche: Fiche, horloge: Horloge) -> int:
    compte = next(c for c in comptes() if c.cle == fiche["cre"])
    ligne = await REQUETES.ligne(connexion, "cre", identifiant=compte.identifiant)
    if ligne is None:
        return 0
    jour = horloge.aujourdhui()
    trouve = await REQUETES.ligne(
        connexion,
        "a_proposer",
        source=SOURCE,
        genre=fiche["genre"],
        offre=fiche["offre"],
        nombre=fiche["personnes"],
        jour=jour,
        apres=jour + timedelta(days=7),
        compte_id=ligne["id"],
    )
    if trouve is None:
        return 0
    demande = DemandeLot(
        cle=f"demonstration-{fiche['cre']}-{fiche['genre']}",
        offre=trouve["offre"],
        session=trouve["session"],
        personnes=tuple(trouve["personnes"]),
        mot=fiche["mot"],
        journee=f"{reglages().adresse_liens}/ma-journee",
    )
    acteur = Acteur(**{**ligne, "role": Role(ligne["role"]), "territoires": frozenset(ligne["territoires"])})
    lot = await proposer(connexion, acteur, demande, instant_passe(jour, fiche["jours"], demande.cle))
    return sum(ligne.prescription is not None for ligne in lot.lignes)
