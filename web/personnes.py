"""Offers for a person: the ranked list with its reasons, what is almost open, and everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from numpy.typing import NDArray

from catalogue import depot
from catalogue.domaine import TypeOffre
from catalogue.libelles import FREINS
from catalogue.referentiel import Referentiel
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.explication import Explication, expliquer
from matching.leviers import offres_qui_levent
from parcours import depot as depot_personnes
from parcours.domaine import Allocataire
from socle.base import Connexion
from socle.texte import racines
from web.adresses import Adresse
from web.cartes import carte
from web.contexte import Identifiant, Lecture, ServiceWeb, repondre
from web.pages.cartes import CarteOffre, GroupeCartes
from web.pages.commun import Conseil, Lien, Onglet
from web.pages.personnes import FiltreType, LignePersonne, PagePersonne, PagePersonnes
from web.pagination import paginer
from web.profil import faits_personne, situation

routeur = APIRouter()

Rangs = NDArray[np.int32]
PAR_PAGE = 20
PERSONNES_PAR_PAGE = 30
PAR_GROUPE = 4

_ONGLETS: dict[str, tuple[str, tuple[Statut, ...]]] = {
    "pour": ("Pour cette personne", (Statut.ELIGIBLE, Statut.A_VERIFIER)),
    "presque": ("Presque éligibles", (Statut.PRESQUE,)),
    "toutes": ("Toutes", tuple(Statut)),
}


@routeur.get("/personnes", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb) -> HTMLResponse:
    """People of the demonstration, found by name or by the words of their projet."""
    moteur = service.vivant.moteur
    q, page = request.query_params.get("q", "")[:200], _page(request)
    personnes = [p for p in await depot_personnes.allocataires(connexion) if _repond(p, q, moteur.referentiel)]
    debut = (page - 1) * PERSONNES_PAR_PAGE
    contenu = PagePersonnes(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        total=len(personnes),
        personnes=tuple(_ligne(p, moteur.referentiel) for p in personnes[debut : debut + PERSONNES_PAR_PAGE]),
        q=q,
        pagination=paginer(Adresse.lire("/personnes", request.query_params), len(personnes), PERSONNES_PAR_PAGE, page),
    )
    return repondre(request, "personnes", contenu)


@dataclass(frozen=True)
class _Demande:
    """What is asked of the page: tab, kind, page, and whether to group by kind."""

    adresse: Adresse
    onglet: str
    genre: TypeOffre | None
    page: int
    par_type: bool

    @classmethod
    def lire(cls, request: Request, identifiant: str) -> _Demande:
        p = request.query_params
        return cls(
            adresse=Adresse.lire(f"/personnes/{identifiant}", p),
            onglet=p["onglet"] if p.get("onglet") in _ONGLETS else "pour",
            genre=next((t for t in TypeOffre if t.value == p.get("type")), None),
            page=_page(request),
            par_type=p.get("grouper") == "type",
        )


@routeur.get("/personnes/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb) -> HTMLResponse:
    """Offers for one person, in three tabs."""
    personne = await depot_personnes.allocataire(connexion, identifiant)
    if personne is None:
        raise HTTPException(404)
    moteur, jour = service.vivant.moteur, service.horloge.aujourdhui()
    demande = _Demande.lire(request, identifiant)
    classement = classer([personne], moteur, jour)
    ordre = _ordre(classement, demande.onglet, demande.genre)
    communes = {c: x.nom for c, x in moteur.referentiel.communes.items()}
    metiers = {c: m.libelle for c, m in moteur.referentiel.metiers.items()}
    contenu = PagePersonne(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=identifiant,
        nom=f"{personne.prenom} {personne.nom}",
        situation=situation(personne),
        projet=personne.projet,
        faits=faits_personne(personne, communes, metiers, jour),
        onglets=_onglets(demande.adresse, classement, demande.onglet),
        total=len(ordre),
        groupes=await _groupes(connexion, classement, ordre, demande),
        types=_types(demande, classement),
        bascule=_bascule(demande) if len(ordre) else None,
        pagination=paginer(demande.adresse, 0 if demande.par_type else len(ordre), PAR_PAGE, demande.page),
        conseils=_conseils(demande) if not len(ordre) else (),
        degrade=moteur.image.degradee,
    )
    return repondre(request, "personne", contenu, bloc="resultats")


def _page(request: Request) -> int:
    texte = request.query_params.get("page", "1")
    return max(int(texte), 1) if texte.isdecimal() and len(texte) < 6 else 1


def _repond(personne: Allocataire, q: str, referentiel: Referentiel) -> bool:
    metiers = " ".join(referentiel.metiers[c].libelle for c in personne.metiers if c in referentiel.metiers)
    commune = referentiel.communes.get(personne.commune or "")
    texte = " ".join((personne.prenom, personne.nom, commune.nom if commune else "", personne.projet, metiers))
    return set(racines(q)) <= set(racines(texte))


def _ligne(personne: Allocataire, referentiel: Referentiel) -> LignePersonne:
    commune = referentiel.communes.get(personne.commune or "")
    return LignePersonne(
        identifiant=personne.identifiant,
        nom=f"{personne.prenom} {personne.nom}",
        commune=commune.nom if commune else None,
        situation=situation(personne),
        projet=personne.projet,
        metiers=tuple(referentiel.metiers[c].libelle for c in personne.metiers if c in referentiel.metiers),
        freins=tuple(FREINS[f] for f in personne.freins),
    )


def _ordre(classement: Classement, onglet: str, genre: TypeOffre | None) -> Rangs:
    types = frozenset() if genre is None else frozenset({list(TypeOffre).index(genre)})
    return classement.ordre(0, _ONGLETS[onglet][1], types=types, candidats_seuls=onglet != "toutes")


def _onglets(adresse: Adresse, classement: Classement, actif: str) -> tuple[Onglet, ...]:
    base = adresse.sans("type")
    return tuple(
        Onglet(libelle, str(base.sans("onglet").avec("onglet", cle)), len(_ordre(classement, cle, None)), cle == actif)
        for cle, (libelle, _) in _ONGLETS.items()
    )


def _types(demande: _Demande, classement: Classement) -> tuple[FiltreType, ...]:
    genres, actif = list(TypeOffre), demande.genre
    comptes = np.bincount(classement.moteur.image.types[_ordre(classement, demande.onglet, None)], minlength=len(genres)).tolist()
    sans = demande.adresse.sans("type")
    filtres = [FiltreType(g, n, str(sans.avec("type", g.value)), g is actif) for g, n in zip(genres, comptes, strict=True) if n or g is actif]
    return (FiltreType(None, sum(comptes), str(sans), actif is None), *filtres)


def _bascule(demande: _Demande) -> Lien:
    if demande.par_type:
        return Lien("Une seule liste", str(demande.adresse.sans("grouper")))
    return Lien("Grouper par type", str(demande.adresse.avec("grouper", "type")))


async def _groupes(connexion: Connexion, classement: Classement, ordre: Rangs, demande: _Demande) -> tuple[GroupeCartes, ...]:
    if not demande.par_type:
        page = ordre[(demande.page - 1) * PAR_PAGE : demande.page * PAR_PAGE].tolist()
        cartes = await _cartes(connexion, classement, page, demande.adresse.chemin)
        return (GroupeCartes(None, tuple(cartes.values())),) if cartes else ()
    premiers = _premiers_par_type(ordre, classement)
    cartes = await _cartes(connexion, classement, [r for rangs in premiers.values() for r in rangs], demande.adresse.chemin)
    return tuple(GroupeCartes(genre, tuple(cartes[r] for r in rangs if r in cartes)) for genre, rangs in premiers.items())


def _premiers_par_type(ordre: Rangs, classement: Classement) -> dict[TypeOffre, list[int]]:
    """The first offers of each kind, kinds in the order of their best offer."""
    groupes: dict[TypeOffre, list[int]] = {}
    for rang in ordre.tolist():
        groupes.setdefault(list(TypeOffre)[classement.moteur.image.types[rang]], []).append(rang)
    return {genre: rangs[:PAR_GROUPE] for genre, rangs in groupes.items()}


async def _cartes(connexion: Connexion, classement: Classement, rangs: list[int], retour: str) -> dict[int, CarteOffre]:
    """Cards by row of the picture; an offer withdrawn since the picture was built is left out."""
    image, metiers = classement.moteur.image, classement.moteur.referentiel.metiers
    ids = {int(image.ids[r]): r for r in rangs}
    cartes: dict[int, CarteOffre] = {}
    for id_offre, fiche in (await depot.fiches(connexion, list(ids))).items():
        rang = ids[id_offre]
        explication = expliquer(classement, 0, rang, fiche)
        simple = carte(fiche, metiers, classement.jour, explication.distance_km)
        cartes[rang] = _expliquee(simple, explication, classement, retour)
    return cartes


def _expliquee(simple: CarteOffre, explication: Explication, classement: Classement, retour: str) -> CarteOffre:
    refuse = explication.statut is Statut.NON_ELIGIBLE
    presque = explication.statut is Statut.PRESQUE
    return replace(
        simple,
        raisons=() if refuse else tuple(r.texte for r in explication.raisons),
        a_verifier=explication.a_verifier,
        manque=explication.manque[0] if presque else None,
        leviers=_leviers(explication, classement) if presque else (),
        hors_de_portee=explication.manque if refuse else (),
        href=f"/offres/{simple.identifiant}?pour={retour.rsplit('/', 1)[-1]}",
    )


def _leviers(explication: Explication, classement: Classement) -> tuple[Lien, ...]:
    image = classement.moteur.image
    return tuple(Lien(image.titres[r], f"/offres/{image.identifiants[r]}") for r in offres_qui_levent(explication, classement, 0))


def _conseils(demande: _Demande) -> tuple[Conseil, ...]:
    adresse = demande.adresse
    if demande.genre is not None:
        return (Conseil("Voir tous les types d’offre", str(adresse.sans("type"))),)
    ailleurs = {cle: str(adresse.sans("onglet").avec("onglet", cle)) for cle in _ONGLETS}
    if demande.onglet == "pour":
        return (
            Conseil("Compléter le projet ou les métiers souhaités : ce sont eux qui font trouver"),
            Conseil("Voir ce qui est presque accessible", ailleurs["presque"]),
        )
    return (
        Conseil("Aucune offre proche de son projet ne bute sur une seule condition que l’on puisse lever"),
        Conseil("Voir les offres pour cette personne", ailleurs["pour"]),
        Conseil("Voir tout le catalogue, avec ce qui manque à chaque offre", ailleurs["toutes"]),
    )
