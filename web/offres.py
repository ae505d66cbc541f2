"""The catalogue: search and facets."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue import depot, libelles
from catalogue.comprehension import Compris
from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.filieres import depot as depot_filieres
from catalogue.filieres.domaine import Filiere
from catalogue.recherche import RAYON_PAR_DEFAUT_KM, Facette, Filtres, Moteur, Requete, Resultats
from comptes.droits import peut_voir_filiere
from socle.base import Connexion
from web.adresses import Adresse
from web.cartes import carte
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.pages.cartes import CarteOffre
from web.pages.commun import Conseil, ErreurChamp, Lien
from web.pages.offres import FacetteOffres, FiltreActif, MetierCompris, MotCorrige, PageOffres, SaisieRecherche, ValeurFacette
from web.pagination import numero_page, paginer
from web.typographie import date_longue, nombre

routeur = APIRouter()

PAR_PAGE = 20
RAYON_MAX_KM = 100.0
Code = TypeVar("Code", bound=StrEnum)

_TITRES_FACETTES = {
    Facette.TYPE: "Type d’offre",
    Facette.METIER: "Métier",
    Facette.FREIN: "Frein levé",
    Facette.PRESENCE: "Présence",
    Facette.TERRITOIRE: "Territoire",
}


@dataclass
class _Lue:
    """A request read: the search, what was typed, and what is wrong in it."""

    requete: Requete
    saisie: SaisieRecherche
    erreurs: list[ErreurChamp] = field(default_factory=list)


@routeur.get("/offres", response_class=HTMLResponse)
async def chercher(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Search the catalogue; the address holds the whole search."""
    moteur, jour = service.vivant.moteur, service.horloge.aujourdhui()
    adresse = Adresse.lire("/offres", request.query_params)
    lue, filieres = lire(request, moteur), await depot_filieres.toutes(connexion, aussi_cachees=True)
    choisie = next((f for f in filieres if f.cle == request.query_params.get("filiere") and peut_voir_filiere(acteur, f.publiee)), None)
    resultats = moteur.chercher(await _dans(connexion, choisie, lue.requete), jour)
    contenu = PageOffres(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        saisie=lue.saisie,
        communes=tuple(c.nom for c in moteur.referentiel.communes.values() if c.territoire),
        erreurs=tuple(lue.erreurs),
        total=resultats.total,
        cartes=await _cartes(connexion, moteur, resultats, jour),
        filtres=(
            *((FiltreActif(f"Filière {choisie.nom}", str(adresse.sans("filiere"))),) if choisie else ()),
            *_filtres_actifs(adresse, resultats, moteur, jour),
        ),
        metiers=tuple(MetierCompris(m.libelle, str(adresse.avec("sans_metier", m.code_rome))) for m in resultats.metiers),
        mots_corriges=tuple(MotCorrige(c.tape, c.compris) for c in resultats.corrections),
        facettes=_facettes(resultats, moteur),
        conseils=_conseils(adresse, resultats),
        pagination=paginer(adresse, resultats.total, PAR_PAGE, lue.requete.page),
        href_effacer="/offres",
        degrade=resultats.degrade,
        caches=tuple((n, v) for n, v in adresse.parametres if n in {"sans_metier", "ignorer", "filiere"}),
        filieres=tuple(Lien(f.nom, f"/filieres/{f.cle}") for f in filieres if f.publiee),
    )
    return repondre(request, "offres", contenu, bloc="resultats", statut=400 if lue.erreurs else 200)


async def _dans(connexion: Connexion, filiere: Filiere | None, requete: Requete) -> Requete:
    """The same search, only among the offers of a filière."""
    if filiere is None:
        return requete
    ids = frozenset(await depot_filieres.offres(connexion, filiere.id))
    return replace(requete, filtres=replace(requete.filtres, parmi=ids))


def lire(request: Request, moteur: Moteur) -> _Lue:
    """Read the parameters of a search; what is wrong is said and left out, never fatal.

    Args:
        request: the request.
        moteur: engine, for the names of communes.

    Returns:
        The search, what was typed, and the mistakes.
    """
    p = request.query_params
    erreurs: list[ErreurChamp] = []
    saisie = SaisieRecherche(
        q=p.get("q", "")[:500],
        commune=p.get("commune", ""),
        rayon=p.get("rayon", f"{RAYON_PAR_DEFAUT_KM:.0f}"),
        du=p.get("du", ""),
        au=p.get("au", ""),
        places=p.get("places", "") == "1",
        reserve=p.get("reserve", "") == "1",
    )
    du, au = _date(saisie.du, "du", erreurs), _date(saisie.au, "au", erreurs)
    if du and au and au < du:
        erreurs.append(ErreurChamp("au", "La date de fin vient avant la date de début."))
        au = None
    filtres = Filtres(
        types=_codes(p.getlist("type"), TypeOffre),
        metiers=frozenset(c for c in p.getlist("metier") if c in moteur.referentiel.metiers),
        freins=_codes(p.getlist("frein"), Frein),
        presences=_codes(p.getlist("presence"), Presence),
        territoires=frozenset(c for c in p.getlist("territoire") if c in moteur.referentiel.territoires),
        commune=_commune(saisie.commune, moteur, erreurs),
        rayon_km=_rayon(saisie.rayon, erreurs),
        du=du,
        au=au,
        avec_places=saisie.places,
        reserve_rsa=saisie.reserve,
    )
    requete = Requete(
        texte=saisie.q,
        filtres=filtres,
        ignorer=_codes(p.getlist("ignorer"), Compris),
        metiers_retires=frozenset(p.getlist("sans_metier")),
        page=numero_page(p),
        par_page=PAR_PAGE,
    )
    return _Lue(requete, saisie, erreurs)


def _codes(valeurs: list[str], classe: type[Code]) -> frozenset[Code]:
    connues = {v.value for v in classe}
    return frozenset(classe(v) for v in valeurs if v in connues)


def _date(texte: str, champ: str, erreurs: list[ErreurChamp]) -> date | None:
    if not texte.strip():
        return None
    try:
        return date.fromisoformat(texte.strip())
    except ValueError:
        erreurs.append(ErreurChamp(champ, "Cette date n’existe pas. Exemple : 2026-12-08 pour le 8 décembre 2026."))
        return None


def _rayon(texte: str, erreurs: list[ErreurChamp]) -> float:
    try:
        rayon = float(texte.replace(",", ".") or RAYON_PAR_DEFAUT_KM)
    except ValueError:
        rayon = math.nan
    if 0 < rayon <= RAYON_MAX_KM:
        return rayon
    erreurs.append(ErreurChamp("rayon", f"Le rayon est un nombre de kilomètres, de 1 à {RAYON_MAX_KM:.0f}."))
    return RAYON_PAR_DEFAUT_KM


def _commune(texte: str, moteur: Moteur, erreurs: list[ErreurChamp]) -> str | None:
    if not texte.strip():
        return None
    commune = moteur.referentiel.commune_nommee(texte)
    if commune is None:
        erreurs.append(ErreurChamp("commune", f"La commune « {texte.strip()[:60]} » n’est pas connue. Vérifiez son nom ou tapez son code postal."))
        return None
    return commune.code_insee


async def _cartes(connexion: Connexion, moteur: Moteur, resultats: Resultats, jour: date) -> tuple[CarteOffre, ...]:
    ids = [int(i) for i in moteur.image.ids[resultats.rangs]]
    fiches = await depot.fiches(connexion, ids)
    distances = {i: float(d) for i, d in zip(ids, resultats.distances, strict=True)}
    return tuple(carte(f, moteur.referentiel.metiers, jour, None if math.isnan(distances[i]) else distances[i]) for i, f in fiches.items())


def _facettes(resultats: Resultats, moteur: Moteur) -> tuple[FacetteOffres, ...]:
    actives: dict[Facette, frozenset[str]] = {
        Facette.TYPE: frozenset(resultats.filtres.types),
        Facette.METIER: resultats.filtres.metiers,
        Facette.FREIN: frozenset(resultats.filtres.freins),
        Facette.PRESENCE: frozenset(resultats.filtres.presences),
        Facette.TERRITOIRE: resultats.filtres.territoires,
    }
    facettes = []
    for facette, comptes in resultats.facettes.items():
        # What is ticked stays shown, even when nothing is left behind it.
        absentes = sorted(actives[facette] - {v for v, _ in comptes})
        valeurs = tuple(
            ValeurFacette(v, _libelle(facette, v, moteur), n, v in actives[facette], TypeOffre(v) if facette is Facette.TYPE else None)
            for v, n in (*comptes, *((v, 0) for v in absentes))
        )
        if valeurs:
            facettes.append(FacetteOffres(facette.value, _TITRES_FACETTES[facette], valeurs))
    return tuple(facettes)


def _libelle(facette: Facette, valeur: str, moteur: Moteur) -> str:
    if facette is Facette.TYPE:
        return libelles.TYPES[TypeOffre(valeur)].pluriel
    if facette is Facette.METIER:
        return moteur.referentiel.metiers[valeur].libelle
    if facette is Facette.FREIN:
        return libelles.FREINS[Frein(valeur)]
    if facette is Facette.PRESENCE:
        return libelles.PRESENCES[Presence(valeur)]
    return moteur.referentiel.territoires[valeur].nom


def _filtres_actifs(adresse: Adresse, resultats: Resultats, moteur: Moteur, jour: date) -> tuple[FiltreActif, ...]:
    """Every filter in force, each with the address of the same search without it."""
    filtres, actifs = resultats.filtres, []
    for facette in Facette:
        valeurs = [v for n, v in adresse.parametres if n == facette.value]
        actifs += [FiltreActif(_libelle(facette, v, moteur), str(adresse.sans(facette.value, v))) for v in valeurs if _connue(facette, v, moteur)]
    if filtres.commune:
        nom = moteur.referentiel.communes[filtres.commune].nom
        tapee = any(n == "commune" for n, _ in adresse.parametres)
        sans = adresse.sans("commune") if tapee else adresse.avec("ignorer", Compris.COMMUNE)
        actifs.append(FiltreActif(f"À {nombre(filtres.rayon_km)} km de {nom}", str(sans)))
    if filtres.creneaux is not None:
        actifs.append(FiltreActif(resultats.comprise.mots_creneaux, str(adresse.avec("ignorer", Compris.CRENEAUX))))
    if filtres.sans_permis:
        actifs.append(FiltreActif("Sans permis", str(adresse.avec("ignorer", Compris.SANS_PERMIS))))
    actifs += [FiltreActif(f"Sauf {refus.texte}", str(adresse.avec("ignorer", Compris.REFUS))) for refus in resultats.refus]
    actifs += [FiltreActif(libelles.FREINS[f.frein], str(adresse.avec("ignorer", Compris.FREIN))) for f in resultats.comprise.freins]
    if filtres.du:
        actifs.append(FiltreActif(f"À partir du {date_longue(filtres.du, jour)}", str(adresse.sans("du"))))
    if filtres.au:
        actifs.append(FiltreActif(f"Jusqu’au {date_longue(filtres.au, jour)}", str(adresse.sans("au"))))
    if filtres.avec_places:
        actifs.append(FiltreActif("Avec des places", str(adresse.sans("places"))))
    if filtres.reserve_rsa:
        actifs.append(FiltreActif("Réservées au RSA", str(adresse.sans("reserve"))))
    return tuple(actifs)


def _connue(facette: Facette, valeur: str, moteur: Moteur) -> bool:
    connues = {
        Facette.TYPE: {t.value for t in TypeOffre},
        Facette.METIER: moteur.referentiel.metiers.keys(),
        Facette.FREIN: {f.value for f in Frein},
        Facette.PRESENCE: {p.value for p in Presence},
        Facette.TERRITOIRE: moteur.referentiel.territoires.keys(),
    }
    return valeur in connues[facette]


def _conseils(adresse: Adresse, resultats: Resultats) -> tuple[Conseil, ...]:
    if resultats.total:
        return ()
    conseils, filtres = [], resultats.filtres
    if filtres.commune:
        plus_loin = adresse.sans("rayon").avec("rayon", f"{min(2 * filtres.rayon_km, RAYON_MAX_KM):.0f}")
        conseils.append(Conseil(f"Chercher jusqu’à {min(2 * filtres.rayon_km, RAYON_MAX_KM):.0f} km", str(plus_loin)))
    if filtres.du or filtres.au:
        conseils.append(Conseil("Ne pas limiter les dates", str(adresse.sans("du").sans("au"))))
    if filtres.creneaux is not None:
        conseils.append(Conseil("Chercher à tous les horaires", str(adresse.avec("ignorer", Compris.CRENEAUX))))
    if filtres.types:
        conseils.append(Conseil("Chercher tous les types d’offre", str(adresse.sans("type"))))
    if resultats.comprise.texte:
        conseils.append(Conseil("Essayer un mot plus général, ou le nom du métier"))
    return tuple(conseils)
