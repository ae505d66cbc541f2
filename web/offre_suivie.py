"""An offer whose commitments are followed (a convention, a social clause) tells what its rows say, not what was declared when it was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP

from catalogue.depot import FicheOffre
from catalogue.domaine import DetailsClause, DetailsConvention, Engagement
from comptes.domaine import Acteur
from employeurs.clauses import depot as depot_clauses
from employeurs.clauses.droits import peut_lire_clauses, peut_suivre_clauses
from employeurs.conventions import depot as depot_conventions
from employeurs.conventions.chiffres import par_metier
from employeurs.conventions.droits import peut_suivre
from socle.base import Connexion
from web.pages.commun import Lien


async def a_jour(connexion: Connexion, acteur: Acteur, fiche: FicheOffre, jour: date) -> tuple[FicheOffre, Lien | None]:
    """The offer with figures counted today.

    Args:
        connexion: any.
        acteur: who reads.
        fiche: the offer.
        jour: today.

    Returns:
        The offer, and where its commitments are followed, or begin to be, for who may; nothing changes for an offer of another kind.
    """
    match fiche.offre.details:
        case DetailsClause() as details:
            return await _clause(connexion, acteur, fiche, details)
        case DetailsConvention():
            return await _convention(connexion, acteur, fiche, jour)
        case _:
            return fiche, None


async def _clause(connexion: Connexion, acteur: Acteur, fiche: FicheOffre, details: DetailsClause) -> tuple[FicheOffre, Lien | None]:
    suivi = await depot_clauses.lot_de_l_offre(connexion, fiche.id)
    if suivi is None:
        return fiche, Lien("Suivre cette clause", f"/clauses/nouvelle?offre={fiche.identifiant}") if peut_suivre_clauses(acteur) else None
    prevues, engagees, realisees = (
        int(h.to_integral_value(ROUND_HALF_UP)) for h in (suivi.bilan.prevues, suivi.bilan.engagees, suivi.bilan.realisees)
    )
    comptes = replace(details, heures_prevues=prevues, heures_engagees=engagees, heures_realisees=realisees, fin=suivi.fin)
    lien = Lien("Suivi des heures", f"/clauses/{suivi.marche}/{suivi.lot}") if peut_lire_clauses(acteur) else None
    return replace(fiche, offre=replace(fiche.offre, details=comptes)), lien


async def _convention(connexion: Connexion, acteur: Acteur, fiche: FicheOffre, jour: date) -> tuple[FicheOffre, Lien | None]:
    suivi = await depot_conventions.de_la_carte(connexion, fiche.id, jour)
    suivie = await depot_conventions.de_l_offre(connexion, fiche.id)
    lien = None
    if peut_suivre(acteur):
        nouvelle = Lien("Suivre cette convention", f"/conventions/nouvelle?carte={fiche.identifiant}")
        lien = nouvelle if suivie is None else Lien("Où en est cette convention", f"/conventions/{suivie}")
    if suivi is None:
        return fiche, lien
    c = suivi.convention
    engagements = tuple(Engagement(code, n.prevues, n.realisees) for code, n in par_metier(suivi.tableau).items())
    details = DetailsConvention(c.structure, c.debut, c.fin, engagements)
    return replace(fiche, offre=replace(fiche.offre, details=details)), lien
