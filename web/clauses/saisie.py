"""The forms of a marché and of its lots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue import depot as depot_catalogue
from catalogue.domaine import DetailsClause
from employeurs.clauses import depot, services
from employeurs.clauses.domaine import Lot
from employeurs.clauses.droits import peut_suivre_clauses
from employeurs.clauses.libelles import ETATS_LOT, lire_lot
from employeurs.clauses.saisie import Champs, lire_fiche_lot, lire_marche
from employeurs.clauses.services import ClauseRefusee, LotChange
from employeurs.offres.depot import noms_de_structures
from employeurs.offres.domaine import Faute
from socle.base import Connexion
from socle.identifiants import ALPHABET, LONGUEUR
from web.clauses.commun import CHEMIN, adresse_du_lot, lot_suivi, tapes
from web.clauses.grille import en_champ
from web.clauses.lot import adresse_avec
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, repondre
from web.erreurs import exiger
from web.pages.clauses import PageSaisieClause
from web.pages.commun import ErreurChamp, Lien

routeur = APIRouter(prefix=CHEMIN)

_CHANGE: Final = Faute("heures_prevues", "Quelqu’un a changé ce lot entre-temps. Relisez ce qui suit, puis enregistrez de nouveau.")


@routeur.get("/nouvelle", response_class=HTMLResponse)
async def nouvelle(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Begin to follow a clause, from a card of the catalogue or from nothing."""
    exiger(peut_suivre_clauses(acteur))
    saisie = await _de_la_fiche(connexion, request.query_params.get("offre", ""))
    return await _formulaire(request, connexion, service, _neuve(saisie))


@routeur.post("/nouvelle", response_class=HTMLResponse)
async def suivre(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Open the marché, if need be, and its lot."""
    exiger(peut_suivre_clauses(acteur))
    lecture = Champs(tapes(champs))
    marche, lot = lire_marche(lecture), lire_fiche_lot(lecture)
    try:
        if lecture.fautes:
            raise ClauseRefusee(*lecture.fautes)
        suivi = await services.suivre(connexion, acteur, marche, lot, service.horloge, offre=lecture.texte("offre") or None)
    except ClauseRefusee as refus:
        return await _formulaire(request, connexion, service, _neuve(lecture.tapes), refus.fautes)
    return RedirectResponse(f"{CHEMIN}/{suivi.marche}/{suivi.lot}?avis=suivi", 303)


@routeur.get("/{identifiant}/nouveau-lot", response_class=HTMLResponse)
async def nouveau_lot(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """One more lot of a marché."""
    exiger(peut_suivre_clauses(acteur))
    return await _formulaire(request, connexion, service, await _de_plus(connexion, identifiant, {}))


@routeur.post("/{identifiant}/nouveau-lot", response_class=HTMLResponse)
async def ajouter_lot(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Add it."""
    exiger(peut_suivre_clauses(acteur))
    marche = await depot.marche(connexion, identifiant)
    if marche is None:
        raise HTTPException(404)
    lecture = Champs(tapes(champs))
    fiche = lire_fiche_lot(lecture)
    try:
        if lecture.fautes:
            raise ClauseRefusee(*lecture.fautes)
        lot = await services.ajouter_lot(connexion, acteur, marche.id, fiche, service.horloge)
    except ClauseRefusee as refus:
        return await _formulaire(request, connexion, service, await _de_plus(connexion, identifiant, lecture.tapes), refus.fautes)
    return RedirectResponse(f"{CHEMIN}/{identifiant}/{lot}?avis=suivi", 303)


@routeur.get("/{identifiant}/{lot}/modifier", response_class=HTMLResponse)
async def modifier(
    request: Request, identifiant: Identifiant, lot: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant
) -> HTMLResponse:
    """What the contract of a lot says."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    return await _formulaire(request, connexion, service, _change(lu, _du_lot(lu)))


@routeur.post("/{identifiant}/{lot}/modifier", response_class=HTMLResponse)
async def enregistrer(
    request: Request, identifiant: Identifiant, lot: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Change it."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    lecture = Champs({**tapes(champs), "lot": lu.numero})
    fiche, version = lire_fiche_lot(lecture), lecture.texte("version")
    try:
        if lecture.fautes:
            raise ClauseRefusee(*lecture.fautes)
        await services.modifier_lot(connexion, acteur, lu, int(version) if version.isdigit() else 0, fiche, service.horloge)
    except LotChange:
        saisie = {**lecture.tapes, "version": str(lu.version)}
        return await _formulaire(request, connexion, service, _change(lu, saisie), (_CHANGE,), statut=409)
    except ClauseRefusee as refus:
        return await _formulaire(request, connexion, service, _change(lu, lecture.tapes), refus.fautes)
    return RedirectResponse(adresse_avec(lu, "modifie"), 303)


_Forme = tuple[str, str, Mapping[str, str], bool, Lien]


def _neuve(saisie: Mapping[str, str]) -> _Forme:
    return "Suivre une clause sociale", f"{CHEMIN}/nouvelle", saisie, True, Lien("Clauses sociales", CHEMIN)


async def _de_plus(connexion: Connexion, identifiant: str, saisie: Mapping[str, str]) -> _Forme:
    marche = await depot.marche(connexion, identifiant)
    if marche is None:
        raise HTTPException(404)
    retour = Lien(f"Marché {marche.numero}", f"{CHEMIN}/{identifiant}")
    return f"Un lot de plus du marché {marche.numero}", f"{CHEMIN}/{identifiant}/nouveau-lot", saisie, False, retour


def _change(lot: Lot, saisie: Mapping[str, str]) -> _Forme:
    adresse = adresse_du_lot(lot)
    return f"Modifier : {lot.nom}, marché {lot.marche_numero}", f"{adresse}/modifier", saisie, False, Lien(lot.nom, adresse)


def _du_lot(lot: Lot) -> dict[str, str]:
    return {
        "lot": lot.numero,
        "intitule": lot.intitule,
        "titulaire": lot.titulaire,
        "heures_prevues": en_champ(lot.bilan.prevues),
        "debut": lot.debut.isoformat(),
        "fin": lot.fin.isoformat(),
        "etat": lot.etat.value,
        "version": str(lot.version),
    }


async def _de_la_fiche(connexion: Connexion, offre: str) -> dict[str, str]:
    """What a card of the catalogue already says of its clause; nothing when there is no such card."""
    if len(offre) != LONGUEUR or not set(offre) <= set(ALPHABET):
        return {}
    id_ = await depot_catalogue.id_offre(connexion, offre)
    fiche = (await depot_catalogue.fiches(connexion, [id_])).get(id_) if id_ is not None else None
    if fiche is None or not isinstance(fiche.offre.details, DetailsClause):
        return {}
    d = fiche.offre.details
    numero, intitule = lire_lot(d.lot or "")
    titulaire = fiche.structure.nom if fiche.structure else d.titulaire
    dits = {
        "offre": offre,
        "objet": fiche.offre.titre,
        "numero": d.marche,
        "acheteur": d.acheteur,
        "cpv": d.cpv,
        "lot": numero,
        "intitule": intitule,
        "titulaire": titulaire,
        "heures_prevues": None if d.heures_prevues is None else str(d.heures_prevues),
        "fin": d.fin.isoformat() if d.fin else None,
    }
    return {nom: valeur for nom, valeur in dits.items() if valeur}


async def _formulaire(
    request: Request, connexion: Connexion, service: Service, forme: _Forme, fautes: tuple[Faute, ...] = (), statut: int = 0
) -> HTMLResponse:
    titre, action, saisie, marche, retour = forme
    contenu = PageSaisieClause(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        titre=titre,
        action=action,
        saisie=saisie,
        marche=marche,
        numero_fixe="/modifier" in action,
        retour=retour,
        structures=tuple(await noms_de_structures(connexion)),
        etats=tuple((e.value, mots) for e, mots in ETATS_LOT.items()),
        erreurs=tuple(ErreurChamp(f.champ, f.message) for f in fautes),
    )
    return repondre(request, "clauses_saisie", contenu, statut=statut or (400 if fautes else 200))
