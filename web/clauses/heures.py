"""Saving the monthly grid of a lot: all of what was typed, or nothing and everything given back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from employeurs.clauses import depot, services
from employeurs.clauses.domaine import Lot
from employeurs.clauses.libelles import mois_en_mots
from employeurs.clauses.services import Cellule, ClauseRefusee, LotChange, cellules_de, nom_de_cellule
from employeurs.clauses.valeurs import ValeurRefusee, heures_du_mois
from employeurs.offres.domaine import Faute
from socle.base import Connexion
from web.clauses.commun import CHEMIN, lot_suivi, tapes
from web.clauses.grille import PeriodeGrille, Tape
from web.clauses.lot import Montrer, adresse_avec, repondre_lot
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, ServiceWeb

routeur = APIRouter(prefix=CHEMIN)


@routeur.post("/{identifiant}/{lot}/heures", response_class=HTMLResponse)
async def saisir(
    request: Request,
    identifiant: Identifiant,
    lot: Identifiant,
    champs: Formulaire,
    connexion: Ecriture,
    service: ServiceWeb,
    acteur: ActeurCourant,
) -> Response:
    """Write the hours of a period."""
    lu = await lot_suivi(connexion, acteur, identifiant, lot)
    saisie = tapes(champs)
    periode = PeriodeGrille.lire(saisie.get("periode", ""), lu, service.horloge.aujourdhui())
    heures, fautes = await _lire(connexion, lu, periode, saisie)
    numero = saisie.get("version", "")
    try:
        if fautes:
            raise ClauseRefusee(*fautes)
        changees = await services.saisir_heures(connexion, acteur, lu, int(numero) if numero.isdigit() else 0, heures, service.horloge)
    except LotChange:
        lu = await lot_suivi(connexion, acteur, identifiant, lot)
        return await repondre_lot(
            request, connexion, service, acteur, lu, Montrer(tape=Tape(saisie, {}, conflit=True), periode=periode.code, statut=409)
        )
    except ClauseRefusee as refus:
        tape = Tape(saisie, {f.champ: f.message for f in refus.fautes})
        return await repondre_lot(request, connexion, service, acteur, lu, Montrer(refus.fautes, tape=tape, periode=periode.code, statut=400))
    return RedirectResponse(adresse_avec(lu, "heures" if changees else "inchange", periode.code, "#heures"), 303)


async def _lire(
    connexion: Connexion, lot: Lot, periode: PeriodeGrille, saisie: Mapping[str, str]
) -> tuple[dict[Cellule, Decimal | None], tuple[Faute, ...]]:
    """Hours typed, and what could not be read; cells that the form did not hold are left as they are."""
    personnes = {p.identifiant: p for p in await depot.participations(connexion, lot.id)}
    heures: dict[Cellule, Decimal | None] = {}
    fautes = []
    for qui, mois in cellules_de(list(personnes.values()), periode.mois, lot):
        champ = nom_de_cellule(qui, mois)
        if champ not in saisie:
            continue
        try:
            heures[qui, mois] = heures_du_mois(saisie[champ])
        except ValeurRefusee as refus:
            fautes.append(Faute(champ, f"{personnes[qui].nom}, {mois_en_mots(mois)} : {refus.motif}"))
    return heures, tuple(fautes)
