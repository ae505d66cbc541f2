"""Structures and offers turned into rows of the database, and the print by which a second import knows that nothing has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from catalogue.domaine import DETAILS, Contact, Lieu, Offre, Structure, TypeOffre
from socle.texte import cle_tri

Ligne = tuple[Any, ...]

COLONNES_METIER = ("offre_id", "code_rome", "rang")
COLONNES_CONDITION = ("offre_id", "rang", "type", "operateur", "valeurs", "ferme", "origine", "libelle")
COLONNES_APPORT = ("offre_id", "rang", "type", "libelle", "valeur")

_DETAILS: dict[TypeOffre, TypeAdapter[Any]] = {genre: TypeAdapter(classe) for genre, classe in DETAILS.items()}
_CENTIEME = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LignesOffre:
    """An offer as rows. Children start after their ``offre_id``, which is not known yet.

    Attributes:
        offre: columns of ``lu_offre`` from ``source`` to ``verifie_le``.
        metiers, conditions, apports, sessions: rows of the children.
        empreinte: print of all that, ``verifie_le`` left out: a feed that confirms every offer each night changes none of them.
    """

    offre: Ligne
    metiers: tuple[Ligne, ...]
    conditions: tuple[Ligne, ...]
    apports: tuple[Ligne, ...]
    sessions: tuple[Ligne, ...]
    empreinte: bytes


@dataclass(frozen=True, slots=True)
class LignesStructure:
    """A structure as the columns of ``lu_structure`` from ``source`` to ``maj_le``, and their print."""

    structure: Ligne
    empreinte: bytes


def lignes_structure(structure: Structure) -> LignesStructure:
    """A structure as a row.

    Args:
        structure: already checked, its commune known of the référentiel or None.

    Returns:
        Its row and its print.
    """
    ligne = (
        structure.source,
        structure.source_id,
        structure.nom,
        cle_tri(structure.nom),
        structure.siret,
        structure.type_structure.value,
        structure.description,
        *_lieu(structure.lieu),
        *_contact(structure.contact),
        list(structure.reseaux),
        structure.maj_le,
    )
    return LignesStructure(ligne, _empreinte(ligne))


def lignes_offre(offre: Offre) -> LignesOffre:
    """An offer and its children as rows.

    Args:
        offre: already checked, its commune and its métiers known of the référentiels.

    Returns:
        Rows and print.
    """
    ligne = _ligne_offre(offre)
    metiers = tuple((code, rang) for rang, code in enumerate(dict.fromkeys(offre.metiers)))
    conditions = tuple(
        (rang, c.type.value, c.operateur.value, list(c.valeurs), c.ferme, c.origine.value, c.libelle) for rang, c in enumerate(offre.conditions)
    )
    apports = tuple((rang, a.type.value, a.libelle, a.valeur) for rang, a in enumerate(offre.apports))
    sessions = tuple(
        (s.source_id, s.debut, s.fin, s.heure_debut, s.heure_fin, s.date_limite, s.horaires, s.places, s.places_reservees, s.etat.value)
        for s in sorted(offre.sessions, key=lambda s: s.source_id)
    )
    empreinte = _empreinte((ligne, metiers, conditions, apports, sessions))
    return LignesOffre((*ligne, offre.verifie_le), metiers, conditions, apports, sessions, empreinte)


def _ligne_offre(offre: Offre) -> Ligne:
    return (
        offre.source,
        offre.source_id,
        offre.type_offre.value,
        offre.titre,
        offre.description,
        offre.structure,
        list(offre.publics),
        offre.reserve_rsa,
        offre.date_limite,
        *_lieu(offre.lieu),
        offre.presence.value,
        offre.creneaux,
        offre.horaires,
        _centiemes(offre.heures_hebdo),
        *_contact(offre.contact),
        offre.modalites,
        _centiemes(offre.cout),
        offre.cout_precisions,
        _DETAILS[offre.type_offre].dump_json(offre.details, exclude_none=True).decode(),
        offre.etat.value,
        offre.publie_le,
    )


def _lieu(lieu: Lieu) -> Ligne:
    return (lieu.code_insee, lieu.commune, lieu.code_postal, lieu.adresse, lieu.latitude, lieu.longitude)


def _contact(contact: Contact) -> Ligne:
    return (contact.nom, contact.telephone, contact.courriel, contact.lien)


def _centiemes(nombre: Decimal | None) -> Decimal | None:
    # As the column keeps it, so that 35 and 35.00 leave the same print.
    return None if nombre is None else nombre.quantize(_CENTIEME)


def _empreinte(lignes: Ligne) -> bytes:
    # repr of plain values is the same in every process, and tells None from "None" and 1 from "1".
    return hashlib.blake2b(repr(lignes).encode(), digest_size=16).digest()
