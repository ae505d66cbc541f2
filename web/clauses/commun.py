"""What the pages of social clauses share: a lot by its address, its card, its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from babel.dates import format_date
from fastapi import HTTPException
from starlette.datastructures import FormData

from comptes.domaine import Acteur
from employeurs.clauses import depot
from employeurs.clauses.domaine import ZERO, Bilan, Lot
from employeurs.clauses.droits import peut_lire_clauses, peut_suivre_clauses
from employeurs.clauses.libelles import heures_en_mots, mois_en_mots
from employeurs.clauses.rythme import Alerte, Signal, signaux
from socle.base import Connexion
from web.erreurs import exiger
from web.pages.clauses import Barre, CarteLot, ChiffresClauses, SignalDit
from web.typographie import date_courte

CHEMIN: Final = "/clauses"
TABLEUR: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TONS: Final = {
    Alerte.ECHUE: "erreur",
    Alerte.RETARD: "attention",
    Alerte.FIN_PROCHE: "attention",
    Alerte.SANS_SAISIE: "info",
    Alerte.A_ENGAGER: "info",
    Alerte.DEPASSEMENT: "bien",
}


def mois_court(mois: date) -> str:
    """« janv. 2026 »."""
    return format_date(mois, "MMM yyyy", locale="fr")


async def lot_suivi(connexion: Connexion, acteur: Acteur, marche: str, lot: str) -> Lot:
    """A lot for who keeps the follow-up.

    Raises:
        Refus: the account does not.
        HTTPException: 404, there is no such lot.
    """
    exiger(peut_suivre_clauses(acteur))
    return await _lot(connexion, marche, lot)


async def lot_lu(connexion: Connexion, acteur: Acteur, marche: str, lot: str) -> Lot:
    """A lot for who may read the follow-up; as ``lot_suivi``."""
    exiger(peut_lire_clauses(acteur))
    return await _lot(connexion, marche, lot)


async def _lot(connexion: Connexion, marche: str, lot: str) -> Lot:
    trouve = await depot.un_lot(connexion, marche, lot)
    if trouve is None:
        raise HTTPException(404)
    return trouve


def adresse_du_lot(lot: Lot) -> str:
    """Path of the page of a lot."""
    return f"{CHEMIN}/{lot.marche}/{lot.identifiant}"


def tapes(champs: FormData) -> Mapping[str, str]:
    """What was typed, by name of field, files left out."""
    return {nom: valeur.strip()[:1000] for nom, valeur in champs.items() if isinstance(valeur, str)}


def carte_de(lot: Lot, jour: date) -> CarteLot:
    """A lot as a list shows it."""
    return CarteLot(
        href=adresse_du_lot(lot),
        nom=lot.nom,
        marche=lot.marche_numero,
        objet=lot.objet,
        acheteur=lot.acheteur,
        titulaire=lot.titulaire,
        debut=lot.debut,
        fin=lot.fin,
        etat=lot.etat,
        bilan=lot.bilan,
        reste=reste_en_mots(lot.bilan),
        barre=_barre(lot, jour),
        signaux=tuple(_dire(s, lot, jour) for s in signaux(lot, jour)),
    )


def reste_en_mots(bilan: Bilan) -> str:
    """« Reste 340 h », « Dépassé de 42 h », « Tout est fait »."""
    if bilan.depassement:
        return f"Dépassé de {heures_en_mots(bilan.depassement)}"
    return f"Reste {heures_en_mots(bilan.restantes)}" if bilan.restantes else "Tout est fait"


def _barre(lot: Lot, jour: date) -> Barre:
    prevues = max(lot.bilan.prevues, lot.bilan.realisees)
    ecoule = (jour - lot.debut).days / max((lot.fin - lot.debut).days, 1)
    realisees, engagees = (min(100.0, round(float(100 * h / prevues), 1)) for h in (lot.bilan.realisees, lot.bilan.engagees))
    return Barre(realisees, engagees, round(100 * min(max(ecoule, 0.0), 1.0), 1))


def _dire(signal: Signal, lot: Lot, jour: date) -> SignalDit:
    heures = heures_en_mots(signal.heures)
    mots = {
        Alerte.ECHUE: f"La fin est passée : il manque {heures}",
        Alerte.RETARD: f"Au rythme actuel, il manquera {heures}",
        Alerte.FIN_PROCHE: f"Se termine le {date_courte(lot.fin, jour)} : il reste {heures}",
        Alerte.SANS_SAISIE: f"Aucune heure notée pour {mois_en_mots(signal.mois)}" if signal.mois else "",
        Alerte.A_ENGAGER: f"{heures} n’ont pas encore de poste",
        Alerte.DEPASSEMENT: f"{heures} au-delà du prévu",
    }
    return SignalDit(mots[signal.alerte], _TONS[signal.alerte])


def chiffres_de(lots: Iterable[Lot]) -> ChiffresClauses:
    """Sums over some lots."""
    bilans = [lot.bilan for lot in lots]
    depassement = sum((b.depassement for b in bilans), ZERO)
    return ChiffresClauses(
        sum(bilans, Bilan()),
        heures_en_mots(sum((b.restantes for b in bilans), ZERO)),
        heures_en_mots(depassement) if depassement else "",
    )
