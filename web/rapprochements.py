"""Doubtful lines of imports: the file beside whom it may be, and a person decides."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from comptes.domaine import Role
from parcours.rapprochements import depot, services
from parcours.rapprochements.domaine import MOTIFS, Candidat, Rapprochement, peut_decider
from socle.base import transaction
from socle.horloge import PARIS
from socle.journal import noter
from socle.texte import cle_tri
from web.adresses import Adresse
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.pages.portefeuille import Comparaison, LigneDouteuse, PageRapprochements
from web.pagination import numero_page, paginer
from web.typographie import date_longue, telephone

routeur = APIRouter()

CHEMIN = "/rapprochements"
PAR_PAGE = 10
AUTRE = "autre"
_AVIS = {"meme": "C’est noté : le dossier est complété.", "autre": "C’est noté : un dossier est ouvert."}


@routeur.get(CHEMIN, response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The lines that wait for this account."""
    exiger(peut_decider(acteur))
    page, total = numero_page(request.query_params), await depot.nombre(connexion, acteur)
    lignes = await depot.en_attente(connexion, acteur, debut=(page - 1) * PAR_PAGE, limite=PAR_PAGE)
    async with transaction(service.annexe) as a_part:
        for ligne in lignes:
            for candidat in ligne.candidats:
                await noter(a_part, acteur, "rapprochement.lire", f"rapprochement:{ligne.identifiant}", allocataire_id=candidat.id)
    contenu = PageRapprochements(
        aujourdhui=service.horloge.aujourdhui(),
        donnees_fictives=service.demonstration,
        total=total,
        lignes=tuple(_ligne(ligne) for ligne in lignes),
        voir=acteur.role is Role.CIP,
        pagination=paginer(Adresse(CHEMIN), total, PAR_PAGE, page),
        avis=_AVIS.get(request.query_params.get("fait", ""), ""),
    )
    return repondre(request, "rapprochements", contenu)


@routeur.post(CHEMIN + "/{identifiant}")
async def decider(identifiant: Identifiant, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire) -> Response:
    """Say who it is."""
    exiger(peut_decider(acteur))
    choix = champ(champs, "choix")
    candidat = None if choix == AUTRE else choix
    if not choix or not await services.decider(connexion, acteur, identifiant, candidat, service.horloge):
        raise HTTPException(404)
    return RedirectResponse(f"{CHEMIN}?fait={'meme' if candidat else 'autre'}", 303)


def _ligne(ligne: Rapprochement) -> LigneDouteuse:
    p = ligne.personne
    return LigneDouteuse(
        identifiant=ligne.identifiant,
        nom=f"{p.prenom} {p.nom}",
        motif=MOTIFS[ligne.motif],
        origine=f"{ligne.fichier}, {ligne.chemin}",
        quand=ligne.cree_le.astimezone(PARIS),
        candidats=tuple((c.identifiant, f"{c.prenom} {c.nom}") for c in ligne.candidats),
        comparaisons=tuple(_comparer(libelle, lue, valeurs) for libelle, lue, valeurs in _faits(ligne)),
    )


def _faits(ligne: Rapprochement) -> list[tuple[str, str | None, list[str | None]]]:
    """Facts side by side, in words: label, the file, the candidates."""
    p, faits, tous = ligne.personne, ligne.personne.dires.faits, ligne.candidats
    entree = date_longue(faits.entree_rsa) if faits.entree_rsa else None
    return [
        ("Nom", p.nom, [c.nom for c in tous]),
        ("Prénom", p.prenom, [c.prenom for c in tous]),
        ("Née ou né en", _annee(faits.annee_naissance), [_annee(c.annee_naissance) for c in tous]),
        ("Commune", ligne.commune, [c.commune for c in tous]),
        ("Entrée dans le RSA", entree, [date_longue(c.entree_rsa) if c.entree_rsa else None for c in tous]),
        ("Téléphone", _tel(faits.telephone), [_tel(c.telephone) for c in tous]),
        ("Courriel", faits.courriel, [c.courriel for c in tous]),
        ("Suivi", ligne.structure, [_suivi(c) for c in tous]),
    ]


def _comparer(libelle: str, lue: str | None, valeurs: list[str | None]) -> Comparaison:
    return Comparaison(libelle, lue, tuple((v, None if lue is None or v is None else cle_tri(lue) == cle_tri(v)) for v in valeurs))


def _annee(annee: int | None) -> str | None:
    return str(annee) if annee else None


def _tel(numero: str | None) -> str | None:
    return telephone(numero) if numero else None


def _suivi(candidat: Candidat) -> str | None:
    return candidat.structure
