"""The form of a convention: opened from scratch or from its card of the catalogue, and changed later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue.depot import fiches, id_offre
from catalogue.domaine import DetailsConvention
from catalogue.recherche import Moteur
from comptes.domaine import Acteur
from employeurs.conventions import services
from employeurs.conventions.chiffres import Engagement, Periode
from employeurs.conventions.construction import SaisieConvention, construire, repartir, saisie_de
from employeurs.conventions.domaine import NouvelleConvention
from employeurs.conventions.droits import peut_suivre
from employeurs.conventions.services import Impossible, VersionPassee
from employeurs.offres.depot import noms_de_structures
from employeurs.offres.domaine import Faute, Saisie
from employeurs.offres.services import viser_structure
from socle.base import Connexion
from socle.horloge import Horloge
from socle.identifiants import ALPHABET, LONGUEUR
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre
from web.conventions_detail import noms_des_metiers
from web.conventions_formulaire import ANNEES, agir, agit, annees_vues, lecteur_de_metiers, lire, version
from web.conventions_suivi import lu
from web.erreurs import exiger
from web.mouvements import tirer_cle
from web.pages.commun import ErreurChamp
from web.pages.conventions import PageSaisieConvention

routeur = APIRouter(prefix="/conventions")

METIERS_PROPOSES: Final = 300
_VIDE: Final = ("", "")


@dataclass(frozen=True, slots=True)
class _Ou:
    """Of which convention the form speaks: a new one bears a key, another its public id, its version and its employer."""

    cle: str = ""
    identifiant: str = ""
    version: int = 0
    employeur: str = ""


@routeur.get("/nouvelle", response_class=HTMLResponse)
async def nouvelle(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """An empty form for two years from today, or what the card of the catalogue declares."""
    exiger(peut_suivre(acteur))
    carte = request.query_params.get("carte", "")
    saisie = await _de_la_carte(connexion, service, carte) if carte else _deux_ans(service.horloge)
    return await _montrer(request, connexion, service, saisie, _Ou(cle=tirer_cle()))


@routeur.post("/nouvelle", response_class=HTMLResponse)
async def ouvrir(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Open the convention, or show the form again."""
    exiger(peut_suivre(acteur))
    saisie, cle = lire(champs), champ(champs, "cle", 100) or tirer_cle()
    ou = _Ou(cle=cle)
    if agit(champs):
        return await _montrer(request, connexion, service, agir(saisie, champ(champs, "action", 40)), ou)
    convention, fautes = construire(saisie, lecteur_de_metiers(service.vivant.moteur))
    structure_id = None
    if not saisie.carte:
        visee, manques = await viser_structure(connexion, acteur, Saisie(structure=saisie.structure))
        structure_id, fautes = visee.id if visee else None, (*manques, *fautes)
    if fautes or convention is None or not annees_vues(saisie):
        return await _montrer(request, connexion, service, saisie.avec_ses_annees(), ou, fautes=fautes or ANNEES)
    instant = service.horloge.maintenant()
    identifiant = await services.creer(connexion, acteur, cle, convention, structure_id=structure_id, carte=saisie.carte, instant=instant)
    if identifiant is None:
        raise HTTPException(404)
    return RedirectResponse(f"/conventions/{identifiant}?avis=ouverte", 303)


@routeur.get("/{identifiant}/modifier", response_class=HTMLResponse)
async def relire(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The form as the convention is."""
    exiger(peut_suivre(acteur))
    suivi = await lu(connexion, service, acteur, identifiant)
    c = suivi.convention
    saisie = saisie_de(c.titre, c.periode, suivi.engagements, noms_des_metiers(service.vivant.moteur), note=c.note)
    return await _montrer(request, connexion, service, saisie, _Ou(identifiant=identifiant, version=c.version, employeur=c.structure))


@routeur.post("/{identifiant}/modifier", response_class=HTMLResponse)
async def modifier(
    request: Request, identifiant: Identifiant, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Write what changed, or show the form again."""
    exiger(peut_suivre(acteur))
    suivi = await lu(connexion, service, acteur, identifiant)
    saisie = lire(champs)
    ou = _Ou(identifiant=identifiant, version=version(champs), employeur=suivi.convention.structure)
    if agit(champs):
        return await _montrer(request, connexion, service, agir(saisie, champ(champs, "action", 40)), ou)
    convention, fautes = construire(saisie, lecteur_de_metiers(service.vivant.moteur))
    if convention is None or not annees_vues(saisie):
        return await _montrer(request, connexion, service, saisie.avec_ses_annees(), ou, fautes=fautes or ANNEES)
    return await _ecrire(request, connexion, service, acteur, saisie, convention, ou)


async def _ecrire(
    request: Request,
    connexion: Connexion,
    service: Service,
    acteur: Acteur,
    saisie: SaisieConvention,
    convention: NouvelleConvention,
    ou: _Ou,
) -> Response:
    try:
        await services.modifier(connexion, acteur, ou.identifiant, ou.version, convention, service.horloge.maintenant())
    except VersionPassee as passee:
        return await _montrer(request, connexion, service, saisie, replace(ou, version=passee.version), conflit=True)
    except Impossible as refus:
        return await _montrer(request, connexion, service, saisie, ou, fautes=(Faute("debut", str(refus)),))
    return RedirectResponse(f"/conventions/{ou.identifiant}?avis=modifiee", 303)


def _deux_ans(horloge: Horloge) -> SaisieConvention:
    jour = horloge.aujourdhui()
    return SaisieConvention(debut=jour.isoformat(), fin=f"{jour.year + 2}-12-31").avec_ses_annees()


async def _de_la_carte(connexion: Connexion, service: Service, carte: str) -> SaisieConvention:
    """What a card declares, spread over its years; 404 when there is none."""
    numero = await id_offre(connexion, carte) if len(carte) == LONGUEUR and set(carte) <= set(ALPHABET) else None
    fiche = (await fiches(connexion, [numero]))[numero] if numero else None
    if fiche is None or not isinstance(fiche.offre.details, DetailsConvention):
        raise HTTPException(404)
    details, defaut = fiche.offre.details, _deux_ans(service.horloge).periode
    assert defaut is not None
    periode = Periode(details.debut, details.fin) if details.debut and details.fin and details.debut <= details.fin else defaut
    parts = tuple(Engagement(e.code_rome, annee, n) for e in details.engagements for annee, n in repartir(e.prevus, periode).items())
    saisie = saisie_de(fiche.offre.titre, periode, parts, noms_des_metiers(service.vivant.moteur))
    return replace(saisie, carte=carte)


async def _montrer(
    request: Request,
    connexion: Connexion,
    service: Service,
    saisie: SaisieConvention,
    ou: _Ou,
    *,
    conflit: bool = False,
    fautes: Iterable[Faute] = (),
) -> HTMLResponse:
    carte, employeur_carte = await _noms_de_la_carte(connexion, saisie.carte)
    erreurs = tuple(ErreurChamp(f.champ, f.message) for f in fautes)
    neuve = not ou.identifiant and not saisie.carte
    contenu = PageSaisieConvention(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        identifiant=ou.identifiant,
        cle=ou.cle,
        version=ou.version,
        saisie=saisie,
        employeur=ou.employeur or employeur_carte,
        carte=carte,
        structures=tuple(await noms_de_structures(connexion)) if neuve else (),
        metiers=_en_tension(service.vivant.moteur),
        conflit=conflit,
        erreurs=erreurs,
    )
    return repondre(request, "convention_saisie", contenu, statut=400 if erreurs or conflit else 200)


async def _noms_de_la_carte(connexion: Connexion, carte: str) -> tuple[str, str]:
    numero = await id_offre(connexion, carte) if carte else None
    if numero is None:
        return _VIDE
    fiche = (await fiches(connexion, [numero]))[numero]
    return fiche.offre.titre, fiche.structure.nom if fiche.structure else ""


def _en_tension(moteur: Moteur) -> tuple[str, ...]:
    """Names offered while typing: the métiers whose tension is known, the tightest first."""
    tensions, noms = moteur.referentiel.tensions, noms_des_metiers(moteur)
    codes = sorted((c for c in tensions if c in noms), key=lambda c: (-tensions[c].degre, noms[c], c))
    return tuple(noms[c] for c in codes[:METIERS_PROPOSES])
