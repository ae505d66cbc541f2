"""The page of one offer, as anybody reads it or as it is read for a person."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from catalogue import depot, libelles
from catalogue.depot import FicheOffre
from catalogue.recherche import Moteur
from comptes.domaine import Acteur
from comptes.droits import OffreVisee, peut_voir_offre
from matching.classement import classer
from matching.explication.pas_plus_haut import pourquoi_pas_plus_haut
from matching.leviers import leviers
from matching.listes import depot as depot_listes
from matching.listes.domaine import Fait
from parcours import depot as depot_personnes
from parcours.droits import peut_chercher_des_personnes, peut_prescrire
from parcours.perimetre import Perimetre
from socle import journal
from socle.base import Connexion, transaction
from socle.identifiants import ALPHABET, LONGUEUR
from web.carte import dessiner
from web.cartes import carte, carte_pour
from web.contexte import ActeurCourant, Identifiant, Lecture, Service, ServiceWeb, repondre
from web.offre_suivie import a_jour
from web.pages.cartes import CarteOffre
from web.pages.commun import Lien
from web.pages.offres import PageOffre, PourPersonne

routeur = APIRouter()

SIMILAIRES = 3


@routeur.get("/offres/{identifiant}", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """One offer, whole; ``?pour=`` reads it for a person whom the reader may see."""
    moteur, jour = service.vivant.moteur, service.horloge.aujourdhui()
    id_offre = await depot.id_offre(connexion, identifiant)
    if id_offre is None:
        raise HTTPException(404)
    fiche = (await depot.fiches(connexion, [id_offre]))[id_offre]
    if not peut_voir_offre(acteur, OffreVisee(None, fiche.offre.etat)):
        raise HTTPException(404)
    fiche, suivie = await a_jour(connexion, acteur, fiche, jour)
    referentiel = moteur.referentiel
    pour = await _pour(connexion, service, acteur, fiche, request.query_params.get("pour", ""), request.query_params.get("liste", ""))
    contenu = PageOffre(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=identifiant,
        offre=fiche.offre,
        structure=fiche.structure,
        source=libelles.libelle_source(fiche.offre.source),
        metiers={code: metier.libelle for code, metier in referentiel.metiers.items()},
        communes={code: commune.nom for code, commune in referentiel.communes.items()},
        carte=dessiner([c for c in referentiel.communes.values() if c.territoire], fiche.offre.lieu.code_insee),
        similaires=await _similaires(connexion, moteur, id_offre, jour),
        retour=Lien("Toutes les offres", "/offres") if pour is None else Lien(f"Offres pour {pour.nom}", f"/personnes/{pour.identifiant}"),
        pour=pour,
        distance_km=pour.carte.distance_km if pour else None,
        inverse=Lien("À qui la proposer", f"/offres/{identifiant}/personnes") if peut_chercher_des_personnes(acteur) else None,
        suivie=suivie,
    )
    return repondre(request, "offre", contenu)


async def _pour(connexion: Connexion, service: Service, acteur: Acteur, fiche: FicheOffre, personne: str, liste: str) -> PourPersonne | None:
    """The offer as it is proposed to a person; None when nobody whom the reader may see bears this id."""
    if len(personne) != LONGUEUR or not set(personne) <= set(ALPHABET):
        return None
    perimetre = Perimetre.de(acteur)
    suivi, qui = await depot_personnes.suivi(connexion, personne, perimetre), await depot_personnes.allocataire(connexion, personne, perimetre)
    rang = service.vivant.moteur.image.rangs_identifiants.get(fiche.identifiant)
    if suivi is None or qui is None or rang is None or not peut_prescrire(acteur, suivi):
        return None
    async with transaction(service.annexe) as ecriture:
        await journal.noter(ecriture, acteur, "personne.lire", f"offre:{fiche.identifiant}", allocataire_id=suivi.id)
        await depot_listes.noter_suite(
            ecriture,
            Fait.OUVERTE,
            allocataire=personne,
            offre=fiche.identifiant,
            instant=service.horloge.maintenant(),
            liste=liste or None,
            compte_id=acteur.id,
        )
    classement = classer([qui], service.vivant.moteur, service.horloge.aujourdhui())
    return PourPersonne(
        identifiant=personne,
        nom=f"{qui.prenom} {qui.nom}",
        carte=carte_pour(fiche, classement, 0, rang, personne, leviers(classement, 0, [rang]).get(rang)),
        prescrire=f"/prescrire?personne={personne}&offre={fiche.identifiant}",
        pas_plus_haut=tuple(r.texte for r in pourquoi_pas_plus_haut(classement, 0, rang)),
    )


async def _similaires(connexion: Connexion, moteur: Moteur, id_offre: int, jour: date) -> tuple[CarteOffre, ...]:
    proches = moteur.proches(id_offre, SIMILAIRES, jour)
    fiches = await depot.fiches(connexion, [int(moteur.image.ids[r]) for r in proches])
    return tuple(carte(f, moteur.referentiel.metiers, jour) for f in fiches.values())
