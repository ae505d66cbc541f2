"""Offers for a person: the ranked list with its reasons, what is almost open, and everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from numpy.typing import NDArray

from catalogue import depot
from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.libelles import FREINS, PRESENCES, TYPES
from comptes.domaine import Acteur
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.facettes import Acces, Facette, Quand, affiner, compter, facettes_offres
from matching.leviers import leviers
from matching.listes import depot as depot_listes
from matching.listes.composition import composer
from matching.listes.domaine import Fait, Retiree
from parcours import depot as depot_personnes
from parcours.droits import peut_modifier_personne, peut_prescrire
from parcours.perimetre import Perimetre
from socle.base import Connexion, transaction
from web.adresses import Adresse
from web.avis import mots_retiree
from web.cartes import carte_pour
from web.contexte import ActeurCourant, Lecture, PersonneLue, Service, ServiceWeb, repondre
from web.pages.cartes import ActionsCarte, CarteOffre, GroupeCartes
from web.pages.commun import Conseil, Lien, Onglet
from web.pages.offres import FacetteOffres, FiltreActif, ValeurFacette
from web.pages.personnes import PagePersonne
from web.pagination import numero_page, paginer
from web.profil import faits_personne, situation

routeur = APIRouter()

Rangs = NDArray[np.int32]
PAR_PAGE = 20
PAR_GROUPE = 4

_ONGLETS: dict[str, tuple[str, tuple[Statut, ...]]] = {
    "pour": ("Pour cette personne", (Statut.ELIGIBLE, Statut.A_VERIFIER)),
    "presque": ("Presque éligibles", (Statut.PRESQUE,)),
    "toutes": ("Toutes", tuple(Statut)),
    # Offers put out of the ranking for this person: a tab shown once there are some.
    "ecartees": ("Écartées", tuple(Statut)),
}
_TITRES = {
    "type": "Type d’offre",
    "acces": "Seulement",
    "quand": "Quand",
    "trajet": "À quelle distance",
    "frein": "Frein levé",
    "presence": "Présence",
}
_ACCES = {Acces.PLACES: "Avec des places libres", Acces.RESERVEE: "Réservées aux allocataires du RSA"}
_QUAND = {
    Quand.SEMAINE: "Dans les 7 jours",
    Quand.MOIS: "Dans le mois",
    Quand.PLUS_TARD: "Plus tard",
    Quand.PERMANENTE: "Entrée à tout moment",
}


@dataclass(frozen=True)
class _Demande:
    """What is asked of the page: tab, choices, page, and whether to group by kind."""

    adresse: Adresse
    onglet: str
    choix: dict[str, frozenset[str]]
    page: int
    par_type: bool

    @classmethod
    def lire(cls, request: Request, identifiant: str) -> _Demande:
        p = request.query_params
        return cls(
            # Where the person was opened from is said once.
            adresse=Adresse.lire(f"/personnes/{identifiant}", p).sans("offre").sans("liste"),
            onglet=p["onglet"] if p.get("onglet") in _ONGLETS else "pour",
            choix={nom: frozenset(p.getlist(nom)) for nom in _TITRES},
            page=numero_page(p),
            par_type=p.get("grouper") == "type",
        )

    @property
    def sans_choix(self) -> Adresse:
        """The same tab, nothing narrowed."""
        adresse = self.adresse
        for nom in _TITRES:
            adresse = adresse.sans(nom)
        return adresse


@dataclass(frozen=True)
class _Liste:
    """The list asked for: its rows in order, and what its facets count."""

    classement: Classement
    retirees: dict[int, Retiree]
    onglets: dict[str, Rangs]
    ordre: Rangs
    facettes: tuple[Facette, ...]
    comptes: dict[str, tuple[tuple[str, int], ...]]

    @classmethod
    def faire(cls, classement: Classement, retirees: Sequence[Retiree], demande: _Demande) -> _Liste:
        rangs = classement.moteur.image.rangs_identifiants
        dehors = {rangs[r.offre]: r for r in retirees if r.offre in rangs}
        onglets = {cle: _ordre(classement, cle, dehors) for cle in _ONGLETS}
        complet = onglets[demande.onglet]
        base = np.zeros(len(classement.moteur.image), dtype=np.bool_)
        base[complet] = True
        facettes = facettes_offres(classement, 0)
        retenues = affiner(facettes, demande.choix, base)
        return cls(classement, dehors, onglets, complet[retenues[complet]], facettes, compter(facettes, demande.choix, base))


@routeur.get("/personnes/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, suivi: PersonneLue, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Offers for one person, in three tabs, and those put out of the ranking."""
    identifiant = suivi.identifiant
    personne = await depot_personnes.allocataire(connexion, identifiant, Perimetre.de(acteur))
    if personne is None:
        raise HTTPException(404)
    moteur, jour = service.vivant.moteur, service.horloge.aujourdhui()
    demande = _Demande.lire(request, identifiant)
    liste = _Liste.faire(classer([personne], moteur, jour), await depot_listes.retirees(connexion, identifiant), demande)
    await _noter_ouverture(request, service, acteur, identifiant)
    montree = await _noter(service, acteur, liste, demande)
    droit = bool(peut_prescrire(acteur, suivi))
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
        onglets=_onglets(demande, liste),
        total=len(liste.ordre),
        groupes=await _groupes(connexion, liste, demande, montree if droit else None),
        facettes=_facettes(liste, demande),
        filtres=_filtres(demande),
        caches=tuple((nom, valeur) for nom, valeur in demande.adresse.parametres if nom in {"onglet", "grouper"}),
        href_effacer=str(demande.sans_choix),
        dossier=f"/personnes/{identifiant}/dossier" if peut_modifier_personne(acteur, suivi) else None,
        bascule=_bascule(demande) if len(liste.ordre) else None,
        pagination=paginer(demande.adresse, 0 if demande.par_type else len(liste.ordre), PAR_PAGE, demande.page),
        conseils=_conseils(demande) if not len(liste.ordre) else (),
        degrade=moteur.image.degradee,
    )
    return repondre(request, "personne", contenu, bloc="resultats")


async def _noter_ouverture(request: Request, service: Service, acteur: Acteur, identifiant: str) -> None:
    """Store that the person was opened out of the list of people of an offer, when the address says so."""
    offre, liste = request.query_params.get("offre", ""), request.query_params.get("liste", "")
    if not liste or offre not in service.vivant.moteur.image.rangs_identifiants:
        return
    instant = service.horloge.maintenant()
    async with transaction(service.annexe) as ecriture:
        await depot_listes.noter_suite(
            ecriture, Fait.OUVERTE, allocataire=identifiant, offre=offre, instant=instant, liste=liste[:20], compte_id=acteur.id
        )


async def _noter(service: Service, acteur: Acteur, liste: _Liste, demande: _Demande) -> str:
    """Store the ranked list as it is shown; its public id, empty for a list that is not a ranking."""
    debut = (demande.page - 1) * PAR_PAGE
    rangs = _premiers(liste) if demande.par_type else liste.ordre[debut : debut + PAR_PAGE].tolist()
    if demande.onglet != "pour" or not rangs:
        return ""
    montree = composer(liste.classement, 0, rangs, premiere=debut + 1, total=len(liste.ordre))
    async with transaction(service.annexe) as ecriture:
        return await depot_listes.noter_liste(ecriture, montree, instant=service.horloge.maintenant(), compte_id=acteur.id)


def _actions(personne: str, offre: str, liste: str, retiree: Retiree | None) -> ActionsCarte:
    return ActionsCarte(
        prescrire=f"/prescrire?personne={personne}&offre={offre}",
        avis=f"/personnes/{personne}/offres/{offre}/avis",
        liste=liste,
        ecartee=None if retiree is None else mots_retiree(retiree.fait, retiree.raison),
    )


def _ordre(classement: Classement, onglet: str, dehors: Mapping[int, Retiree]) -> Rangs:
    if onglet == "ecartees":
        return np.array(list(dehors), dtype=np.int32)
    ordre = classement.ordre(0, _ONGLETS[onglet][1], candidats_seuls=onglet != "toutes")
    return ordre if onglet == "toutes" else ordre[~np.isin(ordre, list(dehors))]


def _onglets(demande: _Demande, liste: _Liste) -> tuple[Onglet, ...]:
    # Counts are those of the whole tabs: a choice made in one does not hide that the others are full.
    base = demande.sans_choix.sans("onglet")
    montres = (cle for cle in _ONGLETS if cle != "ecartees" or demande.onglet == cle or len(liste.onglets[cle]))
    return tuple(Onglet(_ONGLETS[cle][0], str(base.avec("onglet", cle)), len(liste.onglets[cle]), cle == demande.onglet) for cle in montres)


def _libelle(facette: str, valeur: str) -> str | None:
    """Words of a value, None for one that the facet does not know."""
    noms: dict[str, dict[str, str]] = {
        "type": {t.value: TYPES[t].pluriel for t in TypeOffre},
        "acces": {a.value: mots for a, mots in _ACCES.items()},
        "quand": {q.value: mots for q, mots in _QUAND.items()},
        "frein": {f.value: FREINS[f] for f in Frein},
        "presence": {p.value: PRESENCES[p] for p in Presence},
    }
    if facette == "trajet":
        return f"À moins de {valeur} km" if valeur.isdecimal() else None
    return noms[facette].get(valeur)


def _facettes(liste: _Liste, demande: _Demande) -> tuple[FacetteOffres, ...]:
    facettes = []
    for facette in liste.facettes:
        valeurs = tuple(
            ValeurFacette(v, _libelle(facette.nom, v) or v, n, v in demande.choix[facette.nom], TypeOffre(v) if facette.nom == "type" else None)
            for v, n in liste.comptes[facette.nom]
        )
        if valeurs:
            facettes.append(FacetteOffres(facette.nom, _TITRES[facette.nom], valeurs))
    return tuple(facettes)


def _filtres(demande: _Demande) -> tuple[FiltreActif, ...]:
    connus = ((nom, v, _libelle(nom, v)) for nom in _TITRES for v in sorted(demande.choix[nom]))
    return tuple(FiltreActif(mots, str(demande.adresse.sans(nom, v))) for nom, v, mots in connus if mots)


def _bascule(demande: _Demande) -> Lien:
    if demande.par_type:
        return Lien("Une seule liste", str(demande.adresse.sans("grouper")))
    return Lien("Grouper par type", str(demande.adresse.avec("grouper", "type")))


async def _groupes(connexion: Connexion, liste: _Liste, demande: _Demande, montree: str | None) -> tuple[GroupeCartes, ...]:
    """Cards of the page; ``montree`` is the id of the list that the actions carry, None for a reader who may not act."""
    if not demande.par_type:
        page = liste.ordre[(demande.page - 1) * PAR_PAGE : demande.page * PAR_PAGE].tolist()
        cartes = await _cartes(connexion, liste, page, montree)
        return (GroupeCartes(None, tuple(cartes[r] for r in page if r in cartes), len(liste.ordre)),) if cartes else ()
    par_type = _par_type(liste)
    cartes = await _cartes(connexion, liste, _premiers(liste), montree)
    return tuple(
        GroupeCartes(genre, tuple(cartes[r] for r in rangs[:PAR_GROUPE] if r in cartes), len(rangs), str(demande.adresse.avec("type", genre.value)))
        for genre, rangs in par_type.items()
    )


def _par_type(liste: _Liste) -> dict[TypeOffre, list[int]]:
    """Rows of each kind in their order, kinds in the order of their best offer."""
    groupes: dict[TypeOffre, list[int]] = {}
    for rang in liste.ordre.tolist():
        groupes.setdefault(list(TypeOffre)[liste.classement.moteur.image.types[rang]], []).append(rang)
    return groupes


def _premiers(liste: _Liste) -> list[int]:
    return [rang for rangs in _par_type(liste).values() for rang in rangs[:PAR_GROUPE]]


async def _cartes(connexion: Connexion, liste: _Liste, rangs: list[int], montree: str | None) -> dict[int, CarteOffre]:
    """Cards by row of the picture; an offer withdrawn since the picture was built is left out."""
    personne = liste.classement.profils.personnes[0].identifiant
    ids = {int(liste.classement.moteur.image.ids[r]): r for r in rangs}
    trouves = leviers(liste.classement, 0, rangs)
    cartes = {}
    for id_offre, fiche in (await depot.fiches(connexion, list(ids))).items():
        rang = ids[id_offre]
        carte = carte_pour(fiche, liste.classement, 0, rang, personne, trouves.get(rang))
        retiree = liste.retirees.get(rang)
        if montree is not None:
            href = f"{carte.href}&liste={montree}" if montree else carte.href
            carte = replace(carte, actions=_actions(personne, fiche.identifiant, montree, retiree), href=href)
        cartes[rang] = carte
    return cartes


def _conseils(demande: _Demande) -> tuple[Conseil, ...]:
    if any(demande.choix.values()):
        return (Conseil("Enlever tous les filtres de cette liste", str(demande.sans_choix)),)
    ailleurs = {cle: str(demande.sans_choix.sans("onglet").avec("onglet", cle)) for cle in _ONGLETS}
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
