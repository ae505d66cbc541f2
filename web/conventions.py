"""Conventions: the list with alerts first, one convention, its review to print, and the figures as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from catalogue.recherche import Moteur
from employeurs.conventions import depot
from employeurs.conventions.chiffres import Chiffres
from employeurs.conventions.domaine import Alerte, EtatConvention, Suivi, alertes, ensemble, rang
from employeurs.conventions.droits import peut_lire, peut_suivre, voit_les_petits_groupes, vue
from employeurs.conventions.libelles import ETATS
from pilotage.classeur_conventions import ecrire
from web.adresses import Adresse
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.conventions_detail import noms_des_metiers
from web.conventions_vues import avancement, ligne
from web.engagements import onglets_engagements
from web.erreurs import exiger
from web.pages.commun import Lien
from web.pages.conventions import Option, PageConventions
from web.pilotage import TABLEUR

routeur = APIRouter(prefix="/conventions")

EN_COURS: Final = "en_cours"
_AVIS: Final = {"abandonnee": "La convention en préparation est oubliée."}


@routeur.get("", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Conventions that the account sees, those that call for an action first."""
    exiger(peut_lire(acteur))
    jour, moteur = service.horloge.aujourdhui(), service.vivant.moteur
    tous = await depot.suivis(connexion, vue(acteur), jour)
    noms, cre, employeur = noms_des_metiers(moteur), bool(peut_suivre(acteur)), vue(acteur).structure_id is not None
    montres = _trier(tous if employeur else _filtrer(tous, request.query_params), jour)
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
