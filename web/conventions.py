"""Conventions: the list with alerts first, one convention, its review to print, and the figures as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from catalogue.recherche import Moteur
from comptes.domaine import Acteur
from employeurs.conventions import depot
from employeurs.conventions.chiffres import Chiffres
from employeurs.conventions.domaine import Alerte, EtatConvention, Suivi, alertes, ensemble, rang
from employeurs.conventions.droits import peut_lire, peut_suivre, voit_les_petits_groupes, vue
from employeurs.conventions.libelles import ETATS, mots_alerte
from pilotage.classeur_conventions import ecrire
from socle.base import Connexion
from web.adresses import Adresse
from web.contexte import ActeurCourant, Identifiant, Lecture, Service, ServiceWeb, repondre
from web.conventions_detail import assembler, noms_des_metiers
from web.conventions_vues import avancement, ecoule, ligne, mots_proposees, offre, reperes, tableau
from web.engagements import onglets_engagements
from web.erreurs import exiger
from web.pages.commun import Lien
from web.pages.conventions import Option, PageBilan, PageConventions, Repere
from web.pilotage import TABLEUR
from web.typographie import date_longue, intervalle, typo

routeur = APIRouter(prefix="/conventions")

EN_COURS: Final = "en_cours"
_AVIS: Final = {"abandonnee": "La convention en préparation est oubliée."}


@routeur.get("", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Conventions that the account sees, those that call for an action first."""
    exiger(peut_lire(acteur))
    jour, moteur = service.horloge.aujourdhui(), service.vivant.moteur
    tous = await depot.suivis(connexion, vue(acteur), jour)
    montres, noms, cre = _trier(_filtrer(tous, request.query_params), jour), noms_des_metiers(moteur), bool(peut_suivre(acteur))
    employeur = vue(acteur).structure_id is not None
    contenu = PageConventions(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        onglets=() if employeur else onglets_engagements("conventions"),
        choix=() if employeur else _choix(tous, request.query_params, moteur),
        filtree=len(montres) < len(tous),
        lignes=tuple(ligne(s, noms, jour, avec_alertes=not employeur) for s in montres),
        total=avancement(ensemble(montres)),
        alertees=0 if employeur else sum(bool(alertes(s, jour)) for s in montres),
        a_suivre=tuple(await depot.cartes(connexion)) if cre else (),
        classeur=None if employeur else Lien("Télécharger le classeur (XLSX)", str(Adresse.lire("/conventions/classeur.xlsx", request.query_params))),
        cre=cre,
        avis=_AVIS.get(request.query_params.get("avis", ""), ""),
    )
    return repondre(request, "conventions", contenu)


@routeur.get("/classeur.xlsx")
async def telecharger(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """The figures of the list as a workbook."""
    exiger(peut_lire(acteur))
    if vue(acteur).structure_id is not None:
        raise HTTPException(404)
    jour = service.horloge.aujourdhui()
    montres = _trier(_filtrer(await depot.suivis(connexion, vue(acteur), jour), request.query_params), jour)
    bonus = [await depot.mesurer_bonus(connexion, s.convention.id) for s in montres]
    fichier = ecrire(
        list(zip(montres, bonus, strict=True)),
        noms_des_metiers(service.vivant.moteur),
        service.horloge.maintenant(),
        petits=voit_les_petits_groupes(acteur),
        fictif=service.demonstration,
    )
    return Response(fichier, media_type=TABLEUR, headers={"Content-Disposition": f'attachment; filename="conventions-{jour:%Y%m%d}.xlsx"'})


@routeur.get("/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """One convention."""
    suivi = await lu(connexion, service, acteur, identifiant)
    q, avis = request.query_params.get("q", "").strip()[:200], request.query_params.get("avis", "")
    return repondre(request, "convention", await assembler(connexion, service, acteur, suivi, q=q, avis=avis))


@routeur.get("/{identifiant}/bilan", response_class=HTMLResponse)
async def bilan(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The review to print for the yearly meeting."""
    suivi = await lu(connexion, service, acteur, identifiant)
    jour, noms, c = service.horloge.aujourdhui(), noms_des_metiers(service.vivant.moteur), suivi.convention
    # The sheet goes round the table: small groups are hidden whoever prints it.
    petits = False
    contenu = PageBilan(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=c.identifiant,
        titre=c.titre,
        identite=_identite(suivi, jour),
        tableau=tableau(suivi.tableau, c.periode, noms, await depot.tensions(connexion, suivi.metiers)),
        reperes=reperes(await depot.mesurer_bonus(connexion, c.id), petits=petits),
        proposees=mots_proposees(await depot.proposees(connexion, c.id), petits=petits),
        offres=tuple(offre(o, noms, suivi.metiers, jour, petits=petits) for o in await depot.offres(connexion, c.id, jour)),
        retards=tuple(typo(mots_alerte(a, noms)) for a in alertes(suivi, jour)),
        reunion=(c.structure, c.referent or "Chargé de relation entreprise", "Direction de l’insertion"),
    )
    return repondre(request, "convention_bilan", contenu)


async def lu(connexion: Connexion, service: Service, acteur: Acteur, identifiant: str) -> Suivi:
    """A convention that the account may read, with its figures of today.

    Args:
        connexion: of the request.
        service: the service.
        acteur: who reads.
        identifiant: public id.

    Returns:
        The convention.

    Raises:
        HTTPException: 404, the same for one that does not exist and for one of somebody else.
    """
    exiger(peut_lire(acteur))
    suivi = await depot.suivi(connexion, identifiant, vue(acteur), service.horloge.aujourdhui())
    if suivi is None:
        raise HTTPException(404)
    return suivi


def _filtrer(tous: Sequence[Suivi], lus: QueryParams) -> list[Suivi]:
    etat, territoire, metier = lus.get("etat", EN_COURS), lus.get("territoire", ""), lus.get("metier", "")
    etats = {e.value for e in EtatConvention} if etat == "toutes" else {etat} & {e.value for e in EtatConvention}
    etats = etats or {EtatConvention.PREPAREE.value, EtatConvention.SIGNEE.value}
    return [
        s for s in tous if s.convention.etat.value in etats and territoire in {"", s.convention.territoire} and (not metier or metier in s.metiers)
    ]


def _trier(suivis: Sequence[Suivi], jour: date) -> list[Suivi]:
    def cle(s: Suivi) -> tuple[int, int, date, int]:
        levees: tuple[Alerte | None, ...] = alertes(s, jour) or (None,)
        manque: Chiffres = s.total
        return rang(levees[0]), manque.ecart, s.convention.fin, s.convention.id

    return sorted(suivis, key=cle)


def _choix(tous: Sequence[Suivi], lus: QueryParams, moteur: Moteur) -> tuple[tuple[str, str, tuple[Option, ...]], ...]:
    noms, territoires = noms_des_metiers(moteur), moteur.referentiel.territoires
    codes = sorted({code for s in tous for code in s.metiers}, key=lambda c: (noms.get(c, c), c))
    ici = sorted({t for s in tous if (t := s.convention.territoire)}, key=lambda t: (territoires[t].nom if t in territoires else t, t))
    etats = [(EN_COURS, "En cours"), *((e.value, ETATS[e]) for e in EtatConvention), ("toutes", "Toutes")]
    listes = (
        ("etat", "État", etats),
        ("territoire", "Territoire", [("", "Tous"), *((t, territoires[t].nom if t in territoires else t) for t in ici)]),
        ("metier", "Métier", [("", "Tous"), *((code, noms.get(code, code)) for code in codes)]),
    )
    return tuple((nom, mot, tuple(Option(c, n, c == lus.get(nom, "")) for c, n in valeurs)) for nom, mot, valeurs in listes)


def _identite(suivi: Suivi, jour: date) -> tuple[Repere, ...]:
    c = suivi.convention
    lignes = (
        ("Employeur", c.structure),
        ("Commune", c.commune or ""),
        ("Période", intervalle(c.debut, c.fin, jour)),
        ("Avancement", ecoule(c.periode, jour)),
        ("État", ETATS[c.etat]),
        ("Suivie par", c.referent or ""),
        ("Bilan fait le", date_longue(jour)),
    )
    return tuple(Repere(nom, typo(valeur)) for nom, valeur in lignes if valeur)
