"""The people proposed for a session, answered from an account: one page, one form, a sheet to print, a workbook."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from parcours.prescriptions import reponses
from web.classeur_reponses import classeur
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb
from web.mouvements import adresse_session
from web.page_reponses import Lecteur, feuille, montrer, sur_la_feuille
from web.reponses_groupees import apres, lire_envoi
from web.traces import tracer_liste

routeur = APIRouter(prefix="/mes-propositions/{offre}")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# An import may have put slashes in the id of a session: what hangs below it is declared first.
Session = Annotated[str, Path(max_length=200)]


@routeur.get("/{session:path}/feuille", response_class=HTMLResponse)
async def imprimer(
    request: Request, offre: Identifiant, session: Session, connexion: Lecture, acteur: ActeurCourant, service: ServiceWeb
) -> HTMLResponse:
    """The attendance sheet. Who is on it can read that it was taken."""
    demandes = await reponses.de_la_session(connexion, acteur, offre, session)
    page = feuille(request, Lecteur(adresse_session(offre, session)), demandes)
    await tracer_liste(service, acteur, "prescription.emarger", sur_la_feuille(demandes))
    return page


@routeur.get("/{session:path}/export.xlsx")
async def exporter(offre: Identifiant, session: Session, connexion: Lecture, acteur: ActeurCourant, service: ServiceWeb) -> Response:
    """The same people in a workbook: what the page shows, and nothing more."""
    demandes = await reponses.de_la_session(connexion, acteur, offre, session)
    await tracer_liste(service, acteur, "prescription.exporter", demandes)
    jour = service.horloge.aujourdhui()
    entetes = {"Content-Disposition": f'attachment; filename="personnes-{offre}-{jour.isoformat()}.xlsx"'}
    return Response(classeur(demandes, jour, fictif=service.demonstration), media_type=XLSX, headers=entetes)


@routeur.get("/{session:path}", response_class=HTMLResponse)
async def lire(request: Request, offre: Identifiant, session: Session, connexion: Lecture, acteur: ActeurCourant) -> HTMLResponse:
    """Everyone of the session, and one form to answer."""
    return await montrer(
        request, connexion, Lecteur(adresse_session(offre, session)), await reponses.de_la_session(connexion, acteur, offre, session)
    )


@routeur.post("/{session:path}", response_class=HTMLResponse)
async def repondre(
    request: Request, offre: Identifiant, session: Session, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb
) -> Response:
    """Write down the answers; those that come too late, or lack a reason, are told and the others stand."""
    demandes, adresse = await reponses.de_la_session(connexion, acteur, offre, session), adresse_session(offre, session)
    envoi = lire_envoi(champs, demandes)
    if envoi.voulues:
        envoi = apres(envoi, await reponses.repondre(connexion, acteur, demandes, envoi.voulues, service.horloge))
        demandes = await reponses.de_la_session(connexion, acteur, offre, session)
    if not envoi.reste:
        return RedirectResponse(f"{adresse}?faites={envoi.faites}", 303)
    return await montrer(request, connexion, Lecteur(adresse), demandes, envoi=envoi)
