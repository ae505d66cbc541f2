"""A structure answers by its signed link, without an account. Opening the link changes nothing; only the form answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from parcours.prescriptions import liens
from parcours.prescriptions.liens import CHEMIN
from web.contexte import Ecriture, Formulaire, Lecture, ServiceWeb
from web.page_reponses import Lecteur, feuille, montrer, sur_la_feuille
from web.reponses_groupees import apres, lire_envoi
from web.traces import tracer_liste

routeur = APIRouter(prefix=CHEMIN.rstrip("/"))

Jeton = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


def _lecteur(jeton: str) -> Lecteur:
    return Lecteur(CHEMIN + jeton, par_lien=True)


@routeur.get("/{jeton}", response_class=HTMLResponse)
async def lire(request: Request, jeton: Jeton, connexion: Lecture, service: ServiceWeb) -> HTMLResponse:
    """What the link is about, and a form for each request that waits."""
    _, demandes = await liens.suivre(connexion, jeton, service.horloge)
    return await montrer(request, connexion, _lecteur(jeton), demandes)


@routeur.post("/{jeton}", response_class=HTMLResponse)
async def repondre_par_lien(request: Request, jeton: Jeton, champs: Formulaire, connexion: Ecriture, service: ServiceWeb) -> Response:
    """Write down the answers; those that come too late, or lack a reason, are told and the others stand."""
    _, demandes = await liens.suivre(connexion, jeton, service.horloge)
    envoi = lire_envoi(champs, demandes)
    if envoi.voulues:
        envoi = apres(envoi, await liens.repondre(connexion, jeton, envoi.voulues, service.horloge))
        _, demandes = await liens.suivre(connexion, jeton, service.horloge)
    if not envoi.reste:
        return RedirectResponse(f"{CHEMIN}{jeton}?faites={envoi.faites}", 303)
    return await montrer(request, connexion, _lecteur(jeton), demandes, envoi=envoi)


@routeur.get("/{jeton}/feuille", response_class=HTMLResponse)
async def imprimer(request: Request, jeton: Jeton, connexion: Lecture, service: ServiceWeb) -> HTMLResponse:
    """The attendance sheet. Who is on it can read that it was taken."""
    lien, demandes = await liens.suivre(connexion, jeton, service.horloge)
    page = feuille(request, _lecteur(jeton), demandes)
    await tracer_liste(service, lien.structure, "prescription.emarger", sur_la_feuille(demandes))
    return page
