"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from comptes import depot, double_facteur, mots_de_passe, second_facteur, services, sessions
from comptes.cadence import PAR_COMPTE, SECOND_FACTEUR
from comptes.domaine import Acteur, Etape, Role, Usage
from socle.base import Connexion
from web.connexion import entrer
from web.contexte import ActeurCourant, Ecriture, Formulaire, Lecture, ServiceWeb, SessionCourante, champ, repondre, service, session_web
from web.pages.commun import ErreurChamp
from web.pages.compte import PageCompte, PageDoubleFacteur
from web.securite import nom_cookie, oter_cookie, poser_cookie
from web.visiteur import ROLES

routeur = APIRouter(prefix="/compte")

AVIS = {
    "courriel": "Votre adresse est enregistrée.",
    "double": "La double authentification est retirée.",
    "mot-de-passe": "Votre mot de passe est changé. Vos autres appareils sont déconnectés.",
}
_PAS_LE_BON = "Ce n’est pas votre mot de passe actuel."
_TROP = "Trop d’essais en peu de temps. Attendez un quart d’heure, puis recommencez."


@routeur.get("", response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, acteur: ActeurCourant) -> HTMLResponse:
    """What one can change."""
    return await _page(request, connexion, avis=AVIS.get(request.query_params.get("avis", ""), ""))


@routeur.post("/mot-de-passe", response_class=HTMLResponse)
async def changer_mot_de_passe(request: Request, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> Response:
    """Change the password; the other browsers are put out, this one goes on under a new token."""
    actuel, nouveau = (str(champs.get(nom, "")) for nom in ("actuel", "nouveau"))
    connus = await depot.identifiants_du_compte(connexion, acteur.id)
    if connus is None or connus.courriel is None or connus.mot_de_passe is None:
        return RedirectResponse("/compte", 303)
    maintenant = service.horloge.maintenant()
    if not await service.cadence.permet(PAR_COMPTE, connus.courriel, maintenant):
        return await _page(request, connexion, ErreurChamp("actuel", _TROP), statut=429)
    if not await mots_de_passe.verifier(connus.mot_de_passe, actuel):
        return await _page(request, connexion, ErreurChamp("actuel", _PAS_LE_BON))
    refus = mots_de_passe.refus(nouveau, (acteur.nom, connus.courriel))
    if refus:
        return await _page(request, connexion, ErreurChamp("nouveau", refus))
    await service.cadence.rendre(PAR_COMPTE, connus.courriel, maintenant, tout=True)
    await services.choisir_mot_de_passe(connexion, acteur, nouveau)
    return await entrer(request, connexion, acteur, Etape.OUVERTE, "/compte?avis=mot-de-passe")


@routeur.post("/courriel", response_class=HTMLResponse)
async def changer_courriel(request: Request, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """A person chooses where to receive their links to enter; a professional's address names their account and is not changed here."""
    if acteur.role is not Role.ALLOCATAIRE:
        raise HTTPException(404)
    tape = champ(champs, "courriel", 200)
    if tape and not services.courriel_valide(tape):
        erreur = ErreurChamp("courriel", "Écrivez une adresse complète, comme prenom.nom@exemple.fr.")
        return await _page(request, connexion, erreur, courriel=tape)
    await services.choisir_courriel(connexion, acteur, services.courriel_normal(tape))
    return RedirectResponse("/compte?avis=courriel", 303)


@routeur.post("/deconnecter-partout")
async def deconnecter_partout(request: Request, connexion: Ecriture, session: SessionCourante) -> Response:
    """End every session of the account, this one included."""
    if session is not None:
        await sessions.fermer(connexion, session, partout=True)
    reponse = RedirectResponse("/connexion?avis=sortie", 303)
    oter_cookie(request, reponse)
    return reponse


@routeur.get("/double-authentification", response_class=HTMLResponse)
async def proposer_double_facteur(request: Request, session: SessionCourante) -> Response:
    """How to set up the second factor; an administrator does it before anything else."""
    if session is None or session.acteur.role is Role.ALLOCATAIRE:
        return RedirectResponse("/", 303)
    return _page_double(request, session.acteur, *second_facteur.proposer(session.acteur, service(request).options.coffre))


@routeur.post("/double-authentification", response_class=HTMLResponse)
async def activer_double_facteur(
    request: Request, champs: Formulaire, session: SessionCourante, connexion: Ecriture, service: ServiceWeb
) -> Response:
    """Turn it on with a first right code; the session goes on under a new token and the recovery codes are shown once."""
    if session is None or session.acteur.role is Role.ALLOCATAIRE:
        return RedirectResponse("/", 303)
    acteur, coffre, maintenant, scelle = session.acteur, service.options.coffre, service.horloge.maintenant(), champ(champs, "scelle")
    secret = second_facteur.relire(acteur, scelle, coffre)
    codes = await second_facteur.activer(connexion, acteur, secret, champ(champs, "code"), coffre, maintenant)
    if not codes:
        return _page_double(request, acteur, secret, scelle, erreur="Ce code ne convient pas. Attendez le suivant et recommencez.")
    jeton = await sessions.ouvrir(connexion, acteur, Etape.OUVERTE, maintenant, ancien=request.cookies.get(nom_cookie(request)))
    reponse = _page_double(request, acteur, codes=codes)
    poser_cookie(request, reponse, jeton)
    return reponse


@routeur.post("/double-authentification/retirer", response_class=HTMLResponse)
async def retirer_double_facteur(request: Request, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> Response:
    """Turn it off, with a code of the phone or a recovery code; an administrator keeps it."""
    maintenant = service.horloge.maintenant()
    if acteur.role is Role.ADMIN:
        return await _page(request, connexion, ErreurChamp("code", "La double authentification est obligatoire pour l’administration."))
    if not await service.cadence.permet(SECOND_FACTEUR, acteur.identifiant, maintenant):
        return await _page(request, connexion, ErreurChamp("code", _TROP), statut=429)
    if not await second_facteur.verifier(connexion, acteur, champ(champs, "code"), service.options.coffre, maintenant):
        return await _page(request, connexion, ErreurChamp("code", "Ce code ne convient pas, ou il a déjà servi."))
    await second_facteur.retirer(connexion, acteur, acteur)
    return RedirectResponse("/compte?avis=double", 303)


async def _page(request: Request, connexion: Connexion, *erreurs: ErreurChamp, avis: str = "", statut: int = 0, courriel: str = "") -> HTMLResponse:
    s, session = service(request), session_web(request)
    assert session is not None
    qui, maintenant = session.acteur, s.horloge.maintenant()
    connus = await depot.identifiants_du_compte(connexion, qui.id)
    assert connus is not None
    contenu = PageCompte(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        nom=qui.nom,
        role=ROLES[qui.role],
        courriel=courriel or connus.courriel,
        mot_de_passe=connus.mot_de_passe is not None,
        professionnel=qui.role is not Role.ALLOCATAIRE,
        double_facteur=connus.totp_actif,
        codes_restants=await depot.nombre_jetons(connexion, qui.id, Usage.CODE_SECOURS, maintenant),
        sessions=await depot.nombre_sessions(connexion, qui.id, maintenant),
        erreurs=erreurs,
        avis=avis,
    )
    return repondre(request, "compte", contenu, statut=statut or (400 if erreurs else 200))


def _page_double(
    request: Request, acteur: Acteur, secret: str = "", scelle: str = "", *, codes: tuple[str, ...] = (), erreur: str = ""
) -> HTMLResponse:
    s = service(request)
    contenu = PageDoubleFacteur(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        image=double_facteur.image(double_facteur.adresse(secret, acteur.nom)) if secret else "",
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        scelle=scelle,
        codes=codes,
        obligatoire=acteur.role is Role.ADMIN,
        erreurs=(ErreurChamp("code", erreur),) if erreur else (),
    )
    return repondre(request, "compte_double", contenu, statut=400 if erreur else 200)
