"""The entry page of a filière: what it is, what comes next, who takes part, where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue.domaine import TypeOffre
from catalogue.filieres import depot
from catalogue.filieres.domaine import LONGUEUR_CODE_METIER, TYPES_ETAPE, EtapeParcours, Filiere, Seance, couvre
from catalogue.filieres.selection import Selection
from catalogue.referentiel import Referentiel
from comptes.domaine import Acteur, Role
from socle.base import Connexion
from web.carte import repartir
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.filieres.commun import ETAPES_EN_MOTS, Cle, en_mots, entete, lue, selection, vers_offres
from web.pages.commun import Lien
from web.pages.filieres import EtapeFiliere, MetierFiliere, PageFiliere, StructureFiliere
from web.typographie import nombre, pluriel

routeur = APIRouter()

SEANCES_PAR_ETAPE: Final = 3
STRUCTURES_MONTREES: Final = 12
_AVIS: Final = {"enregistree": "La filière est enregistrée."}


@routeur.get("/filieres/{filiere}", response_class=HTMLResponse)
async def montrer(request: Request, filiere: Cle, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The filière as everybody who has entered may read it."""
    definie, referentiel = await lue(connexion, acteur, filiere), service.vivant.moteur.referentiel
    choisies, simple = await selection(connexion, service, definie), acteur.role is Role.ALLOCATAIRE
    metiers, sans_offre = _metiers(definie, choisies, referentiel, simple=simple)
    structures, autres = await _structures(connexion, definie, choisies)
    communes = [c for c in referentiel.communes.values() if c.territoire]
    comptees = choisies.par_commune()
    contenu = PageFiliere(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        entete=entete(definie, acteur),
        presentation=definie.presentation,
        contact=definie.contact,
        offres=len(choisies),
        places=choisies.places_libres,
        toutes=None if simple else Lien(f"Voir {_les_offres(len(choisies))}", vers_offres(definie)),
        etapes=await _etapes(connexion, definie, choisies, acteur),
        metiers=metiers,
        sans_offre=sans_offre,
        structures=structures,
        autres_structures=autres,
        carte=repartir(communes, comptees, dict.fromkeys(comptees, ""), "Nombre d’offres de la filière par commune"),
        communes=tuple((c.nom, comptees[c.code_insee]) for c in communes if c.code_insee in comptees),
        simple=simple,
        avis=_AVIS.get(request.query_params.get("avis", ""), ""),
    )
    return repondre(request, "filiere", contenu)


def _les_offres(n: int) -> str:
    return f"les {nombre(n)} offres" if n > 1 else "l’offre"


def _metiers(filiere: Filiere, choisies: Selection, referentiel: Referentiel, *, simple: bool) -> tuple[tuple[MetierFiliere, ...], tuple[str, ...]]:
    """Métiers that have offers, the most offered first; then those named one by one that have none."""
    comptes = {code: n for code, n in choisies.par_metier().items() if couvre(filiere.codes, code)}
    ordre = sorted(comptes, key=lambda code: (-comptes[code], code))
    offerts = tuple(MetierFiliere(referentiel.metiers[c].libelle, comptes[c], None if simple else f"/offres?metier={c}") for c in ordre)
    nommes = [code for code in filiere.codes if len(code) == LONGUEUR_CODE_METIER and code in referentiel.metiers and code not in comptes]
    return offerts, tuple(referentiel.metiers[code].libelle for code in nommes)


async def _etapes(connexion: Connexion, filiere: Filiere, choisies: Selection, acteur: Acteur) -> tuple[EtapeFiliere, ...]:
    """Steps that have offers, in the order of a parcours."""
    par_type = choisies.par_type()
    voulues = {etape: choisies.datees(genres=genres, nombre=SEANCES_PAR_ETAPE) for etape, genres in TYPES_ETAPE.items()}
    lues = {s.id: s for s in await depot.seances(connexion, [i for ids in voulues.values() for i in ids])}
    return tuple(
        _etape(etape, filiere, choisies, {g: par_type[g] for g in TYPES_ETAPE[etape] if g in par_type}, [lues[i] for i in ids if i in lues], acteur)
        for etape, ids in voulues.items()
        if any(genre in par_type for genre in TYPES_ETAPE[etape])
    )


def _etape(
    etape: EtapeParcours, filiere: Filiere, choisies: Selection, comptes: Mapping[TypeOffre, int], seances: list[Seance], acteur: Acteur
) -> EtapeFiliere:
    n, genres = sum(comptes.values()), tuple(comptes)
    ailleurs = acteur.role is Role.ALLOCATAIRE
    return EtapeFiliere(
        titre=ETAPES_EN_MOTS[etape],
        types=genres,
        nombre=n,
        seances=tuple(en_mots(seance, acteur) for seance in seances),
        permanentes=choisies.permanentes(genres),
        toutes=None if ailleurs else Lien(f"Voir {pluriel(n, 'offre', 'offres')}", vers_offres(filiere, genres)),
    )


async def _structures(connexion: Connexion, filiere: Filiere, choisies: Selection) -> tuple[tuple[StructureFiliere, ...], int]:
    """Structures that the filière names, then those that offer the most in it; and how many more there are."""
    comptes = choisies.par_structure()
    nommees = await depot.structures(connexion, filiere.id)
    connues = {s.id for s in nommees}
    autres = sorted((i for i in comptes if i not in connues), key=lambda i: (-comptes[i], i))
    montrees = autres[: max(0, STRUCTURES_MONTREES - len(nommees))]
    suite = {s.id: s for s in await depot.structures_par_ids(connexion, montrees)}
    lignes = [*nommees, *(suite[i] for i in montrees if i in suite)]
    return tuple(StructureFiliere(s.nom, s.commune or "", comptes.get(s.id, 0)) for s in lignes), len(autres) - len(montrees)
