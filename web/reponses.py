"""A structure answers by its signed link, without an account. Opening the link changes nothing; only the form answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from parcours.prescriptions import liens
from parcours.prescriptions.domaine import Etat, Qui, nom_montre
from parcours.prescriptions.libelles import ETATS, MOTIFS
from parcours.prescriptions.liens import CHEMIN, Reponse
from parcours.prescriptions.lignes import DemandeDuLien, Lien
from web.contexte import Ecriture, Formulaire, Lecture, ServiceWeb, repondre, service
from web.mouvements import ISSUES_EN_MOTS, MOTIFS_EN_MOTS, action, actions, lire, tirer_cle
from web.pages.commun import ErreurChamp
from web.pages.prescriptions import DemandeMontree, PageReponse, Saisie
from web.typographie import anciennete, date_heure, typo

routeur = APIRouter(prefix=CHEMIN.rstrip("/"))

Jeton = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]
_CONFIES = frozenset({Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE})


@routeur.get("/{jeton}", response_class=HTMLResponse)
async def montrer(request: Request, jeton: Jeton, connexion: Lecture, service: ServiceWeb) -> HTMLResponse:
    """What the link is about, and a form for each request that waits."""
    lien, demandes = await liens.suivre(connexion, jeton, service.horloge)
    faites = request.query_params.get("faites", "")
    return _page(request, jeton, lien, demandes, faites=int(faites) if faites.isdecimal() and len(faites) < 4 else 0)


@routeur.post("/{jeton}", response_class=HTMLResponse)
async def repondre_par_lien(request: Request, jeton: Jeton, champs: Formulaire, connexion: Ecriture, service: ServiceWeb) -> Response:
    """Write down the answers; those that come too late, or lack a reason, are told and the others stand."""
    lien, demandes = await liens.suivre(connexion, jeton, service.horloge)
    saisies = {d.identifiant: lire(champs, f"-{d.identifiant}") for d in demandes}
    voulues = [(nom, a) for nom, saisie in saisies.items() if (a := action(saisie, champs, f"-{nom}"))]
    if not voulues:
        return _page(request, jeton, lien, demandes, erreurs=(ErreurChamp("reponses", "Choisissez au moins une réponse."),))
    reponses = await liens.repondre(connexion, jeton, voulues, service.horloge)
    ratees = [r for r in reponses if r.probleme]
    if not ratees:
        return RedirectResponse(f"{CHEMIN}{jeton}?faites={len(reponses)}", 303)
    _, apres = await liens.suivre(connexion, jeton, service.horloge)
    return _page(request, jeton, lien, apres, faites=len(reponses) - len(ratees), ratees=ratees, saisies=saisies)


def _page(
    request: Request,
    jeton: str,
    lien: Lien,
    demandes: list[DemandeDuLien],
    *,
    faites: int = 0,
    ratees: list[Reponse] | None = None,
    saisies: dict[str, Saisie] | None = None,
    erreurs: tuple[ErreurChamp, ...] = (),
) -> HTMLResponse:
    if not demandes:
        raise HTTPException(404)
    s, premiere = service(request), demandes[0]
    jour, problemes = s.horloge.aujourdhui(), {r.identifiant: r for r in ratees or ()}
    conflit = any(r.conflit for r in problemes.values())
    contenu = PageReponse(
        aujourdhui=jour,
        donnees_fictives=s.demonstration,
        adresse=CHEMIN + jeton,
        cle=tirer_cle(),
        structure=lien.structure,
        titre=premiere.titre,
        type_offre=premiere.genre,
        quand="Entrée à tout moment" if premiere.debut is None else date_heure(premiere.debut, premiere.heure_debut, jour),
        ou=", ".join(m for m in (premiere.adresse, premiere.commune) if m) or None,
        conditions=premiere.conditions,
        demandes=tuple(_demande(d, jour, problemes, saisies or {}) for d in demandes),
        motifs=MOTIFS_EN_MOTS,
        issues=ISSUES_EN_MOTS,
        faites=faites,
        conflit=conflit,
        erreurs=erreurs + tuple(ErreurChamp(f"demande-{r.identifiant}", r.probleme) for r in problemes.values()),
    )
    return repondre(request, "reponse", contenu, statut=409 if conflit else 400 if contenu.erreurs else 200)


def _demande(d: DemandeDuLien, jour: date, problemes: dict[str, Reponse], saisies: dict[str, Saisie]) -> DemandeMontree:
    probleme = problemes.get(d.identifiant)
    contact = ", ".join(m for m in (d.referent, d.courriel_referent) if m)
    proposees = actions(d.etat, Qui.STRUCTURE)
    return DemandeMontree(
        identifiant=d.identifiant,
        nom=nom_montre(d.prenom, d.nom, d.etat),
        etat=d.etat,
        mots_etat=typo(ETATS[d.etat]),
        motif=typo(MOTIFS[d.motif]) if d.motif else None,
        depuis=anciennete(d.depuis.date(), jour),
        mot=d.mot,
        fini=not proposees,
        contact=contact if contact and d.etat in _CONFIES else None,
        actions=proposees,
        saisie=saisies.get(d.identifiant, Saisie()) if probleme else Saisie(),
        probleme=probleme.probleme if probleme else "",
    )
