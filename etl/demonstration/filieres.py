"""Filières of the demonstration: invented, written by the same service as the real ones."""

from __future__ import annotations

from catalogue.filieres import depot, services
from catalogue.filieres.domaine import Saisie
from etl.demonstration.tables import SOURCE, Fiche, fiches, hasard
from socle.base import Connexion
from socle.horloge import Horloge
from socle.identifiants import identifiant_public
from socle.sql import Requetes

GRAINE = 94


async def charger_filieres(connexion: Connexion, requetes: Requetes, horloge: Horloge) -> int:
    """Write the filières that are not there yet; those that somebody has changed since stay as they are.

    Args:
        connexion: writing transaction, over the référentiels and the structures of the demonstration.
        requetes: queries of the loading.
        horloge: the clock.

    Returns:
        How many were written.
    """
    faites = 0
    for fiche in fiches("filieres", "filiere"):
        if await depot.une(connexion, services.cle_de(fiche["nom"])) is None:
            trouvees = await requetes.lignes(connexion, "structures_par_source", source=SOURCE, source_ids=fiche["structures"])
            saisie = _saisie(fiche, tuple(ligne["identifiant"] for ligne in trouvees))
            identifiant = identifiant_public(hasard(GRAINE, "filiere", fiche["nom"]).randrange)
            await services.creer(connexion, None, identifiant, saisie, horloge.maintenant())
            faites += 1
    return faites


def _saisie(fiche: Fiche, structures: tuple[str, ...]) -> Saisie:
    return Saisie(
        nom=fiche["nom"],
        accroche=fiche["accroche"],
        presentation=fiche["presentation"].strip(),
        contact=fiche["contact"].strip(),
        ordre=str(fiche["ordre"]),
        publiee=True,
        codes=tuple(fiche["codes"]),
        structures=structures,
    )
