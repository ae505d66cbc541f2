"""Social clauses of the demonstration, followed: made by the same services as the real ones, with invented first names and initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

from catalogue.domaine import TypeContrat, TypeOffre
from comptes.domaine import Acteur, Role
from employeurs.clauses import depot, services
from employeurs.clauses.domaine import EtatPoste, Lot, Participation, PublicClause, mois_suivant, premier_du_mois, suite_de_mois
from employeurs.clauses.libelles import lire_lot
from employeurs.clauses.saisie import FicheLot, FicheMarche, FichePersonne, FichePoste
from etl.demonstration.redaction import identifiant
from etl.demonstration.structures import structure as trouver
from etl.demonstration.tables import SOURCE, Fiche, document, fiches, hasard
from socle.base import Connexion
from socle.horloge import Horloge
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("clauses.sql"))
GRAINE: Final = 94
HEURES_D_UN_POSTE: Final = 700
HEURES_D_UN_MOIS: Final = 115
# Beside the pace, what a lot that has just begun has behind it.
DEBUT_MINIMAL: Final = 75


async def charger_clauses(connexion: Connexion, horloge: Horloge) -> int:
    """Follow the clauses, unless someone follows one already.

    Args:
        connexion: writing transaction, over the offers, accounts and prescriptions of the demonstration.
        horloge: the clock; every date is counted from its day.

    Returns:
        How many lots are followed.
    """
    ligne = None if await REQUETES.valeur(connexion, "deja") else await REQUETES.ligne(connexion, "cre")
    if ligne is None:
        return 0
    cre = Acteur(**{**ligne, "role": Role(ligne["role"]), "territoires": frozenset(ligne["territoires"])})
    ecarts = {e["marche"]: e for e in document("suivi_clauses")["ecart"]}
    clauses = [{**fiche, **ecarts.get(fiche["marche"], {})} for fiche in fiches("clauses", "clause")]
    for fiche in clauses:
        await _suivre(connexion, cre, fiche, horloge)
    return len(clauses)


async def _suivre(connexion: Connexion, cre: Acteur, fiche: Fiche, horloge: Horloge) -> None:
    tirage, jour = hasard(GRAINE, "clause", fiche["marche"]), horloge.aujourdhui()
    debut, fin = _dates(fiche, jour)
    numero, intitule = lire_lot(fiche["lot"])
    objet = fiche["titre"].removeprefix("Clause d’insertion : ")
    marche = FicheMarche(
        fiche["marche"], objet[:1].upper() + objet[1:], "Collectivité de démonstration", None, fiche["cpv"], debut - timedelta(days=30)
    )
    lot = FicheLot(numero, intitule, trouver(fiche["titulaire"]).nom, Decimal(fiche["heures"]), debut, fin)
    offre = await REQUETES.valeur(connexion, "offre", source=SOURCE, source_id=identifiant(TypeOffre.CLAUSE, fiche["marche"]))
    suivi = await services.suivre(connexion, cre, marche, lot, horloge, offre=offre, tirage=tirage.randrange)
    ouvert = await depot.un_lot(connexion, suivi.marche, suivi.lot)
    assert ouvert is not None
    await _postes(connexion, cre, ouvert, fiche, tirage, horloge)
    await _personnes(connexion, cre, ouvert, fiche, tirage, horloge)
    await _heures(connexion, cre, ouvert, Decimal(fiche["realise"]), tirage, horloge)


def _dates(fiche: Fiche, jour: date) -> tuple[date, date]:
    """A start such that the hours done are on time, or late by the factor of the file."""
    part = min(fiche["realise"] / fiche["heures"], 0.9)
    ecoules = int(fiche["fin"] * part / (1 - part) * fiche.get("facteur", 1.0))
    return jour - timedelta(days=max(ecoules, DEBUT_MINIMAL) if fiche["realise"] else 10), jour + timedelta(days=fiche["fin"])


async def _postes(connexion: Connexion, cre: Acteur, lot: Lot, fiche: Fiche, tirage: Random, horloge: Horloge) -> None:
    nombre = max(1, round(fiche["engage"] / HEURES_D_UN_POSTE))
    part = fiche["engage"] // nombre
    for rang in range(nombre):
        engagees = fiche["engage"] - part * (nombre - 1) if rang == nombre - 1 else part
        # The hours of the last post are still to be filled when little has been done of what is committed.
        etat = EtatPoste.OUVERT if rang == nombre - 1 and fiche["realise"] < 0.7 * fiche["engage"] else EtatPoste.POURVU
        poste = FichePoste(
            fiche["metiers"][rang % len(fiche["metiers"])],
            TypeContrat(tirage.choice(document("suivi_clauses")["contrats"])),
            Decimal(engagees),
            etat,
            lot.debut,
        )
        await services.ouvrir_poste(connexion, cre, lot, poste, f"demonstration-{lot.marche_numero}-{rang}", horloge, tirage.randrange)


async def _personnes(connexion: Connexion, cre: Acteur, lot: Lot, fiche: Fiche, tirage: Random, horloge: Horloge) -> None:
    """Someone who started through this service, if anybody is left, then invented people, as many as the hours need."""
    pourvus = [p for p in await depot.postes(connexion, lot.id) if p.etat is EtatPoste.POURVU] or list(await depot.postes(connexion, lot.id))
    mois = _mois_passes(lot, horloge.aujourdhui())
    if not fiche["realise"] or not mois:
        return
    prises = {ligne["identifiant"] for ligne in await REQUETES.lignes(connexion, "prises")}
    venues = [e for e in await depot.entrees(connexion, lot.id, cre.id) if lot.debut <= e.entree <= lot.fin and e.identifiant not in prises][:1]
    for e in venues:
        personne = FichePersonne(pourvus[0].id, e.prenom, e.initiale, "", PublicClause.RSA, e.entree)
        await services.ajouter_personne(
            connexion, cre, lot, personne, f"demonstration-{lot.marche_numero}-{e.identifiant}", horloge, entree=e.identifiant
        )
    nombre = max(len(pourvus), -(-fiche["realise"] // (HEURES_D_UN_MOIS * len(mois))) + 1)
    noms = document("suivi_clauses")
    for rang, prenom in enumerate(tirage.sample(noms["prenoms"], nombre)):
        personne = FichePersonne(
            pourvus[rang % len(pourvus)].id,
            prenom,
            tirage.choice(noms["initiales"]),
            "",
            PublicClause(tirage.choice(noms["publics"])),
            max(lot.debut, mois[0] if rang == 0 else tirage.choice(mois[: max(1, len(mois) // 2)])),
        )
        cle = f"demonstration-{lot.marche_numero}-personne-{rang}"
        await services.ajouter_personne(connexion, cre, lot, personne, cle, horloge, tirage=tirage.randrange)


def _mois_passes(lot: Lot, jour: date) -> tuple[date, ...]:
    """Months that are over: the hours of the current one are not told yet."""
    return suite_de_mois(lot.debut, mois_suivant(premier_du_mois(jour), -1))


async def _heures(connexion: Connexion, cre: Acteur, lot: Lot, total: Decimal, tirage: Random, horloge: Horloge) -> None:
    """The hours done, shared out over people and months so that they add up to what the card declares."""
    personnes, mois = await depot.participations(connexion, lot.id), _mois_passes(lot, horloge.aujourdhui())
    cellules = services.cellules_de(personnes, mois, lot)
    if not cellules or not total:
        return
    poids = [tirage.uniform(0.7, 1.0) for _ in cellules]
    parts = _repartir(total, poids)
    await services.saisir_heures(connexion, cre, lot, lot.version, dict(zip(cellules, parts, strict=True)), horloge)
    await _departs(connexion, cre, lot, await depot.participations(connexion, lot.id), horloge)


def _repartir(total: Decimal, poids: Sequence[float]) -> list[Decimal]:
    """Shares of a total to the half hour, in proportion; the last one makes the sum right."""
    somme, parts, rendu = sum(poids), [], Decimal(0)
    cumul = 0.0
    for p in poids:
        cumul += p
        atteint = round(total * Decimal(cumul / somme) * 2) / Decimal(2)
        parts.append(atteint - rendu)
        rendu = atteint
    return parts


async def _departs(connexion: Connexion, cre: Acteur, lot: Lot, personnes: Sequence[Participation], horloge: Horloge) -> None:
    """On the long lots, the first contract has ended."""
    anciennes = [p for p in personnes if len(p.heures) >= 8 and not p.liee]
    for p in anciennes[:1]:
        dernier = mois_suivant(max(p.heures)) - timedelta(days=1)
        await services.regler_personne(connexion, cre, lot, replace(p), (p.entree, min(dernier, horloge.aujourdhui())), p.public)
