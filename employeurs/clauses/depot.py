"""Social clauses in PostgreSQL: typed functions, one per question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from catalogue.domaine import TypeContrat
from employeurs.clauses.domaine import Bilan, EtatLot, EtatPoste, Lot, Marche, Participation, Poste, PublicClause, Source
from employeurs.clauses.saisie import FicheLot, FicheMarche, FichePersonne, FichePoste
from socle.base import Connexion, Ligne
from socle.sql import charger
from socle.texte import cle_tri

# How long a workbook that was read waits to be confirmed.
CONSERVATION: Final = timedelta(days=1)
REQUETES = charger(Path(__file__).with_name("requetes.sql"))


@dataclass(frozen=True, slots=True)
class Entree:
    """Someone who started through this service: public id of the prescription, what is shown of the name, the offer, the day."""

    identifiant: str
    prenom: str
    initiale: str
    titre: str
    entree: date


@dataclass(frozen=True, slots=True)
class LotSuivi:
    """What a card of the catalogue says once it is followed."""

    marche: str
    lot: str
    bilan: Bilan
    fin: date


@dataclass(frozen=True, slots=True)
class Liaison:
    """A prescription as a participation is linked to it."""

    id: int
    allocataire_id: int
    prenom: str
    initiale: str


async def lots(connexion: Connexion, *, marche: str | None = None, lot: str | None = None) -> tuple[Lot, ...]:
    """Lots with their hours by month: all, those of a marché, or one (public ids)."""
    lignes = await REQUETES.lignes(connexion, "lots", marche=marche, lot=lot)
    par_mois: dict[int, dict[date, Decimal]] = {ligne["id"]: {} for ligne in lignes}
    for ligne in await REQUETES.lignes(connexion, "heures_des_lots", lots=list(par_mois)):
        par_mois[ligne["lot_id"]][ligne["mois"]] = ligne["heures"]
    return tuple(_lot(ligne, par_mois[ligne["id"]]) for ligne in lignes)


def _lot(ligne: Ligne, par_mois: Mapping[date, Decimal]) -> Lot:
    champs: dict[str, Any] = dict(ligne)
    bilan = Bilan(*(champs.pop(nom) for nom in ("prevues", "engagees", "realisees")))
    return Lot(**{**champs, "etat": EtatLot(champs["etat"])}, bilan=bilan, par_mois=par_mois)


async def un_lot(connexion: Connexion, marche: str, lot: str) -> Lot | None:
    """A lot of a marché by their public ids."""
    return next(iter(await lots(connexion, marche=marche, lot=lot)), None)


async def marche(connexion: Connexion, identifiant: str) -> Marche | None:
    """A marché by its public id."""
    ligne = await REQUETES.ligne(connexion, "marche", identifiant=identifiant)
    return None if ligne is None else Marche(**ligne)


async def marches_nommes(connexion: Connexion, numero: str, acheteur: str | None) -> list[Marche]:
    """Marchés of a number as people write it, of a buyer when it is said."""
    cle = cle_tri(acheteur) if acheteur else None
    return [Marche(**ligne) for ligne in await REQUETES.lignes(connexion, "marches_nommes", cle_numero=cle_tri(numero), cle_acheteur=cle)]


async def prendre_lot(connexion: Connexion, id_: int) -> int:
    """Hold a lot until the end of the transaction; its version."""
    version: int = await REQUETES.valeur(connexion, "prendre_lot", id=id_)
    return version


async def lot_de_l_offre(connexion: Connexion, offre_id: int) -> LotSuivi | None:
    """The lot that follows a card of the catalogue (internal id), None when nobody follows it."""
    ligne = await REQUETES.ligne(connexion, "lot_de_l_offre", offre_id=offre_id)
    if ligne is None:
        return None
    return LotSuivi(ligne["marche"], ligne["lot"], Bilan(ligne["prevues"], ligne["engagees"], ligne["realisees"]), ligne["fin"])


async def postes(connexion: Connexion, lot_id: int) -> tuple[Poste, ...]:
    """Posts of a lot."""
    lignes = [dict(ligne) for ligne in await REQUETES.lignes(connexion, "postes", lot_id=lot_id)]
    return tuple(Poste(**{**p, "contrat": TypeContrat(p["contrat"]) if p["contrat"] else None, "etat": EtatPoste(p["etat"])}) for p in lignes)


async def participations(connexion: Connexion, lot_id: int) -> tuple[Participation, ...]:
    """People of a lot with their hours."""
    heures: dict[int, dict[date, Decimal]] = {}
    for ligne in await REQUETES.lignes(connexion, "heures", lot_id=lot_id):
        heures.setdefault(ligne["participation_id"], {})[ligne["mois"]] = ligne["heures"]
    lignes = [dict(ligne) for ligne in await REQUETES.lignes(connexion, "participations", lot_id=lot_id)]
    return tuple(Participation(**{**p, "public": PublicClause(p["public"]) if p["public"] else None}, heures=heures.get(p["id"], {})) for p in lignes)


async def entrees(connexion: Connexion, lot_id: int, compte_id: int) -> tuple[Entree, ...]:
    """People whom an account may put on a lot, the latest first."""
    lignes = await REQUETES.lignes(connexion, "entrees", lot_id=lot_id, compte_id=compte_id)
    return tuple(Entree(e["identifiant"], e["prenom"], e["nom"][:1].upper(), e["titre"], e["entree"]) for e in lignes)


async def prescription(connexion: Connexion, identifiant: str, compte_id: int) -> Liaison | None:
    """One of them, None when the account may not see it."""
    ligne = await REQUETES.ligne(connexion, "prescription", identifiant=identifiant, compte_id=compte_id)
    return None if ligne is None else Liaison(ligne["id"], ligne["allocataire_id"], ligne["prenom"], ligne["nom"][:1].upper())


async def offres_des_postes(connexion: Connexion, titulaire_id: int | None, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Public id and title of the published offers of a holder that bear one of these ROME codes."""
    lignes = await REQUETES.lignes(connexion, "offres_des_postes", titulaire_id=titulaire_id, codes=list(codes))
    return [(ligne["identifiant"], ligne["titre"]) for ligne in lignes]


async def clauses_non_suivies(connexion: Connexion) -> list[tuple[str, str]]:
    """Public id and title of the published cards that no lot follows."""
    return [(ligne["identifiant"], ligne["titre"]) for ligne in await REQUETES.lignes(connexion, "clauses_non_suivies")]


async def structure_nommee(connexion: Connexion, nom: str, siret: str | None = None) -> int | None:
    """Internal id of the structure of the catalogue that a SIRET, or else a whole name, means; None when none or several do."""
    ligne = await REQUETES.ligne(connexion, "structure_nommee", siret=siret, cle_tri=cle_tri(nom))
    return None if ligne is None else ligne["id"]


async def metier_connu(connexion: Connexion, code: str) -> bool:
    """Whether a ROME code is in the référentiel."""
    connu: bool = await REQUETES.valeur(connexion, "metier_connu", code=code)
    return connu


async def ajouter_marche(connexion: Connexion, identifiant: str, fiche: FicheMarche, instant: datetime) -> int | None:
    """A new marché; None when the buyer already has one of this number."""
    valeurs = {nom: getattr(fiche, nom) for nom in ("numero", "objet", "acheteur", "acheteur_siret", "cpv", "notification", "fin")}
    cles = {"cle_numero": cle_tri(fiche.numero), "cle_acheteur": cle_tri(fiche.acheteur)}
    id_: int | None = await REQUETES.valeur(connexion, "ajouter_marche", identifiant=identifiant, **valeurs, **cles, instant=instant)
    return id_


async def ajouter_lot(
    connexion: Connexion, identifiant: str, marche_id: int, fiche: FicheLot, titulaire_id: int | None, offre: str | None, instant: datetime
) -> int | None:
    """A new lot; None when the marché already has one of this number."""
    id_: int | None = await REQUETES.valeur(
        connexion,
        "ajouter_lot",
        identifiant=identifiant,
        marche_id=marche_id,
        numero=fiche.numero,
        cle_numero=cle_tri(fiche.numero),
        **_champs_lot(fiche),
        titulaire_id=titulaire_id,
        offre=offre,
        instant=instant,
    )
    return id_


def _champs_lot(fiche: FicheLot) -> dict[str, Any]:
    return {nom: getattr(fiche, nom) for nom in ("intitule", "titulaire", "heures_prevues", "debut", "fin", "etat")}


async def modifier_lot(connexion: Connexion, id_: int, version: int, fiche: FicheLot, titulaire_id: int | None, instant: datetime) -> bool:
    """Change a lot; False when ``version`` is not the last."""
    valeurs = {**_champs_lot(fiche), "titulaire_id": titulaire_id, "instant": instant}
    return await REQUETES.executer(connexion, "modifier_lot", id=id_, version=version, **valeurs) == 1


async def avancer_version(connexion: Connexion, lot_id: int, instant: datetime) -> None:
    """Say that the hours of a lot have changed."""
    await REQUETES.executer(connexion, "avancer_version", id=lot_id, instant=instant)


async def ajouter_poste(connexion: Connexion, identifiant: str, cle: str, lot_id: int, fiche: FichePoste, instant: datetime) -> int | None:
    """A new post; None when the same form was already sent."""
    valeurs = {"code_rome": fiche.code_rome, "contrat": fiche.contrat, "engagees": fiche.engagees, "etat": fiche.etat, "debut": fiche.debut}
    id_: int | None = await REQUETES.valeur(connexion, "ajouter_poste", identifiant=identifiant, cle=cle, lot_id=lot_id, **valeurs, instant=instant)
    return id_


async def regler_poste(connexion: Connexion, lot_id: int, identifiant: str, engagees: Decimal, etat: EtatPoste) -> bool:
    """Change the hours and the state of a post; False when the lot has none of this public id."""
    return await REQUETES.executer(connexion, "regler_poste", lot_id=lot_id, identifiant=identifiant, engagees=engagees, etat=etat) == 1


async def ajouter_participation(
    connexion: Connexion,
    identifiant: str,
    cle: str,
    fiche: FichePersonne,
    instant: datetime,
    *,
    prescription_id: int | None = None,
    dates_deduites: bool = False,
) -> int | None:
    """Someone new on a post; None when the same form was already sent."""
    valeurs = {nom: getattr(fiche, nom) for nom in ("prenom", "initiale", "repere", "public", "entree", "sortie")}
    id_: int | None = await REQUETES.valeur(
        connexion,
        "ajouter_participation",
        identifiant=identifiant,
        cle=cle,
        poste_id=fiche.poste,
        prescription_id=prescription_id,
        dates_deduites=dates_deduites,
        **valeurs,
        instant=instant,
    )
    return id_


async def regler_participation(connexion: Connexion, p: Participation) -> None:
    """Write the post, the public and the dates of someone."""
    valeurs = {"public": p.public, "entree": p.entree, "sortie": p.sortie, "dates_deduites": p.dates_deduites, "poste_id": p.poste}
    await REQUETES.executer(connexion, "regler_participation", id=p.id, **valeurs)


async def lier_participation(connexion: Connexion, id_: int, prescription_id: int) -> None:
    """Say which prescription a participation follows."""
    await REQUETES.executer(connexion, "lier_participation", id=id_, prescription_id=prescription_id)


async def ecrire_heures(
    connexion: Connexion, participation_id: int, mois: date, heures: Decimal | None, *, source: Source, compte_id: int | None, instant: datetime
) -> None:
    """Replace the hours of someone for a month; None forgets them."""
    if heures is None:
        await REQUETES.executer(connexion, "oter_heures", participation_id=participation_id, mois=mois)
        return
    valeurs = {"source": source, "compte_id": compte_id, "instant": instant}
    await REQUETES.executer(connexion, "ecrire_heures", participation_id=participation_id, mois=mois, heures=heures, **valeurs)


def avec_heures(p: Participation, mois: date, heures: Decimal | None) -> Participation:
    """The same person after ``ecrire_heures``."""
    gardees = {m: h for m, h in p.heures.items() if m != mois}
    return replace(p, heures=gardees if heures is None else {**gardees, mois: heures})


async def garder_envoi(connexion: Connexion, identifiant: str, compte_id: int, fichier: str, contenu: dict[str, Any], instant: datetime) -> None:
    """Keep what a workbook says until it is confirmed."""
    valeurs = {"compte_id": compte_id, "fichier": fichier, "contenu": contenu, "instant": instant}
    await REQUETES.executer(connexion, "garder_envoi", identifiant=identifiant, **valeurs)


async def reprendre_envoi(connexion: Connexion, identifiant: str, compte_id: int) -> tuple[str, dict[str, Any]] | None:
    """Take back what an account had sent: name of the file and what it says; None once it was taken."""
    ligne = await REQUETES.ligne(connexion, "reprendre_envoi", identifiant=identifiant, compte_id=compte_id)
    return None if ligne is None else (ligne["fichier"], ligne["contenu"])


async def oublier_envois(connexion: Connexion, instant: datetime) -> int:
    """Forget what was sent and not confirmed for longer than ``CONSERVATION``; how many there were."""
    return await REQUETES.executer(connexion, "oublier_envois", avant=instant - CONSERVATION)
