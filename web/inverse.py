"""Reverse search: whom an offer suits, with reasons, by référent; never the employer's business before the person agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from catalogue import depot
from catalogue.depot import FicheOffre
from catalogue.domaine import Session
from comptes.domaine import Acteur, Role
from matching.appariements.inverse import candidats_pour
from matching.classement import Classement, classer
from matching.explication.expliquer import expliquer
from matching.profils import Profils
from parcours import depot as depot_personnes
from parcours.domaine import Allocataire
from parcours.droits import peut_chercher_des_personnes
from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from socle.base import Connexion
from web.adresses import Adresse
from web.contexte import ActeurCourant, Identifiant, Lecture, ServiceWeb, repondre
from web.erreurs import exiger
from web.pages.commun import Conseil, Lien, Onglet
from web.pages.inverse import GroupeReferent, PageInverse, PersonneConvenue
from web.pagination import numero_page, paginer
from web.typographie import date_longue

routeur = APIRouter()

PAR_PAGE = 20


@routeur.get("/offres/{identifiant}/personnes", response_class=HTMLResponse)
async def montrer(request: Request, identifiant: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """People whom the reader may see and whom the offer suits."""
    exiger(peut_chercher_des_personnes(acteur))
    moteur, jour, page = service.vivant.moteur, service.horloge.aujourdhui(), numero_page(request.query_params)
    rang = moteur.image.rangs_identifiants.get(identifiant)
    fiche = None if rang is None else (await depot.fiches(connexion, [int(moteur.image.ids[rang])])).get(int(moteur.image.ids[rang]))
    if rang is None or fiche is None:
        raise HTTPException(404)
    seance = _choisie(fiche, request.query_params.get("session", ""), jour)
    personnes = await depot_personnes.allocataires(connexion, Perimetre.de(acteur))
    profils = Profils.construire(personnes, moteur.referentiel, moteur.encodeur)
    trouves = candidats_pour(profils, moteur, rang, jour, le=seance.debut if seance else None)
    montres = [personnes[c.personne] for c in trouves[(page - 1) * PAR_PAGE : page * PAR_PAGE]]
    adresse = Adresse.lire(f"/offres/{identifiant}/personnes", request.query_params)
    contenu = PageInverse(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        offre=identifiant,
        titre=fiche.offre.titre,
        type_offre=fiche.offre.type_offre,
        seances=_seances(fiche, seance, adresse, jour),
        total=len(trouves),
        vivier=len(personnes),
        groupes=await _groupes(connexion, acteur, classer(montres, moteur, jour), rang, identifiant, seance),
        pagination=paginer(adresse, len(trouves), PAR_PAGE, page),
        conseils=() if trouves else _conseils(identifiant, acteur),
    )
    return repondre(request, "inverse", contenu)


def _choisie(fiche: FicheOffre, cle: str, jour: date) -> Session | None:
    ouvertes = fiche.offre.sessions_ouvertes(jour)
    return next((s for s in ouvertes if s.source_id == cle), ouvertes[0] if ouvertes else None)


def _seances(fiche: FicheOffre, choisie: Session | None, adresse: Adresse, jour: date) -> tuple[Onglet, ...]:
    mots = [(s, "Entrée à tout moment" if s.debut is None else date_longue(s.debut, jour).capitalize()) for s in fiche.offre.sessions_ouvertes(jour)]
    return tuple(Onglet(m, str(adresse.sans("session").avec("session", s.source_id)), None, s is choisie) for s, m in mots)


async def _groupes(
    connexion: Connexion, acteur: Acteur, classement: Classement, rang: int, offre: str, seance: Session | None
) -> tuple[GroupeReferent, ...]:
    personnes: Sequence[Allocataire] = classement.profils.personnes
    referents = await depot_personnes.referents(connexion, Perimetre.de(acteur), [p.identifiant for p in personnes])
    en_cours = await suivi.en_cours(connexion, Perimetre.de(acteur), [p.identifiant for p in personnes])
    groupes: dict[str, list[PersonneConvenue]] = {}
    for i, personne in enumerate(personnes):
        ligne = _personne(classement, i, rang, offre, seance, acteur, en_cours.get(personne.identifiant, 0))
        groupes.setdefault(referents.get(personne.identifiant, ""), []).append(ligne)
    return tuple(GroupeReferent(nom, tuple(lignes)) for nom, lignes in groupes.items())


def _personne(classement: Classement, i: int, rang: int, offre: str, seance: Session | None, acteur: Acteur, en_cours: int) -> PersonneConvenue:
    personne = classement.profils.personnes[i]
    explication = expliquer(classement, i, rang)
    commune = classement.moteur.referentiel.communes.get(personne.commune or "")
    adresse = Adresse("/prescrire", (("personne", personne.identifiant), ("offre", offre)))
    return PersonneConvenue(
        nom=f"{personne.prenom} {personne.nom}",
        href=f"/personnes/{personne.identifiant}",
        commune=commune.nom if commune else "Commune à préciser",
        projet=personne.projet,
        raisons=tuple(r.texte for r in explication.raisons),
        a_verifier=explication.a_verifier,
        en_cours=en_cours,
        action=Lien(
            "Proposer au référent" if acteur.role is Role.CRE else "Prescrire", str(adresse.avec("session", seance.source_id) if seance else adresse)
        ),
    )


def _conseils(offre: str, acteur: Acteur) -> tuple[Conseil, ...]:
    ou = "dans le périmètre de votre structure" if acteur.role is Role.CRE else "dans votre portefeuille et celui de votre structure"
    return (
        Conseil(f"La recherche porte sur les personnes {ou}, qui remplissent les conditions à la date de la session"),
        Conseil("Relire les conditions de l’offre", f"/offres/{offre}"),
    )
