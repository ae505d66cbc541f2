"""Offers for me: what is reserved to me, near me, when I am free; and « cela m’intéresse »."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from numpy.typing import NDArray

from catalogue import depot
from catalogue.depot import FicheOffre
from catalogue.domaine import Offre, Session
from catalogue.image import INCONNU
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.explication import expliquer
from matching.listes import depot as depot_listes
from matching.listes.composition import composer
from matching.listes.domaine import PageListe
from matching.score import Part, poids
from parcours.domaine import Allocataire
from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from parcours.prescriptions.services import Demande, prescrire
from socle.base import Connexion, transaction
from socle.erreurs import ErreurPersonne
from web.adresses import Adresse
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, Service, ServiceWeb, champ, repondre
from web.espace.demandes import demande
from web.espace.moi import moi
from web.mouvements import tirer_cle
from web.pages.commun import Conseil, ErreurChamp, Onglet
from web.pages.espace import DemandeSimple, OffreSimple, PageEspaceOffre, PageEspaceOffres, SeanceSimple
from web.pagination import numero_page, paginer
from web.typographie import date_heure, date_longue, distance, intervalle, pluriel

routeur = APIRouter()

Rangs = NDArray[np.int32]
PAR_PAGE: Final = 8
_OUVERTES: Final = (Statut.ELIGIBLE, Statut.A_VERIFIER)
_ONGLETS: Final = {"tout": "Tout pour moi", "reserve": "Réservé au RSA", "pres": "Près de chez moi", "libre": "Quand je suis libre"}
# Half of how far the person accepts to go.
_PRES: Final = 0.5
_RAISONS: Final = {
    Part.METIER: "Cela va avec votre projet.",
    Part.TRAJET: "C’est près de chez vous.",
    Part.HORAIRES: "Les horaires vous vont.",
    Part.FREINS: "Cela peut vous aider à avancer.",
    Part.ETAPE: "C’est une bonne étape maintenant.",
}


def ouvertes(classement: Classement) -> Rangs:
    """Offers open to the person, best first."""
    return classement.ordre(0, _OUVERTES)


@routeur.get("/mon-espace/offres", response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Offers for me, in four lists."""
    personne, jour = await moi(connexion, acteur), service.horloge.aujourdhui()
    classement = classer([personne], service.vivant.moteur, jour)
    choisi, page = request.query_params.get("liste", "tout"), numero_page(request.query_params)
    listes = {cle: _liste(classement, personne, cle) for cle in _ONGLETS}
    ordre = listes.get(choisi, listes["tout"])
    adresse = Adresse.lire("/mon-espace/offres", request.query_params)
    montres = ordre[(page - 1) * PAR_PAGE : page * PAR_PAGE].tolist()
    await _noter(service, classement, montres, (page - 1) * PAR_PAGE + 1, len(ordre), acteur.id)
    contenu = PageEspaceOffres(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        onglets=tuple(Onglet(mots, str(adresse.sans("liste").avec("liste", c)), len(listes[c]), c == choisi) for c, mots in _ONGLETS.items()),
        total=len(ordre),
        offres=await _simples(connexion, classement, montres, await _demandees(connexion, acteur.id, personne)),
        pagination=paginer(adresse, len(ordre), PAR_PAGE, page),
        conseils=() if len(ordre) else (Conseil("Voir tout ce qui est pour moi", "/mon-espace/offres"),),
    )
    return repondre(request, "espace_offres", contenu)


@routeur.get("/mon-espace/offres/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """One offer, and the button that says « cela m’intéresse »."""
    contenu = await _page_offre(connexion, service, acteur.id, await moi(connexion, acteur), identifiant)
    return repondre(request, "espace_offre", contenu)


@routeur.post("/mon-espace/offres/{identifiant}/interet")
async def demander(
    request: Request, identifiant: Identifiant, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire
) -> Response:
    """« Cela m’intéresse » : the référent is told, and decides with the person."""
    personne = await moi(connexion, acteur)
    seance, cle, mot = champ(champs, "session", 200), champ(champs, "cle", 100), champ(champs, "mot", 1000)
    try:
        if not seance:
            raise ErreurPersonne("Choisissez une date.")
        envoi = Demande(
            cle=cle or tirer_cle(),
            allocataire=personne.identifiant,
            offre=identifiant,
            session=seance,
            mot=mot,
            version_classement=poids().version,
        )
        async with connexion.transaction():
            await prescrire(connexion, acteur, envoi, service.horloge)
    except ErreurPersonne as erreur:
        erreurs = (ErreurChamp("session", str(erreur)),)
        contenu = await _page_offre(connexion, service, acteur.id, personne, identifiant, erreurs)
        return repondre(request, "espace_offre", contenu, statut=400)
    return RedirectResponse("/mon-espace/parcours", 303)


async def _page_offre(
    connexion: Connexion, service: Service, compte_id: int, personne: Allocataire, identifiant: str, erreurs: tuple[ErreurChamp, ...] = ()
) -> PageEspaceOffre:
    jour, moteur = service.horloge.aujourdhui(), service.vivant.moteur
    rang = moteur.image.rangs_identifiants.get(identifiant)
    if rang is None:
        raise HTTPException(404)
    classement = classer([personne], moteur, jour)
    fiche = (await depot.fiches(connexion, [int(moteur.image.ids[rang])])).get(int(moteur.image.ids[rang]))
    if fiche is None:
        raise HTTPException(404)
    demandees = await _demandees(connexion, compte_id, personne)
    lieu = fiche.offre.lieu
    return PageEspaceOffre(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        offre=_simple(fiche, classement, rang, identifiant in demandees),
        structure=fiche.structure.nom if fiche.structure else "",
        adresse=", ".join(m for m in (lieu.adresse, lieu.commune) if m),
        texte=fiche.offre.description,
        horaires=fiche.offre.horaires or "",
        a_savoir=expliquer(classement, 0, rang).a_verifier,
        seances=seances_simples(fiche.offre, jour),
        cle=tirer_cle(),
        demande=demandees.get(identifiant),
        erreurs=erreurs,
    )


def _liste(classement: Classement, personne: Allocataire, cle: str) -> Rangs:
    ordre, image = ouvertes(classement), classement.moteur.image
    garde = np.ones(len(ordre), dtype=np.bool_)
    if cle == "reserve":
        garde = image.reserve_rsa[ordre]
    elif cle == "pres":
        garde = classement.scores.distances[0][ordre] <= _PRES * float(classement.profils.rayons[0])
    elif cle == "libre" and personne.disponibilites:
        creneaux = image.creneaux[ordre]
        garde = (creneaux != INCONNU) & (creneaux & ~np.int32(personne.disponibilites) == 0)
    gardees: Rangs = ordre[garde]
    return gardees


async def _noter(service: Service, classement: Classement, rangs: list[int], premiere: int, total: int, compte_id: int) -> None:
    if not rangs:
        return
    async with transaction(service.annexe) as ecriture:
        liste = composer(classement, 0, rangs, page=PageListe.ESPACE, premiere=premiere, total=total)
        await depot_listes.noter_liste(ecriture, liste, instant=service.horloge.maintenant(), compte_id=compte_id)


async def _demandees(connexion: Connexion, compte_id: int, personne: Allocataire) -> dict[str, DemandeSimple]:
    """Living requests of the person, by offer."""
    lignes = await suivi.de_la_personne(connexion, Perimetre(compte_id), personne.identifiant)
    return {ligne.offre: demande(ligne, (), ligne.cree_le.date()) for ligne in lignes if not ligne.etat.final}


async def _simples(connexion: Connexion, classement: Classement, rangs: list[int], demandees: dict[str, DemandeSimple]) -> tuple[OffreSimple, ...]:
    ids = {r: int(classement.moteur.image.ids[r]) for r in rangs}
    fiches = await depot.fiches(connexion, list(ids.values()))
    return tuple(_simple(fiches[i], classement, r, fiches[i].identifiant in demandees) for r, i in ids.items() if i in fiches)


def _simple(fiche: FicheOffre, classement: Classement, rang: int, demandee: bool) -> OffreSimple:
    km = float(classement.scores.distances[0, rang])
    raisons = expliquer(classement, 0, rang).raisons
    lue = simple(fiche.identifiant, fiche.offre, classement.jour)
    return replace(
        lue,
        ou=lue.ou if np.isnan(km) else f"{lue.ou}, {distance(km)}",
        pourquoi=next((_RAISONS[r.part] for r in raisons if r.part in _RAISONS), ""),
        demandee=demandee,
    )


def simple(identifiant: str, offre: Offre, jour: date) -> OffreSimple:
    """An offer in plain words, as anybody reads it.

    Args:
        identifiant: its public id.
        offre: the offer, published or not.
        jour: today.

    Returns:
        Its words, without what depends on the person.
    """
    seances = offre.sessions_ouvertes(jour)
    return OffreSimple(
        identifiant=identifiant,
        type_offre=offre.type_offre,
        titre=offre.titre,
        ou=offre.lieu.commune or "Lieu à préciser",
        quand=_quand(seances[0], jour) if seances else "",
        places=_places(seances[0].places_libres) if seances else "",
        reservee=offre.reserve_rsa,
    )


def seances_simples(offre: Offre, jour: date) -> tuple[SeanceSimple, ...]:
    """Dates one may still choose.

    Args:
        offre: the offer.
        jour: today.

    Returns:
        The dates, nearest first.
    """
    return tuple(_seance(s, jour) for s in offre.sessions_ouvertes(jour))


def _seance(session: Session, jour: date) -> SeanceSimple:
    limite = f", s’inscrire avant le {date_longue(session.date_limite, jour)}" if session.date_limite else ""
    return SeanceSimple(session.source_id, _quand(session, jour) + limite, _places(session.places_libres))


def _quand(session: Session, jour: date) -> str:
    if session.debut is None:
        return "quand vous voulez"
    if session.fin is None or session.fin == session.debut:
        return date_heure(session.debut, session.heure_debut, jour)
    return intervalle(session.debut, session.fin, jour)


def _places(libres: int | None) -> str:
    if libres is None:
        return ""
    return f"Il reste {pluriel(libres, 'place', 'places')}." if libres else "C’est complet : vous serez sur la liste d’attente."
