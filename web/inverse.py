"""Reverse search: whom an offer suits, by référent; a CRE proposes to référents, never to the employer before the person agrees."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from comptes.domaine import Acteur, Role
from matching import exposition
from matching.classement import Classement
from matching.listes import depot as depot_listes
from matching.listes.composition import composer_inverse
from parcours.droits import peut_chercher_des_personnes
from parcours.perimetre import Perimetre
from parcours.prescriptions.mouvements import Refusee
from parcours.propositions import depot
from parcours.propositions.services import DemandeLot, proposer
from socle.base import transaction
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre, url_absolue
from web.erreurs import exiger
from web.inverse_page import Saisie, Vue, classer_la_page, composer, lot_montre
from web.inverse_recherche import PAR_PAGE, Demande, Recherche, chercher
from web.mouvements import LONGUEUR_MOT, tirer_cle

routeur = APIRouter()


@routeur.get("/offres/{identifiant}/personnes", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """People whom the reader may see and whom the offer suits; the list is stored as it is shown."""
    exiger(peut_chercher_des_personnes(acteur))
    demande = Demande.lire(request, identifiant)
    trouvees = await chercher(connexion, service, acteur, demande)
    classement = classer_la_page(trouvees)
    liste = await _noter(service, acteur, trouvees, classement)
    lot = await depot.lot(connexion, Perimetre.de(acteur), identifiant=request.query_params.get("lot", "")[:20])
    montre = lot_montre(lot) if lot is not None and lot.offre == identifiant else None
    vue = Vue(acteur, trouvees, classement, Saisie(cle=tirer_cle(), liste=liste))
    return repondre(request, "inverse", composer(service, vue, lot=montre))


@routeur.post("/offres/{identifiant}/personnes", response_class=HTMLResponse)
async def proposer_aux_referents(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Propose those who are ticked, or one référent's whole group; what came of each line is told on the page one comes back to."""
    if acteur.role is not Role.CRE:
        raise HTTPException(404)
    demande, saisie = Demande.lire(request, identifiant), _saisie(champs)
    voulu = DemandeLot(
        cle=saisie.cle,
        offre=identifiant,
        session=champ(champs, "session", 100),
        personnes=saisie.personnes,
        mot=saisie.mot,
        journee=url_absolue(request, "/ma-journee"),
        version_classement=exposition.version(),
    )
    try:
        lot = await proposer(connexion, acteur, voulu, service.horloge)
    except Refusee as refus:
        trouvees = await chercher(connexion, service, acteur, demande)
        vue = Vue(acteur, trouvees, classer_la_page(trouvees), saisie)
        return repondre(request, "inverse", composer(service, vue, refus=str(refus)), statut=400)
    return RedirectResponse(f"{demande.adresse.avec('lot', lot.identifiant)}#lot", 303)


def _saisie(champs: FormData) -> Saisie:
    """What was sent: the group whose button was pressed, else those who are ticked."""
    groupe = champ(champs, "groupe", 10)
    choisies = champs.getlist(f"groupe-{groupe}" if groupe else "personne")
    personnes = tuple(p for p in choisies if isinstance(p, str))
    return Saisie(cle=champ(champs, "cle", 100) or tirer_cle(), mot=champ(champs, "mot", LONGUEUR_MOT), personnes=personnes)


async def _noter(service: Service, acteur: Acteur, trouvees: Recherche, classement: Classement | None) -> str:
    """Store the list as it is shown; its public id, empty when nobody is."""
    if classement is None:
        return ""
    reculs = [exposition.regle().recul(trouvees.exposition(c).charge) for c in trouvees.page]
    premiere, total = (trouvees.demande.page - 1) * PAR_PAGE + 1, len(trouvees.liste)
    montree = composer_inverse(classement, trouvees.rang, reculs, premiere=premiere, total=total)
    async with transaction(service.annexe) as ecriture:
        return await depot_listes.noter_liste(ecriture, montree, instant=service.horloge.maintenant(), compte_id=acteur.id)
