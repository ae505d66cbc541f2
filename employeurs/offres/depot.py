"""Offers written by hand, in PostgreSQL: typed functions, one per question."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from catalogue.domaine import DETAILS, EtatOffre, Offre, TypeOffre, TypeStructure
from employeurs.offres.domaine import Brouillon, LigneOffre, Saisie, StructureVisee
from socle.base import Connexion, Ligne
from socle.sql import charger
from socle.texte import cle_tri

REQUETES = charger(Path(__file__).with_name("requetes.sql"))

_SAISIE = TypeAdapter(Saisie)
_LIGNE = TypeAdapter(LigneOffre)
_DETAILS: dict[TypeOffre, TypeAdapter[Any]] = {genre: TypeAdapter(classe) for genre, classe in DETAILS.items()}


@dataclass(frozen=True, slots=True)
class Visee:
    """An offer about to be acted on."""

    id: int
    structure_id: int | None
    etat: EtatOffre
    modifie_le: datetime


async def brouillon(connexion: Connexion, identifiant: str) -> Brouillon | None:
    """What was typed under a public id, None when nothing was."""
    ligne = await REQUETES.ligne(connexion, "brouillon", identifiant=identifiant)
    if ligne is None:
        return None
    champs = dict(ligne)
    champs["saisie"] = _SAISIE.validate_python(champs.pop("contenu"))
    champs["etat"] = EtatOffre(champs["etat"])
    champs["type_structure"] = TypeStructure(champs["type_structure"]) if champs["type_structure"] else None
    return Brouillon(**champs)


async def ouvrir(
    connexion: Connexion, identifiant: str, saisie: Saisie, *, structure_id: int | None, auteur_id: int | None, instant: datetime
) -> bool:
    """Keep the first version of a draft; False when the id is taken."""
    contenu = _SAISIE.dump_python(saisie, mode="json")
    valeurs = {"structure_id": structure_id, "auteur_id": auteur_id, "instant": instant}
    return await REQUETES.executer(connexion, "ouvrir_saisie", identifiant=identifiant, contenu=contenu, **valeurs) == 1


async def ecrire(connexion: Connexion, identifiant: str, saisie: Saisie, *, version: int, structure_id: int | None, instant: datetime) -> bool:
    """Keep the next version of a draft; False when ``version`` is not the last."""
    contenu = _SAISIE.dump_python(saisie, mode="json")
    valeurs = {"structure_id": structure_id, "version": version, "instant": instant}
    return await REQUETES.executer(connexion, "ecrire_saisie", identifiant=identifiant, contenu=contenu, **valeurs) == 1


async def oublier(connexion: Connexion, identifiant: str) -> bool:
    """Drop a draft that was never sent; False when it was."""
    return await REQUETES.executer(connexion, "oublier_saisie", identifiant=identifiant) == 1


async def noter_renvoi(connexion: Connexion, identifiant: str, mot: str, instant: datetime) -> None:
    """Keep the words of the CRE who sends an offer back."""
    await REQUETES.executer(connexion, "noter_renvoi", identifiant=identifiant, mot=mot, instant=instant)


async def occupation(connexion: Connexion, identifiant: str) -> dict[str, int]:
    """Places held and taken by session of an offer, locked until the end of the transaction."""
    return {ligne["source_id"]: ligne["occupees"] for ligne in await REQUETES.lignes(connexion, "occupation", identifiant=identifiant)}


async def ecrire_offre(
    connexion: Connexion, identifiant: str, offre: Offre, *, structure_id: int, etat: EtatOffre, jour: date | None, instant: datetime
) -> int:
    """Write the offer that a draft became, with its métiers, conditions, apports and sessions.

    Args:
        connexion: inside a writing transaction.
        identifiant: public id of both.
        offre: checked.
        structure_id: who proposes it.
        etat: ``a_valider`` or ``publiee``.
        jour: day of publication and of check, None when it is not published.
        instant: now.

    Returns:
        Inner id of the offer.
    """
    offre_id: int = await REQUETES.valeur(
        connexion,
        "ecrire_offre",
        identifiant=identifiant,
        **_colonnes(offre),
        structure_id=structure_id,
        etat=etat.value,
        publie_le=jour,
        verifie_le=jour,
        empreinte=hashlib.blake2b(repr(offre).encode(), digest_size=16).digest(),
        instant=instant,
    )
    await _ecrire_enfants(connexion, offre_id, offre)
    await _ecrire_sessions(connexion, offre_id, offre)
    await REQUETES.executer(connexion, "adopter_saisie", identifiant=identifiant, offre_id=offre_id)
    return offre_id


def _colonnes(offre: Offre) -> dict[str, Any]:
    return {
        "source": offre.source,
        "type_offre": offre.type_offre.value,
        "titre": offre.titre,
        "description": offre.description,
        "reserve_rsa": offre.reserve_rsa,
        "code_insee": offre.lieu.code_insee,
        "commune": offre.lieu.commune,
        "code_postal": offre.lieu.code_postal,
        "adresse": offre.lieu.adresse,
        "presence": offre.presence.value,
        "horaires": offre.horaires,
        "heures_hebdo": offre.heures_hebdo,
        "contact_nom": offre.contact.nom,
        "telephone": offre.contact.telephone,
        "courriel": offre.contact.courriel,
        "details": _DETAILS[offre.type_offre].dump_python(offre.details, mode="json", exclude_none=True),
    }


async def _ecrire_enfants(connexion: Connexion, offre_id: int, offre: Offre) -> None:
    for table in ("metiers", "conditions", "apports"):
        await REQUETES.executer(connexion, f"vider_{table}", offre_id=offre_id)
    await REQUETES.executer(connexion, "ecrire_metiers", offre_id=offre_id, codes=list(offre.metiers))
    for rang, c in enumerate(offre.conditions):
        valeurs = {"type": c.type.value, "operateur": c.operateur.value, "valeurs": list(c.valeurs), "ferme": c.ferme}
        await REQUETES.executer(connexion, "ecrire_condition", offre_id=offre_id, rang=rang, **valeurs, origine=c.origine.value, libelle=c.libelle)
    for rang, a in enumerate(offre.apports):
        await REQUETES.executer(connexion, "ecrire_apport", offre_id=offre_id, rang=rang, type=a.type.value, libelle=a.libelle, valeur=a.valeur)


async def _ecrire_sessions(connexion: Connexion, offre_id: int, offre: Offre) -> None:
    gardees = [s.source_id for s in offre.sessions]
    await REQUETES.executer(connexion, "supprimer_sessions", offre_id=offre_id, gardees=gardees)
    await REQUETES.executer(connexion, "annuler_sessions", offre_id=offre_id, gardees=gardees)
    noms = ("source_id", "debut", "fin", "heure_debut", "heure_fin", "date_limite", "places", "places_reservees")
    for session in offre.sessions:
        await REQUETES.executer(connexion, "ecrire_session", offre_id=offre_id, **{nom: getattr(session, nom) for nom in noms})


async def visee(connexion: Connexion, identifiant: str) -> Visee | None:
    """An offer, whoever wrote it, None when there is none of this public id."""
    ligne = await REQUETES.ligne(connexion, "visee", identifiant=identifiant)
    return None if ligne is None else Visee(ligne["id"], ligne["structure_id"], EtatOffre(ligne["etat"]), ligne["modifie_le"])


async def changer_etat(connexion: Connexion, offre_id: int, etat: EtatOffre, *, lue: datetime, jour: date | None, instant: datetime) -> bool:
    """Publish an offer that waited or send it back; False when it no longer waits, or was written again since ``lue``."""
    valeurs = {"etat": etat.value, "lue": lue, "jour": jour, "instant": instant}
    return await REQUETES.executer(connexion, "changer_etat", offre_id=offre_id, **valeurs) == 1


async def confirmer(connexion: Connexion, offre_id: int, jour: date, instant: datetime) -> bool:
    """Note that a published offer still holds; False when it is not published."""
    return await REQUETES.executer(connexion, "confirmer", offre_id=offre_id, jour=jour, instant=instant) == 1


async def fermer(connexion: Connexion, offre_id: int, instant: datetime) -> bool:
    """Close an offer for good; False when a person had already closed it."""
    return await REQUETES.executer(connexion, "fermer", offre_id=offre_id, instant=instant) == 1


async def liste(connexion: Connexion, *, structure_id: int | None, auteur_id: int, jour: date) -> list[LigneOffre]:
    """Offers and drafts of a structure, or those that an account wrote when no structure is given."""
    return _lignes(await REQUETES.lignes(connexion, "liste", structure_id=structure_id, auteur_id=auteur_id, jour=jour))


async def a_valider(connexion: Connexion) -> list[LigneOffre]:
    """Offers that wait for a CRE, the oldest first."""
    return _lignes(await REQUETES.lignes(connexion, "a_valider"))


async def a_confirmer(connexion: Connexion, avant: date, limite: int) -> tuple[int, list[LigneOffre]]:
    """How many published offers nobody has confirmed since a day, and the oldest of them."""
    lignes = _lignes(await REQUETES.lignes(connexion, "a_confirmer", avant=avant, limite=limite))
    nombre: int = await REQUETES.valeur(connexion, "nombre_a_confirmer", avant=avant)
    return nombre, lignes


def _lignes(lignes: list[Ligne]) -> list[LigneOffre]:
    return [_LIGNE.validate_python(dict(ligne)) for ligne in lignes]


async def structure(connexion: Connexion, structure_id: int) -> StructureVisee | None:
    """A structure by its inner id."""
    ligne = await REQUETES.ligne(connexion, "structure", id=structure_id)
    return None if ligne is None else _structure(ligne)


async def structures_nommees(connexion: Connexion, nom: str, siret: str | None) -> list[StructureVisee]:
    """Structures that a SIRET or a whole name means: two at most, enough to know that it is not one alone."""
    return [_structure(ligne) for ligne in await REQUETES.lignes(connexion, "structures_nommees", siret=siret, cle_tri=cle_tri(nom))]


async def structures_de_confiance(connexion: Connexion) -> list[StructureVisee]:
    """Structures whose offers are published at once, in the order of the dictionary."""
    return [_structure(ligne) for ligne in await REQUETES.lignes(connexion, "structures_de_confiance")]


async def noms_de_structures(connexion: Connexion) -> list[str]:
    """Names offered while typing."""
    return [ligne["nom"] for ligne in await REQUETES.lignes(connexion, "noms_de_structures")]


async def accorder_confiance(connexion: Connexion, identifiant: str, confiance: bool) -> bool:
    """Trust a structure, or no longer; False when there is none of this public id."""
    return await REQUETES.executer(connexion, "accorder_confiance", identifiant=identifiant, confiance=confiance) == 1


def _structure(ligne: Ligne) -> StructureVisee:
    return StructureVisee(**{**ligne, "type_structure": TypeStructure(ligne["type_structure"])})
