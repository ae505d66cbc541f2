"""Conventions in PostgreSQL: typed functions, one per question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from catalogue.domaine import TypeOffre
from employeurs.conventions.chiffres import Engagement, Realisees, lignes
from employeurs.conventions.domaine import (
    Bonus,
    Convention,
    Declaration,
    EtatConvention,
    LigneEmbauche,
    NouvelleConvention,
    OffreCandidate,
    OffreRattachee,
    Proposees,
    Suite,
    Suivi,
    Tension,
    bonus,
)
from employeurs.conventions.droits import Vue
from socle.base import Connexion, Ligne
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("requetes.sql"))

_CONVENTION = TypeAdapter(Convention)
_OFFRE = TypeAdapter(OffreRattachee)
_CANDIDATE = TypeAdapter(OffreCandidate)
_EMBAUCHE = TypeAdapter(LigneEmbauche)
TOUT = Vue(None, frozenset())


@dataclass(frozen=True, slots=True)
class Prise:
    """A convention held by who writes it."""

    id: int
    structure_id: int
    debut: date
    fin: date
    etat: EtatConvention
    version: int


@dataclass(frozen=True, slots=True)
class OffreVue:
    """An offer about to be attached, and the convention for which it already counts."""

    id: int
    structure_id: int | None
    type_offre: TypeOffre
    titre: str
    convention: str | None
    titre_convention: str | None


@dataclass(frozen=True, slots=True)
class Carte:
    """A card of the catalogue that nobody follows yet."""

    identifiant: str
    titre: str
    structure: str


async def suivis(connexion: Connexion, vue: Vue, jour: date, identifiant: str | None = None) -> list[Suivi]:
    """Conventions that an account sees, with their figures of a day.

    Args:
        connexion: inside one transaction, so that figures agree.
        vue: bounds of what is seen.
        jour: today.
        identifiant: public id of one of them, None for all.

    Returns:
        The conventions, those that end first before the others.
    """
    bornes = {"structure_id": vue.structure_id, "territoires": sorted(vue.territoires), "engagees": vue.engagees}
    lues = [_CONVENTION.validate_python(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "conventions", **bornes, identifiant=identifiant)]
    ids = [c.id for c in lues]
    engagements = _rangees(await REQUETES.lignes(connexion, "engagements", ids=ids), Engagement)
    faites = _rangees(await REQUETES.lignes(connexion, "realisees", ids=ids), Realisees)
    nombres = {n["convention_id"]: n for n in await REQUETES.lignes(connexion, "nombres_d_offres", ids=ids)}
    return [
        Suivi(
            convention=c,
            engagements=tuple(engagements[c.id]),
            tableau=lignes(c.periode, engagements[c.id], faites[c.id], jour),
            derniere=max((r.derniere for r in faites[c.id]), default=None),
            offres=nombres[c.id]["offres"] if c.id in nombres else 0,
            offres_ouvertes=nombres[c.id]["ouvertes"] if c.id in nombres else 0,
        )
        for c in lues
    ]


def _rangees(lues: Iterable[Ligne], classe: type[Any]) -> dict[int, list[Any]]:
    par_convention: dict[int, list[Any]] = defaultdict(list)
    for ligne in lues:
        par_convention[ligne["convention_id"]].append(classe(**{nom: v for nom, v in ligne.items() if nom != "convention_id"}))
    return par_convention


async def suivi(connexion: Connexion, identifiant: str, vue: Vue, jour: date) -> Suivi | None:
    """One convention with its figures of a day, None when the account sees none of this public id."""
    trouves = await suivis(connexion, vue, jour, identifiant)
    return trouves[0] if trouves else None


async def de_l_offre(connexion: Connexion, offre_id: int) -> str | None:
    """Public id of the convention that a card of the catalogue belongs to, whatever its state; None when nobody follows it."""
    return await deja_creee(connexion, "", offre_id)


async def de_la_carte(connexion: Connexion, offre_id: int, jour: date) -> Suivi | None:
    """The convention that a card of the catalogue shows, None while none is followed and signed."""
    identifiant = await REQUETES.valeur(connexion, "de_la_carte", offre_id=offre_id)
    return None if identifiant is None else await suivi(connexion, identifiant, TOUT, jour)


async def offres(connexion: Connexion, id_: int, jour: date) -> list[OffreRattachee]:
    """Offers that count for a convention, those that are published first."""
    return [_OFFRE.validate_python(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "offres_rattachees", id=id_, jour=jour)]


async def candidates(connexion: Connexion, structure_id: int, trouvees: Sequence[int] | None, limite: int) -> list[OffreCandidate]:
    """Offers that could be attached.

    Args:
        connexion: any.
        structure_id: the employer.
        trouvees: inner ids found by a search, best first; None for the employer's own offers.
        limite: how many to give.

    Returns:
        The offers, the employer's own first.
    """
    if trouvees is None:
        lues = await REQUETES.lignes(connexion, "candidates_de_la_structure", structure_id=structure_id, limite=limite)
    else:
        lues = await REQUETES.lignes(connexion, "candidates_trouvees", structure_id=structure_id, ids=list(trouvees), limite=limite)
    return [_CANDIDATE.validate_python(dict(ligne)) for ligne in lues]


async def embauches(connexion: Connexion, id_: int) -> list[LigneEmbauche]:
    """Hires of a convention, the last first, without any name."""
    return [_EMBAUCHE.validate_python(dict(ligne)) for ligne in await REQUETES.lignes(connexion, "embauches", id=id_)]


async def mesurer_bonus(connexion: Connexion, id_: int) -> Bonus:
    """Delays and outcomes of the hires that came by a prescription."""
    return bonus(Suite(**ligne) for ligne in await REQUETES.lignes(connexion, "suites", id=id_))


async def proposees(connexion: Connexion, id_: int) -> Proposees:
    """People proposed on the attached offers."""
    ligne = await REQUETES.ligne(connexion, "proposees", id=id_)
    assert ligne is not None
    return Proposees(**ligne)


async def tensions(connexion: Connexion, codes: Iterable[str]) -> dict[str, Tension]:
    """The last measure of tension of some métiers, by ROME code."""
    return {ligne["code_rome"]: Tension(**ligne) for ligne in await REQUETES.lignes(connexion, "tensions", codes=sorted(codes))}


async def cartes(connexion: Connexion) -> list[Carte]:
    """Cards of the catalogue that nobody follows yet."""
    return [Carte(**ligne) for ligne in await REQUETES.lignes(connexion, "cartes")]


async def creer(
    connexion: Connexion,
    identifiant: str,
    cle: str,
    nouvelle: NouvelleConvention,
    *,
    structure_id: int,
    offre_id: int | None,
    referent_id: int | None,
    instant: datetime,
) -> int | None:
    """Open a convention in preparation; None when the same form was already sent, or its card is already followed."""
    valeurs = {"titre": nouvelle.titre, "debut": nouvelle.debut, "fin": nouvelle.fin, "note": nouvelle.note, "offre_id": offre_id}
    id_: int | None = await REQUETES.valeur(
        connexion, "creer", identifiant=identifiant, cle=cle, structure_id=structure_id, referent_id=referent_id, instant=instant, **valeurs
    )
    return id_


async def deja_creee(connexion: Connexion, cle: str, offre_id: int | None) -> str | None:
    """Public id of the convention of a form already sent, or of a card already followed."""
    trouvee: str | None = await REQUETES.valeur(connexion, "deja_creee", cle=cle, offre_id=offre_id)
    return trouvee


async def prendre(connexion: Connexion, identifiant: str) -> Prise | None:
    """Hold a convention until the transaction ends, None when there is none of this public id."""
    ligne = await REQUETES.ligne(connexion, "prendre", identifiant=identifiant)
    return None if ligne is None else Prise(**{**ligne, "etat": EtatConvention(ligne["etat"])})


async def modifier(connexion: Connexion, id_: int, version: int, nouvelle: NouvelleConvention, instant: datetime) -> bool:
    """Write what a form changed; False when ``version`` is not the last."""
    valeurs = {"titre": nouvelle.titre, "debut": nouvelle.debut, "fin": nouvelle.fin, "note": nouvelle.note, "instant": instant}
    return await REQUETES.executer(connexion, "modifier", id=id_, version=version, **valeurs) == 1


async def ecrire_engagements(connexion: Connexion, id_: int, engagements: Iterable[Engagement]) -> None:
    """Replace what a convention commits to."""
    await REQUETES.executer(connexion, "vider_engagements", id=id_)
    for e in engagements:
        await REQUETES.executer(connexion, "ecrire_engagement", id=id_, code_rome=e.code_rome, annee=e.annee, prevues=e.prevues)


async def declarees_hors(connexion: Connexion, id_: int, nouvelle: NouvelleConvention) -> int:
    """Hires declared by hand that new dates or new métiers would leave out."""
    codes = sorted({e.code_rome for e in nouvelle.engagements})
    dehors: int = await REQUETES.valeur(connexion, "declarees_hors", id=id_, debut=nouvelle.debut, fin=nouvelle.fin, codes=codes)
    return dehors


async def metiers(connexion: Connexion, id_: int) -> frozenset[str]:
    """ROME codes that a convention commits to."""
    return frozenset(ligne["code_rome"] for ligne in await REQUETES.lignes(connexion, "engagements", ids=[id_]))


async def changer_etat(connexion: Connexion, id_: int, etat: EtatConvention, instant: datetime) -> bool:
    """Sign, close or open again; False when it is already there."""
    return await REQUETES.executer(connexion, "changer_etat", id=id_, etat=etat.value, instant=instant) == 1


async def offre(connexion: Connexion, identifiant: str) -> OffreVue | None:
    """An offer about to be attached, None when there is none of this public id."""
    ligne = await REQUETES.ligne(connexion, "offre", identifiant=identifiant)
    return None if ligne is None else OffreVue(**{**ligne, "type_offre": TypeOffre(ligne["type_offre"])})


async def rattacher(connexion: Connexion, id_: int, offre_id: int, code_rome: str | None, compte_id: int | None, instant: datetime) -> bool:
    """Attach an offer; False when it is attached already, here or elsewhere."""
    valeurs = {"offre_id": offre_id, "code_rome": code_rome, "compte_id": compte_id, "instant": instant}
    return await REQUETES.executer(connexion, "rattacher", id=id_, **valeurs) == 1


async def choisir_metier(connexion: Connexion, id_: int, offre_id: int, code_rome: str | None) -> bool:
    """Say for which métier an attached offer counts, None for its own first one; False when it is not attached here."""
    return await REQUETES.executer(connexion, "choisir_metier", id=id_, offre_id=offre_id, code_rome=code_rome) == 1


async def detacher(connexion: Connexion, id_: int, offre: str) -> bool:
    """Detach an offer; False when it was not attached here."""
    return await REQUETES.executer(connexion, "detacher", id=id_, offre=offre) == 1


async def declarer(
    connexion: Connexion, id_: int, identifiant: str, cle: str, declaration: Declaration, compte_id: int | None, instant: datetime
) -> bool:
    """Keep hires declared by hand; False when this form was already sent."""
    d = declaration
    valeurs = {"code_rome": d.code_rome, "jour": d.jour, "nombre": d.nombre, "contrat": d.contrat.value if d.contrat else None}
    return (
        await REQUETES.executer(connexion, "declarer", id=id_, identifiant=identifiant, cle=cle, compte_id=compte_id, instant=instant, **valeurs) == 1
    )


async def retirer_declaration(connexion: Connexion, id_: int, declaration: str) -> bool:
    """Take back hires declared by hand; False when there are none of this public id."""
    return await REQUETES.executer(connexion, "retirer_declaration", id=id_, declaration=declaration) == 1


async def abandonner(connexion: Connexion, id_: int) -> None:
    """Forget a convention that was never signed, with what was prepared for it."""
    await REQUETES.executer(connexion, "abandonner", id=id_)
