"""The list of the lots that are followed, and a marché with its lots."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from employeurs.clauses import depot
from employeurs.clauses.domaine import EtatLot, Lot
from employeurs.clauses.droits import peut_lire_clauses, peut_suivre_clauses
from employeurs.clauses.libelles import ETATS_LOT
from employeurs.clauses.rythme import GRAVITES, Alerte, signaux
from socle.texte import cle_tri
from web.clauses.commun import CHEMIN, carte_de, chiffres_de
from web.contexte import ActeurCourant, Identifiant, Lecture, ServiceWeb, repondre
from web.engagements import onglets_engagements
from web.erreurs import exiger
from web.pages.clauses import PageClauses, PageMarche
from web.pages.commun import Conseil, Lien

routeur = APIRouter(prefix=CHEMIN)

TOUS: Final = "tous"
# Something that went well asks for nothing.
_SANS_SUITE: Final = frozenset({Alerte.DEPASSEMENT})
AVIS: Final = {"importe": "Le classeur est importé : les heures sont à jour.", "deja": "Cet envoi a déjà été confirmé, ou date de plus d’un jour."}


@routeur.get("", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Lots, those that need a look first."""
    exiger(peut_lire_clauses(acteur))
    jour, parametres = service.horloge.aujourdhui(), request.query_params
    q, etat, alerte = parametres.get("q", "").strip()[:200], parametres.get("etat", EtatLot.EN_COURS), parametres.get("alerte") == "oui"
    tous = await depot.lots(connexion)
    visibles = [lot for lot in tous if _convient(lot, q, etat)]
    pressants = {lot.id: [s for s in signaux(lot, jour) if s.alerte not in _SANS_SUITE] for lot in visibles}
    montres = [lot for lot in visibles if pressants[lot.id] or not alerte]
    montres.sort(key=lambda lot: (GRAVITES[pressants[lot.id][0].alerte] if pressants[lot.id] else len(GRAVITES), lot.fin, lot.id))
    suivre = bool(peut_suivre_clauses(acteur))
    contenu = PageClauses(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        onglets=onglets_engagements("clauses"),
        chiffres=chiffres_de(montres),
        cartes=tuple(carte_de(lot, jour) for lot in montres),
        total=len(tous),
        q=q,
        etat=etat,
        etats=((TOUS, "Tous"), *((e.value, mots) for e, mots in ETATS_LOT.items())),
        alerte=alerte,
        alertes=sum(bool(p) for p in pressants.values()),
        conseils=(Conseil("Voir tous les lots", f"{CHEMIN}?etat={TOUS}"),),
        ecrit=suivre,
        a_suivre=await _a_suivre(connexion) if suivre else (),
        avis=AVIS.get(parametres.get("avis", ""), ""),
    )
    return repondre(request, "clauses", contenu)


def _convient(lot: Lot, q: str, etat: str) -> bool:
    mots = cle_tri(f"{lot.marche_numero} {lot.objet} {lot.acheteur} {lot.titulaire} {lot.nom}")
    return etat in {TOUS, lot.etat} and all(mot in mots for mot in cle_tri(q).split())


async def _a_suivre(connexion: Lecture) -> tuple[Lien, ...]:
    return tuple(Lien(titre, f"{CHEMIN}/nouvelle?offre={identifiant}") for identifiant, titre in await depot.clauses_non_suivies(connexion))


@routeur.get("/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """A marché with its lots."""
    exiger(peut_lire_clauses(acteur))
    marche = await depot.marche(connexion, identifiant)
    if marche is None:
        raise HTTPException(404)
    jour, lots = service.horloge.aujourdhui(), await depot.lots(connexion, marche=identifiant)
    contenu = PageMarche(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        marche=marche,
        chiffres=chiffres_de(lots),
        cartes=tuple(carte_de(lot, jour) for lot in lots),
        ecrit=bool(peut_suivre_clauses(acteur)),
    )
    return repondre(request, "clauses_marche", contenu)
