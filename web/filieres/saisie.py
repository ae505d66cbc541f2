"""The form that defines a filière: name, words, métiers and structures. Nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from catalogue.filieres import depot, services
from catalogue.filieres.domaine import CODE, LONGUEUR_CODE_METIER, Filiere, Saisie, StructureLiee
from catalogue.filieres.services import NonEnregistrable, VersionPassee
from catalogue.recherche import Moteur
from comptes.droits import peut_ecrire_filiere
from socle.base import Connexion
from socle.identifiants import ALPHABET, LONGUEUR, identifiant_public
from socle.texte import cle_tri
from web.contexte import ActeurCourant, Ecriture, Formulaire, Lecture, Service, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.filieres.commun import Cle, lue
from web.pages.commun import ErreurChamp
from web.pages.filieres import ChoixMetier, PageSaisieFiliere

routeur = APIRouter()

TROUVES: Final = 8
# More than any field may hold: what is too long is said, not cut.
_LONGUEUR: Final = 20_000
_CASES_MAX: Final = 400
# Buttons that look for something to add and keep nothing.
_RECHERCHES: Final = frozenset({"chercher-metier", "chercher-structure"})


@routeur.get("/filieres/nouvelle", response_class=HTMLResponse)
async def nouvelle(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """An empty form; nothing is kept before it is sent."""
    exiger(peut_ecrire_filiere(acteur))
    return await _montrer(request, connexion, service, _neuve(service, identifiant_public(), Saisie()))


@routeur.post("/filieres/nouvelle", response_class=HTMLResponse)
async def creer(request: Request, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """Keep a new filière, or look for a métier or a structure to add."""
    exiger(peut_ecrire_filiere(acteur))
    contenu = _typee(champs, _neuve(service, _identifiant(champs), _lire(champs)))
    if champ(champs, "action") in _RECHERCHES:
        return await _montrer(request, connexion, service, contenu)
    try:
        filiere = await services.creer(connexion, acteur, contenu.identifiant, contenu.saisie, service.horloge.maintenant())
    except NonEnregistrable as refus:
        return await _montrer(request, connexion, service, replace(contenu, erreurs=_erreurs(refus)), statut=400)
    return RedirectResponse(f"/filieres/{filiere.cle}?avis=enregistree", 303)


@routeur.get("/filieres/{filiere}/modifier", response_class=HTMLResponse)
async def modifier(request: Request, filiere: Cle, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The form as the filière stands."""
    exiger(peut_ecrire_filiere(acteur))
    definie = await lue(connexion, acteur, filiere)
    return await _montrer(request, connexion, service, _existante(service, definie, await _gardee(connexion, definie)))


@routeur.post("/filieres/{filiere}/modifier", response_class=HTMLResponse)
async def enregistrer(
    request: Request, filiere: Cle, champs: Formulaire, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant
) -> Response:
    """Keep the next version, or look for a métier or a structure to add."""
    exiger(peut_ecrire_filiere(acteur))
    definie = await lue(connexion, acteur, filiere)
    contenu = _typee(champs, replace(_existante(service, definie, _lire(champs)), version=_version(champs)))
    if champ(champs, "action") in _RECHERCHES:
        return await _montrer(request, connexion, service, contenu)
    try:
        await services.modifier(connexion, acteur, definie, contenu.version, contenu.saisie, service.horloge.maintenant())
    except NonEnregistrable as refus:
        return await _montrer(request, connexion, service, replace(contenu, erreurs=_erreurs(refus)), statut=400)
    except VersionPassee as passee:
        return await _montrer(request, connexion, service, replace(contenu, version=passee.filiere.version, conflit=True), statut=409)
    return RedirectResponse(f"/filieres/{definie.cle}?avis=enregistree", 303)


def _neuve(service: Service, identifiant: str, saisie: Saisie) -> PageSaisieFiliere:
    return PageSaisieFiliere(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        action="/filieres/nouvelle",
        retour="/filieres",
        nom_actuel="",
        identifiant=identifiant,
        version=0,
        saisie=saisie,
    )


def _existante(service: Service, filiere: Filiere, saisie: Saisie) -> PageSaisieFiliere:
    adresse = f"/filieres/{filiere.cle}"
    neuve = _neuve(service, filiere.identifiant, saisie)
    return replace(neuve, action=f"{adresse}/modifier", retour=adresse, nom_actuel=filiere.nom, version=filiere.version)


async def _gardee(connexion: Connexion, filiere: Filiere) -> Saisie:
    """What is kept, as it would be typed."""
    noms = ("nom", "accroche", "presentation", "contact", "publiee", "codes")
    structures = tuple(s.identifiant for s in await depot.structures(connexion, filiere.id))
    return Saisie(**{nom: getattr(filiere, nom) for nom in noms}, ordre=str(filiere.ordre), structures=structures)


def _lire(champs: Formulaire) -> Saisie:
    textes = {nom: champ(champs, nom, _LONGUEUR).replace("\x00", "").replace("\r\n", "\n") for nom in ("nom", "accroche", "presentation", "contact")}
    return Saisie(
        **textes,
        ordre=champ(champs, "ordre", 20) or "0",
        publiee=champ(champs, "publiee") == "oui",
        codes=_coches(champs, "metiers"),
        structures=_coches(champs, "structures"),
    )


def _coches(champs: Formulaire, nom: str) -> tuple[str, ...]:
    lus = [valeur for valeur in champs.getlist(nom) if isinstance(valeur, str) and valeur.isascii() and len(valeur) <= LONGUEUR]
    return tuple(dict.fromkeys(lus))[:_CASES_MAX]


def _typee(champs: Formulaire, contenu: PageSaisieFiliere) -> PageSaisieFiliere:
    return replace(contenu, mots_metier=champ(champs, "mots_metier", 200), mots_structure=champ(champs, "mots_structure", 200))


def _identifiant(champs: Formulaire) -> str:
    """The id that the form was shown with; another one when what comes back is not an id."""
    lu = champ(champs, "identifiant", 40)
    return lu if len(lu) == LONGUEUR and set(lu) <= set(ALPHABET) else identifiant_public()


def _version(champs: Formulaire) -> int:
    numero = champ(champs, "version", 9)
    if not (numero.isascii() and numero.isdigit()):
        raise HTTPException(400)
    return int(numero)


def _erreurs(refus: NonEnregistrable) -> tuple[ErreurChamp, ...]:
    return tuple(ErreurChamp(nom, message) for nom, message in refus.fautes.items())


async def _montrer(request: Request, connexion: Connexion, service: Service, contenu: PageSaisieFiliere, *, statut: int = 200) -> HTMLResponse:
    """The form with what is ticked and what the words found."""
    noms = await depot.domaines(connexion)
    trouvees = await depot.structures_cherchees(connexion, contenu.mots_structure, TROUVES)
    cochees = await depot.structures_par_identifiants(connexion, contenu.saisie.structures)
    complete = replace(
        contenu,
        metiers=_metiers(contenu.saisie.codes, contenu.mots_metier, noms, service.vivant.moteur),
        structures=_structures(cochees, trouvees),
    )
    return repondre(request, "filiere_saisie", complete, statut=statut)


def _structures(cochees: Sequence[StructureLiee], trouvees: Sequence[StructureLiee]) -> tuple[tuple[StructureLiee, bool], ...]:
    connues = {s.id for s in cochees}
    return (*((s, True) for s in cochees), *((s, False) for s in trouvees if s.id not in connues))


def _metiers(coches: Sequence[str], mots: str, noms: dict[str, str], moteur: Moteur) -> tuple[ChoixMetier, ...]:
    """Codes ticked, then those that the words lead to: a code, a domain by its name, métiers by the suggester."""
    trouves = [code for code in _trouver(mots, noms, moteur) if code not in coches]
    return tuple(_choix(code, noms, moteur, code in coches) for code in (*coches, *dict.fromkeys(trouves)))


def _trouver(mots: str, noms: dict[str, str], moteur: Moteur) -> list[str]:
    code = mots.upper()
    if CODE.match(code):
        return [code] if code in noms or code in moteur.referentiel.metiers else []
    plies = cle_tri(mots)
    domaines = [c for c, nom in noms.items() if plies and plies in cle_tri(nom)][:TROUVES]
    return [*domaines, *(m.code_rome for m in moteur.metiers.suggerer(mots, k=TROUVES))]


def _choix(code: str, noms: dict[str, str], moteur: Moteur, coche: bool) -> ChoixMetier:
    if len(code) == LONGUEUR_CODE_METIER:
        metier = moteur.referentiel.metiers.get(code)
        return ChoixMetier(code, metier.libelle if metier else code, "", coche)
    nombre = sum(1 for c in moteur.referentiel.metiers if c.startswith(code))
    genre = "tous les métiers de cette lettre" if len(code) == 1 else "tous les métiers de ce domaine"
    return ChoixMetier(code, noms.get(code, code), f"{genre} ({nombre})", coche)
