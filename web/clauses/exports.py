"""What leaves: the empty workbook, the workbook of a lot, the attestation to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from catalogue.libelles import CONTRATS
from employeurs.clauses import depot
from employeurs.clauses.classeur import ecrire_lot
from employeurs.clauses.domaine import ZERO, Lot, Participation, Poste, premier_du_mois, repartir, sommes_par_mois
from employeurs.clauses.droits import peut_suivre_clauses
from employeurs.clauses.fichier.modele import ecrire_modele
from employeurs.clauses.libelles import A_PRECISER, PUBLICS, heures_en_mots, mois_en_mots
from employeurs.clauses.valeurs import ValeurRefusee, jour_de
from pilotage.domaine import GROUPE_MINIMAL, masquer
from web.clauses.commun import CHEMIN, TABLEUR, carte_de, lot_lu, lot_suivi
from web.contexte import ActeurCourant, Identifiant, Lecture, ServiceWeb, repondre
from web.erreurs import exiger
from web.pages.clauses import LignePart, PageAttestation
from web.pages.commun import ErreurChamp
from web.typographie import intervalle, pluriel

routeur = APIRouter(prefix=CHEMIN)


@routeur.get("/modele.xlsx")
async def modele(_connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """The empty workbook of the year."""
    exiger(peut_suivre_clauses(acteur))
    annee = service.horloge.aujourdhui().year
    return _classeur(ecrire_modele(annee), f"heures-insertion-{annee}.xlsx")


@routeur.get("/{identifiant}/{lot}/classeur.xlsx")
async def classeur(identifiant: Identifiant, lot: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """People by month, as a workbook that the import reads back."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    postes, personnes = await depot.postes(connexion, lu.id), await depot.participations(connexion, lu.id)
    fichier = ecrire_lot(lu, postes, personnes, service.horloge.maintenant(), fictif=service.demonstration)
    return _classeur(fichier, f"heures-{lu.identifiant}.xlsx")


def _classeur(fichier: bytes, nom: str) -> Response:
    return Response(fichier, media_type=TABLEUR, headers={"Content-Disposition": f'attachment; filename="{nom}"'})


@dataclass(frozen=True, slots=True)
class _Part:
    """Hours of someone over the period, and what they are counted under."""

    personne: Participation
    contrat: str
    heures: Decimal


@routeur.get("/{identifiant}/{lot}/attestation", response_class=HTMLResponse)
async def attester(
    request: Request, identifiant: Identifiant, lot: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant
) -> HTMLResponse:
    """Hours done over a period, to print."""
    lu = await lot_lu(connexion, acteur, identifiant, lot)
    jour, nominatif = service.horloge.aujourdhui(), bool(peut_suivre_clauses(acteur))
    saisies = {nom: request.query_params.get(nom, "").strip()[:40] for nom in ("du", "au")}
    (du, au), erreurs = _periode(lu, saisies, jour)
    personnes = await depot.participations(connexion, lu.id)
    parts = _parts(personnes, await depot.postes(connexion, lu.id), du, au)
    contenu = PageAttestation(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        carte=carte_de(lu, jour),
        du=saisies["du"] or du.isoformat(),
        au=saisies["au"] or au.isoformat(),
        periode=intervalle(du, au, jour),
        total=heures_en_mots(sum((p.heures for p in parts), ZERO)),
        personnes=_personnes(len(parts), nominatif),
        mois=_mois(personnes, du, au),
        contrats=_coupe(parts, lambda p: p.contrat, nominatif),
        publics=_coupe(parts, lambda p: PUBLICS[p.personne.public] if p.personne.public else A_PRECISER, nominatif),
        annexe=tuple((p.personne.nom, heures_en_mots(p.heures)) for p in parts) if nominatif else (),
        erreurs=erreurs,
    )
    return repondre(request, "clauses_attestation", contenu, statut=400 if erreurs else 200)


def _periode(lot: Lot, saisies: dict[str, str], jour: date) -> tuple[tuple[date, date], tuple[ErreurChamp, ...]]:
    """First and last day; the whole lot up to today when nothing, or something wrong, is said."""
    defaut = (lot.debut, max(lot.debut, jour))
    try:
        du, au = jour_de(saisies["du"]) or defaut[0], jour_de(saisies["au"]) or defaut[1]
    except ValeurRefusee as refus:
        return defaut, (ErreurChamp("du", refus.motif),)
    if au < du:
        return defaut, (ErreurChamp("au", "La fin de la période vient avant son début."),)
    return (du, au), ()


def _dans(mois: date, du: date, au: date) -> bool:
    """Hours are told by month: a month counts whole as soon as the period touches it."""
    return premier_du_mois(du) <= mois <= au


def _parts(personnes: Sequence[Participation], postes: Sequence[Poste], du: date, au: date) -> list[_Part]:
    contrats = {p.id: CONTRATS[p.contrat] if p.contrat else A_PRECISER for p in postes}
    sommes = [(p, sum((h for m, h in p.heures.items() if _dans(m, du, au)), ZERO)) for p in personnes]
    return [_Part(p, contrats[p.poste], heures) for p, heures in sommes if heures]


def _mois(personnes: Sequence[Participation], du: date, au: date) -> tuple[tuple[str, str], ...]:
    sommes = sommes_par_mois(p.heures for p in personnes)
    return tuple((mois_en_mots(m), heures_en_mots(h)) for m, h in sommes.items() if _dans(m, du, au) and h)


def _coupe(parts: Sequence[_Part], cle: Callable[[_Part], str], nominatif: bool) -> tuple[LignePart, ...]:
    """Hours and people by key; a manager reads neither those of a group under five nor what would give it away."""
    heures = repartir((cle(p), p.heures) for p in parts)
    nombres = {nom: sum(cle(p) == nom for p in parts) for nom in heures}
    montres: dict[str, int | None] = dict(nombres) if nominatif else masquer(nombres)
    return tuple(
        LignePart(nom, heures_en_mots(heures[nom]) if n is not None else "–", _personnes(n, nominatif) if n is not None else _cache())
        for nom, n in sorted(montres.items())
    )


def _personnes(n: int, nominatif: bool) -> str:
    return _cache() if not nominatif and 0 < n < GROUPE_MINIMAL else pluriel(n, "personne", "personnes")


def _cache() -> str:
    return f"moins de {GROUPE_MINIMAL} personnes"
