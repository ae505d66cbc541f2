"""Sending the facilitateur's workbook: read, shown as a dry run, then confirmed. Between the two, only what will be written is kept."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from employeurs.clauses import depot
from employeurs.clauses.droits import peut_suivre_clauses
from employeurs.clauses.fichier.elements import Lecture
from employeurs.clauses.fichier.lecteur import lire_classeur
from employeurs.clauses.importation import RapportClauses, importer
from socle.erreurs import FichierIllisible
from socle.identifiants import identifiant_public
from web.clauses.commun import CHEMIN
from web.contexte import ActeurCourant, Ecriture, Formulaire, Service, ServiceWeb, champ, repondre
from web.contexte import Lecture as ConnexionLue
from web.erreurs import exiger
from web.pages.clauses import PageImportClauses
from web.pages.commun import ErreurChamp

routeur = APIRouter(prefix=CHEMIN)

OCTETS_MAX: Final = 6 * 1024 * 1024
_LECTURE: Final[TypeAdapter[Lecture]] = TypeAdapter(Lecture)


@routeur.get("/importer", response_class=HTMLResponse)
async def montrer(request: Request, _connexion: ConnexionLue, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The form."""
    exiger(peut_suivre_clauses(acteur))
    return _page(request, service)


@routeur.post("/importer", response_class=HTMLResponse, max_body_size=OCTETS_MAX)
async def envoyer(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Read a workbook and show what it would do; nothing of it is written."""
    exiger(peut_suivre_clauses(acteur))
    fichier = champs.get("fichier")
    if not isinstance(fichier, UploadFile) or not fichier.filename:
        return _page(request, service, erreurs=(ErreurChamp("fichier", "Choisissez le classeur à importer (.xlsx)."),), statut=400)
    nom = fichier.filename.replace("\\", "/").rsplit("/", 1)[-1][:120]
    try:
        # A large workbook takes seconds to read: the other pages go on meanwhile.
        lecture = await run_in_threadpool(lire_classeur, BytesIO(await fichier.read()), nom)
    except FichierIllisible as erreur:
        return _page(request, service, erreurs=(ErreurChamp("fichier", str(erreur)),), statut=400)
    rapport = await importer(connexion, lecture, service.horloge, ecrire=False, acteur=acteur)
    envoi, instant = identifiant_public(), service.horloge.maintenant()
    await depot.oublier_envois(connexion, instant)
    contenu: dict[str, Any] = _LECTURE.dump_python(lecture, mode="json")
    await depot.garder_envoi(connexion, envoi, acteur.id, nom, contenu, instant)
    return _page(request, service, rapport, envoi)


@routeur.post("/importer/confirmer")
async def confirmer(champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Write what was shown; what someone else wrote since is compared anew."""
    exiger(peut_suivre_clauses(acteur))
    await depot.oublier_envois(connexion, service.horloge.maintenant())
    garde = await depot.reprendre_envoi(connexion, champ(champs, "envoi", 20), acteur.id)
    if garde is None:
        return RedirectResponse(f"{CHEMIN}?avis=deja", 303)
    await importer(connexion, _LECTURE.validate_python(garde[1]), service.horloge, ecrire=True, acteur=acteur)
    return RedirectResponse(f"{CHEMIN}?avis=importe", 303)


def _page(
    request: Request,
    service: Service,
    rapport: RapportClauses | None = None,
    envoi: str = "",
    erreurs: tuple[ErreurChamp, ...] = (),
    statut: int = 200,
) -> HTMLResponse:
    contenu = PageImportClauses(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        rapport=rapport,
        envoi=envoi,
        erreurs=erreurs,
    )
    return repondre(request, "clauses_import", contenu, statut=statut)
