"""What a référent says of an offer for a person: set aside, not suited (why), put back. The ranking learns from it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matching.listes import depot
from matching.listes.domaine import RAISONS, Fait, RaisonInadaptee
from parcours.droits import peut_prescrire
from socle.erreurs import ErreurPersonne
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, PersonneLue, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.pages.avis import PageAvis

routeur = APIRouter()

_AVIS = frozenset({Fait.MISE_DE_COTE, Fait.PAS_ADAPTE, Fait.REMISE})


@routeur.post("/personnes/{identifiant}/offres/{offre}/avis")
async def donner(
    request: Request, suivi: PersonneLue, offre: Identifiant, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire
) -> Response:
    """Store what is said of an offer; the card then says it, and takes it back in one click."""
    exiger(peut_prescrire(acteur, suivi))
    fait = next((f for f in _AVIS if f.value == champ(champs, "avis")), None)
    if fait is None:
        raise ErreurPersonne("Cette action n’existe pas : revenez à la liste et recommencez.")
    raison = next((r for r in RaisonInadaptee if r.value == champ(champs, "raison")), None) if fait is Fait.PAS_ADAPTE else None
    liste = champ(champs, "liste")
    await depot.noter_suite(
        connexion,
        fait,
        allocataire=suivi.identifiant,
        offre=offre,
        instant=service.horloge.maintenant(),
        liste=liste or None,
        raison=raison,
        compte_id=acteur.id,
    )
    if request.headers.get("HX-Request") != "true":
        return RedirectResponse(f"/personnes/{suivi.identifiant}", 303)
    contenu = PageAvis(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        avis=request.url.path,
        liste=liste,
        dit=mots_retiree(fait, raison),
        remise=fait is Fait.REMISE,
    )
    return repondre(request, "avis", contenu, bloc="carte")


def mots_retiree(fait: Fait, raison: RaisonInadaptee | None) -> str:
    """What was said of an offer, in words.

    Args:
        fait: set aside, not suited, or put back.
        raison: why it does not suit.

    Returns:
        « Mise de côté », « Pas adaptée : trop loin, ou trajet impossible », « Remise dans la liste ».
    """
    if fait is Fait.PAS_ADAPTE and raison is not None:
        return f"Pas adaptée : {RAISONS[raison][0].lower()}{RAISONS[raison][1:]}"
    return "Mise de côté" if fait is Fait.MISE_DE_COTE else "Remise dans la liste"
