"""Accounts of professionals, kept by an administrator: inviting, closing, helping who lost their phone."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from comptes import depot, second_facteur, services
from comptes.domaine import AVEC_STRUCTURE, Acteur, NouveauCompte, Role
from comptes.droits import peut_administrer_comptes
from comptes.services import CourrielPris, courriel_normal
from socle.base import Connexion
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb, champ, repondre, service, session_web, url_absolue
from web.erreurs import exiger
from web.pages.commun import ErreurChamp
from web.pages.compte import PageComptes, SaisieCompte
from web.visiteur import ROLES

routeur = APIRouter(prefix="/comptes")

# An allocataire's account is opened by their référent, from their file.
INVITABLES = tuple(role for role in Role if role is not Role.ALLOCATAIRE)
AVIS = {
    "ferme": "Le compte est fermé, ses appareils sont déconnectés.",
    "rouvert": "Le compte est rouvert, avec le mot de passe qu’il avait.",
    "double": "La double authentification est retirée : elle sera à refaire.",
}


@routeur.get("", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, acteur: ActeurCourant) -> HTMLResponse:
    """Accounts, and a form to invite."""
    exiger(peut_administrer_comptes(acteur))
    return await _page(request, connexion, avis=AVIS.get(request.query_params.get("avis", ""), ""))


@routeur.post("", response_class=HTMLResponse)
async def inviter(request: Request, champs: Formulaire, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> HTMLResponse:
    """Create an account and send its invitation; the link is shown too, for the day the mail does not arrive."""
    exiger(peut_administrer_comptes(acteur))
    saisie = SaisieCompte(*(champ(champs, nom, 200) for nom in ("nom", "courriel", "role", "structure")))
    structure_id = await depot.id_structure(connexion, saisie.structure) if saisie.structure else None
    erreurs = _erreurs(saisie, structure_id)
    if erreurs:
        return await _page(request, connexion, saisie, erreurs)
    courriel, maintenant = courriel_normal(saisie.courriel), service.horloge.maintenant()
    try:
        cree = await services.creer(connexion, acteur, NouveauCompte(Role(saisie.role), saisie.nom, courriel, structure_id), maintenant)
    except CourrielPris as erreur:
        return await _page(request, connexion, saisie, (ErreurChamp("courriel", str(erreur)),))
    lien = await services.inviter(connexion, acteur, cree, courriel, maintenant, lambda c: url_absolue(request, c))
    return await _page(request, connexion, lien=lien, avis=f"L’invitation de {cree.nom} est partie.")


@routeur.post("/{identifiant}/fermer")
async def fermer(identifiant: Identifiant, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Close an account at once."""
    vise = await _vise(connexion, acteur, identifiant)
    await services.fermer_compte(connexion, acteur, vise)
    return RedirectResponse("/comptes?avis=ferme", 303)


@routeur.post("/{identifiant}/rouvrir")
async def rouvrir(identifiant: Identifiant, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Open a closed account again."""
    exiger(peut_administrer_comptes(acteur))
    if await services.rouvrir_compte(connexion, acteur, identifiant) is None:
        raise HTTPException(404)
    return RedirectResponse("/comptes?avis=rouvert", 303)


@routeur.post("/{identifiant}/inviter", response_class=HTMLResponse)
async def inviter_encore(request: Request, identifiant: Identifiant, connexion: Ecriture, acteur: ActeurCourant, service: ServiceWeb) -> HTMLResponse:
    """Send another invitation: the one before no longer holds."""
    vise = await _vise(connexion, acteur, identifiant)
    connus = await depot.identifiants_du_compte(connexion, vise.id)
    if connus is None or connus.courriel is None:
        raise HTTPException(404)
    lien = await services.inviter(connexion, acteur, vise, connus.courriel, service.horloge.maintenant(), lambda c: url_absolue(request, c))
    return await _page(request, connexion, lien=lien, avis=f"Une nouvelle invitation est partie pour {vise.nom}.")


@routeur.post("/{identifiant}/retirer-double-authentification")
async def retirer_double_facteur(identifiant: Identifiant, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Help somebody who lost their phone and their recovery codes."""
    vise = await _vise(connexion, acteur, identifiant)
    await second_facteur.retirer(connexion, acteur, vise)
    return RedirectResponse("/comptes?avis=double", 303)


async def _vise(connexion: Connexion, acteur: Acteur, identifiant: str) -> Acteur:
    """Another professional's account: nobody closes their own door."""
    exiger(peut_administrer_comptes(acteur))
    vise = await depot.acteur(connexion, identifiant)
    if vise is None or vise.role is Role.ALLOCATAIRE or vise.id == acteur.id:
        raise HTTPException(404)
    return vise


def _erreurs(saisie: SaisieCompte, structure_id: int | None) -> tuple[ErreurChamp, ...]:
    erreurs = []
    if not saisie.nom:
        erreurs.append(ErreurChamp("nom", "Écrivez le prénom et le nom de la personne."))
    if not services.courriel_valide(saisie.courriel):
        erreurs.append(ErreurChamp("courriel", "Écrivez une adresse complète, comme prenom.nom@exemple.fr."))
    if saisie.role not in INVITABLES:
        erreurs.append(ErreurChamp("role", "Choisissez un rôle."))
    elif Role(saisie.role) in AVEC_STRUCTURE and structure_id is None:
        erreurs.append(ErreurChamp("structure", "Choisissez la structure de la personne : ce rôle agit pour une structure."))
    return tuple(erreurs)


async def _page(
    request: Request,
    connexion: Connexion,
    saisie: SaisieCompte | None = None,
    erreurs: tuple[ErreurChamp, ...] = (),
    *,
    lien: str = "",
    avis: str = "",
) -> HTMLResponse:
    s, session = service(request), session_web(request)
    assert session is not None
    contenu = PageComptes(
        aujourdhui=s.horloge.aujourdhui(),
        donnees_fictives=s.demonstration,
        comptes=tuple(await depot.comptes(connexion)),
        structures=tuple(await depot.structures(connexion)),
        roles=tuple((role.value, ROLES[role]) for role in INVITABLES),
        moi=session.acteur.identifiant,
        saisie=saisie or SaisieCompte(),
        erreurs=erreurs,
        lien=lien,
        avis=avis,
    )
    return repondre(request, "comptes", contenu, statut=400 if erreurs else 200)
