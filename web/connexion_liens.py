"""Entering by a link or a code: invitation, forgotten password, link sent by mail, personal code, second factor."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from time import monotonic

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from comptes import depot, mots_de_passe, second_facteur, services
from comptes.cadence import CODE_PERSONNEL, COURRIER, COURRIER_ADRESSE, SECOND_FACTEUR
from comptes.domaine import Acteur, Etape, Usage
from socle.base import Connexion
from web.connexion import entrer
from web.contexte import Ecriture, Formulaire, Lecture, ServiceWeb, SessionCourante, adresse_client, champ, repondre, service, url_absolue
from web.pages.commun import Conseil, ErreurChamp, Lien
from web.pages.connexion import Champ, PageFormulaire, PageMessage
from web.securite import adresse_sure

routeur = APIRouter(prefix="/connexion")

# A request for a link: address written, instant, and where its address leads.
_Envoi = Callable[[Connexion, str, datetime, services.Adresse], Awaitable[None]]

TROP = "Trop d’essais en peu de temps. Attendez un quart d’heure, puis recommencez."
_COURRIEL = Champ("courriel", "Adresse de messagerie", "email", "email")
_NOUVEAU = Champ(
    "mot_de_passe",
    "Mot de passe",
    "password",
    "new-password",
    aide=f"Au moins {mots_de_passe.LONGUEUR_MIN} caractères. Quelques mots à la suite conviennent très bien.",
)
_CODE = Champ("code", "Code personnel", "text", "one-time-code", aide="Dix lettres ou chiffres, avec ou sans tiret.")
_SECOND = Champ("code", "Code à six chiffres", "text", "one-time-code", "numeric", aide="Ou l’un de vos codes de secours.")


@routeur.get("/oubli", response_class=HTMLResponse)
async def demander_oubli(request: Request) -> HTMLResponse:
    """Ask where to send a link to choose a password."""
    return _oubli(request)


@routeur.post("/oubli", response_class=HTMLResponse)
async def envoyer_oubli(request: Request, champs: Formulaire, connexion: Ecriture) -> HTMLResponse:
    """Send it, if the address is known; the answer is the same, and takes as long, when it is not."""
    return await _envoyer(request, champ(champs, "courriel"), connexion, _oubli, services.demander_nouveau_mot_de_passe)


@routeur.get("/lien", response_class=HTMLResponse)
async def demander_lien(request: Request) -> HTMLResponse:
    """Ask where to send a link to enter."""
    return _lien(request)


@routeur.post("/lien", response_class=HTMLResponse)
async def envoyer_lien(request: Request, champs: Formulaire, connexion: Ecriture) -> HTMLResponse:
    """Send a link to each person who reads their mail there; the answer says nothing of who does."""
    return await _envoyer(request, champ(champs, "courriel"), connexion, _lien, services.demander_lien_connexion)


async def _envoyer(request: Request, ecrit: str, connexion: Connexion, formulaire: Callable[..., HTMLResponse], demander: _Envoi) -> HTMLResponse:
    """Send a link to an address; the answer is the same, and takes as long, whether somebody has it or not."""
    debut, courriel = monotonic(), services.courriel_normal(ecrit)
    if not services.courriel_valide(courriel):
        return formulaire(request, ecrit, "Écrivez une adresse complète, comme prenom.nom@exemple.fr.")
    if not await _permis(request, courriel):
        return formulaire(request, ecrit, TROP, 429)
    await demander(connexion, courriel, _maintenant(request), lambda chemin: url_absolue(request, chemin))
    return await _message_envoye(request, debut)


@routeur.get("/lien/{jeton}", response_class=HTMLResponse)
async def ouvrir_lien(request: Request, jeton: str, connexion: Lecture) -> HTMLResponse:
    """A button: mail scanners open links, they do not press buttons."""
    acteur = await services.lire_lien(connexion, jeton, Usage.LIEN_CONNEXION, _maintenant(request))
    texte = "Appuyez sur le bouton pour ouvrir votre espace."
    return _formulaire(request, f"Bonjour {acteur.nom.split()[0]}", texte, f"/connexion/lien/{jeton}", "Ouvrir mon espace")


@routeur.post("/lien/{jeton}")
async def suivre_lien(request: Request, jeton: str, connexion: Ecriture) -> Response:
    """Enter; the link is used up."""
    acteur = await services.suivre_lien(connexion, jeton, Usage.LIEN_CONNEXION, _maintenant(request))
    return await entrer(request, connexion, acteur, Etape.OUVERTE, "")


@routeur.get("/code-personnel", response_class=HTMLResponse)
async def demander_code(request: Request) -> HTMLResponse:
    """Ask for the personal code."""
    return _code(request)


@routeur.post("/code-personnel", response_class=HTMLResponse)
async def entrer_avec_code(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb) -> Response:
    """Enter with the personal code."""
    adresse, maintenant = adresse_client(request), _maintenant(request)
    if not await service.cadence.permet(CODE_PERSONNEL, adresse, maintenant):
        return _code(request, TROP, 429)
    acteur = await services.reconnaitre_code(connexion, service.options.coffre, champ(champs, "code"), maintenant)
    if acteur is None:
        return _code(request, "Ce code ne convient pas. Vérifiez-le, ou demandez-en un autre à votre conseiller.")
    await service.cadence.rendre(CODE_PERSONNEL, adresse, maintenant)
    return await entrer(request, connexion, acteur, Etape.OUVERTE, "")


@routeur.get("/invitation/{jeton}", response_class=HTMLResponse)
async def ouvrir_invitation(request: Request, jeton: str, connexion: Lecture) -> HTMLResponse:
    """Choose a first password."""
    acteur = await services.lire_lien(connexion, jeton, Usage.INVITATION, _maintenant(request))
    return _choisir(request, acteur, Usage.INVITATION, jeton)


@routeur.post("/invitation/{jeton}", response_class=HTMLResponse)
async def accepter_invitation(request: Request, jeton: str, champs: Formulaire, connexion: Ecriture) -> Response:
    """Keep the first password."""
    return await _garder(request, connexion, champs.get("mot_de_passe"), Usage.INVITATION, jeton)


@routeur.get("/nouveau-mot-de-passe/{jeton}", response_class=HTMLResponse)
async def ouvrir_reinitialisation(request: Request, jeton: str, connexion: Lecture) -> HTMLResponse:
    """Choose another password."""
    acteur = await services.lire_lien(connexion, jeton, Usage.REINITIALISATION, _maintenant(request))
    return _choisir(request, acteur, Usage.REINITIALISATION, jeton)


@routeur.post("/nouveau-mot-de-passe/{jeton}", response_class=HTMLResponse)
async def reinitialiser(request: Request, jeton: str, champs: Formulaire, connexion: Ecriture) -> Response:
    """Keep the new password."""
    return await _garder(request, connexion, champs.get("mot_de_passe"), Usage.REINITIALISATION, jeton)


@routeur.get("/code", response_class=HTMLResponse)
async def demander_second_facteur(request: Request, session: SessionCourante) -> Response:
    """Ask for the code of the phone, once the password was right."""
    if session is None or session.etape is not Etape.SECOND_FACTEUR:
        return RedirectResponse("/connexion", 303)
    return _second(request)


@routeur.post("/code", response_class=HTMLResponse)
async def verifier_second_facteur(
    request: Request, champs: Formulaire, session: SessionCourante, connexion: Ecriture, service: ServiceWeb
) -> Response:
    """Open the session under a new token when the code is right."""
    if session is None or session.etape is not Etape.SECOND_FACTEUR:
        return RedirectResponse("/connexion", 303)
    acteur, suite, maintenant = session.acteur, adresse_sure(champ(champs, "suite")), _maintenant(request)
    if not await service.cadence.permet(SECOND_FACTEUR, acteur.identifiant, maintenant):
        return _second(request, suite, TROP, 429)
    if not await second_facteur.verifier(connexion, acteur, champ(champs, "code"), service.options.coffre, maintenant):
        return _second(request, suite, "Ce code ne convient pas, ou il a déjà servi. Attendez le suivant et recommencez.")
    await service.cadence.rendre(SECOND_FACTEUR, acteur.identifiant, maintenant, tout=True)
    return await entrer(request, connexion, acteur, Etape.OUVERTE, suite)


def _maintenant(request: Request) -> datetime:
    return service(request).horloge.maintenant()


async def _permis(request: Request, courriel: str) -> bool:
    """Whether this mailbox, and this network address, may ask for one more mail."""
    cadence, maintenant = service(request).cadence, _maintenant(request)
    return await cadence.permet(COURRIER, courriel, maintenant) and await cadence.permet(COURRIER_ADRESSE, adresse_client(request), maintenant)


async def _garder(request: Request, connexion: Connexion, tape: object, usage: Usage, jeton: str) -> Response:
    """Keep a password chosen through a link, unless it is refused: the link then still holds."""
    acteur = await services.lire_lien(connexion, jeton, usage, _maintenant(request))
    mot_de_passe = tape if isinstance(tape, str) else ""
    connus = await depot.identifiants_du_compte(connexion, acteur.id)
    refus = mots_de_passe.refus(mot_de_passe, (acteur.nom, connus.courriel or "" if connus else ""))
    if refus:
        return _choisir(request, acteur, usage, jeton, refus)
    await services.suivre_lien(connexion, jeton, usage, _maintenant(request))
    await services.choisir_mot_de_passe(connexion, acteur, mot_de_passe)
    return RedirectResponse("/connexion?avis=mot-de-passe", 303)


def _formulaire(
    request: Request, titre: str, texte: str, action: str, bouton: str, demande: Champ | None = None, *, erreur: str = "", statut: int = 0,
    caches: tuple[tuple[str, str], ...] = (), autres: tuple[Lien, ...] = (),
) -> HTMLResponse:  # fmt: skip
    s = service(request)
    contenu = PageFormulaire(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        titre=titre,
        texte=texte,
        action=action,
        bouton=bouton,
        champ=demande,
        caches=caches,
        autres=autres,
        erreurs=(ErreurChamp(demande.nom, erreur),) if erreur and demande else (),
    )
    return repondre(request, "connexion_formulaire", contenu, statut=statut or (400 if erreur else 200))


def _oubli(request: Request, valeur: str = "", erreur: str = "", statut: int = 0) -> HTMLResponse:
    texte = "Écrivez l’adresse de votre compte. Vous recevrez un lien pour choisir un mot de passe."
    demande = replace(_COURRIEL, valeur=valeur)
    return _formulaire(request, "Choisir un mot de passe", texte, "/connexion/oubli", "Recevoir le lien", demande, erreur=erreur, statut=statut)


def _lien(request: Request, valeur: str = "", erreur: str = "", statut: int = 0) -> HTMLResponse:
    texte = "Écrivez votre adresse. Vous recevrez un lien : il ouvre votre espace, sans mot de passe."
    demande = replace(_COURRIEL, valeur=valeur)
    autres = (Lien("J’ai un code personnel", "/connexion/code-personnel"),)
    return _formulaire(
        request, "Recevoir un lien", texte, "/connexion/lien", "Recevoir le lien", demande, erreur=erreur, statut=statut, autres=autres
    )


def _code(request: Request, erreur: str = "", statut: int = 0) -> HTMLResponse:
    texte = "Il est écrit sur la feuille que votre conseiller vous a remise."
    autres = (Lien("Recevoir un lien par courriel", "/connexion/lien"),)
    return _formulaire(
        request, "Votre code personnel", texte, "/connexion/code-personnel", "Entrer", _CODE, erreur=erreur, statut=statut, autres=autres
    )


def _choisir(request: Request, acteur: Acteur, usage: Usage, jeton: str, erreur: str = "") -> HTMLResponse:
    titre = f"Bienvenue, {acteur.nom}" if usage is Usage.INVITATION else "Choisir un nouveau mot de passe"
    texte = "Choisissez le mot de passe de votre compte."
    return _formulaire(request, titre, texte, services.CHEMINS[usage] + jeton, "Enregistrer", _NOUVEAU, erreur=erreur)


def _second(request: Request, suite: str | None = None, erreur: str = "", statut: int = 0) -> HTMLResponse:
    voulue = adresse_sure(request.query_params.get("suite", "")) if suite is None else suite
    texte = "Ouvrez l’application de codes de votre téléphone."
    caches = (("suite", voulue),)
    return _formulaire(request, "Encore une vérification", texte, "/connexion/code", "Vérifier", _SECOND, erreur=erreur, statut=statut, caches=caches)


async def _message_envoye(request: Request, debut: float) -> HTMLResponse:
    """The same words, after the same time, whether somebody has this address or not."""
    s = service(request)
    await asyncio.sleep(max(0.0, s.options.plancher_s - (monotonic() - debut)))
    contenu = PageMessage(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        titre="Regardez votre messagerie",
        texte="Si un compte existe à cette adresse, un message vient de partir. Il arrive en général en moins de cinq minutes.",
        conseils=(
            Conseil("Regardez aussi dans les courriers indésirables."),
            Conseil("Rien n’arrive ? Vérifiez l’adresse, ou adressez-vous à votre conseiller ou à l’administration du service."),
        ),
    )
    return repondre(request, "connexion_message", contenu)
